import LoxBuiltins
import LoxBytecode

extension Machine {
  /// Links a verified program: records for its functions, its strings interned, slots for its globals.
  /// The result is the index of its script, nil if memory is out.
  mutating func link(_ program: Program, image: CodeImage) -> Int? {
    if let known = modules.programs.firstIndex(of: image) { return known }
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
    for case .global(let name) in program.constants where slot(ofGlobal: strings[Int(name)]) == nil {
      return nil
    }
    guard let linked = modules.programs.add(program, image: image, strings: strings) else { return nil }
    for (index, function) in program.functions.enumerated() {
      guard let record = modules.records[UInt32(linked.firstIndex + index)] else { return nil }
      for (number, constant) in program.constants[function.constants.range].enumerated() {
        guard let value = link(constant, strings, program) else { return nil }
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
    return linked.firstIndex
  }

  private mutating func link(_ constant: Constant, _ strings: [Ref], _ program: Program) -> Value? {
    switch constant {
    case .nil: return .nil
    case .boolean(let boolean): return Value(boolean)
    case .number(let bits): return Value(Double(bitPattern: bits))
    case .string(let index): return Value(.string, strings[Int(index)])
    case .global(let index):
      guard let slot = slot(ofGlobal: strings[Int(index)]) else { return nil }
      guard program.isExtended, let core = CoreNames.find(strings[Int(index)], of: .global, cage) else {
        return Value(bits: UInt64(slot))
      }
      return Value(bits: UInt64(core.rawValue + 1) << 32 | UInt64(slot))
    }
  }

  /// The slot of a global. Those that the prelude means are its own: so nothing that scripts declare hides the core library from it.
  private mutating func slot(ofGlobal name: Ref) -> UInt32? {
    guard modules.isPreludeLoading, CoreNames.find(name, of: .global, cage) != nil else {
      return globalSlot(name)
    }
    return intern("core \(text(ofString: name))").flatMap { globalSlot($0) }
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
