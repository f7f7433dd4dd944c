import Lox
import Testing

/// An isolate and what it prints.
final class Host {
  let isolate: Isolate
  private let lines: Lines

  private final class Lines { var text = "" }

  init(
    _ limits: Limits = Limits(), api: HostAPI? = nil, language: Program.Language = .extended,
    stressed: Bool = false
  ) throws {
    let lines = Lines()
    var options = Isolate.Options()
    options.limits = limits
    options.language = language
    if let api { options.apis = [api] }
    options.stressesCollector = stressed
    isolate = try Isolate(options: options) { bytes in
      lines.text += String(decoding: bytes, as: UTF8.self)
      return true
    }
    self.lines = lines
  }

  /// Runs a script; returns what it prints.
  @discardableResult func run(_ text: String, name: String = "script") throws -> String {
    lines.text = ""
    try isolate.run(try Program(text, name: name))
    return lines.text
  }

  /// The error that a script ends with.
  func error(_ text: String) -> RuntimeError? {
    do {
      try run(text)
      return nil
    } catch {
      return error as? RuntimeError
    }
  }

  func message(_ text: String) -> String? { error(text)?.message }
}

@Suite(.serialized, .stressedCrossings) struct HostFunctionTests {
  @Test(arguments: [false, true]) func typedArguments(stressed: Bool) throws {
    let host = try Host(stressed: stressed)
    try host.isolate.define("add") { (a: Double, b: Double) in a + b }
    try host.isolate.define("repeat") { (text: String, count: Int) in String(repeating: text, count: count) }
    try host.isolate.define("isNil") { (value: Value) in value == .nil }
    try host.isolate.define("first") { (a: String?, b: String?) in a ?? b ?? "none" }
    try host.isolate.define("answer") { 42 }
    var seen: [String] = []
    try host.isolate.define("note") { (text: String) in seen.append(text) }
    let output = try host.run(
      """
      print add(1, 2.5);
      print repeat("ab", 3);
      print isNil(nil); print isNil(false);
      print first(nil, "b"); print first(nil, nil);
      print answer();
      print note("x" + "y");
      print add;
      fun f(g) { return g(1, g(2, 3)); }
      print f(add);
      """)
    #expect(
      output == "3.5\nababab\ntrue\nfalse\nb\nnone\n42\nnil\n<native fn>\n6\n")
    #expect(seen == ["xy"])
  }

  @Test func mistakesName() throws {
    let host = try Host()
    try host.isolate.define("add") { (a: Double, b: Double) in a + b }
    try host.isolate.define("take") { (a: Int8) in a }
    try host.isolate.define("one") { (a: Value) in a }
    #expect(host.message("add(1);") == "'add' expected 2 arguments but got 1.")
    #expect(host.message("one();") == "'one' expected 1 argument but got 0.")
    #expect(host.message("add(1, \"2\");") == "Argument 2 of 'add' must be a number, not a string.")
    #expect(
      host.message("class A {} add(A(), 1);") == "Argument 1 of 'add' must be a number, not an A instance.")
    #expect(host.message("take(1.5);") == "Argument 1 of 'take' must be a whole number, not 1.5.")
    #expect(
      host.message("take(200);") == "Argument 1 of 'take' must be a whole number from -128 to 127, not 200.")
    #expect(host.message("take(0/0);") == "Argument 1 of 'take' must be a whole number, not nan.")
    // The isolate continues to work.
    #expect(try host.run("print add(1, 2);") == "3\n")
  }

  private struct Oops: Error { var code: Int }

  @Test func swiftErrors() throws {
    let host = try Host()
    try host.isolate.define("fail") { (code: Int) throws -> Int in throw Oops(code: code) }
    let error = try #require(host.error("fun f() {\n  fail(7);\n}\nf();"))
    #expect(error.kind == .host)
    #expect((error.underlying as? Oops)?.code == 7)
    #expect(error.trace.text == "[host] in fail()\n[line 2] in f()\n[line 4] in script\n")
  }

  @Test(arguments: [false, true]) func callsBack(stressed: Bool) throws {
    let host = try Host(stressed: stressed)
    let isolate = host.isolate
    try isolate.define("twice") { [unowned isolate] (function: Function, value: Value) in
      _ = isolate
      return try function.call(try function.call(value))
    }
    let output = try host.run(
      """
      fun double(s) { return s + s; }
      print twice(double, "ab" + "c");
      fun make(s) { fun inner(t) { return s + t; } return inner; }
      print twice(make("<"), "x");
      class A { init(v) { this.v = v; } wrap(x) { return A(x).v; } }
      print twice(A(1).wrap, 5);
      """)
    #expect(output == "abcabcabcabc\n<<x\n5\n")
  }

  /// There is one trace, whoever calls whom.
  @Test func traceAcrossBoth() throws {
    let host = try Host()
    try host.isolate.define("apply") { (function: Function) in try function.call() }
    let error = try #require(
      host.error("fun inner() {\n  return nil.x;\n}\nfun outer() {\n  apply(inner);\n}\nouter();"))
    #expect(error.kind == .script)
    #expect(error.message == "Only instances have properties.")
    #expect(
      error.trace.text
        == "[line 2] in inner()\n[host] in apply()\n[line 5] in outer()\n[line 7] in script\n")
    // Twice.
    let twice = try #require(
      host.error("fun a() { nil.x; } fun b() { apply(a); } fun c() { apply(b); } c();"))
    #expect(twice.trace.frames.map { $0.functionName } == ["a", "apply", "b", "apply", "c", nil])
  }

  @Test func hostCatches() throws {
    let host = try Host()
    try host.isolate.define("attempt") { (function: Function) -> String in
      do {
        return "\(try function.call())"
      } catch let error as RuntimeError {
        return "caught: " + error.message
      }
    }
    #expect(
      try host.run(
        "fun bad() { return 1 + nil; } fun good() { return 1; } print attempt(bad); print attempt(good);")
        == "caught: Operands must be two numbers or two strings.\n1\n")
  }

  /// Host functions that call back end in an error before the native stack is used up.
  @Test func deepReentry() throws {
    let host = try Host()
    try host.isolate.define("again") { (function: Function) in try function.call(function) }
    let error = try #require(host.error("fun f(g) { return again(g); } f(f);"))
    #expect(error.kind == .stackOverflow)
    #expect(try host.run("print 1;") == "1\n")
  }

  @Test func variadic() throws {
    let host = try Host()
    try host.isolate.defineVariadic("count") { .number(Double($0.count)) }
    #expect(try host.run("print count(); print count(1, nil, \"x\");") == "0\n3\n")
  }

  @Test func methodsAndFieldsHoldFunctions() throws {
    let host = try Host()
    try host.isolate.define("add") { (a: Double, b: Double) in a + b }
    #expect(
      try host.run("class A {} var a = A(); a.f = add; print a.f(1, 2); var g = a.f; print g(3, 4);")
        == "3\n7\n")
    #expect(host.message("a.f(1);") == "'add' expected 2 arguments but got 1.")
  }
}

