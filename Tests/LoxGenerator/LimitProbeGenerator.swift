/// Makes programs that come close to one of the book's size limits, on either side of it.
///
/// A body must hold at most 256 constants, 256 local variables and 256 captured ones, a call 255 arguments,
/// and a jump can skip 65,535 bytes. The probes pile up code until it's a little less or a little more than
/// that.
package struct LimitProbeGenerator {
  private var random: Random

  /// Makes a generator whose probes follow from `seed` alone.
  package init(seed: UInt64) {
    random = Random(seed: seed)
  }

  /// Writes the next probe. If no limit is passed, it prints "ran".
  package mutating func makeProbe() -> String {
    let probe =
      switch random.weighted([4, 2, 2, 2, 4]) {
      case 0: constants()
      case 1: locals()
      case 2: captures()
      case 3: arguments()
      default: jumps()
      }
    return probe + "print \"ran\";\n"
  }

  /// A number a little below, at, or a little above `limit`.
  private mutating func near(_ limit: Int) -> Int {
    limit + random.oneOf(-6, -3, -2, -1, 0, 1, 2, 3, 40)
  }

  // MARK: - Constants

  /// A function that is never called, with about 256 constants of all kinds in it.
  private mutating func constants() -> String {
    var lines = ["fun probe(x) {"]
    var rest = near(256)
    while rest > 0 {
      let (line, count) = random.oneOf(
        ("1;", 1), ("\"text\";", 1), ("global;", 1), ("global = x;", 1), ("x.field;", 1), ("x.field = 1;", 2),
        ("x.run(2);", 2), ("{ fun f() { 1; 2; 3; } }", 1), ("{ class A {} }", 1), ("print 1 + 1 * 2;", 3),
        ("{ class A { m() { return 1; } } }", 3), ("return true;", 0), ("{ var y = nil; y = x; }", 0),
        ("{ class A {} class B < A { m() { super.m(); } } }", 4), ("if (1 < 2) 3; else 4;", 4), ("-5;", 1),
        ("x.a.b.c(\"d\");", 4), ("for (var i = 0; i < 1; i = i + 1) {}", 3), ("1 == 1 and 1 or 1;", 4))
      if count <= rest {
        lines.append("  " + line)
        rest -= count
      }
    }
    return lines.joined(separator: "\n") + "\n}\n"
  }

  // MARK: - Variables

  /// A function with about 256 variables at once, its parameters and itself among them.
  private mutating func locals() -> String {
    let parameters = random.within(0...9)
    let count = near(256) - 1 - parameters
    let before = random.within(0...count)
    let list = (0..<parameters).map { "p\($0)" }.joined(separator: ", ")
    var lines = ["fun probe(\(list)) {", "  { var gone; var too; }"]
    lines += (0..<before).map { "  var a\($0);" }
    let nest = random.oneOf(
      "{", "if (true) {", "for (var loop = 0; loop < 1; loop = loop + 1) {",
      "class A {} { class B < A {} }\n  {",
      "fun inner() { var own; }\n  {")
    lines.append("  " + nest)
    lines += (before..<count).map { "    var a\($0) = nil;" }
    lines.append(random.oneOf("    fun last() {}", "    class Last {}", ""))
    let arguments = (0..<parameters).map { "\($0)" }.joined(separator: ", ")
    return lines.joined(separator: "\n") + "\n  }\n}\nprobe(\(arguments));\n"
  }

  /// A function that captures about 256 variables of the functions around it.
  private mutating func captures() -> String {
    let count = near(256)
    let split = random.within(60...190)
    func declarations(_ range: Range<Int>) -> String {
      range.map { "var a\($0);" }.joined(separator: " ")
    }
    let order = random.chance(50) ? Array(0..<count) : (0..<count).reversed()
    let uses = order.map { random.chance(10) ? "a\($0) = a\($0);" : "a\($0);" }.joined(separator: "\n      ")
    let third = random.chance(50) ? "fun third() { \(uses) }" : uses
    return """
      fun first() {
        \(declarations(0..<split))
        fun second() {
          \(declarations(split..<max(split, count)))
          fun probe() {
            \(third)
          }
          probe();
        }
        second();
      }
      first();

      """
  }

  private mutating func arguments() -> String {
    let count = near(255)
    let names = (0..<count).map { "p\($0)" }.joined(separator: ", ")
    let values = (0..<count).map { _ in random.oneOf("nil", "true", "clock") }.joined(separator: ",\n  ")
    let isDeclared = random.chance(50)
    let declaration = isDeclared ? "fun f(\(names)) {}\n" : "class A { f() {} init() {} }\nvar f = clock;\n"
    return declaration
      + random.oneOf("f(\(values));\n", "if (false) { A().f(\(values)); }\n", "nil and A(\(values));\n", "")
  }

  // MARK: - Jumps

  /// Code that takes about 65,535 bytes, and something that jumps over it.
  private mutating func jumps() -> String {
    let bytes = 65_535 + random.within(-14...6)
    let body = statements(bytes: bytes)
    let value = expression(bytes: bytes)
    return random.oneOf(
      "fun probe(x) { if (x) {\n\(body)} }\n", "fun probe(x) { if (x) {} else {\n\(body)} }\n",
      "fun probe(x) { while (x) {\n\(body)} }\n", "fun probe(x) { for (;x;) {\n\(body)} }\n",
      "fun probe(x) { for (;;) {\n\(body)} }\n", "fun probe(x) { for (;; \(value)) {} }\n",
      "fun probe(x) { for (var y; x; y = \(value)) x; }\n", "fun probe(x) { return x and \(value); }\n",
      "fun probe(x) { return x or \(value); }\n",
      "fun probe(x) { if (x and \(value)) return 1; else return 2; }\n",
      "fun probe(x) { if (x) return \(value); else return\n\(value); }\n", "if (nil) {\n\(body)}\n",
      "fun probe(x) { while (x or \(value)) x; }\n")
  }

  /// Statements that the book's compiler turns into this many bytes: a literal, its inversions, a pop.
  private func statements(bytes: Int) -> String {
    var rest = bytes
    var text = ""
    while rest > 0 {
      let size = rest < 104 ? max(2, rest) : 100
      text += String(repeating: "!", count: size - 2) + "nil;\n"
      rest -= size
    }
    return text
  }

  /// An expression of this many bytes: a literal and comparisons with others.
  private func expression(bytes: Int) -> String {
    var text = bytes.isMultiple(of: 2) ? "!nil" : "nil"
    for index in 0..<max(0, bytes - 1) / 2 {
      text += index.isMultiple(of: 40) ? "\n== nil" : " == nil"
    }
    return text
  }
}
