/// Where a run did its work, where it allocated memory, and when memory was collected.
///
/// Work is counted in units of fuel, about one for each simple instruction.
public struct Profile: Sendable {
  public struct Function: Hashable, Sendable {
    public var name: String
    public var sourceName: String
    /// The line of its declaration, from 1; 0 if there is none to show.
    public var line: Int

    public init(name: String, sourceName: String, line: Int) {
      self.name = name
      self.sourceName = sourceName
      self.line = line
    }

    /// Where it is declared.
    var place: String { line > 0 ? "\(sourceName):\(line)" : sourceName }
  }

  /// A chain of calls, as a node in the tree of all chains.
  public struct Node: Sendable {
    /// An index of an earlier node; nil if the host made the call.
    public var parent: Int?
    /// An index into `functions`.
    public var function: Int
    /// The work done by the function itself.
    public var units: Int
    public var bytes: Int
    /// The time that the function itself took, if it is written in Swift.
    public var nanoseconds: Int

    public init(parent: Int?, function: Int, units: Int, bytes: Int, nanoseconds: Int = 0) {
      self.parent = parent
      self.function = function
      self.units = units
      self.bytes = bytes
      self.nanoseconds = nanoseconds
    }
  }

  /// A function that is written in Swift, with all of its calls.
  public struct SwiftFunction: Sendable {
    public var name: String
    public var callCount: Int
    /// The time that it took, including that of asynchronous functions until they had their result.
    public var nanoseconds: Int

    public init(name: String, callCount: Int, nanoseconds: Int) {
      self.name = name
      self.callCount = callCount
      self.nanoseconds = nanoseconds
    }
  }

  public struct Line: Sendable {
    /// An index into `functions`.
    public var function: Int
    public var number: Int
    /// The work done by the line itself.
    public var units: Int
    /// The work done by the functions that it called.
    public var calledUnits: Int
    public var bytes: Int

    public init(function: Int, number: Int, units: Int, calledUnits: Int, bytes: Int) {
      self.function = function
      self.number = number
      self.units = units
      self.calledUnits = calledUnits
      self.bytes = bytes
    }
  }

  public struct Collection: Sendable {
    /// The time since the run began.
    public var startNanoseconds: Int
    public var pauseNanoseconds: Int
    /// Whether old objects were collected, too.
    public var isFull: Bool
    public var bytesBefore: Int
    public var bytesAfter: Int

    public init(startNanoseconds: Int, pauseNanoseconds: Int, isFull: Bool, bytesBefore: Int, bytesAfter: Int)
    {
      self.startNanoseconds = startNanoseconds
      self.pauseNanoseconds = pauseNanoseconds
      self.isFull = isFull
      self.bytesBefore = bytesBefore
      self.bytesAfter = bytesAfter
    }
  }

  /// The title of the profile.
  public var title: String
  public var functions: [Function] = []
  public var nodes: [Node] = []
  /// The number of call chains that are not nodes, but combined in other nodes named "(small parts)".
  public private(set) var leftOutCount = 0
  public var lines: [Line] = []
  /// Functions of the host and of the core library that were called.
  public var swiftFunctions: [SwiftFunction] = []
  public var collections: [Collection] = []
  /// The sources of the functions, by name.
  public var sources: [String: [UInt8]] = [:]
  public var sampleCount = 0
  /// The duration of the run.
  public var nanoseconds = 0

  public init(title: String) { self.title = title }

  /// The work done in all samples.
  public var units: Int { nodes.reduce(0) { $0 &+ $1.units } }
  public var bytes: Int { nodes.reduce(0) { $0 &+ $1.bytes } }
  /// The time that functions took which are written in Swift.
  public var swiftNanoseconds: Int { nodes.reduce(0) { $0 &+ $1.nanoseconds } }

  /// The cost of a function, by itself and with everything that it called.
  public struct FunctionCost: Sendable {
    public var function: Int
    public var units = 0
    public var totalUnits = 0
    public var bytes = 0
    public var totalBytes = 0
  }