@Suite(.serialized, .stressedCrossings) struct ValueTests {
  @Test func calls() throws {
    let host = try Host()
    try host.run(
      "fun add(a, b) { return a + b; } class P { init(x) { this.x = x; } get() { return this.x; } }")
    #expect(try host.isolate.call("add", 1, 2.5) == 3.5)
    #expect(try host.isolate.call("add", "a", "b") == "ab")
    let p: Instance = try host.isolate.call("P", "field")
    #expect(p.fieldNames == ["x"])
    #expect(p["x"] == "field")
    #expect(try p.call("get") == "field")
    try p.setField("y", to: 3)
    #expect(p["y"] == 3)
    #expect(p.class?.name == "P")
    #expect(try host.isolate.global("P", as: Class.self)?.make(5)["x"] == 5)
    #expect(throws: RuntimeError.self) { try host.isolate.call("missing") }
    #expect(throws: RuntimeError.self) { try host.isolate.call("add", 1) }
    #expect(throws: ConversionError.self) { let _: Int = try host.isolate.call("add", 1, 0.5) }
    #expect(throws: RuntimeError.self) { try p.call("nothing") }
    // Everything that was pushed is popped again.
    #expect(try host.isolate.call("add", 1, 2) == 3)
  }

  @Test func globals() throws {
    let host = try Host()
    try host.isolate.setGlobal("n", to: 7)
    try host.isolate.setGlobal("s", to: "text")
    try host.isolate.setGlobal("none", to: Value.nil)
    #expect(try host.run("print n; print s; n = n + 1; var mine = true;") == "7\ntext\n")
    #expect(host.isolate["n"] == 8)
    #expect(host.isolate["none"] == .nil)
    #expect(host.isolate["unknown"] == nil)
    #expect(host.isolate.globalNames == ["n", "s", "none", "mine"])
    #expect(try host.isolate.global("mine", as: Bool.self) == true)
    host.isolate.removeGlobal("n")
    #expect(host.message("print n;") == "Undefined variable 'n'.")
  }

