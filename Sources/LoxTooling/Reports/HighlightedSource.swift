import LoxSyntax

/// A source as HTML, with classes for the colours that editors give its parts.
public struct HighlightedSource {
  let lines: [String]

  /// All of it. A page needs rules for the classes `h-keyword`, `h-number`, `h-string`, `h-comment` and `h-name`.
  public var html: String { lines.joined(separator: "\n") }

  public init(_ source: [UInt8]) {
    var lines: [String] = []
    var line = ""
    var place = 0
    // A class of `nil` is for what has no colour.
    func add(_ range: Range<Int>, _ name: String?) {
      let parts = source[range].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      for (index, part) in parts.enumerated() {
        if index > 0 {
          lines.append(line)
          line = ""
        }
        if part.isEmpty { continue }
        let text = HTMLPage.escaped(String(decoding: part, as: UTF8.self))
        line += name.map { "<span class=\"\($0)\">\(text)</span>" } ?? text
      }
    }
    for part in HighlightedRange.all(in: source) where part.range.lowerBound >= place {
      add(place..<part.range.lowerBound, nil)
      add(part.range, HighlightedSource.name(of: part.class))
      place = part.range.upperBound
    }
    add(min(place, source.count)..<source.count, nil)
    self.lines = lines + [line]
  }

  private static func name(of part: HighlightedRange.Class) -> String? {
    switch part {
    case .keyword: "h-keyword"
    case .constant, .number: "h-number"
    case .string: "h-string"
    case .comment: "h-comment"
    case .function, .class: "h-name"
    case .error: nil
    }
  }

  static let style = """
    :root { --h-keyword: #8431a8; --h-number: #1a5fb4; --h-string: #9a4a00; --h-name: #00627a; }
    @media (prefers-color-scheme: dark) { :root { --h-keyword: #d29af0; --h-number: #8ab8f8; --h-string: #e8b070; --h-name: #7fd0e0; } }
    .h-keyword { color: var(--h-keyword); } .h-number { color: var(--h-number); } .h-string { color: var(--h-string); }
    .h-comment { color: var(--quiet); font-style: italic; } .h-name { color: var(--h-name); }
    """
}
