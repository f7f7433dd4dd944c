/// The calls that have not returned, outside the cage: nothing that a script can damage decides where execution continues.
///
/// A frame has the fields of `FrameLayout`.
///
/// The frames are in the isolate's reservation, so they never move, and growing needs no memory from the host: a
/// place on the stack may be kept over anything.
@safe struct FrameStack {
  private let base: UnsafeMutableRawPointer
  /// How many frames may be pushed before the limit must be checked.
  var capacity = FrameStack.initialCapacity

  /// Frames that fit in a page.
  static let initialCapacity = 4096 / FramePointer.size
  /// As many as the reservation has room for, minus a spare one.
  static let maximumCapacity = Reservation.frameSize / FramePointer.size - 1

  /// SAFETY: `base` is the start of `Reservation.frameSize` writable bytes, which the machine releases last.
  init(_ reservation: Reservation) { unsafe base = reservation.frameBase }

  /// The place of frame `index`.
  func pointer(at index: Int) -> FramePointer {
    // SAFETY: clipped to the reserved bytes.
    unsafe FramePointer(base + max(0, min(index, FrameStack.maximumCapacity)) * FramePointer.size)
  }

  /// The number of frames below `pointer`.
  func index(of pointer: FramePointer) -> Int { unsafe (pointer.pointer - base) / FramePointer.size }

  /// The bytes of all frames that may have been pushed.
  var byteCount: Int { capacity * FramePointer.size }

  /// Overwrites all of them with zeros.
  func clear() { fill(0..<byteCount, with: 0) }

  /// Overwrites the frames from an index on, which are free. For tests.
  func overwrite(from index: Int) {
    fill(min(index * FramePointer.size, byteCount)..<byteCount, with: 0xdb)
  }

  private func fill(_ bytes: Range<Int>, with byte: UInt8) {
    // SAFETY: `capacity` never exceeds what is reserved.
    unsafe (base + bytes.lowerBound).initializeMemory(as: UInt8.self, repeating: byte, count: bytes.count)
  }
}

/// Where the parts of a frame are.
enum FrameLayout {
  /// Where the caller continues (8).
  static let returnAddress = 0
  /// The caller's function (8).
  static let function = 8
  /// How many bytes the callee's window is above the caller's (4); for a host function, its number plus one.
  static let window = 16
  /// The callee's own closure, for its captures (4).
  static let closure = 20
  static let size = 24
}

/// A place on the frame stack. That of the run loop is above the topmost frame.
@safe struct FramePointer: Equatable {
  static let size = FrameLayout.size
  fileprivate var pointer: UnsafeMutableRawPointer

  @unsafe init(_ pointer: UnsafeMutableRawPointer) { unsafe self.pointer = pointer }

  // SAFETY: a call compares with the end of the frame stack before it pushes; returns match calls, since the entry into the
  // run loop pushes a frame whose return address leaves the loop.

  static func == (a: FramePointer, b: FramePointer) -> Bool { unsafe a.pointer == b.pointer }

  @inline(always) mutating func push(
    _ returnAddress: CodePointer, _ function: FunctionRecord, windowBytes: Int, closure: Ref
  ) {
    unsafe pointer.storeBytes(of: returnAddress, as: CodePointer.self)
    unsafe pointer.storeBytes(of: function, toByteOffset: FrameLayout.function, as: FunctionRecord.self)
    unsafe pointer.storeBytes(
      of: UInt32(truncatingIfNeeded: windowBytes), toByteOffset: FrameLayout.window, as: UInt32.self)
    unsafe pointer.storeBytes(of: closure.offset, toByteOffset: FrameLayout.closure, as: UInt32.self)
    unsafe pointer += FramePointer.size
  }

  /// Pushes the frame of a host function that calls back: nothing returns through it.
  mutating func push(_ returnAddress: CodePointer, _ function: FunctionRecord, hostFunction number: Int) {
    push(returnAddress, function, windowBytes: number &+ 1, closure: .null)
  }

  /// The number of the host function whose frame this is.
  var hostFunction: UInt32 { windowBytes &- 1 }

  @inline(always) mutating func pop() { unsafe pointer -= FramePointer.size }

  /// The parts of the frame at this place: after `pop`, those of the frame that was topmost.
  @inline(always) var returnAddress: CodePointer { unsafe pointer.load(as: CodePointer.self) }
  @inline(always) var function: FunctionRecord {
    unsafe pointer.load(fromByteOffset: FrameLayout.function, as: FunctionRecord.self)
  }
  @inline(always) var windowBytes: UInt32 {
    unsafe pointer.load(fromByteOffset: FrameLayout.window, as: UInt32.self)
  }

  /// The closure in the frame below this place: that of the running function.
  @inline(always) var closure: Ref {
    get {
      Ref(
        offset: unsafe (pointer - FramePointer.size).load(
          fromByteOffset: FrameLayout.closure, as: UInt32.self))
    }
    nonmutating set {
      unsafe (pointer - FramePointer.size).storeBytes(
        of: newValue.offset, toByteOffset: FrameLayout.closure, as: UInt32.self)
    }
  }

  /// The place of the frame below.
  var below: FramePointer { unsafe FramePointer(pointer - FramePointer.size) }

  @inline(always) var address: UInt { unsafe UInt(bitPattern: pointer) }
}

/// Frames that were taken off the stack, to be put back later. Their closures are elsewhere, where collections find them.
@safe struct SavedFrames {
  private var memory: UnsafeMutableRawPointer?
  private var capacity = 0
  private(set) var count = 0

  init() { unsafe memory = nil }

  // SAFETY: `memory` has room for `capacity` frames, of which the first `count` were copied from the stack; whoever copies sees to it
  // that the stack has so many. The owner calls `free` last.

  /// What they take.
  var byteCount: Int { capacity * FramePointer.size }

  func hasRoom(for count: Int) -> Bool { count <= capacity }

  /// Makes room for so many frames; false if the system has no memory.
  mutating func reserve(_ count: Int) -> Bool {
    if count <= capacity { return true }
    let grown = max(count, min(capacity * 2, FrameStack.maximumCapacity))
    guard let made = unsafe makeMemory(grown * FramePointer.size, alignment: 8) else { return false }
    unsafe freeMemory(memory)
    unsafe memory = made
    capacity = grown
    return true
  }

  /// Copies so many frames from a place on; there is room for them.
  mutating func copy(from place: FramePointer, count: Int) {
    self.count = max(0, min(count, capacity))
    guard let memory = unsafe memory else { return }
    unsafe memory.copyMemory(from: place.pointer, byteCount: self.count * FramePointer.size)
  }

  /// Puts all of them on the stack at a place.
  func copy(to place: FramePointer) {
    guard let memory = unsafe memory else { return }
    unsafe place.pointer.copyMemory(from: memory, byteCount: count * FramePointer.size)
  }

  /// Calls `body` with the function that each of them returns to.
  func forEachFunction(_ body: (FunctionRecord) -> Void) {
    guard let memory = unsafe memory else { return }
    for index in 0..<count { body(unsafe FramePointer(memory + index * FramePointer.size).function) }
  }

  mutating func free() {
    unsafe freeMemory(memory)
    self = SavedFrames()
  }
}
