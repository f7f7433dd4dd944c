/// Makes random programs of extended Lox whose functions get values of any kind, again and again: places that have seen numbers see strings,
/// instances of other shapes, or nothing. Errors are printed and the programs go on, so most of what they do can fail.
///
/// They are for comparisons of the ways to execute code: caches, compiled code that expects what was there before, and changes between
/// them in the middle of loops, calls and expressions. Some programs do not end by themselves; whoever runs them limits them.
///
/// Functions of the host that programs may call: `host(x)`, `refuse(x)`, `callBack(f, x)`, `wait(n)`, `collect()` and `cancel()`, and the
/// class `Held`.
package struct UntypedProgramGenerator {
  var random: Random
  var text = ""
  /// How deep the code being written is in blocks and functions.
  var depth = 0
  /// The variables that it may use, beside globals.
  var locals: [String] = []
  /// Those that can't be assigned.
  var counters = 0
  /// Whether the code being written belongs to a loop, a method, or a method of a class with a superclass.
  var isInLoop = false
  var isInMethod = false
  var hasSuperclass = false
  /// Whether the host of the program has functions.
  private let hasHost: Bool

  static let functionCount = 6
  static let classes = ["A", "B", "C", "D", "E"]
  static let globals = ["g0", "g1", "g2", "g3"]

  package init(seed: UInt64, hasHost: Bool = true) {
    random = Random(seed: seed ^ 0x7469_6572)
    self.hasHost = hasHost
  }

  package mutating func makeProgram() -> String {
    text = "// lox: extended\n"
    writePrelude()
    for name in Self.classes { writeClass(name) }
    for index in 0..<Self.functionCount { writeFunction("f\(index)") }
    writeValues()
    for _ in 0..<(2 + random.below(4)) {
      phase()
      if random.chance(40) { redefinition() }
    }
    if random.chance(25) { ending() }
    return text
  }

  mutating func line(_ line: String) {
    text += String(repeating: "  ", count: depth) + line + "\n"
  }

  mutating func block(_ header: String, end: String = "}", _ body: (inout Self) -> Void) {
    line(header + " {")
    let (outer, wasInLoop) = (locals, isInLoop)
    depth += 1
    body(&self)
    depth -= 1
    (locals, isInLoop) = (outer, wasInLoop)
    line(end)
  }

  // MARK: - Declarations

  private mutating func writePrelude() {
    line("fun show(x) { print x; return x; }")
    line("fun tell(e) { print e is Error ? e.message : e; }")
    if !hasHost {
      line(
        "fun host(x) => x; fun refuse(x) { if (x) throw \"refused\"; return x; } fun collect() {} fun cancel() {}"
      )
      line("fun callBack(f, x) => f is Fiber ? f.resume(x) : f(x);")
      line("fun wait(n) { if (n % 5 == 4) throw \"refused\"; return n; }")
      line("class Held { init(n) { this.number = n; } twice() => this.number * 2; }")
    }
    for name in Self.globals { line("var \(name) = \(literal());") }
  }

  /// A class with fields in one of several orders, and some of the members that the others have.
  mutating func writeClass(_ name: String, redefines: Bool = false) {
    let earlier = Self.classes.prefix { $0 != name }
    let parent = random.chance(60) ? random.pick(Array(earlier)) : random.oneOf(nil, nil, "Held", "Error")
    hasSuperclass = parent != nil
    defer { hasSuperclass = false }
    block("class \(name)\(parent.map { " < \($0)" } ?? "")") { writer in
      writer.member("init(x = nil\(writer.random.oneOf("", ", y = 1", ", ...z")))") { writer in
        for field in writer.shuffled(["a", "b", "c", "x"]).prefix(writer.random.below(4)) {
          writer.line("this.\(field) = \(writer.random.oneOf("x", "1", "nil", "\"t\"", "x"));")
        }
        if parent == "Held" || parent == "Error" || parent != nil && writer.random.chance(50) {
          writer.line("super.init(\(writer.random.oneOf("x", "x", "1", "")));")
        }
      }
      writer.members()
    }
  }

  private mutating func members() {
    let headers = [
      "m(x)", "m(x)", "n(x, y)", "get()", "a(x)", "set b(x)", "size", "call(x)", "operator +(x)",
      "operator <(x)",
      "operator [](x)", "operator []=(x, y)", "operator -()", "description", "iterate()",
      "contains(x)",
      "class make(x)", "class k",
    ]
    var written: Set<String> = []
    for _ in 0..<random.below(7) {
      guard let header = random.pick(headers), written.insert(header).inserted else { continue }
      switch random.below(4) {
      case 0 where header == "get()" || header == "size": line("\(header) => this.\(field());")
      case 1 where header == "m(x)": line("m(x) { this.\(field()) = x; return this; }")
      default: member(header) { $0.body(statements: 1 + $0.random.below(3)) }
      }
    }
  }

  private mutating func member(_ header: String, _ body: (inout Self) -> Void) {
    isInMethod = true
    defer { isInMethod = false }
    block(header) { writer in
      writer.locals = ["x", "y", "z"].filter { header.contains($0) }
      body(&writer)
    }
  }

  mutating func writeFunction(_ name: String) {
    let parameters = random.oneOf(
      "p, q", "p, q", "p, q", "p", "p, q = 2", "...p", "p, ...q", "p: Number, q", "p, q: String? = nil")
    block("fun \(name)(\(parameters))") { writer in
      writer.locals = parameters.contains("q") ? ["p", "q"] : ["p"]
      writer.body(statements: 2 + writer.random.below(6))
    }
  }

  private mutating func writeValues() {
    let count = 8 + random.below(12)
    line("var values = [];")
    for _ in 0..<count {
      line("try { values.add(\(random.chance(40) ? literal() : value())); } catch (e) { tell(e); }")
    }
    line("if (values.length == 0) values.add(1);")
  }

  private mutating func shuffled(_ names: [String]) -> [String] {
    var result = names
    for index in result.indices { result.swapAt(index, random.below(result.count)) }
    return result
  }

  // MARK: - Phases

  /// A loop that gives functions a value after the other.
  private mutating func phase() {
    let rounds = random.oneOf(3, 10, 40, 150)
    let stable = random.chance(50) ? random.below(rounds) : 0
    let name = "f\(random.below(Self.functionCount))"
    let argument = random.oneOf("i", "values[0]", "1.5", "\"s\" + i", "A(i)", "values", "g0")
    block("for (var i = 0; i < \(rounds); i++)") { writer in
      writer.locals = ["v", "w"]
      writer.isInLoop = true
      // For a while, a place sees one kind of value.
      writer.line("var v = i < \(stable) ? \(argument) : values[i % values.length];")
      writer.line("var w = values[(i * 7 + 3) % values.length];")
      writer.block("try", end: "} catch (e) { tell(e); }") { writer in
        switch writer.random.below(4) {
        case 0: writer.body(statements: 1 + writer.random.below(4))
        case 1: writer.line("show(\(name)(v, w));")
        case 2: writer.line("show(\(name)(...[v, w]));")
        default: writer.line("print \(name)(v, w) == \(name)(w, v);")
        }
      }
      if writer.random.chance(20) {
        writer.line("if (i == \(rounds / 2)) { \(writer.change()) }")
      }
    }
  }

  /// What makes code that was right before wrong.
  private mutating func change() -> String {
    let (a, b) = (random.below(Self.functionCount), random.below(Self.functionCount))
    return random.oneOf(
      "f\(a) = f\(b);", "f\(a) = \(literal());", "A = B;", "f\(a) = A;", "values.add(\(value()));",
      "values = [\(value()), 1];",
      "g0 = \(value());", "f\(a) = (x, y) => x;", "collect();", "B = f\(a);", "f\(a) = A(1).m;",
      "show = x => x;")
  }

  private mutating func redefinition() {
    switch random.below(4) {
    case 0: writeFunction("f\(random.below(Self.functionCount))")
    case 1: writeClass(random.pick(Self.classes) ?? "A", redefines: true)
    case 2: line("for (var c in [A, B, C, D, E]) try { values.add(c(2)); } catch (e) { tell(e); }")
    default: line("try { \(change()) } catch (e) { tell(e); }")
    }
  }
}
