/// A member that values have in other languages, and what extended Lox has instead. This is the only list of them.
package struct ForeignMember {
  /// The kind of the value before the point.
  package enum Owner: Sendable { case string, list, map, number, json, math, regex, other }

  /// The note about it.
  package let remark: String

  private init(_ remark: String) { self.remark = remark }

  /// Nil for names that are not known from other languages.
  package init?(_ name: String, of owner: Owner) {
    let form: String?
    switch owner {
    case .string: form = Self.ofString(name)
    case .list: form = Self.ofList(name)
    case .map: form = Self.ofMap(name)
    case .json: form = Self.ofJSON(name)
    case .regex: form = ["match", "exec", "search"].contains(name) ? "regex.find(text)" : nil
    case .math: form = name == "random" ? "Random().next()" : nil
    case .number, .other: form = nil
    }
    if let form {
      self.init("write `\(form)`")
    } else if ["toString", "to_s", "description", "inspect", "str"].contains(name) {
      self.init("a value becomes a text with `String(value)`")
    } else {
      return nil
    }
  }

  private static func ofString(_ name: String) -> String? {
    switch name {
    case "toLowerCase", "lower", "lowercase", "lowercased", "downcase": "text.toLower()"
    case "toUpperCase", "upper", "uppercase", "uppercased", "upcase": "text.toUpper()"
    case "strip", "trimmed", "chomp": "text.trim()"
    case "lstrip", "trimLeft": "text.trimStart()"
    case "rstrip", "trimRight": "text.trimEnd()"
    case "substring", "substr", "sub", "mid": "text.slice(start, end)"
    case "charAt", "at", "get": "text[index]"
    case "charCodeAt", "codePointAt", "ord": "text.codeAt(index)"
    case "size", "len", "count": "text.length"
    case "includes", "has", "contain": "text.contains(part)"
    case "concat", "append", "add": "text + other"
    case "replaceAll", "gsub": "text.replace(old, new)"
    case "find", "search", "index": "text.indexOf(part)"
    case "rfind": "text.lastIndexOf(part)"
    case "match", "matches": "Regex(pattern).find(text)"
    case "chars", "characters", "each", "forEach": "for (var c in text)"
    case "toInt", "toNumber", "to_i", "to_f", "parse": "Number(text)"
    default: nil
    }
  }

  private static func ofList(_ name: String) -> String? {
    switch name {
    case "push", "append", "push_back", "addLast", "enqueue": "list.add(value)"
    case "pop", "pop_back", "popLast": "list.removeLast()"
    case "shift", "popleft", "removeFirst", "dequeue": "list.removeAt(0)"
    case "unshift", "prepend", "addFirst": "list.insert(0, value)"
    case "size", "len": "list.length"
    case "includes", "has", "member": "list.contains(value)"
    case "extend", "concat", "appendAll": "list.addAll(others)"
    case "each": "list.forEach(x => ...)"
    case "where", "select", "findAll": "list.filter(x => ...)"
    case "collect": "list.map(x => ...)"
    case "fold", "inject", "reduceRight": "list.reduce((sum, x) => ..., start)"
    case "some", "exists": "list.any(x => ...)"
    case "all": "list.every(x => ...)"
    case "findIndex", "firstIndex": "list.indexWhere(x => ...)"
    case "splice", "delete", "delete_at", "erase": "list.removeAt(index)"
    case "index", "find_index": "list.indexOf(value)"
    case "get", "at": "list[index]"
    case "distinct", "uniq", "toSet": "list.unique()"
    default: nil
    }
  }

  private static func ofMap(_ name: String) -> String? {
    switch name {
    case "length", "len", "count": "map.size()"
    case "containsKey", "hasKey", "has_key", "contains", "includes", "hasOwnProperty": "map.has(key)"
    case "items", "pairs", "entrySet": "map.entries()"
    case "delete", "erase", "removeKey", "pop": "map.remove(key)"
    case "put", "set", "add", "insert": "map[key] = value"
    case "keySet": "map.keys()"
    case "forEach", "each": "for (var key, value in map)"
    default: nil
    }
  }

  private static func ofJSON(_ name: String) -> String? {
    switch name {
    case "dumps", "dump", "encode", "generate", "serialize": "JSON.stringify(value)"
    case "loads", "load", "decode", "read": "JSON.parse(text)"
    default: nil
    }
  }
}
