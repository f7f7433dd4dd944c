import LoxSource
import LoxSyntax
import LoxTooling
import Testing

@Suite struct FormatterTests {
  private static let cases: [(String, String)] = [
    // Blanks.
    ("", ""), (" \n\n \t\r\n", ""), ("print(1+2);", "print (1 + 2);\n"),
    ("var a=-1;var b;", "var a = -1;\nvar b;\n"), ("print!a==- -b;", "print !a == --b;\n"),
    ("a . b ( 1,2 ) . c=! d ( ) ;", "a.b(1, 2).c = !d();\n"),
    ("class A<B{m(){super . m();}}", "class A < B { m() { super.m(); } }\n"),
    ("for(;;)a();", "for (;;) a();\n"),
    ("for(var i=0;i<3;i=i+1){}", "for (var i = 0; i < 3; i = i + 1) {}\n"),
    ("for(a=1;;)print a;", "for (a = 1;;) print a;\n"), ("for(;;a=1)print a;", "for (;; a = 1) print a;\n"),
    ("if(a)b;else c;", "if (a) b; else c;\n"), ("while(a){b;}", "while (a) { b; }\n"),
    ("class A<B{}class C{}", "class A < B {}\nclass C {}\n"),
    ("fun f(a,b){return;}", "fun f(a, b) { return; }\n"),
    ("fun f(){return(1);}", "fun f() { return (1); }\n"),
    ("if (a\n and b) c; else d;", "if (a and b) c;\nelse d;\n"),
    // Bodies stay on the line of their heads, or on lines of their own.
    ("if (a)\n b;\nelse\n c;", "if (a)\n  b;\nelse\n  c;\n"), ("if (a) b;\nelse c;", "if (a) b;\nelse c;\n"),
    ("if (a) {b;}\nelse if(c)\n{}else{d;}", "if (a) {\n  b;\n} else if (c) {} else {\n  d;\n}\n"),
    ("if(a){b;}else{c;}", "if (a) { b; } else { c; }\n"),
    ("if (a) if (b) c; else d;", "if (a) if (b) c; else d;\n"),
    ("for (;;) while (a) {\nb;}", "for (;;)\n  while (a) {\n    b;\n  }\n"),
    ("{a;b;}", "{\n  a;\n  b;\n}\n"), ("{\n}", "{}\n"), ("fun f() {\n  a; }", "fun f() {\n  a;\n}\n"),
    ("class A { m() { a; } }", "class A { m() { a; } }\n"),
    ("class A { m() { a; } n() {} }", "class A {\n  m() { a; }\n  n() {}\n}\n"),
    // Types.
    ("var a :Number?=1;const b:m . T=2;", "var a: Number? = 1;\nconst b: m.T = 2;\n"),
    (
      "fun f(a:Number,[b]:List,c :Map={}):A?{return 1;}",
      "fun f(a: Number, [b]: List, c: Map = {}): A? { return 1; }\n"
    ),
    (
      "class A{x :Number ;class y:B=1;z:C=>1;w:C{return 1;}m(a:B):C=>2;set s(v:B){}}",
      "class A {\n  x: Number;\n  class y: B = 1;\n  z: C => 1;\n  w: C { return 1; }\n  m(a: B): C => 2;\n  set s(v: B) {}\n}\n"
    ),
    ("var f=(a:B)=>a;var g=fun(a:B):C=>a;", "var f = (a: B) => a;\nvar g = fun (a: B): C => a;\n"),
    ("for(var i:Number=0;;){}", "for (var i: Number = 0;;) {}\n"),
    ("var a: // x\nNumber = 1;", "var a: // x\n  Number = 1;\n"),
    // Empty lines.
    ("\n\na;\n\n\n\nb;\nc;\n\n", "a;\n\nb;\nc;\n"), ("{\n\na;\n\nb;\n\n}", "{\n  a;\n\n  b;\n}\n"),
    ("a;// x\n\n// y\n\n\nb;", "a; // x\n\n// y\n\nb;\n"), ("f(1,\n\n2);", "f(1, 2);\n"),
    // Comments.
    ("// x", "// x\n"), ("//x \n\n\n//y\t", "//x\n\n//y\n"),
    ("a; // x\n   // y\n// z", "a; // x\n   // y\n// z\n"),
    ("{ // x\na; // y\n// z\n}// w", "{ // x\n  a; // y\n  // z\n} // w\n"), ("{ // x\n}", "{ // x\n}\n"),
    ("{\n // x\n\n}", "{\n  // x\n}\n"), ("{\na;\n\n// x\n}", "{\n  a;\n\n  // x\n}\n"),
    ("if (a) { // x\nb; } // y\nelse c;", "if (a) { // x\n  b;\n} // y\nelse c;\n"),
    ("if (a) b; // x\n// y\nelse c;", "if (a) b; // x\n// y\nelse c;\n"),
    ("f(a, // x\nb // y\n);", "f(\n  a, // x\n  b // y\n);\n"),
    ("f( // x\n);", "f( // x\n  );\n"), ("print a // x\n+ b;", "print a // x\n  + b;\n"),
    ("print // x\na;", "print // x\n  a;\n"), ("f(\n// x\na\n// y\n);", "f(\n  // x\n  a\n  // y\n);\n"),
    ("class A {\n// x\n\n// y\nm() {}\n// z\n}", "class A {\n  // x\n\n  // y\n  m() {}\n  // z\n}\n"),
    ("a;    // x\nbb;   // y\nccc; // z", "a;  // x\nbb; // y\nccc; // z\n"),
    ("a; // expect: 1  \nb; // 1  ", "a; // expect: 1  \nb; // 1\n"),
    // Expectations.
    ("fun f(){a;b;} // expect: 1", "fun f() { a; b; } // expect: 1\n"),
    ("a;b; // expect: 1\nc;d; // e", "a; b; // expect: 1\nc;\nd; // e\n"),
    ("{a;b; // expect: 1\n}", "{\n  a; b; // expect: 1\n}\n"),
    ("{\n{a;b;}} // expect: 1", "{\n  {\n    a;\n    b;\n  }\n} // expect: 1\n"),
    // Strings.
    ("print\"a\n  b\"+c;", "print \"a\n  b\" + c;\n"), ("{\nf(\"\n\",  a);}", "{\n  f(\"\n\", a);\n}\n"),
    // Line ends.
    ("a;\r\n\r\n\r\nb; // x\r\n", "a;\r\n\r\nb; // x\r\n"), ("a;\rb;", "a;\nb;\n"),
    ("print\r\n\"1\n2\";\r\n", "print \"1\n2\";\r\n"), ("print \"1\n2\";\r\n", "print \"1\n2\";\r\n"),
    ("print \"1\r\n2\";\n", "print \"1\r\n2\";\n"), ("print \"1\n2\";", "print \"1\n2\";\n"),
    ("print \"\r\n\";\r\na;", "print \"\r\n\";\r\na;\r\n"),
  ]

