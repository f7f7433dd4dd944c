import LoxGenerator
import LoxSource
import LoxSyntax
import LoxTooling
import Testing

@Suite struct LinterTests {
  /// The findings of a source, such as `2:5 unused-local`.
  private func findings(_ text: String, _ options: Linter.Options = Linter.Options()) throws -> [String] {
    let source = Source(name: "", text: text)
    let lines = LineTable(source)
    return try Linter(options: options).lint(source).map {
      "\(lines.line(at: $0.span.start)):\(lines.column(at: $0.span.start)) \($0.rule.id)"
    }
  }

  private static let cases: [(String, [String])] = [
    // Variables.
    ("{ var a = 1; }", ["1:7 unused-local"]), ("{ var a; a = 1; }", ["1:7 unused-local"]),
    ("{ var a = 1; print a; }", []), ("{ var _a = 1; }", []), ("var a = 1;", []),
    ("{ var a = 1; fun f() { return a; } f(); }", []),
    ("fun f(a, b) { return a; }", ["1:10 unused-parameter"]), ("fun f(a, _b) { return a; }", []),
    ("fun f(a) {}", []), ("fun f(a) { print 1; } print f;", []),
    ("fun f(a) { print 1; } f(1);", ["1:7 unused-parameter"]),
    ("class A { m(a) { print 1; } } class B { m(a) { print a; } }", []),
    ("class A { m(a) { print 1; } }", ["1:13 unused-parameter"]),
    ("class A { init(a) { print 1; } } class B { init(a) { print a; } }", ["1:16 unused-parameter"]),
    ("{ fun f() { f(); } }", ["1:7 unused-function"]), ("{ fun f() {} f(); }", []), ("fun f() {}", []),
    ("{ class A { m() { return A; } } }", ["1:9 unused-class"]), ("{ class A {} class B < A {} B(); }", []),
    ("{ var i = 1; for (var i = 0; i < 1; i = i + 1) print i; print i; }", ["1:23 shadowed-variable"]),
    ("var a; fun f(a) { return a; } f(a);", []),
    ("fun f(a) { { var a = 1; print a; } return a; } f(1);", ["1:18 shadowed-variable"]),
    ("fun f(a) { fun g(a) { return a; } return g(a); } f(1);", []),
    // Assignments that are never read.
    ("{ var a = 1; a = 2; print a; }", ["1:7 unused-assignment"]),
    ("{ var a; a = 2; print a; a = 3; }", ["1:26 unused-assignment"]),
    ("{ var a = 1; if (a) a = 2; print a; }", []), ("{ var a = 1; while (a < 9) { a = a + 1; } }", []),
    ("fun f(a) { var b = 1; if (a) { b = 2; } else { b = 3; } return b; } f(1);", []),
    ("fun f(a) { a = 1; return a; } f(1);", []), ("{ var a = 1; a = a + 1; print a; }", []),
    ("{ var a = 1; fun f() { print a; } a = 2; a = 3; f(); }", []),
    ("fun f(a) { print a; a = 1; } f(1);", ["1:21 unused-assignment"]),
    ("fun f() { for (var i = 0; i < 3; i = i + 1) { print i; } } f();", []),
    ("{ var a = 1; a and (a = 2); print a; }", []), ("{ var a; var b = a = 1; print b; print a; }", []),
    (
      "fun f(n) { var last = 0; while (n > 0) { var now = n; n = now - 1; last = now; } return last; } f(3);",
      []
    ),
    // Types.
    ("fun f(a: Number): List { return [a]; } f(1);", []),
    ("class A {} fun f(a: A?) { return a; } f(A());", []),
    ("import {A} from \"m\"; fun f(a: A) { return a; } f(1);", []),
    ("class A { x: Number; y: A?; init() { this.x = 1; this.y = nil; } }", []),
    ("{ class A {} var a: A? = nil; print a; }", []),
    ("fun f(a: Number) { return a; } f(\"1\"); f(nil);", ["1:34 wrong-type", "1:42 wrong-type"]),
    ("fun f(a: Number = 1) { return a; } f(nil);", []),
    ("fun f(a: Number? = 1) { return a; } f(nil); f([]);", ["1:47 wrong-type"]),
    ("fun f(a: Number = \"x\") { return a; } f(1);", ["1:19 wrong-type"]),
    (
      "class A {} class B < A {} class C {} fun f(a: A) { return a; } f(A()); f(B()); f(C());",
      ["1:82 wrong-type"]
    ),
    ("fun f(): Number { if (clock() < 2) return \"x\"; return 1; } f();", ["1:43 wrong-type"]),
    ("fun f(): Number? => nil; f();", []), ("fun f(): Number => nil; f();", ["1:20 wrong-type"]),
    ("var a: Number = \"x\"; a = true; a = 2;", ["1:17 wrong-type", "1:26 wrong-type"]),
    ("var a: Number; print a;", ["1:5 wrong-type"]), ("const a: String = 1; print a;", ["1:19 wrong-type"]),
    ("var a: Number = 1; a += \"x\"; a += 1;", ["1:20 wrong-type"]),
    ("class A { x: Number; init() { this.x = \"a\"; } }", ["1:40 wrong-type"]),
    ("class A { x: Number; } const a = A(); a.x = nil; print a.x + 1;", ["1:45 wrong-type"]),
    ("class A { class x: Number = \"a\"; }", ["1:29 wrong-type"]),
    ("class Number {} fun f(a: Number) { return a; } f(Number()); f(1);", ["1:63 wrong-type"]),
    ("fun f(a: Unknown) { return a; } f(1);", ["1:10 undefined-global"]),
    // Operators, calls and properties.
    (
      "print \"a\" * 2; print 2 * \"a\"; print \"a\" + 1; print 1 + \"a\";",
      ["1:7 wrong-type", "1:26 wrong-type"]
    ),
    (
      "// lox: book\nprint \"a\" + 1; print 1 + \"a\"; print \"a\" + \"b\";",
      ["2:7 wrong-type", "2:26 wrong-type"]
    ),
    ("print nil + 1; print nil + \"a\"; print 1 + [];", ["1:7 wrong-type", "1:43 wrong-type"]),
    (
      "print \"a\" < \"b\"; print \"a\" < 1; print true < 1; print 1 >= nil;",
      ["1:30 wrong-type", "1:39 wrong-type", "1:60 wrong-type"]
    ),
    (
      "class A { operator -(x) => x; operator <(x) => x; } print A() - 1 < A(); print A() > A(); print 1 - A();",
      ["1:101 wrong-type"]
    ),
    ("fun f(x) => x - \"a\" < \"b\"; print f(1);", []),
    ("print -\"a\"; print -[]; print !\"a\";", ["1:8 wrong-type", "1:20 wrong-type"]),
    (
      "3(); \"a\"(); nil(); var f = 3; f(); var g = x => x; g(1); clock();",
      ["1:1 wrong-type", "1:6 wrong-type", "1:13 wrong-type", "1:31 wrong-type"]
    ),
    ("var f = 3; f = clock; f(); { var h; h = clock; h(); }", []),
    (
      "print nil.x; print true.x; const n = nil; n.y = 1;",
      ["1:7 wrong-type", "1:20 wrong-type", "1:43 wrong-type"]
    ),
    ("// lox: book\nprint 3.x;", ["2:7 wrong-type"]),
    (
      "class P { init() { this.x = 1; } m() {} } const p = P(); print p.x; p.m(); print p.y; p.z = 1;",
      ["1:84 wrong-type"]
    ),
    ("class P < Q {} print P().y;", ["1:11 undefined-global"]),
    (
      "print \"A\".toLowerCase(); var a = [1]; a.push(2); print 3.length; print (1...2).start; print [1].sum();",
      ["1:11 wrong-type", "1:41 wrong-type", "1:58 wrong-type"]
    ),
    ("var a = [1]; a = clock; a.push(1); print [].length; var f = x => x; print f.name;", []),
    ("print 3[0]; print \"ab\"[0]; print 1 in 2; print 1 in [];", ["1:7 wrong-type", "1:39 wrong-type"]),
    (
      "for (var x in 3) print x; for (var y in 1..<3) print y; for (var z in nil) print z;",
      ["1:15 wrong-type", "1:71 wrong-type"]
    ),
    ("print 1 is 2; print 1 is Number; class A {} print 1 is A;", ["1:12 wrong-type"]),
    ("print 1...\"a\";", ["1:11 wrong-type"]),
    // Values of the core library.
    ("var a = [1]; if (a.length) print a;", ["1:18 value-as-condition"]),
    ("var a = [1]; while (!a.length) a.add(1);", ["1:21 value-as-condition"]),
    ("var a; print a.length and 1;", ["1:14 value-as-condition"]),
    ("var a; if (a == 1 and a.length) print 1;", ["1:23 value-as-condition"]),
    ("var a; print a.size() ? 1 : 2;", ["1:14 value-as-condition"]),
    ("var a; if (a.filter(x => x)) print 1;", ["1:12 value-as-condition"]),
    ("var a; if (a.isEmpty or a.first or a.indexOf(1) or a.name) print 1;", []),
    ("var a; if (a.length > 0) print a.length;", []), ("var a; if (a?.length) print a;", []),
    ("class A { length => nil; } var a; if (a.length) print a;", []),
    ("var a = {length: nil}; if (a.length) print a;", []),
    ("// lox: book\nvar a; if (a.length) print a;", []),
    ("var a; a.sorted();", ["1:10 unused-result"]), ("var a; a.map(x => x);", ["1:10 unused-result"]),
    ("var a = \"a\"; a.trim();", ["1:16 unused-result"]), ("Math.floor(1);", ["1:6 unused-result"]),
    ("\"a\".replace(\"a\", \"b\");", ["1:5 unused-result"]), ("[1].count(x => x);", ["1:5 unused-result"]),
    ("var a; a.sort(); a.add(1); a.remove(1); a.find(x => x); a.join(); a.forEach(x => x);", []),
    ("var r = Random(); r.next(); r.shuffle([1]);", []),
    ("class A { map(f) { f(1); } } A().map(x => x);", []),
    ("var a = {sorted: () => 1}; a.sorted();", []), ("// lox: book\nvar a; a.sorted();", []),
    ("try { JSON.parse(\"1\"); } catch {}", []),
    ("class A { init() { this._x = 1; } } A()._x = 2;", ["1:41 private-member"]),
    ("class A { init() { this._x = 1; } is(a) => a._x == this._x; }", []),
    ("class A { init() { this._x = 1; } class of(a) => a._x; }", []),
    (
      "class A { init() { this._x = 1; } } class B < A { m(b) => b._x; } class C { m(b) => b._x; }",
      ["1:87 private-member"]
    ),
    (
      "class A { _m() {} class _n = 1; } print A._n; A()._m();",
      ["1:43 private-member", "1:51 private-member"]
    ),
    ("var a; print a?._x;", ["1:17 private-member"]), ("// lox: book\nvar a; print a._x;", []),
    // Expressions.
    ("1 == 2;", ["1:1 constant-comparison", "1:1 useless-expression"]),
    ("var a; a == 1;", ["1:8 useless-expression"]),
    ("var a; a.b;", ["1:8 useless-expression"]), ("var a; a.b();", []), ("var a; a and a.b();", []),
    ("var a; a and a.b;", ["1:14 useless-expression"]), ("fun f() {} f;", ["1:12 useless-expression"]),
    ("var a; a = a;", ["1:8 self-assignment"]), ("class A { init(b) { b = b; } }", ["1:21 self-assignment"]),
    ("class A { m() { this.b = this.b; } }", ["1:17 self-assignment"]), ("var a; var b; a.c = b.c;", []),
    ("class A { init(b) { this.b = b; } }", []),
    ("print 1 < 2;", ["1:7 constant-comparison"]), ("print nil < 1;", ["1:7 wrong-type"]),
    ("// lox: book\nvar a; print a < \"b\";", ["2:18 wrong-type"]),
    ("var a; print (a < 1) == 1;", ["1:14 constant-comparison"]),
    ("var a; print a == a; print a != a;", []), ("var a; print a < a;", ["1:14 constant-comparison"]),
    ("print \"a\" == \"a\";", ["1:7 constant-comparison"]),
    ("// lox: book\nvar a; print a * 2 == nil;", ["2:14 constant-comparison"]),
    ("var a; print a + 1 == 2; print a == nil; print !a == true; print a + a == \"b\";", []),
    // Conditions.
    ("if (true) print 1;", ["1:5 constant-condition"]), ("while (true) print 1;", []),
    ("while (1) print 1;", []),
    ("while (false) print 1;", ["1:8 constant-condition"]), ("for (;;) print 1;", []),
    ("for (;true;) print 1;", []),
    ("var a; if (a = 1) print a;", ["1:12 constant-condition"]), ("var a; if (a = a.b) print a;", []),
    ("var a; var b = a; if (a = b) print a;", ["1:23 assignment-in-condition"]),
    ("var a; var b = a; while (a.c = b) print a;", ["1:26 assignment-in-condition"]),
    ("var a; var b = a; if (a = b.c) print a;", ["1:23 assignment-in-condition"]),
    ("var a; var b = a; if ((a = b)) print a;", []), ("var a; while (a = a.next) print a;", []),
    ("fun f() {} var a; while (a = f()) print a;", []),
    ("fun f() {} if (f) print 1;", ["1:16 constant-condition"]), ("fun f() {} f = nil; if (f) print 1;", []),
    ("var a; print nil or a;", ["1:14 constant-condition"]), ("var a; print a or nil;", []),
    ("if (1 < 2) print 1;", ["1:5 constant-comparison"]),
    ("class A { e() { return 1; } m() { if (this.e) print 1; } }", ["1:39 method-as-condition"]),
    ("class A { e() { return 1; } m() { if (!this.e) print 1; } }", ["1:40 method-as-condition"]),
    ("class A { e() { return 1; } m() { if (this.e()) print 1; } }", []),
    ("class A { m() { if (this.e) print 1; this.e = 1; } }", []),
    // Control flow.
    ("fun f() { return 1; print 2; print 3; } f();", ["1:21 unreachable-code"]),
    ("fun f(a) { if (a) return 1; else return 2; print 3; } f(1);", ["1:44 unreachable-code"]),
    ("fun f(a) { if (a) return 1; print 3; } f(1);", []),
    ("while (true) print 1; print 2;", ["1:23 unreachable-code"]),
    ("fun f(a) { { return a; } print 2; } f(1);", ["1:26 unreachable-code"]),
    // Globals and calls.
    ("print a;", ["1:7 undefined-global"]), ("a = 1;", ["1:1 undefined-global"]),
    ("fun f() { return a; } var a; f();", []),
    ("print clock();", []), ("fun f(a) { return a; } f();", ["1:24 wrong-argument-count"]),
    ("fun f(a) { return a; } fun f() {} f(1);", []), ("fun f(a) { return a; } f = nil; f();", []),
    ("{ fun f(a) { return a; } f(1, 2); }", ["1:26 wrong-argument-count"]),
    ("fun f(f) { f(1); } f(nil);", []),
    ("class A {} A(1);", ["1:12 wrong-argument-count"]),
    ("class A { init(a) { print a; } } class B < A {} B();", ["1:49 wrong-argument-count"]),
    ("var A; class B < A {} B(1);", []),
    (
      "class A { m(a) { print a; } } class B < A { m(a) { super.m(); print a; } }",
      ["1:52 wrong-argument-count"]
    ),
    // Classes.
    ("class A { m() {} m() {} }", ["1:18 duplicate-method"]),
    ("class A { init() { this.m = 1; } m() {} }", ["1:25 hidden-method"]),
    ("class A { m() { return this.n; } }", ["1:29 undefined-property"]),
    ("class A { m() { return this.n; } } A().n = 1;", []),
    ("class A { m() { return this.n; } } class B < A { n() {} }", []),
    ("var A; class B < A { m() { return this.n; } }", []),
    ("class A {} class B < A { m() { super.n(); } }", ["1:38 undefined-property"]),
    (
      "class A { init() { this.a = 1; } } class B < A { init() { this.b = 1; } }", ["1:50 missing-super-init"]
    ),
    ("class A { m() {} } class B < A { init() { this.b = 1; } }", []),
    ("class A { init() { this.a = 1; } } class B < A { init() { super.init(); this.b = this.a; } }", []),
    (
      "class A { init() { this.a = 1; } } class B < A { init() { print this.a; super.init(); } }",
      ["1:65 this-before-super-init"]
    ),
    ("class A { init() { this.a = 1; } } class B < A { init() { this.b = 2; super.init(); } }", []),
    // Comments.
    ("{ var a = 1; } // lint:ignore unused-local", []),
    ("// lint:ignore unused-local, shadowed-variable\n{ var a = 1; }", []),
    ("// lint:ignore unused-local: it is for later\n{ var a = 1; }", []),
    ("// lint:ignore unused-local, unused-class -- for later\n{ var a = 1; }", []),
    ("// lint:ignore unused-class: unused-local\n{ var a = 1; }", ["2:7 unused-local"]),
    ("// lint:ignore - unused-class\n{ var a = 1; }", []),
    ("// lint:ignore\n{ var a = 1; }\n{ var b = 1; }", ["3:7 unused-local"]),
    ("{ var a = 1; } // lint:ignore unused-class", ["1:7 unused-local"]),
    ("print b;\n// lint:ignore-file unused-local\n{ var a = 1; }", ["1:7 undefined-global"]),
    ("{ var a = 1; }\n// lint:ignore-file", []),
    ("print \"lint:ignore\"; { var a = 1; }", ["1:28 unused-local"]),
  ]

