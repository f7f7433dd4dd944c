/// What operations of fibers do, but for those that switch to another one.
extension BuiltinCall {
  func makeFiber() -> Bool {
    guard isWrittenInLox(argument(0)) else { return fail(0, mustBe: "a function written in Lox") }
    let fiber = machine.allocate(size: FiberLayout.size)
    guard !fiber.isNull else { return false }
    machine.value.charge(bytes: FiberLayout.size)
    cage.initializeFiber(fiber, function: argument(0))
    return self.return(Value(.object, fiber))
  }

  /// Whether calling a value begins a function of a script, with a frame of its own.
  private func isWrittenInLox(_ function: Value) -> Bool {
    function.isClosure
      || cage.has(function, .boundMethod)
        && cage.value(function.ref.offset, BoundMethodLayout.method).isClosure
  }
}
