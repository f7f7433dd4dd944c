import LoxRegex

/// What the regular expressions of an isolate are compiled to. There is one object for each pattern with its flags, so those that are equal are
/// the same, and none is compiled twice.
///
/// The table is outside the cage and weak, as the intern table is: a full collection drops what belongs to objects that nothing else refers to.
/// All that it holds counts as memory of the heap. What matchers have learnt from texts is dispensable: it is forgotten by full collections,
/// and when it takes too much.
struct RegexTable {
  struct Key: Hashable {
    var pattern: [UInt8]
    var flags: RegularExpressionFlags
  }

  /// A compiled expression, which whoever searches holds meanwhile.
  final class Entry {
    let key: Key
    /// The object, which is old.
    let object: Ref
    let number: Int
    /// The fuel that it costs to make the object, whether it exists or not.
    let cost: Int
    let expression: RegularExpression
    var matcher: RegularExpressionMatcher
    /// What it takes as long as nothing is learnt.
    let bytes: Int
    private let freshMemory: Int
    /// What was learnt, as far as it is counted.
    fileprivate(set) var learntBytes = 0

    init(
      _ key: Key, _ object: Ref, number: Int, cost: Int, _ expression: RegularExpression,
      _ matcher: RegularExpressionMatcher
    ) {
      self.key = key
      self.object = object
      self.number = number
      self.cost = cost
      self.expression = expression
      self.matcher = matcher
      freshMemory = matcher.memory
      bytes = RegexTable.bytes(expression, matcher, patternCount: key.pattern.count)
    }

    /// What the matcher has learnt since it was made.
    fileprivate var learns: Int { max(0, matcher.memory &- freshMemory) }

    fileprivate func forget() { matcher = RegularExpressionMatcher(expression) }
  }

  /// Nil where there is none any more.
  private var entries: [Entry?] = []
  private var freeNumbers: [Int] = []
  private var numbers: [Key: Int] = [:]
  /// The numbers of those that have learnt something.
  private var learners: [Int] = []
  /// What all of it takes.
  private(set) var bytes = 0
  private(set) var learntBytes = 0

  /// What an entry takes at first, with the table's own part of it.
  static func bytes(
    _ expression: RegularExpression, _ matcher: RegularExpressionMatcher, patternCount: Int
  ) -> Int {
    matcher.memory &+ expression.memory &+ patternCount &+ 1024
  }

  /// The entry for a pattern with flags, if there is one.
  func find(_ key: Key) -> Entry? { numbers[key].flatMap { entries[$0] } }

  /// The entry of an object; nil if the object is damaged.
  func entry(of object: Ref, number: Int) -> Entry? {
    guard number < entries.count, let entry = entries[number], entry.object == object else { return nil }
    return entry
  }

  /// The number of the entry that is added next.
  var nextNumber: Int { freeNumbers.last ?? entries.count }

  /// Adds an entry with the next number, whose memory is counted.
  mutating func add(_ entry: Entry) {
    if freeNumbers.popLast() == nil { entries.append(entry) } else { entries[entry.number] = entry }
    numbers[entry.key] = entry.number
    bytes &+= entry.bytes
  }

  /// How much more an entry takes than is counted, after a search.
  func growth(of entry: Entry) -> Int { entry.learns &- entry.learntBytes }

  /// Counts what an entry takes now.
  mutating func count(_ entry: Entry) {
    let growth = growth(of: entry)
    if entry.learntBytes == 0, growth > 0 { learners.append(entry.number) }
    entry.learntBytes &+= growth
    learntBytes &+= growth
    bytes &+= growth
  }

  /// Lets all matchers begin anew, and also one that is not counted yet.
  mutating func forgetLearnt(_ other: Entry? = nil) {
    other?.forget()
    for number in learners {
      guard let entry = entries[number], entry.learntBytes > 0 else { continue }
      entry.forget()
      entry.learntBytes = 0
    }
    learners.removeAll(keepingCapacity: true)
    bytes &-= learntBytes
    learntBytes = 0
  }

  /// Drops what belongs to objects that are not live, and all that is dispensable.
  mutating func forgetDead(isLive: (Ref) -> Bool) {
    forgetLearnt()
    for case let entry? in entries where !isLive(entry.object) {
      entries[entry.number] = nil
      numbers[entry.key] = nil
      freeNumbers.append(entry.number)
      bytes &-= entry.bytes
    }
  }
}
