/// A script that is edited at random, so that it is wrong most of the time.
package struct EditedScript {
  package static let book = """
    // Doc.
    class A < B { init(x) { this.x = x; super.init(); } m(a, b) { return this.x + super.m(a)(b); } }
    // Of B.
    class B { m() { for (var i = 0; i < 3; i = i + 1) { fun f() { return i; } f(); } return this; } }
    class C < A { n() { this.x = 1; this.z = this.m(); return super.m; } }
    var a = A(1); a.y = a.m().x = 2; if (a and !nil or -1) { print "text"; } else while (false) { var a = a; }
    fun g(p, q) { var l = A(p); return fun_(l.x, q, "é😀"); } // behind
    g(1, g(2, 3)); clock().z;
    { class Local < A { init() { this.own = 1; } } var l = Local(); l.other = g; a = l; }
    fun h(n) { if (n < 2) return n; return h(n - 1) + g(n, a); }
    var late = C(); late.w = h(3);
    """

  package static let extended = """
    // lox: extended
    const limit = 10; /* block */ var list = [1, 2, ...other];
    fun area({width, height = 2}, [first, ...rest], scale = limit) => width * height * scale;
    class Shape { class count = 0; name: String; init(name) { this.name = name; Shape.count += 1; }
      size => this.name.length; set size(value) { this.stored = value; } operator +(other) => Shape(`${this.name} ${other}`); }
    class Square < Shape { grow(by) { for (const i in 0..<by) { this.side = i; } return fun (x) { return x + by; }; } }
    var make = (a, b) => { var sum = a + b; return sum; };
    var map = {key: 1, limit, "text": make(1, 2), other: {inner: Square("s")}};
    var {key, other: renamed} = map; map.key = 3; list?.first?.(1);
    try { throw Shape("x"); } catch (e is Error) { print e.message; } finally { print limit; }
    var text = switch (limit) { case < 3 => "a"; case 4, 5 => make; default => area; };
    var shape = Square("q"); shape.extra = map.other.inner; shape.grow(2)(3); limit = 3;
    test("one", () => { expect(1).toBe(1); });
    """

  private static let snippets = [
    "a", "x", ".", ";", "}", "{", "(", ")", "\"", "`", "${", "/*", "*/", "// c\n", "\n", " ", "1", "=", "=>",
    "[", "]",
    ",", "var v = a;", "fun f() { return a; }", "class A { k() { this.k2 = 1; } }", "class D < A {}", "else ",
    "print ",
    "this.x", "a.m().q = 1;", "const a = 1;", "return ", "import \"m\";", "catch (e) {}", ":", "?", "super.m",
    "limit",
    "Shape", "@", "init", " < B",
  ]

  private let original: [UInt8]
  package private(set) var bytes: [UInt8]

  package init(_ text: String) {
    original = Array(text.utf8)
    bytes = original
  }

  package mutating func edit(_ random: inout SplitMix64) {
    func below(_ limit: Int) -> Int { Int(random.next() % UInt64(max(1, limit))) }
    let places = [0, bytes.count, below(bytes.count + 1), below(bytes.count + 1), below(bytes.count + 1)]
    let place = places[below(5)]
    switch below(4) {
    case 0: bytes.removeSubrange(place..<min(bytes.count, place + 1 + below(3)))
    case 1: bytes.removeSubrange(place..<min(bytes.count, place + 1 + below(60)))
    // What was there before comes back, so that not everything gets worse.
    case 2: bytes = original
    default: bytes.insert(contentsOf: Self.snippets[below(Self.snippets.count)].utf8, at: place)
    }
  }
}
