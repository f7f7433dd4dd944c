import LoxBytecode

/// The variables of calls, for a debugger: they are read and set in place, whether they are in registers, boxes, closures or globals.
extension VirtualMachine {
  // MARK: - Debugging

  /// Begins to debug with a hook; runs that have begun already are not debugged.
  package func startDebugging(_ hook: DebugHook) {
    machine.value.instruments.debugHook = hook
    isObserved = true
  }

  /// Ends it, if the hook is the one that debugs.
  package func stopDebugging(_ hook: DebugHook) {
    guard machine.value.instruments.debugHook === hook else { return }
    machine.value.instruments.debugHook = nil
    isObserved =
      machine.value.instruments.executionCounter != nil || machine.value.instruments.traceBody != nil
  }

  /// What was thrown, while the machine is stopped at an error that is a value of the script.
  package var debuggedThrown: Slot? { machine.value.instruments.debugHook?.thrown }

  // MARK: - Locals and captures

  /// Pushes a local variable; false if it has no value any more.
  package func pushLocal(_ register: Int, of frame: DebugFrame) throws(RuntimeError) -> Bool {
    guard let slot = slot(ofRegister: register, of: frame) else { return false }
    try push(unboxed(machine[slot]))
    return true
  }

  /// Sets a local variable to what is in a slot.
  package func setLocal(_ register: Int, of frame: DebugFrame, to source: Slot) {
    guard let slot = slot(ofRegister: register, of: frame) else { return }
    if !setBox(machine[slot], to: machine[source]) { machine[slot] = machine[source] }
  }

  private func slot(ofRegister register: Int, of frame: DebugFrame) -> Slot? {
    guard let registers = frame.registers else { return nil }
    let offset = registers &+ UInt32(truncatingIfNeeded: register &* 8)
    return offset < frame.end ? Slot(offset) : nil
  }

  /// Pushes a variable that the function of a call has captured, by its index; false if there is none.
  package func pushCapture(_ index: Int, of frame: DebugFrame) throws(RuntimeError) -> Bool {
    guard let place = place(ofCapture: index, of: frame) else { return false }
    try push(unboxed(machine.value.cage.value(place)))
    return true
  }

  package func setCapture(_ index: Int, of frame: DebugFrame, to source: Slot) {
    guard let place = place(ofCapture: index, of: frame) else { return }
    let value = machine[source]
    if setBox(machine.value.cage.value(place), to: value) { return }
    machine.value.cage.store(value, place)
    barrier(machine.value.calls.frames.pointer(at: frame.frameIndex).closure, value)
  }

  private func place(ofCapture index: Int, of frame: DebugFrame) -> UInt32? {
    guard frame.program != nil, frame.frameIndex > 0 else { return nil }
    let closure = machine.value.calls.frames.pointer(at: frame.frameIndex).closure
    guard !closure.isNull, machine.value.cage.has(closure, .closure), index >= 0,
      index < Int(machine.value.cage.load32(closure.offset, ClosureLayout.count))
    else { return nil }
    return closure.offset &+ UInt32(truncatingIfNeeded: ClosureLayout.captures &+ index &* 8)
  }

  private func unboxed(_ value: Value) -> Value {
    machine.value.cage.has(value, .box) ? machine.value.cage.value(value.ref.offset, BoxLayout.value) : value
  }

  /// False if it is no box.
  private func setBox(_ box: Value, to value: Value) -> Bool {
    guard machine.value.cage.has(box, .box) else { return false }
    machine.value.cage.store(value, box.ref.offset, BoxLayout.value)
    barrier(box.ref, value)
    return true
  }

  private func barrier(_ object: Ref, _ value: Value) {
    if !object.isYoung, value.isYoung { machine.slowBarrier(object) }
  }

  // MARK: - Globals

  /// The names of the global variables of the module of a call that have a value.
  package func globalNames(of frame: DebugFrame) -> [String] {
    let globals = machine.value.modules.globals
    return globals.entries.indices.compactMap { number in
      guard globals.entries[number].owner == frame.module,
        machine.value.cage.value(globals.slot(number)) != .undefined
      else { return nil }
      return machine.value.text(ofString: globals.entries[number].name)
    }
  }

  /// Pushes a global variable as the code of a call sees it; false if there is none.
  package func pushGlobal(_ name: String, of frame: DebugFrame) throws(RuntimeError) -> Bool {
    guard let slot = globalSlot(name, of: frame) else { return false }
    try push(machine.value.cage.value(slot))
    return true
  }

  /// Sets a global variable that exists; false if there is none.
  package func setGlobal(_ name: String, of frame: DebugFrame, to source: Slot) -> Bool {
    guard let slot = globalSlot(name, of: frame) else { return false }
    machine.value.cage.store(machine[source], slot)
    return true
  }

  private func globalSlot(_ name: String, of frame: DebugFrame) -> UInt32? {
    guard let ref = machine.value.strings.find(name, machine.value.cage) else { return nil }
    for owner in [frame.module, .host] {
      if let slot = machine.value.modules.globals.slot(ref, of: owner),
        machine.value.cage.value(slot) != .undefined
      {
        return slot
      }
    }
    return nil
  }
}
