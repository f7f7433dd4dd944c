/// A module of an isolate, which has global variables of its own.
struct ModuleID: Hashable {
  var number: UInt32

  /// The scripts that the host runs: they have their global variables in common.
  static let main = ModuleID(number: 0)
  /// What modules see of the host's definitions, whatever scripts make of those.
  static let host = ModuleID(number: .max)
  /// The module of an import of which nobody has said what it means.
  static let none = ModuleID(number: .max - 1)
}

/// Global variables: slots in the cage that never move, so that code refers to a slot by its offset.
///
/// Slots lie in chunks, old objects of the kind `fields` that the table keeps alive.
struct Globals {
  struct Entry {
    let name: Ref
    let owner: ModuleID
    fileprivate(set) var slot: UInt32
    /// The number of the entry that this is another name of; -1 for none.
    fileprivate(set) var original: Int32 = -1
    /// Whether the host has defined it.
    var isOfHost = false
    /// Whether the host has removed it though it offers one of this name.
    fileprivate(set) var isWithheld = false
  }

  /// All variables, in the order in which they were first mentioned.
  private(set) var entries: [Entry] = []
  /// Where in `entries` a name of a module is, found by a hash; -1 for nowhere. (A dictionary looks up conformances when it is
  /// first used, which takes a tenth of the time in which a short script starts.)
  private var table = [Int32](repeating: -1, count: 64)
  private(set) var chunks: [(ref: Ref, count: Int)] = []
  /// The slots that no variable has, those to be taken first last. They hold `undefined`.
  private var freeSlots: [UInt32] = []
  /// The number of variables at which it is time to look which of them are not in use.
  private var sweepThreshold = Globals.minimumSweepThreshold

  static let firstChunk = 30
  static let largestChunk = 1000
  private static let minimumSweepThreshold = 1000

  /// Whether there are so many variables that it is time to look which of them are not in use.
  var wantsSweep: Bool { entries.count > sweepThreshold }

  /// The number of a variable.
  func number(_ name: Ref, of owner: ModuleID = .main) -> Int? {
    let number = table[place(of: name, owner)]
    return number < 0 ? nil : Int(number)
  }

  func slot(_ name: Ref, of owner: ModuleID = .main) -> UInt32? { number(name, of: owner).map(slot) }

  /// The slot of the variable, or of the one that it is another name of.
  func slot(_ number: Int) -> UInt32 {
    entries[number].original < 0 ? entries[number].slot : entries[original(of: number)].slot
  }

  /// Where the table has a name, or has room for it.
  private func place(of name: Ref, _ owner: ModuleID) -> Int {
    let mask = table.count &- 1
    var place = Int((name.offset &* 0x9e37_79b1 &+ owner.number &* 0x85eb_ca6b) >> 8) & mask
    while table[place] >= 0,
      entries[Int(table[place])].name != name || entries[Int(table[place])].owner != owner
    {
      place = (place &+ 1) & mask
    }
    return place
  }

  private mutating func enter(_ entry: Entry) {
    entries.append(entry)
    if entries.count * 2 <= table.count {
      table[place(of: entry.name, entry.owner)] = Int32(entries.count - 1)
    } else {
      rebuildTable()
    }
  }

  private mutating func rebuildTable() {
    var size = 64
    while size < entries.count * 2 { size *= 2 }
    table = [Int32](repeating: -1, count: size)
    for number in entries.indices {
      table[place(of: entries[number].name, entries[number].owner)] = Int32(number)
    }
  }

  /// Makes a slot that holds `undefined`, for a name that its module doesn't have yet; nil if memory is out.
  mutating func add(_ name: Ref, of owner: ModuleID = .main, heap: inout Heap) -> Int? {
    guard let slot = makeSlot(&heap) else { return nil }
    enter(Entry(name: name, owner: owner, slot: slot))
    return entries.count - 1
  }

  private mutating func makeSlot(_ heap: inout Heap) -> UInt32? {
    if let slot = freeSlots.popLast() { return slot }
    let count = chunks.isEmpty ? Globals.firstChunk : Globals.largestChunk
    let size = FieldsLayout.values + count * 8
    let chunk = heap.allocateOld(size: size)
    guard !chunk.isNull else { return nil }
    heap.cage.setHeader(chunk, .fields, size: size)
    heap.cage.store32(UInt32(count), chunk.offset, FieldsLayout.capacity)
    heap.cage.fill(chunk.offset &+ UInt32(FieldsLayout.values), count: count, with: .undefined)
    chunks.append((chunk, count))
    freeSlots = Globals.slots(of: (chunk, count)).reversed()
    return freeSlots.popLast()
  }

