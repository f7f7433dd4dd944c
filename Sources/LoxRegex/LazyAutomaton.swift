/// A deterministic automaton for a program, made while it reads: a state is the list of instructions at which a machine for the program
/// would wait for the next character, in the order of preference.
///
/// Assertions look at both sides of a place, so a state also knows what it has seen last, and assertions wait as well until the next character
/// is known. For the same reason a match is noticed one character after its end.
///
/// The states take a bounded amount of memory: if there are too many, all are forgotten.
struct LazyAutomaton: Sendable {
  /// How the entries of the table are read: the place of the next state's row, and these.
  enum Entry {
    /// The text before this character is a match.
    static let match: UInt32 = 1 << 31
    /// The next state is none: it is not known, no match is left, or nothing has begun.
    static let stop: UInt32 = 1 << 30
    static let row: UInt32 = stop &- 1

    static let unknown = stop
  }

  private let program: Program
  /// Whether it looks for the match that is preferred; else it looks for all.
  private let isForward: Bool
  private let start: UInt32
  private let marksStart: Bool
  private let alphabet: Alphabet

  // MARK: States

  /// A row for each state: an entry for each class of characters, one for the end, and the weight. Row 0 is no state; row 1 is the state without
  /// instructions.
  private(set) var rows: [UInt32] = []
  let stride: Int
  private var lists: [UInt32] = []
  private struct State: Sendable {
    var first: Int
    var count: Int
    var seen: Surrounding
  }
  private var states: [State] = []
  /// How often all states were forgotten.
  private var generation = 0
  /// Numbers of states by the hashes of their lists; 0 is none.
  private var table: [UInt32] = []
  /// The rows with which searches begin, by what is before; 0 if they are not known.
  private var startRows = [0, 0, 0, 0]
  /// The list at the begin of a search.
  private var startList: [UInt32] = []

  // MARK: For the next state

  private var list: [UInt32] = []
  private var resolved: [UInt32] = []
  private var stack: [UInt32] = []
  /// For each instruction, in which round it was passed.
  private var passed: [UInt32]
  private var round: UInt32 = 0
  /// Whether the list ends with a match, so that nothing after it counts.
  private var isCut = false

  /// The columns after those of the classes.
  var endColumn: Int { stride &- 2 }
  var weightColumn: Int { stride &- 1 }
  var deadRow: Int { stride }

  /// States may take this much memory, or that of a few.
  private static let memoryLimit = 1 << 18

  /// `isSearch` if what it looks for need not begin where it begins to read; `marksStart` if reading may have to stop where nothing has begun.
  init(_ program: Program, _ alphabet: Alphabet, isForward: Bool, isSearch: Bool, marksStart: Bool) {
    self.program = program
    self.marksStart = marksStart
    start = isSearch ? program.searchStart : program.start
    self.alphabet = alphabet
    self.isForward = isForward
    stride = alphabet.count + 2
    passed = Array(repeating: 0, count: program.count)
    forget()
    beginList()
    add(start)
    startList = list
  }

  var memory: Int {
    rows.capacity * 4 + lists.capacity * 4 + states.capacity * 24 + table.capacity * 4 + program.count * 16
  }

  private mutating func forget() {
    generation &+= 1
    startRows = [0, 0, 0, 0]
    rows.removeAll(keepingCapacity: true)
    rows.append(contentsOf: repeatElement(Entry.unknown, count: stride * 2))
    for column in 0..<stride { rows[deadRow &+ column] = Entry.stop | UInt32(deadRow) }
    lists.removeAll(keepingCapacity: true)
    states.removeAll(keepingCapacity: true)
    states += [State(first: 0, count: 0, seen: .edge), State(first: 0, count: 0, seen: .edge)]
    table = Array(repeating: 0, count: 64)
  }

  /// The row of the state with which a search begins, given what is before.
  mutating func startRow(after seen: Surrounding) -> Int {
    let seen = program.hasAssertions ? seen : .edge
    let known = startRows[Int(seen.rawValue)]
    if known != 0 { return known }
    beginList()
    add(start)
    sortIfUnordered()
    let row = find(seen: seen)
    startRows[Int(seen.rawValue)] = row
    return row
  }

  /// Whether a state is one in which nothing has begun.
  func isStart(_ row: Int) -> Bool {
    let state = states[row / stride]
    guard state.count == startList.count else { return false }
    for index in 0..<state.count where lists[state.first &+ index] != startList[index] { return false }
    return true
  }

  /// What follows a state for a column, which is found out if the table has a gap there.
  mutating func entry(_ row: Int, _ column: Int, _ steps: inout Int) -> UInt32 {
    let entry = rows[row &+ column]
    return entry == Entry.unknown ? step(row, column, &steps) : entry
  }

