import Lox
import LoxBuiltins
import LoxRuntime
import Testing

/// Each operation of the core library, called on values of its kind with arguments of all kinds, also by the wrong number of them: each call
/// ends with a result, with an error that is written as all are, or at a limit.
@Suite struct HostileArgumentTests {
  /// Each is made anew for each call.
  private static let values = [
    "nil", "true", "0", "-0", "1", "-1", "2.5", "0 / 0", "1 / 0", "-1 / 0", "1e308", "9007199254740993",
    "-9007199254740993",
    "4294967296", "\"\"", "\"a\"", "`é😀{a}`", "\"ab\".repeat(500)", "String.fromBytes([255, 0, 195])", "[]",
    "[3, 1, 2]",
    "[\"b\", nil, \"a\"]", "cyclicList()", "List(0..<300)", "[[1, 2], [\"a\", nil]]", "{}", "{a: 1, b: [2]}",
    "cyclicMap()",
    "0..<3", "(5...0).by(-2)", "0..<1 / 0", "0 / 0...1", "x => x", "() => 1", "x => { throw x; }",
    "(a, b) => a", "x => changed.clear()",
    "String", "Math", "Liar", "Liar()", "Fiber(() => Fiber.yield(Fiber.yield(1)))",
  ]
  /// Those of which a second argument is one.
  private static let seconds = ["nil", "0", "1e308", "0 / 0", "\"a\"", "[1]", "x => x", "Liar()"]

  private static let declarations = """
    var changed = [1, 2, 3];
    fun cyclicList() { var l = [1]; l.add(l); return l; }
    fun cyclicMap() { var m = {}; m.m = m; m[m] = 1; return m; }
    class Liar {
      description => 5;
      operator <(other) => nil;
      operator [](i) => this[i];
      iterate() => this;
      contains(x) { throw x; }
    }
    fun receiver(kind) => switch (kind) {
      case "number" => [0, 1.5, -1e308, 5e-324, 0 / 0, 1 / 0];
      case "string" => ["", "abc", `é😀{a} {0}`, "ab".repeat(300), String.fromBytes([255, 0, 195])];
      case "boolean" => [true];
      case "list" => [[], [1], [3, 1, 2], changed, ["b", "a"], [nil, "a", 1], cyclicList(), [Liar(), Liar()], [[1, 2]]];
      case "map" => [{}, {a: 1, b: nil}, cyclicMap(), {"a b": [1], [1]: 2}];
      case "range" => [0..<3, (5...0).by(-2), 0..<1 / 0, 0 / 0...1, 0...-1, -1e308...1e308];
      case "function" => [x => x, fun () {}, "a".trim, Math.sin];
      case "class" => [Liar, List, Error];
      case "math" => [Math];
      case "numberClass" => [Number];
      case "stringClass" => [String];
      case "listClass" => [List];
      case "json" => [JSON];
      case "random" => [Random(1)];
      case "fiber" => [Fiber(() => 1), Fiber(() => Fiber.yield(1)), Fiber(() => Liar() + 1)];
      case "fiberClass" => [Fiber];
      case "regex" => [Regex(""), Regex("(a*)*|(b)"), Regex("(?<n>.)(x)?", "s"), Regex("[^a]$", "im")];
      default => [nil];
    };

    """

  /// How messages of errors in scripts begin.
  private static let documented = [
    "Argument ", "Expected ", "Operands must be ", "Operand must be a number.", "Index ", "Only ",
    "Range bounds must be ",
    "Can only call functions and classes.", "Nested too deeply.", "The list ", "The map ",
    "An empty list can't be reduced",
    "The order of a sort must give", "nil can't be a key.", "nan can't be a key.", "Assertion failed.",
    "Invalid JSON at line ",
    "'description' must be a string.", "'iterate()' must return ", "'Math' can't be called.",
    "'JSON' can't be called.",
    "The fiber is ", "Can't yield ", "Invalid pattern", "Invalid flags: ",
    "Undefined property ", "An index must be a whole number, not ",
  ]

  private func isDocumented(_ message: String) -> Bool {
    Self.documented.contains { message.hasPrefix($0) } || message.hasSuffix(" has no JSON form.")
  }

  /// Calls an operation on the first receivers.
  private func call(
    _ host: Host, _ kind: String, _ name: String, _ function: String, _ first: Int, _ second: Int,
    _ limit: Int
  ) throws {
    var receiver = 0
    while receiver < min(limit, try host.isolate.call("start", kind)) {
      do {
        _ = try host.isolate.call(function, receiver, first, second) as Value
      } catch let error as RuntimeError {
        let call = "\(kind).\(name) \(function) \(receiver) \(Self.values[first]) \(Self.seconds[second])"
        switch error.kind {
        case .script:
          #expect(
            [.thrown, .assertionFailed].contains(error.id) || isDocumented(error.message),
            "\(call): \(error.message)")
        case .outOfFuel, .outOfMemory, .stackOverflow: break
        default: Issue.record("\(call): \(error.message)")
        }
      }
      receiver += 1
    }
  }

  /// All first arguments, or one of this many in a debug build, which is slow.
  #if DEBUG
    private static let interval = 3
  #else
    private static let interval = 1
  #endif

  @Test(arguments: CoreOperation.Owner.allCases) func allOperations(of owner: CoreOperation.Owner) throws {
    var limits = Limits.untrusted
    limits.deadline = nil
    limits.fuel = 20_000
    limits.heapBytes = 4 << 20
    let host = try Host(limits)
    var text = Self.declarations
    text += "const values = [\(Self.values.map { "() => (\($0))" }.joined(separator: ", "))];\n"
    text += "const seconds = [\(Self.seconds.map { "() => (\($0))" }.joined(separator: ", "))];\n"
    text +=
      "fun start(kind) { changed = [1, 2, 3]; receivers = receiver(kind); return receivers?.length ?? 1; }\nvar receivers;\n"
    let operations = CoreOperation.all(of: owner).filter { $0.form != .namespace }
    for (number, operation) in operations.enumerated() {
      let name = owner == .global ? operation.name : "receivers[r].\(operation.name)"
      text +=
        "fun call\(number)_0(r, a, b) => \(name)();\nfun call\(number)_1(r, a, b) => \(name)(values[a]());\n"
      text +=
        "fun call\(number)_2(r, a, b) => \(name)(values[a](), seconds[b]());\nfun call\(number)_3(r, a, b) => \(name)(1, 2, values[a](), nil);\n"
      text +=
        "fun call\(number)_4(r, a, b) => \(name)(...List.filled(255, values[a]()));\nfun call\(number)_5(r, a, b) => \(owner == .global ? name : "receivers[r]?.\(operation.name)");\n"
    }
    try host.run(text)
    for number in operations.indices {
      let takesTwo = operations[number].parameters.count >= 2
      for count in 0...5 {
        // All values with all second arguments only where there are two; a few where there are too many.
        let step = count == 1 || count == 2 && takesTwo ? Self.interval : 7
        for first in stride(from: 0, to: count == 0 || count == 5 ? 1 : Self.values.count, by: step) {
          for second in 0..<(count == 2 && takesTwo ? Self.seconds.count : 1) {
            try call(
              host, "\(owner)", operations[number].name, "call\(number)_\(count)", first, second,
              count < 2 ? 100 : 2)
          }
        }
      }
    }
    #expect(host.isolate.machine.heapProblems.isEmpty)
    #expect(try host.run("print 1 + 1;") == "2\n")
  }
}
