import LoxSource
import LoxSyntax
import Testing

/// The trees of imports.
@Suite struct ImportTests {
  @Test(arguments: [
    ("import \"a\";", "(import \"a\")"), ("import \"a/b\" as c;", "(import \"a/b\" as c)"),
    ("import {a} from \"b\";", "(import \"b\" (a))"),
    ("import {a as b, c,} from \"d\";", "(import \"d\" (b:a c))"),
    ("import {from as as, as as from} from \"from\";", "(import \"from\" (as:from from:as))"),
    ("import = from;", "(expression (= import from))"), ("import(as);", "(expression (call import as))"),
    ("import;", "(expression import)"), ("var import;", "(var import)"),
  ])
  func trees(text: String, expected: String) {
    var parser = Parser(source: Source(name: "", text: text), profile: .extended)
    let result = parser.parse()
    #expect(result.diagnostics.isEmpty)
    #expect(ASTPrinter.print(result.ast) == expected + "\n")
  }

  /// In the book's language, the word is a name and nothing else.
  @Test(arguments: ["import \"a\";", "import {a} from \"b\";"])
  func book(text: String) {
    var parser = Parser(source: Source(name: "", text: text), profile: .book)
    #expect(parser.parse().diagnostics.first?.id == .expectedSemicolonAfterExpression)
  }
}
