import LoxSource
import LoxSyntax
import LoxTooling
import Testing

/// What editors are told about the forms of extended Lox.
@Suite struct ExtendedIndexTests {
  @Test(arguments: [
    ("const |a = 1; print a; a;", "const [a] = 1; print [a]; [a];"),
    ("var [|a, ...b] = [1]; print a + b;", "var [[a], ...b] = [1]; print [a] + b;"),
    ("var {k: |a = 1} = {}; print a;", "var {k: [a] = 1} = {}; print [a];"),
    ("for (var |i, x in [1]) print i + x;", "for (var [i], x in [1]) print [i] + x;"),
    ("for (var {a: |b} in []) { b; } var b;", "for (var {a: [b]} in []) { [b]; } var b;"),
    ("var f = |x => x + (x => x)(1); x;", "var f = [x] => [x] + (x => x)(1); x;"),
    (
      "var f = (a, |b = a, [c]) => { return a + b + c; };",
      "var f = (a, [b] = a, [c]) => { return a + [b] + c; };"
    ),
    ("fun f({a: |b}, ...c) => b + c;", "fun f({a: [b]}, ...c) => [b] + c;"),
    ("var |a; print `${a} ${`${a}`}`;", "var [a]; print `${[a]} ${`${[a]}`}`;"),
    ("var |a; a += 1; a++; a ??= a;", "var [a]; [a] += 1; [a]++; [a] ??= [a];"),
    (
      "switch (1) { case 1: var |a; a; case 2: var a; a; default => a; }",
      "switch (1) { case 1: var [a]; [a]; case 2: var a; a; default => a; }"
    ),
    ("var |a; switch (a) { case a, < a => a; }", "var [a]; switch ([a]) { case [a], < [a] => [a]; }"),
    ("var |a; a?.b[a]?.(a) ?? a;", "var [a]; [a]?.b[[a]]?.([a]) ?? [a];"),
    // Types.
    (
      "class |A {} fun f(a: A, b: A? = A()): A { var c: A = a; const d: A = c; return d; }",
      "class [A] {} fun f(a: [A], b: [A]? = [A]()): [A] { var c: [A] = a; const d: [A] = c; return d; }"
    ),
    (
      "class |A { x: A?; class y: A = A(); z: A => this; set s(v: A) {} } var f = (a: A) => fun (): A => a;",
      "class [A] { x: [A]?; class y: [A] = [A](); z: [A] => this; set s(v: [A]) {} } var f = (a: [A]) => fun (): [A] => a;"
    ),
    ("import \"m\" as |m; fun f(a: m.T) {}", "import \"m\" as [m]; fun f(a: [m].T) {}"),
    (
      "class A { |x: Number; m() { this.x = 1; } } A().x = 2;",
      "class A { [x]: Number; m() { this.[x] = 1; } } A().[x] = 2;"
    ),
    // Members.
    (
      "class A { init() { this.|n = 0; } m() { this.n += 1; this.n++; this?.n; } }",
      "class A { init() { this.[n] = 0; } m() { this.[n] += 1; this.[n]++; this?.[n]; } }"
    ),
    ("var m = {|a: 1, b: 2}; m.a; m.b;", "var m = {[a]: 1, b: 2}; m.[a]; m.b;"),
    ("class A { m() => 1; } A().|m();", "class A { [m]() => 1; } A().[m]();"),
    // Errors.
    (
      "var e; try { e; } catch (|e) { e; } finally { e; }",
      "var e; try { e; } catch ([e]) { [e]; } finally { e; }"
    ),
    ("var |e; try {} catch (e is e) {} catch { e; }", "var [e]; try {} catch (e is [e]) {} catch { [e]; }"),
    // Members of classes.
    (
      "class A { |area => 1; set area(v) {} m() { this.area = this.area; } } A().area;",
      "class A { [area] => 1; set [area](v) {} m() { this.[area] = this.[area]; } } A().[area];"
    ),
    (
      "class A { class |n = 0; class m() { this.n += 1; } n() {} } A.n; A().n();",
      "class A { class [n] = 0; class m() { this.[n] += 1; } n() {} } A.[n]; A().n();"
    ),
    (
      "class A { class n() {} |n() {} m() { this.n(); } } A.n(); A().n();",
      "class A { class n() {} [n]() {} m() { this.[n](); } } A.n(); A().[n]();"
    ),
    (
      "class A { class |m() {} } class B < A { class n() { super.m(); } m() { super.m(); } }",
      "class A { class [m]() {} } class B < A { class n() { super.[m](); } m() { super.m(); } }"
    ),
    (
      "var |a; class A { class b = a; c => a; operator +(a) => a; }",
      "var [a]; class A { class b = [a]; c => [a]; operator +(a) => a; }"
    ),
    // The words are names where they are names.
    ("var |in = 1; print in in [in];", "var [in] = 1; print [in] in [[in]];"),
  ])
  func references(_ source: String, _ expected: String) {
    #expect(MarkedSource(source).references == expected)
  }

