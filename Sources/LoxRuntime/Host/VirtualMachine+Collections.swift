/// How hosts look into lists, maps and ranges. Their elements are found anew for each access, so whatever changes meanwhile, nothing that is
/// out of date is used.
extension VirtualMachine {
  package func isList(_ slot: Slot) -> Bool { machine.value.cage.has(machine[slot], .list) }
  package func isMap(_ slot: Slot) -> Bool { machine.value.cage.has(machine[slot], .map) }

  // MARK: - Lists

  /// How many elements a list has; 0 for other values.
  package func elementCount(ofList slot: Slot) -> Int {
    isList(slot) ? machine.value.elements(ofList: machine[slot].ref).count : 0
  }

  /// Pushes an element of a list; false if it has none of this index.
  package func pushElement(_ index: Int, ofList slot: Slot) throws(RuntimeError) -> Bool {
    guard isList(slot) else { return false }
    let elements = machine.value.elements(ofList: machine[slot].ref)
    guard index >= 0, index < elements.count else { return false }
    try push(machine.value.cage.value(elements.place(index)))
    return true
  }

  // MARK: - Maps

  /// How many entries a map has; 0 for other values.
  package func entryCount(ofMap slot: Slot) -> Int {
    guard isMap(slot) else { return 0 }
    let map = machine[slot].ref
    return min(machine.value.count(ofMap: map), machine.value.entries(ofMap: map).capacity)
  }

  /// A number that changes whenever a key is added to a map or removed.
  package func version(ofMap slot: Slot) -> UInt32 {
    isMap(slot) ? machine.value.cage.load32(machine[slot].ref.offset, MapLayout.version) : 0
  }

  /// Which part of an entry is wanted.
  package enum EntryPart { case key, value }

  /// Where the next entry of a map is, from a place on, in the order in which keys were added; nil if there is none.
  package func nextEntry(ofMap slot: Slot, from place: Int) throws(RuntimeError) -> Int? {
    guard isMap(slot) else { return nil }
    return try paying {
      let map = machine[slot].ref
      return machine.value.nextEntry(ofMap: map, from: place, machine.value.entries(ofMap: map))
    }
  }

  /// Pushes the key or the value of an entry that was found in a map; nil if it is gone.
  package func push(_ part: EntryPart, ofEntry place: Int, ofMap slot: Slot) throws(RuntimeError) {
    guard isMap(slot) else { return try pushNil() }
    let map = machine[slot].ref
    let entries = machine.value.entries(ofMap: map)
    guard place >= 0, place < machine.value.usedEntries(ofMap: map, entries),
      entries.key(place) != .undefined
    else { return try pushNil() }
    try push(part == .key ? entries.key(place) : entries.value(place))
  }

  /// Pushes the value of the key in a slot; false if the map has no such key.
  package func pushValue(forKey key: Slot, ofMap slot: Slot) throws(RuntimeError) -> Bool {
    try pushValue(forKey: machine[key], ofMap: slot)
  }

  /// Pushes the value of a key that is a number; false if the map has no such key.
  package func pushValue(forKey key: Double, ofMap slot: Slot) throws(RuntimeError) -> Bool {
    try pushValue(forKey: Value(key), ofMap: slot)
  }

  /// Pushes the value of a key that is a string; false if the map has no such key.
  package func pushValue(forKey key: String, ofMap slot: Slot) throws(RuntimeError) -> Bool {
    // Most keys are names in the script.
    if let known = machine.value.strings.find(key, machine.value.cage) {
      return try pushValue(forKey: Value(.string, known), ofMap: slot)
    }
    let base = top
    try push(key)
    guard try pushValue(forKey: machine[base], ofMap: slot) else {
      pop(to: base)
      return false
    }
    machine[base] = machine[base.advanced(by: 1)]
    pop(to: base.advanced(by: 1))
    return true
  }

  private func pushValue(forKey key: Value, ofMap slot: Slot) throws(RuntimeError) -> Bool {
    guard isMap(slot) else { return false }
    let found = try paying { machine.value.find(key, inMap: machine[slot].ref) }
    guard let found else { return false }
    // Nothing has moved since.
    let entries = machine.value.entries(ofMap: machine[slot].ref)
    guard found < entries.capacity else { return false }
    try push(entries.value(found))
    return true
  }

  /// What the machine charges for becomes part of the crossing.
  private func paying<R>(_ body: () -> R) throws(RuntimeError) -> R {
    let fuel = machine.value.calls.parked.fuel
    let result = body()
    let used = fuel &- machine.value.calls.parked.fuel
    machine.value.calls.parked.fuel = fuel
    try pay(bytes: 0, units: 4 &+ used)
    return result
  }

  // MARK: - Ranges

  /// The parts of a range.
  package struct RangeContent: Equatable {
    package var start: Double
    package var end: Double
    package var step: Double
    package var isClosed: Bool

    package init(start: Double, end: Double, step: Double, isClosed: Bool) {
      (self.start, self.end, self.step, self.isClosed) = (start, end, step, isClosed)
    }
  }

  /// The parts of a range; nil for other values.
  package func range(of slot: Slot) -> RangeContent? { range(of: machine[slot]) }
  package func range(ofHandle index: Int) -> RangeContent? { range(of: handles[index]) }

  private func range(of value: Value) -> RangeContent? {
    guard machine.value.cage.has(value, .range) else { return nil }
    let parts = machine.value.cage.parts(ofRange: value.ref)
    return RangeContent(start: parts.start, end: parts.end, step: parts.step, isClosed: parts.isClosed)
  }
}
