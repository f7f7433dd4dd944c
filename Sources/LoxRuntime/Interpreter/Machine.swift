import LoxBytecode

/// All that one isolate is made of, apart from its heap: linked programs, globals, stack and frames, output, the error
/// under way. The run loop keeps its own state in an `Execution` and comes here for everything that is not fast.
struct Machine: ~Copyable {
  let reservation: Reservation
  let cage: Cage
  let heap: Pinned<Heap>

  /// The addresses that windows and frames may reach before the stacks are made larger.
  var stackLimit: UInt = 0
  var frameLimit: UInt = 0
  /// The part of the value stack in use since the last collection ends before this offset.
  var stackEnd: UInt32 { didSet { setPushLimit() } }
  var frames: FrameStack
  /// How many bytes the value stack may grow to.
  var maximumStack: UInt32

  var programs = LinkedPrograms()
  var records: RecordTable { @inline(always) get { programs.records } }
  var strings = InternTable()
  var globals = Globals()
  var lookUpCache = LookUpCache()
  /// Instances that were made with less room than their class knew of, and how many of them matter.
  var outgrownInstances = 0
  var outgrownLimit = Machine.minimumOutgrownLimit
  /// For calls that no instruction makes; what it learns is never used.
  let noCache = InlineCache.makeDetached()
  var hostFunctions = HostFunctionTable()
  var hostObjects = HostObjectTable()
  /// The name `init`; null if the heap is too small even for that.
  var initializerName = Ref.null
  /// The name of the field in which an instance of a host class keeps the number of its object: no name of a script.
  var hostObjectName = Ref.null
  /// Names that the host is ready to define when they are mentioned.
  var offeredNames: [[String]] = []

  /// What conversions see of the value stack.
  let stack: ValueStack
  /// The number of the host function that is being executed.
  var hostCall: Int?
  var hostCallCount = 0
  /// How many host functions are being executed, each called by what the one before does.
  var hostDepth = 0
  /// The runs that are suspended while others have begun, the innermost last.
  var suspendedRuns: [SuspendedRun] = []
  /// What the run waits for, if it is suspended.
  var suspension: Suspension?
  /// Whether the host can't come in, since it is called at a place where the machine isn't ready for it.
  var isClosed = false { didSet { setPushLimit() } }
  /// Tells errors of this machine from those of others.
  var id: ObjectIdentifier?
  /// What Swift is taking of the machine.
  var crossing = Crossing()

  /// The state of the run loop while it is in a slow path: for traces and the collector.
  var parked: Parked
  /// References that a slow path holds while it allocates.
  var scratch = Value.nil
  var scratch2 = Value.nil
  /// Values that the host holds.
  let handles = HandleTable()

  /// Why the run loop was left, if it failed.
  var error: RuntimeError?
  var output: OutputBuffer
  /// What the next run may use, and whether that was set since the last one began.
  var limits: MachineLimits { didSet { limitsAreNew = true } }
  var limitsAreNew = false
  /// The present run, or the last one.
  var run: RunState
  /// How many calls may be under way at once.
  private(set) var maximumDepth: Int
  /// How much is executed at most until limits are looked at again.
  var slice = RunState.maximumSlice
  /// How many slices a run that may be suspended takes at most until it lets others run on its thread.
  var slicesBetweenPauses = 4
  /// The units of all slices that were given to runs, less what was left of them.
  var givenFuel = 0
  var statistics = RunStatistics()
  /// What the heap had allocated when the last instruction was observed.
  var observedAllocation = Heap.Allocation()
  /// Whether to run in the loop that counts and traces.
  var isObserved = false
  var traceBody: ((TracePoint) -> Void)?
  /// For tests: whether all moves that can move when the host comes in or goes out.
  var stressesCrossings = false { didSet { setPushLimit() } }
  var crossingCount = 0
  var crossingBytes = 0
  /// Counts instructions by their places, if somebody wants that.
  var executionCounter: ExecutionCounter?
  /// Takes samples, if somebody wants that.
  var profiler: Profiler?

  /// Where the run loop stands.
  struct Parked {
    var pc: CodePointer
    var function: FunctionRecord
    var registers: Registers
    var frame: FramePointer
    /// The units of fuel until the next interruption: slow paths pay from these.
    var fuel: Int
  }

  /// The value stack may take as much as all objects, but always a megabyte.
  static func maximumStack(heapLimit: Int) -> UInt32 {
    Cage.stackStart &+ UInt32(min(max(heapLimit, 1 << 20), Int(Cage.stackEnd - Cage.stackStart)))
  }

  /// A value stack of so many bytes is enough for a small script.
  static let initialStack: UInt32 = 4096

  /// Where the code of the entry stub leaves the run loop.
  let stubExit: CodePointer

