/// Counts instances that were made with room for fewer fields than their class knew of, because the sites that make them
/// remember an old shape.
struct OutgrownInstances {
  private var count = 0
  private var limit = OutgrownInstances.minimumLimit

  /// Fewer are not worth a walk over all caches.
  private static let minimumLimit = 16

  /// Counts another one; true if there are enough to make the sites look again.
  mutating func note() -> Bool {
    count &+= 1
    return count >= limit
  }

  /// The sites look again, which took a walk over this many caches: that many instances should pay for it.
  mutating func beginAnew(cacheCount: Int) {
    count = 0
    limit = max(OutgrownInstances.minimumLimit, cacheCount / 16)
  }
}
