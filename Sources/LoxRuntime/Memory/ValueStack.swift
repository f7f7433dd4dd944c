/// The value stack as conversions between Swift and Lox see it: what they push and read there without the machine.
///
/// PERF: it is at a fixed address, and the code for numbers is inlinable, so that a conversion is a few instructions in the caller.
@safe @frozen public struct ValueStack {
  /// The state that the machine shares with conversions.
  @safe @usableFromInline package struct State {
    @usableFromInline let base: UnsafeMutableRawPointer
    /// Where the next value goes; 0 while the run loop executes.
    @usableFromInline package var top: UInt32
    /// Values can be pushed without asking the machine up to here.
    @usableFromInline package var end: UInt32
    /// The object that embeds the machine.
    @usableFromInline package var owner: BackReference
    /// Where the machine is, once it has a place.
    var machine: PinnedPlace?
  }

  @usableFromInline let pointer: UnsafeMutablePointer<State>

  /// A stack whose values are in the cage.
  init(_ cage: Cage, top: UInt32) {
    unsafe pointer = .allocate(capacity: 1)
    unsafe pointer.initialize(to: State(base: cage.base, top: top, end: 0, owner: BackReference()))
  }

  /// SAFETY: the pointer is valid from `init` to `free`, which the machine calls last; slots and calls that refer to the stack
  /// are used while a conversion lasts, during which somebody holds the machine.
  @usableFromInline package var state: State {
    @inlinable @inline(__always) unsafeAddress { unsafe UnsafePointer(pointer) }
    @inlinable @inline(__always) nonmutating unsafeMutableAddress { unsafe pointer }
  }

  func free() { unsafe pointer.deallocate() }

  // SAFETY: a slot is a 32-bit offset, so whatever it is, it lies in the cage.

  @inlinable @inline(__always) func load(_ slot: Slot) -> UInt64 {
    unsafe state.base.loadUnaligned(fromByteOffset: Int(slot.offset), as: UInt64.self)
  }

  @inlinable @inline(__always) func store(_ bits: UInt64, _ slot: Slot) {
    unsafe state.base.storeBytes(of: bits, toByteOffset: Int(slot.offset), as: UInt64.self)
  }
}

// MARK: - The parts of conversions of scalars

extension ValueStack {
  /// Where the next value will be pushed.
  @inlinable package var top: Slot { Slot(state.top) }

  /// Pops all values from this slot on.
  @inlinable package func pop(to slot: Slot) { state.top = min(state.top, slot.offset) }

  /// The number in a slot; nil if it holds another value.
  @inlinable package func number(_ slot: Slot) -> Double? {
    let bits = load(slot)
    return bits < ValueBits.nil ? Double(bitPattern: bits) : nil
  }

  /// The boolean in a slot; nil if it holds another value.
  @inlinable package func boolean(_ slot: Slot) -> Bool? {
    switch load(slot) {
    case ValueBits.false: false
    case ValueBits.true: true
    default: nil
    }
  }

  @inlinable package func isNil(_ slot: Slot) -> Bool { load(slot) == ValueBits.nil }

  /// Whether a slot holds a number, a boolean or nil.
  @inlinable package func isScalar(_ slot: Slot) -> Bool { load(slot) <= ValueBits.true }

  /// Pushes a number; false if the machine must do it.
  @inlinable package func pushAtOnce(_ number: Double) -> Bool {
    pushAtOnce(number.isNaN ? ValueBits.nan : number.bitPattern)
  }

  @inlinable package func pushAtOnce(_ boolean: Bool) -> Bool {
    pushAtOnce(boolean ? ValueBits.true : ValueBits.false)
  }

  @inlinable package func pushNilAtOnce() -> Bool { pushAtOnce(ValueBits.nil) }

  @inlinable @inline(__always) func pushAtOnce(_ bits: UInt64) -> Bool {
    let place = state.top
    // The last slot stays free, so that nothing can overflow.
    guard place &+ 8 < state.end else { return false }
    store(bits, Slot(place))
    state.top = place &+ 8
    return true
  }

  /// Makes a number the value of a slot.
  @inlinable package func set(_ slot: Slot, _ number: Double) {
    store(number.isNaN ? ValueBits.nan : number.bitPattern, slot)
  }

  @inlinable package func setNil(_ slot: Slot) { store(ValueBits.nil, slot) }

  /// Makes the value of another slot that of this one.
  @inlinable package func copy(_ source: Slot, to target: Slot) { store(load(source), target) }
}

/// The bits of values that are not objects: see `Value`.
@usableFromInline package enum ValueBits {
  @inlinable static var nan: UInt64 { 0x7ff8_0000_0000_0000 }
  /// No number has greater bits.
  @inlinable static var `nil`: UInt64 { 0xfff9_0000_0000_0000 }
  @inlinable static var `false`: UInt64 { 0xfff9_0000_0000_0001 }
  @inlinable static var `true`: UInt64 { 0xfff9_0000_0000_0002 }
  @inlinable static var undefined: UInt64 { 0xfff9_0000_0000_0003 }
}

/// A place on the value stack for a value of the host: the only way in which the host holds an object while it works
/// with the machine. Slots are roots, so even if objects move, a slot has the current reference.
///
/// A slot lives until it is popped. What it holds afterwards is some other value.
@frozen @usableFromInline package struct Slot: Equatable {
  @usableFromInline let offset: UInt32

  @inlinable init(_ offset: UInt32) { self.offset = offset }

  /// The slot this many places above this one.
  @inlinable package func advanced(by count: Int) -> Slot {
    Slot(offset &+ UInt32(truncatingIfNeeded: count &* 8))
  }
}
