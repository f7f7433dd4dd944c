import Foundation
import Testing

/// `lox test`: functions that are tests, and the function `expect`.
@Suite(.needsLox) struct TestFunctionTests {
  private func test(_ script: String, _ options: String...) throws -> LoxProcess {
    try LoxProcess(["test"] + options + ["a.lox"], input: Data(), in: ScriptFolder(["a.lox": script]))
  }

  private func extended(_ body: String) throws -> LoxProcess {
    try test("// lox: extended\nfun test1() {\n  \(body)\n}\n")
  }

  @Test func testsAreCalledAndCounted() throws {
    let run = try test(
      """
      fun testA() { expect(1 + 1).toEqual(2); }
      fun test_b() { print "not shown"; }
      fun test3() { expect("a").toBe("b"); }
      """)
    #expect(
      run.output == """
        FAILED a.lox: test3
          line 3: fun test3() { expect("a").toBe("b"); }
            expected  "b"
            but got   "a"
        scripts: 0 passed, 1 failed; tests: 2 passed, 1 failed

        """)
    #expect(run.errors == "")
    #expect(run.status == 1)
  }

  /// None of these would succeed if it were called.
  @Test(arguments: [
    "fun test() { nil(); }", "fun testament() { nil(); }", "fun testA(x) { nil(); }",
    "fun atestA() { nil(); }",
    "class testA { init() { nil(); } }", "class A { testA() { nil(); } }", "{ fun testA() { nil(); } }",
    "fun f() { fun testA() { nil(); } }", "fun testA() { nil(); } var testA = 1;",
    "// lox: extended\nvar testA = () => nil();", "// lox: extended\nfun testA([x]) { nil(); }",
    "var text = \"fun testA() { nil(); }\";", "// fun testA() { nil(); }",
  ])
  func otherFunctionsAreNoTests(_ script: String) throws {
    #expect(try test(script + "\n").output == "1 passed, 0 failed\n")
  }

  @Test func defaultsAndRestAreNoRequiredParameters() throws {
    let run = try test(
      "// lox: extended\nfun testA(a = 1, ...rest) { expect(a + rest.length).toBe(1); }\nfun testB(...r) {}\n"
    )
    #expect(run.output == "scripts: 1 passed, 0 failed; tests: 2 passed, 0 failed\n")
  }

  @Test func theLastDeclarationCounts() throws {
    let run = try test("fun testA() { nil(); }\nfun testA() {}\n")
    #expect(run.output == "scripts: 1 passed, 0 failed; tests: 1 passed, 0 failed\n")
  }

  @Test func testsDoNotSeeEachOther() throws {
    let run = try test(
      """
      var count = 0;
      fun change() { count = count + 1; expect(count).toBe(1); }
      fun testA() { change(); }
      fun testB() { change(); }
      fun testC() { change(); }
      """)
    #expect(run.output == "scripts: 1 passed, 0 failed; tests: 3 passed, 0 failed\n")
  }

  @Test func commentsAndTestsBothCount() throws {
    let good = "fun testA() { print 2; }"
    let bad = "fun testA() { nil(); }"
    let one = "print 1; // expect: 1\n"
    let two = "print 1; // expect: 2\n"
    for (script, totals) in [
      (one + good, "scripts: 1 passed, 0 failed; tests: 1 passed, 0 failed\n"),
      (one + bad, "scripts: 0 passed, 1 failed; tests: 0 passed, 1 failed\n"),
      (two + good, "scripts: 0 passed, 1 failed; tests: 1 passed, 0 failed\n"),
    ] {
      let run = try test(script)
      #expect(run.output.hasSuffix(totals), "\(run.output)")
      #expect(run.status == (totals.contains("0 passed") ? 1 : 0))
    }
  }

  @Test func testsOfAScriptThatFailsAreNotCalled() throws {
    let run = try test("fun testA() {}\nnil();\n")
    #expect(run.output.contains("Can only call functions and classes."))
    #expect(run.output.hasSuffix("\n0 passed, 1 failed\n"))
    let expected = try test(
      "fun testA() {}\nnil(); // expect runtime error: Can only call functions and classes.\n")
    #expect(expected.output.contains("the script ends with an error, so they can't be called"))
    #expect(expected.status == 1)
    let broken = try test("fun testA() {}\n}\n")
    #expect(broken.output.contains("Error at '}'"))
  }

  @Test(arguments: [
    ("expect(1).toEqual(2);", "expected  2\n    but got   1"),
    ("expect(0.1 + 0.2).toEqual(0.3);", "expected  0.3\n    but got   0.30000000000000004"),
    (
      "expect([1, {a: \"x\"}]).toEqual([1, {a: 0.5}]);",
      "expected  [1, {a: 0.5}]\n    but got   [1, {a: \"x\"}]"
    ),
    ("expect([1]).toBe([1]);", "expected  [1]\n    but got   something else that looks the same"),
    ("expect(1).not.toEqual(1);", "expected  not 1\n    but got   1"),
    ("expect(false).toBeNil();", "expected  nil\n    but got   false"),
    ("expect(1).toBeTrue();", "expected  true\n    but got   1"),
    ("expect(nil).toBeFalse();", "expected  false\n    but got   nil"),
    ("expect(1).toBeA(String);", "expected  an instance of String\n    but got   1"),
    ("expect(1).toBeCloseTo(1.1, 0.01);", "expected  1.1, give or take 0.01\n    but got   1"),
    ("expect(\"1\").toBeCloseTo(1);", "but got   \"1\""),
    ("expect([[1]]).toContain([2]);", "expected  something that contains [2]\n    but got   [[1]]"),
    ("expect(\"abc\").toContain(\"x\");", "expected  something that contains \"x\"\n    but got   \"abc\""),
    ("expect({a: 1}).toContain(\"b\");", "but got   {a: 1}"),
    ("expect(() => 1).toThrow();", "expected  an error\n    but got   no error"),
    ("expect(() => nil()).not.toThrow();", "expected  not an error\n    but got   Error: Can only call"),
    (
      "expect(() => nil()).toThrow(\"no\");",
      "expected  an error whose message contains \"no\"\n    but got   Error: Can only call"
    ),
    (
      "fun f() { throw [1]; } expect(f).toThrow(HostError);",
      "expected  an error of the class HostError\n    but got   [1]"
    ),
    ("expect(1).toThrow();", "Only a function without parameters can be expected to throw"),
    ("expect(x => x).toThrow();", "Only a function without parameters can be expected to throw"),
    ("expect(1).toContain(1);", "Right operand of 'in' must be a list, map, string or range."),
    ("expect();", "Expected 1 arguments but got 0."), ("expect(1).toBee(1);", "Undefined property 'toBee'."),
    ("expect(`a\\nb\\u{1b}[31m`).toBe(1);", "but got   \"a␊b·[31m\""),
  ])
  func matchersFail(_ body: String, _ report: String) throws {
    let run = try extended(body)
    #expect(run.output.contains("FAILED a.lox: test1\n  line 3: "), "\(run.output)")
    #expect(run.output.contains(report), "\(run.output)")
    #expect(run.status == 1)
  }

  @Test func matchersPass() throws {
    let run = try extended(
      """
      expect([1, {a: [2]}]).toEqual([1, {a: [2]}]);
      expect(1..<3).toEqual(1..<3);
      expect("a").toBe("a");
      expect([1]).not.toBe([1]);
      expect(nil).toBeNil();
      expect(true).toBeTrue();
      expect(false).toBeFalse();
      expect(0).not.toBeFalse();
      expect(0.1 + 0.2).toBeCloseTo(0.3);
      expect(1).not.toBeCloseTo(2);
      expect(1 / 0).toBeCloseTo(1 / 0);
      expect([[1], 2]).toContain([1]);
      expect({a: 1}).toContain("a");
      expect("abc").toContain("bc");
      expect(1..<5).toContain(3);
      expect([]).not.toContain(nil);
      class A < Error {}
      class B < A {}
      expect(B("x")).toBeA(A);
      expect(1).not.toBeA(String);
      expect(() => nil.x).toThrow();
      expect(() => nil.x).toThrow("properties");
      expect(() => nil.x).not.toThrow("fields");
      fun fail() { throw B("x"); }
      expect(fail).toThrow(A);
      expect(fail).toThrow("x");
      fun failWithText() { throw "text"; }
      expect(failWithText).toThrow("ex");
      expect(failWithText).toThrow(String);
      expect(() => 1).not.toThrow();
      expect(1).not.not.toBe(1);
      """)
    #expect(run.output == "scripts: 1 passed, 0 failed; tests: 1 passed, 0 failed\n")
  }

  /// What a script calls like the names that `expect` needs does not matter to it.
  @Test func scriptsMayHaveNamesOfTheCoreLibrary() throws {
    let run = try test(
      """
      // lox: extended
      fun equals(a, b) => true;
      fun assert(x) {}
      fun fail() {}
      fun text() {}
      const Error = 1;
      class Expectation {}
      fun testA() { expect(1).toEqual(2); }
      """)
    #expect(run.output.contains("expected  2\n    but got   1"))
    let own = try test("fun expect(x) { print x; nil(); }\nfun testA() { expect(1); }\n")
    #expect(own.output.contains("Can only call functions and classes."))
  }

  @Test func expectIsThereOnlyForTests() throws {
    let run = try test("expect(1); // expect runtime error: Undefined variable 'expect'.\n")
    #expect(run.output == "1 passed, 0 failed\n")
    let folder = try ScriptFolder(["a.lox": "fun testA() {}\nexpect(1).toBe(1);\n"])
    #expect(try folder.lox("test", "a.lox").status == 0)
    #expect(try folder.lox("a.lox").errors.hasPrefix("Undefined variable 'expect'."))
  }

  @Test func failedExpectationsCannotBeCaught() throws {
    for body in [
      "try { expect(1).toBe(2); } catch (e) {}", "expect(() => expect(1).toBe(2)).toThrow();",
      "try { expect(1).toBe(2); } finally { print 1; }",
    ] {
      let run = try extended(body)
      #expect(run.output.contains("expected  2\n    but got   1"), "\(body): \(run.output)")
    }
  }

  @Test func theCallsAreShown() throws {
    let run = try test(
      """
      fun check(x) {
        expect(x).toBe(1);
      }
      fun down(n) { if (n == 0) check(2); else down(n - 1); }
      fun testA() {
        down(20);
      }
      """)
    #expect(
      run.output.hasPrefix(
        """
        FAILED a.lox: testA
          line 2: expect(x).toBe(1);
            expected  1
            but got   2
            called on line 4: fun down(n) { if (n == 0) check(2); else down(n - 1); }

        """), "\(run.output)")
    #expect(run.output.contains("    and 17 more calls\nscripts:"), "\(run.output)")
  }

  @Test func failuresShowWhatTheTestPrinted() throws {
    let run = try test(
      """
      print "of the script";
      fun testA() { for (var i = 0; i < 25; i = i + 1) print i; nil(); }
      fun testB() { print "not shown"; }
      """)
    #expect(run.output.contains("    Can only call functions and classes.\n  printed\n    0\n    1\n"))
    #expect(run.output.contains("    19\n    and 5 more lines\n"))
    #expect(!run.output.contains("of the script"))
    #expect(!run.output.contains("not shown"))
  }

  @Test(arguments: [
    ("throw \"a text\";", "a text"), ("throw nil;", "nil"), ("throw {a: 1};", "{a: 1}"),
    ("throw Error(\"No.\");", "No."), ("assert(1 == 2, \"unequal\");", "unequal"),
    ("nil.x;", "Only instances have"),
    ("fun f() { f(); } f();", "Stack overflow."),
  ])
  func otherErrorsFail(_ body: String, _ message: String) throws {
    let run = try extended(body)
    #expect(run.output.hasPrefix("FAILED a.lox: test1\n  line 3: "), "\(run.output)")
    #expect(run.output.contains("\n    \(message)"), "\(run.output)")
    #expect(run.output.hasSuffix("tests: 0 passed, 1 failed\n"))
    #expect(run.status == 1)
  }

  @Test func endlessTestsAreEnded() throws {
    let run = try test("fun testA() {\n  while (true) {}\n}\nfun testB() {}\n", "--timeout", "0.2")
    #expect(
      run.output == """
        FAILED a.lox: testA
          line 2: while (true) {}
            It took longer than 200 milliseconds.
        scripts: 0 passed, 1 failed; tests: 1 passed, 1 failed

        """)
    // The script, too, if it has tests or the option is given.
    #expect(
      try test("while (true) {}\nfun testA() {}\n", "--timeout", "1").output.contains("Deadline exceeded."))
    #expect(try test("while (true) {}\n", "--timeout", "0.5").output.contains("Deadline exceeded."))
  }

  @Test func endlessOutputOfATestIsEnded() throws {
    let run = try test(
      "fun testA() { while (true) print \"on and on and on and on and on\"; }\n", "--timeout", "1000")
    #expect(run.output.contains("It printed more than 64 MiB."))
    #expect(run.output.contains("more lines"))
  }

  @Test func testsWorkInEveryMode() throws {
    let script = "// lox: extended\nfun testA() { expect([1, 2].map(x => x * 2)).toEqual([2, 4]); }\n"
    let totals = "scripts: 1 passed, 0 failed; tests: 1 passed, 0 failed\n"
    #expect(try test(script, "--no-optimize").output == totals)
    #expect(try test(script, "--stress-gc").output == totals)
    let coverage = try ScriptFolder(["a.lox": script]).lox("coverage", "a.lox")
    #expect(coverage.output.hasPrefix(totals))
    #expect(coverage.output.contains("100.0 %"))
    #expect(!coverage.output.contains("<expect>"))
  }
}
