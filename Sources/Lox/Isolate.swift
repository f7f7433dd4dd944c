import LoxRuntime

/// One heap with its global variables: runs programs one after the other, and keeps what they define.
///
/// An isolate reaches nothing of the host but what it is given, stays within its ``Limits``, and can be used after any error. It
/// belongs to one thread, or one actor or task, at a time; make as many as you like. When it is released, all of its objects are.
public final class Isolate {
  /// What an isolate is made with.
  public struct Options: Sendable {
    /// What scripts may use.
    public var limits = Limits()
    /// Where the lines go that scripts print.
    public var output = Output.discarded
    /// What scripts find; of two APIs that have a name, the later one's is found.
    public var apis: [HostAPI] = []
    /// Whether scripts find the book's function `clock`, which tells the processor time that the process has used, in seconds. It
    /// can also be replaced: define another function of this name.
    public var hasClock = false
    /// Collect at every allocation and check the heap each time: very slow, to find defects of the machine.
    package var stressesCollector = false
    /// Move all that can move whenever Swift and the machine call each other: slow, to find what is kept and must not be.
    package var stressesCrossings = Options.stressesAllCrossings
    /// For tests: the same for all isolates that are made in a task.
    @TaskLocal package static var stressesAllCrossings = false

    /// Limits of memory alone, no output, no clock.
    public init() {}
  }

  package let machine: VirtualMachine
  let queue = RunQueue()
  /// For tests: what is done while a run pauses.
  package var onPause: (() -> Void)?
  /// The classes that were made, by their types.
  var hostClasses: [ObjectIdentifier: InstalledHostClass] = [:]
  /// What was defined as a class, beside what the APIs have.
  var classDefinitions: [HostClassDefinition] = []
  /// The class of each type that was looked for: its own or a superclass's.
  var classesOfTypes: [ObjectIdentifier: InstalledHostClass] = [:]
  /// Constants of classes, by their identities.
  var constants: [ObjectIdentifier: Handle] = [:]
  /// Classes of instances that stand for Swift values, by their name.
  var valueClasses: [String: Handle] = [:]
  /// How Codable values go to Lox and come back, unless something else is asked for.
  public var codingOptions = CodingOptions() {
    didSet { codingPlans = [:] }
  }
  /// How each type is coded with these options.
  var codingPlans: [ObjectIdentifier: TypePlan] = [:]
  /// How many values were encoded in one go each.
  var encodingCount = 0
  /// What was defined by the host, for tools, beside what the APIs have.
  var declarations: [String: HostDeclaration] = [:]
  var apis: [HostAPI] = []

  /// An object of yours that host functions find by the isolate: what they need beyond their arguments, such as the state of a game.
  public var context: AnyObject?

  /// An isolate with nothing but what the options say.
  ///
  /// Throws an ``IsolateCreationError`` if the system has no addresses left for another heap, or the limit of memory is too low for
  /// anything.
  public convenience init(options: Options) throws {
    try self.init(options: options, portion: options.output.portion, writing: options.output.makeWriter())
  }

  /// An isolate without a clock, with the globals of an API if there is one.
  ///
  /// Throws an ``IsolateCreationError`` if the system has no addresses left for another heap, or the limit of memory is too low for
  /// anything.
  public convenience init(limits: Limits = Limits(), api: HostAPI? = nil, output: Output = .discarded) throws
  {
    var options = Options()
    options.limits = limits
    options.output = output
    if let api { options.apis = [api] }
    try self.init(options: options)
  }

  /// An isolate whose printed lines a function of its own gets, each at once and without its line feed. The function need not be
  /// `@Sendable`, as that of an ``Output`` must be; it must not use the isolate.
  ///
  /// Throws an ``IsolateCreationError`` if the system has no addresses left for another heap, or the limit of memory is too low for
  /// anything.
  public convenience init(
    limits: Limits = Limits(), api: HostAPI? = nil, lines: @escaping (String) -> Void
  ) throws {
    var options = Options()
    options.limits = limits
    if let api { options.apis = [api] }
    try self.init(options: options, portion: 1, writing: Output.lineWriter(lines))
  }

