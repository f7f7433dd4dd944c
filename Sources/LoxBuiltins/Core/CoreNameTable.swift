/// Finds operations by owner and name, in a few steps and without any text: names have at most sixteen bytes, which are two words.
public struct CoreNameTable: Sendable {
  /// A name of up to sixteen bytes, the first in the lowest byte of the first word.
  @frozen public struct Key: Hashable, Sendable {
    public var low: UInt64
    public var high: UInt64

    @inlinable public init(low: UInt64, high: UInt64) {
      self.low = low
      self.high = high
    }

    init(_ name: String) {
      var words: [UInt64] = [0, 0]
      for (index, byte) in name.utf8.enumerated() where index < 16 {
        words[index / 8] |= UInt64(byte) << UInt64(index % 8 * 8)
      }
      self.init(low: words[0], high: words[1])
    }
  }

  private struct Entry {
    var key = Key(low: 0, high: 0)
    var owner: CoreOperation.Owner?
    var identity = CoreOperation.Identity.math
  }

  private var entries: [Entry]

  /// All operations of the core library.
  public static let all = CoreNameTable(CoreOperation.all)

  private init(_ operations: [CoreOperation]) {
    var capacity = 64
    while capacity < operations.count * 3 { capacity *= 2 }
    entries = Array(repeating: Entry(), count: capacity)
    for operation in operations {
      let key = Key(operation.name)
      var place = place(of: key, operation.owner)
      while entries[place].owner != nil { place = (place + 1) & (capacity - 1) }
      entries[place] = Entry(key: key, owner: operation.owner, identity: operation.identity)
    }
  }

  private func place(of key: Key, _ owner: CoreOperation.Owner) -> Int {
    let mixed = (key.low ^ key.high &* 3 ^ UInt64(owner.rawValue) << 57) &* 0x9e37_79b9_7f4a_7c15
    return Int(truncatingIfNeeded: mixed >> 40) & (entries.count &- 1)
  }

  /// The operation of this name.
  public func find(_ key: Key, of owner: CoreOperation.Owner) -> CoreOperation.Identity? {
    var place = place(of: key, owner)
    while let found = entries[place].owner {
      if found == owner, entries[place].key == key { return entries[place].identity }
      place = (place &+ 1) & (entries.count &- 1)
    }
    return nil
  }
}
