import LoxBytecode

/// Why a run ended before its script did.
public struct RuntimeError: Error, Sendable {
  /// Whose mistake it was, or which limit was exceeded.
  public enum Kind: Hashable, Sendable {
    /// A mistake of the script.
    case script
    /// A host function threw an error, which is the `underlying` one.
    case host
    /// More calls, or host functions that call back, than may be under way at once.
    case stackOverflow
    /// The objects of the script need more memory than the isolate may have.
    case outOfMemory
    /// The run has used the fuel that it was given.
    case outOfFuel
    /// The script has printed more than it may.
    case outputLimit
    /// The run went on for longer than it may.
    case deadlineExceeded
    /// The host, or the task that the run belongs to, wanted it to end.
    case cancelled
    /// Nobody reads the output any more.
    case outputClosed
    /// The isolate can't be used here: by what it prints to, by the end of an object that it has let go, or for an asynchronous run
    /// by what its own asynchronous run waits for.
    case busy
    /// The heap does not make sense: a defect of the machine, contained by the cage.
    case damagedHeap
  }

  /// What it is.
  public var id: ID
  /// Whose mistake it was, or which limit was exceeded.
  public var kind: Kind { id.kind }
  /// A sentence; for the errors of a script, the one of clox.
  public var message: String
  /// The calls under way, innermost first.
  public var trace: Trace
  /// What else the machine knew of a mistake of the script: enough to explain it to a person.
  public var cause: Cause?
  /// What a host function threw.
  public var underlying: (any Error)?
  /// Of an error that a script has thrown itself, its number: the machine keeps the value for a while. Else 0.
  package var number = 0
  /// The machine that it comes from.
  package var machine: ObjectIdentifier?

  /// An error that does not come from a machine.
  public init(kind: Kind, message: String, trace: Trace, underlying: (any Error)? = nil) {
    self.init(ID(kind), message: message, trace: trace, underlying: underlying)
  }

  package init(_ id: ID, message: String? = nil, trace: Trace = Trace(), underlying: (any Error)? = nil) {
    self.id = id
    self.message = message ?? id.message
    self.trace = trace
    self.underlying = underlying
  }
}

extension RuntimeError: CustomStringConvertible {
  /// The message and the trace, a line for each call.
  public var description: String { trace.text.isEmpty ? message : "\(message)\n\(trace.text.dropLast())" }
}

/// The calls under way when a run failed; of a very deep stack, its two ends.
public struct Trace: Sendable {
  /// A call.
  public struct Frame: Sendable {
    /// Nil for the script itself.
    public var functionName: String?
    /// Whether it is a function of the host: then it has no place in a source.
    public var isHost = false
    /// The name of the program's source.
    public var sourceName: String
    /// The line that was being executed, from 1; 0 for functions of the host.
    public var line: Int
    /// The part of the source that was being executed, in bytes.
    public var span: Range<Int>
    /// The source itself.
    public var source: [UInt8] = []
    /// Whether it is in extended Lox.
    package var isExtended = false
    /// The canonical name of the module that it is a call in; nil for scripts that the host runs.
    public var moduleName: String?
    /// Whether it is the function of a fiber, which the next call has resumed.
    public package(set) var beginsFiber = false
  }

  /// The calls that began last, the innermost first; of a stack that is not very deep, all.
  public var innermost: [Frame] = []
  /// How many calls are left out between the two ends.
  public var elidedCount = 0
  /// The functions that those are calls of, each once; nil if they are more than a few.
  public var elidedFunctions: [String]? = []
  /// Of a very deep stack, the calls that began first, the outermost last.
  public var outermost: [Frame] = []

  /// No calls.
  package init() {}

  /// Deeper stacks are elided to so many frames; clox never shows more.
  static let limit = 64
  /// Of the calls left out, the names of so many functions are kept.
  static let elidedFunctionLimit = 8

  /// The calls that are known, the innermost first.
  public var frames: [Frame] { innermost + outermost }

  /// The trace as clox writes it, a line for each call.
  public var text: String {
    var text = ""
    for frame in innermost { text += frame.text }
    if elidedCount > 0 { text += "[\(elidedCount) calls left out]\n" }
    for frame in outermost { text += frame.text }
    return text
  }
}

extension Trace.Frame {
  init(host name: String) {
    self.init(functionName: name, isHost: true, sourceName: "", line: 0, span: 0..<0)
  }

  var text: String {
    isHost
      ? "[host] in \(functionName ?? "function")()\n"
      : "[line \(line)] in " + (functionName.map { $0 + "()" } ?? "script")
        + (moduleName.map { " (\($0))\n" } ?? "\n")
  }
}

/// Where the calls under way stood when something was thrown: enough to make the trace of an error that turns out to need one.
struct TraceMarks {
  struct Frame {
    var pc: CodePointer
    var function: FunctionRecord
    /// How many words before `pc` the instruction begins.
    var wordsBack: Int
    /// The host function that has called back there.
    var hostFunction: UInt32?
    var isOutermost: Bool
    var beginsFiber = false
  }

  /// The host function that was under way.
  var hostFunction: UInt32?
  /// The calls of which the trace tells, the innermost first.
  var frames: [Frame] = []
  var elidedCount = 0
  /// The functions of the calls that are left out; nil if they are more than a few.
  var elided: [FunctionRecord]? = []

  /// Forgets all, but keeps the memory.
  mutating func clear() {
    frames.removeAll(keepingCapacity: true)
    hostFunction = nil
    elidedCount = 0
    elided = []
  }
}

