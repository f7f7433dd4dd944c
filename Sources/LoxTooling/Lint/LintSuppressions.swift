import LoxSource
import LoxSyntax

/// The findings that are silenced by comments in a source.
struct LintSuppressions {
  private var lines: LineTable?
  /// By line: the codes in its comment; an empty set stands for all.
  private var codes: [Int: Set<Substring>] = [:]
  private var fileCodes: Set<Substring> = []
  private var silencesFile = false

  init(_ source: Source, _ profile: LanguageProfile) {
    let bytes = source.bytes
    let mark = Array("lint:ignore".utf8)
    // Few sources have such a comment.
    guard let first = mark.first,
      bytes.indices.contains(where: { bytes[$0] == first && bytes[$0...].starts(with: mark) })
    else { return }
    let lines = LineTable(source)
    self.lines = lines
    for comment in Scanner.comments(in: source, profile: profile) {
      add(String(decoding: source.text(of: comment), as: UTF8.self), line: lines.line(at: comment.start))
    }
  }

  /// Reads `// lint:ignore CODE, CODE ...`; after a colon or a dash, the reason may follow.
  private mutating func add(_ comment: String, line: Int) {
    var words = comment.drop { $0 == "/" }.split { " \t\r,".contains($0) }
    if let end = words.dropFirst().firstIndex(where: {
      ["-", "--", "\u{2013}", "\u{2014}", ":"].contains($0)
    }) {
      words.removeSubrange(end...)
    }
    if let end = words.dropFirst().firstIndex(where: { $0.hasSuffix(":") }) {
      words[end].removeLast()
      words.removeSubrange((end + 1)...)
    }
    switch words.first {
    case "lint:ignore": codes[line, default: []].formUnion(words.count > 1 ? words[1...] : [""])
    case "lint:ignore-file":
      fileCodes.formUnion(words.dropFirst())
      if words.count == 1 { silencesFile = true }
    default: break
    }
  }

  /// Whether a finding is silenced.
  func contain(_ finding: LintFinding) -> Bool {
    guard let lines else { return false }
    let code = finding.rule.id[...]
    if silencesFile || fileCodes.contains(code) { return true }
    let line = lines.line(at: finding.span.start)
    for place in [line, line - 1] {
      if let codes = codes[place], codes.contains("") || codes.contains(code) { return true }
    }
    return false
  }
}
