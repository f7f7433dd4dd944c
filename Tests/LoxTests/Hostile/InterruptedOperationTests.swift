import Lox
import LoxRuntime
import Testing

/// Operations on large values, ended at each of the first times at which the machine asks whether to go on: the heap stays sound, and what is
/// there can be used.
@Suite struct InterruptedOperationTests {
  private static let setup = """
    var text = "aé".repeat(50000);
    var plain = "a".repeat(150000);
    var json = "[" + "{},".repeat(6000) + "1]";
    var numbers = List.filled(100000, 1);
    var objects = List(0..<70000).map(i => [i]);
    var words = List(0..<9000).map(i => `word${i * 7919 % 9000}`);
    var kept = List.filled(100000, nil);
    for (var i in 0..<75000) kept.removeLast();
    var map = {};
    for (var i in 0..<6000) map[i % 2 == 0 ? i : `k${i}`] = [i];

    """
  private static let operations = [
    "text.length;", "text[-1];", "text[1...-2];", "text.slice(-5);", "text.toUpper();", "text.reversed();",
    "text.codes();",
    "plain.bytes();", "text.split(\"é\");", "plain.split(\"\");", "text.replace(\"é\", \"e\");",
    "plain.count(\"a\");",
    "plain.lastIndexOf(\"a\");", "plain.padStart(3000000);", "plain.trim();", "\" \".repeat(100000).trim();",
    "\"1\".repeat(100000).codes();", "Number(\"1\".repeat(100000));", "JSON.parse(json);",
    "JSON.parse(\" \".repeat(100000));",
    "JSON.stringify(map);", "JSON.stringify(plain);", "`${map}`;", "`${[plain]}`;",
    "words.join(plain[0..<100]);",
    "\"{0}{{\".repeat(50000).format([plain[0..<10]]);", "numbers.sort();", "words.sort();", "words.sorted();",
    "words.sort((a, b) => a < b);", "objects.reversed();", "objects.copy();", "Random(1).shuffle(objects);",
    "Random(1).shuffle(words);", "numbers.addAll(objects);",
    "kept.addAll(objects);",
    "kept.insert(0, [1]);", "objects.insert(0, [1]);", "objects.removeAt(0);", "objects.add([1]);",
    "objects.zip(words);",
    "objects.chunked(2);", "words.unique();", "numbers.sum();", "numbers.max();", "words.min();",
    "[1] in objects;",
    "List(map);", "map.copy();", "({...map});", "map.keys();", "map.entries();", "Map(map.entries());",
    "map[nil ?? [1]] = 1;",
    "equals(objects, objects.copy());", "equals(map, map.copy());", "List.filled(300000, [1]);",
    "List.filled(300000, plain);",
    "String.fromCodes(List.filled(200000, 233));", "List(0..<200000);", "numbers[1...-1];",
    "[...objects, ...words];", "Regex(\"[^a]\").findAll(text);", "Regex(\"(?:a(?<n>é))+\").findNamed(text);",
    "Regex(\"a*b|a\").replace(plain, plain[0..<9]);", "Regex(\"\").split(text);",
    "Regex(\"(a|é)\").parts(text);",
    "Regex(\"a$\").test(plain);", "Regex(\"(a|aa)*c|é\").indexOf(text, 9999);",
  ]

  /// A debug build takes too long for all.
  #if DEBUG
    private static let batches = 0..<2
  #else
    private static let batches = 0..<8
  #endif

  /// Those of a batch share their values, which take longer to make than most operations.
  @Test(arguments: batches) func soundHeap(batch: Int) throws {
    let host = try Host()
    try host.run(Self.setup)
    for index in stride(from: batch, to: Self.operations.count, by: 8) {
      try interrupt(Self.operations[index], host)
    }
  }

