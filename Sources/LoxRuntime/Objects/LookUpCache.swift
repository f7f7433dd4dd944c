/// What a name means for instances of a shape.
enum Member {
  /// A field, by its slot.
  case field(Int)
  /// A method, by its closure.
  case method(Ref)
}

/// Recent look-ups of names in shapes, for sites whose own caches see too many shapes.
///
/// Direct mapped. It keeps nothing alive, so full collections empty it.
struct LookUpCache {
  private struct Entry {
    var shape: UInt32
    var name: UInt32
    /// A slot, or the offset of a closure.
    var member: UInt32
    var isField: Bool
  }

  private static let capacity = 512
  /// Empty until the first use.
  private var entries: [Entry] = []
  /// The shape of the last host object whose number was asked for, and where its instances have that number.
  private(set) var hostShape = Ref.null
  private(set) var hostDisplacement = 0

  private static func index(_ shape: Ref, _ name: Ref) -> Int {
    let mixed = ((shape.offset >> 3) ^ (name.offset >> 2)) &* 0x9e37_79b1
    return Int(mixed >> 23) & (capacity - 1)
  }

  func find(_ name: Ref, in shape: Ref) -> Member? {
    guard !entries.isEmpty else { return nil }
    let entry = entries[LookUpCache.index(shape, name)]
    guard entry.shape == shape.offset, entry.name == name.offset else { return nil }
    return entry.isField ? .field(Int(entry.member)) : .method(Ref(offset: entry.member))
  }

  mutating func insert(_ name: Ref, in shape: Ref, _ member: Member) {
    if entries.isEmpty {
      let empty = Entry(shape: 0, name: 0, member: 0, isField: false)
      entries = Array(repeating: empty, count: LookUpCache.capacity)
    }
    var entry = Entry(shape: shape.offset, name: name.offset, member: 0, isField: false)
    switch member {
    case .field(let slot): (entry.member, entry.isField) = (UInt32(truncatingIfNeeded: slot), true)
    case .method(let closure): entry.member = closure.offset
    }
    entries[LookUpCache.index(shape, name)] = entry
  }

  mutating func setHostShape(_ shape: Ref, displacement: Int) {
    hostShape = shape
    hostDisplacement = displacement
  }

  mutating func clear() { self = LookUpCache() }
}