  private static let extendedCases: [(String, [String])] = [
    // Variables.
    ("{ const a = 1; }", ["1:9 unused-local"]), ("{ const a = 1; print a; }", []),
    ("{ var [a, b] = [1, 2]; print a; }", ["1:11 unused-local"]), ("{ var {a: b} = {a: 1}; print b; }", []),
    ("{ var {a, b = 1} = {a: 1}; print a; }", ["1:11 unused-local"]),
    ("for (var i in 1...2) print 1;", []), ("for (var i, x in [1]) print x;", ["1:10 unused-local"]),
    ("for (var i, x in [1]) print i;", []), ("for (var [a, b] in [[1, 2]]) print a;", ["1:14 unused-local"]),
    ("var f = (a, b) => a; f(1, 2);", []), ("var f = ({a, b}) => a; f({a: 1, b: 2});", ["1:14 unused-local"]),
    ("fun f(a, b = 1, ...c) { return a; } f(1);", ["1:10 unused-parameter", "1:20 unused-parameter"]),
    ("var f = () => { var a = 1; }; f();", ["1:21 unused-local"]),
    ("{ var a = 1; var f = () => { var a = 2; print a; }; f(); print a; }", ["1:34 shadowed-variable"]),
    ("{ var a = 1; var f = x => a + x; f(1); }", []), ("{ var a = 1; a += 2; print a; }", []),
    ("{ var a = 1; print a; a += 2; }", ["1:23 unused-assignment"]), ("{ var a; a ??= 1; print a; }", []),
    ("{ var a = 1; true ? (a = 2) : nil; print a; }", ["1:14 constant-condition"]),
    ("while (true) { var a = 1; print a; a = 2; break; }", []),
    ("{ var a = 1; switch (a) { case 1: a = 2; } print a; }", []),
    // Expressions.
    ("[1];", ["1:1 useless-expression"]), ("`a`;", ["1:1 useless-expression"]),
    ("x => x;", ["1:1 useless-expression"]),
    ("var a = []; a[0];", ["1:13 useless-expression"]), ("var a; a?.b;", ["1:8 useless-expression"]),
    ("var a; a?.b();", []), ("var a; a ?? 1;", ["1:13 useless-expression"]), ("var a; a ? a() : nil;", []),
    ("var a = 1; a++; a--; a += 1;", []), ("var a; a is a;", ["1:8 useless-expression"]),
    ("print \"a\" < \"b\";", []), ("print \"a\" < 1;", ["1:13 wrong-type"]),
    ("var a; print 1 + a == \"1b\";", []), ("print [] == nil;", ["1:7 constant-comparison"]),
    ("var a; if (x => x) print a;", ["1:12 constant-condition"]),
    ("print true ? 1 : 2;", ["1:7 constant-condition"]),
    // Control flow.
    ("while (true) { break; print 1; }", ["1:23 unreachable-code"]),
    ("while (true) { continue; print 1; }", ["1:26 unreachable-code"]),
    ("while (true) { if (clock() > 1) break; } print 1;", []),
    ("while (true) { while (true) { break; } } print 1;", ["1:42 unreachable-code"]),
    (
      "fun f(a) { switch (a) { case 1: return 1; default: return 2; } print 1; } f(1);",
      ["1:64 unreachable-code"]
    ),
    ("fun f(a) { switch (a) { case 1: break; default: return 2; } print 1; } f(1);", []),
    ("fun f(a) { switch (a) { case 1: return 1; } print 1; } f(1);", []),
    ("fun f() => 1; f();", []),
    ("fun f(a) { switch (a) { case 1: return 1; print 2; } } f(1);", ["1:43 unreachable-code"]),
    ("fun f() { throw 1; print 2; } f();", ["1:20 unreachable-code"]),
    ("fun f() { try { return 1; } catch { throw 2; } print 3; } f();", ["1:48 unreachable-code"]),
    ("fun f() { try { return 1; } catch {} print 3; } f();", []),
    ("fun f() { try {} finally { throw 1; } print 3; } f();", ["1:39 unreachable-code"]),
    ("while (true) { try { break; } finally {} } print 1;", []),
    // Errors.
    ("try { print 1; } catch (e) { print 2; }", []), ("try { print 1; } catch (e is Number) {}", []),
    ("{ var a = 1; try { a = 2; clock(); a = 3; } catch { print a; } }", []),
    ("{ var a = 1; print a; try { a = 2; } finally {} print a; }", []),
    ("try { var a = 1; } finally {}", ["1:11 unused-local"]),
    ("{ var e = 1; try {} catch (e) { print e; } print e; }", ["1:28 shadowed-variable"]),
    // Members.
    ("class A { area => 1; show() { print this.area; } } A().show();", []),
    ("class A { set area(v) {} init() { this.area = 1; } } A();", []),
    ("class A { operator +(other) { return 1; } } print A() + 1;", []),
    ("class A { class make() { return this.zero(); } class zero() { return 0; } } A.make();", []),
    ("class A { class count = 0; class next() { this.count += 1; } } A.next();", []),
    ("class A { m() { return this.x; } class x() {} } A().m();", ["1:29 undefined-property"]),
    ("class A { area => 1; } class B < A { area => super.area; } print B().area;", []),
    ("class A { class m() {} m() {} class m() {} }", ["1:37 duplicate-method"]),
    ("class A { area => 1; m() { if (this.area) return; } } A().m();", []),
    ("class A { toString() { return \"a\"; } } print A();", ["1:11 text-method"]),
    ("class A { description() { return \"a\"; } } print A();", ["1:11 text-method"]),
    ("class A { description => \"a\"; toString() { return this.description; } } print A().toString();", []),
    ("class A { toString(a) { return a; } } print A().toString(1);", []),
    ("// lox: book\nclass A { toString() { return 1; } } print A();", []),
    ("throw(1);", ["1:1 undefined-global"]),
    // Calls.
    (
      "fun f(a, b = 1) => a + b; f(1); f(1, 2); f(); f(1, 2, 3);",
      ["1:42 wrong-argument-count", "1:47 wrong-argument-count"]
    ),
    ("fun f(a, ...b) => a ?? b; f(1); f(1, 2, 3); f();", ["1:45 wrong-argument-count"]),
    ("fun f(a) => a; f(...[1]);", []),
    // Words and texts.
    ("break;", ["1:1 break-outside-loop", "1:1 useless-expression"]),
    (
      "while (true) { [1].forEach(x => { continue; }); break; }",
      ["1:35 break-outside-loop", "1:35 useless-expression"]
    ),
    ("var break = 1; print break;", []), ("print \"a\\n\";", ["1:7 escape-in-string"]),
    ("print \"${a}\";", ["1:7 escape-in-string"]), ("print `a\\n`;", []), ("print \"\\d+\";", []),
    ("// lox: book\nprint \"a\\n\";", []), ("var m = {\"a${\": 1}; print m;", ["1:10 escape-in-string"]),
    ("print Regex(\"a\\n\").test(\"\");", []), ("print Regex(\"é(\");", ["1:16 invalid-pattern"]),
    ("print Regex(`a\\\\(b)(`);", ["1:13 invalid-pattern"]),
    ("print Regex(\"a\", \"g\");", ["1:18 invalid-pattern"]),
    ("print Regex(\"(?:a{999}){999}\");", ["1:13 invalid-pattern"]),
    ("print Regex(\"(a\", \"i\");", ["1:14 invalid-pattern"]),
    ("print Regex(\"a\\\\d{2}[^x]\", \"ims\");", []), ("var p = \"(\"; print Regex(p);", []),
    ("fun Regex(p) => p; print Regex(\"(\");", []),
    ("class A { Regex(p) => p; } print A().Regex(\"(\");", []),
    ("Regex(\"a\").replace(\"a\", \"b\").trim();", ["1:30 unused-result"]),
    // The core library.
    ("print Math.sin(1); print String(1); print Number(\"1\");", []),
    ("print String();", ["1:7 wrong-argument-count"]),
    ("// lox: book\nprint Math;", ["2:7 undefined-global"]),
  ]

