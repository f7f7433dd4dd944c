import LoxBytecode
import LoxSource

/// A set of slots of globals.
struct GlobalSlots {
  /// In the order of their places, where the slots of each chunk begin, and which number the first of them has.
  private let chunks: [(start: UInt32, count: Int, firstNumber: Int)]
  private var isMember: [Bool]

  init(of globals: Globals) {
    var chunks: [(start: UInt32, count: Int, firstNumber: Int)] = []
    var count = 0
    for chunk in globals.chunks.sorted(by: { $0.ref.offset < $1.ref.offset }) {
      chunks.append((chunk.ref.offset &+ UInt32(FieldsLayout.values), chunk.count, count))
      count += chunk.count
    }
    self.chunks = chunks
    isMember = [Bool](repeating: false, count: count)
  }

  private func number(of slot: UInt32) -> Int? {
    let next = chunks.partitioningIndex { $0.start > slot }
    guard next > 0 else { return nil }
    let chunk = chunks[next - 1]
    let place = Int(slot &- chunk.start) / 8
    return place < chunk.count ? chunk.firstNumber + place : nil
  }

  func contains(_ slot: UInt32) -> Bool { number(of: slot).map { isMember[$0] } ?? false }

  mutating func insert(_ slot: UInt32) {
    if let number = number(of: slot) { isMember[number] = true }
  }
}

extension Machine {
  /// Forgets the globals that have no value and that no program mentions: they might as well never have been mentioned.
  ///
  /// No program is being linked.
  mutating func forgetUnusedGlobals() {
    let globals = modules.globals
    guard globals.entries.indices.contains(where: { !mustBeKept($0) }) else {
      return modules.globals.noteSweep()
    }
    var used = GlobalSlots(of: globals)
    modules.programs.forEachGlobal { used.insert($0) }
    var isKept = globals.entries.indices.map { number in
      mustBeKept(number) || used.contains(globals.slot(number)) || used.contains(globals.entries[number].slot)
    }
    modules.programs.forEachImportedName { name, module in
      if let number = globals.number(name, of: module) { isKept[number] = true }
    }
    // What a name stands for stays as long as the name.
    for number in isKept.indices where isKept[number] {
      var original = Int(globals.entries[number].original)
      while original >= 0, !isKept[original] {
        isKept[original] = true
        original = Int(globals.entries[original].original)
      }
    }
    guard isKept.contains(false) else { return modules.globals.noteSweep() }
    for number in isKept.indices where isKept[number] { used.insert(globals.entries[number].slot) }
    modules.globals.keep(isKept, slots: used, cage)
  }

  /// Whether a global stays, though no program mentions it.
  private mutating func mustBeKept(_ number: Int) -> Bool {
    let global = modules.globals.entries[number]
    // Modules get their names from each other before their programs are linked.
    return global.isWithheld || modules.globals.isOtherName(number) && global.owner != .main
      || cage.value(modules.globals.slot(number)) != .undefined
  }
}