  private static let extendedCases: [(String, String)] = [
    // Literals.
    ("var a=[1,2 ,3];", "var a = [1, 2, 3];\n"), ("f([ ],{ });", "f([], {});\n"),
    ("var a=[1,\n2];", "var a = [1, 2];\n"), ("var a=[1,2,];", "var a = [\n  1,\n  2,\n];\n"),
    ("var m={a:1,\"b\":2,3:4,[k]:5,c,...d};", "var m = {a: 1, \"b\": 2, 3: 4, [k]: 5, c, ...d};\n"),
    ("var m={a:1,};", "var m = {\n  a: 1,\n};\n"), ("f(a,b,);", "f(\n  a,\n  b,\n);\n"),
    ("f(1,{a:1,});", "f(1, {\n  a: 1,\n});\n"), ("f({a:1,},1);", "f(\n  {\n    a: 1,\n  },\n  1\n);\n"),
    ("print `a ${ b+c }  ${`x`}\n`;", "print `a ${ b+c }  ${`x`}\n`;\n"),
    ("print 1_000+0xff+1e6;", "print 1_000 + 0xff + 1e6;\n"),
    // Functions.
    ("var f=x=>x+1;", "var f = x => x + 1;\n"),
    ("var f=(a,b=1,...c)=>{};", "var f = (a, b = 1, ...c) => {};\n"),
    ("var f=fun(a){return a;};", "var f = fun (a) { return a; };\n"),
    ("var f=fun()=>1;", "var f = fun () => 1;\n"),
    ("fun f({a,b:c,d=1},[e,...g]) =>a;", "fun f({a, b: c, d = 1}, [e, ...g]) => a;\n"),
    ("class A{m()=>1;}", "class A { m() => 1; }\n"),
    ("f(x=>{a;b;});", "f(x => {\n  a;\n  b;\n});\n"), ("f(1,x=>{\na;});", "f(1, x => {\n  a;\n});\n"),
    ("f(x=>{\na;}, 1);", "f(\n  x => {\n    a;\n  },\n  1\n);\n"),
    ("f(x=>{// a\n});", "f(x => { // a\n});\n"),
    ("a.b(x=>{\nc;}).d(1);", "a\n  .b(x => {\n    c;\n  })\n  .d(1);\n"),
    (
      "{{f(()=>{g(()=>{\na;});});}}",
      "{\n  {\n    f(() => {\n      g(() => {\n        a;\n      });\n    });\n  }\n}\n"
    ),
    // Operators.
    ("print a?b:c?d:e;", "print a ? b : c ? d : e;\n"), ("print a??b;", "print a ?? b;\n"),
    ("print a?.b?.[1]?.(2).c;", "print a?.b?.[1]?.(2).c;\n"),
    ("print 1 ..< n; print a ... b;", "print 1..<n;\nprint a...b;\n"),
    ("a+=1;a ??=2;a.b%=3;a[i]-=4;", "a += 1;\na ??= 2;\na.b %= 3;\na[i] -= 4;\n"),
    ("a++;a.b--;", "a++;\na.b--;\n"),
    ("a [ i ] [ j ]=b [ 1...-1 ];", "a[i][j] = b[1...-1];\n"),
    ("print a in b==c is D;", "print a in b == c is D;\n"),
    ("f(...a,b);", "f(...a, b);\n"), ("print 5%-2;", "print 5 % -2;\n"),
    // Statements.
    ("const a=1;const[b,c]=d;var{e,f}=g;", "const a = 1;\nconst [b, c] = d;\nvar {e, f} = g;\n"),
    ("for(var x in a)b;", "for (var x in a) b;\n"),
    ("for(var i,[a,b]in c){break;}", "for (var i, [a, b] in c) { break; }\n"),
    ("for(;;){if(a)break;else continue;}", "for (;;) { if (a) break; else continue; }\n"),
    (
      "switch(a){case 1,2:b;case<3:\nc;default=>d;}",
      "switch (a) {\n  case 1, 2: b;\n  case < 3:\n    c;\n  default => d;\n}\n"
    ),
    ("switch(a){case in b:c;case is D:e;}", "switch (a) { case in b: c; case is D: e; }\n"),
    (
      "switch(a){\n\n// x\ncase 1:\n\n// y\ndefault:// z\n}",
      "switch (a) {\n  // x\n  case 1:\n\n  // y\n  default: // z\n}\n"
    ),
    ("var a=switch(b){case 1=>c;default=>d;};", "var a = switch (b) { case 1 => c; default => d; };\n"),
    ("throw  a;throw[1];", "throw a;\nthrow [1];\n"),
    ("try{a;}catch(e){b;}", "try { a; } catch (e) { b; }\n"),
    (
      "try{a;}catch(e is A.B){b;}catch{}finally{c;}",
      "try { a; } catch (e is A.B) { b; } catch {} finally { c; }\n"
    ),
    ("try {\na; }\ncatch\n(e) {b;} finally {}", "try {\n  a;\n} catch (e) {\n  b;\n} finally {}\n"),
    (
      "try {a; // x\n} // y\ncatch {} finally { // z\n}",
      "try {\n  a; // x\n} // y\ncatch {} finally { // z\n}\n"
    ),
    ("if(a)try{b;}finally{c;}else d;", "if (a) try { b; } finally { c; } else d;\n"),
    // Classes.
    ("class A<b . C.d{}", "class A < b.C.d {}\n"),
    ("import\"a\";import  \"b\"as  c ;", "import \"a\";\nimport \"b\" as c;\n"),
    ("import{a,b  as c}from\"d\";", "import {a, b as c} from \"d\";\n"),
    ("import {a, // x\nb} from \"d\"; // y", "import {\n  a, // x\n  b\n} from \"d\"; // y\n"),
    ("class A{area=>1;size{return 2;}}", "class A {\n  area => 1;\n  size { return 2; }\n}\n"),
    ("class A{set area(v){this.b=v;}}", "class A { set area(v) { this.b = v; } }\n"),
    (
      "class A{class count=0;class make( )=>A();class zero=>1;class set x(v){}}",
      "class A {\n  class count = 0;\n  class make() => A();\n  class zero => 1;\n  class set x(v) {}\n}\n"
    ),
    (
      "class A{operator+(b){}operator -(){}operator[](i)=>i;operator [] = (i,v){}}",
      "class A {\n  operator +(b) {}\n  operator -() {}\n  operator [](i) => i;\n  operator []=(i, v) {}\n}\n"
    ),
    (
      "class A{class(){}set(){}set{}operator=>1;}",
      "class A {\n  class() {}\n  set() {}\n  set {}\n  operator => 1;\n}\n"
    ),
    (
      "class A {\n// x\nclass a=1;// y\n\n\nb=>2;\n// z\n}",
      "class A {\n  // x\n  class a = 1; // y\n\n  b => 2;\n  // z\n}\n"
    ),
    ("class A{class a={b:1};}", "class A { class a = {b: 1}; }\n"),
    // Comments.
    ("/* a */b;/* c */", "/* a */b; /* c */\n"), ("a;\n/* b\n  c */\n\nd;", "a;\n/* b\n  c */\n\nd;\n"),
    ("f(/* a */b,c/* d */);", "f(/* a */b, c/* d */);\n"),
    ("f(a, /* b */\nc);", "f(\n  a, /* b */\n  c\n);\n"),
    ("{/* a */}", "{/* a */}\n"), ("a; /* b\nc */", "a; /* b\nc */\n"),
    ("a;\n\n/* b */ c;", "a;\n\n/* b */ c;\n"),
    ("/* a */ // b\nc;", "/* a */\n// b\nc;\n"),
    ("var a = [ // b\n1 // c\n];", "var a = [ // b\n  1 // c\n];\n"),
  ]

