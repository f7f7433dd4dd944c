import Lox
import Testing

/// Scripts that want all of the memory get an error, and leave a usable isolate behind.
@Suite struct MemoryTests {
  #if DEBUG
    private static let rounds = 8
    static let modes = [Mode.plain, .native]
  #else
    private static let rounds = 30
    static let modes = [Mode.plain, .unoptimized, .native]
  #endif

  private static let heapLimit = 2 << 20

  /// A script that never has enough. Everything it keeps is local, so that it is garbage after the error.
  struct Hoarder: CustomStringConvertible, Sendable {
    var description: String
    var text: String
  }

  static let hoarders = [
    Hoarder(description: "doubled string", text: "{ var s = \"x\"; while (true) s = s + s; }"),
    Hoarder(
      description: "extended string", text: "{ var s = \"x\"; while (true) s = s + \"0123456789abcdef\"; }"),
    Hoarder(
      description: "list",
      text: "class Node { init(next) { this.next = next; } } { var list; while (true) list = Node(list); }"),
    Hoarder(
      description: "list of strings",
      text: """
        class Node { init(next, text) { this.next = next; this.text = text; } }
        { var list; while (true) list = Node(list, "a" + "b"); }
        """),
    Hoarder(
      description: "closures",
      text: """
        fun wrap(inner) { fun outer() { return inner; } return outer; }
        { var f; while (true) f = wrap(f); }
        """),
    Hoarder(
      description: "changed captures",
      text: """
        fun wrap(inner) { fun outer() { inner = nil; return inner; } return outer; }
        { var f; while (true) f = wrap(f); }
        """),
    Hoarder(
      description: "classes",
      text:
        "{ var last; while (true) { class A { m() {} n() {} } A().m(); var a = A(); a.last = last; last = a; } }"
    ),
    Hoarder(
      description: "subclasses",
      text:
        "fun sub(S) { class T < S { m() { super.m(); } } return T; } class A { m() {} } { var S = A; while (true) S = sub(S); }"
    ),
    Hoarder(
      description: "bound methods",
      text: "class A { m() {} } { var last; while (true) { var a = A(); a.last = last; last = a.m; } }"),
    Hoarder(
      description: "fields",
      text: """
        class Node {}
        { var list; while (true) {
          var n = Node(); n.next = list; list = n;
          n.a = 1; n.b = 1; n.c = 1; n.d = 1; n.e = 1; n.f = 1; n.g = 1; n.h = 1; n.i = 1; n.j = 1;
        } }
        """),
    Hoarder(
      description: "tree in a deep recursion",
      text: """
        class Node { init() { this.left = grow(this); this.right = grow(this); } }
        fun grow(node) { return Node(); }
        grow(nil);
        """),
  ]

  @Test(arguments: hoarders, modes)
  func memoryEnds(hoarder: Hoarder, mode: Mode) async throws {
    let (outcome, next, peak) = await LargeStack.run {
      let run = try? ScriptRun(mode, heapLimit: Self.heapLimit)
      return (run?.run(hoarder.text), run?.run(Self.probe), run?.peakBytes ?? 0)
    }
    #expect(outcome?.ending == .runtimeError(.outOfMemory))
    #expect(outcome?.errorText.hasPrefix("Out of memory.\n[line ") == true)
    #expect(peak <= Self.heapLimit)
    #expect(next?.outputText == "probed 3\n")
    #expect(next?.errorText == "")
  }

  /// A script that needs a little of everything.
  static let probe = """
    class Probe { init(n) { this.n = n; } name() { return "pro" + "bed"; } }
    class Sub < Probe { name() { fun ed() { return super.name(); } return ed(); } }
    var probe = Sub(3);
    print probe.name() + " " + (probe.n == 3 and "3" or "other");
    """

  /// Global variables, and what is compiled, are never garbage.
  @Test func globals() async throws {
    let text = (0..<40_000).map { "var global_variable_\($0);" }.joined(separator: "\n")
    let outcome = await LargeStack.run { try? ScriptRun(heapLimit: 1 << 20).run(text) }
    #expect(outcome?.ending == .runtimeError(.outOfMemory))
    #expect(outcome?.errorText.hasPrefix("Out of memory.\n") == true)
  }

