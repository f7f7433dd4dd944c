/// Code under construction: bytes, and between them fragments, which have no bytes until all labels are known.
struct CodeBuffer<Part: Fragment>: Sendable {
  /// A fragment, and how many of the buffer's bytes are before it.
  struct Site: Sendable {
    var place: Int
    var part: Part
  }

  /// Where a label is.
  enum Place: Sendable {
    case unbound
    /// After this many bytes of the buffer, and this many fragments.
    case inside(bytes: Int, sites: Int)
    /// In other code, this far from the first byte of this code.
    case outside(Int)
  }

  var bytes: [UInt8] = []
  private(set) var sites: [Site] = []
  private(set) var places: [Place] = []
  /// The size of all fragments, if they are long and paddings as large as can be.
  private var fragmentSize = 0
  /// The first problem, after which the rest does not matter.
  private(set) var failure: AssemblyError?

  /// Notes a problem, so that there will be no code.
  mutating func fail(_ error: AssemblyError) {
    if failure == nil { failure = error }
  }

  mutating func makeLabel() -> Label {
    places.append(.unbound)
    return Label(number: places.count - 1)
  }

  mutating func bind(_ label: Label) {
    bind(label, to: .inside(bytes: bytes.count, sites: sites.count))
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

  mutating func append(_ part: Part) {
    sites.append(Site(place: bytes.count, part: part))
    fragmentSize += part.longSize + part.alignment - 1
  }

  mutating func align(to alignment: Int, _ padding: Part) {
    guard alignment.nonzeroBitCount == 1, 1...4096 ~= alignment else { return fail(.alignment(alignment)) }
    append(padding)
  }

  /// The size of the code so far, if all fragments are long.
  var maximumSize: Int { bytes.count + fragmentSize }

  /// Appends the low bytes of a value, the lowest first.
  mutating func append(_ value: UInt64, count: Int) {
    bytes.append(contentsOf: ShortBytes(value, count: count))
  }
}