  @Test(arguments: extendedCases) func layoutOfExtendedLox(_ source: String, _ expected: String) throws {
    let result = try Formatter().format(source)
    #expect(result == expected)
    #expect(try Formatter().format(result) == result)
  }

  @Test(arguments: cases) func layout(_ source: String, _ expected: String) throws {
    let result = try Formatter().format(source)
    #expect(result == expected)
    #expect(try Formatter().format(result) == result)
  }

  @Test func alignedComments() throws {
    let source = "a;   // x\nb();   // y\n\nlong();  // z\nc;       // w\n  // v\n"
    #expect(try Formatter().format(source) == "a; // x\nb(); // y\n\nlong(); // z\nc;      // w\n// v\n")
    #expect(try Formatter().format("a;   // ä\n\"ä\"; // y\nb;  // c") == "a;   // ä\n\"ä\"; // y\nb; // c\n")
  }

  @Test func longLines() throws {
    let name = String(repeating: "n", count: 30)
    func check(_ source: String, _ expected: String) throws {
      let result = try Formatter().format(source.replacing("$", with: name))
      #expect(result == expected.replacing("$", with: name))
      #expect(try Formatter().format(result) == result)
    }
    try check("f($, $, $, a);", "f(\n  $,\n  $,\n  $,\n  a\n);\n")
    try check("f($, $, $);", "f($, $, $);\n")
    try check("var a = $ + $ * 2 + $ - $;", "var a = $\n  + $ * 2\n  + $\n  - $;\n")
    try check("print $ or $ and $ or $;", "print $\n  or $ and $\n  or $;\n")
    try check("a = $.b(1).c($).d($).e;", "a = $\n  .b(1)\n  .c($)\n  .d($).e;\n")
    try check("if ($ == $ and $ == b) { c; }", "if (\n  $ == $\n  and $ == b\n) { c; }\n")
    try check("fun f($, $, $, b) {}", "fun f(\n  $,\n  $,\n  $,\n  b\n) {}\n")
    try check(
      "fun f(ab, cd, ef) { return g($, $, b, c, d); }", "fun f(ab, cd, ef) {\n  return g($, $, b, c, d);\n}\n"
    )
    try check("if (a) f($, $, bc);", "if (a) f($, $, bc);\n")
    try check(
      "if (abcdefghi) f($, $, nnnnnnnnnnnnnnnnnnnnnnnnn);",
      "if (abcdefghi)\n  f($, $, nnnnnnnnnnnnnnnnnnnnnnnnn);\n")
    try check("a = ($ + $) * ($ - b);", "a = ($ + $)\n  * ($ - b);\n")
    try check("f($, $, $, a); // expect: 1", "f($, $, $, a); // expect: 1\n")
    try check("f($, $, $); // $", "f($, $, $); // $\n")
  }

