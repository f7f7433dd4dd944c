/// A function of the host that scripts can call.
package final class HostFunction {
  /// For messages and traces: `clock`, `Point.scale`.
  package let name: String
  /// How many arguments it takes; nil if it takes any number.
  package let arity: Int?
  package let body: Body

  package enum Body {
    /// Computes a result at once. What it throws ends the run, or rather the call from which the host came back.
    case immediate((HostCall) throws -> Value)
    /// Prepares what the host is to wait for: the run is suspended and resumed with the result. The machine does not
    /// look at the object.
    case suspending((HostCall) throws -> AnyObject)
  }

  package init(name: String, arity: Int?, body: Body) {
    self.name = name
    self.arity = arity
    self.body = body
  }

  /// What a call costs beside its instruction: about as much as the machine could do in that time.
  static let cost = 64

  /// `clock()`: seconds of processor time, as in the book.
  static var clock: HostFunction {
    HostFunction(name: "clock", arity: nil, body: .immediate { _ in Value(ProcessorClock.seconds()) })
  }
}

/// A call of a host function: where its arguments are.
package struct HostCall {
  private let window: Registers
  package let argumentCount: Int

  init(_ window: Registers, _ argumentCount: Int) {
    self.window = window
    self.argumentCount = argumentCount
  }

  /// An argument; the first is 0. Another call of the machine may move the object that it refers to, so read it again then.
  package subscript(index: Int) -> Value {
    index >= 0 && index < argumentCount ? window[index &+ 1] : .nil
  }

  /// The object that a method is called on.
  package var receiver: Value { window[0] }
}

extension Machine {
  /// A new object for a host function; null if memory is out. Never collects.
  mutating func makeHostFunction(_ function: HostFunction) -> Ref {
    guard let name = intern(function.name) else { return .null }
    let ref = heap.value.allocateOld(size: NativeLayout.size)
    guard !ref.isNull else { return .null }
    cage.fill(ref.offset, count: NativeLayout.size, with: 0)
    cage.store32(ObjectKind.native.rawValue, ref.offset)
    cage.store32(UInt32(NativeLayout.size), ref.offset, 4)
    cage.store32(UInt32(truncatingIfNeeded: hostFunctions.count), ref.offset, NativeLayout.index)
    cage.store32(name.offset, ref.offset, NativeLayout.name)
    hostFunctions.append(function)
    return ref
  }

  /// Makes the function a global; false if memory is out.
  mutating func define(_ function: HostFunction) -> Bool {
    guard let name = intern(function.name), let slot = globalSlot(name) else { return false }
    let ref = makeHostFunction(function)
    if ref.isNull { return false }
    cage.store(Value(.object, ref), slot)
    return true
  }
}
