/// A run of values in the cage.
struct ValueRun {
  var offset: UInt32
  var count: Int

  @inline(__always) func place(_ index: Int) -> UInt32 { offset &+ UInt32(truncatingIfNeeded: index &* 8) }
}

extension Cage {
  /// Whether a value is an object of a kind that has no tag of its own.
  @inline(always) func has(_ value: Value, _ kind: ObjectKind) -> Bool {
    value.has(.object) && has(value.ref, kind)
  }

  /// The elements of a list: no more than its storage has room for. If damaged, still any number.
  func elements(ofList list: Ref) -> ValueRun {
    let storage = ref(list, ListLayout.storage)
    let offset = storage.offset &+ UInt32(ElementsLayout.values)
    if storage.isNull { return ValueRun(offset: offset, count: 0) }
    let count = min(load32(list.offset, ListLayout.count), load32(storage.offset, ElementsLayout.capacity))
    return ValueRun(offset: offset, count: clipped(offset, Int(count) &* 8) / 8)
  }

  /// Lets a storage hold any values. It has the same bytes as one of numbers.
  @inline(always) func admitAnyValue(_ storage: Ref) { store32(ObjectKind.elements.rawValue, storage.offset) }

  func setCount(_ count: Int, ofList list: Ref) {
    store32(UInt32(truncatingIfNeeded: count), list.offset, ListLayout.count)
  }

  /// Makes a list of memory for one; its storage has no elements yet, or is null.
  func initializeList(_ list: Ref, storage: Ref) {
    setHeader(list, .list, size: ListLayout.size)
    store64(UInt64(storage.offset) << 32, list.offset, ListLayout.count)
  }

  /// Makes a storage of numbers, which are any, of memory for one.
  func setHeader(ofStorage storage: Ref, capacity: Int) {
    setHeader(storage, .numbers, size: ElementsLayout.values &+ capacity &* 8)
    store64(UInt64(UInt32(truncatingIfNeeded: capacity)), storage.offset, ElementsLayout.capacity)
  }

  /// Changes the capacity of a storage that has the memory for it.
  func setCapacity(_ capacity: Int, ofStorage storage: Ref) {
    let size = UInt32(truncatingIfNeeded: ElementsLayout.values &+ capacity &* 8)
    store32(size | flags(storage) & HeaderFlags.mask, storage.offset, HeaderLayout.flags)
    store32(UInt32(truncatingIfNeeded: capacity), storage.offset, ElementsLayout.capacity)
  }

  /// Makes a storage of numbers, all 0, of memory for one.
  func initializeStorage(_ storage: Ref, capacity: Int) {
    setHeader(ofStorage: storage, capacity: capacity)
    fill(storage.offset &+ UInt32(ElementsLayout.values), count: capacity &* 8, with: 0)
  }
}

extension Heap {
  /// A capacity of at least so many elements, for which a large storage ends with a card.
  static func elementCapacity(atLeast count: Int) -> Int {
    let isLarge = ElementsLayout.values &+ count &* 8 > OldSpace.maximumSmallSize
    return isLarge ? (count &+ 17) & ~15 &- 2 : count
  }

  /// Stores a value at a place of an object that is scanned.
  mutating func store(_ value: Value, _ place: UInt32, in object: Ref) {
    cage.store(value, place)
    if !object.isYoung && value.isYoung { remember(object, place: place) }
  }
}
