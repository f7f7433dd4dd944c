import LoxSource
import LoxSyntax

/// A script's source, with its line table.
public struct SourceText: Sendable {
  /// Its name in messages.
  public let name: String
  /// The whole source, as it was compiled.
  public let bytes: [UInt8]
  package let lines: LineTable

  /// A source with a name.
  public init(name: String, bytes: [UInt8]) {
    self.init(Source(name: name, bytes: bytes))
  }

  package init(_ source: Source) {
    name = source.name
    bytes = source.bytes
    lines = LineTable(source)
  }

  /// The part of the source that a span of bytes covers, clamped to the source.
  public func location(_ span: Range<Int>) -> SourceLocation {
    SourceLocation(text: self, span: span.clamped(to: 0..<bytes.count))
  }

  package func location(_ span: SourceSpan) -> SourceLocation {
    location(Int(span.start)..<max(Int(span.start), Int(span.end)))
  }
}

/// A part of a source.
public struct SourceLocation: Sendable {
  /// The whole source.
  public let text: SourceText
  /// The bytes covered; empty for a place between two bytes.
  public let span: Range<Int>
  /// The line of the first byte, from 1.
  public let line: Int
  /// The first byte's position in its line, from 1.
  public let column: Int
  /// The line of the last byte.
  public let endLine: Int
  /// The position, in that line, of the byte after the last.
  public let endColumn: Int

  fileprivate init(text: SourceText, span: Range<Int>) {
    self.text = text
    self.span = span
    let start = UInt32(truncatingIfNeeded: span.lowerBound)
    line = text.lines.line(at: start)
    column = text.lines.column(at: start)
    if span.isEmpty {
      (endLine, endColumn) = (line, column)
    } else {
      let last = UInt32(truncatingIfNeeded: span.upperBound - 1)
      endLine = text.lines.line(at: last)
      endColumn = text.lines.column(at: last) + 1
    }
  }

  /// The name of the source.
  public var sourceName: String { text.name }
}

extension SourceLocation: CustomStringConvertible {
  /// `name:line:column`
  public var description: String { "\(sourceName):\(line):\(column)" }
}