extension Machine {
  /// Ends the run with an error; the result is what failed operations return.
  @inline(never) mutating func fail(
    _ id: RuntimeError.ID, _ message: String? = nil, underlying: (any Error)? = nil
  ) -> Bool {
    if error == nil {
      error = RuntimeError(id, message: message, trace: makeTrace(), underlying: underlying)
      // Errors that a host function may catch are paid for: limits end the run anyway, to the unit.
      if id.kind == .script || id.kind == .host {
        let frameCount = (error?.trace.innermost.count ?? 0) + (error?.trace.outermost.count ?? 0)
        calls.parked.fuel &-= 1000 &+ frameCount &* 400 &+ (error?.message.utf8.count ?? 0)
      }
    }
    return false
  }

  mutating func failOutOfMemory() -> Bool {
    heap.value.isDamaged ? fail(.damagedHeap, "Out of memory.") : fail(.outOfMemory)
  }

  /// Lets the trace of the error tell of the instruction that would have been next, since for that one there was no fuel: after a
  /// jump back, what is before it in the code has nothing to do with it.
  mutating func traceNextInstruction() {
    calls.parked.pc.skipWord()
    let trace = makeTrace()
    error?.trace = trace
  }

  private mutating func makeTrace() -> Trace {
    var marks = TraceMarks()
    markTrace(&marks)
    return trace(of: marks)
  }

  /// Notes where the calls under way stand.
  mutating func markTrace(_ marks: inout TraceMarks) {
    marks.clear()
    let count = calls.depth
    let half = Trace.limit / 2
    marks.hostFunction = host.call.map { UInt32(truncatingIfNeeded: $0) }
    // The running function, then for each frame its caller.
    var (pc, function) = (calls.parked.pc, calls.parked.function)
    var (wordsBack, isNoted) = (1, false)
    var fiber = fibers.active.count
    for number in stride(from: count, to: 0, by: -1) {
      // Below a member, the frame of its instruction tells more.
      if pc == stubFinish {
        let frame = calls.frames.pointer(at: number - 1)
        (pc, function) = (frame.returnAddress, frame.function)
        if fibers.begins(at: number - 1, below: &fiber), isNoted {
          marks.frames[marks.frames.count - 1].beginsFiber = true
        }
        continue
      }
      isNoted = count <= Trace.limit || number > count - half || number <= half
      if isNoted {
        // A host function that has called back is noted in the frame below its call, where the entry stub seems to run.
        marks.frames.append(
          TraceMarks.Frame(
            pc: pc, function: function, wordsBack: wordsBack,
            hostFunction: function.isEntryStub ? calls.frames.pointer(at: number - 1).hostFunction : nil,
            isOutermost: number <= half))
      } else {
        marks.elidedCount += 1
        noteElided(function, &marks.elided)
      }
      let frame = calls.frames.pointer(at: number - 1)
      (pc, function, wordsBack) = (frame.returnAddress, frame.function, Opcode.callLength)
    }
  }

  /// The trace that was noted, as long as the programs of its functions are loaded.
  mutating func trace(of marks: TraceMarks) -> Trace {
    var trace = Trace()
    if let name = marks.hostFunction.flatMap({ host.functions[$0]?.name }) {
      trace.innermost.append(Trace.Frame(host: name))
    }
    for mark in marks.frames {
      let hostFrame = mark.hostFunction.flatMap { host.functions[$0] }.map { Trace.Frame(host: $0.name) }
      guard var frame = hostFrame ?? traceFrame(mark.pc, mark.function, mark.wordsBack) else { continue }
      frame.beginsFiber = mark.beginsFiber
      if mark.isOutermost { trace.outermost.append(frame) } else { trace.innermost.append(frame) }
    }
    trace.elidedCount = marks.elidedCount
    trace.elidedFunctions = names(of: marks.elided)
    return trace
  }

  /// Adds the function of a call that is left out to the few that are known.
  private mutating func noteElided(_ record: FunctionRecord, _ known: inout [FunctionRecord]?) {
    guard let functions = known, !functions.contains(record) else { return }
    known = functions.count < Trace.elidedFunctionLimit ? functions + [record] : nil
  }

  private mutating func names(of records: [FunctionRecord]?) -> [String]? {
    guard let records else { return nil }
    var names: [String] = []
    for record in records {
      guard let (linked, function) = lookUp(record) else { continue }
      names.append(linked.program.name(of: function))
    }
    return names
  }

  /// The frame of a function whose instruction begins `wordsBack` words before `pc`; nil for the entry stub.
  private mutating func traceFrame(_ pc: CodePointer, _ record: FunctionRecord, _ wordsBack: Int) -> Trace
    .Frame?
  {
    guard !record.isEntryStub, record.firstIndex != modules.preludeIndex, record.member != .field,
      let (number, _) = modules.programs.place(of: record),
      let (linked, function) = lookUp(record)
    else {
      return nil
    }
    let start = linked.image.pointer(at: Int(function.code.start))
    let position = linked.program.position(pc.distance(from: start) - wordsBack, in: function)
    let line = modules.programs.lines(ofProgram: number).line(at: position.offset)
    let name =
      function.kind == .script ? nil : linked.program.name(of: function)
    let span = position.span.range
    return Trace.Frame(
      functionName: name, sourceName: linked.program.sourceName, line: line, span: span,
      source: linked.program.source, isExtended: linked.program.isExtended,
      moduleName: modules[linked.module].map { text(ofString: $0.name) })
  }
}
