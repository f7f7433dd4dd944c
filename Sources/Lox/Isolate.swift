import LoxRuntime

/// A heap with its global variables: runs programs one after another, and keeps what they define.
///
/// An isolate reaches nothing of the host but what it is given, stays within its ``Limits``, and can be used
/// after any error. It belongs to one thread, actor or task at a time; make as many as you like. When it is
/// released, so are all of its objects.
public final class Isolate {
  /// The options of an isolate.
  public struct Options: Sendable {
    /// What scripts may use.
    public var limits = Limits()
    /// The language of its values: what arrays, dictionaries and ranges of Swift become. The isolate runs programs of both languages.
    public var language = Program.Language.extended
    /// Where the lines that scripts print go.
    public var output = Output.discarded
    /// The APIs that scripts can use; if two have the same name, the later one's definition is used.
    public var apis: [HostAPI] = []
    /// Whether scripts have the book's function `clock`, which returns the processor time that the process
    /// has used, in seconds. To replace it, define another function of this name.
    public var hasClock = false
    /// The seed of the generators that scripts make with `Random()`. Their numbers depend on nothing else, so a script does the same
    /// each time unless the host sets another seed each time.
    public var seed: UInt64 = 0
    /// Whether functions in which scripts spend their time are compiled to machine code, if the system permits that. Scripts do the
    /// same, to the unit of fuel, but faster. Documentation/MachineCode.md tells when a host may prefer to do without.
    public var usesMachineCode = true
    /// For tests: which functions are compiled, whatever `usesMachineCode` says.
    package var machineCode: MachineCodeMode? = Options.machineCodeOfAll
    /// For tests: the same for all isolates made in a task.
    @TaskLocal package static var machineCodeOfAll: MachineCodeMode?
    /// Collects at every allocation and checks the heap each time: very slow, to find defects of the machine.
    package var stressesCollector = false
    /// Moves everything movable whenever Swift and the machine call each other: slow, to find references that
    /// are kept and must not be.
    package var stressesCrossings = Options.stressesAllCrossings
    /// For tests: the same for all isolates made in a task.
    @TaskLocal package static var stressesAllCrossings = false

    /// Only memory limits, no output, no clock.
    public init() {}
  }

  @usableFromInline package let machine: VirtualMachine
  /// The language of its values: what arrays, dictionaries and ranges of Swift become. Programs have a language of their own.
  public let language: Program.Language
  let queue = RunQueue()
  /// For tests: called while a run pauses.
  package var onPause: (() -> Void)?
  /// The classes created so far, by type.
  var hostClasses: [ObjectIdentifier: InstalledHostClass] = [:]
  /// Classes defined in addition to those of the APIs.
  var classDefinitions: [HostClassDefinition] = []
  /// The class found for each type: its own or a superclass's.
  var classesOfTypes: [ObjectIdentifier: InstalledHostClass] = [:]
  /// Constants of classes, by identity.
  var constants: [ObjectIdentifier: Handle] = [:]
  /// Classes of instances that represent Swift values, by name.
  var valueClasses: [String: Handle] = [:]
  /// The functions of expressions that were evaluated, by program.
  package var expressionFunctions: [ObjectIdentifier: WeakHandle] = [:]
  /// How Codable values are converted, unless a call has options of its own.
  public var codingOptions = CodingOptions() {
    didSet {
      codingPlans = [:]
      makesCollections = (codingOptions.language ?? language) == .extended
    }
  }
  /// Whether arrays become lists, and dictionaries maps.
  private(set) var makesCollections: Bool
  /// How each type is coded with these options.
  var codingPlans: [ObjectIdentifier: TypePlan] = [:]
  /// The number of encodings so far.
  var encodingCount = 0
  /// The host's definitions, for tools, in addition to those of the APIs.
  var declarations: [String: HostDeclaration] = [:]
  var apis: [HostAPI] = []
  var loader: ModuleLoader?
  var moduleStore = ModuleStore()

  /// An object of yours that host functions find through the isolate: what they need beyond their arguments,
  /// such as the state of a game.
  public var context: AnyObject?

