/// Who holds references from outside of the heap: the machine, and in tests a list.
protocol RootProvider: ~Copyable {
  /// Shows every root that may refer to a young object, and takes its new place.
  mutating func visitRoots<V: ReferenceVisitor>(_ visitor: inout V)
  /// Shows the further roots, which refer to old objects only: constants, tables of the isolate.
  mutating func visitOldRoots<V: ReferenceVisitor>(_ visitor: inout V)
  /// When the nursery was emptied: weak references to what lay there get the new place, or become null.
  mutating func updateMoved(_ newPlace: (Ref) -> Ref)
  /// After marking: forget references to old objects that are not live (intern table, caches), and functions of which there is no
  /// live closure.
  mutating func forgetDead(isLive: (Ref) -> Bool, isLiveFunction: (Int) -> Bool)
}

extension RootProvider where Self: ~Copyable {
  /// Most have no weak references to young objects.
  mutating func updateMoved(_ newPlace: (Ref) -> Ref) {}
}
