import LoxBytecode

/// A function as linked into one isolate, outside the cage: its code, its constants, its caches.
///
///     caches, the first one last
///     ------------------------------------------ the record's address
///     the fields of `RecordLayout`
///     constants (8 bytes each): a value, or for a global the offset of its slot in the cage, and the core's name behind it
///     captures (4 bytes each): a register or an index, and which of the two
@safe struct FunctionRecord: Equatable {
  private let pointer: UnsafeMutableRawPointer

  /// SAFETY: `pointer` must be the address of a record, which is laid out as `RecordBlock` does.
  @unsafe init(_ pointer: UnsafeMutableRawPointer) { unsafe self.pointer = pointer }

  // SAFETY: records live as long as the isolate; constant and cache indices were verified against the function that the
  // record was made for.

  /// Where calls begin: the first instruction, or one that goes on in machine code.
  @inline(always) var entry: CodePointer {
    get { unsafe pointer.load(as: CodePointer.self) }
    nonmutating set { unsafe pointer.storeBytes(of: newValue, as: CodePointer.self) }
  }
  /// The first instruction.
  @inline(always) var code: CodePointer {
    unsafe pointer.load(fromByteOffset: RecordLayout.code, as: CodePointer.self)
  }
  /// Its machine code: that of others, which leaves to the run loop, if it has none of its own.
  var nativeCode: NativeCode {
    get { unsafe pointer.load(fromByteOffset: RecordLayout.nativeEntry, as: NativeCode.self) }
    nonmutating set {
      unsafe pointer.storeBytes(of: newValue, toByteOffset: RecordLayout.nativeEntry, as: NativeCode.self)
    }
  }
  @inline(always) var windowBytes: Int {
    Int(unsafe pointer.load(fromByteOffset: RecordLayout.windowBytes, as: UInt32.self))
  }
  /// The number of words of its code.
  @inline(always) var codeCount: Int {
    Int(unsafe pointer.load(fromByteOffset: RecordLayout.codeCount, as: UInt32.self))
  }
  /// The fuel of a call: enough for all of the code, so that everything up to the next call or back edge is paid for.
  @inline(always) var cost: Int { codeCount }
  /// The number of arguments for which a call needs nothing else; of a function with a rest parameter, no call has so many.
  @inline(always) var arity: Int {
    Int(unsafe pointer.load(fromByteOffset: RecordLayout.arity, as: UInt32.self))
  }
  /// How many parameters there are.
  var parameterCount: Int { arity & (RecordLayout.restBit &- 1) }
  /// Whether the last parameter is a list of all further arguments.
  var hasRest: Bool { arity & RecordLayout.restBit != 0 }
  /// How many arguments a call must have.
  var requiredCount: Int {
    Int(unsafe pointer.load(fromByteOffset: RecordLayout.requiredCount, as: UInt8.self))
  }
  @inline(always) var index: Int {
    Int(unsafe pointer.load(fromByteOffset: RecordLayout.index, as: UInt32.self))
  }
  @inline(always) var firstIndex: Int {
    Int(unsafe pointer.load(fromByteOffset: RecordLayout.firstIndex, as: UInt32.self))
  }
  /// Whether it is the entry stub, which is linked before everything else.
  @inline(always) var isEntryStub: Bool { index == 0 }
  @inline(always) var isScript: Bool {
    unsafe pointer.load(fromByteOffset: RecordLayout.kind, as: UInt8.self) == Function.Kind.script.rawValue
  }

  /// Whether its source is in the extended language.
  @inline(always) var isExtended: Bool {
    unsafe pointer.load(fromByteOffset: RecordLayout.isExtended, as: UInt8.self) != 0
  }

  /// Of a method, what it is for.
  var member: Function.Member {
    Function.Member(rawValue: memberByte & ~RecordLayout.classBit) ?? .method
  }
  /// Whether it is a method of the class itself.
  var isOfClass: Bool { memberByte & RecordLayout.classBit != 0 }
  private var memberByte: UInt8 {
    unsafe pointer.load(fromByteOffset: RecordLayout.member, as: UInt8.self)
  }

  @inline(always) func constant(_ index: Int) -> Value {
    Value(bits: unsafe pointer.load(fromByteOffset: RecordLayout.constants &+ index &* 8, as: UInt64.self))
  }

