import LoxJIT

/// What machine code knows of its isolate, beside the state of the run loop: a part of the call stack, whose address it has in a register.
/// All zeros in an isolate without machine code.
// PERF: what most templates name comes first, where a byte is enough to say so.
struct NativeContext {
  /// Where the heap is, whose first words are those of eden.
  var heap: UInt = 0
  /// The bits of values that are too long for instructions.
  var nilBits: UInt64 = 0
  var falseBits: UInt64 = 0
  var undefinedBits: UInt64 = 0
  /// The bytecode to which members return.
  var finish: UInt = 0
  var shared = SharedCodeAddresses()
  /// The cage.
  var cage: UInt = 0
  /// The table of records, and how many there are.
  var records: UInt = 0
  var recordCount: UInt = 0
  /// The table of operators; 0 if there is none.
  var operators: UInt = 0
  var exits = NativeExits()
  /// Functions of the machine, see `NativeHelpers`.
  var helpers = NativeHelperAddresses()
  /// What is passed to shared code or a helper beside registers.
  var operand: UInt64 = 0
  /// The closure of the method that `findMethod` has found last.
  var foundClosure: UInt32 = 0
  /// As the machine has it.
  var classMembersVersion: UInt32 = 0

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

/// The addresses of the code that templates call, see `SharedCode`.
struct SharedCodeAddresses {
  var stepHere: UInt = 0
  var stepTwoHere: UInt = 0
  var barrier: UInt = 0
  var elementBarrier: UInt = 0
  var readOther: UInt = 0
  var writeOther: UInt = 0
  var invokeOther: UInt = 0
  var invokeCore: UInt = 0
  var findCallee: UInt = 0
  var construct: UInt = 0
  var getOther: UInt = 0
  var setOther: UInt = 0
  var goOn: UInt = 0
  var takeObject: UInt = 0
  var callMember: UInt = 0
  var callOperator: UInt = 0
}

/// The addresses of code to which templates jump.
struct NativeExits {
  /// Code that leaves to the run loop with the place in a register; and code that does the rest of an instruction whose member has returned.
  var leave: UInt = 0
  var finishMember: UInt = 0
  /// Code that lets the machine execute an instruction.
  var step: UInt = 0
  /// The same for one that is likely to switch to another fiber.
  var switchFiber: UInt = 0
}

/// The addresses of the functions that machine code calls.
struct NativeHelperAddresses {
  var execute: UInt = 0
  var executeHere: UInt = 0
  var finishMember: UInt = 0
  var switchFiber: UInt = 0
  var findPlace: UInt = 0
  var rememberObject: UInt = 0
  var rememberElement: UInt = 0
  var findMethod: UInt = 0
  var getElement: UInt = 0
  var setElement: UInt = 0
  var nextElement: UInt = 0
  var getProperty: UInt = 0
  var setProperty: UInt = 0
  var invokeIntrinsic: UInt = 0
}
