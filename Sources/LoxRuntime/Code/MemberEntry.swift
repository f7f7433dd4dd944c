import LoxBytecode

/// A member that instructions have called for objects of a shape, as machine code finds it: the closure of a getter, a setter or an operator.
@safe struct MemberEntry {
  private let pointer: UnsafeMutableRawPointer

  /// SAFETY: `pointer` must be the address of `MemberEntryLayout.size` writable bytes that outlive the entry.
  @unsafe init(_ pointer: UnsafeMutableRawPointer) { unsafe self.pointer = pointer }

  // SAFETY: as above.

  /// The shape; 0 if nothing is known.
  var shape: UInt32 { unsafe pointer.load(fromByteOffset: MemberEntryLayout.shape, as: UInt32.self) }
  var closure: Ref {
    Ref(offset: unsafe pointer.load(fromByteOffset: MemberEntryLayout.closure, as: UInt32.self))
  }

  /// Notes what was found, unless it is a method of the host.
  func learn(_ shape: Ref, _ member: Ref, _ cage: Cage) {
    guard !member.isNull, cage.has(member, .closure) else { return }
    unsafe pointer.storeBytes(of: shape.offset, toByteOffset: MemberEntryLayout.shape, as: UInt32.self)
    unsafe pointer.storeBytes(of: member.offset, toByteOffset: MemberEntryLayout.closure, as: UInt32.self)
  }
}

/// The operators that instructions have called last, for machine code: instructions that calculate have no caches.
///
/// Direct mapped, with some entries for each operator. It keeps nothing alive, so full collections empty it.
@safe struct OperatorTable {
  /// How many there are of each operator.
  static let countOfOperator = 8

  private static let size =
    ClassOperator.allCases.count * OperatorTable.countOfOperator * MemberEntryLayout.size
  /// Nil until the first use.
  private var memory: UnsafeMutableRawPointer?

  init() { unsafe memory = nil }

  // SAFETY: `memory` has `size` bytes, which the owner frees last.

  /// For machine code; 0 if there is none.
  var address: UInt { unsafe UInt(bitPattern: memory) }

  /// Where the operator of objects of a shape is noted; nil if the system has no memory.
  mutating func entry(_ operation: ClassOperator, _ shape: Ref) -> MemberEntry? {
    if unsafe memory == nil {
      unsafe memory = makeMemory(OperatorTable.size, alignment: 16)
      clear()
    }
    guard let memory = unsafe memory else { return nil }
    // Objects are multiples of 8 bytes.
    let number = Int(shape.offset) / 8 & (OperatorTable.countOfOperator - 1)
    let index = operation.rawValue * OperatorTable.countOfOperator + number
    return unsafe MemberEntry(memory + index * MemberEntryLayout.size)
  }

  func clear() {
    unsafe memory?.initializeMemory(as: UInt8.self, repeating: 0, count: OperatorTable.size)
  }

  func free() { unsafe freeMemory(memory) }
}
