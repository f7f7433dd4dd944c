/// The owner of references from outside the heap: the machine, or in tests a list.
protocol RootProvider: ~Copyable {
  /// Shows every root that may refer to a young object, and stores its new place.
  mutating func visitRoots<V: ReferenceVisitor>(_ visitor: inout V)
  /// Shows the other roots, which refer to old objects only: constants, and tables of the isolate.
  mutating func visitOldRoots<V: ReferenceVisitor>(_ visitor: inout V)
  /// After the nursery has been emptied: weak references to objects there are updated, or become null.
  mutating func updateMoved(_ newPlace: (Ref) -> Ref)
  /// After marking: forgets references to old objects that are not live (intern table, caches), and functions that have no
  /// live closure.
  mutating func forgetDead(isLive: (Ref) -> Bool, isLiveFunction: (Int) -> Bool)
  /// The bytes outside of the cage that belong to objects which were not forgotten.
  var outsideBytes: Int { get }
}

extension RootProvider where Self: ~Copyable {
  /// Most have no weak references to young objects.
  mutating func updateMoved(_ newPlace: (Ref) -> Ref) {}
  /// Most have nothing outside.
  var outsideBytes: Int { 0 }
}
