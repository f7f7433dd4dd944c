import LoxSource
import LoxSyntax

/// Lays out sources in one style: two columns of indentation, one statement a line, at most 100 columns.
///
/// The tokens stay what they are, in their order, and so does what the program does. Kept are all comments; blank
/// lines, of which several become one; and whether a body stands on the line of its head, if it fits there.
///
///     let text = try Formatter().format("print(1+2);")    // "print (1 + 2);\n"
public struct Formatter: Sendable {
  private let profile: LanguageProfile

  /// A formatter of sources in a language, unless their first lines name another one. What the book accepts looks the same in both.
  public init(profile: LanguageProfile = .extended) {
    self.profile = profile
  }

  /// The bytes of a source, laid out.
  ///
  /// Takes time in proportion to the size of the result. Line ends are those of the source's first line. Fails if the
  /// source has errors of syntax; other errors, such as a variable that is declared twice, are none of its business.
  public func format(_ source: Source) throws(FormatError) -> [UInt8] {
    var parser = Parser(source: source, profile: profile)
    var builder = LayoutBuilder(source, profile)
    var printer = LayoutPrinter(source)
    while !parser.isAtEnd, !parser.hasErrors {
      // The parser makes the next tree in the memory of this one.
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

  /// Text, laid out.
  public func format(_ text: String) throws(FormatError) -> String {
    String(decoding: try format(Source(name: "", text: text)), as: UTF8.self)
  }
}

/// Why a source was not laid out.
public struct FormatError: Error, Sendable {
  /// The errors of syntax in it, at least one.
  public var diagnostics: [CompilerMessage]
}
