import LoxJIT

/// What machine code knows of its isolate, beside the state of the run loop: a part of the call stack, whose address it has in a register.
/// All zeros in an isolate without machine code.
struct NativeContext {
  /// Where the heap is, whose first words are those of eden; and the cage.
  var heap: UInt = 0
  var cage: UInt = 0
  /// The table of records, and how many there are.
  var records: UInt = 0
  var recordCount: UInt = 0
  /// The bits of values that are too long for instructions.
  var nilBits: UInt64 = 0
  var falseBits: UInt64 = 0
  var undefinedBits: UInt64 = 0
  /// The bytecode to which members return.
  var finish: UInt = 0
  /// Code that leaves to the run loop with the place in a register; and code that does the rest of an instruction whose member has returned.
  var leave: UInt = 0
  var finishMember: UInt = 0
  /// Code that lets the machine execute an instruction.
  var step: UInt = 0
  /// Functions of the machine, see `NativeHelpers`.
  var helpers = NativeHelperAddresses()
  /// The closure of the method that `findMethod` has found last.
  var foundClosure: UInt32 = 0

  // What only the machine reads.
  // PERF: here, since what is known of machine code elsewhere is optional, and copied as a whole.

  /// How machine code is entered; nil in an isolate without it.
  var enter: NativeEntryPoint?
  /// Code that returns to the run loop where the machine is parked, and code that says that the run fails, or pauses.
  var leaveParked: UInt = 0
  var fail: UInt = 0
  /// Where the code of the entry stub goes on.
  var place: CodePointer?
}

/// The addresses of the functions that machine code calls.
struct NativeHelperAddresses {
  var execute: UInt = 0
  var barrier: UInt = 0
  var elementBarrier: UInt = 0
  var findMethod: UInt = 0
}

/// Where the fields of a context are, from its beginning.
enum NativeContextLayout {
  static let heap = 0
  static let cage = 8
  static let records = 16
  static let recordCount = 24
  static let nilBits = 32
  static let falseBits = 40
  static let undefinedBits = 48
  static let finish = 56
  static let leave = 64
  static let finishMember = 72
  static let step = 80
  static let execute = 88
  static let barrier = 96
  static let elementBarrier = 104
  static let findMethod = 112
  static let foundClosure = 120
}
