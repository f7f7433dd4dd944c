import LoxExecution

/// Where the parts of an emulated machine are, in bytes from its beginning: everything that machine code can reach.
enum MemoryMap {
  /// The context, which is at the beginning.
  static let context = 0
  /// What the driver and the helpers read and write: see `LogLayout`.
  static let log = 0x800
  static let eden = 0x1000
  static let recordTable = 0x1100
  static let recordCount = 32
  /// What is known of operators, as much as an isolate has of it.
  static let operators = 0x1200
  static let frames = 0x1800
  static let framesEnd = 0x2000
  static let records = 0x2000
  static let windows = 0x7000
  static let windowsEnd = 0xa000
  static let cage = 0xa000
  static let size = 0x10000
  static let margin = 0x80000
  /// What operations with wide displacements reach, in images that have it.
  static let wide = 0x10000
  static let wideSize = 0x60000

  /// Before all machines: the words of the driver, and then the tables of addresses.
  static let header = ExecutableImage.dataAddress
  static let tables = header + 0x100
  static let machines = header + 0x40000

  /// In the cage, objects below are young.
  static let nurseryEnd = 0x2000
  /// Where new objects are made, and where that ends.
  static let edenTop = 0x1000
  static let edenLimit = 0x1400

  // MARK: Code

  /// The driver comes first, then the stubs and the functions.
  static let code = ExecutableImage.codeAddress
  static let stubs = 0x2000

  /// Where the bytecode of a function is: before the machines, if it has no more than so many words. Only the code reads it that does the
  /// rest of an instruction.
  static func bytecode(_ function: Int) -> UInt64 { bytecodes + UInt64(function * 4 * bytecodeLimit) }
  static let bytecodes = header + 0x30000
  static let bytecodeLimit = 500
  /// Where functions return that were called by the run loop, and by the machine for an operator.
  static let callerAddress = header + 0x88
  static let finishAddress: UInt64 = 0x3000_0100
}

/// The parts of a machine's log.
enum LogLayout {
  /// What `enter` has returned.
  static let result = 0
  /// The address that it is given.
  static let start = 8
  /// Bits for what the code should have left as it was.
  static let problems = 16
  /// How often helpers were called.
  static let count = 24
  /// What they return, one after the other, and how many of these results there are; then each returns what is its own.
  static let results = 32
  static let maximumCount = 16
  static let resultIndex = 160
  static let resultCount = 168
  /// By the number of the helper.
  static let ownResults = 176
  /// So far from the place of the next instruction `executeHere` parks the machine.
  static let distance = 304
  /// What helpers were called with: the helper, the alignment of the stack, the arguments after the context.
  static let calls = 384
  static let callSize = 64
}

/// The helpers, by the numbers in the log.
enum Helper: Int, CaseIterable {
  case execute = 1
  case executeHere, finishMember, findPlace, rememberObject, rememberElement, findMethod
  case getElement, setElement, getProperty, setProperty, invokeIntrinsic, nextElement, switchFiber

  /// Without the context.
  var argumentCount: Int {
    switch self {
    case .execute, .executeHere, .finishMember, .switchFiber: 5
    case .findPlace: 0
    case .rememberObject, .nextElement: 1
    case .rememberElement, .findMethod, .getElement, .setElement, .getProperty, .setProperty,
      .invokeIntrinsic:
      2
    }
  }

  /// Whether it parks the state that it is given.
  var parks: Bool { argumentCount == 5 }

  /// So many units of fuel come back with the state that is parked: code must take up what is parked.
  static let addedFuel = 7
}
