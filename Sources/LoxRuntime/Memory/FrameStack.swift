/// The calls that have not returned, outside of the cage: nothing a script can damage decides where code continues.
///
///     +0  return address (8)      where the caller goes on
///     +8  function (8)            the caller's
///     +16 window (4)              how many bytes the callee's window lies above the caller's
///     +20 closure (4)             the callee's own, for its captures
@safe struct FrameStack {
  private var base: UnsafeMutableRawPointer
  /// How many frames fit.
  private(set) var capacity: Int

  init(capacity: Int) {
    self.capacity = capacity
    unsafe base = .allocate(byteCount: capacity * FramePointer.size, alignment: 16)
  }

  func free() { unsafe base.deallocate() }

  /// Moves the frames to a larger place; the caller rebases its pointers.
  mutating func grow(to newCapacity: Int, used: Int) {
    let new = UnsafeMutableRawPointer.allocate(
      byteCount: newCapacity * FramePointer.size, alignment: 16)
    // SAFETY: `used` frames at most `capacity` are initialised, and the new place is larger.
    unsafe new.copyMemory(from: base, byteCount: min(used, capacity) * FramePointer.size)
    unsafe base.deallocate()
    unsafe base = new
    capacity = newCapacity
  }

  /// The place of frame `index`.
  func pointer(at index: Int) -> FramePointer {
    unsafe FramePointer(base + max(0, min(index, capacity)) * FramePointer.size)
  }

  /// How many frames lie below `pointer`.
  func index(of pointer: FramePointer) -> Int { unsafe (pointer.pointer - base) / FramePointer.size }
}

/// A place on the frame stack: the run loop's points above the topmost frame.
@safe struct FramePointer: Equatable {
  static let size = 24
  fileprivate var pointer: UnsafeMutableRawPointer

  @unsafe init(_ pointer: UnsafeMutableRawPointer) { unsafe self.pointer = pointer }

  // SAFETY: a call compares with the end of the frame stack before it pushes; returns match calls, since the entry into the
  // run loop pushes a frame whose return address leaves the loop.

  static func == (a: FramePointer, b: FramePointer) -> Bool { unsafe a.pointer == b.pointer }

  @inline(always) mutating func push(
    _ returnAddress: CodePointer, _ function: FunctionRecord, windowBytes: Int, closure: Ref
  ) {
    unsafe pointer.storeBytes(of: returnAddress, as: CodePointer.self)
    unsafe pointer.storeBytes(of: function, toByteOffset: 8, as: FunctionRecord.self)
    unsafe pointer.storeBytes(
      of: UInt32(truncatingIfNeeded: windowBytes), toByteOffset: 16, as: UInt32.self)
    unsafe pointer.storeBytes(of: closure.offset, toByteOffset: 20, as: UInt32.self)
    unsafe pointer += FramePointer.size
  }

  @inline(always) mutating func pop() { unsafe pointer -= FramePointer.size }

  /// The parts of the frame at this place (after `pop`, the one that was topmost).
  @inline(always) var returnAddress: CodePointer { unsafe pointer.load(as: CodePointer.self) }
  @inline(always) var function: FunctionRecord {
    unsafe pointer.load(fromByteOffset: 8, as: FunctionRecord.self)
  }
  @inline(always) var windowBytes: UInt32 { unsafe pointer.load(fromByteOffset: 16, as: UInt32.self) }

  /// The closure of the frame below this place: that of the running function.
  @inline(always) var closure: Ref {
    get { Ref(offset: unsafe (pointer - FramePointer.size).load(fromByteOffset: 20, as: UInt32.self)) }
    nonmutating set {
      unsafe (pointer - FramePointer.size).storeBytes(
        of: newValue.offset, toByteOffset: 20, as: UInt32.self)
    }
  }

  /// The place of the frame below.
  var below: FramePointer { unsafe FramePointer(pointer - FramePointer.size) }

  @inline(always) var address: UInt { unsafe UInt(bitPattern: pointer) }
}