  @Test(arguments: [
    ("const |a = 1;", ["const a", "A global variable, a constant. Its value is a number."]),
    ("var |a = [1];", ["a list"]), ("var |a = {b: 1};", ["a map"]), ("var |a = 1..<2;", ["a range"]),
    ("var |a = `${1}`;", ["a string"]), ("var |a = x => x;", ["the function `a`"]),
    ("var m = {a: \"x\"}; m.|a;", [".a", "A key of a map. Its value is a string."]),
    ("var a = true ? 1 : 2; var |b = a;", ["a number"]), ("var |b = nil ?? \"x\";", ["a string"]),
    ("var |a = switch (1) { case 1 => 2; default => 3; };", ["a number"]),
    ("for (var |i in 0..<3) i;", ["var i", "Its value is a number."]), ("var |a = 1 in [];", ["a boolean"]),
    ("var |a = 1; a += \"x\";", ["A global variable."]), ("var |a = \"x\".length;", ["a number"]),
    ("fun |f(a, b = 1, ...c) => a;", ["fun f(a, b = 1, ...c)"]), ("fun |f({a, b}) => a;", ["fun f({a, b})"]),
    ("class A { m() {} } try {} catch (e is A) { |e; }", ["an instance of `A`"]),
    ("class A { |area => 1; }", ["A.area", "A read-only property of `A`. Its value is a number."]),
    ("class A { area => 1; set area(v) {} } A().|area;", ["A property of `A`."]),
    ("class A { class |count = 0; }", ["A.count", "A field of the class `A`. Its value is a number."]),
    (
      "class A { class |make() => A(); }", ["A.make()", "A class method of `A`. Returns an instance of `A`."]
    ),
    ("class A { class make() => |this; }", ["The class `A`"]),
    ("class A { |operator +(b) => 1; }", ["A.operator +(b)", "An operator of `A`."]),
    ("|Math.sin(1);", ["core library"]), ("Math.|sin(1);", ["Math.sin(x: Number): Number"]),
    ("\"x\".|trim();", ["String.trim()", "of the core library"]), ("|String(1);", ["class String"]),
    ("var |r = Random();", ["an instance of `Random`"]), ("var |n = Random().next();", ["a number"]),
    ("Random().|int(1..<2);", ["Random.int(range: Range): Number", "of the core library"]),
    ("|Random(1);", ["class Random"]), ("var |r = Regex(\"a\");", ["an instance of `Regex`"]),
    (
      "Regex(\"a\").|find(\"a\");", ["Regex.find(text: String, from: Number?): List?", "of the core library"]
    ),
    ("var |t = Regex(\"a\").test(\"a\");", ["a boolean"]),
    ("|Regex(\"a\");", ["class Regex", "Invalid pattern"]),
  ])
  func hover(_ source: String, _ parts: [String]) throws {
    let source = MarkedSource(source)
    let markdown = try #require(source.index.hover(at: source.offset)).markdown
    for part in parts { #expect(markdown.contains(part), "\(markdown)") }
  }

  /// What an operator of a class gives is not known.
  @Test(arguments: ["A() * 2", "-A()", "A() - 1", "A() + 1", "A()[0]"])
  func operatorsOfClasses(_ expression: String) throws {
    let source = MarkedSource("class A { operator *(b) => \"\"; } var |a = \(expression);")
    #expect(try #require(source.index.hover(at: source.offset)).markdown.hasSuffix("never assigned again."))
  }

  @Test(arguments: [
    ("var m = {alpha: 1}; m.|", ["alpha"]), ("\"x\".|", ["trim", "length"]), ("Math.|", ["sin", "pi"]),
    ("const r = Random(1); r.|", ["next", "int", "pick", "shuffle"]), ("|", ["Random", "Regex"]),
    ("const r = Regex(\"a\"); r.|", ["test", "find", "findAll", "replace", "pattern"]),
    ("var a = \"x\"; a?.|", ["trim"]), ("var a; print `${|}`;", ["a", "Math"]), ("var a; f([|]);", ["a"]),
    ("var a; f({k: |});", ["a"]), ("var f = x => |", ["x", "f"]),
    ("var f = (a, b) => { | };", ["a", "return", "const"]),
    ("for (var x in |) {}", ["Math"]), ("for (var x in [1]) { | }", ["x", "break", "continue"]),
    ("switch (1) { case 1: | }", ["break", "case", "default"]), ("1 |", ["and", "in", "is"]),
    ("var a; a in |", ["a"]),
    ("(1).|", ["fixed"]),
    ("try { } |", ["catch", "finally"]), ("try { } catch (e) { } |", ["catch", "finally", "print"]),
    ("try { } catch (e) { | }", ["e", "throw", "try"]), ("var a; throw |", ["a", "nil"]),
    ("var a; try {} catch (e is |) {}", ["a", "Math"]), ("try {} catch (e |) {}", ["is"]),
    ("class A { m() {} | }", ["class", "set", "operator", "init"]),
    ("class A { x => 1; | }", ["class", "init"]),
    ("class A { class n = 1; class m() {} k() {} } A.|", ["n", "m", "name"]),
    ("class A { class n = 1; class m() { this.| } k() {} }", ["n", "m"]),
    ("class A { class n = |; }", ["A", "nil"]), ("class A { operator +(b) { return |; } }", ["b", "this"]),
    ("class A { operator []=(i, v) { | } }", ["i", "v", "this", "return"]),
    ("class A { class m(b) { | } }", ["b", "this", "return"]), ("class A { area => |; }", ["this"]),
  ])
  func offers(_ source: String, _ expected: [String]) {
    let labels = MarkedSource(source).labels
    for label in expected { #expect(labels.contains(label), "\(label) of \(labels)") }
  }

  @Test(arguments: [
    "print `te|xt`;", "print `a${1} b|`;", "/* a| */", "const |", "print `a|", "var f = (|",
    "try {} catch (|", "class A { class |", "class A { operator +(|", "class A { set x(|",
  ])
  func nothingWhereNothingFits(_ source: String) {
    let labels = MarkedSource(source).labels
    #expect(labels == [] || source == "var f = (|")
  }

  @Test(arguments: [
    ("var f = (a, b = 1) => a; f(1, |)", "f(a, b = 1)", 1),
    ("fun f({x}, ...r) => x; f(|)", "f({x}, ...r)", 0),
    ("\"x\".padStart(|)", "padStart(length: Number, fill: String?): String", 0),
    ("var f = x => x; [f(|)];", "f(x)", 0),
    ("fun g(a, b) {} f(fun (x) { g(1, |); });", "g(a, b)", 1), ("fun g(a, b) {} g([1, 2], |);", "g(a, b)", 1),
    ("fun g(a, b) {} g({a: 1, b: 2}, |);", "g(a, b)", 1),
  ])
  func signatureHelp(_ source: String, _ label: String, _ argument: Int) throws {
    let source = MarkedSource(source)
    let help = try #require(source.index.signatureHelp(at: source.offset).first)
    #expect(help.label == label)
    #expect(help.activeParameter == argument)
  }

  @Test(arguments: [
    ("const |a = 1; print a;", "b", "const b = 1; print b;"),
    ("var f = |x => x;", "y", "var f = y => y;"), ("for (var |x in []) x;", "y", "for (var y in []) y;"),
    ("var {k: |a} = {}; a;", "b", "var {k: b} = {}; b;"),
    (
      "var |a; var m = {a};", "b",
      "error: On line 1, the name is that of a variable and of a property at once."
    ),
    ("var m = {|a: 1};", "b", "error: 'a' is the key of a map, which data or strings may contain."),
    (
      "class A { init() { this.|x = 1; } } var {x: a} = A();", "y",
      "class A { init() { this.y = 1; } } var {y: a} = A();"
    ),
    ("try {} catch (|e) { e; }", "x", "try {} catch (x) { x; }"),
    (
      "class A { |area => 1; set area(v) {} } A().area;", "size",
      "class A { size => 1; set size(v) {} } A().size;"
    ),
    ("class A { class |n = 0; } A.n;", "m", "class A { class m = 0; } A.m;"),
    ("class A { |operator +(b) {} }", "x", "error: An operator has no other name."),
    (
      "var |a; for (var b in []) a;", "b",
      "error: 'b' is already in use: a name on line 1 would mean something else."
    ),
  ])
  func rename(_ source: String, _ name: String, _ expected: String) {
    #expect(MarkedSource(source).renamed(to: name) == expected)
  }

  @Test func semanticTokens() {
    let source = MarkedSource(
      "const a = 1; for (var x in [a]) { if (x is A) break; } switch (a) { case in b: continue; default => `${a}`; } var in = a.class; try { throw a; } catch (e is A) {} finally {} class B { class m() {} set p(v) {} operator +(b) {} } B.set;"
    )
    let keywords = source.index.semanticTokens(in: SourceSpan(start: 0, end: .max)).filter {
      $0.kind == .keyword
    }
    .map { String(decoding: source.index.source.text(of: $0.span), as: UTF8.self) }
    #expect(
      keywords == [
        "const", "for", "var", "in", "if", "is", "break", "switch", "case", "in", "default", "var",
        "try", "throw", "catch", "is", "finally", "class", "class", "set", "operator",
      ])
  }

  @Test func outline() {
    let index = MarkedSource(
      "class A { class n = 1; class m(a) {} area => 1; set area(v) {} operator []=(i, v) {} init() {} }"
    ).index
    #expect(
      index.outline.map { "\($0.declaration.kind) \($0.name)\($0.detail)" } == [
        "class A", "field n", "method m(a)", "property area", "property area", "operator operator []=(i, v)",
        "initializer init()",
      ])
  }

