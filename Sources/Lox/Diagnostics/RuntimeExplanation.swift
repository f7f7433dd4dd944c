import LoxDiagnostics
import LoxRuntime
import LoxSource
import LoxSyntax

/// Finds notes that help to understand why a run has ended.
struct RuntimeExplanation {
  private(set) var location: SourceLocation?
  private(set) var notes: [Diagnostic.Note] = []
  /// Whether the code that failed is in extended Lox.
  private var isExtended = false

  mutating func explain(_ error: RuntimeError, _ texts: inout SourceTexts) {
    for frame in error.trace.frames where location == nil {
      location = texts.location(of: frame)
      isExtended = frame.isExtended
    }
    if error.kind == .stackOverflow {
      note("a function that calls itself needs a case in which it doesn't")
    }
    switch error.cause {
    case .undefinedVariable(_, let similar) where error.id == .undefinedImport:
      if let best = similar.first { note("did you mean `\(best)`?") }
    case .undefinedVariable(let name, let similar): explainVariable(name, similar, error.trace)
    case .undefinedProperty(let name, let object, let similar): explainProperty(name, object, similar)
    case .values(let values): explain(values, error.id)
    case .arity(let declaration): explainArity(declaration, &texts)
    case nil: break
    }
  }

  private mutating func note(_ message: String, at location: SourceLocation? = nil) {
    notes.append(Diagnostic.Note(message, at: location))
  }

  // MARK: - Names

  private mutating func explainVariable(_ name: String, _ similar: [String], _ trace: Trace) {
    guard let location else { return }
    if let type = location.narrowed(toType: name) {
      self.location = type
      if let foreign = ForeignWord(type: name) { return note(foreign.remark) }
      if let best = similar.first { return note("did you mean `\(best)`?") }
      return
    }
    let end = location.span.lowerBound + name.utf8.count
    let isAssigned = end < location.span.upperBound
    if isAssigned { self.location = location.text.location(location.span.lowerBound..<end) }
    let names = NamesInSource(location.text, at: location.span.lowerBound, name: name)
    if let declaration = names.declaration {
      let isLater = declaration.span.lowerBound > location.span.lowerBound
      return note(
        isLater
          ? "it is declared here, but this declaration has not been executed yet"
          : "this declaration has not been executed",
        at: declaration)
    }
    if names.members.contains(name) { return note("did you mean `this.\(name)`?") }
    var all = SimilarNames(to: name.utf8)
    for candidate in similar + names.locals { all.consider(candidate.utf8) }
    let members = names.members.filter { !similar.contains($0) && !names.locals.contains($0) }
    for candidate in members { all.consider(candidate.utf8) }
    let foreign = ForeignWord(undefined: name, isExtended: isExtended)
    if let best = all.names.first, foreign == nil || isDeclared(best, location) {
      note("did you mean `\(members.contains(best) ? "this.\(best)" : best)`?")
    } else if isExtended, name == "break" || name == "continue" {
      note("`\(name)` is a statement only in a loop\(name == "break" ? " or a `switch`" : "")")
    } else if isExtended, name == "throw" {
      note("with parentheses, `throw` is the name of a function; an error is thrown with `throw value;`")
    } else if let foreign {
      note(foreign.remark)
      if let offer = foreign.offer { note(offer) }
    } else if let keyword = TokenKind.word(similarTo: name, isExtended: isExtended) {
      note("did you mean `\(keyword)`?")
    } else if let local = names.outOfScope {
      note("a variable of this name exists only inside the block or function that declares it", at: local)
    } else if isAssigned {
      note("a variable must be declared with `var` before it is assigned")
    }
  }

  /// Whether the source declares a name. If not, whoever writes `range` or `max` hardly means `Range` or `Map`, but what other languages
  /// have under that name.
  private func isDeclared(_ name: String, _ location: SourceLocation) -> Bool {
    NamesInSource(location.text, at: location.span.lowerBound, name: name).declaration != nil
  }

  private mutating func explainProperty(
    _ name: String, _ object: RuntimeError.ValueSummary, _ similar: [String]
  ) {
    let isOfSuperclass = location?.startsWithSuper ?? true
    if let location { self.location = location.narrowed(toProperty: name) }
    if let best = similar.first {
      note("did you mean `\(best)`?")
    } else if let foreign = ForeignMember(name, of: ForeignMember.Owner(object)) {
      note(foreign.remark)
    }
    switch object.kind {
    case .instance: note("the object is \(object.described)")
    case .class where isOfSuperclass:
      note("the superclass is \(object.text), which has no such method")
    case .class: note("the object is the class \(object.text) itself, not one of its instances")
    default: break
    }
  }

  // MARK: - Values

