import LoxCompiler
import Testing

@Suite struct RegisterPressureTests {
  /// Declarations of variables that fill registers.
  private func locals(_ count: Int) -> String {
    (0..<count).map { "var p\($0) = \($0); " }.joined()
  }

  @Test(arguments: [0, 240, 245, 248, 249, 250, 251, 252, 253, 254, 255, 256, 257, 300, 1_000, 30_000])
  func manyLocals(count: Int) throws {
    let last = count == 0 ? "0" : "p\(count - 1)"
    let text = """
      fun n(x) { print x; return x; }
      class Base { init(a) { this.a = a; } m(x) { return x + this.a; } }
      fun f(first) {
        \(locals(count))
        var a = 1; var b = 2; var c = "c"; var boxed = 10;
        class C < Base { m(x) { C; return super.m(x) * 2; } set(v) { this.v = v; } }
        fun add(x) { if (x > 3) return add(x - 1); boxed = boxed + x; return boxed + \(last); }
        a = a + b * 2 - (b = 5) / b;
        print a;
        print n(a) + n(n(b) + n(3)) * 2;
        var object = C(7);
        object.set(c + "d");
        object.w = object.v = object.v + c;
        print object.v;
        print object.m(n(4));
        print add(9);
        print boxed;
        if (a < b and !(b <= a) or a == nil) print a; else print b;
        while (a < 9) a = a + 2;
        for (var i = 0; i < 2; i = i + 1) { fun g() { return i = i + 1; } print g() + a; }
        print -a - -b;
        print a or nil.x;
        print first == nil or !first;
        return nil and a;
      }
      print f(nil);
      """
    let expected = [
      "4", "4", "5", "3", "8", "20", "cdc", "4", "22", "\(13 + max(0, count - 1))", "13", "4", "11", "-5",
      "10",
      "true", "nil",
    ]
    for optimized in [true, false] {
      #expect(try run(text, optimized: optimized) == expected)
    }
  }

  @Test(arguments: 250...255)
  func manyParameters(count: Int) throws {
    let names = (1...count).map { "p\($0)" }
    let text = """
      fun sum(\(names.joined(separator: ", "))) {
        fun touch() { p\(count) = p\(count) + 1; p1 = p1; return p\(count - 1); }
        var before = p\(count) + touch();
        return \(names.joined(separator: " + ")) + before;
      }
      print sum(\((1...count).map { "\($0)" }.joined(separator: ", ")));
      """
    #expect(try run(text) == ["\(count * (count + 1) / 2 + 1 + count + count - 1)"])
  }

  @Test func callsOfManyArgumentsNest() throws {
    let names = (0..<255).map { "p\($0)" }.joined(separator: ", ")
    let zeros = String(repeating: ", 0", count: 254)
    let nested = (0..<20).reduce("1") { call, _ in "f(\(call)\(zeros))" }
    #expect(try run("fun f(\(names)) { return p0 + p254 + 1; } print \(nested);") == ["21"])
    let last = (0..<20).reduce("1") { call, _ in "f(\(String(repeating: "0, ", count: 254))\(call))" }
    #expect(try run("fun f(\(names)) { return p0 + p254 + 1; } print \(last);") == ["21"])
  }

  @Test func superCallsOfManyArguments() throws {
    let names = (0..<255).map { "p\($0)" }.joined(separator: ", ")
    #expect(
      try run(
        """
        class A { m(\(names)) { return p0 + p254; } }
        class B < A { m(\(names)) { return super.m(\(names)); } }
        print B().m(\((0..<255).map { "\($0)" }.joined(separator: ", ")));
        """) == ["254"])
  }

  @Test func tooManyLocals() throws {
    _ = try compile("{ \(locals(65_400)) }")
    let error = #expect(throws: CompileError.self) { try compile("{\n\(locals(65_600)) }") }
    let message = "[line 2] Error at 'p65496': Too many local variables in function."
    #expect(error?.diagnostics.map(\.description) == [message])
  }

  @Test func tooManyCaptures() throws {
    let first = (0..<40_000).map { "var a\($0) = 1;" }.joined(separator: "\n")
    let second = (0..<40_000).map { "var b\($0) = 1;" }.joined(separator: "\n")
    let uses = (0..<40_000).map { "a\($0); b\($0);" }.joined(separator: "\n")
    let text = "{ \(first) fun f() { \(second) fun g() { fun h() { \(uses) } } } }"
    let error = #expect(throws: CompileError.self) { try compile(text, optimized: false) }
    #expect(error?.diagnostics.first?.message == "Too many closure variables in function.")
  }
}
