@testable import LoxRuntime

/// A heap without a machine: objects are built by hand, and roots are a list of values.
final class CollectorFixture {
  let reservation: Reservation
  let heap: Pinned<Heap>
  let cage: Cage
  var roots = RootList()

  /// Nil if the system has no addresses to give.
  init?(limit: Int = 64 << 20) {
    guard let reservation = Reservation() else { return nil }
    self.reservation = reservation
    cage = reservation.cage
    heap = Pinned(Heap(reservation: reservation, limit: limit))
  }

  deinit {
    heap.free()
    reservation.release()
  }

  /// What a machine would show the collector.
  struct RootList: RootProvider {
    var values: [Value] = []
    /// References to old objects, which are shown only to full collections.
    var oldRefs: [Ref] = []
    /// References that don't keep their object alive; null once it is dead.
    var weakRefs: [Ref] = []

    mutating func visitRoots<V: ReferenceVisitor>(_ visitor: inout V) {
      for index in values.indices { values[index] = visitor.visit(values[index]) }
    }
    mutating func visitOldRoots<V: ReferenceVisitor>(_ visitor: inout V) {
      for index in oldRefs.indices { oldRefs[index] = visitor.visit(oldRefs[index]) }
    }
    mutating func forgetDead(isLive: (Ref) -> Bool, isLiveFunction: (Int) -> Bool) {
      for index in weakRefs.indices where !isLive(weakRefs[index]) { weakRefs[index] = .null }
    }
  }

  /// `#expect` can't look into a value that isn't copyable.
  var isDamaged: Bool { heap.value.isDamaged }
  var wantsCollection: Bool { heap.value.wantsCollection }
  var problems: [HeapProblem] { heap.value.problems }
  var usedBytes: Int { heap.value.usedBytes }
  var peakBytes: Int { heap.value.peakBytes }
  var oldBytes: Int { heap.value.oldBytes }
  var eden: UInt32 { heap.value.top }

  // MARK: - Collecting

  func collectMinor() { heap.value.collectMinor(roots: &roots) }
  func collectFull() { heap.value.collectFull(roots: &roots) }
  func verify() -> [HeapProblem] { heap.value.verify(roots: &roots) }

  // MARK: - Allocating

  /// Room for an object, after a collection if necessary; null if memory is out.
  func allocate(_ size: Int) -> Ref {
    guard size <= Nursery.maximumObjectSize else { return allocateOld(size) }
    let ref = heap.value.allocateYoung(size: size)
    if !ref.isNull { return ref }
    guard heap.value.makeRoom(size: size, roots: &roots) else { return .null }
    return heap.value.allocateYoung(size: size)
  }

  func allocateOld(_ size: Int) -> Ref {
    if !heap.value.wantsCollection {
      let ref = heap.value.allocateOld(size: size)
      if !ref.isNull { return ref }
    }
    guard heap.value.makeRoom(size: size, roots: &roots) else { return .null }
    return heap.value.allocateOld(size: size)
  }

  private func header(_ kind: ObjectKind, _ ref: Ref, _ size: Int) {
    cage.store32(kind.rawValue, ref.offset)
    cage.store32(UInt32(size), ref.offset, 4)
  }

  /// Making the objects below may move others, so references are stored in them afterwards.

  func makeBox(old: Bool = false) -> Ref {
    let ref = old ? allocateOld(BoxLayout.size) : allocate(BoxLayout.size)
    guard !ref.isNull else { return ref }
    header(.box, ref, BoxLayout.size)
    cage.store(.nil, ref.offset, BoxLayout.value)
    return ref
  }

  /// An array of values, all nil.
  func makeFields(_ count: Int, old: Bool = false) -> Ref {
    let size = FieldsLayout.values + count * 8
    let ref = old ? allocateOld(size) : allocate(size)
    guard !ref.isNull else { return ref }
    header(.fields, ref, size)
    cage.store32(UInt32(count), ref.offset, FieldsLayout.capacity)
    cage.store32(0, ref.offset, FieldsLayout.capacity + 4)
    cage.fill(ref.offset + UInt32(FieldsLayout.values), count: count, with: .nil)
    return ref
  }

  func makeString(_ text: String, old: Bool = false) -> Ref {
    let bytes = Array(text.utf8)
    let size = (StringLayout.bytes + bytes.count + 7) & ~7
    let ref = old ? allocateOld(size) : allocate(size)
    guard !ref.isNull else { return ref }
    header(.string, ref, size)
    cage.store32(UInt32(bytes.count), ref.offset, StringLayout.length)
    cage.store32(0, ref.offset, StringLayout.hash)
    for (index, byte) in bytes.enumerated() { cage.store8(byte, ref.offset, StringLayout.bytes + index) }
    return ref
  }

  func text(_ ref: Ref) -> String {
    let count = Int(cage.load32(ref.offset, StringLayout.length))
    let bytes = (0..<count).map { cage.load8(ref.offset, StringLayout.bytes + $0) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A class with a root shape for instances with this many fields; null if memory is out. Keeps the shape alive.
  func makeShape(fields: Int) -> Ref {
    let `class` = allocateOld(ClassLayout.size)
    guard !`class`.isNull else { return .null }
    cage.fill(`class`.offset, count: ClassLayout.size, with: 0)
    header(.class, `class`, ClassLayout.size)
    roots.oldRefs.append(`class`)
    let shape = allocateOld(ShapeLayout.size)
    guard !shape.isNull else { return .null }
    cage.fill(shape.offset, count: ShapeLayout.size, with: 0)
    header(.shape, shape, ShapeLayout.size)
    cage.store32(`class`.offset, shape.offset, ShapeLayout.class)
    cage.store32(UInt32(fields), shape.offset, ShapeLayout.inlineCapacity)
    cage.store32(UInt32(InstanceLayout.fields + fields * 8), shape.offset, ShapeLayout.instanceSize)
    cage.store32(shape.offset, `class`.offset, ClassLayout.rootShape)
    return shape
  }

  func makeInstance(_ shape: Ref) -> Ref {
    let size = Int(cage.load32(shape.offset, ShapeLayout.instanceSize))
    let ref = allocate(size)
    guard !ref.isNull else { return ref }
    cage.store32(shape.offset, ref.offset)
    cage.store32(0, ref.offset, InstanceLayout.overflow)
    cage.fill(ref.offset + UInt32(InstanceLayout.fields), count: (size - 8) / 8, with: .nil)
    return ref
  }

  // MARK: - Mutating

  /// Stores a value in an object, with the write barrier.
  func store(_ value: Value, _ object: Ref, _ displacement: Int) {
    cage.store(value, object.offset, displacement)
    if value.isYoung { barrier(object) }
  }

  /// Stores the out-of-line fields of an instance.
  func storeOverflow(_ fields: Ref, _ instance: Ref) {
    let flags = cage.flags(instance)
    cage.store32(fields.offset | flags, instance.offset, InstanceLayout.overflow)
    if fields.isYoung { barrier(instance) }
  }

  private func barrier(_ object: Ref) {
    if !object.isYoung, cage.flags(object) & HeaderFlags.remembered == 0 {
      heap.value.remember(object)
    }
  }
}
