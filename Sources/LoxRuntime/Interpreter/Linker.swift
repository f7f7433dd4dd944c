import LoxBuiltins
import LoxBytecode

extension Machine {
  /// Links a verified program: records for its functions, its strings interned, slots for its globals.
  /// The result is the index of its script, nil if memory is out.
  mutating func link(
    _ program: Program, image: CodeImage, as module: ModuleID = .main, imports: [ModuleID] = []
  ) -> Int? {
    if let known = modules.programs.firstIndex(of: image, as: module) { return known }
    guard let stub = modules.records[0] else { return nil }
    let heap = heap
    var strings: [Ref] = []
    strings.reserveCapacity(program.strings.count)
    // All that takes memory comes first, so that a program is linked as a whole or not at all.
    for index in program.strings.indices {
      let ref = self.strings.intern(program.bytes(ofString: UInt32(index)), heap: &heap.value)
      guard !ref.isNull else { return nil }
      strings.append(ref)
    }
    guard let scope = makeScope(of: program, as: module, imports, strings) else { return nil }
    for constant in program.constants where slot(of: constant, scope) == nil { return nil }
    guard
      let linked = modules.programs.add(
        program, image: image, strings: strings, as: module, imports: imports)
    else { return nil }
    for (index, function) in program.functions.enumerated() {
      guard let record = modules.records[UInt32(linked.firstIndex + index)] else { return nil }
      for (number, constant) in program.constants[function.constants.range].enumerated() {
        guard let value = link(constant, scope) else { return nil }
        record.setConstant(number, to: value)
      }
      record.name = strings[Int(function.name)]
      switch function.shortcut {
      case .getter(let name): record.shortcutName = strings[Int(name)]
      case .setter(let name): record.shortcutName = strings[Int(name)]
      case nil: break
      }
      for (number, cache) in program.caches[function.caches.range].enumerated() {
        record.cache(number).view(cache.kind).clear(stub: stub)
        record.cache(number).name = strings[Int(cache.name)]
      }
    }
    prepareNative(linked)
    return linked.firstIndex
  }

  private mutating func link(_ constant: Constant, _ scope: LinkScope) -> Value? {
    switch constant {
    case .nil: return .nil
    case .boolean(let boolean): return Value(boolean)
    case .number(let bits): return Value(Double(bitPattern: bits))
    case .string(let index): return Value(.string, scope.strings[Int(index)])
    case .global(let index):
      guard let slot = slot(of: constant, scope) else { return nil }
      let name = scope.strings[Int(index)]
      guard scope.isExtended, !isImported(name, scope), let core = CoreNames.find(name, of: .global, cage)
      else {
        return Value(bits: UInt64(slot))
      }
      return Value(bits: UInt64(FunctionRecord.coreWord(core.rawValue)) << 32 | UInt64(slot))
    case .imported: return slot(of: constant, scope).map { Value(bits: UInt64($0)) }
    }
  }

  /// The slot that a constant names, 0 if it names none; nil if memory is out.
  private mutating func slot(of constant: Constant, _ scope: LinkScope) -> UInt32? {
    switch constant {
    case .global(let index): return slot(ofGlobal: index, scope)
    case .imported(let index, let name):
      let module = Int(index) < scope.imports.count ? scope.imports[Int(index)] : .none
      return globalSlot(scope.strings[Int(name)], of: module)
    case .nil, .boolean, .number, .string: return 0
    }
  }

  /// The slot of a global. Those that the prelude means are its own: so nothing that scripts declare hides the core library from it.
  private mutating func slot(ofGlobal index: UInt32, _ scope: LinkScope) -> UInt32? {
    let name = scope.strings[Int(index)]
    if scope.module != .main { return slot(ofGlobal: index, inModule: scope) }
    guard modules.isPreludeLoading, CoreNames.find(name, of: .global, cage) != nil else {
      return globalSlot(name)
    }
    return intern("core \(text(ofString: name))").flatMap { globalSlot($0) }
  }

  mutating func intern(_ bytes: ArraySlice<UInt8>) -> Ref? {
    let heap = heap
    let ref = strings.intern(bytes, heap: &heap.value)
    return ref.isNull ? nil : ref
  }

  /// The string of this text, nil if memory is out.
  mutating func intern(_ text: String) -> Ref? {
    let heap = heap
    let ref = HostBytes.with(text) { strings.intern($0, heap: &heap.value) }
    return ref.isNull ? nil : ref
  }

  /// The program that the function belongs to, and the function in it.
  mutating func lookUp(_ record: FunctionRecord) -> (linked: LinkedProgram, function: Function)? {
    guard let (number, index) = modules.programs.place(of: record) else { return nil }
    return (modules.programs.all[number], modules.programs.all[number].program.functions[index])
  }
}
