/// The scripts that are run in damaged memory: short ones that together use every kind of object.
enum DamageScripts {
  static let all = [
    """
    // lox: extended
    fun walk(n) { if (n > 0) walk(n - 1); Fiber.yield([n, "s" + "t"]); }
    var kept = [];
    for (var i in 0..<40) { const f = Fiber(() => { walk(i % 9); return i; }); f.resume(); kept.add(f); }
    var sum = 0;
    for (var f in kept) for (var x in f) sum += x[0];
    for (var i in 0..<20) {
      const g = Fiber(() => { while (true) sum += Fiber.yield(sum); });
      g.resume(); g.resume(i); kept[i] = g;
    }
    for (var f in kept) if (!f.isDone) f.resume(1);
    print sum; print kept[0];
    """,
    """
    class Point { init(x, y) { this.x = x; this.y = y; } getX() { return this.x; } setX(x) { this.x = x; } }
    class Point3 < Point {
      init(x, y, z) { super.init(x, y); this.z = z; }
      sum() { return this.getX() + this.y + this.z; }
      getX() { return super.getX() * 2; }
    }
    var total = 0;
    for (var i = 0; i < 400; i = i + 1) {
      var p = i - i / 2 * 2 == 0 and i > 9 and Point3(i, 1, 2) or Point3(1, i, 3);
      p.setX(p.getX() + 1);
      total = total + p.sum();
    }
    print total; print Point3; print Point3(1, 2, 3); print Point3(1, 2, 3).sum;
    """,
    """
    fun counter() { var n = 0; fun next() { n = n + 1; return n; } return next; }
    fun compose(f, g) { fun both() { f(); return g(); } return both; }
    var f = counter();
    for (var i = 0; i < 60; i = i + 1) { var j = i; fun h() { return j + i; } f = compose(h, f); f(); }
    print f(); print f; print counter;
    """,
    """
    var s = "";
    var a = "abcdefghijklmnopqrstuvwxyz";
    for (var i = 0; i < 300; i = i + 1) { s = s + a; if (s == a) print "same"; }
    var t = s + s; print t == s + s; print s; print a + a == a + a;
    var words = "";
    for (var i = 0; i < 50; i = i + 1) { var w = "x"; for (var j = 0; j < 9; j = j + 1) w = w + w; words = w + a; }
    print words;
    """,
    """
    class Node { init(next, value) { this.next = next; this.value = value; } }
    var list = nil;
    for (var i = 0; i < 900; i = i + 1) { list = Node(list, i); if (i == 450) list.next = list.next; }
    var sum = 0;
    for (var n = list; n != nil; n = n.next) sum = sum + n.value;
    print sum;
    class Tree { init(d) { this.d = d; if (d > 0) { this.l = Tree(d - 1); this.r = Tree(d - 1); } }
      count() { if (this.d == 0) return 1; return this.l.count() + this.r.count() + 1; } }
    for (var i = 0; i < 6; i = i + 1) print Tree(6).count();
    """,
    """
    class Bag {}
    fun fill(bag) {
      bag.a = 1; bag.b = "b"; bag.c = bag; bag.d = fill; bag.e = nil; bag.f = true; bag.g = 2.5; bag.h = Bag;
      bag.i = 9; bag.j = 10; bag.k = 11; bag.l = 12; bag.m = 13; bag.n = 14; bag.o = 15; bag.p = 16;
      return bag;
    }
    var last;
    for (var i = 0; i < 90; i = i + 1) {
      var bag = Bag();
      if (i > 30) bag.z = i;
      if (i > 60) bag.y = last;
      last = fill(bag);
      last.a = last.a + last.p + last.i; last.b = last.b + "c";
    }
    print last.a; print last.b; print last.c.c.c.k; print last.d; print last.h;
    """,
    """
    class A { name() { return "a"; } twice() { return this.name() + this.name(); } }
    class B < A { name() { return "b"; } }
    class C < B { name() { return super.name() + "c"; } twice() { var m = super.twice; return m() + "!"; } }
    class D { name() { return "d"; } twice() { return 1; } }
    fun pick(i) { while (i >= 4) i = i - 4; if (i == 0) return A(); if (i == 1) return B(); if (i == 2) return C(); return D(); }
    for (var i = 0; i < 200; i = i + 1) { var o = pick(i); var m = o.twice; if (m() == o.twice() and i > 196) print o.name; }
    print C().twice();
    """,
    """
    fun fib(n) { if (n < 2) return n; return fib(n - 1) + fib(n - 2); }
    print fib(14);
    fun deep(n) { var a = n; var b = "local"; if (n == 0) return b; return deep(n - 1); }
    print deep(300);
    print 0.1 + 0.2; print 1 / 3; print -0; print 1e300 * 1e300; print clock() >= 0;
    fun endless(n) { return endless(n + 1) + 1; }
    endless(0);
    """,
    """
    for (var i = 0; i < 40; i = i + 1) {
      class Local { init() { this.made = i; } get() { return this.made; } }
      class Sub < Local { get() { return super.get() + 1; } }
      var o = Sub();
      o.get = o.get;
      if (o.get() != i + 1) print "wrong";
    }
    var undefinedLater = nil;
    undefinedLater.field = 1;
    """,
    """
    var random = Random(3);
    var list = [];
    for (var i in 0..<150) {
      list.add(random.int(0..<(i + 1)));
      if (i % 10 == 0) list.add([random.next()]);
      if (i % 20 == 0) random = Random(list.length);
      random.shuffle(list);
    }
    print random.pick(list);
    """,
    """
    var list = [];
    var text = "";
    for (var i in 0..<60) {
      text = text + `é${i % 10} ab`;
      if (i % 3 == 0) list.add(Regex(`(a|${i})(?<n>b)?`, i % 2 == 0 ? "i" : ""));
      var regex = list[i / 3 - i / 3 % 1];
      if (regex.test(text)) list[0] = regex;
      print regex;
      regex.findAll(text);
      regex.findNamed(text, 5);
      regex.indexOf(text, -9);
      regex.split(regex.replace(text, "xyz"), 7);
      if (regex.parts(text).length < 0 or regex.flags == regex.pattern) print "wrong";
    }
    """,
  ]

