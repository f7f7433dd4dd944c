/// The programs of an isolate and the variables that they share.
struct Modules {
  var programs = LinkedPrograms()
  var globals = Globals()
  /// Those that programs import; the number of each is one more than its place.
  var all: [Module] = []
  /// The modules that are being run, the innermost last.
  var running: [(module: ModuleID, entryLevel: Int)] = []
  /// Whether there may be modules: then what the host defines must be kept from what scripts make of it.
  var areInUse = false
  /// The module of Swift functions that the host is defining.
  var beingDefined: ModuleID?
  /// The part of the core library that is written in Lox: nil before it is needed, then a list of classes.
  var prelude = Value.nil
  /// Whether the prelude is what is linked and run now.
  var isPreludeLoading: Bool { prelude == .false }
  /// The classes of errors, which the prelude declares; null before.
  var errorClass = Ref.null
  var hostErrorClass = Ref.null
  /// By the identity of an operation, the method that implements it, or null.
  var preludeMethods: [Ref] = []
  /// The index of its script among the functions of the isolate, or -1. Its functions are not in traces.
  var preludeIndex = -1
  /// Its program; nil if there is none.
  var makePrelude: (@Sendable () -> ProgramImage?)?

  /// The functions of all programs, by their numbers in the isolate.
  var records: RecordTable { @inline(always) get { programs.records } }
}
