/// A place in memory as templates name it. There are no others: so each access of compiled code is one of these, whatever happens in the
/// cage.
///
/// An address is that of the window, the record, the frame or the context and a constant, which the verifier has checked or a layout
/// declares; or the cage and an offset of 32 bits with a small constant, for which the cage has a guard.
enum Place: Hashable {
  /// A register of the running function.
  case window(Int)
  /// A part of the running function's record: a constant, or before it a cache.
  case record(Int)
  /// A part of the frame that is on top, or, below zero, of those under it.
  case frame(Int)
  case context(Int)
  /// A part of an object: a register holds its offset, of which the upper half is zero.
  case cage(Register, Int)
  /// A part of a record whose address is in a register: from a cache or the table of records.
  case recordAt(Register, Int)
  /// A part of eden's description, whose address is in a register.
  case heapAt(Register, Int)
  /// The entry of a table of addresses: its address is in a register, and its number in another.
  case entry(Register, Register)
  /// The entry of a function's places, a word: see `RuntimeLayout.Record.nativePlaces`; the second register has an address of bytecode.
  case native(places: Register, pc: Register)

  /// A word of bytecode, whose address is in a register.
  case code(Register)

  /// The same place so many bytes further.
  func advanced(by bytes: Int) -> Place {
    switch self {
    case .window(let offset): .window(offset + bytes)
    case .record(let offset): .record(offset + bytes)
    case .frame(let offset): .frame(offset + bytes)
    case .context(let offset): .context(offset + bytes)
    case .cage(let register, let offset): .cage(register, offset + bytes)
    case .recordAt(let register, let offset): .recordAt(register, offset + bytes)
    case .heapAt(let register, let offset): .heapAt(register, offset + bytes)
    case .entry, .native, .code: self
    }
  }

  /// The half of a value that has its tag.
  var highHalf: Place { advanced(by: 4) }
}

/// The registers of compiled code.
enum Register: CaseIterable {
  /// Templates use these as they like; nothing is in them between instructions, nor over calls.
  case a, b, c, d, e
  /// The object that a basic block has looked at last, see `KnownValues`: its offset, and the first word of its header.
  case object, header
  /// The state of the run loop: where the window of the running function begins, its record, the place above the topmost frame, and the
  /// units of fuel that are left of the slice.
  case window, record, frame, fuel
  /// Where the cage and the context begin; never changed.
  case cage, context
}

/// The registers for doubles.
enum DoubleRegister: Int, CaseIterable {
  /// Templates use these as they like.
  case a, b
  /// These hold what is known within a basic block; calls change them.
  case c, d, e, f, g, h

  static let holders: [DoubleRegister] = [.c, .d, .e, .f, .g, .h]
}

/// How two words compare.
enum IntegerCondition {
  case equal, notEqual
  /// As unsigned numbers.
  case below, belowOrEqual, above, aboveOrEqual
}

/// How two signed numbers compare.
enum SignedCondition {
  case less
}

/// How two doubles compare that are numbers.
enum DoubleCondition {
  case less, lessOrEqual, greater, greaterOrEqual, equal, notEqual
}

enum DoubleOperation {
  case add, subtract, multiply, divide
}

/// How much of a register is used; of a word, the upper half is cleared.
enum Width {
  case byte, word, double
}
