import LoxBuiltins
import LoxBytecode
import LoxJIT

/// Which functions are compiled, and when.
extension Machine {
  /// Sees to it that machine code can be entered: false if there is none, as the system refuses. A run that ends before anything is compiled
  /// does without.
  mutating func beginNative() -> Bool {
    guard let native else { return false }
    if native.stubs != nil { return true }
    guard let stubs = NativeStubs.shared else {
      self.native = nil
      return false
    }
    self.native?.stubs = stubs
    calls.native = NativeContext(
      heap: heap.address, nilBits: Value.nil.bits, falseBits: Value.false.bits,
      undefinedBits: Value.undefined.bits, finish: stubFinish.address, shared: stubs.shared,
      cage: cage.address, exits: stubs.exits, helpers: NativeHelpers.machine.addresses,
      enter: stubs.enter, leaveParked: stubs.leaveParked, fail: stubs.fail)
    calls.native.operators = operators.address
    calls.native.classMembersVersion = classMembersVersion.bits
    for linked in modules.programs.all { prepareNative(linked) }
    return true
  }

  /// Compiles a function, unless it is, and with it what it has called; false if it stays in the run loop.
  mutating func compile(_ record: FunctionRecord) -> Bool {
    if record.isEntryStub { return false }
    if !record.nativeCode.isMissing { return true }
    guard beginNative(), let place = modules.programs.place(of: record) else { return false }
    compile(calleesAndItself(record, place), ofProgram: place.program)
    return !record.nativeCode.isMissing
  }

  /// Compiles functions of a program, by their indices.
  private mutating func compile(_ functions: [Int], ofProgram number: Int) {
    guard var statistics = native?.statistics else { return }
    let linked = modules.programs.all[number]
    linked.image.machineCode.add(functions, statistics: &statistics) {
      JIT.compile($0, of: linked.program, .native, hints: hints($0, linked))
    }
    native?.statistics = statistics
    for function in functions { install(function, linked) }
  }

  /// What the caches of a function have learned.
  private mutating func hints(_ function: Int, _ linked: LinkedProgram) -> SiteHints {
    var hints = SiteHints()
    guard let record = modules.records[UInt32(linked.firstIndex + function)] else { return hints }
    let caches = linked.program.caches[linked.program.functions[function].caches.range]
    for (number, descriptor) in caches.enumerated() {
      let cache = record.cache(number)
      switch descriptor.kind {
      case .getProperty where cache.ofGet.getter.shape != 0: hints.computed.insert(number)
      case .setProperty where cache.ofSet.setter.shape != 0: hints.computed.insert(number)
      case .invoke: break
      default: continue
      }
      guard descriptor.kind == .invoke else { continue }
      let core = cache.core
      if let access = cache.ofInvoke.onlyField?.access {
        if access.isLoad { hints.getters.insert(number) }
        if !access.isLoadOrCall { hints.setters.insert(number) }
      }
      let isSwitch = core == .fiberResume || core == .fiberYield
      let isClassMethod = cache.ofInvoke.version == classMembersVersion
      if core != .math, !core.isDoneAtOnce, !isSwitch, !isClassMethod { hints.stepsAtOnce.insert(number) }
    }
    for (number, constant) in linked.program.constants[
      linked.program.functions[function].constants.range
    ].enumerated() {
      guard case .global = constant, let name = record.coreName(number).flatMap(CoreOperation.Identity.init),
        name != .errorType, name != .hostErrorType
      else { continue }
      hints.coreGlobals.insert(number)
    }
    return hints
  }

  /// Lets the record of a function know its machine code, if there is any.
  private mutating func install(_ function: Int, _ linked: LinkedProgram) {
    guard let record = modules.records[UInt32(linked.firstIndex + function)], record.nativeCode.isMissing,
      let code = linked.image.machineCode.find(function, at: record.code)
    else { return }
    record.nativeCode = code
    record.entry = stubNative.entry
  }

  /// The function, and those of the same program that its caches, and theirs, know as callees: as much as may be compiled at once.
  ///
  /// They are hot as well, and memory for several functions costs no more than for one.
  private mutating func calleesAndItself(_ record: FunctionRecord, _ place: (program: Int, function: Int))
    -> [Int]
  {
    let linked = modules.programs.all[place.program]
    var (found, records, next) = ([place.function], [record], 0)
    var wordCount = record.codeCount
    while next < records.count {
      let function = linked.program.functions[found[next]]
      for (number, descriptor) in linked.program.caches[function.caches.range].enumerated() {
        for callee in records[next].cache(number).callees(descriptor.kind)
        where callee.nativeCode.isMissing && callee.firstIndex == linked.firstIndex {
          let index = callee.index - callee.firstIndex
          guard !found.contains(index), wordCount + callee.codeCount <= JIT.maximumWordCount else { continue }
          wordCount += callee.codeCount
          found.append(index)
          records.append(callee)
        }
      }
      next += 1
    }
    return found
  }

  /// Prepares the functions of a program that was linked: with the machine code that others have made of it.
  mutating func prepareNative(_ linked: LinkedProgram) {
    guard let native, let stubs = native.stubs else { return }
    noteRecords()
    let functions = linked.program.functions.indices
    for function in functions {
      modules.records[UInt32(linked.firstIndex + function)]?.nativeCode = NativeCode(
        missingBut: stubs.leaveAtEntry)
    }
    if native.tiersUp {
      for function in functions { install(function, linked) }
    } else if let number = modules.programs.all.lastIndex(where: { $0.firstIndex == linked.firstIndex }) {
      // The entry stub is no function.
      compile(
        functions.filter { native.isCompiledAtOnce($0) && linked.firstIndex + $0 != 0 }, ofProgram: number)
    }
  }

  /// Lets machine code find the table of records, which may have moved.
  mutating func noteRecords() {
    calls.native.records = modules.records.address
    calls.native.recordCount = UInt(modules.records.count)
  }
}
