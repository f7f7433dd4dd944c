/// What a machine has of its host: functions, objects and handles, and where it is in calls of them.
struct HostState {
  var functions = HostFunctionTable()
  var objects = HostObjectTable()
  /// Values that the host holds.
  let handles = HandleTable()
  /// The name of the field in which an instance of a host class keeps the number of its object: no name of a script.
  var objectName = Ref.null
  /// Names that the host is ready to define when they are mentioned.
  var offeredNames: [[String]] = []

  /// The seed of generators of random numbers that scripts make without one.
  var seed: UInt64 = 0
  /// Pushes what scripts see of an error of the host beside its message; false if that is nothing.
  var pushDetails: ((any Error, ValueStack) throws -> Bool)?

  /// The number of the host function that is being executed.
  var call: Int?
  var callCount = 0
  /// How many host functions are being executed, each called by what the one before does.
  var depth = 0
  /// Whether the host can't come in, since it is called at a place where the machine isn't ready for it.
  var isClosed = false
  /// What Swift is taking of the machine.
  var crossing = Crossing()

  /// For tests: whether all moves that can move when the host comes in or goes out.
  var stressesCrossings = false
  var crossingCount = 0
  var crossingBytes = 0
}