  /// Two operands in source order. Instructions with a constant number take it as their second operand, on
  /// whichever side it is in the source; an expression that begins with a number has a number on its left.
  private func inOrder(_ values: [RuntimeError.ValueSummary]) -> [RuntimeError.ValueSummary] {
    guard values.count == 2, values[0].kind != .number, values[1].kind == .number, let location else {
      return values
    }
    let text = location.text.bytes.dropFirst(location.span.lowerBound).prefix(location.span.count)
    let first = text.first { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: " ") }
    guard let first, UInt8(ascii: "0")...UInt8(ascii: "9") ~= first else { return values }
    return values.reversed()
  }

  private mutating func explain(_ values: [RuntimeError.ValueSummary], _ id: RuntimeError.ID) {
    guard let first = values.first else { return }
    switch id {
    case .operandsNotNumbers, .operandsNotAddable:
      note("the operands are \(inOrder(values).map(\.described).joined(separator: " and "))")
      let kinds = Set(values.map(\.kind))
      if kinds == [.string, .number], id == .operandsNotAddable {
        note("Lox doesn't convert numbers to strings")
      }
    case .operandNotNumber: note("the operand is \(first.described)")
    case .notCallable: note("the value called here is \(first.described)")
    case .elementOfOther, .elementSetInOther: note("the value before the `[` is \(first.described)")
    case .notIterable: note("the value to iterate is \(first.described)")
    case .patternNotList: note("the value to take apart is \(first.described)")
    case .spreadNotMap: note("the value after `...` is \(first.described)")
    case .containerOfIn, .classOfIs:
      if values.count == 2 { note("the right operand is \(values[1].described)") }
    case .rangeBoundsNotNumbers:
      note("the bounds are \(values.map(\.described).joined(separator: " and "))")
    case .typeNotClass: note("the type is \(first.described)")
    case .wrongType: note("the value is \(first.described)")
    case .superclassNotClass: note("the superclass is \(first.described)")
    case .propertyOfNonInstance, .fieldOfNonInstance, .methodOfNonInstance:
      note("the value before the `.` is \(first.described)")
      if first.kind == .class { note("call it to make an instance: `\(first.text)(...)`") }
    default: break
    }
    if values.contains(where: { $0.kind == .nil }), id != .superclassNotClass {
      note("a variable without an initial value is nil, and so is the result of a function without `return`")
    }
  }

  private mutating func explainArity(_ declaration: RuntimeError.Declaration, _ texts: inout SourceTexts) {
    let place = texts.text(name: declaration.sourceName, bytes: declaration.source).location(declaration.span)
    note(
      declaration.isClass
        ? "`\(declaration.name)` is declared here, without a method `init`, so it takes no arguments"
        : "`\(declaration.name)` is declared here", at: place)
  }
}

extension ForeignMember.Owner {
  fileprivate init(_ object: RuntimeError.ValueSummary) {
    switch (object.kind, object.text) {
    case (.string, _): self = .string
    case (.list, _): self = .list
    case (.map, _): self = .map
    case (.number, _): self = .number
    case (_, "JSON"): self = .json
    case (_, "Math"): self = .math
    case (_, let text) where text.hasPrefix("Regex("): self = .regex
    default: self = .other
    }
  }
}

extension SourceLocation {
  fileprivate var startsWithSuper: Bool { text.bytes[span.lowerBound...].starts(with: "super".utf8) }

  /// The type behind the name of what is checked, or in a result's type; nil if there is no such type.
  fileprivate func narrowed(toType name: String) -> SourceLocation? {
    if text.bytes[span.lowerBound...].starts(with: name.utf8) { return nil }
    var scanner = Scanner(
      Source(name: sourceName, bytes: text.bytes), profile: .extended,
      from: UInt32(truncatingIfNeeded: span.lowerBound))
    var isBehindColon = false
    while true {
      let token = scanner.next()
      let place = Int(token.span.start)..<Int(token.span.end)
      if isBehindColon, text.bytes[place].elementsEqual(name.utf8) { return text.location(place) }
      // What is taken apart has brackets.
      if [.endOfFile, .semicolon, .rightParenthesis, .equal].contains(token.kind) { return nil }
      isBehindColon = token.kind == .colon
    }
  }

  /// The name at the end of an expression that uses a property.
  fileprivate func narrowed(toProperty name: String) -> SourceLocation {
    // Scanned as the extended language, in which the book's programs have the same tokens.
    var scanner = Scanner(
      Source(name: sourceName, bytes: text.bytes), profile: .extended,
      from: UInt32(truncatingIfNeeded: span.lowerBound))
    var depth = 0
    var found = self
    var isBehindDot = false
    while true {
      let token = scanner.next()
      if token.kind == .endOfFile || Int(token.span.end) > span.upperBound { return found }
      switch token.kind {
      case .leftParenthesis: depth += 1
      case .rightParenthesis: depth -= 1
      // Arguments may use a property of the same name.
      case .identifier where depth == 0 && isBehindDot:
        let place = Int(token.span.start)..<Int(token.span.end)
        if text.bytes[place].elementsEqual(name.utf8) { found = text.location(place) }
      default: break
      }
      isBehindDot = token.kind == .dot
    }
  }
}

extension RuntimeError.ValueSummary {
  /// `"abc" (a string)`
  fileprivate var described: String {
    let ellipsis = isCut ? "…" : ""
    return switch kind {
    case .nil: text
    case .boolean, .function, .class, .list, .map, .range, .module: "\(text)\(ellipsis) (a \(kind.rawValue))"
    case .number: "\(text) (a number)"
    case .string: "\"\(text.escaped)\(ellipsis)\" (a string)"
    case .instance:
      // `print` shows `A instance`.
      "an instance of \(text.split(separator: " ").first ?? "")\(ellipsis)"
    }
  }
}

extension String {
  /// On one line.
  fileprivate var escaped: String {
    var text = ""
    for character in self {
      switch character {
      case "\n", "\r\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      default: text.append(character)
      }
    }
    return text
  }
}