  /// The offset of a global's slot in the cage.
  @inline(always) func globalSlot(_ index: Int) -> UInt32 {
    unsafe pointer.load(fromByteOffset: RecordLayout.constants &+ index &* 8, as: UInt32.self)
  }

  /// What the core library has for the name of a global that nobody defined; nil if it has nothing, or the function is one of the book's
  /// language.
  func coreName(_ index: Int) -> UInt16? {
    let word = UInt32(truncatingIfNeeded: constant(index).bits >> 32)
    return word == 0 ? nil : UInt16(truncatingIfNeeded: word &- 1)
  }

  /// What the upper half of the constant of a global has if the core library has something of this name; otherwise it is 0.
  @inline(always) static func coreWord(_ name: UInt16) -> UInt32 { UInt32(name) &+ 1 }

  @inline(always) func cache(_ index: Int) -> InlineCache {
    unsafe InlineCache(pointer - (index &+ 1) &* InlineCache.size)
  }

  func setConstant(_ index: Int, to value: Value) {
    unsafe pointer.storeBytes(
      of: value.bits, toByteOffset: RecordLayout.constants + index * 8, as: UInt64.self)
  }

  /// The field that a getter or setter accesses; null for all other functions.
  var shortcutName: Ref {
    get { Ref(offset: unsafe pointer.load(fromByteOffset: RecordLayout.shortcutName, as: UInt32.self)) }
    nonmutating set {
      unsafe pointer.storeBytes(of: newValue.offset, toByteOffset: RecordLayout.shortcutName, as: UInt32.self)
    }
  }
  /// Among getters and setters, only setters have a parameter.
  var isSetter: Bool { arity == 1 }

  /// The name of a function or method.
  var name: Ref {
    get { Ref(offset: unsafe pointer.load(fromByteOffset: RecordLayout.name, as: UInt32.self)) }
    nonmutating set {
      unsafe pointer.storeBytes(of: newValue.offset, toByteOffset: RecordLayout.name, as: UInt32.self)
    }
  }
  var captureCount: Int {
    Int(unsafe pointer.load(fromByteOffset: RecordLayout.captureCount, as: UInt32.self))
  }

  /// Where a closure takes a captured value from; the index is below `captureCount`.
  func capture(_ index: Int) -> CaptureWord {
    let start = Int(unsafe pointer.load(fromByteOffset: RecordLayout.captures, as: UInt32.self))
    return CaptureWord(word: unsafe pointer.load(fromByteOffset: start + index * 4, as: UInt32.self))
  }

  /// The address as a number, for machine code.
  var address: UInt { unsafe UInt(bitPattern: pointer) }

  static func == (a: FunctionRecord, b: FunctionRecord) -> Bool { unsafe a.pointer == b.pointer }
}

/// Where the parts of a record are.
enum RecordLayout {
  /// Where calls begin (8).
  static let entry = 0
  static let windowBytes = 8
  static let codeCount = 12
  /// The number of parameters, and `restBit` if the last one is a rest parameter.
  static let arity = 16
  static let restBit = 256
  /// The function's index in the isolate.
  static let index = 20
  /// The index of the program's first function in the isolate.
  static let firstIndex = 24
  static let kind = 28
  /// Whether the source is in the extended language: a byte.
  static let isExtended = 29
  /// How many arguments a call must have: a byte.
  static let requiredCount = 30
  /// What a method is for, and whether it is one of the class itself: a byte.
  static let member = 31
  static let classBit: UInt8 = 128
  /// The name of the field that a getter or setter accesses, or 0.
  static let shortcutName = 32
  /// Where captures begin.
  static let captures = 36
  static let name = 40
  static let captureCount = 44
  /// The first instruction (8).
  static let code = 48
  /// Where calls begin in machine code (8).
  static let nativeEntry = 56
  /// Where the addresses of its instructions in machine code are (8), see `NativeCode`; 0 if it has none.
  static let nativePlaces = 64
  static let constants = 72
}

/// Where a closure takes a captured value from: a register of the running function, or one of its captures.
struct CaptureWord {
  static let registerBit: UInt32 = 1 << 31
  let word: UInt32

  var isRegister: Bool { word & CaptureWord.registerBit != 0 }
  var index: Int { Int(word & ~CaptureWord.registerBit) }
}