  @Test func folding() {
    let source = MarkedSource(
      "var a = [\n1,\n2,\n];\nvar m = {\na: 1,\n};\nf(x => {\nx;\n});\nprint `a\nb`;\n/*\n*/\n")
    let folds = source.index.foldingRanges.map { "\($0.firstLine)-\($0.lastLine)" }
    for expected in ["0-2", "4-5", "7-8", "10-11"] {
      #expect(folds.contains(expected), "\(expected) of \(folds)")
    }
  }

  private static let sample = """
    const {a, b: c = 1, ...d} = {a: 1, "b": 2, [k]: 3, ...e, f}; var [g, ...h] = [1, ...g,];
    var i = (a, {b}, [c], d = x => x, ...r) => { for (var q, [w] in 1..<a) { if (q is w) break; continue; } };
    print `${a?.b?.[1]?.(2)} ${`x${fun (y) => y}`}`; a ??= b ? c : d; a[1] += 2; a.b++; switch (a) { case 1, < 2: a--;
    case in b => c; default: /* x /* y */ */ } var s = switch (1) { case 1 => 2; };
    try { throw a; } catch (e is A.B) { e; } catch {} finally { a; } class T < A { class n = [1]; class m() => super.m();
    area => this.n; set area(v) { this.n = v; } operator +(o) {} operator -() {} operator []=(i, v) => i; class x { return this; } }
    """

  /// Whatever is missing, nothing fails.
  @Test func withoutAToken() {
    let bytes = Array(Self.sample.utf8)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      for removed in [1, 2, 5] {
        let bytes = Array(bytes[..<start] + bytes[min(start + removed, bytes.count)...])
        let index = DocumentIndex(source: Source(name: "", bytes: bytes))
        for (first, second) in zip(index.occurrences, index.occurrences.dropFirst())
        where first.span.end > second.span.start {
          Issue.record("\(first) and \(second) in \(String(decoding: bytes, as: UTF8.self))")
        }
        let offset = UInt32(start)
        _ = (index.hover(at: offset), index.completions(at: offset), index.signatureHelp(at: offset))
        _ = (
          index.references(at: offset), index.foldingRanges, index.outline, index.selectionRanges(at: offset)
        )
        _ = try? Linter().lint(Source(name: "", bytes: bytes))
        _ = try? Formatter().format(Source(name: "", bytes: bytes))
      }
    }
  }
}
