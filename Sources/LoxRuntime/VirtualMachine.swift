import LoxBytecode

/// A machine with its memory: runs programs one after the other, and keeps their globals.
///
/// It belongs to one thread at a time.
public final class VirtualMachine {
  let machine: Pinned<Machine>

  /// Nil if the system has no addresses to give, or the heap's limit is too small for anything.
  public init?(options: MachineOptions) {
    guard let reservation = Reservation() else { return nil }
    machine = Pinned(Machine(reservation: reservation, options: options))
    if machine.value.initializerName.isNull { return nil }
  }

  deinit {
    machine.value.release()
    machine.free()
  }

  /// Runs a program's script to its end.
  public func run(_ image: ProgramImage) throws(RuntimeError) {
    defer { machine.value.error = nil }
    if !runScript(image), let error = machine.value.error { throw error }
  }

  private func runScript(_ image: ProgramImage) -> Bool {
    guard let index = link(image) else { return machine.value.failOutOfMemory() }
    let registers = machine.value.parked.registers
    guard machine.slowClosure(registers, 0, index, machine.value.parked.function) else { return false }
    let isDone = machine.call(registers, 0)
    registers[0] = .nil
    return isDone
  }

  /// The index of the program's script; nil if memory is out.
  private func link(_ image: ProgramImage) -> Int? {
    if let index = machine.value.link(image.program, image: image.code) { return index }
    machine.collect()
    return machine.value.link(image.program, image: image.code)
  }

  /// Hands all output over to the host; false if nobody reads it.
  @discardableResult public func flush() -> Bool { machine.value.output.flush() }

  /// Counts instructions and cache hits while scripts run, which makes them slower.
  public var isObserved: Bool {
    get { machine.value.isObserved }
    set { machine.value.isObserved = newValue }
  }

  /// Is called before each instruction while the machine is observed.
  public func trace(with body: @escaping (TracePoint) -> Void) {
    machine.value.traceBody = body
    isObserved = true
  }

  public var statistics: MachineStatistics { machine.value.makeStatistics() }
}

/// A verified program, ready to run in any number of machines.
public final class ProgramImage: Sendable {
  public let program: Program
  let code: CodeImage

  /// Throws what the verifier finds.
  public init(_ program: Program) throws(VerificationError) {
    try program.verify()
    self.program = program
    code = CodeImage(program.code)
  }
}