  /// An isolate with only what the options say.
  ///
  /// Throws an ``IsolateCreationError`` if the system has no address space left for another heap, or if the
  /// memory limit is too low for anything.
  public convenience init(options: Options) throws {
    try self.init(options: options, portion: options.output.portion, writing: options.output.makeWriter())
  }

  /// An isolate without a clock, and with the globals of an API if one is given. In one of the book's language, arrays become linked
  /// lists, and dictionaries instances.
  ///
  /// Throws an ``IsolateCreationError`` if the system has no address space left for another heap, or if the
  /// memory limit is too low for anything.
  public convenience init(
    language: Program.Language = .extended, limits: Limits = Limits(), api: HostAPI? = nil,
    output: Output = .discarded
  ) throws {
    var options = Options()
    options.language = language
    options.limits = limits
    options.output = output
    if let api { options.apis = [api] }
    try self.init(options: options)
  }

  /// An isolate with a function of its own that receives each printed line at once, without its line feed.
  /// Unlike that of an ``Output``, the function need not be `@Sendable`; it must not use the isolate.
  ///
  /// Throws an ``IsolateCreationError`` if the system has no address space left for another heap, or if the
  /// memory limit is too low for anything.
  public convenience init(
    language: Program.Language = .extended, limits: Limits = Limits(), api: HostAPI? = nil,
    lines: @escaping (String) -> Void
  ) throws {
    var options = Options()
    options.language = language
    options.limits = limits
    if let api { options.apis = [api] }
    try self.init(options: options, portion: 1, writing: Output.lineWriter(lines))
  }

  /// An isolate that passes its output to a function of its own, which need not be `@Sendable`, instead of
  /// the ``Output`` of the options: see ``Output/bytes(portion:_:)``.
  ///
  /// Throws an ``IsolateCreationError`` if the system has no address space left for another heap, or if the
  /// memory limit is too low for anything.
  public init(
    options: Options, portion: Int = 1 << 16, writing: @escaping (ArraySlice<UInt8>) -> Bool
  ) throws {
    var machineOptions = MachineOptions(write: writing)
    machineOptions.prelude = { Prelude.image }
    machineOptions.seed = options.seed
    machineOptions.pushDetails = { try pushDetails(of: $0, to: $1) }
    machineOptions.outputCapacity = max(1, portion)
    machineOptions.heapLimit = options.limits.heapBytes
    machineOptions.maximumDepth = options.limits.callDepth
    machineOptions.hasBuiltins = options.hasClock
    machineOptions.machineCode = options.machineCode ?? (options.usesMachineCode ? .on : .off)
    machineOptions.stressCollector = options.stressesCollector
    machineOptions.stressCrossings = options.stressesCrossings
    guard let machine = VirtualMachine(options: machineOptions) else { throw IsolateCreationError() }
    self.machine = machine
    language = options.language
    makesCollections = options.language == .extended
    limits = options.limits
    machine.setOwner(self)
    machine.limits = limits.machineLimits
    for api in options.apis {
      if options.hasClock { try install(api) } else { offer(api) }
    }
  }

  deinit { machine.clearOwner() }

  /// The ``context`` as a given type.
  ///
  /// Throws a ``ConversionError`` if there is none, or one of another type.
  public func context<Context: AnyObject>(as type: Context.Type = Context.self) throws -> Context {
    guard let context = context as? Context else {
      throw ConversionError(
        expected: "a context of the type \(type)", actual: context.map { "\(Swift.type(of: $0))" } ?? "nil")
    }
    return context
  }

  // MARK: - Limits

  /// What scripts may use. A run keeps the limits that it began with; a new value applies to later runs.
  /// Memory that is already in use stays in use.
  public var limits: Limits {
    didSet { machine.limits = limits.machineLimits }
  }

  /// Charges the current run for work that a host function does for it. If that exceeds its fuel, the run
  /// ends when the function returns.
  public func charge(fuel units: Int) { machine.charge(units) }

  /// The fuel that all runs have used so far.
  public var usedFuel: Int { machine.usedFuel }