  /// The costs of all functions, most work first; recursive calls count once.
  public var functionCosts: [FunctionCost] {
    var costs = functions.indices.map { FunctionCost(function: $0) }
    let totals = nodeTotals
    let isRecursive = recursiveNodes
    for (index, node) in nodes.enumerated() {
      costs[node.function].units &+= node.units
      costs[node.function].bytes &+= node.bytes
      guard !isRecursive[index] else { continue }
      costs[node.function].totalUnits &+= totals[index].units
      costs[node.function].totalBytes &+= totals[index].bytes
    }
    return costs.filter { $0.totalUnits > 0 || $0.totalBytes > 0 }.sorted {
      ($0.units, $0.totalUnits, $1.function) > ($1.units, $1.totalUnits, $0.function)
    }
  }

  /// The cost of each node including its descendants.
  private var nodeTotals: [(units: Int, bytes: Int, nanoseconds: Int)] {
    var totals = nodes.map { (units: $0.units, bytes: $0.bytes, nanoseconds: $0.nanoseconds) }
    // Children come after their parents.
    for index in nodes.indices.reversed() {
      guard let parent = nodes[index].parent, parent < index else { continue }
      totals[parent].units &+= totals[index].units
      totals[parent].bytes &+= totals[index].bytes
      totals[parent].nanoseconds &+= totals[index].nanoseconds
    }
    return totals
  }

  /// The profile reduced to at most this many call chains, plus a node for the omitted chains of each caller.
  public func pruned(toNodes limit: Int) -> Profile {
    guard nodes.count > limit, limit > 0 else { return self }
    let totals = nodeTotals
    let (units, bytes) = (Double(max(1, self.units)), Double(max(1, self.bytes)))
    let nanoseconds = Double(max(1, swiftNanoseconds))
    // A caller costs at least as much as its callees, and comes before them, so the kept nodes are connected.
    let weights = totals.map {
      max(Double($0.units) / units, Double($0.bytes) / bytes, Double($0.nanoseconds) / nanoseconds)
    }
    let byWeight = nodes.indices.sorted { (weights[$0], $1) > (weights[$1], $0) }
    var isKept = Array(repeating: false, count: nodes.count)
    for index in byWeight.prefix(limit) { isKept[index] = true }
    var pruned = self
    pruned.nodes = []
    pruned.leftOutCount = nodes.count - limit
    pruned.functions.append(Function(name: "(small parts)", sourceName: "", line: 0))
    var places: [Int?] = Array(repeating: nil, count: nodes.count)
    var rests: [Int: Int] = [:]
    for (index, node) in nodes.enumerated() {
      // An omitted call takes its own calls with it.
      if let caller = node.parent, places[caller] == nil { continue }
      let parent = node.parent.flatMap { places[$0] }
      if isKept[index] {
        places[index] = pruned.nodes.count
        pruned.nodes.append(node)
        pruned.nodes[pruned.nodes.count - 1].parent = parent
        continue
      }
      let rest = rests[parent ?? -1] ?? pruned.nodes.count
      if rest == pruned.nodes.count {
        rests[parent ?? -1] = rest
        pruned.nodes.append(Node(parent: parent, function: functions.count, units: 0, bytes: 0))
      }
      pruned.nodes[rest].units &+= totals[index].units
      pruned.nodes[rest].bytes &+= totals[index].bytes
      pruned.nodes[rest].nanoseconds &+= totals[index].nanoseconds
    }
    return pruned
  }
}

extension Profile {
  /// By node: whether its function is among its own callers.
  fileprivate var recursiveNodes: [Bool] {
    var firstChild = Array(repeating: -1, count: nodes.count)
    var nextSibling = firstChild
    var pending: [Int] = []
    for index in nodes.indices.reversed() {
      guard let parent = nodes[index].parent, parent < index else {
        pending.append(index)
        continue
      }
      nextSibling[index] = firstChild[parent]
      firstChild[parent] = index
    }
    // One walk over the tree that counts how often each function is among the callers.
    var callers = Array(repeating: 0, count: functions.count)
    var isRecursive = Array(repeating: false, count: nodes.count)
    var path: [Int] = []
    while let index = pending.popLast() {
      let function = nodes[index].function
      isRecursive[index] = callers[function] > 0
      callers[function] += 1
      path.append(index)
      if firstChild[index] >= 0 { pending.append(firstChild[index]) } else { leave() }
    }
    return isRecursive

    /// Returns to the next call not visited yet, if the callers made one.
    func leave() {
      while let last = path.popLast() {
        callers[nodes[last].function] -= 1
        if nextSibling[last] >= 0 { return pending.append(nextSibling[last]) }
      }
    }
  }
}
