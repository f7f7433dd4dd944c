/// A fiber of a script.
enum FiberLayout: ObjectLayout {
  /// Before it begins, its function; afterwards, what it waited for, if that is there already. A value.
  static let content = 8
  /// While it is suspended, its registers and the closures of its calls, in a storage like that of a list; or null.
  static let registers = 16
  /// One more than its number among the fibers that have been suspended; 0 for none.
  static let number = 20
  /// A `FiberState`.
  static let state = 24
  static let size = 32

  static func contentSize(_ object: Ref, _ cage: Cage) -> Int { size }
  static func scan<V: ObjectVisitor>(_ parts: ObjectParts, _ visitor: inout V) {
    parts.values(content, count: 1, &visitor)
    parts.reference(registers, to: .elements, &visitor)
  }
}

/// What a fiber does.
enum FiberState: UInt32 {
  /// It has not begun yet.
  case new
  /// It has yielded, or has what it waited for.
  case suspended
  /// One of several that wait at once for asynchronous functions of the host.
  case waiting
  /// It runs, or has resumed another one, also while it is put aside with the one of `Fiber.map` in which that happens.
  case running
  case done
}
