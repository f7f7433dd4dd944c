import LoxBuiltins
import LoxBytecode

/// All that one isolate is made of. Each part owns what it is about; what takes several of them is a method of the machine.
///
/// The run loop keeps its own state in an `Execution` and comes here for everything that is not fast.
struct Machine: ~Copyable {
  /// The calls under way.
  var calls: CallStack
  let reservation: Reservation
  let cage: Cage
  let heap: Pinned<Heap>

  /// Linked programs, and global variables.
  var modules: Modules
  var strings = InternTable()
  var lookUpCache = LookUpCache()
  var operators = OperatorTable()
  var outgrown = OutgrownInstances()
  /// What regular expressions are compiled to.
  var expressions = RegexTable()
  /// For calls that no instruction makes; what it learns is never used.
  let noCache = InlineCache.makeDetached()
  let signatures = CoreSignatures.shared
  let hashSeed = StringHash.seed
  /// The name `init`; null if the heap is too small even for that.
  private(set) var initializerName = Ref.null

  var fibers = Fibers()
  var host = HostState()
  var runs: Runs
  var instruments = Instruments()
  var output: OutputBuffer

  /// References that a slow path holds while it allocates.
  var scratch = Value.nil
  var scratch2 = Value.nil
  /// Why the run loop was left, if it failed.
  var error: RuntimeError?
  /// What the script has thrown, or has caught before, if that is the error; else undefined.
  var thrown = Value.undefined
  /// How many values scripts have thrown.
  var thrownCount = 0
  /// Counts the steps of long operations.
  var pace = Pace()
  /// Errors that were caught last, or have ended a run, with their traces.
  var caught = CaughtErrors()
  /// Changes whenever a class gets a member of its own.
  var classMembersVersion = ClassMembersVersion()
  /// Nil as long as no class has members that are no plain methods.
  var memberNames: MemberNames?
  /// Tells errors of this machine from those of others.
  var id: ObjectIdentifier?
  /// Where the code of the entry stub leaves the run loop.
  let stubExit: CodePointer
  /// Where it goes on with an instruction whose member has returned.
  let stubFinish: CodePointer
  /// Where it goes on in machine code.
  let stubNative: StubNative
  /// What is known of machine code; nil if there is none.
  var native: NativeState?

  /// Nil if the system has no memory.
  init?(reservation: Reservation, options: MachineOptions) {
    // The first program is the entry stub: its frame lies below every other, and its code leaves the run loop.
    let stub = Program.entryStub
    let image = CodeImage(stub.code)
    var modules = Modules()
    guard let linked = modules.programs.add(stub, image: image, strings: []) else {
      modules.programs.free()
      return nil
    }
    let limits = MachineLimits(
      fuel: options.fuel, heapBytes: options.heapLimit, callDepth: options.maximumDepth,
      entryDepth: options.maximumEntries)
    self.reservation = reservation
    self.modules = modules
    cage = reservation.cage
    stubExit = image.pointer(at: Opcode.callLength)
    stubFinish = image.pointer(at: Opcode.callLength + 1)
    stubNative = StubNative(
      entry: image.pointer(at: Opcode.callLength + 2), place: image.pointer(at: Opcode.callLength + 3))
    heap = Pinned(Heap(reservation: reservation, limit: limits.heapBytes))
    calls = CallStack(
      reservation.cage, FrameStack(reservation), pc: image.pointer(at: 0), function: linked.block.script,
      limits)
    runs = Runs(limits)
    output = OutputBuffer(capacity: options.outputCapacity, write: options.write)
    heap.value.stress = options.stressCollector
    heap.value.poisons = options.stressCrossings
    host.stressesCrossings = options.stressCrossings
    self.modules.makePrelude = options.prelude
    host.pushDetails = options.pushDetails
    host.seed = options.seed
    isClosed = false
    initializerName = intern("init") ?? .null
    host.objectName = intern("") ?? .null
    if options.hasBuiltins { for builtin in Builtin.all { _ = define(HostFunction(builtin)) } }
  }

  /// Gives back all that the machine holds. Nothing may be used afterwards.
  mutating func release() {
    modules.programs.free()
    noCache.free()
    operators.free()
    fibers.suspended.freeAll()
    host.handles.close()
    calls.free()
    // Whatever is beyond the used part of the stacks was never written, or they have grown and shrunk by collections.
    let isClear = calls.isSmall && heap.value.clear()
    heap.free()
    guard isClear else { return reservation.release() }
    calls.clear()
    ReservationPool.giveBack(reservation)
  }

  /// Whether the host can't come in, since it is called at a place where the machine isn't ready for it.
  var isClosed: Bool {
    get { host.isClosed }
    set {
      host.isClosed = newValue
      calls.admitsPushes = !newValue && !host.stressesCrossings
    }
  }

  /// Lets the run that is about to begin have the limits that were set last.
  @inline(never) mutating func takeLimits() {
    runs.takeLimits()
    apply(runs.limits)
  }

  /// What is done outside of runs has the limits of the next one; a run that is suspended keeps its own.
  @inline(never) mutating func takeLimitsOutsideOfRuns() {
    if runs.current.entryCount > 0 { apply(runs.current.limits) } else { takeLimits() }
  }

  private mutating func apply(_ limits: MachineLimits) {
    heap.value.setByteLimit(limits.heapBytes)
    calls.apply(limits)
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
  /// Whether scripts find the functions of the language: `clock`.
  public var hasBuiltins: Bool
  /// The part of the core library that is written in Lox, for isolates that need it.
  public var prelude: (@Sendable () -> ProgramImage?)?
  /// The seed of generators of random numbers that scripts make without one.
  public var seed: UInt64 = 0
  /// Which functions are compiled to machine code.
  public var machineCode = MachineCodeMode.off
  /// Pushes what scripts see of an error of the host beside its message; false if that is nothing.
  package var pushDetails: ((any Error, ValueStack) throws -> Bool)?
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
    hasBuiltins = true
    prelude = nil
    stressCollector = false
    stressCrossings = false
  }
}

extension Program {
  /// A program whose script leaves the run loop.
  static var entryStub: Program {
    var stub = Program(sourceName: "", source: [])
    // A return address is that of the word after a call.
    stub.code =
      Array(repeating: 0, count: Opcode.callLength) + [Instruction(.exit).word, Instruction(.finish).word]
      + [Instruction(.finish, a: 1).word, Instruction(.finish, a: 2).word]
    stub.strings = [StringRange(start: 0, count: 0)]
    var script = Function(kind: .script, name: 0, arity: 0)
    script.code = Run(start: 0, count: stub.code.count)
    stub.functions = [script]
    return stub
  }
}
