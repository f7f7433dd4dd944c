/// Where the objects of a kind have their parts.
///
/// Only the layout knows this: the collector finds references by `scan`, and the verifier checks that each of them refers to
/// what is declared there, and that an object is large enough for its contents.
protocol ObjectLayout {
  /// The bytes that an object needs for the contents that it claims to have.
  static func contentSize(_ object: Ref, _ cage: Cage) -> Int
  /// Shows the visitor all references.
  static func scan<V: ObjectVisitor>(_ parts: ObjectParts, _ visitor: inout V)
}

/// What a bare reference in the cage must refer to if it is not null.
enum ReferenceTarget {
  case kind(ObjectKind)
  /// An object with the bytes of a string.
  case name
  /// The owner of a slice's bytes: a buffer, or an interned string.
  case bytes
  /// What a class may have among its methods, or a shape among its transitions.
  case member
  /// The transitions of a shape: a table, or the only child.
  case transitions
  /// The elements of a list.
  case elements

  /// Whether the target may be young.
  var mayBeYoung: Bool {
    switch self {
    case .bytes, .elements, .kind(.fields), .kind(.entries): true
    case .kind, .name, .member, .transitions: false
    }
  }

  /// Whether the target may be an object with this header.
  func admits(_ header: UInt32) -> Bool {
    let kind = ObjectKind(rawValue: header)
    return switch self {
    case .kind(let expected): kind == expected
    case .name: kind == .string || kind == .slice
    case .bytes: kind == .buffer || kind == .string
    case .member:
      switch kind {
      case .closure, .native, .accessor, .property, .box, .class, .shape: true
      default: false
      }
    case .transitions: kind == .referenceTable || kind == .shape
    case .elements: kind == .elements || kind == .numbers
    }
  }
}

/// What the collector does with each reference that it is shown.
protocol ReferenceVisitor {
  /// A run of values in the cage.
  mutating func visitValues(at offset: UInt32, count: Int)
  /// A value outside the cage; it is replaced by the result.
  mutating func visit(_ value: Value) -> Value
  /// A reference outside the cage, possibly null; it is replaced by the result.
  mutating func visit(_ ref: Ref) -> Ref
}

/// What a collection does with each reference inside an object.
protocol ObjectVisitor: ReferenceVisitor {
  /// The shape of an instance, which is always old.
  mutating func visitShape(_ shape: UInt32)
  /// A bare reference in the cage (0 for none); its low three bits may hold flags of a header.
  mutating func visitReference(at slot: UInt32, to target: ReferenceTarget)
  /// The transitions of a shape: a reference that marking treats as weak.
  mutating func visitTransitions(at slot: UInt32)
  /// The function of a closure, by its index.
  mutating func visitFunction(_ index: UInt32)
}

extension ObjectVisitor {
  @inline(__always) mutating func visitTransitions(at slot: UInt32) {
    visitReference(at: slot, to: .transitions)
  }
  /// Only a full collection needs this.
  @inline(__always) mutating func visitFunction(_ index: UInt32) {}
}

/// The parts of an object that is being scanned. Parts for which it has no room are not looked at.
struct ObjectParts {
  let cage: Cage
  fileprivate let offset: UInt32
  fileprivate let size: Int

  @inline(__always) func word(_ displacement: Int) -> UInt32 { cage.load32(offset, displacement) }

  @inline(__always) func has(_ displacement: Int) -> Bool { displacement &+ 4 <= size }

  @inline(__always) func place(_ displacement: Int) -> UInt32 {
    offset &+ UInt32(truncatingIfNeeded: displacement)
  }

  @inline(__always) func reference<V: ObjectVisitor>(
    _ displacement: Int, to target: ReferenceTarget, _ visitor: inout V
  ) {
    if has(displacement) { visitor.visitReference(at: place(displacement), to: target) }
  }

  @inline(__always) func values<V: ObjectVisitor>(_ displacement: Int, count: Int, _ visitor: inout V) {
    let room = max(0, size &- displacement) / 8
    visitor.visitValues(at: place(displacement), count: min(count, room))
  }

