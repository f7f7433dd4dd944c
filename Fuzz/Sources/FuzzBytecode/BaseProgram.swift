import LoxBytecode
import LoxCompiler
import LoxSemantics
import LoxSource
import LoxSyntax

/// Programs that together use every instruction.
enum BaseProgram {
  static let all = [
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
  ].compactMap(compile)

  private static func compile(_ text: String) -> Program? {
    let source = Source(name: "script", text: text)
    var analyzed = FrontEnd.analyze(source: source, profile: .extended)
    Optimizer.optimize(&analyzed.ast, &analyzed.resolution)
    return try? Compiler.compile(analyzed.ast, analyzed.resolution)
  }
}
