/// Where the machine code of a function is: two words of its record.
///
/// Code knows no addresses of bytecode, so all isolates of a program share it. A table says how far each instruction's machine code is from
/// the entry, in 4 bytes for a word of 4: so the entry of an instruction is its address away from a place, which is `places`.
@safe struct NativeCode: Equatable {
  /// The address where calls begin.
  let entry: UInt
  private let places: UInt

  /// SAFETY: the machine code at the entry is that of a function whose bytecode begins at `code`, and `table` has an entry for each of
  /// its words. Both live as long as the bytecode.
  @unsafe init(entry: UInt, table: UInt, code: CodePointer) {
    self.entry = entry
    places = table &- code.address
  }

  /// That of a function which has none: calls go to other code, which leaves to the run loop.
  init(missingBut entry: UInt) {
    self.entry = entry
    places = 0
  }

  var isMissing: Bool { places == 0 }

  /// The address of an instruction of the function; nil if it has no machine code.
  // SAFETY: the instruction is one of the function's, so the table has it.
  @inline(__always) func address(of pc: CodePointer) -> UInt? {
    guard !isMissing else { return nil }
    let place = unsafe UnsafePointer<UInt32>(bitPattern: places &+ pc.address).unsafelyUnwrapped.pointee
    return entry &+ UInt(place)
  }
}

/// Where the code of the entry stub goes on in machine code: at a function's beginning, and at the place that the machine has noted.
struct StubNative {
  let entry: CodePointer
  let place: CodePointer
}
