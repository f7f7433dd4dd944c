/// What the instrumented run loop counts.
public struct RunStatistics: Sendable {
  public var instructions = 0
  /// Objects that instructions made, and their bytes.
  public var allocations = 0
  public var allocatedBytes = 0
  /// Uses of inline caches, and how many of them found their answer there.
  public var cacheUses = 0
  public var cacheHits = 0
}
