/// How the young part of the cage is divided, and how much of each part is open.
///
///     64           16 MiB                       48 MiB         64 MiB
///     +-------------+----------------------------+-------------+
///     | survivors A |            eden            | survivors B |
///     +-------------+----------------------------+-------------+
///
/// Objects are born in eden. A minor collection copies the live ones to the empty survivor space,
/// and those in the other one, which have survived two collections, to the old space. Eden is in
/// the middle, so that the collected part is one range whichever survivor space is empty, and one comparison
/// tells whether an object is in it. The boundaries never move; at first eden is not used to its end, so
/// its pages are not committed.
struct Nursery {
  /// How many bytes of eden are open.
  var edenSize: Int = 0
  /// How large eden would be if there were no limit.
  var desiredEdenSize = Nursery.initialEdenSize
  /// Which survivor space is in use, and how far.
  var survivorsAreHigh = false
  var survivorTop = Nursery.lowStart

  static let lowStart: UInt32 = Cage.nurseryStart + 64
  static let edenStart: UInt32 = 16 << 20
  static let highStart: UInt32 = 48 << 20
  static let end = Cage.nurseryEnd

  /// Larger objects are born old.
  static let maximumObjectSize = OldSpace.maximumSmallSize
  /// Eden is never smaller: every young object fits.
  static let minimumEdenSize = 2 * maximumObjectSize
  static let initialEdenSize = 512 << 10
  static let maximumEdenSize = 4 << 20
  /// A collection that copies more makes eden smaller, so that pauses stay short; a large eden is of no use for what
  /// survives anyway.
  static let maximumCopiedBytes = 3 << 20

  var edenEnd: UInt32 { Nursery.edenStart &+ UInt32(truncatingIfNeeded: edenSize) }
  var survivorStart: UInt32 { survivorsAreHigh ? Nursery.highStart : Nursery.lowStart }
  var survivorSize: Int { Int(survivorTop &- survivorStart) }
  /// Chooses the size that eden should have after a collection that found `edenUsed` bytes in it, and copied this many with
  /// this many in the old space: eden is never larger than the last two, so that a small heap does not take a multiple of its
  /// objects.
  mutating func adapt(edenUsed: Int, copied: Int, old: Int) {
    if copied > Nursery.maximumCopiedBytes {
      desiredEdenSize = max(desiredEdenSize / 2, Nursery.initialEdenSize)
    } else if copied &* 10 > edenUsed, copied < Nursery.maximumCopiedBytes / 2,
      edenUsed >= desiredEdenSize / 2
    {
      let size = min(desiredEdenSize &* 2, Nursery.maximumEdenSize)
      if size <= old { desiredEdenSize = size }
    }
  }

  /// The bytes that count as used by the isolate.
  var size: Int { edenSize &+ survivorSize }

  /// The empty survivor space.
  var emptyStart: UInt32 { survivorsAreHigh ? Nursery.lowStart : Nursery.highStart }
  /// How far it may be filled: what does not fit is promoted at once rather than copied twice.
  var emptyEnd: UInt32 { emptyStart &+ UInt32(truncatingIfNeeded: survivorLimit) }
  var survivorLimit: Int { desiredEdenSize / 4 }

  /// The objects to collect: all except the empty survivor space.
  var collectedRange: Range<UInt32> {
    survivorsAreHigh ? Nursery.edenStart..<Nursery.end : Nursery.lowStart..<Nursery.highStart
  }
}
