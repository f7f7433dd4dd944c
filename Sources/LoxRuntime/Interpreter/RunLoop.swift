import LoxBytecode

/// What the generated run loops (`Dispatch.swift`) need beside the handlers.
extension Execution {
  /// The entry's frame has returned: notes the state for the machine.
  @inline(always) func exit() -> Bool {
    park()
    return true
  }

  /// Counts an instruction and cache hits, and lets the host trace.
  @inline(never) func observe(_ instruction: Instruction) {
    park()
    machine.value.observe(instruction)
  }
}
