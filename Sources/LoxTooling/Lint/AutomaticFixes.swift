import LoxDiagnostics
import LoxSemantics
import LoxSource
import LoxSyntax

/// What tools can fix in a source without asking: errors of syntax whose cause is clear, and findings of the linter.
///
/// Code that nothing uses is left where it is: it may be used soon.
public struct AutomaticFixes: Sendable {
  /// The source with the fixes in it.
  public private(set) var source: Source
  /// How many problems were fixed.
  public private(set) var count = 0

  private let linter: Linter

  /// Fixes often make room for others; this many times at most.
  private static let maximumRounds = 10

  /// Fixes a source.
  public init(of source: Source, by linter: Linter) {
    self.source = source
    self.linter = linter
    let first = Problems(in: source, linter)
    var problems = first
    for _ in 0..<Self.maximumRounds {
      if problems.fixes.isEmpty || !apply(problems) { break }
      problems = Problems(in: self.source, linter)
    }
    if problems.count.errors > first.count.errors { (self.source, count) = (source, 0) }
  }

  /// The lines of the original that have changed, and what is there now; nil if nothing has.
  public func edit(of original: Source) -> Fix.Edit? {
    let (old, new) = (original.bytes, source.bytes)
    if old == new { return nil }
    let isLineEnd = { (bytes: [UInt8], place: Int) in place == 0 || bytes[place - 1] == UInt8(ascii: "\n") }
    var start = zip(old, new).prefix { $0 == $1 }.count
    while !isLineEnd(old, start) { start -= 1 }
    let shared = zip(old[start...].reversed(), new[start...].reversed()).prefix { $0 == $1 }.count
    var end = old.count - shared
    while end < old.count, !isLineEnd(old, end) { end += 1 }
    let newEnd = new.count - (old.count - end)
    return Fix.Edit(
      SourceSpan(start: UInt32(clamping: start), end: UInt32(clamping: end)),
      String(decoding: new[start..<newEnd], as: UTF8.self))
  }

  /// Applies all fixes, or, if that makes something worse, those that don't; false if there are none.
  private mutating func apply(_ problems: Problems) -> Bool {
    let chosen = Self.withoutOverlaps(problems.fixes)
    if take(chosen, problems.count) { return true }
    var hasChanged = false
    // The last ones first, so that places before them stay.
    for fix in chosen.sorted(by: { $0.start > $1.start }).prefix(Self.maximumRounds) {
      if take([fix], Problems(in: source, linter).count) { hasChanged = true }
    }
    return hasChanged
  }

  /// Applies fixes if that is progress.
  private mutating func take(_ fixes: [Fix], _ countBefore: Problems.Count) -> Bool {
    let changed = Source(name: source.name, bytes: Self.apply(fixes, to: source.bytes))
    guard Problems(in: changed, linter).count < countBefore else { return false }
    source = changed
    count += fixes.count
    return true
  }

  private static func withoutOverlaps(_ fixes: [Fix]) -> [Fix] {
    var chosen: [Fix] = []
    for fix in fixes.sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) })
    where fix.start >= chosen.last?.end ?? 0 && fix.start != chosen.last?.start {
      chosen.append(fix)
    }
    return chosen
  }

  private static func apply(_ fixes: [Fix], to bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var position = 0
    for edit in fixes.flatMap(\.edits).sorted(by: { $0.span.start < $1.span.start }) {
      result += bytes[position..<max(position, Int(edit.span.start))]
      result += Array(edit.text.utf8)
      position = max(position, Int(edit.span.end))
    }
    return result + bytes[min(position, bytes.count)...]
  }
}

/// What is wrong with a source, and what can be done about it without asking.
private struct Problems {
  /// How far a source is from having none.
  struct Count: Comparable {
    /// The bytes from the first error on. A fix may uncover errors that another one has hidden, but not before its place.
    var rest = 0
    var errors = 0
    /// How bad the findings are together, which are only seen when there are no errors.
    var findings = Int.max

    static func < (a: Count, b: Count) -> Bool { (a.rest, a.findings) < (b.rest, b.findings) }
  }

  var count: Count
  var fixes: [Fix]

  init(in source: Source, _ linter: Linter) {
    let analyzed = FrontEnd.analyze(source: source, profile: linter.options.profile)
    guard analyzed.diagnostics.isEmpty else {
      let start = analyzed.diagnostics.map(\.span.start).min() ?? 0
      count = Count(rest: source.bytes.count + 1 - Int(start), errors: analyzed.diagnostics.count)
      fixes = Diagnostic.all(analyzed.diagnostics, in: source, profile: linter.options.profile).compactMap {
        $0.fixes.first { $0.isPreferred }
      }
      return
    }
    let findings = linter.lint(analyzed.ast, analyzed.resolution)
    count = Count(findings: findings.reduce(0) { $0 + $1.severity.weight })
    let index = DocumentIndex(
      source: source, profile: linter.options.profile, hostAPI: linter.options.hostAPI)
    fixes = findings.compactMap { $0.rule.automaticFix(index, $0) }
  }
}

extension LintSeverity {
  /// A fix may uncover a finding that is not as bad.
  fileprivate var weight: Int {
    switch self {
    case .error: 100
    case .warning: 10
    case .hint: 1
    }
  }
}

extension Fix {
  fileprivate var start: UInt32 { edits.map(\.span.start).min() ?? 0 }
  fileprivate var end: UInt32 { edits.map(\.span.end).max() ?? 0 }
}
