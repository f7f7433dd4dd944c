/// Counts instances that were made with less room for fields than their class knew of, as sites that make them remember an old shape.
struct OutgrownInstances {
  private var count = 0
  private var limit = OutgrownInstances.minimumLimit

  /// So many are not worth a walk over all caches.
  private static let minimumLimit = 16

  /// Notes another one; true if they are enough to make the sites look again.
  mutating func note() -> Bool {
    count &+= 1
    return count >= limit
  }

  /// The sites look again, which took a walk over so many caches: so many instances should pay for it.
  mutating func beginAnew(cacheCount: Int) {
    count = 0
    limit = max(OutgrownInstances.minimumLimit, cacheCount / 16)
  }
}