  @Test func noRoomAtAll() throws {
    for limit in [0, 1, 1 << 10, 1 << 15, 1 << 16, 1 << 17] {
      // With so little memory there may be no isolate, but if there is one, it works as far as it can.
      let outcome = try? ScriptRun(heapLimit: limit).run(Self.probe)
      #expect(outcome.map { $0.ending == .success || $0.ending == .runtimeError(.outOfMemory) } ?? true)
    }
  }

  /// Running out of memory again and again leaks nothing that a later script needs.
  @Test func againAndAgain() async throws {
    let (failures, next) = await LargeStack.run {
      let run = try? ScriptRun(heapLimit: 2 << 20)
      let failures = (0..<Self.rounds).filter { _ in
        run?.run(Self.hoarders[2].text).ending != .runtimeError(.outOfMemory)
      }
      return (failures, run?.run(Self.probe))
    }
    #expect(failures == [])
    #expect(next?.outputText == "probed 3\n")
  }

  // MARK: - Large structures

  /// The collector walks deep structures without recursion: these run on the smallest stack.
  private func output(_ text: String, heapLimit: Int = 1 << 30) async -> String? {
    await LargeStack.run(size: 512 << 10) {
      let outcome = try? ScriptRun(heapLimit: heapLimit).run(text)
      return outcome.map { $0.outputText + $0.errorText }
    }
  }

  @Test func longList() async {
    let text = """
      class Node { init(next) { this.next = next; } }
      fun make() {
        var list;
        for (var i = 0; i < 1000000; i = i + 1) list = Node(list);
        return list;
      }
      var count = 0;
      for (var node = make(); node != nil; node = node.next) count = count + 1;
      print count;
      """
    #expect(await output(text) == "1e+06\n")
  }

  @Test func deepTree() async {
    let text = """
      class Tree { init(left, right) { this.left = left; this.right = right; } }
      var tree;
      for (var i = 0; i < 500000; i = i + 1) {
        tree = Tree(tree, nil);
        tree = Tree(nil, tree);
      }
      var depth = 0;
      while (tree != nil) {
        if (tree.left != nil) tree = tree.left; else tree = tree.right;
        depth = depth + 1;
      }
      print depth;
      """
    #expect(await output(text) == "1e+06\n")
  }

  @Test func deepClosures() async {
    let text = """
      fun wrap(inner) { fun outer() { return inner; } return outer; }
      var f;
      for (var i = 0; i < 300000; i = i + 1) f = wrap(f);
      var depth = 0;
      for (; f != nil; f = f()) depth = depth + 1;
      print depth;
      """
    #expect(await output(text) == "300000\n")
  }

  /// Far more than fits in memory if cycles were not collected.
  @Test func cycles() async {
    let text = """
      class Node {}
      for (var i = 0; i < 100000; i = i + 1) {
        var a = Node(); var b = Node(); var c = Node();
        a.next = b; b.next = c; c.next = a;
        fun self() { return self; }
        a.f = self; a.m = a;
      }
      print "done";
      """
    #expect(await output(text, heapLimit: 2 << 20) == "done\n")
  }

  // MARK: - Strings

  /// Many names and strings that collide in simple hash functions.
  @Test func similarStrings() async {
    var names = [""]
    for _ in 0..<12 { names = names.flatMap { [$0 + "Aa", $0 + "BB"] } }
    let text =
      "class Bag {} var bag = Bag();\n"
      + names.enumerated().map { "bag.\($0.element) = \($0.offset); var \($0.element) = \"\($0.element)\";" }
      .joined(separator: "\n")
      + "print bag.\(names[4095]) - bag.\(names[1]); print \(names[7]) == \(names[8]); print \(names[9]);"
    #expect(await output(text) == "4094\nfalse\n\(names[9])\n")
  }

  /// A string that grows to 10 MB copies its bytes a few times only: if it did so every time, there would be
  /// hundreds of collections.
  @Test func growingString() async {
    let text = """
      var s = "";
      var piece = "\(String(repeating: "0123456789abcdef", count: 32))";
      for (var i = 0; i < 20480; i = i + 1) s = s + piece;
      for (var i = 0; i < 10000; i = i + 1) s = s + "x";
      var t = s + "y";
      print s == t;
      """
    let (output, peak, collections) = await LargeStack.run {
      let run = try? ScriptRun(heapLimit: 64 << 20)
      return (run?.run(text).outputText, run?.peakBytes ?? 0, run?.fullCollections ?? 0)
    }
    #expect(output == "false\n")
    #expect(peak < 64 << 20)
    #expect(collections < 20)
  }
}