  @Test(arguments: extendedCases) func rulesOfExtendedLox(_ source: String, _ expected: [String]) throws {
    #expect(try findings(source) == expected)
  }

  @Test(arguments: cases) func rules(_ source: String, _ expected: [String]) throws {
    #expect(try findings(source) == expected)
  }

  @Test(arguments: [
    ("spawn(1);", []), ("spawn();", ["1:1 wrong-argument-count"]), ("spawn(1, 2);", []),
    ("spawn(1, 2, 3);", ["1:1 wrong-argument-count"]), ("log();", []), ("log(1, 2, 3);", []),
    ("Entity(1);", []), ("Entity();", ["1:1 wrong-argument-count"]), ("clock(1);", []), ("Node(1);", []),
    ("fun spawn() {} spawn();", []), ("spawn = log; spawn();", []), ("fun f(spawn) { spawn(); } f(log);", []),
    ("spwan(1);", ["1:1 undefined-global"]), ("print player;", []),
  ])
  func hostAPI(_ source: String, _ expected: [String]) throws {
    var options = Linter.Options()
    options.hostAPI = HostAPI.standard.merging(
      HostAPI(
        functions: [
          .init(name: "spawn", parameters: [.init(name: "kind"), .init(name: "count", isOptional: true)]),
          .init(name: "log", parameters: [.init(name: "texts", isVariadic: true)]),
        ],
        classes: [.init(name: "Entity", initializer: [.init(name: "kind")]), .init(name: "Node")],
        values: [.init(name: "player")]))
    #expect(try findings(source, options) == expected)
  }

