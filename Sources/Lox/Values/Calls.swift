import LoxRuntime

/// Calls from Swift to Lox.
///
/// PERF: the forms with few arguments exist for speed: a parameter pack becomes tuples that are made at run
/// time wherever the compiler doesn't know its length. All are inlinable, so that conversions are compiled
/// for the actual types.
extension Isolate {
  /// Calls a function or class in a global variable.
  ///
  /// Throws a ``RuntimeError`` if there is none or it fails, a ``ConversionError`` if the result has another
  /// type or there is no Lox value for an argument, and a ``HandleError`` if an argument belongs to another
  /// isolate.
  @inlinable public func call<each Argument: ValueConvertible, Result: ValueConvertible>(
    _ name: String, _ argument: repeat each Argument, as type: Result.Type = Result.self
  ) throws -> Result {
    try _call(try _begin(name), repeat each argument)
  }

  /// Calls a function or class in a global variable, for any result.
  ///
  /// Throws the same errors as the call with a result type.
  @discardableResult
  @inlinable public func call<each Argument: ValueConvertible>(
    _ name: String, _ argument: repeat each Argument
  ) throws -> Value {
    try _call(try _begin(name), repeat each argument)
  }

  /// Calls a function or class in a global variable.
  @discardableResult
  @inlinable public func call<A: ValueConvertible>(_ name: String, _ a: A) throws -> Value {
    try _call(try _begin(name), a)
  }

  /// Calls a function or class in a global variable.
  @discardableResult
  @inlinable public func call<A: ValueConvertible, B: ValueConvertible>(
    _ name: String, _ a: A, _ b: B
  ) throws -> Value {
    try _call(try _begin(name), a, b)
  }

  /// Calls a function or class in a global variable.
  @inlinable public func call<A: ValueConvertible, R: ValueConvertible>(
    _ name: String, _ a: A, as type: R.Type = R.self
  ) throws -> R {
    try _call(try _begin(name), a)
  }

  /// Calls a function or class in a global variable.
  @inlinable public func call<A: ValueConvertible, B: ValueConvertible, R: ValueConvertible>(
    _ name: String, _ a: A, _ b: B, as type: R.Type = R.self
  ) throws -> R {
    try _call(try _begin(name), a, b)
  }
}

extension Function {
  /// Calls the function.
  ///
  /// Throws a ``RuntimeError`` if it fails, a ``ConversionError`` if the result has another type or there is
  /// no Lox value for an argument, and a ``HandleError`` if the isolate is gone, or an argument belongs to
  /// another one.
  @inlinable public func call<each Argument: ValueConvertible, Result: ValueConvertible>(
    _ argument: repeat each Argument, as type: Result.Type = Result.self
  ) throws -> Result {
    let (isolate, callee) = try handle._begin()
    return try isolate._call(callee, repeat each argument)
  }

  /// Calls the function, for any result. Throws the same errors as the call with a result type.
  @discardableResult
  @inlinable public func call<each Argument: ValueConvertible>(_ argument: repeat each Argument) throws
    -> Value
  {
    try call(repeat each argument, as: Value.self)
  }

  /// Calls the function.
  @inlinable public func call<R: ValueConvertible>(as type: R.Type = R.self) throws -> R {
    let (isolate, callee) = try handle._begin()
    return try isolate._call(callee)
  }

  /// Calls the function.
  @inlinable public func call<A: ValueConvertible, R: ValueConvertible>(
    _ a: A, as type: R.Type = R.self
  ) throws -> R {
    let (isolate, callee) = try handle._begin()
    return try isolate._call(callee, a)
  }

  /// Calls the function.
  @inlinable public func call<A: ValueConvertible, B: ValueConvertible, R: ValueConvertible>(
    _ a: A, _ b: B, as type: R.Type = R.self
  ) throws -> R {
    let (isolate, callee) = try handle._begin()
    return try isolate._call(callee, a, b)
  }

  /// Calls the function.
  @inlinable
  public func call<
    A: ValueConvertible, B: ValueConvertible, C: ValueConvertible, R: ValueConvertible
  >(
    _ a: A, _ b: B, _ c: C, as type: R.Type = R.self
  ) throws -> R {
    let (isolate, callee) = try handle._begin()
    return try isolate._call(callee, a, b, c)
  }

  /// Calls the function.
  @discardableResult @inlinable public func call() throws -> Value { try call(as: Value.self) }

  /// Calls the function.
  @discardableResult @inlinable public func call<A: ValueConvertible>(_ a: A) throws -> Value {
    try call(a, as: Value.self)
  }

  /// Calls the function.
  @discardableResult
  @inlinable public func call<A: ValueConvertible, B: ValueConvertible>(_ a: A, _ b: B) throws -> Value {
    try call(a, b, as: Value.self)
  }

  /// Calls the function.
  @discardableResult
  @inlinable public func call<A: ValueConvertible, B: ValueConvertible, C: ValueConvertible>(
    _ a: A, _ b: B, _ c: C
  ) throws -> Value {
    try call(a, b, c, as: Value.self)
  }
}

