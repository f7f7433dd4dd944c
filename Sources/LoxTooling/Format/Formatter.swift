import LoxSource
import LoxSyntax

/// Formats sources in one style: two columns of indentation, one statement per line, at most 100 columns.
///
/// The tokens and their order are unchanged, and so is the program's behaviour. All comments are kept. So are
/// blank lines, of which several become one. So is the choice whether a body is on the line of its head, if
/// it fits there.
///
///     let text = try Formatter().format("print(1+2);")    // "print (1 + 2);\n"
public struct Formatter: Sendable {
  private let profile: LanguageProfile

  /// A formatter for sources in a language, unless their first lines select another one. The book's language
  /// looks the same in both.
  public init(profile: LanguageProfile = .extended) {
    self.profile = profile
  }

  /// The bytes of a source, formatted.
  ///
  /// Takes time proportional to the size of the result. Line ends are those of the source's first line that does not end within a text. Fails
  /// if the source has syntax errors; other errors, such as a variable that is declared twice, do not matter
  /// here.
  public func format(_ source: Source) throws(FormatError) -> [UInt8] {
    var parser = Parser(source: source, profile: profile)
    var builder = LayoutBuilder(source, profile)
    var printer = LayoutPrinter(source, lineEnd: source.lineEnd(profile))
    while !parser.isAtEnd, !parser.hasErrors {
      // The parser builds the next tree in the memory of this one.
      swap(&builder.ast, &parser.ast)
      parser.parsePiece(size: 32 << 10)
      swap(&builder.ast, &parser.ast)
      if parser.hasErrors { break }
      for index in 0..<Int(builder.ast.script.count) {
        builder.declaration(index)
        printer.print(builder.items)
        builder.items.removeAll(keepingCapacity: true)
      }
    }
    if parser.hasErrors {
      _ = parser.parse()
      throw FormatError(diagnostics: parser.diagnostics())
    }
    builder.endOfFile()
    printer.print(builder.items)
    return printer.finish()
  }

  /// Text, formatted.
  public func format(_ text: String) throws(FormatError) -> String {
    String(decoding: try format(Source(name: "", text: text)), as: UTF8.self)
  }
}

/// Why a source was not formatted.
public struct FormatError: Error, Sendable {
  /// The syntax errors in it, at least one.
  public var diagnostics: [CompilerMessage]
}
