import LoxBytecode

/// What the generated run loops (`Dispatch.swift`) need beside the handlers.
extension Execution {
  /// The entry's frame has returned: notes the state for the machine.
  @inline(always) func exit() -> Bool {
    park()
    return true
  }

  /// Counts an instruction and cache hits, lets the host trace, and stops for a debugger; false if the run is to end.
  @inline(never) func observe(_ instruction: Instruction) -> Bool {
    park()
    machine.value.observe(instruction)
    return machine.value.instruments.debugHook == nil || machine.debug(instruction)
  }
}
