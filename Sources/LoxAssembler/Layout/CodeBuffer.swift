/// Code under construction: bytes, and between them fragments, which have no bytes until all labels are known.
///
/// Code is written to one of several *sections*, which follow each other when it is finished: so what is rare can be written where it comes
/// up, and is out of the way of what is not.
struct CodeBuffer<Part: Fragment>: Sendable {
  /// A fragment, and how many of its section's bytes are before it.
  struct Site: Sendable {
    var place: Int
    var part: Part
  }

  struct Section: Sendable {
    var bytes = CodeBytes()
    var sites: [Site] = []
  }

  /// Where a label is.
  enum Place: Sendable {
    case unbound
    /// After this many bytes of a section, and this many fragments.
    case inside(section: Int, bytes: Int, sites: Int)
    /// In other code, this far from the first byte of this code.
    case outside(Int)
  }

  /// What is written now, and the other sections by their numbers; in the place of this one is an empty one.
  private var current = Section()
  private var others = [Section()]
  private var number = 0
  private(set) var places: [Place] = []
  /// The size of all fragments, if they are long and paddings as large as can be.
  private var fragmentSize = 0
  /// The first problem, after which the rest does not matter.
  private(set) var failure: AssemblyError?

  var bytes: CodeBytes {
    get { current.bytes }
    _modify { yield &current.bytes }
  }

  /// Notes a problem, so that there will be no code.
  mutating func fail(_ error: AssemblyError) {
    if failure == nil { failure = error }
  }

  // MARK: - Sections

  /// Goes on in the next section.
  mutating func moveOut() { move(to: number + 1) }

  /// Goes back to the section before.
  mutating func moveBack() { move(to: max(0, number - 1)) }

  private mutating func move(to next: Int) {
    if next == others.count { others.append(Section()) }
    swap(&current, &others[number])
    swap(&current, &others[next])
    number = next
  }

  /// Makes room for so many bytes, labels and fragments, which may be more.
  mutating func reserve(bytes: Int, labels: Int, fragments: Int) {
    current.bytes.reserve(bytes)
    current.sites.reserveCapacity(fragments)
    places.reserveCapacity(labels)
  }

  /// All sections.
  var sections: [Section] {
    var all = others
    all[number] = current
    return all
  }

  // MARK: - Labels

  mutating func makeLabel() -> Label {
    places.append(.unbound)
    return Label(number: places.count - 1)
  }

  mutating func bind(_ label: Label) {
    bind(label, to: .inside(section: number, bytes: current.bytes.count, sites: current.sites.count))
  }

  mutating func bind(_ label: Label, outside offset: Int) {
    guard let offset = Int32(exactly: offset) else { return fail(.outOfReach(offset)) }
    bind(label, to: .outside(Int(offset)))
  }

  private mutating func bind(_ label: Label, to place: Place) {
    guard places.indices.contains(label.number) else { return fail(.unknownLabel) }
    guard case .unbound = places[label.number] else { return fail(.labelBoundTwice) }
    places[label.number] = place
  }

  // MARK: - Code

  mutating func append(_ part: Part) {
    current.sites.append(Site(place: current.bytes.count, part: part))
    fragmentSize += part.longSize + part.alignment - 1
  }

  mutating func align(to alignment: Int, _ padding: Part) {
    guard alignment.nonzeroBitCount == 1, 1...4096 ~= alignment else { return fail(.alignment(alignment)) }
    append(padding)
  }

  /// The size of the code so far, if all fragments are long.
  var maximumSize: Int { sections.reduce(fragmentSize) { $0 + $1.bytes.count } }

  /// Appends the low bytes of a value, the lowest first.
  @inline(__always) mutating func append(_ value: UInt64, count: Int) {
    current.bytes.append(value, count: count)
  }
}