  /// Nil if the system has no memory.
  init?(reservation: Reservation, options: MachineOptions) {
    self.reservation = reservation
    cage = reservation.cage
    let limits = MachineLimits(
      fuel: options.fuel, heapBytes: options.heapLimit, callDepth: options.maximumDepth,
      entryDepth: options.maximumEntries)
    heap = Pinned(Heap(reservation: reservation, limit: limits.heapBytes))
    frames = reservation.frames
    stack = ValueStack(cage, top: Cage.stackStart)
    stackEnd = Cage.stackStart + Machine.initialStack
    output = OutputBuffer(capacity: options.outputCapacity, write: options.write)
    maximumStack = Machine.maximumStack(heapLimit: limits.heapBytes)
    self.limits = limits
    maximumDepth = limits.callDepth
    run = RunState(limits)

    // The first program is the entry stub: its frame lies below every other, and its code leaves the run loop.
    let stub = Program.entryStub
    let image = CodeImage(stub.code)
    stubExit = image.pointer(at: 2)
    guard let linked = programs.add(stub, image: image, strings: []) else {
      programs.free()
      noCache.free()
      heap.free()
      stack.free()
      return nil
    }
    parked = Parked(
      pc: image.pointer(at: 0), function: linked.block.script,
      registers: Registers(cage, offset: Cage.stackStart), frame: frames.pointer(at: 0), fuel: 0)
    cage.fill(Cage.stackStart, count: Int(Machine.initialStack) / 8, with: .nil)
    heap.value.stress = options.stressCollector
    stressesCrossings = options.stressCrossings
    heap.value.poisons = options.stressCrossings
    setStackLimits()
    setPushLimit()
    initializerName = intern("init") ?? .null
    hostObjectName = intern("") ?? .null
    if options.hasClock { _ = define(.clock) }
  }

  /// Gives back all that the machine holds. Nothing may be used afterwards.
  mutating func release() {
    programs.free()
    noCache.free()
    handles.close()
    stack.free()
    // Whatever is beyond the used part of the stacks was never written, or they have grown and shrunk by collections.
    let isSmall = stackEnd - Cage.stackStart <= 64 << 10 && frames.byteCount <= 64 << 10
    let isClear = isSmall && heap.value.clear()
    heap.free()
    guard isClear else { return reservation.release() }
    cage.fill(Cage.stackStart, count: Int(stackEnd - Cage.stackStart), with: 0)
    frames.clear()
    ReservationPool.giveBack(reservation)
  }

  /// Lets the run that is about to begin have the limits that were set last.
  @inline(never) mutating func takeLimits() {
    limitsAreNew = false
    run.take(limits)
    apply(limits)
  }

  /// What is done outside of runs has the limits of the next one; a run that is suspended keeps its own.
  @inline(never) mutating func takeLimitsOutsideOfRuns() {
    if run.entryCount > 0 { apply(run.limits) } else { takeLimits() }
  }

  /// Makes heap and stacks obey limits.
  private mutating func apply(_ limits: MachineLimits) {
    heap.value.setByteLimit(limits.heapBytes)
    maximumStack = max(stackEnd, Machine.maximumStack(heapLimit: limits.heapBytes))
    maximumDepth = limits.callDepth
    setStackLimits()
  }

  /// Where the next value that the host pushes goes; 0 while the run loop executes.
  var hostTop: UInt32 {
    @inline(__always) get { stack.state.top }
    @inline(__always) nonmutating set { stack.state.top = newValue }
  }

  /// Lets conversions push as long as there is nothing else to it.
  private func setPushLimit() { stack.state.end = isClosed || stressesCrossings ? 0 : stackEnd }

  mutating func setStackLimits() {
    stackLimit = Registers(cage, offset: stackEnd).address
    frameLimit = frames.pointer(at: min(frames.capacity, maximumDepth)).address
  }
}

/// What a machine is made with.
public struct MachineOptions {
  /// The most bytes that heap objects may take.
  public var heapLimit: Int
  /// The most calls under way at once.
  public var maximumDepth: Int
  /// How many times the host may be in the machine at once, by host functions that call back.
  public var maximumEntries: Int
  /// How much each run may execute; nil for no limit.
  public var fuel: Int?
  /// Takes output; false if there is nobody to read it any more.
  public var write: (ArraySlice<UInt8>) -> Bool
  /// So many bytes of output are collected before they are handed over, unless the run ends.
  public var outputCapacity: Int
  public var hasClock: Bool
  /// Whether to collect at each allocation, until there have been thousands, and check the heap each time.
  public var stressCollector: Bool
  /// Whether to move all that can move whenever the host comes in or goes out.
  public var stressCrossings: Bool

  public init(write: @escaping (ArraySlice<UInt8>) -> Bool) {
    heapLimit = 2 << 30
    maximumDepth = 1_000_000
    maximumEntries = 100
    fuel = nil
    self.write = write
    outputCapacity = 1 << 16
    hasClock = true
    stressCollector = false
    stressCrossings = false
  }
}

extension Program {
  /// A program whose script leaves the run loop.
  static var entryStub: Program {
    var stub = Program(sourceName: "", source: [])
    // A return address names the word behind a call of two words.
    stub.code = [0, 0, Instruction(.exit).word]
    stub.strings = [StringRange(start: 0, count: 0)]
    var script = Function(kind: .script, name: 0, arity: 0)
    script.code = Run(start: 0, count: 3)
    stub.functions = [script]
    return stub
  }
}
