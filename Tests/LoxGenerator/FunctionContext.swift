/// The function whose body is being written, and what it may still do.
struct FunctionContext {
  /// How much of `this` can be used.
  enum ReceiverAccess {
    /// An initializer before its fields are set.
    case none
    /// An initializer afterwards: a subclass's fields may still be missing, so no methods are called.
    case fields
    case full
  }

  /// What `return` gives back; nil where it can't give back a value.
  var result: Kind?
  var isScript = false
  var isInitializer = false
  /// Whether the place is in a `finally`, which a `return` can't leave.
  var isInFinally = false
  var tier: Int
  /// The steps that a call may still take.
  var budget: Int
  /// The greatest number of times that the code at the current place runs in one call.
  var repetitions = 1
  /// The class that `this` belongs to, if there is one here.
  var receiver: ClassID?
  var access = ReceiverAccess.full
  /// Names that aren't declared again inside the function, so that the values it must return stay reachable.
  var reservedNames: Set<String> = []
  /// Whether a method may still call one of its own tier through `super`. That chain climbs the few levels of
  /// the class tree and so ends; the budget of a method leaves room for it.
  var mayCallSuperFreely = false
}
