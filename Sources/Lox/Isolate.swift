import LoxRuntime

/// One heap with its global variables: runs programs one after the other, and keeps what they define.
///
/// An isolate reaches nothing of the host but what it is given, stays within its ``Limits``, and can be used after any error. It
/// belongs to one thread, or one actor or task, at a time; make as many as you like. When it is released, all of its objects are.
public final class Isolate {
  /// What an isolate is made with.
  public struct Options {
    /// What scripts may use.
    public var limits = Limits()
    /// Where the lines go that scripts print.
    public var output = Output.discarded
    /// Whether scripts find the book's function `clock`, which tells the processor time that the process has used, in seconds. It
    /// can also be replaced: define another function of this name.
    public var hasClock = false
    /// Collect at every allocation and check the heap each time: very slow, to find defects of the machine.
    package var stressesCollector = false

    /// Limits of memory alone, no output, no clock.
    public init() {}
  }

  package let machine: VirtualMachine
  let queue = RunQueue()
  /// The classes that were made of host types, by the type.
  var hostClasses: [ObjectIdentifier: Handle] = [:]
  var hostClassBytes: [ObjectIdentifier: Int] = [:]
  /// Classes of instances that stand for Swift values, by their name.
  var valueClasses: [String: Handle] = [:]
  /// What was defined by the host, for tools.
  var declarations: [String: HostDeclaration] = [:]

  /// An isolate without globals.
  ///
  /// Throws an ``IsolateCreationError`` if the system has no addresses left for another heap, or the limit of memory is too low for
  /// anything.
  public init(options: Options = Options()) throws {
    var machineOptions = MachineOptions(write: options.output.write)
    machineOptions.outputCapacity = options.output.portion
    machineOptions.heapLimit = options.limits.heapBytes
    machineOptions.hasClock = options.hasClock
    machineOptions.stressCollector = options.stressesCollector
    guard let machine = VirtualMachine(options: machineOptions) else { throw IsolateCreationError() }
    self.machine = machine
    limits = options.limits
    applyLimits()
  }

  /// An isolate without globals, and without a clock.
  ///
  /// Throws an ``IsolateCreationError`` if the system has no addresses left for another heap, or the limit of memory is too low for
  /// anything.
  public convenience init(limits: Limits, output: Output = .discarded) throws {
    var options = Options()
    options.limits = limits
    options.output = output
    try self.init(options: options)
  }

  // MARK: - Limits

  /// What scripts may use. A new value holds from the next run on; memory that is in use already stays.
  public var limits: Limits {
    didSet { applyLimits() }
  }

  private func applyLimits() {
    machine.heapLimit = limits.heapBytes
    machine.maximumDepth = limits.callDepth
    machine.maximumEntries = limits.hostCallDepth
    machine.outputLimit = limits.outputBytes
    machine.limits.fuel = limits.fuel.map { max(0, $0) }
    machine.limits.deadline = nil
    let token = limits.cancellation
    machine.limits.isCancelled = { Task.isCancelled || token.map(\.isCancelled) ?? false }
  }

  /// Sets the limits that depend on when a run begins.
  func prepareRun() {
    guard let deadline = limits.deadline, !machine.isRunning else { return }
    machine.limits.deadline = deadline.nanoseconds(from: MachineClock.nanoseconds())
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
    defer { if !machine.isRunning { machine.flush() } }
    prepareRun()
    try machine.pushScript(program.image)
    try machine.callPushed(0)
    machine.pop(1)
  }

  /// Calls a function or class that a global variable holds.
  ///
  /// Throws a ``RuntimeError`` if there is none or it fails, a ``ConversionError`` if the result has another type or an argument has no Lox
  /// value, and a ``HandleError`` if an argument belongs to another isolate.
  public func call<each Argument: ValueConvertible, Result: ValueConvertible>(
    _ name: String, _ argument: repeat each Argument, as type: Result.Type = Result.self
  ) throws -> Result {
    try callPushing(try callee(name), repeat each argument, as: type)
  }

  /// Calls a function or class that a global variable holds, for any result.
  ///
  /// Throws as the call for a result of a type does.
  @discardableResult
  public func call<each Argument: ValueConvertible>(
    _ name: String, _ argument: repeat each Argument
  ) throws -> Value {
    try callPushing(try callee(name), repeat each argument, as: Value.self)
  }

  func callee(_ name: String) throws -> LoxRuntime.Value {
    guard let bits = machine.global(name) else {
      throw RuntimeError(kind: .script, message: "Undefined variable '\(name)'.", trace: Trace())
    }
    return bits
  }

