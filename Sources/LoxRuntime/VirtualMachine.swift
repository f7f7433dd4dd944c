import LoxBytecode

/// A machine with its memory: runs programs one after the other, and keeps their globals.
///
/// It belongs to one thread at a time.
public final class VirtualMachine {
  let machine: Pinned<Machine>
  /// What conversions see of the value stack.
  @usableFromInline package let stack: ValueStack

  /// Nil if the system has no addresses to give, or the heap's limit is too small for anything.
  public init?(options: MachineOptions) {
    guard let reservation = ReservationPool.take() else { return nil }
    guard let machine = Machine(reservation: reservation, options: options) else {
      reservation.release()
      return nil
    }
    self.machine = Pinned(machine)
    stack = self.machine.value.calls.stack
    stack.state.machine = PinnedPlace(self.machine)
    handles.setStack(stack)
    // Then the deinitializer gives the memory back.
    if self.machine.value.initializerName.isNull || self.machine.value.host.objectName.isNull { return nil }
    self.machine.value.id = ObjectIdentifier(self)
    self.machine.useMachineCode(options.machineCode)
  }

  deinit {
    // What host objects do when they are let go must find a machine that can't be used.
    clearOwner()
    handles.setStack(nil)
    machine.value.isClosed = true
    machine.value.host.objects = HostObjectTable()
    machine.value.host.functions = HostFunctionTable()
    machine.value.release()
    machine.free()
  }

  /// Sets the object that embeds the machine, for host functions and handles to find; it must call `clearOwner` when it ends.
  package func setOwner(_ owner: AnyObject) {
    stack.state.owner.set(owner)
    handles.setOwner(owner)
  }

  package func clearOwner() {
    stack.state.owner.clear()
    handles.setOwner(nil)
  }

  /// Runs a program's script to its end.
  public func run(_ image: ProgramImage) throws(RuntimeError) {
    let base = top
    try pushScript(image)
    try call(base)
    pop(to: base)
  }

  /// Hands all output over to the host; false if nobody reads it.
  @discardableResult public func flush() -> Bool { machine.flush() }

  /// Counts instructions and cache hits while scripts run, which makes them slower.
  public var isObserved: Bool {
    get { machine.value.instruments.isObserved }
    set { machine.value.instruments.isObserved = newValue }
  }

  /// Is called before each instruction while the machine is observed.
  public func trace(with body: @escaping (TracePoint) -> Void) {
    machine.value.instruments.traceBody = body
    isObserved = true
  }

  public var statistics: MachineStatistics { machine.value.makeStatistics() }
}

/// A verified program, ready to run in any number of machines.
public final class ProgramImage: Sendable {
  public let program: Program
  let code: CodeImage
  /// The names of the global variables that its code mentions.
  package let globalNames: [String]
  /// What distinguishes it from other programs as long as it is loaded in an isolate.
  package var identity: ObjectIdentifier { ObjectIdentifier(code) }
  /// Whether it may need the part of the core library that is written in Lox.
  let mayUsePrelude: Bool

  /// Throws what the verifier finds.
  public init(_ program: Program) throws(VerificationError) {
    try program.verify()
    self.program = program
    code = CodeImage(program.code)
    var seen = [Bool](repeating: false, count: program.strings.count)
    var names: [String] = []
    // Those that it imports are of other modules.
    for name in program.imports.flatMap(\.names) { seen[Int(name.local)] = true }
    for case .global(let name) in program.constants where !seen[Int(name)] {
      seen[Int(name)] = true
      names.append(String(decoding: program.bytes(ofString: name), as: UTF8.self))
    }
    globalNames = names
    mayUsePrelude = program.mayUsePrelude
  }
}

extension ProgramImage {
  /// The global variables that its code mentions but does not define.
  package var undeclaredNames: [String] {
    let use = program.globalUse
    var isDefined: Set<String> = []
    for index in program.strings.indices where use.isDefined(UInt32(index)) {
      isDefined.insert(String(decoding: program.bytes(ofString: UInt32(index)), as: UTF8.self))
    }
    return globalNames.filter { !isDefined.contains($0) }
  }
}

/// For tests.
extension VirtualMachine {
  /// Lets runs that may be suspended pause at each place where they can.
  package func pauseAlways() {
    machine.value.runs.slice = 1
    machine.value.runs.slicesBetweenPauses = 1
  }

  /// Lets limits be looked at when so much was executed.
  package func setSlice(_ units: Int) { machine.value.runs.slice = max(1, units) }

  /// Lets the allocation of this number, counted from now, fail, and all after it if it persists. The collector must be stressed.
  package func failAllocation(_ number: Int?, persists: Bool) {
    machine.value.heap.value.allocationCount = 0
    machine.value.heap.value.failAtAllocation = number
    machine.value.heap.value.failurePersists = persists
  }

  /// How many programs are linked, and how many functions the host has.
  package var programCount: Int { machine.value.modules.programs.all.count - 1 }
  package var hostFunctionCount: Int { machine.value.host.functions.count }

  /// What is wrong with the heap, collected and verified.
  package var heapProblems: [String] {
    let verifies = machine.value.heap.value.verifyAfterCollections
    machine.value.heap.value.verifyAfterCollections = true
    defer { machine.value.heap.value.verifyAfterCollections = verifies }
    machine.collect()
    return machine.value.heap.value.problems.map(\.description)
  }
}
