import Lox
import LoxBuiltins
import Testing

/// What each operation of the core library costs: the same as the table says.
@Suite struct OperationFuelTests {
  private func fuel(_ setup: String, _ body: String) throws -> Int {
    let host = try Host()
    try host.run(setup)
    let before = host.isolate.usedFuel
    try host.run(body)
    return host.isolate.usedFuel - before
  }

  /// Calls with the same number of arguments differ by the cost in the table alone.
  @Test func fixedCosts() throws {
    let values: [CoreOperation.Owner: String] = [
      .number: "7", .string: "\"abc\"", .boolean: "true", .list: "[3, 1, 2]", .map: "{a: 1}",
      .range: "(0..<3)", .math: "Math",
      .numberClass: "Number", .stringClass: "String", .listClass: "List", .json: "JSON", .function: "f",
      .class: "C", .random: "Random(1)", .regex: "Regex(\"a\")", .fiber: "Fiber(f)", .fiberClass: "Fiber",
    ]
    let setup = "fun f() {} class C {} class D < C {} var d = D();\n"
    var baselines: [Int: Int] = [:]
    for operation in CoreOperation.forScripts
    where operation.scaling.isEmpty && operation.form == .method || operation.owner == .math {
      guard operation.form == .method || operation.form == .function,
        !(operation.parameters.last?.isRest ?? false),
        operation.name != "clear", operation.name != "removeLast"
      else { continue }
      let required = operation.parameters.filter { !$0.isOptional }
      guard required.allSatisfy({ $0.type == .number || $0.type == .wholeNumber || $0.type == .any }) else {
        continue
      }
      let arguments = required.map { _ in "2" }.joined(separator: ", ")
      let value = try #require(values[operation.owner])
      let program = "var r = \(value); "
      let call = "r.\(operation.name)(\(arguments));"
      // What does not belong to the call is in the difference of one call and a hundred.
      let one = try fuel(setup + program, call)
      let many = try fuel(setup + program, String(repeating: call, count: 101))
      let each = (many - one) / 100
      let base = each - operation.cost
      if let known = baselines[required.count] {
        #expect(abs(base - known) <= 3, "\(operation.owner).\(operation.name): \(each), \(known)")
      } else {
        baselines[required.count] = base
      }
    }
  }

  /// What is charged in proportion: units for each of 6,000 more elements, or of 16 bytes.
  @Test(arguments: [
    // Lists of n numbers.
    ("l.addAll(k);", 0.5...1.5), ("l.insert(0, 1);", 0.5...1.1), ("l.removeAt(0);", 0.5...0.6),
    ("l.remove(-1);", 0.5...0.6),
    ("l.contains(-1);", 0.5...0.6), ("l.indexOf(-1);", 0.5...0.6), ("-1 in l;", 0.5...0.6),
    ("l.sum();", 1.0...1.1),
    ("l.min();", 1.0...1.1), ("l.max();", 1.0...1.1), ("l.sort();", 25...40), ("l.sorted();", 25...42),
    ("l.reversed();", 1.0...2.1),
    ("l.copy();", 0.5...1.1), ("l.slice(0);", 0.5...1.1), ("l[0...-1];", 0.5...1.1), ("l.unique();", 2...12),
    ("l.zip(l);", 1.0...6),
    ("l.chunked(2);", 0.5...5), ("Random(1).shuffle(l);", 0.9...6), ("l.join();", 1.0...4),
    ("List.filled(n, 1);", 0.5...1.1),
    ("l.map(x => x);", 8...60),
    ("l.filter(x => true);", 8...60), ("l.forEach(x => x);", 5...60), ("l.any(x => false);", 5...60),
    ("l.every(x => true);", 5...60),
    ("l.count(x => true);", 5...60), ("l.find(x => false);", 5...60), ("l.indexWhere(x => false);", 5...60),
    ("l.reduce((a, b) => a);", 5...60), ("l.flatMap(x => []);", 5...60),
    ("l.removeWhere(x => true);", 5...60),
    ("l.groupBy(x => 1);", 5...60), ("l.sortedBy(x => x);", 50...2000),
    ("l.sort((a, b) => a < b);", 50...2000),
    ("List(0..<n);", 1.0...4), ("equals(l, k);", 1.0...2.1), ("`${l}`;", 1.0...5),
    ("JSON.stringify(l);", 1.0...3),
    ("List(l);", 0.5...1.1), ("String.fromCodes(c);", 1.0...1.3), ("String.fromBytes(c);", 1.0...1.3),
    ("[...l];", 0.5...1.6),
    // Maps of n entries.
    ("m.keys();", 1.0...3), ("m.values();", 1.0...3), ("m.entries();", 1.0...6), ("m.copy();", 2...9),
    ("({...m});", 2...9),
    ("m.filter((k, v) => true);", 8...60), ("m.mapValues((k, v) => v);", 8...60), ("Map(l.zip(l));", 3...16),
    ("equals(m, o);", 1.0...2.5),
    ("(0..<n).map(x => x);", 8...60), ("(0..<n).filter(x => true);", 8...60), ("JSON.parse(j);", 0.1...4),
    ("Fiber.map(l, x => x);", 50...150), ("deep.resume();", 2...8),
  ])
  func perElement(operation: String, expected: ClosedRange<Double>) throws {
    func cost(_ n: Int) throws -> Int {
      try fuel(
        """
        var n = \(n);
        var l = List(0..<n); var k = l.copy(); var c = List.filled(n, 97);
        var m = {}; for (var i in l) m[i] = i; var o = {...m}; var j = JSON.stringify(l);
        fun down(n) { if (n > 0) return down(n - 1) + 1; while (true) Fiber.yield(); }
        var deep = Fiber(() => down(n)); deep.resume();
        """, operation)
    }
    let units = Double(try cost(8000) - cost(2000)) / 6000
    #expect(expected.contains(units), "\(units)")
  }

