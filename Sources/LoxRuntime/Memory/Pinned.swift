/// A value at a fixed address that several parties refer to, freed by its owner.
///
/// Accesses go through a pointer, so exclusivity is not checked at run time: never let two accesses to the
/// same stored property overlap.
@safe @frozen @usableFromInline package struct Pinned<Pointee: ~Copyable> {
  @usableFromInline let pointer: UnsafeMutablePointer<Pointee>

  /// Moves a value to the heap; `free` gives it back.
  init(_ value: consuming Pointee) {
    unsafe pointer = .allocate(capacity: 1)
    unsafe pointer.initialize(to: value)
  }

  @unsafe fileprivate init(at pointer: UnsafeMutablePointer<Pointee>) { unsafe self.pointer = pointer }

  /// SAFETY: the pointer is valid from `init` to `free`, which the owner (the isolate) calls last.
  @usableFromInline package var value: Pointee {
    @inlinable @inline(always) unsafeAddress { unsafe UnsafePointer(pointer) }
    @inlinable @inline(always) nonmutating unsafeMutableAddress { unsafe pointer }
  }

  /// The address as a number, for machine code.
  var address: UInt { unsafe UInt(bitPattern: pointer) }

  /// Whether this part of the value is at its beginning.
  // SAFETY: the address is only compared.
  func begins<Part>(with part: inout Part) -> Bool {
    unsafe withUnsafeMutablePointer(to: &part) { UInt(bitPattern: $0) == address }
  }

  /// Destroys the value; it must not be used any more.
  func free() {
    unsafe pointer.deinitialize(count: 1)
    unsafe pointer.deallocate()
  }
}

/// Where a pinned value is whose type this folder does not know.
@safe struct PinnedPlace {
  private let pointer: UnsafeMutableRawPointer

  init<T: ~Copyable>(_ pinned: Pinned<T>) { unsafe pointer = UnsafeMutableRawPointer(pinned.pointer) }

  /// The place that machine code passes to its helpers: it got it as `address`.
  // SAFETY: the address of a machine, which is not null.
  init(address: UInt) { unsafe pointer = UnsafeMutableRawPointer(bitPattern: address).unsafelyUnwrapped }

  var address: UInt { unsafe UInt(bitPattern: pointer) }

  /// SAFETY: all places are those of machines, and no other type is asked for.
  @inline(__always) func pinned<T: ~Copyable>(as type: T.Type) -> Pinned<T> {
    unsafe Pinned(at: pointer.assumingMemoryBound(to: T.self))
  }
}