  /// Calls `body` with the displacement of each entry of a table.
  @inline(__always) func forEachEntry(_ body: (_ displacement: Int) -> Void) {
    let room = max(0, size &- TableLayout.entries) / 8
    for index in 0..<min(room, Int(word(TableLayout.capacity))) { body(TableLayout.entries &+ index &* 8) }
  }
}

extension ObjectKind {
  /// How objects of the kind are laid out.
  var layout: any ObjectLayout.Type {
    switch self {
    case .forwarded: ForwardedLayout.self
    case .string: StringLayout.self
    case .slice: SliceLayout.self
    case .buffer: BufferLayout.self
    case .closure: ClosureLayout.self
    case .class: ClassLayout.self
    case .boundMethod: BoundMethodLayout.self
    case .native, .accessor: NativeLayout.self
    case .property: PropertyLayout.self
    case .box: BoxLayout.self
    case .shape: ShapeLayout.self
    case .fields: FieldsLayout.self
    case .slotTable: SlotTableLayout.self
    case .referenceTable: ReferenceTableLayout.self
    case .list: ListLayout.self
    case .elements, .numbers: ElementsLayout.self
    case .map: MapLayout.self
    case .entries: EntriesLayout.self
    case .range: RangeLayout.self
    case .random: RandomLayout.self
    case .fiber: FiberLayout.self
    case .regex: RegexLayout.self
    }
  }
}

extension Cage {
  /// Shows the visitor all references of the object at `offset`, of which `size` bytes may be accessed.
  @inline(__always) func scan<V: ObjectVisitor>(
    _ offset: UInt32, header: UInt32, size: Int, _ visitor: inout V
  ) {
    let parts = ObjectParts(cage: self, offset: offset, size: size)
    if header >= Cage.oldStart {
      visitor.visitShape(header)
      InstanceLayout.scan(parts, &visitor)
    } else {
      scanOther(parts, kind: header, &visitor)
    }
  }

  /// PERF: this does not use `layout`, so that each scan is compiled for its visitor.
  @inline(never) private func scanOther<V: ObjectVisitor>(
    _ parts: ObjectParts, kind: UInt32, _ visitor: inout V
  ) {
    switch ObjectKind(rawValue: kind) {
    case .closure: ClosureLayout.scan(parts, &visitor)
    case .box: BoxLayout.scan(parts, &visitor)
    case .boundMethod: BoundMethodLayout.scan(parts, &visitor)
    case .slice: SliceLayout.scan(parts, &visitor)
    case .fields: FieldsLayout.scan(parts, &visitor)
    case .class: ClassLayout.scan(parts, &visitor)
    case .native, .accessor: NativeLayout.scan(parts, &visitor)
    case .property: PropertyLayout.scan(parts, &visitor)
    case .shape: ShapeLayout.scan(parts, &visitor)
    case .slotTable: SlotTableLayout.scan(parts, &visitor)
    case .referenceTable: ReferenceTableLayout.scan(parts, &visitor)
    case .list: ListLayout.scan(parts, &visitor)
    case .elements: ElementsLayout.scan(parts, &visitor)
    case .map: MapLayout.scan(parts, &visitor)
    case .entries: EntriesLayout.scan(parts, &visitor)
    case .fiber: FiberLayout.scan(parts, &visitor)
    case .regex: RegexLayout.scan(parts, &visitor)
    case .forwarded, .string, .buffer, .numbers, .range, .random, nil: break  // They refer to nothing.
    }
  }

  /// The bytes that an object needs for the contents that it claims to have.
  func contentSize(_ object: Ref) -> Int {
    guard header(object) < Cage.oldStart, let kind = kind(object) else {
      return InstanceLayout.contentSize(object, self)
    }
    return kind.layout.contentSize(object, self)
  }

  /// The size of an object whose parts begin at 16; the word says how many there are, of `unit` bytes each.
  fileprivate func sized(_ object: Ref, _ displacement: Int, by unit: Int) -> Int {
    16 &+ Int(load32(object.offset, displacement)) &* unit
  }
}

/// An object that has moved.
private enum ForwardedLayout: ObjectLayout {
  static func contentSize(_ object: Ref, _ cage: Cage) -> Int { 8 }
  static func scan<V: ObjectVisitor>(_ parts: ObjectParts, _ visitor: inout V) {}
}

