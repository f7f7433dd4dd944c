/// What observes a machine at work; all of it is off unless somebody asks for it.
struct Instruments {
  /// Whether to run in the loop that counts and traces.
  var isObserved = false
  /// What the observed loop counts.
  var statistics = RunStatistics()
  /// What the heap had allocated when the last instruction was observed.
  var observedAllocation = Heap.Allocation()
  /// Called before each instruction.
  var traceBody: ((TracePoint) -> Void)?
  /// Counts instructions by place.
  var executionCounter: ExecutionCounter?
  /// Stops the observed loop for a debugger.
  var debugHook: DebugHook?
  /// Takes samples in either loop.
  var profiler: Profiler?

  /// Whether results refer to functions by their numbers, so that no number may be given to another function.
  var keepFunctionNumbers: Bool { profiler != nil || executionCounter != nil || debugHook != nil }
}
