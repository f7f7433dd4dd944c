import LoxRuntime

/// One heap and its globals: runs programs one after the other, and keeps what they define.
///
/// An isolate belongs to one thread at a time.
public final class Isolate {
  /// What an isolate is made with.
  public struct Options {
    /// The most bytes that objects may take.
    public var heapLimit = 2 << 30
    /// The most calls that may be under way at once.
    public var maximumDepth = 1_000_000
    /// Whether scripts find the function `clock`.
    public var hasClock = true
    /// Takes what scripts print, in portions; the result is false if nobody reads it any more, which ends the run.
    /// By default, output is dropped.
    public var output: (ArraySlice<UInt8>) -> Bool = { _ in true }
    /// So many bytes of output are collected before they are handed over, unless the run ends: 1 lets each line appear
    /// at once.
    public var outputCapacity = 1 << 16
    /// Collect at every allocation and check the heap each time: very slow, to find defects of the machine.
    package var stressesCollector = false

    public init() {}
  }

  package let machine: VirtualMachine

  /// Fails if the system has no addresses left for another heap.
  public init(options: Options = Options()) throws(IsolateCreationError) {
    var machineOptions = MachineOptions(write: options.output)
    machineOptions.heapLimit = options.heapLimit
    machineOptions.maximumDepth = options.maximumDepth
    machineOptions.hasClock = options.hasClock
    machineOptions.outputCapacity = options.outputCapacity
    machineOptions.stressCollector = options.stressesCollector
    guard let machine = VirtualMachine(options: machineOptions) else { throw IsolateCreationError() }
    self.machine = machine
  }

  /// Runs a program to its end and hands over its output.
  public func run(_ program: Program) throws(RuntimeError) {
    defer { machine.flush() }
    try machine.run(program.image)
  }
}

/// There is no memory for another isolate.
public struct IsolateCreationError: Error, CustomStringConvertible {
  public var description: String { "There is no memory for another isolate." }
}

public typealias RuntimeError = LoxRuntime.RuntimeError