// MARK: - Strings

enum StringLayout: ObjectLayout {
  /// How many bytes there are, and in the two highest bits what is known of their code points.
  static let length = 8
  static let lengthMask: UInt32 = 1 << 30 - 1
  /// All bytes are ASCII: positions of code points are those of bytes.
  static let isASCII: UInt32 = 1 << 31
  static let isNotASCII: UInt32 = 1 << 30
  /// 0 if it is not known yet.
  static let hash = 12
  static let bytes = 16
  /// No string is longer.
  static let maximumLength = 1 << 30 - 1

  static func contentSize(_ object: Ref, _ cage: Cage) -> Int { bytes &+ cage.length(ofString: object) }
  static func scan<V: ObjectVisitor>(_ parts: ObjectParts, _ visitor: inout V) {}
}

/// Also a string: length and hash are where a string has them.
enum SliceLayout: ObjectLayout {
  /// The owner of the bytes; the word after it is unused.
  static let buffer = 16
  static let size = 24

  static func contentSize(_ object: Ref, _ cage: Cage) -> Int { size }
  static func scan<V: ObjectVisitor>(_ parts: ObjectParts, _ visitor: inout V) {
    parts.reference(buffer, to: .bytes, &visitor)
  }
}

enum BufferLayout: ObjectLayout {
  /// How many bytes are in use.
  static let used = 8
  static let capacity = 12
  /// In the same place as the bytes of a string.
  static let bytes = StringLayout.bytes

  static func contentSize(_ object: Ref, _ cage: Cage) -> Int {
    max(cage.sized(object, used, by: 1), cage.sized(object, capacity, by: 1))
  }
  static func scan<V: ObjectVisitor>(_ parts: ObjectParts, _ visitor: inout V) {}
}

// MARK: - Functions

enum ClosureLayout: ObjectLayout {
  /// The index of its function in the isolate.
  static let function = 8
  static let count = 12
  /// The captured values.
  static let captures = 16

  static func contentSize(_ object: Ref, _ cage: Cage) -> Int { cage.sized(object, count, by: 8) }
  static func scan<V: ObjectVisitor>(_ parts: ObjectParts, _ visitor: inout V) {
    visitor.visitFunction(parts.word(function))
    parts.values(captures, count: Int(parts.word(count)), &visitor)
  }
}

/// A variable that closures share.
enum BoxLayout: ObjectLayout {
  static let value = 8
  static let size = 16

  static func contentSize(_ object: Ref, _ cage: Cage) -> Int { size }
  static func scan<V: ObjectVisitor>(_ parts: ObjectParts, _ visitor: inout V) {
    parts.values(value, count: 1, &visitor)
  }
}

enum BoundMethodLayout: ObjectLayout {
  /// Both parts are values.
  static let receiver = 8
  static let method = 16
  static let size = 24

  static func contentSize(_ object: Ref, _ cage: Cage) -> Int { size }
  static func scan<V: ObjectVisitor>(_ parts: ObjectParts, _ visitor: inout V) {
    parts.values(receiver, count: 1, &visitor)
    parts.values(method, count: 1, &visitor)
  }
}

/// A function of the host, or an accessor, which is two of them.
enum NativeLayout: ObjectLayout {
  /// The number of the host function; for an accessor, that of the getter.
  static let index = 8
  static let name = 12
  /// The number of an accessor's setter. The word after this one is unused.
  static let setter = 16
  static let noSetter = UInt32.max
  static let size = 24

  static func contentSize(_ object: Ref, _ cage: Cage) -> Int { size }
  static func scan<V: ObjectVisitor>(_ parts: ObjectParts, _ visitor: inout V) {
    parts.reference(name, to: .name, &visitor)
  }
}

/// Two closures, of which one may be missing.
enum PropertyLayout: ObjectLayout {
  static let getter = 8
  static let setter = 12
  static let size = 16

  static func contentSize(_ object: Ref, _ cage: Cage) -> Int { size }
  static func scan<V: ObjectVisitor>(_ parts: ObjectParts, _ visitor: inout V) {
    parts.reference(getter, to: .kind(.closure), &visitor)
    parts.reference(setter, to: .kind(.closure), &visitor)
  }
}

