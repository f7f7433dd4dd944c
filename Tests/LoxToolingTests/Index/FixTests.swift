import LoxDiagnostics
import LoxSemantics
import LoxSource
import LoxSyntax
import LoxTooling
import Testing

/// What the fixes of errors and findings make of a source.
@Suite struct FixTests {
  /// The source after the first fix of the first problem; nil if there is none.
  private func fixed(_ text: String) throws -> String? {
    let source = Source(name: "", text: text)
    let diagnostics = FrontEnd.analyze(source: source, profile: .extended).diagnostics
    let fix: Fix?
    if let first = diagnostics.first {
      fix = Diagnostic.all([first], in: source, profile: .extended).first?.fixes.first
    } else {
      let index = DocumentIndex(source: source, hostAPI: .standard)
      let finding = try #require(try Linter(options: Linter.Options()).lint(source).first)
      fix = index.fixes(of: finding).first
    }
    guard let fix else { return nil }
    var bytes = source.bytes
    for edit in fix.edits.sorted(by: { $0.span.start > $1.span.start }) {
      bytes.replaceSubrange(Int(edit.span.start)..<Int(edit.span.end), with: Array(edit.text.utf8))
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(arguments: [
    ("let a = 1;", "var a = 1;"), ("int x = 3;", "var x = 3;"),
    ("function f() {}", "fun f() {}"), ("def f() {}", "fun f() {}"),
    ("class A { func m() {} }", "class A { m() {} }"), ("class A { fun m() {} }", "class A { m() {} }"),
    ("class B extends A {}", "class B < A {}"),
    ("var a = new Foo();", "var a = Foo();"), ("new Foo();", "Foo();"),
    ("if (a) {} elif (b) {}", "if (a) {} else if (b) {}"), ("echo \"a\";", "print \"a\";"),
    ("print not a;", "print !a;"), ("print 1 && 2;", "print 1 and 2;"), ("print a||b;", "print a or b;"),
    ("print 'a';", "print \"a\";"), ("print \u{201C}a b\u{201D};", "print \"a b\";"),
    ("print 1 \u{2212} 2;", "print 1 - 2;"), ("print 1 \u{2264} 2;", "print 1 <= 2;"),
    ("print\u{A0}1;", "print 1;"), ("\u{FEFF}print 1;", "print 1;"), ("# a\nprint 1;", "// a\nprint 1;"),
    ("++i;", "i++;"), ("for (var i = 0; i < 3; ++i) {}", "for (var i = 0; i < 3; i++) {}"),
    ("class A { init() { return 1 + 2; } }", "class A { init() { return; } }"),
    ("class A { static m() {} }", "class A { class m() {} }"),
    ("class A { static x = 1; }", "class A { class x = 1; }"),
    ("class A { get x() { return 1; } }", "class A { x { return 1; } }"),
    ("class A { get x => 1; }", "class A { x => 1; }"),
    ("class A { class get x() {} }", "class A { class x {} }"),
    ("print 1", "print 1;"), ("while (true { }", "while (true) { }"),
    ("print 1..3;", "print 1...3;"), ("x := 5;", "var x = 5;"),
    ("if (not true) print 1;", "if (!true) print 1;"),
    ("print a->b;", "print a.b;"), ("var f = function (a) { return a; };", "var f = fun (a) { return a; };"),
    ("class A { f(x) { @x = x; } }", "class A { f(x) { this.x = x; } }"),
    ("print 1 <> 2;", "print 1 != 2;"), ("print 1 === 2;", "print 1 == 2;"), ("print +5;", "print 5;"),
    ("print .5;", "print 0.5;"), ("fun f() {};", "fun f() {}"), ("if (true);", "if (true) {}"),
    ("if (true); {}", "if (true) {}"), ("if (true) then print 1;", "if (true) print 1;"),
    ("var a = 1, b = 2;", "var a = 1; var b = 2;"), ("fun f(a b) {}", "fun f(a, b) {}"),
    ("print f(1 2);", "print f(1, 2);"), ("print [1 2];", "print [1, 2];"),
    ("int main() {}", "fun main() {}"), ("area(w, h) {}", "fun area(w, h) {}"),
    ("print f\"hi {name}!\";", "print `hi ${name}!`;"), ("print r\"a\";", "print \"a\";"),
    ("for (x in list) {}", "for (var x in list) {}"), ("for x in list { }", "for (var x in list) { }"),
    ("foreach (x in list) {}", "for (var x in list) {}"),
    ("for (let x of list) {}", "for (var x in list) {}"),
    ("if a > 1 { }", "if (a > 1) { }"), ("print 10 mod 3;", "print 10 % 3;"),
    ("print a instanceof B;", "print a is B;"), ("var f = x -> x;", "var f = x => x;"),
    ("class A : B {}", "class A < B {}"), ("struct A {}", "class A {}"),
    ("class B < A { init() { super(); } }", "class B < A { init() { super.init(); } }"),
    (
      "class A {\n  m() {\n    print 1;\n\n  n() {\n  }\n}\n",
      "class A {\n  m() {\n    print 1;\n  }\n\n  n() {\n  }\n}\n"
    ),
  ])
  func ofErrors(_ source: String, _ expected: String) throws {
    #expect(try fixed(source) == expected)
  }

  /// Nothing is preferred that is wrong: what is missing may not be all that is.
  @Test(arguments: [
    "print 1 2;", "if true) print 1;", "print(1 2);", "print \"a\" b;", "unless (a) print 1;", "print a ! b;",
    "fun f(a, b {}; print 1", "print (1 + 2 print 3;",
  ])
  func nothingPreferred(_ text: String) throws {
    let source = Source(name: "", text: text)
    let errors = FrontEnd.analyze(source: source, profile: .extended).diagnostics
    let first = try #require(Diagnostic.all(errors, in: source, profile: .extended).first)
    for fix in first.fixes where fix.isPreferred {
      var bytes = source.bytes
      for edit in fix.edits.sorted(by: { $0.span.start > $1.span.start }) {
        bytes.replaceSubrange(Int(edit.span.start)..<Int(edit.span.end), with: Array(edit.text.utf8))
      }
      let fixed = FrontEnd.analyze(source: Source(name: "", bytes: bytes), profile: .extended)
      let place = fixed.diagnostics.first?.span.start ?? .max
      #expect(place > errors[0].span.start, "\(fix.title)")
    }
  }

  /// The script can be read as extended Lox, which is never done without asking.
  @Test(arguments: [
    "print [1];", "print 1 % 2;", "try {} catch (e) {}", "print true ? 1 : 2;", "// lox: book\nprint [1];",
  ])
  func switchToExtendedLox(_ text: String) throws {
    let source = Source(name: "", text: text)
    let errors = FrontEnd.analyze(source: source, profile: .book).diagnostics
    let fixes = Diagnostic.all(errors, in: source, profile: .book).flatMap(\.fixes)
    let fix = try #require(fixes.first { $0.title == "Use extended Lox" })
    #expect(!fix.isPreferred)
    var bytes = source.bytes
    for edit in fix.edits {
      bytes.replaceSubrange(Int(edit.span.start)..<Int(edit.span.end), with: Array(edit.text.utf8))
    }
    let changed = Source(name: "", bytes: bytes)
    #expect(bytes.starts(with: "// lox: extended\n".utf8))
    #expect(FrontEnd.analyze(source: changed, profile: .book).diagnostics.isEmpty)
  }

  /// What the book's language lacks.
  @Test(arguments: [
    ("{ const b; }", "{ var b; }"),
    ("a += 1;", "a = a + 1;"), ("a.b.c -= 1;", "a.b.c = a.b.c - 1;"),
    ("a -= b - c;", "a = a - (b - c);"), ("a += b * c;", "a = a + b * c;"),
    ("a *= b + c;", "a = a * (b + c);"),
    ("if (a) b += f(1, 2);", "if (a) b = b + f(1, 2);"),
    ("for (;;a += 2) {}", "for (;;a = a + 2) {}"),
    ("i++;", "i = i + 1;"), ("class A { m() { this.i--; } }", "class A { m() { this.i = this.i - 1; } }"),
    ("++i;", "i = i + 1;"),
    ("for (var i = 0; i < 3; i++) {}", "for (var i = 0; i < 3; i = i + 1) {}"),
    ("for (var i = 0; i < 3; ++i) {}", "for (var i = 0; i < 3; i = i + 1) {}"),
  ])
  func ofErrorsInTheBook(_ source: String, _ expected: String) throws {
    #expect(try fixed("// lox: book\n" + source) == "// lox: book\n" + expected)
  }

  /// What can't be fixed without knowing more.
  @Test(arguments: [
    "print a ? 1 : 2;", "print 1 & 2;", "f().a += 1;", "-a += 1;", "print i++;", "print 'a\n';",
    "a += ;", "f(1)++;", "'", "\u{201C}", "#", "a +=", "++", "new", "let", "elif",
    "print !=",
  ])
  func ofOtherErrors(_ source: String) throws {
    let source = "// lox: book\n" + source
    let result = try fixed(source)
    // If there is a fix at all, it inserts what is missing, or switches to extended Lox.
    #expect(
      result == nil || result?.hasPrefix("// lox: book\n//") == true
        || result?.hasPrefix("// lox: extended\n") == true
        || result?.filter { $0 != ";" } == source.filter { $0 != ";" })
  }

  @Test(arguments: [
    ("print null;", "print nil;"), ("print True;", "print true;"),
    ("class A { m() { return self; } }", "class A { m() { return this; } }"),
    ("var a; if (a = 1) print a;", "var a; if (a == 1) print a;"),
    ("var a; while (a.b = nil) print a;", "var a; while (a.b == nil) print a;"),
    ("var a; a == 1;", "var a; a = 1;"), ("var a; a.b == (1 == 2);", "var a; a.b = (1 == 2);"),
    ("fun f() {\n  return 1;\n  print 2;\n}\n", "fun f() {\n  return 1;\n}\n"),
    ("throw(1);", "throw 1;"), ("throw ( a.b ) ;", "throw a.b ;"),
    (
      "class A { toString() { return \"\"; } } print A();",
      "class A { description { return \"\"; } } print A();"
    ),
    ("var a = [1]; if (a.length) print a;", "var a = [1]; if (!a.isEmpty) print a;"),
    ("var a = [1]; if (!a.length) print a;", "var a = [1]; if (a.isEmpty) print a;"),
    (
      "var a = {b: 1}; if (a.size() and 1 in a) print a;",
      "var a = {b: 1}; if (!a.isEmpty() and 1 in a) print a;"
    ),
    ("var a; a.sorted();", "var a; a.sort();"),
    ("var a = [1]; a.map(x => x);", "var a = [1]; a.forEach(x => x);"),
    ("var a = \"b\"; a.toUpper();", "var a = \"b\"; a = a.toUpper();"),
    ("{ var a = 1; }", "{  }"), ("var counter; print countr;", "var counter; print counter;"),
  ])
  func ofFindings(_ source: String, _ expected: String) throws {
    #expect(try fixed(source) == expected)
  }
}
