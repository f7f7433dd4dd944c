import LoxSource

/// Looks for names of the heap that are similar to one, with bounded work: errors may be caught, and come in storms.
///
/// Of thousands of names only length and letters are looked at; those that come nearest by that are compared as `SimilarNames` does it.
struct NameSearch {
  private var similar: SimilarNames
  /// Names by how many letters occur in only one of the two.
  private var candidates: [[Ref]]
  private var consideredCount = 0
  /// The units of fuel that the search so far is worth.
  private(set) var cost = 0

  private static let maximumConsidered = 20_000
  private static let maximumCompared = 200

  init(for name: String) {
    similar = SimilarNames(to: name.utf8)
    candidates = Array(repeating: [], count: SimilarNames.maximumDifference + 1)
  }

  /// Whether there were not too many candidates yet.
  var wantsMore: Bool { consideredCount < NameSearch.maximumConsidered }

  /// Considers a name.
  mutating func consider(_ name: Ref, _ machine: borrowing Machine) {
    consideredCount += 1
    cost += 8
    let string = machine.cage.bytes(ofString: name)
    guard similar.permits(count: string.count) else { return }
    cost += string.count
    var letters: UInt64 = 0
    for index in 0..<string.count {
      letters |= SimilarNames.bit(of: machine.cage.load8(string.offset, index))
    }
    guard let difference = similar.difference(letters: letters) else { return }
    if candidates[difference].count < NameSearch.maximumCompared { candidates[difference].append(name) }
  }

  /// Considers a name that isn't in the heap.
  mutating func consider(_ name: [UInt8]) {
    consideredCount += 1
    cost += 8 + name.count
    guard similar.permits(count: name.count),
      similar.difference(letters: name.reduce(0) { $0 | SimilarNames.bit(of: $1) }) != nil
    else { return }
    cost += 64 + name.count * 16
    similar.consider(name)
  }

  /// The similar names, the most similar first.
  mutating func finish(_ machine: inout Machine) -> [String] {
    for name in candidates.joined().prefix(NameSearch.maximumCompared) {
      var text: [UInt8] = []
      machine.append(name, to: &text)
      cost += 64 + text.count * 16
      similar.consider(text)
    }
    return similar.names
  }
}
