/// A reference from something to the object that owns it. The object either outlives it or tells it of its end: to count the
/// reference would cost more than a call of a script, and would keep the object alive.
@safe @frozen @usableFromInline package struct BackReference {
  @usableFromInline var reference: Unmanaged<AnyObject>?

  init() { unsafe reference = nil }

  /// SAFETY: the owner calls `clear` at the beginning of its deinitializer, and is used by one thread at a time, so whoever finds
  /// the reference set finds an object that lives.
  mutating func set(_ object: AnyObject) { unsafe reference = Unmanaged.passUnretained(object) }

  mutating func clear() { unsafe reference = nil }

  /// The object; nil if it is gone, or of another type.
  @inlinable @inline(__always) package func object<T: AnyObject>(as type: T.Type) -> T? {
    guard let reference = unsafe reference else { return nil }
    return exactly(unsafe reference.takeUnretainedValue(), type)
  }
}

/// An object as its own type; nil if its class is not exactly this one. A dynamic cast would also accept subclasses, at ten times
/// the cost.
@inlinable @inline(__always) package func exactly<T: AnyObject>(_ object: AnyObject, _ type: T.Type) -> T? {
  guard Swift.type(of: object) == type else { return nil }
  // SAFETY: the class was compared.
  return unsafe unsafeDowncast(object, to: type)
}

/// A reference to an object that somebody else keeps alive, without counting it.
@safe struct UnretainedReference<Object: AnyObject> {
  private let reference: Unmanaged<Object>

  init(_ object: Object) { unsafe reference = Unmanaged.passUnretained(object) }

  /// SAFETY: whoever calls it sees to it that the object is kept until the body returns.
  @inline(__always) func with<R>(_ body: (Object) -> R) -> R {
    unsafe reference._withUnsafeGuaranteedRef(body)
  }
}
