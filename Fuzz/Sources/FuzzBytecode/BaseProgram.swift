import LoxBytecode
import LoxCompiler
import LoxSemantics
import LoxSource
import LoxSyntax

/// Programs that together use every instruction that a script without modules can have.
enum BaseProgram {
  static let all = (book + extended).compactMap(compile)

  private static let book = [
    "print 1 + 2 * 3 - 4 / 5; print -1 < 2 and !(3 > 4) or nil == 5; var a = \"a\" + \"b\"; print a;",
    """
    var i = 0;
    while (i < 9) { if (i == 3) print "three"; else if (i != 4) i = i + 0.5; i = i + 0.5; }
    for (var j = 9; j >= 0; j = j - 1) { if (j <= i and j > 1) print j; }
    """,
    """
    fun make(n) { var m = n; fun add(x) { m = m + x; return m; } fun get() { return n; } add(1); return get; }
    print make(3)(); var f = make; print f(make); { fun g(a, b, c) { return b; } print g(1, 2, 3); }
    """,
    """
    class A { init(x) { this.x = x; } getX() { return this.x; } setX(x) { this.x = x; } m(a) { return a; } }
    class B < A { init() { super.init(4); this.y = 1; } m(a) { var s = super.m; return s(a) + super.m(a); } }
    var b = B(); b.setX(b.getX() + b.y); print b.m(b.x); b.f = b.m; print b.f(2); print A; print b; print b.m;
    """,
    """
    class Node { init(next) { this.next = next; this.a = 1; this.b = 2; this.c = 3; this.d = 4; this.e = 5; } }
    var list; for (var i = 0; i < 30; i = i + 1) { list = Node(list); list.z = list; list.y = i; }
    var s = ""; for (; list != nil; list = list.next) { s = s + "0123456789abcdef"; if (list.y == 7) list.w = s; }
    print s;
    """,
    "fun fib(n) { if (n < 2) return n; return fib(n - 1) + fib(n - 2); } print fib(9); fun f() { f(); } f();",
  ]

  private static let extended = [
    """
    fun g(a, b) {
      print a * b / 2 - a / b; print a % b * 2; var c = !(a < b); print c; var d = a >= b; print d;
      if (!(a < b)) print 1; if (a >= b) print a; if (a > 3) print 3; if (!(a > 3)) print 4; if (!(a < 3)) print 5;
      while (a > 0) a -= 1; for (; !(a > 3);) a += 1; while (a < b) a += 1; for (; !(a <= b - 9);) a -= 1; while (a >= b) a -= 1;
      for (; !(a >= 2);) a += 1; while (a <= 2) a += 1; while (b < a) b += 1; var [x, ...y] = [a, b]; var z: Number? = x; z = nil;
      class K { k: Number; init(k) { this.k = k; } } print K(1).k; fun h(k: K): K { return k; } h(K(2)).k = 4; h(nil);
    }
    try { g(5, 2); } catch (e) { print e.message; } g(2, "x");
    """,
    """
    var l = [1, 2, "x"]; l.add(nil); l[0] = 7; l[-1] += "s" + l[0]; print l; print l.length; print l?.[9] ?? l[1..<3];
    var m = {a: 1, [2]: l, ...{b: 3}}; m.a = m.b; m[2] = m["a"]; print m?.c; m.b = m?.["a"]; print m; print 2 in m or "z" in m;
    print [...l, ...(0..<3)]; print 7 % 4; print l.has;
    """,
    """
    var sum = 0;
    for (var i in 0..<4) sum += i; for (var i in 1...3) { if (i == 2) continue; sum += i; } print sum;
    for (var x in [1, 2.5, nil]) print x; for (var k, v in {a: 1, b: 2}) print k + v; for (var c in "aé") print c;
    for (var [a, b] in [[1, 2], [3, 4]]) print a - b; var r = (3...0).by(-1); for (var i in r) if (i > 1) sum -= i; print sum;
    """,
    """
    var h;
    fun f(a, b = 2, ...c) { if (a > 8) throw `n${a}${b}`; return c.length + b; }
    fun g(n) { try { return f(n); } catch (e is Error) { print e.message; } catch (e) { print e; } finally { print "f"; } return 0; }
    for (var i = 0; i < 12; i++) try { g(i * 1.5); g(nil); } catch (e) { if (e is String) throw e; print e.message; }
    print f(...[1, 2, 3]); print f(1) is Number ? "n" : !f; print g != h or f == g; h = x => y => x + y; print h(1)(2); [f].first(9);
    """,
    """
    class A {
      init(x = 1) { this.x = x; } size => this.x; set size(v) { this.x = v; } class one = 1; class make() => this(2);
      operator +(o) => A(this.x + 1); operator <(o) => this.x < 3; operator [](i) => i; operator []=(i, v) { this.x = v; }
      operator -() => 5; description => `A${this.x}`; iterate() => [1, 2]; contains(n) => n == 1; m(...p) => p.length;
    }
    class B < A { init(x) { super.init(x); } m(p) => super.m(...[p, 1]); }
    var a = A.make(); a.size = a.size + 1; print a + 1; print a < 2; a[3] = a[4]; print -a; for (var n in a) print n;
    print 1 in a; var b = B(A.one); print b.m(...[2]); print b?.m(3); print b?.none ?? 1; print `${b}`; print a is A;
    """,
    """
    fun walk(n) { if (n > 0) walk(n - 1); var x = Fiber.yield(n); if (x == 3) throw "x"; return x; }
    var f = Fiber(() => { try { walk(3); walk(2); } finally { Fiber.yield("end"); } return 1; });
    while (!f.isDone) print f.resume(f.isDone ? 1 : 2); for (var x in Fiber(() => walk(2))) print x;
    fun t(n: Number, s: String? = nil): Number { n = 1; (() => n)(); return n; } print t(1); print t(2, "s"); var q: List = [1]; t("x");
    print switch (q) { case 1, nil => 2; case is Map => 3; case in [1] => 4; };
    """,
  ]

  private static func compile(_ text: String) -> Program? {
    let source = Source(name: "script", text: text)
    var analyzed = FrontEnd.analyze(source: source, profile: .extended)
    Optimizer.optimize(&analyzed.ast, &analyzed.resolution)
    return try? Compiler.compile(analyzed.ast, analyzed.resolution)
  }

  /// What is left out: instructions of large functions, of modules, and of the machine itself.
  private static let exceptions: Set<Opcode> = [
    .moveFromHigh, .moveToHigh, .loadConstantWide, .importModule, .finish, .exit,
  ]

  /// Whether the programs have all instructions; if not, the process ends.
  static func checkOpcodes() {
    var used = exceptions
    for program in all {
      var pc = 0
      while pc < program.code.count {
        guard let opcode = Opcode(rawValue: UInt8(truncatingIfNeeded: program.code[pc])) else { break }
        used.insert(opcode)
        pc += Opcode.layouts[Int(opcode.rawValue)].length
      }
    }
    let missing = Opcode.allCases.filter { !used.contains($0) }
    if !missing.isEmpty || all.count < book.count + extended.count {
      fatalError("\(all.count) programs; no \(missing)")
    }
  }
}