  @Test func anyBytes() throws {
    let source = Array("print \"".utf8) + [0xFF, 0, 0xC3] + Array("\";//".utf8) + [0xFE, 0x80]
    let expected = Array("print \"".utf8) + [0xFF, 0, 0xC3] + Array("\"; //".utf8) + [0xFE, 0x80, 0x0A]
    #expect(try Formatter().format(Source(name: "", bytes: source)) == expected)
  }

  @Test func errors() {
    #expect(throws: FormatError.self) { try Formatter().format("print;") }
    do {
      _ = try Formatter().format("print 1;\nprint ;\nvar 1;\n@")
    } catch {
      #expect(error.diagnostics.map(\.line) == [2, 3, 4])
    }
    // Other errors don't concern it.
    #expect(throws: Never.self) { try Formatter().format("{ var a; var a; }") }
  }

  @Test func nesting() throws {
    for (open, inner, close) in [
      ("(", "a", ")"), ("f(", "a", ")"), ("-", "a", ""), ("a + (", "b", ")"), ("a = ", "b", ""),
      ("a.b = ", "c", ""),
    ] {
      let count = open.contains("(") && open != "(" ? 100 : 200
      let source =
        String(repeating: open, count: count) + inner + String(repeating: close, count: count) + ";"
      let result = try Formatter().format(source)
      #expect(try Formatter().format(result) == result)
      #expect(tokens(result) == tokens(source))
    }
    for open in ["{", "if (a) ", "while (a) {", "fun f() {", "for (;;) ", "if (a) {} else {"] {
      let count = 80
      let close = open.hasSuffix("{") ? String(repeating: "}", count: count) : ""
      let source = String(repeating: open, count: count) + "a;" + close
      let result = try Formatter().format(source)
      #expect(try Formatter().format(result) == result)
      #expect(tokens(result) == tokens(source))
    }
  }