  /// Handles are roots, and are dropped with their Swift value.
  @Test func handlesStayValid() throws {
    let host = try Host()
    try host.run(
      "class N { init(v) { this.v = v; } } fun churn() { for (var i = 0; i < 200000; i = i + 1) N(i); }")
    var handles: [Instance] = []
    for index in 0..<100 { handles.append(try host.isolate.call("N", index)) }
    try host.run("churn();")
    host.isolate.collectGarbage()
    for (index, handle) in handles.enumerated() { #expect(handle["v"] == .number(Double(index))) }
    let weak = WeakReference(handles[3])
    #expect(weak.value == .instance(handles[3]))
    handles = []
    host.isolate.collectGarbage()
    #expect(weak.value == nil)
  }

  @Test func otherIsolates() throws {
    let (a, b) = (try Host(), try Host())
    try a.run("class A {} fun f(x) { return x; }")
    try b.run("fun f(x) { return x; }")
    let instance: Instance = try a.isolate.call("A")
    #expect(throws: HandleError.self) { try b.isolate.call("f", instance) }
    #expect(try b.isolate.call("f", 1) == 1)
  }

  @Test func handlesOutliveIsolates() throws {
    var host: Host? = try Host()
    try host?.run("fun f() { return 1; }")
    let function = try #require(try host?.isolate.global("f", as: Function.self))
    let weak = WeakReference(function)
    host = nil
    #expect(throws: HandleError.self) { try function.call() }
    #expect(function.name == nil)
    #expect(weak.value == nil)
  }

  @Test func invalidUTF8() throws {
    let host = try Host()
    let program = try Program(bytes: Array("var s = \"a".utf8) + [0xff] + Array("b\";".utf8))
    try host.isolate.run(program)
    #expect(host.isolate["s"] == .bytes([97, 0xff, 98]))
    try host.isolate.setGlobal("t", to: Value.bytes([97, 0xff, 98]))
    #expect(try host.run("print s == t;") == "true\n")
  }

  @Test func integersAreExact() throws {
    let host = try Host()
    #expect(throws: ConversionError.self) { try host.isolate.setGlobal("x", to: Int.max) }
    try host.isolate.setGlobal("x", to: 1 << 53)
    #expect(try host.isolate.global("x", as: Int.self) == 1 << 53)
    try host.isolate.setGlobal("x", to: -0.0)
    #expect(try host.isolate.global("x", as: Int.self) == 0)
  }

  @Test func stateSurvivesErrors() throws {
    let host = try Host()
    #expect(host.error("var a = 1; fun f() { a = a + 1; nil(); } f();") != nil)
    #expect(host.isolate["a"] == 2)
  }
}

@Suite struct HostDeclarationTests {
  @Test func declaration() throws {
    let host = try Host()
    try host.isolate.define("add") { (a: Double, b: Int) in a + Double(b) }
    try host.isolate.defineVariadic("log") { _ in .nil }
    try host.isolate.define(
      HostClass<HostClassTests.Account>("Account").initializer { (o: String) in
        HostClassTests.Account(owner: o)
      }
      .property("owner", \.owner).property("balance", \.balance)
      .method("deposit") { (a: inout HostClassTests.Account, amount: Double) in a.balance += amount })
    try host.isolate.setGlobal("version", to: 3)
    host.isolate.describe("add", parameters: ["left", "right"], documentation: "Adds.")
    host.isolate.describe("Account.deposit", parameters: ["amount"])
    let text = host.isolate.apiDeclaration
    #expect(
      text == """
        {"loxAPI":1,"functions":[{"name":"add","parameters":[{"name":"left","type":"number"},{"name":"right","type":"number"}],"returns":"number","documentation":"Adds."},{"name":"log","parameters":[{"name":"arguments","variadic":true}]}],"classes":[{"name":"Account","initializer":[{"name":"argument1","type":"string"}],"methods":[{"name":"deposit","parameters":[{"name":"amount","type":"number"}],"returns":"nil"}],"properties":[{"name":"balance","type":"number"},{"name":"owner","type":"string","readOnly":true}]}],"values":[{"name":"version","type":"number"}]}

        """)
  }
}
