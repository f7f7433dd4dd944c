import LoxBuiltins
import LoxBytecode

extension RuntimeError {
  /// What the machine knew of a mistake beyond the message.
  public enum Cause: Sendable {
    /// No global has this name, but others that are defined have similar ones, the most similar first.
    case undefinedVariable(String, similar: [String])
    /// An instance has neither field nor method of this name, or a superclass no such method.
    case undefinedProperty(String, of: ValueSummary, similar: [String])
    /// The values that were not of the right kind, or were among others that weren't.
    case values([ValueSummary])
    /// A call with the wrong number of arguments, of what is declared there.
    case arity(Declaration)
  }

  /// A value when the run failed.
  public struct ValueSummary: Hashable, Sendable {
    public enum Kind: String, Sendable {
      case `nil`, boolean, number, string, function, `class`, instance, list, map, range, module
    }

    public var kind: Kind
    /// The value as `print` shows it, but no more than the beginning of a long string.
    public var text: String
    /// Whether the text is only the beginning.
    public var isCut: Bool
  }

  /// A declaration of a function, method or class.
  public struct Declaration: Sendable {
    public var isClass: Bool
    public var name: String
    public var sourceName: String
    public var source: [UInt8]
    /// The name in the source, in bytes.
    public var span: Range<Int>
  }
}

/// Collects what explains an error: only when there is one.
extension Machine {
  /// Ends the run with an error of which more is known.
  @inline(never) mutating func fail(
    _ id: RuntimeError.ID, _ message: String? = nil, cause: RuntimeError.Cause?
  ) -> Bool {
    guard error == nil else { return false }
    _ = fail(id, message)
    error?.cause = cause
    return false
  }

  /// Ends the run with an error about these values.
  @inline(never) mutating func fail(_ id: RuntimeError.ID, about first: Value, _ others: Value...) -> Bool {
    var summaries: [RuntimeError.ValueSummary] = []
    for value in [first] + others {
      let summary = summary(of: value)
      charge(bytes: summary.text.utf8.count)
      summaries.append(summary)
    }
    return fail(id, cause: .values(summaries))
  }

  mutating func failUndefinedGlobal(_ constant: Int) -> Bool {
    let name = globalName(constant, of: calls.parked.function)
    if let module = importedModule(constant, of: calls.parked.function) {
      return failUndefinedImport(name, of: module)
    }
    let similar = globals(similarTo: name)
    return fail(
      .undefinedVariable, "Undefined variable '\(name)'.", cause: .undefinedVariable(name, similar: similar))
  }

  /// The object is an instance, or the class in which `super` looks.
  mutating func failUndefinedProperty(_ name: Ref, of object: Value) -> Bool {
    let name = text(ofString: name)
    let similar = members(of: object, similarTo: name)
    return fail(
      .undefinedProperty, "Undefined property '\(name)'.",
      cause: .undefinedProperty(name, of: summary(of: object), similar: similar))
  }

  mutating func summary(of value: Value) -> RuntimeError.ValueSummary {
    if value.isString {
      let string = bytes(ofString: value.ref)
      var text: [UInt8] = []
      cage.append(string.offset, count: min(string.count, Machine.shownStringLength), to: &text)
      return RuntimeError.ValueSummary(
        kind: .string, text: String(decoding: text, as: UTF8.self),
        isCut: string.count > Machine.shownStringLength)
    }
    var text: [UInt8] = []
    let isComplete = show(value, limit: Machine.shownCollectionLength, in: &text)
    return RuntimeError.ValueSummary(
      kind: kind(of: value), text: String(decoding: text.prefix(Machine.shownNameLength), as: UTF8.self),
      isCut: !isComplete || text.count > Machine.shownNameLength)
  }

  /// So many bytes of a string are told of.
  private static let shownStringLength = 40
  static let shownNameLength = 200
  /// So many bytes of the text of a list or map.
  private static let shownCollectionLength = 60

  private mutating func kind(of value: Value) -> RuntimeError.ValueSummary.Kind {
    if value.isNumber { return .number }
    if value.isInstance { return .instance }
    switch value {
    case .nil: return .nil
    case .true, .false: return .boolean
    default: break
    }
    if value.isModule { return .module }
    guard value.has(.object) else { return .function }
    return switch cage.kind(value.ref) {
    case .class: .class
    case .list: .list
    case .map: .map
    case .range: .range
    default: .function
    }
  }

