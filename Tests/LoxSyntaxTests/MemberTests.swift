import LoxSource
import LoxSyntax
import Testing

/// Trees and errors of `throw`, `try` and the members of classes.
@Suite struct MemberTests {
  private func parsed(_ text: String, _ options: Parser.Options = Parser.Options()) -> ParseResult {
    var parser = Parser(source: Source(name: "", text: text), profile: .extended, options: options)
    return parser.parse()
  }

  @Test(arguments: [
    ("throw 1;", "(throw 1.0)"), ("throw [1];", "(throw (list 1.0))"), ("throw !a;", "(throw (! a))"),
    ("throw(1);", "(expression (call throw 1.0))"), ("throw - 1;", "(expression (- throw 1.0))"),
    ("throw;", "(expression throw)"), ("throw += 1;", "(expression (+= throw 1.0))"),
    ("try { a; } catch (e) { b; }", "(try (block (expression a)) (catch e (block (expression b)) ))"),
    ("try {} catch (e is A.B) {} catch {}", "(try (block) (catch e is (get B A) (block) ) (catch (block) ))"),
    ("try {} catch (is is A) {} finally {}", "(try (block) (catch is is A (block) ) (finally (block) ))"),
    ("try {} finally { for (;;) break; }", "(try (block) (finally (block (for () () () (break))) ))"),
    ("class A < b.C.d {}", "(class A < (get d (get C b)))"),
    ("class A { a => 1; b { } }", "(class A (get a () (return 1.0)) (get b ()))"),
    ("class A { set a(v) { } }", "(class A (set a (v)))"),
    (
      "class A { class a() { } class b => 1; class set c(v) { } }",
      "(class A (class a ()) (class get b () (return 1.0)) (class set c (v)))"
    ),
    (
      "class A { m() { } class a = 1; n() { } class b = 2; }",
      "(class A (m ()) (class a = 1.0 ) (n ()) (class b = 2.0 ))"
    ),
    (
      "class A { operator +(a) { } operator -() { } operator -(a) { } }",
      "(class A (operator + (a)) (operator -() ()) (operator - (a)))"
    ),
    (
      "class A { operator [](i) { } operator []=(i, v) { } }",
      "(class A (operator [] (i)) (operator []= (i v)))"
    ),
    (
      "class A { class() { } class { } set() { } set { } operator() { } operator { } }",
      "(class A (class ()) (get class ()) (set ()) (get set ()) (operator ()) (get operator ()))"
    ),
    (
      "class A { class class() { } class set = 1; class set set(v) { } class if => 1; set if(v) { } }",
      "(class A (class class ()) (class set = 1.0 ) (class set set (v)) (class get if () (return 1.0)) (set if (v)))"
    ),
  ])
  func trees(_ source: String, _ expected: String) {
    let result = parsed(source)
    #expect(result.diagnostics.map(\.description) == [])
    #expect(ASTPrinter.print(result.ast) == expected + "\n")
  }

  @Test(arguments: [
    ("try { }", "[line 1] Error at end: Expect 'catch' or 'finally' after try block."),
    ("try { } catch a;", "[line 1] Error at 'a': Expect '{' before block."),
    ("try { } catch (e) a; b;", "[line 1] Error at 'a': Expect '{' before block."),
    ("try { } catch (A e) { } b;", "[line 1] Error at 'e': Expect ')' after catch clause."),
    ("try { } catch () { } b;", "[line 1] Error at ')': Expect variable name."),
    ("{ try { } catch }", "[line 1] Error at '}': Expect '{' before block."),
    ("throw );", "[line 1] Error at ')': Expect expression."),
    ("class A { operator [i](i) { } m() { } }", "[line 1] Error at 'i': Expect ']' after '['."),
    ("class A { static m() { } n() { } }", "[line 1] Error at 'm': Expect '(' after function name."),
    (
      "class A { x; y; m() { } }",
      "[line 1] Error at ';': Expect '(' after function name.\n[line 1] Error at ';': Expect '(' after function name."
    ),
    ("class A { x = 1; m() { } }", "[line 1] Error at '=': Expect '(' after function name."),
    (
      "class A { class x = ; class y = ; m() { } }",
      "[line 1] Error at ';': Expect expression.\n[line 1] Error at ';': Expect expression."
    ),
    ("class A { class x = this; }", "[line 1] Error at 'this': Can't use 'this' outside of a class."),
    (
      "class A < B { class x = () => { super.m(); }; }",
      "[line 1] Error at 'super': Can't use 'super' outside of a class."
    ),
    ("class A { class = 1; }", "[line 1] Error at '=': Expect method name."),
    ("fun f() { try { } finally { return; } }", "[line 1] Error at 'return': Can't leave a finally block."),
    (
      "for (;;) { try { } finally { switch (1) { case 1: break; default: continue; } } }",
      "[line 1] Error at 'continue': Can't leave a finally block."
    ),
    (
      "for (;;) { switch (1) { case 1: try { } finally { break; } } }",
      "[line 1] Error at 'break': Can't leave a finally block."
    ),
    (
      "fun f() { try { } finally { try { return; } finally { } } }",
      "[line 1] Error at 'return': Can't leave a finally block."
    ),
    ("fun f() { try { } finally { } return; }", ""),
    ("for (;;) { try { } finally { } break; }", ""),
    ("for (;;) { try { } finally { for (;;) { continue; } fun f() { return; } } continue; }", ""),
  ])
  func errors(_ source: String, _ expected: String) {
    #expect(parsed(source).diagnostics.map(\.description).joined(separator: "\n") == expected)
  }

  @Test(arguments: [
    ("try { ", "} catch (e) { }", 2), ("try { } catch { ", "}", 2), ("try { } finally { ", "}", 2),
    ("class A { x { ", "} }", 2), ("class A { class set x(v) { ", "} }", 2),
    ("class A { operator +(a) { ", "} }", 2),
  ])
  func nesting(_ opening: String, _ closing: String, _ levels: Int) async {
    var options = Parser.Options()
    options.maximumNesting = 10_000
    let limited = options
    await onSmallStack {
      let most = limited.maximumNesting / levels
      let allowed = parsed(opening.repeated(most) + "a;" + closing.repeated(most), limited)
      #expect(allowed.diagnostics.map(\.description) == [])
      #expect(ASTPrinter.print(allowed.ast).utf8.count > most)
      let refused = parsed(opening.repeated(most + 1) + "a;" + closing.repeated(most + 1), limited)
      #expect(refused.diagnostics.map(\.message) == ["Too much nesting."])
    }
  }

  /// A look back for the loop that a `continue` means takes the same time at any depth.
  @Test func continueInDeepSwitches() {
    let text = "for (;;) " + "switch (1) { case 1: continue; ".repeated(20_000) + "}".repeated(20_000)
    #expect(parsed(text).diagnostics.map(\.description) == [])
  }
}
