/// What an object is: the first word of its header, unless that is the offset of an instance's shape (which is always
/// at least `Cage.oldStart`).
///
///     every object          +0 kind            +4 size in bytes (a multiple of 8) | flags
///     instance              +0 shape           +4 overflow fields (a reference or 0) | flags
///
/// Each kind has a layout, named after it. Shapes, classes, tables, interned strings and methods are allocated in the old
/// space, so tables and classes never refer to young objects.
enum ObjectKind: UInt32 {
  /// What is left of an object that has moved; the second word is its new place.
  case forwarded = 1
  case string, slice, buffer
  case closure, `class`, boundMethod, native, box
  case shape, fields, slotTable, referenceTable
  /// A computed property of a host class, found among the methods.
  case accessor
  /// A computed property of a script's class, found among the methods.
  case property
  case list
  /// The elements of a list: any values.
  case elements
  /// The elements of a list that are all numbers, so that no collection looks at them. It becomes `elements`, where it is, when
  /// another value is stored.
  case numbers
  case map
  /// The entries of a map.
  case entries
  case range
  /// A generator of random numbers.
  case random
  /// A fiber of a script.
  case fiber
  /// A regular expression; what it is compiled to is outside of the cage.
  case regex
}

/// Where the second word of a header is, whose low bits are flags.
enum HeaderLayout {
  static let flags = 4
}

/// The low bits of the second word of a header.
enum HeaderFlags {
  /// An old object that is in the remembered set.
  static let remembered: UInt32 = 1
  /// A string that is in the intern table: it equals another one from there only if they are the same object.
  static let interned: UInt32 = 2
  /// A string made by `+`: if it is extended again, its bytes move to a buffer with room to grow.
  static let concatenated: UInt32 = 4
  static let mask: UInt32 = 7
}

extension Cage {
  @inline(always) func header(_ ref: Ref) -> UInt32 { load32(ref.offset) }
  @inline(always) func kind(_ ref: Ref) -> ObjectKind? { ObjectKind(rawValue: load32(ref.offset)) }
  @inline(always) func has(_ ref: Ref, _ kind: ObjectKind) -> Bool { load32(ref.offset) == kind.rawValue }
  @inline(always) func flags(_ ref: Ref) -> UInt32 {
    load32(ref.offset, HeaderLayout.flags) & HeaderFlags.mask
  }
  @inline(always) func setFlags(_ flags: UInt32, _ ref: Ref) {
    store32(load32(ref.offset, 4) | flags, ref.offset, 4)
  }
  @inline(always) func ref(_ ref: Ref, _ displacement: Int) -> Ref {
    Ref(offset: load32(ref.offset, displacement))
  }

  /// Writes the header of an object that is not an instance.
  @inline(always) func setHeader(_ ref: Ref, _ kind: ObjectKind, size: Int, flags: UInt32 = 0) {
    let second = UInt32(truncatingIfNeeded: size) | flags
    store64(UInt64(kind.rawValue) | UInt64(second) << 32, ref.offset)
  }

  /// The bytes that an object takes, including the header: a multiple of 8, and at least 8 whatever the header says.
  @inline(always) func size(_ ref: Ref) -> Int { claimedSize(ref.offset, header: header(ref)) }

  /// The same for an object with this header. It can't be trusted, since damage may have changed it.
  @inline(__always) func claimedSize(_ offset: UInt32, header: UInt32) -> Int {
    let word = header >= Cage.oldStart ? load32(header, ShapeLayout.instanceSize) : load32(offset, 4)
    return max(8, Int(word & ~HeaderFlags.mask))
  }
}