  /// The text of a name.
  mutating func text(ofString ref: Ref) -> String {
    var text: [UInt8] = []
    append(ref, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Defined globals that somebody may have meant by the name.
  mutating func globals(similarTo name: String) -> [String] {
    var search = NameSearch(for: name)
    let module = module(of: calls.parked.function)
    for (number, global) in modules.globals.entries.enumerated() {
      guard search.wantsMore else { break }
      guard global.owner == module || global.isOfHost && global.owner == .main,
        cage.value(modules.globals.slot(number)) != .undefined
      else { continue }
      search.consider(global.name, self)
    }
    for offered in host.offeredNames.joined() where search.wantsMore {
      if strings.find(offered, cage).flatMap({ modules.globals.slot($0) }) == nil {
        search.consider(Array(offered.utf8))
      }
    }
    if calls.parked.function.isExtended {
      for operation in CoreOperation.all(of: .global) where search.wantsMore {
        search.consider(Array(operation.name.utf8))
      }
    }
    return names(of: search)
  }

  /// The names that a search has found; the search is paid for.
  mutating func names(of search: consuming NameSearch) -> [String] {
    let names = search.finish(&self)
    calls.parked.fuel &-= search.cost
    return names
  }

  /// Fields and methods of an instance, or methods of a class, that somebody may have meant by the name.
  mutating func members(of object: Value, similarTo name: String) -> [String] {
    var search = NameSearch(for: name)
    var owner = object.ref
    if object.isInstance {
      var shape = cage.shape(ofInstance: object.ref)
      owner = cage.class(ofShape: shape)
      while search.wantsMore {
        let field = cage.ref(shape, ShapeLayout.name)
        if field.isNull { break }
        search.consider(field, self)
        shape = cage.ref(shape, ShapeLayout.parent)
      }
    }
    var methods: [Ref] = []
    cage.forEachEntry(of: cage.ref(owner, ClassLayout.methods)) { method, _ in
      if method != host.objectName, !isFieldCheck(method) { methods.append(method) }
    }
    for method in methods where search.wantsMore { search.consider(method, self) }
    return names(of: search)
  }

  private static let maximumKeyCount = 100_000

  /// Keys of a map that somebody may have meant by the name.
  private mutating func keys(ofMap map: Ref, similarTo name: String) -> [String] {
    var search = NameSearch(for: name)
    let entries = entries(ofMap: map)
    // Not even all keys are looked at: they may be numbers.
    let count = min(usedEntries(ofMap: map, entries), Machine.maximumKeyCount)
    charge(units: count / 8)
    for index in 0..<count where search.wantsMore {
      if entries.key(index).isString { search.consider(entries.key(index).ref, self) }
    }
    return names(of: search)
  }

  /// The map has no value for the key of this name.
  mutating func failUndefinedKey(_ name: Ref, of map: Ref) -> Bool {
    let name = text(ofString: name)
    let similar = keys(ofMap: map, similarTo: name)
    return fail(
      .undefinedProperty, "Undefined property '\(name)'.",
      cause: .undefinedProperty(name, of: summary(of: Value(.object, map)), similar: similar))
  }

  /// Where a function or method is declared.
  mutating func declaration(of record: FunctionRecord) -> RuntimeError.Declaration? {
    guard let (linked, function) = lookUp(record) else { return nil }
    return declaration(in: linked.program, function.name, at: function.declaration, isClass: false)
  }

  /// Where a class is declared, if only one has its name.
  mutating func declaration(ofClass ref: Ref) -> RuntimeError.Declaration? {
    let name = text(ofString: cage.ref(ref, ClassLayout.name))
    var found: RuntimeError.Declaration?
    for linked in modules.programs.all {
      charge(bytes: linked.program.classes.count * 256)
      for descriptor in linked.program.classes
      where linked.program.bytes(ofString: descriptor.name).elementsEqual(name.utf8) {
        if found != nil { return nil }
        found = declaration(in: linked.program, descriptor.name, at: descriptor.declaration, isClass: true)
      }
    }
    return found
  }

  private mutating func declaration(
    in program: Program, _ name: UInt32, at offset: UInt32, isClass: Bool
  ) -> RuntimeError.Declaration {
    let bytes = program.bytes(ofString: name)
    return RuntimeError.Declaration(
      isClass: isClass, name: String(decoding: bytes, as: UTF8.self), sourceName: program.sourceName,
      source: program.source, span: Int(offset)..<Int(offset) + bytes.count)
  }
}
