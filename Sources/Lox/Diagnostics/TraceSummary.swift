import LoxDiagnostics
import LoxRuntime

/// A trace in which repeated calls are only counted.
///
/// Recursion appears as calls of the same function, or of the same few functions in turn. The first call of
/// each of these functions is kept, whether or not all calls are at the same place.
struct TraceSummary {
  private(set) var entries: [Diagnostic.TraceEntry] = []

  /// Recursions through more functions are not recognized.
  private static let maximumPeriod = 6

  init(_ trace: Trace, _ texts: inout SourceTexts) {
    let frames = trace.frames
    let gap = trace.innermost.count
    var index = 0
    var isGapPassed = trace.elidedCount == 0
    while index < frames.count {
      if index == gap, !isGapPassed {
        entries.append(.omission(count: trace.elidedCount))
        isGapPassed = true
      }
      guard let run = TraceSummary.run(at: index, trace, isGapPassed: isGapPassed) else {
        append(frames[index], &texts)
        index += 1
        continue
      }
      for frame in frames[index..<index + run.period] { append(frame, &texts) }
      entries.append(.repetition(count: run.count - run.period, functions: run.functions))
      if run.includesGap { isGapPassed = true }
      index = run.end
    }
  }

  private mutating func append(_ frame: Trace.Frame, _ texts: inout SourceTexts) {
    if frame.isHost {
      entries.append(.hostCall(function: frame.functionName ?? "function"))
    } else {
      entries.append(.call(function: frame.functionName, at: texts.location(of: frame)))
    }
    if frame.beginsFiber { entries.append(.resumption) }
  }

  /// Consecutive calls of the same functions.
  private struct Run {
    var period: Int
    var functions: [String]
    /// The number of calls, including those left out of the trace.
    var count: Int
    /// The index after the last of their frames.
    var end: Int
    var includesGap: Bool
  }

  private static func run(at start: Int, _ trace: Trace, isGapPassed: Bool) -> Run? {
    let frames = trace.frames
    let gap = trace.innermost.count
    for period in 1...maximumPeriod where start + period <= frames.count {
      // The calls that are shown must not have the gap between them.
      if !isGapPassed, start < gap, start + period > gap { return nil }
      let functions = frames[start..<start + period].compactMap(\.callee)
      guard functions.count == period, Set(functions).count == period else { return nil }
      var run = Run(period: period, functions: functions, count: 0, end: start, includesGap: false)
      while run.end < frames.count {
        if run.end == gap, !isGapPassed, !run.includesGap {
          guard trace.elidedFunctions?.allSatisfy({ functions.contains($0) }) == true else { break }
          run.count += trace.elidedCount
          run.includesGap = true
        }
        guard let name = frames[run.end].callee, functions.contains(name) else { break }
        run.count += 1
        run.end += 1
      }
      // Recursion takes a few repetitions, and must be longer than the line that summarizes it.
      if run.count >= period * 3, run.count > period + 1 { return run }
    }
    return nil
  }
}

extension Trace.Frame {
  /// What calls of the same function have in common; nil for scripts.
  fileprivate var callee: String? { isHost ? "host function \(functionName ?? "")" : functionName }
}
