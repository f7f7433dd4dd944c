/// What an object is: the first word of its header, unless that is the offset of an instance's shape (always
/// `Cage.oldStart` or more).
///
///     every object          +0 kind            +4 size in bytes (a multiple of 8) | flags
///     instance              +0 shape           +4 overflow fields (a reference or 0) | flags
///                           +8 inline fields: values, as many as the shape's inlineCapacity
///     string                +8 length          +12 hash (0: not yet known)   +16 bytes
///     slice (a string)      +8 length          +12 hash      +16 buffer, or an interned string   +20 unused
///     buffer                +8 bytes in use    +12 capacity  +16 bytes
///     closure               +8 function index  +12 count     +16 captured values
///     class                 +8 name            +12 superclass (or 0)         +16 methods (table)
///                           +20 root shape     +24 inline capacity of new instances
///                           +28 initializer (a closure or 0)
///     boundMethod           +8 receiver (value)              +16 method (value)
///     native                +8 index           +12 name      +16 unused      +20 unused
///     accessor              +8 getter's index  +12 name      +16 setter's index, or none   +20 unused
///     box                   +8 value
///     shape                 +8 class           +12 parent (or 0)             +16 field count
///                           +20 inline capacity              +24 name of the last field (or 0)
///                           +28 slots (slotTable or 0)       +32 transitions (referenceTable, the only child, or 0)
///                           +36 size of an instance in bytes
///     fields                +8 capacity        +12 unused    +16 values
///     slotTable             +8 count           +12 capacity (a power of two) +16 entries {name, number}
///     referenceTable        +8 count           +12 capacity (a power of two) +16 entries {name, reference}
///
/// Shapes, classes, tables, interned strings and methods are allocated in the old space at once, so no table
/// and no class ever refers to a young object.
enum ObjectKind: UInt32 {
  /// What is left of an object that has moved; the second word is its new reference.
  case forwarded = 1
  case string, slice, buffer
  case closure, `class`, boundMethod, native, box
  case shape, fields, slotTable, referenceTable
  /// A computed property of a host class, found among the methods.
  case accessor
}

/// The low bits of the second word of a header.
enum HeaderFlags {
  /// An old object that is in the remembered set.
  static let remembered: UInt32 = 1
  /// A string that is in the intern table: equal to another such only if it is the same.
  static let interned: UInt32 = 2
  /// A string made by `+`: when it is extended again, its bytes go into a buffer with room to grow.
  static let concatenated: UInt32 = 4
  static let mask: UInt32 = 7
}

extension Cage {
  @inline(always) func header(_ ref: Ref) -> UInt32 { load32(ref.offset) }
  @inline(always) func kind(_ ref: Ref) -> ObjectKind? { ObjectKind(rawValue: load32(ref.offset)) }
  @inline(always) func has(_ ref: Ref, _ kind: ObjectKind) -> Bool { load32(ref.offset) == kind.rawValue }
  @inline(always) func flags(_ ref: Ref) -> UInt32 { load32(ref.offset, 4) & HeaderFlags.mask }
  @inline(always) func setFlags(_ flags: UInt32, _ ref: Ref) {
    store32(load32(ref.offset, 4) | flags, ref.offset, 4)
  }
  @inline(always) func ref(_ ref: Ref, _ displacement: Int) -> Ref {
    Ref(offset: load32(ref.offset, displacement))
  }

  /// The bytes that an object takes, header included: a multiple of 8, and 8 at the least whatever the header says.
  @inline(always) func size(_ ref: Ref) -> Int {
    let header = header(ref)
    let size =
      header >= Cage.oldStart ? load32(header, ShapeLayout.instanceSize) : load32(ref.offset, 4)
    return max(8, Int(size & ~HeaderFlags.mask))
  }
}

/// The displacements of a string's parts.
enum StringLayout {
  /// No string is longer.
  static let maximumLength = 1 << 30
  static let length = 8
  static let hash = 12
  static let bytes = 16
  /// Of a slice.
  static let buffer = 16
  static let sliceSize = 24
}

enum BufferLayout {
  static let used = 8
  static let capacity = 12
  static let bytes = 16
}

enum ClosureLayout {
  static let function = 8
  static let count = 12
  static let captures = 16
}

enum ClassLayout {
  static let name = 8
  static let superclass = 12
  static let methods = 16
  static let rootShape = 20
  static let inlineCapacity = 24
  static let initializer = 28
  static let size = 32
}

enum BoundMethodLayout {
  static let receiver = 8
  static let method = 16
  static let size = 24
}

enum NativeLayout {
  static let index = 8
  static let name = 12
  /// Of an accessor.
  static let setter = 16
  static let noSetter = UInt32.max
  static let size = 24
}

enum BoxLayout {
  static let value = 8
  static let size = 16
}

enum ShapeLayout {
  static let `class` = 8
  static let parent = 12
  static let count = 16
  static let inlineCapacity = 20
  static let name = 24
  static let slots = 28
  static let transitions = 32
  static let instanceSize = 36
  static let size = 40
}

enum InstanceLayout {
  static let overflow = 4
  static let fields = 8
}

enum FieldsLayout {
  static let capacity = 8
  static let values = 16
}

enum TableLayout {
  static let count = 8
  static let capacity = 12
  static let entries = 16
}