extension Class {
  /// Makes an instance, as a call of the class in Lox does.
  ///
  /// Throws a ``RuntimeError`` if the initializer fails, and a ``HandleError`` if the isolate is gone, or an argument belongs to another one.
  @inlinable public func make<each Argument: ValueConvertible>(
    _ argument: repeat each Argument
  ) throws -> Instance {
    let (isolate, callee) = try handle._begin()
    return try isolate._call(callee, repeat each argument)
  }
}

extension Instance {
  /// Calls a method, or a function in a field.
  ///
  /// Throws a ``RuntimeError`` if there is none or it fails, a ``ConversionError`` if the result has another
  /// type or there is no Lox value for an argument, and a ``HandleError`` if the isolate is gone, or an
  /// argument belongs to another one.
  @inlinable public func call<each Argument: ValueConvertible, Result: ValueConvertible>(
    _ method: String, _ argument: repeat each Argument, as type: Result.Type = Result.self
  ) throws -> Result {
    let (isolate, callee) = try handle._begin(method)
    return try isolate._call(callee, repeat each argument)
  }

  /// Calls a method, or a function in a field, for any result. Throws the same errors as the call with a
  /// result type.
  @discardableResult
  @inlinable public func call<each Argument: ValueConvertible>(
    _ method: String, _ argument: repeat each Argument
  ) throws -> Value {
    try call(method, repeat each argument, as: Value.self)
  }
}

// MARK: - How a call is made

extension Handle {
  /// Pushes the object, as the callee of a call. The isolate is kept until the call has returned.
  @usableFromInline func _begin() throws -> (isolate: Isolate, callee: ValueSlot) {
    let isolate = try owner()
    guard let callee = pushAtOnce() else { return (isolate, try push(in: isolate)) }
    return (isolate, callee)
  }

  @inline(never) private func push(in isolate: Isolate) throws -> ValueSlot {
    ValueSlot(try isolate.machine.pushHandle(index), in: isolate)
  }

  /// Pushes the member of an instance, as the callee of a call.
  @usableFromInline func _begin(_ member: String) throws -> (isolate: Isolate, callee: ValueSlot) {
    let isolate = try owner()
    let machine = isolate.machine
    let base = try machine.pushHandle(index)
    let callee = machine.top
    do {
      guard try machine.pushMember(member, of: base) else {
        throw RuntimeError(.undefinedProperty, message: "Undefined property '\(member)'.")
      }
    } catch {
      machine.pop(to: base)
      throw error
    }
    machine.copy(callee, to: base)
    machine.pop(to: callee)
    return (isolate, ValueSlot(base, in: isolate))
  }
}

extension Isolate {
  /// Pushes the value of a global variable, as the callee of a call.
  @usableFromInline func _begin(_ name: String) throws -> ValueSlot {
    let base = machine.top
    guard try pushGlobal(name) else {
      throw RuntimeError(.undefinedVariable, message: "Undefined variable '\(name)'.")
    }
    return ValueSlot(base, in: self)
  }

  /// Pops everything from the slot on; the isolate lives until then, whatever the call has released.
  @inlinable func _pop(to base: ValueSlot) {
    withExtendedLifetime(self) { base.stack.pop(to: base.slot) }
  }

  @inlinable @inline(__always) func _call<each Argument: ValueConvertible, R: ValueConvertible>(
    _ base: ValueSlot, _ argument: repeat each Argument
  ) throws -> R {
    do {
      for argument in repeat each argument { try argument._push(to: base.stack) }
    } catch {
      _pop(to: base)
      throw error
    }
    return try _result(base)
  }

  @inlinable @inline(__always) func _call<R: ValueConvertible>(_ base: ValueSlot) throws -> R {
    try _result(base)
  }

  @inlinable @inline(__always) func _call<A: ValueConvertible, R: ValueConvertible>(_ base: ValueSlot, _ a: A)
    throws -> R
  {
    do {
      try a._push(to: base.stack)
    } catch {
      _pop(to: base)
      throw error
    }
    return try _result(base)
  }

  @inlinable @inline(__always) func _call<A: ValueConvertible, B: ValueConvertible, R: ValueConvertible>(
    _ base: ValueSlot, _ a: A, _ b: B
  ) throws -> R {
    do {
      try a._push(to: base.stack)
      try b._push(to: base.stack)
    } catch {
      _pop(to: base)
      throw error
    }
    return try _result(base)
  }

  @inlinable @inline(__always)
  func _call<A: ValueConvertible, B: ValueConvertible, C: ValueConvertible, R: ValueConvertible>(
    _ base: ValueSlot, _ a: A, _ b: B, _ c: C
  ) throws -> R {
    do {
      try a._push(to: base.stack)
      try b._push(to: base.stack)
      try c._push(to: base.stack)
    } catch {
      _pop(to: base)
      throw error
    }
    return try _result(base)
  }

  @inlinable @inline(__always) func _result<R: ValueConvertible>(_ base: ValueSlot) throws -> R {
    try machine.callAny(base.slot)
    defer { _pop(to: base) }
    return try _convert(base)
  }
}
