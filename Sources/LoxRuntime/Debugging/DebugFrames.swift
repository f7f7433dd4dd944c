import LoxBytecode

/// A call that is under way while a machine is stopped for a debugger.
package struct DebugFrame {
  /// The program of its function; nil for a function of the host.
  package let program: Program?
  /// The number of its function in the program.
  package let functionNumber: Int
  /// The instruction that is executed, in words from the function's first.
  package let pc: Int
  /// The name of the function.
  package let name: String
  /// The canonical name of the module that it belongs to; nil for scripts that the host runs.
  package let moduleName: String?
  /// Whether it is the function of a fiber, which the next call has resumed.
  package let beginsFiber: Bool
  let module: ModuleID
  /// Where its registers begin, and those of the next call; nil if that is not known.
  let registers: UInt32?
  let end: UInt32
  /// The place of its own frame, which has its closure.
  let frameIndex: Int

  /// The variables that are in scope where it stands, the last one of each name.
  package var locals: [(name: String, register: Int)] {
    guard let program, let map = program.sourceMap, let registers else { return [] }
    var found: [(name: String, register: Int)] = []
    if program.functions[functionNumber].kind != .script, program.functions[functionNumber].kind != .function
    {
      found.append(("this", 0))
    }
    for local in map.locals
    where Int(local.function) == functionNumber && Int(local.start) <= pc && pc < Int(local.end) {
      let name = String(decoding: program.bytes(ofString: local.name), as: UTF8.self)
      guard registers &+ local.register &* 8 < end, local.register < 1 << 16 else { continue }
      found.removeAll { $0.name == name }
      found.append((name, Int(local.register)))
    }
    return found
  }

  /// The variables of enclosing functions that its function uses.
  package var captures: [String] {
    guard let program, let map = program.sourceMap else { return [] }
    return program.functions[functionNumber].captures.range.compactMap { index in
      guard map.captureNames.indices.contains(index) else { return nil }
      return String(decoding: program.bytes(ofString: map.captureNames[index]), as: UTF8.self)
    }
  }
}

extension VirtualMachine {
  /// The calls under way, the innermost first, but for so many of them; at most so many.
  package func debugFrames(skipping skipped: Int = 0, maximum: Int = .max) -> [DebugFrame] {
    var calls: [StackCall] = []
    var count = 0
    machine.value.forEachCall { call in
      count += 1
      guard count > skipped else { return true }
      if calls.count < maximum { calls.append(call) }
      return calls.count < maximum
    }
    return calls.map { machine.value.debugFrame($0) }
  }

  /// How many calls are under way.
  package var debugFrameCount: Int {
    var count = 0
    machine.value.forEachCall { _ in
      count += 1
      return true
    }
    return count
  }
}

/// A call as the stack of frames tells of it.
struct StackCall {
  var pc: CodePointer
  var function: FunctionRecord
  var wordsBack: Int
  var registers: UInt32?
  var end: UInt32
  var frameIndex: Int
  var hostFunction: UInt32?
  var beginsFiber = false
}

extension Machine {
  /// Calls `body` with the calls under way that a script or the host has made, the innermost first, until it returns false.
  mutating func forEachCall(_ body: (StackCall) -> Bool) {
    var parked = calls.parked
    var registers: UInt32? = parked.registers.offset(in: cage)
    var end = calls.windowEnd
    var wordsBack = 1
    var fiber = fibers.active.count
    var pending: StackCall?
    for number in stride(from: calls.depth, to: 0, by: -1) {
      let frame = calls.frames.pointer(at: number - 1)
      if parked.pc == stubFinish {
        if fibers.begins(at: number - 1, below: &fiber) { pending?.beginsFiber = true }
        (parked.pc, parked.function) = (frame.returnAddress, frame.function)
        registers = registers.map { $0 &- frame.windowBytes }
        continue
      }
      if let call = pending, !body(call) { return }
      pending = nil
      let isHost = parked.function.isEntryStub
      if isHost || isVisible(parked.function) {
        pending = StackCall(
          pc: parked.pc, function: parked.function, wordsBack: wordsBack, registers: registers, end: end,
          frameIndex: number, hostFunction: isHost ? frame.hostFunction : nil)
      }
      end = registers ?? end
      registers =
        isHost ? instruments.debugHook?.callers[number - 1] : registers.map { $0 &- frame.windowBytes }
      (parked.pc, parked.function, wordsBack) = (frame.returnAddress, frame.function, Opcode.callLength)
    }
    if let call = pending { _ = body(call) }
  }

  fileprivate mutating func debugFrame(_ call: StackCall) -> DebugFrame {
    guard call.hostFunction == nil, let (linked, function) = lookUp(call.function) else {
      return DebugFrame(
        program: nil, functionNumber: 0, pc: 0,
        name: call.hostFunction.flatMap { host.functions[$0]?.name } ?? "host", moduleName: nil,
        beginsFiber: call.beginsFiber, module: .main, registers: nil, end: 0, frameIndex: 0)
    }
    let number = call.function.index - linked.firstIndex
    return DebugFrame(
      program: linked.program, functionNumber: number,
      pc: call.pc.distance(from: call.function.code) - call.wordsBack,
      name: function.kind == .script ? "script" : linked.program.displayName(of: number),
      moduleName: modules[linked.module].map { text(ofString: $0.name) }, beginsFiber: call.beginsFiber,
      module: linked.module, registers: call.registers, end: call.end, frameIndex: call.frameIndex)
  }
}