  @Test func longSequences() throws {
    for source in [
      "print a" + String(repeating: "+a", count: 10_000) + ";",
      "print a" + String(repeating: ".b()", count: 10_000) + ";",
      "print a" + String(repeating: "(1)", count: 10_000) + ";",
      "print a" + String(repeating: " and a or b", count: 10_000) + ";",
      "if (a) b;" + String(repeating: " else if (c) d;", count: 10_000),
      String(repeating: "a;", count: 20_000),
      String(repeating: "// x\n", count: 20_000), String(repeating: "a; // x\n", count: 20_000),
    ] {
      let result = try Formatter().format(source)
      #expect(try Formatter().format(result) == result)
      #expect(tokens(result) == tokens(source))
    }
  }

  private func tokens(_ text: String) -> [String] { SourceText(text).tokens }
}

/// The parts of a source that formatting must not change.
struct SourceText: Equatable {
  var tokens: [String] = []
  var comments: [String] = []

  init(_ text: String) { self.init(Array(text.utf8)) }

  init(_ bytes: [UInt8]) {
    let source = Source(name: "", bytes: bytes)
    var scanner = Scanner(source, profile: .extended)
    comments = Scanner.comments(in: source, profile: .extended).map { span in
      let text = String(decoding: source.text(of: span), as: UTF8.self)
      return String(text.reversed().drop { $0 == " " || $0 == "\t" || $0 == "\r" }.reversed())
    }
    while true {
      let token = scanner.next()
      if token.kind == .endOfFile { break }
      tokens.append(String(decoding: source.text(of: token.span), as: UTF8.self))
    }
  }
}
