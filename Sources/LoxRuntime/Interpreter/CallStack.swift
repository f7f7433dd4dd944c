import LoxBytecode

/// The calls under way: the windows of their registers, their frames, and the place where the innermost one stands.
///
/// Its first fields are at the offsets of `CallStackLayout`, for code that knows no Swift.
struct CallStack {
  /// The state of the run loop while it is in a slow path: for traces and the collector.
  var parked: Parked
  /// The addresses that windows and frames may reach before the stacks are made larger.
  private(set) var stackLimit: UInt = 0
  private(set) var frameLimit: UInt = 0
  /// What machine code needs beside these.
  var native = NativeContext()

  private let cage: Cage
  /// What conversions see of the value stack.
  let stack: ValueStack
  private(set) var frames: FrameStack
  /// The part of the value stack in use since the last collection ends before this offset.
  private(set) var stackEnd: UInt32 { didSet { setPushLimit() } }
  /// How far the value stack may grow.
  private var maximumStack: UInt32
  /// How many calls may be under way at once.
  private(set) var maximumDepth: Int
  /// Whether the host may push values without asking the machine.
  var admitsPushes = true { didSet { setPushLimit() } }

  /// Where the run loop stands.
  struct Parked {
    // First is what no other isolate shares: the thread sanitizer takes it for the address of parts of the machine that are passed inout.
    var registers: Registers
    var pc: CodePointer
    var function: FunctionRecord
    var frame: FramePointer
    /// The units of fuel until the next interruption: slow paths pay from these.
    var fuel: Int

    init(
      pc: CodePointer, function: FunctionRecord, registers: Registers, frame: FramePointer, fuel: Int
    ) {
      self.registers = registers
      self.pc = pc
      self.function = function
      self.frame = frame
      self.fuel = fuel
    }
  }

  /// A value stack of so many bytes is enough for a small script.
  static let initialStack: UInt32 = 4096

  /// No call is under way; the function is the one that the host's calls return to.
  init(_ cage: Cage, _ frames: FrameStack, pc: CodePointer, function: FunctionRecord, _ limits: MachineLimits)
  {
    self.cage = cage
    self.frames = frames
    stack = ValueStack(cage, top: Cage.stackStart)
    stackEnd = Cage.stackStart + CallStack.initialStack
    maximumStack = CallStack.maximumStack(heapLimit: limits.heapBytes)
    maximumDepth = limits.callDepth
    parked = Parked(
      pc: pc, function: function, registers: Registers(cage, offset: Cage.stackStart),
      frame: frames.pointer(at: 0), fuel: 0)
    cage.fill(Cage.stackStart, count: Int(CallStack.initialStack) / 8, with: .nil)
    setLimits()
    setPushLimit()
  }

  /// The value stack may take as much as all objects, but always a megabyte.
  private static func maximumStack(heapLimit: Int) -> UInt32 {
    Cage.stackStart &+ UInt32(min(max(heapLimit, 1 << 20), Int(Cage.stackEnd - Cage.stackStart)))
  }

  /// Obeys limits; what is in use already stays.
  mutating func apply(_ limits: MachineLimits) {
    maximumStack = max(stackEnd, CallStack.maximumStack(heapLimit: limits.heapBytes))
    maximumDepth = limits.callDepth
    setLimits()
  }

  private mutating func setLimits() {
    stackLimit = Registers(cage, offset: stackEnd).address
    frameLimit = frames.pointer(at: min(frames.capacity, maximumDepth)).address
  }

  /// Lets conversions push as long as there is nothing else to it.
  private func setPushLimit() { stack.state.end = admitsPushes ? stackEnd : 0 }

  /// Where the next value that the host pushes goes; 0 while the run loop executes.
  var hostTop: UInt32 {
    @inline(__always) get { stack.state.top }
    @inline(__always) nonmutating set { stack.state.top = newValue }
  }

  /// Where the window of the running function ends.
  var windowEnd: UInt32 {
    parked.registers.offset(in: cage) &+ UInt32(truncatingIfNeeded: parked.function.windowBytes)
  }

  /// How many calls are under way.
  var depth: Int { frames.index(of: parked.frame) }

  // MARK: - Room

  /// Whether a call fits what the stacks have now.
  @inline(__always) func hasRoom(_ callee: Registers, _ frame: FramePointer, _ record: FunctionRecord) -> Bool
  {
    callee.address &+ UInt(bitPattern: record.windowBytes) <= stackLimit && frame.address < frameLimit
  }

  /// Whether so many registers fit what the stack has now.
  @inline(__always) func hasRoom(for window: Registers, count: Int) -> Bool {
    window.address &+ UInt(bitPattern: count &* 8) <= stackLimit
  }

  /// Makes room for a frame above so many others; false if there may not be more.
  mutating func reserveFrame(_ count: Int) -> Bool {
    guard count < maximumDepth else { return false }
    if count >= frames.capacity {
      frames.capacity = min(max(frames.capacity * 2, count + 1), FrameStack.maximumCapacity)
      setLimits()
    }
    return true
  }

  /// Makes the value stack large enough to reach an offset; false if it may not.
  mutating func reserveStack(to needed: Int) -> Bool {
    guard needed > Int(stackEnd) else { return true }
    guard needed <= Int(maximumStack) else { return false }
    let doubled = Int(stackEnd) * 2 - Int(Cage.stackStart)
    let end = min(max(doubled, needed), Int(maximumStack)) & ~7
    cage.fill(stackEnd, count: (end - Int(stackEnd)) / 8, with: .nil)
    stackEnd = UInt32(end)
    setLimits()
    return true
  }

  /// Makes room for a call; false if there is no more.
  mutating func reserve(_ callee: Registers, _ record: FunctionRecord) -> Bool {
    reserveFrame(depth) && reserveStack(to: Int(callee.offset(in: cage)) + record.windowBytes)
  }

  /// Lets the used parts of the stacks begin anew after a collection has cleared what lies above `top` on the value stack.
  mutating func shrink(above top: UInt32, _ reservation: Reservation) {
    let used = depth
    if used < frames.capacity / 4, frames.capacity > FrameStack.initialCapacity {
      frames.capacity = max(used * 2, FrameStack.initialCapacity)
      reservation.discardFrames(from: frames.byteCount)
    }
    stackEnd = min(stackEnd, min(top &+ CallStack.initialStack, Cage.stackEnd) & ~7)
    setLimits()
  }

  // MARK: - The end

  /// Whether what was ever used of the stacks is little enough to be cleared rather than given back.
  var isSmall: Bool { stackEnd - Cage.stackStart <= 64 << 10 && frames.byteCount <= 64 << 10 }

  /// Overwrites with zeros all that may have been used.
  func clear() {
    cage.fill(Cage.stackStart, count: Int(stackEnd - Cage.stackStart), with: 0)
    frames.clear()
  }

  func free() { stack.free() }
}

/// Where the fields of a call stack are that native code needs.
enum CallStackLayout {
  static let registers = 0
  static let pc = 8
  static let function = 16
  static let frame = 24
  static let fuel = 32
  static let stackLimit = 40
  static let frameLimit = 48
  static let native = 56
}