  private static func slots(of chunk: (ref: Ref, count: Int)) -> StrideTo<UInt32> {
    let start = chunk.ref.offset &+ UInt32(FieldsLayout.values)
    return stride(from: start, to: start &+ UInt32(chunk.count * 8), by: 8)
  }

  mutating func noteDefinedByHost(_ number: Int) {
    entries[number].isOfHost = true
  }

  /// Notes that the host has removed a variable; if it offers one of this name, it is not provided again.
  mutating func noteRemovedByHost(_ number: Int, isOffered: Bool) {
    entries[number].isOfHost = false
    entries[number].isWithheld = isOffered
  }

  /// Forgets all variables but some, and gives back all slots but those in use; chunks without any of these are given up.
  mutating func keep(_ isKept: [Bool], slots used: GlobalSlots, _ cage: Cage) {
    var numbers = [Int32](repeating: -1, count: entries.count)
    var kept: [Entry] = []
    for number in entries.indices where isKept[number] {
      numbers[number] = Int32(kept.count)
      kept.append(entries[number])
    }
    for number in kept.indices where kept[number].original >= 0 {
      kept[number].original = numbers[Int(kept[number].original)]
    }
    entries = kept
    rebuildTable()
    chunks = chunks.filter { Globals.slots(of: $0).contains { used.contains($0) } }
    freeSlots = chunks.reversed().flatMap { chunk in
      Globals.slots(of: chunk).reversed().filter { !used.contains($0) }
    }
    for slot in freeSlots { cage.store(.undefined, slot) }
    noteSweep()
  }

  /// Notes that all variables are in use.
  mutating func noteSweep() { sweepThreshold = max(Globals.minimumSweepThreshold, entries.count * 2) }
}

/// Variables that are other names of those of other modules.
extension Globals {
  func isOtherName(_ number: Int) -> Bool { entries[number].original >= 0 }

  /// Makes a variable another name of an existing one.
  mutating func setOriginal(of number: Int, to original: Int) {
    if number != original { entries[number].original = Int32(original) }
  }

  /// Gives a variable that is another name of one a slot of its own again; false if memory is out.
  mutating func separate(_ number: Int, heap: inout Heap) -> Bool {
    guard let slot = makeSlot(&heap) else { return false }
    entries[number].slot = slot
    entries[number].original = -1
    return true
  }

  /// The module that a variable belongs to in the end.
  func owner(of number: Int) -> ModuleID { entries[original(of: number)].owner }

  /// Follows the names to the variable itself. Modules that import a name from each other in a circle mean none.
  private func original(of number: Int) -> Int {
    var (original, steps) = (number, 0)
    while entries[original].original >= 0 {
      original = Int(entries[original].original)
      steps &+= 1
      if steps > entries.count { return number }
    }
    return original
  }

  /// Lets all names on the way from this one lead to the variable at once, so that long ways are gone once.
  mutating func shorten(_ number: Int) {
    let original = original(of: number)
    var next = number
    while entries[next].original >= 0, next != original {
      let following = Int(entries[next].original)
      entries[next].original = Int32(original)
      next = following
    }
    // In a circle, this one is the variable that all mean.
    if original == number { entries[number].original = -1 }
  }
}

extension Machine {
  /// The slot of the global of this name, which may still be undefined; nil if memory is out.
  mutating func globalSlot(_ name: Ref, of owner: ModuleID = .main) -> UInt32? {
    globalNumber(name, of: owner).map { modules.globals.slot($0) }
  }

  mutating func globalNumber(_ name: Ref, of owner: ModuleID) -> Int? {
    let heap = heap
    return modules.globals.number(name, of: owner) ?? modules.globals.add(name, of: owner, heap: &heap.value)
  }

  /// Notes that the host gives a variable a value, for modules as well: the slots that get it. Nil if memory is out.
  mutating func slotsToDefine(_ name: Ref) -> (UInt32, forModules: UInt32?)? {
    let owner = modules.beingDefined ?? .main
    guard let number = globalNumber(name, of: owner) else { return nil }
    if modules.globals.isOtherName(number) {
      let heap = heap
      guard modules.globals.separate(number, heap: &heap.value) else { return nil }
    }
    modules.globals.noteDefinedByHost(number)
    let slot = modules.globals.slot(number)
    return (slot, owner == .main ? modules.globals.slot(name, of: .host) : nil)
  }
}