  func callPushing<each Argument: ValueConvertible, Result: ValueConvertible>(
    _ callee: LoxRuntime.Value, _ argument: repeat each Argument, as type: Result.Type
  ) throws -> Result {
    try machine.push(callee)
    return try callPushed(repeat each argument, as: type)
  }

  /// Calls what was pushed last.
  func callPushed<each Argument: ValueConvertible, Result: ValueConvertible>(
    _ argument: repeat each Argument, as type: Result.Type
  ) throws -> Result {
    let count = try pushArguments(repeat each argument)
    defer { if !machine.isRunning { machine.flush() } }
    prepareRun()
    try machine.callPushed(count)
    defer { machine.pop(1) }
    return try Result.fromLox(value(of: machine.pushed()))
  }

  /// Pushes arguments behind the callee; if one of them can't be, all are popped, and the callee too.
  func pushArguments<each Argument: ValueConvertible>(_ argument: repeat each Argument) throws -> Int {
    var count = 0
    do {
      for argument in repeat each argument {
        try push(argument)
        count += 1
      }
    } catch {
      machine.pop(count + 1)
      throw error
    }
    return count
  }

  // MARK: - Globals

  /// The value of a global variable; nil if there is none of this name.
  public subscript(name: String) -> Value? { machine.global(name).map { value(of: $0) } }

  /// The value of a global variable; nil if there is none of this name. Throws a ``ConversionError`` if it has another type.
  public func global<T: ValueConvertible>(_ name: String, as type: T.Type = T.self) throws -> T? {
    try self[name].map { try T.fromLox($0) }
  }

  /// Sets a global variable, or defines it.
  ///
  /// Throws a ``ConversionError`` if the value has no Lox value, a ``HandleError`` if it belongs to another isolate, and a ``RuntimeError``
  /// if there is no memory for it.
  public func setGlobal<T: ValueConvertible>(_ name: String, to value: T) throws {
    try push(value)
    try machine.popGlobal(name)
    if !machine.isRunning, declarations[name] == nil {
      declarations[name] = HostDeclaration(kind: .value, resultType: T.loxType)
    }
  }

  /// Makes a global variable undefined.
  public func removeGlobal(_ name: String) {
    machine.removeGlobal(name)
    declarations[name] = nil
  }

  /// The names of all global variables, in the order of their definition.
  public var globalNames: [String] { machine.globalNames }

  // MARK: - Values

  /// Pushes the Lox value of a Swift value.
  func push<T: ValueConvertible>(_ value: T) throws {
    try machine.push(try bits(of: value))
  }

  /// The bits of a Swift value's Lox value, which must be used before the machine is.
  func bits<T: ValueConvertible>(of value: T) throws -> LoxRuntime.Value {
    switch try value.toLox(in: self) {
    case .nil: .nil
    case .boolean(let boolean): LoxRuntime.Value(boolean)
    case .number(let number): LoxRuntime.Value(number)
    case .string(let text): try machine.makeString(text)
    case .bytes(let bytes): try machine.makeString(bytes)
    case .function(let function): try bits(of: function.handle)
    case .class(let `class`): try bits(of: `class`.handle)
    case .instance(let instance): try bits(of: instance.handle)
    }
  }

  private func bits(of handle: Handle) throws -> LoxRuntime.Value {
    guard handle.isolate === self else {
      throw handle.isolate == nil ? HandleError.isolateIsGone : HandleError.otherIsolate
    }
    return handle.bits
  }

  func value(of bits: LoxRuntime.Value) -> Value {
    if bits.isNumber { return .number(bits.number) }
    switch machine.content(of: bits) {
    case .nil: return .nil
    case .boolean(let boolean): return .boolean(boolean)
    case .number(let number): return .number(number)
    case .string:
      if let text = machine.text(ofString: bits) { return .string(text) }
      return .bytes(machine.bytes(ofString: bits))
    case .function: return .function(Function(handle: Handle(bits, self)))
    case .class: return .class(Class(handle: Handle(bits, self)))
    case .instance: return .instance(Instance(handle: Handle(bits, self)))
    }
  }
}

/// There is no memory for another isolate.
public struct IsolateCreationError: Error, CustomStringConvertible {
  /// A sentence that says so.
  public var description: String { "There is no memory for another isolate." }
}

/// Why a run ended before its script did.
///
/// Its `kind` tells whether the script or the host made a mistake, or which limit was exceeded; its `message` says it in a sentence, and
/// its `trace` has the calls that were under way. What a host function threw is the `underlying` error.
/// ``/Lox/DiagnosticFormat`` lists the ways to show it: `error.formatted(.rich(color: false))`.
public typealias RuntimeError = LoxRuntime.RuntimeError

/// The calls under way when a run failed: its `frames`, the innermost first, each with a function's name and a place in a source.
public typealias Trace = LoxRuntime.Trace