  /// The same for each 16 bytes of a string.
  @Test(arguments: [
    ("s.length;", 1.0...1.1), ("s.slice(-1);", 1.0...2.1), ("s[-1];", 1.0...1.1), ("s[1...-1];", 1.0...3.1),
    ("s.contains(\"b\");", 1.0...1.1),
    ("\"b\" in s;", 0.9...1.1), ("s.startsWith(t);", 1.0...1.1), ("s.endsWith(t);", 1.0...1.1),
    ("s.indexOf(\"b\");", 1.0...1.1),
    ("s.lastIndexOf(\"b\");", 1.0...1.1), ("s.count(\"b\");", 1.0...1.1), ("s.split(\"b\");", 1.0...3.1),
    ("s.lines();", 1.0...3.1),
    ("s.trim();", 1.0...1.1), ("s.trimStart();", 1.0...1.1), ("s.trimEnd();", 1.0...1.1),
    ("s.toUpper();", 2.0...2.1), ("s.toLower();", 2.0...2.1),
    ("s.replace(\"a\", \"b\");", 2.0...3.1), ("s.replaceFirst(\"a\", \"b\");", 2.0...3.1),
    ("s.repeat(3);", 3.0...3.1),
    ("\"x\".padStart(n);", 1.0...1.1), ("\"x\".padEnd(n);", 1.0...1.1), ("s.reversed();", 1.0...1.1),
    ("s.dedent();", 1.0...3.1),
    ("s.format([]);", 1.0...3.5), ("s.codeAt(-1);", 1.0...2.1), ("s.codes();", 16.0...34),
    ("s.bytes();", 16.0...34),
    ("Number(s);", 1.0...1.1), ("JSON.stringify(s);", 1.0...4), ("JSON.parse(q);", 2.0...4),
    ("[s, s].join();", 2.0...16),
    ("Regex(\"b\").test(s);", 1.0...1.1), ("Regex(\"[^a]\").test(s);", 3.0...6.0),
    ("Regex(\"(a)(b)?\").findAll(s);", 150...400), ("Regex(\"a+\").replace(s, s);", 3.0...12),
    ("s < t;", 1.0...1.1), ("s == t;", 1.0...4.1),
  ])
  func perByte(operation: String, expected: ClosedRange<Double>) throws {
    func cost(_ n: Int) throws -> Int {
      try fuel(
        "var n = \(n); var s = \"a\".repeat(n); var t = \"a\".repeat(n); var q = `\"${s}\"`;", operation)
    }
    let units = Double(try cost(160_000) - cost(40_000)) / 120_000 * 16
    #expect(expected.contains(units), "\(units)")
  }

  /// Each row that says that something is charged in proportion is above.
  @Test func allRowsAreCovered() throws {
    let covered =
      "shuffle addAll insert removeAt remove removeWhere contains indexOf indexWhere find any every count map filter flatMap forEach reduce sum min max sort sorted sortedBy reversed copy slice unique zip chunked groupBy join filled keys values entries mapValues length startsWith endsWith lastIndexOf split lines trim trimStart trimEnd toUpper toLower replace replaceFirst repeat padStart padEnd dedent format codeAt codes bytes fromCodes fromBytes parse stringify equals fields Number String List Map Regex test find findNamed findAll parts flags resume yield"
      .split(separator: " ").map(String.init)
    for operation in CoreOperation.forScripts where !operation.scaling.isEmpty {
      #expect(covered.contains(operation.name), "\(operation.owner).\(operation.name)")
    }
  }
}
