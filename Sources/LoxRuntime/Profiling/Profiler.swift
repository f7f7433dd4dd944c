import LoxBytecode

/// Samples of what a machine does: which functions are running, with their callers, where objects are made, and when the heap
/// is collected.
///
/// A sample is taken where a slice of fuel ends, and after a certain number of allocated bytes: at places that depend only on the
/// program, so a profile is the same each time, except for the times of collections. A sample weighs as much as was
/// executed or allocated since the last one.
package final class Profiler {
  /// A chain of calls, as a node in the tree of all of them. Recursion through the same functions is distinguished only by its
  /// depth.
  package struct Node {
    /// -1 for functions that the host has called.
    package let parent: Int32
    /// The function's index in the isolate; `elided` for calls that were left out because there were too many; less for one that is
    /// written in Swift.
    package let function: Int32
    /// What was executed and allocated while this function was the innermost one.
    package var units = 0
    package var bytes = 0
    /// The time that a function took that is written in Swift.
    package fileprivate(set) var nanoseconds = 0

    /// An index into `swiftTimes.functions`; nil if it is a function of a script.
    package var swiftFunction: Int? {
      function < Profiler.elided ? Int(Profiler.elided) - 1 - Int(function) : nil
    }
  }

  /// What happened at a place in the code.
  package struct Place {
    /// The line that it comes from: an index into `lines`.
    package fileprivate(set) var line: Int32
    /// What was executed according to samples at this place. A place that pays for a loop or a function stands for all of it.
    package fileprivate(set) var units = 0
    package fileprivate(set) var bytes = 0
  }

  /// A line of a function that makes calls.
  package struct Line {
    /// The function's index in the isolate.
    package let function: Int32
    package let number: Int
    /// What was executed by the calls that the line made.
    package fileprivate(set) var calledUnits = 0
    /// The last sample that was counted: in a recursion, a line counts only once.
    fileprivate var lastSample = -1
  }

  /// A collection of garbage.
  package struct Collection {
    /// Since profiling began.
    package var startNanoseconds: UInt64
    package var pauseNanoseconds: UInt64
    package var isFull: Bool
    package var bytesBefore: Int
    package var bytesAfter: Int
  }

  package static let elided: Int32 = -1
  private static let maximumNodes = 1 << 20
  /// Of a deeper stack, a sample has only the innermost calls.
  static let maximumDepth = 128
  /// The average number of units of fuel, and of bytes, for each sample.
  private static let unitsPerSample = 1 << 14
  private static let bytesPerSample = 1 << 16

  package private(set) var nodes: [Node] = []
  package private(set) var places: [Place] = []
  package private(set) var lines: [Line] = []
  /// For each function, where its places begin; -1 if it was never seen.
  package private(set) var firstPlaces: [Int] = []
  package private(set) var sampleCount = 0
  package private(set) var collections: [Collection] = []

  private var table = [Int32](repeating: -1, count: 1024)
  private var codeLines: [Int: CodeLines] = [:]
  private var random: UInt64 = 1
  private let start = MonotonicClock.nanoseconds()

  /// What the machine had used and allocated at the last sample.
  var lastUnits = 0
  var lastAllocation = Heap.Allocation()

  /// The time in functions that are written in Swift.
  package internal(set) var swiftTimes = SwiftTimes()

  init() {}

  /// The distance to the next sample. It is short at first, so that even a short program has samples, and irregular,
  /// since otherwise the samples of a regular program would always hit the same part of it.
  var unitInterval: Int { interval(around: Profiler.unitsPerSample) }
  var byteInterval: Int { interval(around: Profiler.bytesPerSample) }

  private func interval(around average: Int) -> Int {
    let average = average >> max(0, 8 - sampleCount / 128)
    random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return average / 2 + Int(random >> 33) % average
  }

  // MARK: - Samples

  /// An active call: its function, and its place in words from the start of the function.
  struct Call {
    var record: FunctionRecord
    var pc: Int
  }

  /// Takes a sample of calls, innermost first. Their functions must have been prepared.
  func add(_ calls: [Call], isElided: Bool, units: Int, bytes: Int) {
    guard let innermost = calls.first else { return }
    sampleCount += 1
    let node = node(of: calls, isElided: isElided)
    nodes[Int(node)].units &+= units
    nodes[Int(node)].bytes &+= bytes
    if units > 0 {
      for call in calls.dropFirst() {
        let line = Int(places[place(of: call)].line)
        guard lines[line].lastSample != sampleCount else { continue }
        lines[line].lastSample = sampleCount
        lines[line].calledUnits &+= units
      }
    }
    let place = place(of: innermost)
    places[place].units &+= units
    places[place].bytes &+= bytes
  }

  /// The node of a function that is written in Swift, called by others, innermost first.
  func node(ofSwiftFunction number: Int, calledBy calls: [Call], isElided: Bool) -> Int32 {
    let chain = node(of: calls, isElided: isElided)
    return child(of: chain, Profiler.elided - 1 - Int32(truncatingIfNeeded: number))
  }

  /// Adds time to the node of a function that is written in Swift.
  func add(nanoseconds: Int, to node: Int32) { nodes[Int(node)].nanoseconds &+= nanoseconds }

  private func node(of calls: [Call], isElided: Bool) -> Int32 {
    var node: Int32 = -1
    if isElided { node = child(of: node, Profiler.elided) }
    for call in calls.reversed() { node = child(of: node, Int32(truncatingIfNeeded: call.record.index)) }
    return node
  }

  func add(_ collection: Collection) {
    var collection = collection
    collection.startNanoseconds &-= start
    collections.append(collection)
  }

  /// The lines of a program, which is identified by the index of its first function.
  func codeLines(of program: Program, _ firstIndex: Int) -> CodeLines {
    if let known = codeLines[firstIndex] { return known }
    let lines = CodeLines(program)
    codeLines[firstIndex] = lines
    return lines
  }

  /// Whether the lines of a function are known.
  func isPrepared(_ index: Int) -> Bool { index < firstPlaces.count && firstPlaces[index] >= 0 }

  /// Notes the line of each word of a function.
  func prepare(_ index: Int, lines numbers: [Int]) {
    while firstPlaces.count <= index { firstPlaces.append(-1) }
    firstPlaces[index] = places.count
    var known: [Int: Int32] = [:]
    for number in numbers {
      if known[number] == nil {
        known[number] = Int32(truncatingIfNeeded: lines.count)
        lines.append(Line(function: Int32(truncatingIfNeeded: index), number: number))
      }
      places.append(Place(line: known[number] ?? 0))
    }
  }

  private func place(of call: Call) -> Int {
    // The fuel of a call is the number of the function's words.
    firstPlaces[call.record.index] + max(0, min(call.pc, call.record.codeCount - 1))
  }

  /// The node of a function called from another node.
  private func child(of parent: Int32, _ function: Int32) -> Int32 {
    var slot = Profiler.slot(parent, function, table.count)
    while table[slot] >= 0 {
      let node = nodes[Int(table[slot])]
      if node.parent == parent, node.function == function { return table[slot] }
      slot = (slot + 1) & (table.count - 1)
    }
    // New chains are cut off when there are too many.
    if nodes.count >= Profiler.maximumNodes, parent >= 0 { return parent }
    let number = Int32(truncatingIfNeeded: nodes.count)
    nodes.append(Node(parent: parent, function: function))
    table[slot] = number
    if nodes.count * 2 > table.count { growTable() }
    return number
  }

  private func growTable() {
    table = [Int32](repeating: -1, count: table.count * 2)
    for (number, node) in nodes.enumerated() {
      var slot = Profiler.slot(node.parent, node.function, table.count)
      while table[slot] >= 0 { slot = (slot + 1) & (table.count - 1) }
      table[slot] = Int32(truncatingIfNeeded: number)
    }
  }

  private static func slot(_ parent: Int32, _ function: Int32, _ count: Int) -> Int {
    let mixed =
      (UInt64(UInt32(bitPattern: parent)) << 32 | UInt64(UInt32(bitPattern: function)))
      &* 0x9e37_79b9_7f4a_7c15
    return Int(mixed >> 33) & (count - 1)
  }
}