  /// Finds out what follows a state for a column; the result is the entry of the table, and work is counted in instructions. All rows but that of
  /// the entry may have become invalid.
  mutating func step(_ row: Int, _ column: Int, _ steps: inout Int) -> UInt32 {
    let state = states[row / stride]
    let next: Surrounding = column < alphabet.count ? alphabet.surroundings[column] : .edge
    resolve(state, next)
    steps &+= resolved.count &+ stride / 16 &+ 8
    var isMatch = false
    beginList()
    for place in resolved {
      let instruction = program.instructions[Int(place)]
      if instruction.operation == .match {
        isMatch = true
        if isForward { break }
      } else if column < alphabet.count, program.matches(instruction, column, alphabet) {
        add(instruction.next)
        if isCut { break }
      }
    }
    steps &+= list.count &* 2
    let mark = isMatch ? Entry.match : 0
    guard !list.isEmpty else {
      rows[row &+ column] = Entry.stop | UInt32(truncatingIfNeeded: deadRow) | mark
      return rows[row &+ column]
    }
    sortIfUnordered()
    let generation = generation
    let target = find(seen: program.hasAssertions ? next : .edge)
    var entry = UInt32(truncatingIfNeeded: target) | mark
    if marksStart, isStart(target) { entry |= Entry.stop }
    // If all states were forgotten, the one from which this one comes is also gone.
    if generation == self.generation { rows[row &+ column] = entry }
    return entry
  }

  /// The state's instructions once the next character is known: those after assertions that hold are there instead of these.
  private mutating func resolve(_ state: State, _ next: Surrounding) {
    resolved.removeAll(keepingCapacity: true)
    guard program.hasAssertions else {
      resolved.append(contentsOf: lists[state.first..<state.first &+ state.count])
      return
    }
    beginList()
    for index in state.first..<state.first &+ state.count {
      add(lists[index], seen: state.seen, next: next)
      if isCut { break }
    }
    swap(&list, &resolved)
  }

  private mutating func beginList() {
    list.removeAll(keepingCapacity: true)
    isCut = false
    round &+= 1
    if round == 0 {
      for place in passed.indices { passed[place] = 0 }
      round = 1
    }
  }

  /// Adds an instruction, or those that are reached from it without a character, in the order of preference.
  private mutating func add(_ place: UInt32, seen: Surrounding? = nil, next: Surrounding = .edge) {
    stack.append(place)
    while let place = stack.popLast() {
      if passed[Int(place)] == round { continue }
      passed[Int(place)] = round
      let instruction = program.instructions[Int(place)]
      switch instruction.operation {
      case .split:
        stack.append(instruction.operand)
        stack.append(instruction.next)
      case .save: stack.append(instruction.next)
      case .assertion:
        guard let seen else {
          list.append(place)
          continue
        }
        guard let assertion = Assertion(rawValue: UInt8(truncatingIfNeeded: instruction.operand)) else {
          continue
        }
        if isForward ? assertion.holds(seen, next) : assertion.holds(next, seen) {
          stack.append(instruction.next)
        }
      case .class, .set, .any: list.append(place)
      case .fail: break
      case .match:
        list.append(place)
        if isForward {
          isCut = true
          stack.removeAll(keepingCapacity: true)
        }
      }
    }
  }

  /// The order does not matter if all matches are looked for.
  private mutating func sortIfUnordered() {
    if !isForward { list.sort() }
  }

  /// The row of the state with this list, which may be a new one.
  private mutating func find(seen: Surrounding) -> Int {
    var hash = UInt64(seen.rawValue) &+ 0x9E37_79B9_7F4A_7C15
    for place in list { hash = (hash ^ UInt64(place)) &* 0xFF51_AFD7_ED55_8CCD ^ hash >> 29 }
    var slot = Int(truncatingIfNeeded: hash >> 20) & (table.count &- 1)
    while table[slot] != 0 {
      let number = Int(table[slot])
      if states[number].seen == seen, hasList(states[number]) { return number &* stride }
      slot = (slot &+ 1) & (table.count &- 1)
    }
    let used = rows.count &* 4 &+ lists.count &* 4 &+ states.count &* 32
    if used &+ stride &* 4 &+ list.count &* 4 > LazyAutomaton.memoryLimit, states.count >= 10 {
      forget()
      slot = Int(truncatingIfNeeded: hash >> 20) & (table.count &- 1)
    }
    let number = states.count
    states.append(State(first: lists.count, count: list.count, seen: seen))
    lists.append(contentsOf: list)
    rows.append(contentsOf: repeatElement(Entry.unknown, count: stride))
    var weight = 0
    for place in list { weight &+= Int(program.weights[Int(place)]) }
    rows[number &* stride &+ weightColumn] = UInt32(truncatingIfNeeded: max(1, min(weight, program.count)))
    table[slot] = UInt32(truncatingIfNeeded: number)
    if states.count &* 2 > table.count { growTable() }
    return number &* stride
  }

  private func hasList(_ state: State) -> Bool {
    guard state.count == list.count else { return false }
    for index in 0..<list.count where lists[state.first &+ index] != list[index] { return false }
    return true
  }

  private mutating func growTable() {
    table = Array(repeating: 0, count: table.count &* 2)
    for number in 2..<states.count {
      let state = states[number]
      var hash = UInt64(state.seen.rawValue) &+ 0x9E37_79B9_7F4A_7C15
      for index in state.first..<state.first &+ state.count {
        hash = (hash ^ UInt64(lists[index])) &* 0xFF51_AFD7_ED55_8CCD ^ hash >> 29
      }
      var slot = Int(truncatingIfNeeded: hash >> 20) & (table.count &- 1)
      while table[slot] != 0 { slot = (slot &+ 1) & (table.count &- 1) }
      table[slot] = UInt32(truncatingIfNeeded: number)
    }
  }
}