// MARK: - Classes and instances

enum ClassLayout: ObjectLayout {
  static let name = 8
  static let superclass = 12
  static let methods = 16
  /// The shape of new instances; 0 before there are any.
  static let rootShape = 20
  /// How many fields new instances have room for.
  static let inlineCapacity = 24
  static let initializer = 28
  static let size = 32

  static func contentSize(_ object: Ref, _ cage: Cage) -> Int { size }
  static func scan<V: ObjectVisitor>(_ parts: ObjectParts, _ visitor: inout V) {
    parts.reference(name, to: .name, &visitor)
    parts.reference(superclass, to: .kind(.class), &visitor)
    parts.reference(methods, to: .kind(.referenceTable), &visitor)
    parts.reference(rootShape, to: .kind(.shape), &visitor)
    parts.reference(initializer, to: .member, &visitor)
  }
}

enum InstanceLayout: ObjectLayout {
  /// A reference to the values for which there was no room inline, with the flags of the header.
  static let overflow = 4
  /// Values, as many as the shape says.
  static let fields = 8

  static func contentSize(_ object: Ref, _ cage: Cage) -> Int {
    fields &+ Int(cage.load32(cage.header(object), ShapeLayout.inlineCapacity)) &* 8
  }
  @inline(__always) static func scan<V: ObjectVisitor>(_ parts: ObjectParts, _ visitor: inout V) {
    visitor.visitReference(at: parts.place(overflow), to: .kind(.fields))
    visitor.visitValues(at: parts.place(fields), count: (parts.size &- fields) / 8)
  }
}

/// Fields that are out of line; also global variables.
enum FieldsLayout: ObjectLayout {
  static let capacity = 8
  static let values = 16

  static func contentSize(_ object: Ref, _ cage: Cage) -> Int { cage.sized(object, capacity, by: 8) }
  static func scan<V: ObjectVisitor>(_ parts: ObjectParts, _ visitor: inout V) {
    parts.values(values, count: Int(parts.word(capacity)), &visitor)
  }
}

enum ShapeLayout: ObjectLayout {
  static let `class` = 8
  static let parent = 12
  /// How many fields there are.
  static let count = 16
  static let inlineCapacity = 20
  /// The name of the last field.
  static let name = 24
  static let slots = 28
  /// A table, or the only child.
  static let transitions = 32
  /// In bytes.
  static let instanceSize = 36
  static let size = 40

  static func contentSize(_ object: Ref, _ cage: Cage) -> Int { size }
  static func scan<V: ObjectVisitor>(_ parts: ObjectParts, _ visitor: inout V) {
    parts.reference(`class`, to: .kind(.class), &visitor)
    parts.reference(parent, to: .kind(.shape), &visitor)
    parts.reference(name, to: .name, &visitor)
    parts.reference(slots, to: .kind(.slotTable), &visitor)
    if parts.has(transitions) { visitor.visitTransitions(at: parts.place(transitions)) }
  }
}

/// The parts of both kinds of tables.
enum TableLayout {
  static let count = 8
  /// A power of two.
  static let capacity = 12
  /// Entries of 8 bytes: a name, or 0, and what the table has for it.
  static let entries = 16
}

enum SlotTableLayout: ObjectLayout {
  static func contentSize(_ object: Ref, _ cage: Cage) -> Int {
    cage.sized(object, TableLayout.capacity, by: 8)
  }
  static func scan<V: ObjectVisitor>(_ parts: ObjectParts, _ visitor: inout V) {
    parts.forEachEntry { parts.reference($0, to: .name, &visitor) }
  }
}

enum ReferenceTableLayout: ObjectLayout {
  static func contentSize(_ object: Ref, _ cage: Cage) -> Int {
    cage.sized(object, TableLayout.capacity, by: 8)
  }
  static func scan<V: ObjectVisitor>(_ parts: ObjectParts, _ visitor: inout V) {
    parts.forEachEntry { entry in
      parts.reference(entry, to: .name, &visitor)
      parts.reference(entry &+ 4, to: .member, &visitor)
    }
  }
}