  private func interrupt(_ operation: String, _ host: Host) throws {
    let program = try Program(operation)
    for number in 1...2 {
      let limits = CountingLimits(cancellingAt: number)
      host.isolate.machine.limits = limits
      do {
        try host.isolate.run(program)
        break
      } catch let error as RuntimeError {
        guard error.kind == .cancelled else {
          #expect(error.kind == .script, "\(operation)")
          break
        }
      }
      host.isolate.machine.limits = CountingLimits()
      // Young objects move.
      try host.run("var l = []; for (var i in 0..<5000) l.add([i]);")
      host.isolate.collectGarbage()
      #expect(host.isolate.machine.heapProblems.isEmpty, "\(operation) \(number)")
      try host.run(
        "var n = 0; for (var l in [objects, kept]) for (var x in l) if (x is List) n += x.length; map.size();"
      )
    }
    host.isolate.machine.limits = CountingLimits()
  }

  /// The machine asks in proportion to the work: not less often, so that deadlines hold, nor with the square of the size.
  @Test(arguments: [
    ("var s = \"{a\".repeat(n);", "s.format({});"), ("var s = \"{a}\".repeat(n);", "s.format({a: 1});"),
    ("var s = \"a\".repeat(n * 8);", "s.toUpper();"), ("var s = \"é\".repeat(n * 4);", "s.length;"),
    ("var s = \" \".repeat(n * 8);", "s.trim();"), ("var s = \" \".repeat(n * 8);", "Number(s);"),
    ("var s = \"a\".repeat(n * 8);", "s.count(\"a\");"),
    ("var s = \"a\".repeat(n * 8);", "s.lastIndexOf(\"a\");"),
    ("var s = `\"` + \"\\u00e9\".repeat(n) + `\"`;", "JSON.parse(s);"),
    ("var s = \"[\" + \"1,\".repeat(n) + \"1]\";", "JSON.parse(s);"),
    ("var s = \" \".repeat(n * 32) + \"1\";", "JSON.parse(s);"),
    ("var s = \"1\".repeat(n * 8);", "JSON.parse(s);"),
    ("var s = \"a\".repeat(n * 8);", "Regex(\"ab|b\").test(s);"),
    ("var s = \"a\".repeat(n * 8);", "Regex(\"(a|aa)+$\").find(s);"),
    (
      "var s = \"ab\".repeat(n);",
      "Regex(\"(a)(b)\").findAll(s); Regex(\"b\").split(s); Regex(\"b\").replace(s, s[0]);"
    ),
    ("var l = List.filled(n, 1);", "`${l}`;"), ("var l = List.filled(n, 1);", "JSON.stringify(l);"),
    ("var s = String.fromCodes([1]).repeat(n * 4);", "JSON.stringify(s); `${[s]}`;"),
    ("var l = List(0..<n).reversed();", "l.sort();"), ("var l = List(0..<n).map(i => `${i}`);", "l.sort();"),
    ("var l = List(0..<n);", "l.unique();"),
    ("var m = {}; for (var i in 0..<n) m[i] = i;", "m.copy(); m.entries();"),
    ("var s = \"a\".repeat(n * 200); var t = \"a\".repeat(n * 200);", "s == t;"),
    ("var s = \"a\".repeat(n * 200); var m = {}; for (var i in 0..<9) m[i] = i;", "m[s];"),
    ("var s = \"a\".repeat(n * 200); var m = {}; m[\"a\".repeat(n * 200)] = 1;", "m[s];"),
    ("var s = \"a\".repeat(n * 200); var l = [\"a\".repeat(n * 200)];", "s in l;"),
  ])
  func proportion(setup: String, operation: String) throws {
    func questions(_ n: Int) throws -> Int {
      let host = try Host()
      try host.run("var n = \(n); \(setup)")
      let limits = CountingLimits()
      host.isolate.machine.limits = limits
      try host.run(operation)
      return limits.count
    }
    let (few, many) = (try questions(16_000), try questions(64_000))
    #expect(few >= 2)
    #expect(many >= few * 2 && many <= few * 8, "\(few) \(many)")
  }
}
