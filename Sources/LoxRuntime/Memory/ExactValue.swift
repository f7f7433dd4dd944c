/// A value as its own type; nil if that is not exactly this one. In generic code a dynamic cast would cost many times as much.
@inline(__always) package func exactly<T, U>(_ value: T, as type: U.Type) -> U? {
  guard T.self == U.self else { return nil }
  // SAFETY: the types are the same.
  return unsafe unsafeBitCast(value, to: U.self)
}