  /// The bytes that the heap uses now.
  public var usedBytes: Int { machine.statistics.usedBytes }

  /// Collects all unreachable objects. There is no need to call this; the heap is collected as it grows.
  public func collectGarbage() {
    if (try? machine.checkIsOpen()) != nil { machine.collect() }
  }

  // MARK: - Running

  /// Runs a program to its end, and delivers its output.
  ///
  /// Throws a ``RuntimeError`` if the script fails or exceeds a limit. What it did until then remains. A call
  /// of an asynchronous function is such a failure; the asynchronous `run` can wait for it. Of an expression, the value is dropped.
  public func run(_ program: Program) throws {
    let base = machine.top
    defer { machine.pop(to: base) }
    if let names = program.expressionNames {
      try pushExpression(program, names)
    } else {
      try pushLoaded(program)
    }
    try machine.call(base)
  }

  // MARK: - Globals

  /// The value of a global variable; nil if there is none of this name.
  public subscript(name: String) -> Value? {
    let base = machine.top
    defer { machine.pop(to: base) }
    guard (try? pushGlobal(name)) == true else { return nil }
    return value(at: base)
  }

  /// The value of a global variable; nil if there is none of this name. Throws a ``ConversionError`` if it has another type.
  public func global<T: ValueConvertible>(_ name: String, as type: T.Type = T.self) throws -> T? {
    let base = machine.top
    defer { machine.pop(to: base) }
    return try pushGlobal(name) ? try _convert(ValueSlot(base, in: self)) as T : nil
  }

  /// Sets a global variable, or defines it.
  ///
  /// Throws a ``ConversionError`` if there is no Lox value for the value, a ``HandleError`` if it belongs to
  /// another isolate, and a ``RuntimeError`` if there is no memory for it.
  public func setGlobal<T: ValueConvertible>(_ name: String, to value: T) throws {
    let base = machine.top
    defer { machine.pop(to: base) }
    try value._push(to: machine.stack)
    try machine.popGlobal(name)
    if !machine.isRunning, declarations[name] == nil, offered(name) == nil {
      declarations[name] = HostDeclaration(kind: .value, resultType: T.loxType)
    }
  }

  /// Makes a global variable undefined.
  public func removeGlobal(_ name: String) {
    // An offered global must be created first, or it would be provided later.
    _ = self[name]
    machine.removeGlobal(name, isOffered: offered(name) != nil)
    declarations[name] = nil
  }

  /// The names of all global variables, in order of definition, followed by those of an API that nobody has
  /// mentioned yet.
  public var globalNames: [String] { machine.globalNames + offeredNames }
}

/// The system has no address space for another isolate, or the memory limit is too low for anything.
///
/// An isolate reserves 4.25 GiB of addresses. That is not memory: a page of them takes memory only once it is
/// written to. A limit on addresses, such as `ulimit -v` sets, must leave room for the reservation, and so
/// must `vm.overcommit_memory=2`, a setting of Linux that counts reserved addresses as memory. Limits on
/// memory, such as those of containers, do not matter. <doc:LimitingScripts> says how many isolates there can
/// be.
public struct IsolateCreationError: Error, CustomStringConvertible {
  /// The error as text.
  public var description: String {
    """
    There are no addresses left for another isolate, which reserves 4.25 GiB of them (of addresses, not of memory), \
    or its limit of memory is too low. Is there a limit of addresses (ulimit -v)?
    """
  }
}

/// Why a run ended before its script did.
///
/// Its `kind` says whether the script or the host made a mistake, or which limit was exceeded; its `message`
/// says so in a sentence, and its `trace` has the active calls. An error that a host function threw is the
/// `underlying` error. ``/Lox/DiagnosticFormat`` lists the ways to show it:
/// `error.formatted(.rich(color: false))`.
public typealias RuntimeError = LoxRuntime.RuntimeError

/// The active calls when a run failed: its `frames`, the innermost first, each with a function's name and a
/// place in a source.
public typealias Trace = LoxRuntime.Trace
