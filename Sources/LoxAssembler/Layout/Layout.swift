/// Where everything is in finished code: decides which references take their short form.
///
/// At first all are long, and each padding is taken to be as large as it can be. A reference that is near enough even so becomes short,
/// which only brings others nearer. So whatever has been decided stays right: the search may stop after any pass, and takes linear time.
struct Layout {
  /// A fragment.
  struct Site {
    /// So many bytes that are not of fragments are before it.
    var bytes: Int
    /// The number of the label it refers to, or -1.
    var label: Int
    var longSize: Int
    var shortSize: Int
    var reach: ClosedRange<Int>
    var alignment: Int
    var isShort: Bool

    var size: Int { isShort ? shortSize : longSize }

    init(_ part: some Fragment, bytes: Int) {
      self.bytes = bytes
      label = part.target?.number ?? -1
      (longSize, shortSize) = (part.longSize, part.shortSize)
      (reach, alignment) = (part.shortReach, part.alignment)
      isShort = longSize == shortSize
    }
  }

  /// A label: after so many bytes that are not of fragments, and so many fragments; or, if it is not inside, this far from the first byte.
  struct Place {
    var bytes: Int
    var sites: Int
    var isInside: Bool
    var isBound = true
  }

  private static let maximumPasses = 4

  private(set) var sites: [Site] = []
  private(set) var labels: [Place] = []
  /// The number of bytes that are not of fragments.
  private(set) var byteCount = 0

  init<Part>(_ sections: [CodeBuffer<Part>.Section], _ places: [CodeBuffer<Part>.Place]) {
    var starts: [(bytes: Int, sites: Int)] = []
    sites.reserveCapacity(sections.reduce(0) { $0 + $1.sites.count })
    for section in sections {
      starts.append((byteCount, sites.count))
      for number in section.sites.indices {
        sites.append(Site(section.sites[number].part, bytes: byteCount + section.sites[number].place))
      }
      byteCount += section.bytes.count
    }
    labels.reserveCapacity(places.count)
    for place in places {
      switch place {
      case .inside(let section, let bytes, let sites):
        let start = starts[section]
        labels.append(Place(bytes: start.bytes + bytes, sites: start.sites + sites, isInside: true))
      case .outside(let offset): labels.append(Place(bytes: offset, sites: 0, isInside: false))
      case .unbound: labels.append(Place(bytes: 0, sites: 0, isInside: false, isBound: false))
      }
    }
  }

  /// The number of bytes that the fragments before each have, and those of all.
  func fragmentStarts() -> [Int] {
    var result: [Int] = []
    result.reserveCapacity(sites.count + 1)
    var sum = 0
    for site in sites {
      result.append(sum)
      sum += site.label < 0 ? -(site.bytes + sum) & (site.alignment - 1) : site.size
    }
    result.append(sum)
    return result
  }

  /// Where a fragment's label is, from the first byte; nil if that is nowhere.
  func target(of site: Int, _ starts: [Int]) -> Int? {
    let number = sites[site].label
    guard labels.indices.contains(number), labels[number].isBound else { return nil }
    let label = labels[number]
    return label.isInside ? label.bytes + starts[label.sites] : label.bytes
  }

  // MARK: - Relaxation

  mutating func relax() {
    var bounds = Array(repeating: 0, count: sites.count + 1)
    for _ in 0..<Self.maximumPasses {
      setBounds(&bounds)
      if !shorten(bounds) { break }
    }
  }

  /// The greatest number of bytes that the fragments before each can have, and those of all.
  private func setBounds(_ bounds: inout [Int]) {
    var sum = 0
    for index in sites.indices {
      bounds[index] = sum
      sum += sites[index].size + sites[index].alignment - 1
    }
    bounds[sites.count] = sum
  }

  /// Makes those short that are near enough; returns whether there were any.
  private mutating func shorten(_ bounds: [Int]) -> Bool {
    var hasChanged = false
    for index in sites.indices {
      if sites[index].isShort { continue }
      let site = sites[index]
      guard labels.indices.contains(site.label) else { continue }
      let label = labels[site.label]
      guard label.isInside else { continue }
      var distance = label.bytes + bounds[label.sites] - (site.bytes + bounds[index])
      if label.sites > index { distance -= site.longSize - site.shortSize }
      if site.reach ~= distance {
        sites[index].isShort = true
        hasChanged = true
      }
    }
    return hasChanged
  }
}