  @Test func options() throws {
    var options = Linter.Options()
    options.knownGlobals.insert("host")
    #expect(try findings("host(1); other();", options) == ["1:10 undefined-global"])
    options.rules.remove(.undefinedGlobal)
    #expect(try findings("host(1); other(); { var a; }", options) == ["1:25 unused-local"])
  }

  @Test func messages() throws {
    let source = Source(name: "", text: "fun f(a) { return a; }\nf(1, 2);\n")
    let finding = try #require(try Linter().lint(source).first)
    #expect(finding.message == "'f' expects 1 argument, but gets 2.")
    #expect(finding.span == SourceSpan(start: 23, end: 30))
    #expect(finding.related == SourceSpan(start: 4, end: 5))
    #expect(finding.severity == .error)
  }

  @Test func errors() {
    #expect(throws: LintError.self) { try findings("print;") }
    #expect(throws: LintError.self) { try findings("{ var a; var a; }") }
    // The size limits are those of the language.
    let large = String(repeating: "print 1;", count: 300)
    #expect(throws: Never.self) { try findings(large) }
    var options = Linter.Options()
    options.profile = .book
    #expect(throws: LintError.self) { try findings(large, options) }
    #expect(throws: Never.self) { try findings("// lox: extended\n" + large, options) }
  }

  /// Sources that take much time or stack if something is not linear.
  @Test func longAndDeepSources() throws {
    for source in [
      "var a; print a" + String(repeating: " + a", count: 10_000) + ";",
      "var a; if (a) a();" + String(repeating: " else if (a) a();", count: 10_000),
      String(repeating: "{ ", count: 200) + String(repeating: "}", count: 200),
      "fun f(a) { " + String(repeating: "if (a) { ", count: 100) + "return a;"
        + String(repeating: "}", count: 101),
      (0..<2000).map { "class C\($0) < C\($0 + 1) { init() { super.init(); } m() { return this.m(); } }" }
        .joined(),
      (0..<5000).map { "{ var v\($0) = 1; print v\($0); } // lint:ignore unused-local\n" }.joined(),
    ] {
      _ = try findings(source)
    }
  }

  @Test(arguments: 0..<10) func generatedPrograms(_ seed: Int) throws {
    var generator = ProgramGenerator(seed: UInt64(seed))
    var options = Linter.Options()
    // The only undefined name that generated programs use.
    options.knownGlobals.insert("missing")
    for _ in 0..<5 {
      let program = generator.makeProgram()
      #expect(try findings(program, options).filter { $0.hasSuffix("undefined-global") } == [])
    }
  }
}
