import LoxBuiltins

/// How operations of the core library are called.
extension Pinned where Pointee == Machine {
  /// Calls what a value of the core library is: a function, or a class that converts.
  func callCore(_ callee: Value, _ window: Registers, _ argumentCount: Int) -> CallTarget {
    guard let identity = callee.core, value.signatures[identity].form != .namespace else {
      return failNotCallable(callee)
    }
    return callCore(identity, window, argumentCount)
  }

  /// Calls a member of the value in the window's first register: a method, or the value of a property.
  func invokeCore(_ identity: CoreOperation.Identity, _ window: Registers, _ argumentCount: Int) -> CallTarget
  {
    guard value.signatures[identity].isRead else {
      return callCore(identity, window, argumentCount)
    }
    guard let callee = getCore(identity, of: window[0]) else { return failed }
    window[0] = callee
    return slowCall(window, argumentCount, value.noCache)
  }

  /// Calls an operation whose window begins at the register; the result is left there. The window lies above all that is live.
  func callCore(_ identity: CoreOperation.Identity, _ window: Registers, _ argumentCount: Int) -> CallTarget {
    let signature = value.signatures[identity]
    guard !signature.isInternal || value.calls.parked.function.firstIndex == value.modules.preludeIndex else {
      return failNotCallable(Value(identity))
    }
    let call = BuiltinCall(machine: self, window: window, argumentCount: argumentCount, identity: identity)
    if let method = preludeMethod(identity, window, argumentCount) {
      guard argumentCount > Int(signature.maximumCount) || areRight(call, signature) else { return failed }
      return enterMethod(method, window, argumentCount)
    }
    let (minimum, maximum) = (Int(signature.minimumCount), Int(signature.maximumCount))
    guard argumentCount >= minimum, argumentCount <= maximum || signature.hasRest else {
      return failArity(signature, argumentCount)
    }
    let start = Int(window.offset(in: value.cage))
    let end = start &+ (max(argumentCount, maximum) &+ 1) &* 8
    if argumentCount < maximum {
      guard value.calls.reserveStack(to: end) else {
        _ = value.fail(.stackOverflow)
        return failed
      }
      for index in argumentCount..<maximum { window[index &+ 1] = .nil }
    }
    value.calls.parked.fuel &-= Int(signature.cost)
    if signature.switchesFibers {
      return areRight(call, signature) ? switchFibers(identity, window) : failed
    }
    let outerTop = value.calls.hostTop
    value.calls.hostTop = UInt32(truncatingIfNeeded: end)
    let isDone = areRight(call, signature) && perform(call)
    value.calls.hostTop = outerTop
    return isDone && value.refuel() ? done : failed
  }

  /// Whether the arguments are of the right types; if not, the call fails.
  @inline(__always) private func areRight(_ call: BuiltinCall, _ signature: CoreSignature) -> Bool {
    for index in 0..<call.argumentCount {
      let type = signature.type(index)
      if value.cage.isValue(call.argument(index), type) { continue }
      if index >= Int(signature.minimumCount), !signature.hasRest, call.isMissing(index) { continue }
      return call.fail(index, mustBe: type.expectation)
    }
    return true
  }

  private func failArity(_ signature: CoreSignature, _ count: Int) -> CallTarget {
    let expected =
      signature.hasRest
      ? "at least \(signature.minimumCount)"
      : signature.minimumCount == signature.maximumCount
        ? "\(signature.minimumCount)" : "\(signature.minimumCount) to \(signature.maximumCount)"
    _ = value.fail(.wrongArgumentCount, "Expected \(expected) arguments but got \(count).")
    return failed
  }

  /// The value of a property, or a method as a value; nil, with the error set, if there is no memory for it.
  func getCore(_ identity: CoreOperation.Identity, of object: Value) -> Value? {
    guard value.signatures[identity].isRead else {
      // A function of a namespace or class needs no receiver.
      return object.isCore ? Value(identity) : makeBound(object, Value(identity))
    }
    let outer = openHostStack()
    defer { closeHostStack(outer) }
    let base = top
    guard push(object) else { return nil }
    let call = BuiltinCall(machine: self, window: registers(at: base), argumentCount: 0, identity: identity)
    return perform(call) && value.refuel() ? self[base] : nil
  }

  @inline(__always) private func perform(_ call: BuiltinCall) -> Bool {
    let measurement = beginMeasuring()
    let isDone = call.perform()
    if let measurement { endMeasuring(measurement, of: call.identity) }
    return isDone
  }
}