  /// An isolate that hands its output to a function of its own, which need not be `@Sendable`, instead of the ``Output`` of the
  /// options: see ``Output/bytes(portion:_:)``.
  ///
  /// Throws an ``IsolateCreationError`` if the system has no addresses left for another heap, or the limit of memory is too low for
  /// anything.
  public init(
    options: Options, portion: Int = 1 << 16, writing: @escaping (ArraySlice<UInt8>) -> Bool
  ) throws {
    var machineOptions = MachineOptions(write: writing)
    machineOptions.outputCapacity = max(1, portion)
    machineOptions.heapLimit = options.limits.heapBytes
    machineOptions.maximumDepth = options.limits.callDepth
    machineOptions.hasBuiltins = options.hasClock
    machineOptions.stressCollector = options.stressesCollector
    machineOptions.stressCrossings = options.stressesCrossings
    guard let machine = VirtualMachine(options: machineOptions) else { throw IsolateCreationError() }
    self.machine = machine
    limits = options.limits
    machine.setOwner(self)
    machine.limits = limits.machineLimits
    for api in options.apis {
      if options.hasClock { try install(api) } else { offer(api) }
    }
  }

  deinit { machine.clearOwner() }

  /// The ``context``, as what it is.
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

  /// What scripts may use. A run keeps the limits that it began with to its end; a new value is for the runs to come. Memory that is
  /// in use already stays.
  public var limits: Limits {
    didSet { machine.limits = limits.machineLimits }
  }

  /// Charges the run that is under way for work that a host function does for it. The run ends when the function returns, if
  /// that is more than its fuel.
  public func charge(fuel units: Int) { machine.charge(units) }

  /// The fuel that all runs have used up to now.
  public var usedFuel: Int { machine.usedFuel }

  /// The bytes that the heap takes now.
  public var usedBytes: Int { machine.statistics.usedBytes }

  /// Collects all objects that nothing refers to. There is no need to; the heap is collected when it grows.
  public func collectGarbage() {
    if (try? machine.checkIsOpen()) != nil { machine.collect() }
  }

  // MARK: - Running

  /// Runs a program to its end, and hands over its output.
  ///
  /// Throws a ``RuntimeError`` if the script fails or exceeds a limit. What it did until then remains. A call of a function that was
  /// defined as asynchronous is such a failure; the asynchronous `run` can wait for it.
  public func run(_ program: Program) throws { try execute(program) }

  package func execute(_ program: Program) throws(RuntimeError) {
    let base = machine.top
    defer { machine.pop(to: base) }
    try pushScript(program)
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
  /// Throws a ``ConversionError`` if the value has no Lox value, a ``HandleError`` if it belongs to another isolate, and a ``RuntimeError``
  /// if there is no memory for it.
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
    // What is only offered must be there first, or it would still come.
    _ = self[name]
    machine.removeGlobal(name)
    declarations[name] = nil
  }

  /// The names of all global variables, in the order of their definition; behind them, those of an API that nobody has mentioned yet.
  public var globalNames: [String] { machine.globalNames + offeredNames }
}

/// The system has no addresses for another isolate, or the limit of memory is too low for anything.
///
/// An isolate reserves 4.25 GiB of addresses. That is not memory: a page of them takes some when it is written to first. A limit
/// of addresses, such as `ulimit -v` sets, must leave room for that, and so must `vm.overcommit_memory=2`, a setting of Linux in which
/// reserved addresses count as memory. Limits of memory, such as those of containers, do not matter. <doc:LimitingScripts> tells how
/// many isolates there can be.
public struct IsolateCreationError: Error, CustomStringConvertible {
  /// Sentences that say so.
  public var description: String {
    """
    There are no addresses left for another isolate, which reserves 4.25 GiB of them (of addresses, not of memory), \
    or its limit of memory is too low. Is there a limit of addresses (ulimit -v)?
    """
  }
}

/// Why a run ended before its script did.
///
/// Its `kind` tells whether the script or the host made a mistake, or which limit was exceeded; its `message` says it in a sentence, and
/// its `trace` has the calls that were under way. What a host function threw is the `underlying` error.
/// ``/Lox/DiagnosticFormat`` lists the ways to show it: `error.formatted(.rich(color: false))`.
public typealias RuntimeError = LoxRuntime.RuntimeError

/// The calls under way when a run failed: its `frames`, the innermost first, each with a function's name and a place in a source.
public typealias Trace = LoxRuntime.Trace
