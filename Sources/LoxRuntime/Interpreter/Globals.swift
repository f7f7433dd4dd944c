/// Global variables: slots in the cage that never move, so that code refers to a slot by its offset.
///
/// Slots lie in chunks, old objects of the kind `fields` that the table keeps alive.
struct Globals {
  /// The slot of each name.
  private(set) var slots: [Ref: UInt32] = [:]
  /// The names in the order of their slots.
  private(set) var names: [Ref] = []
  private(set) var chunks: [(ref: Ref, count: Int)] = []
  private var free = 0

  static let firstChunk = 30
  static let largestChunk = 1000

  func slot(_ name: Ref) -> UInt32? { slots[name] }

  /// Makes a slot that holds `undefined`; nil if memory is out.
  mutating func add(_ name: Ref, heap: inout Heap) -> UInt32? {
    if free == 0 {
      let count = chunks.isEmpty ? Globals.firstChunk : Globals.largestChunk
      let size = FieldsLayout.values + count * 8
      let chunk = heap.allocateOld(size: size)
      guard !chunk.isNull else { return nil }
      heap.cage.store32(ObjectKind.fields.rawValue, chunk.offset)
      heap.cage.store32(UInt32(size), chunk.offset, 4)
      heap.cage.store32(UInt32(count), chunk.offset, FieldsLayout.capacity)
      heap.cage.fill(chunk.offset &+ UInt32(FieldsLayout.values), count: count, with: .undefined)
      chunks.append((chunk, count))
      free = count
    }
    guard let chunk = chunks.last else { return nil }
    let slot = chunk.ref.offset &+ UInt32(FieldsLayout.values + (chunk.count - free) * 8)
    free -= 1
    slots[name] = slot
    names.append(name)
    return slot
  }
}

extension Machine {
  /// The slot of the global of this name, which may still be undefined; nil if memory is out.
  mutating func globalSlot(_ name: Ref) -> UInt32? {
    globals.slot(name) ?? globals.add(name, heap: &heap.value)
  }
}
