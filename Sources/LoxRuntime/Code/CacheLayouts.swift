// Where the parts of inline caches are that machine code reads, too.

/// The parts of every cache.
enum InlineCacheLayout {
  /// As much as a cache line of the processor.
  static let size = 64
  static let name = 56
  static let misses = 60
  /// The identity of an operation of the core library, of which the low byte counts.
  static let core = 62
  /// Not 0 if a helper of machine code has found no field here: such sites are left to the machine.
  static let hasNoField = 63
}

enum CallCacheLayout {
  /// The bits of the callee, or of the superclass (8).
  static let callee = 0
  /// Its record (8).
  static let record = 8
  /// The shape of instances; 0 for a function.
  static let shape = 16
  static let instanceSize = 20
  static let closure = 48
}

enum InvokeCacheLayout {
  /// Where the methods begin that were found for two shapes.
  static let first = 0
  static let second = 16
  /// Where the fields begin that take the place of a method for two shapes.
  static let firstField = 32
  static let secondField = 40

  /// The version of the members of classes, if the first shape is a class.
  static let version = 48

  /// The parts of a method.
  enum Method {
    static let shape = 0
    static let closure = 4
    static let record = 8
  }

  /// The parts of a field.
  enum Field {
    static let shape = 0
    static let access = 4
  }

  /// Where the fuel of the call is that a field avoids.
  static func cost(ofField offset: Int) -> Int { 32 &+ offset / 2 }
}

enum GetCacheLayout {
  /// Where the entries for two shapes begin.
  static let first = 0
  static let second = 16
  /// The parts of an entry.
  static let shape = 0
  static let displacement = 4
  /// The getter of a computed property.
  static let getter = 24
}

enum SetCacheLayout {
  static let shape = 0
  static let displacement = 4
  /// The shape before a field is added, and afterwards.
  static let shapeBefore = 32
  static let shapeAfter = 36
  static let addedDisplacement = 48
  /// The setter of a computed property.
  static let setter = 40
}

/// The parts of what is known of a member.
enum MemberEntryLayout {
  static let shape = 0
  static let closure = 4
  static let size = 8
}
