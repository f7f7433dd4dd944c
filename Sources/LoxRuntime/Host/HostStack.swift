/// The host's part of the value stack: it begins where the live registers of the function that called the host end.
///
///     live registers | window of a host function | what the host has pushed |
///                                                                           ^ hostTop
///
/// While the run loop executes, the host is out, and `hostTop` is 0.
extension Pinned where Pointee == Machine {
  /// Pushes a value, which is a root until it is popped; false, with the error set, if there is no room.
  @inline(__always) func push(_ pushed: Value) -> Bool {
    let place = value.calls.hostTop
    let end = place &+ 8
    if end > value.calls.stackEnd, !value.calls.reserveStack(to: Int(end)) {
      return value.fail(.stackOverflow)
    }
    value.cage.store(pushed, place)
    value.calls.hostTop = end
    return true
  }

  /// The same in the usual case; false, without an error, in all others.
  @inline(__always) func pushAtOnce(_ pushed: Value) -> Bool { value.calls.stack.pushAtOnce(pushed.bits) }

  /// Where the next value will be pushed.
  @inline(__always) var top: Slot { Slot(value.calls.hostTop) }

  /// Pops all values from the slot on.
  @inline(__always) func pop(to slot: Slot) { value.calls.hostTop = min(value.calls.hostTop, slot.offset) }

  @inline(__always) subscript(slot: Slot) -> Value {
    get { value.cage.value(slot.offset) }
    nonmutating set { value.cage.store(newValue, slot.offset) }
  }

  /// The window that begins at a slot.
  func registers(at slot: Slot) -> Registers { Registers(value.cage, offset: slot.offset) }

  /// Lets the machine itself push values from within the run loop: above the window of the running function. `close` ends that.
  func openHostStack() -> Slot {
    let outer = Slot(value.calls.hostTop)
    // PERF: which of the window's registers are live is not asked; collections clear those that aren't.
    if outer.offset == 0 { value.calls.hostTop = value.calls.windowEnd }
    return outer
  }

  func closeHostStack(_ outer: Slot) { value.calls.hostTop = outer.offset }

  /// Whether the host may come in now.
  var canEnter: Bool { !value.isClosed }
}

extension Machine {
  /// Where the live registers of the running function end, at the place where the run loop is parked.
  var liveEnd: UInt32 {
    mutating get {
      calls.parked.registers.offset(in: cage) &+ UInt32(truncatingIfNeeded: liveRegisters() &* 8)
    }
  }
}
