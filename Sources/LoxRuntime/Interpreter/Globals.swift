/// Global variables: slots in the cage that never move, so that code refers to a slot by its offset.
///
/// Slots lie in chunks, old objects of the kind `fields` that the table keeps alive.
struct Globals {
  /// The names, and the slot of each.
  private(set) var names: [Ref] = []
  private var slots: [UInt32] = []
  /// Where in `names` a name is, found by its hash; -1 for nowhere. (A dictionary looks up conformances when it is
  /// first used, which takes a tenth of the time in which a short script starts.)
  private var table = [Int32](repeating: -1, count: 64)
  private(set) var chunks: [(ref: Ref, count: Int)] = []
  private var free = 0

  static let firstChunk = 30
  static let largestChunk = 1000

  func slot(_ name: Ref) -> UInt32? {
    let number = table[place(of: name)]
    return number < 0 ? nil : slots[Int(number)]
  }

  /// The slots, in the order of `names`.
  var allSlots: [UInt32] { slots }

  /// Where the table has a name, or has room for it.
  private func place(of name: Ref) -> Int {
    let mask = table.count &- 1
    var place = Int((name.offset &* 0x9e37_79b1) >> 8) & mask
    while table[place] >= 0, names[Int(table[place])] != name { place = (place &+ 1) & mask }
    return place
  }

  private mutating func enter(_ name: Ref, _ slot: UInt32) {
    names.append(name)
    slots.append(slot)
    if names.count * 2 <= table.count {
      table[place(of: name)] = Int32(names.count - 1)
    } else {
      table = [Int32](repeating: -1, count: table.count * 2)
      for number in names.indices { table[place(of: names[number])] = Int32(number) }
    }
  }

  /// Makes a slot that holds `undefined`; nil if memory is out.
  mutating func add(_ name: Ref, heap: inout Heap) -> UInt32? {
    if free == 0 {
      let count = chunks.isEmpty ? Globals.firstChunk : Globals.largestChunk
      let size = FieldsLayout.values + count * 8
      let chunk = heap.allocateOld(size: size)
      guard !chunk.isNull else { return nil }
      heap.cage.setHeader(chunk, .fields, size: size)
      heap.cage.store32(UInt32(count), chunk.offset, FieldsLayout.capacity)
      heap.cage.fill(chunk.offset &+ UInt32(FieldsLayout.values), count: count, with: .undefined)
      chunks.append((chunk, count))
      free = count
    }
    guard let chunk = chunks.last else { return nil }
    let slot = chunk.ref.offset &+ UInt32(FieldsLayout.values + (chunk.count - free) * 8)
    free -= 1
    enter(name, slot)
    return slot
  }
}

extension Machine {
  /// The slot of the global of this name, which may still be undefined; nil if memory is out.
  mutating func globalSlot(_ name: Ref) -> UInt32? {
    let heap = heap
    return modules.globals.slot(name) ?? modules.globals.add(name, heap: &heap.value)
  }
}
