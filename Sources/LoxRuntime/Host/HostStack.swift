/// A place on the value stack for a value of the host's: the only way in which the host holds an object while it does something
/// with the machine. Slots are roots, so whatever moves, a slot has its present reference.
///
/// A slot lives until it is popped. What it holds afterwards is some other value.
package struct Slot: Equatable {
  let offset: UInt32

  init(_ offset: UInt32) { self.offset = offset }

  /// The slot so many places above this one.
  package func advanced(by count: Int) -> Slot { Slot(offset &+ UInt32(truncatingIfNeeded: count &* 8)) }
}

/// The host's part of the value stack: it begins where the live registers of the function that called the host end.
///
///     live registers | window of a host function | what the host has pushed |
///                                                                           ^ hostTop
///
/// While the run loop executes, the host is out, and `hostTop` is 0.
extension Pinned where Pointee == Machine {
  /// Pushes a value, which is a root until it is popped; false, with the error set, if there is no room.
  @inline(__always) func push(_ pushed: Value) -> Bool {
    let place = value.hostTop
    let end = place &+ 8
    if end > value.stackEnd, !value.reserveStack(to: Int(end)) { return false }
    value.cage.store(pushed, place)
    value.hostTop = end
    return true
  }

  /// The same in the usual case; false, without an error, in all others.
  @inline(__always) func pushAtOnce(_ pushed: Value) -> Bool {
    let place = value.hostTop
    let end = place &+ 8
    if end > value.stackEnd || value.isClosed || value.stressesCrossings { return false }
    value.cage.store(pushed, place)
    value.hostTop = end
    return true
  }

  /// Where the next value will be pushed.
  @inline(__always) var top: Slot { Slot(value.hostTop) }

  /// Pops all values from the slot on.
  @inline(__always) func pop(to slot: Slot) { value.hostTop = min(value.hostTop, slot.offset) }

  @inline(__always) subscript(slot: Slot) -> Value {
    get { value.cage.value(slot.offset) }
    nonmutating set { value.cage.store(newValue, slot.offset) }
  }

  /// The window that begins at a slot.
  func registers(at slot: Slot) -> Registers { Registers(value.cage, offset: slot.offset) }

  /// Lets the machine itself push values from within the run loop: above what is live there. `close` ends that.
  func openHostStack() -> Slot {
    let outer = Slot(value.hostTop)
    if outer.offset == 0 { value.hostTop = value.liveEnd }
    return outer
  }

  func closeHostStack(_ outer: Slot) { value.hostTop = outer.offset }

  /// Whether the host may come in now.
  var canEnter: Bool { !value.isClosed }
}

extension Machine {
  /// Where the live registers of the running function end, at the place where the run loop is parked.
  var liveEnd: UInt32 {
    parked.registers.offset(in: cage) &+ UInt32(truncatingIfNeeded: liveRegisters() &* 8)
  }
}