  /// Lists, maps and ranges.
  static var collections: Assembly {
    var script = Assembly(registers: 40)
    script.list(1, [1, 2, 3])
    script.emit(.newMap, 2, d: 3)
    script.emit(.newList, 3, d: 0)
    script.freshString(4, "key")
    script.count(5, to: 150) { script in
      script.emit(.newList, 8, d: 2)
      script.emit(.append, 8, 5)
      script.emit(.append, 3, 8)
      script.emit(.append, 1, 5)
      script.emit(.add, 4, 4, 4)
      script.freshString(4, "key")
      script.emit(.append, 3, 4)
      script.emit(.setElement, 2, 8, 5)
      script.emit(.setElement, 2, 5, 8)
      script.emit(.setElement, 2, 4, 3)
      script.emit(.getElement, 9, 3, 5)
      script.emit(.setElement, 3, 5, 9)
      script.emit(.setProperty, 2, 9, named: "name")
      script.emit(.getPropertyIfAny, 9, 2, named: "name")
      script.emit(.isIn, 9, 5, 1)
      script.emit(.isIn, 9, 8, 2)
    }
    script.load(10, 3)
    script.load(11, -2)
    script.emit(.newClosedRange, 10, 10, 11)
    script.emit(.getElement, 11, 3, 10)
    script.print(11)
    script.freshString(12, "some text é")
    script.emit(.getElement, 13, 12, 10)
    script.emit(.appendAll, 1, 13)
    script.emit(.appendAll, 1, 3)
    script.emit(.newMap, 14, d: 0)
    script.emit(.appendAll, 14, 2)
    script.emit(.move, 20, 1)
    script.iterate(20) { $0.emit(.move, 30, 23) }
    script.emit(.move, 20, 14)
    script.iterate(20, variables: 2) { $0.emit(.move, 30, 24) }
    script.emit(.move, 20, 12)
    script.iterate(20) { $0.emit(.append, 1, 23) }
    script.print(14)
    script.emit(.checkCountAtLeast, 1, d: 300)
    return script
  }
}
