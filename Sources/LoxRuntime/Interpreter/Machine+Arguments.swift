import LoxBytecode

/// Arguments that are not as many as the parameters: those that are missing, rest parameters, and lists that are spread.
extension Pinned where Pointee == Machine {
  /// The greatest number of arguments of a call.
  private static var maximumArgumentCount: Int { 255 }

  /// Makes the arguments as many as a function with defaults or a rest parameter has parameters, if they are not too few or too many.
  func adjust(_ record: FunctionRecord, _ closure: Ref, _ window: Registers, _ argumentCount: Int)
    -> CallTarget
  {
    let required = record.requiredCount
    let fixed = record.parameterCount &- (record.hasRest ? 1 : 0)
    guard argumentCount >= required, argumentCount <= fixed || record.hasRest else {
      let expected =
        record.hasRest ? "at least \(required)" : required < fixed ? "\(required) to \(fixed)" : "\(required)"
      return failArity(expected: expected, argumentCount, value.declaration(of: record))
    }
    // Parameters may lie beyond the end of the stack's part in use.
    guard value.growStacks(for: window, record) else { return failed }
    guard record.hasRest else {
      for index in argumentCount..<fixed { window[index &+ 1] = .nil }
      return CallTarget(action: .enter, record: record, closure: closure)
    }
    value.scratch2 = Value(.closure, closure)
    let rest = makeList(capacity: max(0, argumentCount &- fixed))
    let closure = value.scratch2.ref
    value.scratch2 = .nil
    guard let rest else { return failed }
    for index in fixed..<max(fixed, argumentCount) {
      store(window[index &+ 1], at: index &- fixed, ofList: rest.ref)
      value.cage.setCount(index &- fixed &+ 1, ofList: rest.ref)
    }
    for index in min(argumentCount, fixed)..<fixed { window[index &+ 1] = .nil }
    window[fixed &+ 1] = rest
    return CallTarget(action: .enter, record: record, closure: closure)
  }

  /// Calls the value in the window's first register, or with a cache its method of the name there, with the elements of the list in the next
  /// register as arguments.
  @inline(never) func slowCallSpread(_ window: Registers, _ method: InlineCache?) -> CallTarget {
    let elements = value.elements(ofList: window[1].ref)
    guard elements.count <= Self.maximumArgumentCount else {
      _ = value.fail(.tooManyArguments)
      return failed
    }
    let end = Int(window.offset(in: value.cage)) &+ (elements.count &+ 1) &* 8
    guard value.calls.reserveStack(to: end) else {
      _ = value.fail(.stackOverflow)
      return failed
    }
    for index in 0..<elements.count { window[index &+ 1] = value.cage.value(elements.place(index)) }
    // The arguments may lie above the live registers of the caller.
    let outerTop = value.calls.hostTop
    value.calls.hostTop = UInt32(truncatingIfNeeded: end)
    let target =
      method.map { slowInvoke(window, elements.count, $0) } ?? slowCall(window, elements.count, value.noCache)
    if value.runs.suspension == nil { value.calls.hostTop = outerTop }
    return target
  }
}
