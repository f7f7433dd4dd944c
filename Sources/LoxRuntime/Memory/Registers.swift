/// The window of the running function on the value stack.
@safe struct Registers: Equatable {
  private let pointer: UnsafeMutableRawPointer

  /// SAFETY: `offset` must lie in the value stack, with the window of the function below the stack's end: a call checks
  /// that before it moves the window, and the verifier that no operand names a register outside of it.
  init(_ cage: Cage, offset: UInt32) {
    unsafe pointer = cage.base + Int(offset)
  }

  /// SAFETY: as above; the address was that of a window.
  init(address: UInt) { unsafe pointer = UnsafeMutableRawPointer(bitPattern: address).unsafelyUnwrapped }

  private init(_ pointer: UnsafeMutableRawPointer) { unsafe self.pointer = pointer }

  static func == (a: Registers, b: Registers) -> Bool { unsafe a.pointer == b.pointer }

  @inline(always) subscript(index: Int) -> Value {
    get { Value(bits: unsafe pointer.load(fromByteOffset: index &* 8, as: UInt64.self)) }
    nonmutating set {
      unsafe pointer.storeBytes(of: newValue.bits, toByteOffset: index &* 8, as: UInt64.self)
    }
  }

  /// The window that begins at the given register.
  @inline(always) func window(_ index: Int) -> Registers { unsafe Registers(pointer + index &* 8) }

  /// The window that begins this many bytes before this one.
  @inline(always) func caller(_ bytes: UInt32) -> Registers { unsafe Registers(pointer - Int(bytes)) }

  /// The address as a number, for comparison with the stack's limit.
  @inline(always) var address: UInt { unsafe UInt(bitPattern: pointer) }

  func offset(in cage: Cage) -> UInt32 { UInt32(truncatingIfNeeded: unsafe pointer - cage.base) }
}
