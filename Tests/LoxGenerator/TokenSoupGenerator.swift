/// Makes broken programs out of valid ones, to compare how implementations report errors and recover from
/// them.
///
/// A soup always fails to compile: what a damaged program does when it runs, such as looping forever, is not
/// tested here.
package struct TokenSoupGenerator {
  private var programs: ProgramGenerator
  private var random: Random

  /// Makes a generator whose soups follow from `seed` and `size` alone.
  package init(seed: UInt64, size: Int = 6) {
    var options = ProgramGenerator.Options()
    options.size = size
    options.mayFail = false
    programs = ProgramGenerator(seed: seed, options: options)
    random = Random(seed: ~seed)
  }

  /// The bytes of the next soup. They hold no zeros, but need not be valid UTF-8.
  package mutating func makeSoup() -> [UInt8] {
    var pieces = Lexeme.split(Array(programs.makeProgram().utf8))
    for _ in 0..<random.oneOf(1, 1, 2, 3, 5, 10, 25) {
      mutate(&pieces)
    }
    if random.chance(8) { pieces.removeLast(random.below(pieces.count)) }
    var bytes = pieces.flatMap(\.bytes)
    if random.chance(15) { addNoise(to: &bytes) }
    return bytes + Array(ending().utf8)
  }

  /// Tokens that no program can end with, after a line break in case of an open comment.
  private mutating func ending() -> String {
    "\n"
      + random.oneOf(
        ")", "(", "var", "print 1", "class", "class A <", "+", "name", "\"text\"", "@", "fun f(a", "return",
        "if (true)", "while", "for (;;", "super", "this.", "\"open", "{ 1", "a = ", "!", "1.5", "and",
        "fun f() {")
  }

  private mutating func mutate(_ pieces: inout [Lexeme]) {
    let tokens = pieces.indices.filter { pieces[$0].category != .gap }
    guard let place = random.pick(tokens), let other = random.pick(tokens) else {
      return pieces.append(randomToken())
    }
    switch random.weighted([5, 3, 4, 5, 5, 2, 2]) {
    case 0: pieces.remove(at: place)
    case 1: pieces.insert(pieces[place], at: place)
    case 2: pieces.swapAt(place, other)
    case 3: pieces[place] = randomToken()
    case 4: pieces.insert(randomToken(), at: place)
    case 5:
      // A few tokens at once.
      let end = min(pieces.count, place + random.within(2...12))
      pieces.removeSubrange(place..<end)
    default:
      pieces.insert(Lexeme(category: .symbol, bytes: Array(" \(wrongFragment()) ".utf8)), at: place)
    }
  }

  private mutating func randomToken() -> Lexeme {
    let text = random.oneOf(
      "(", ")", "{", "}", ",", ".", "-", "+", ";", "/", "*", "!", "!=", "=", "==", ">", ">=", "<", "<=",
      "name",
      "a", "\"text\"", "12", "3.5", "and", "class", "else", "false", "for", "fun", "if", "nil", "or", "print",
      "return", "super", "this", "true", "var", "while", "@", "\"", "//", "1.", ".5", "&", "|", "é", "\n",
      "_", "init")
    return Lexeme(category: .symbol, bytes: Array(" \(text) ".utf8))
  }

  /// Code with an error of its own, which only counts in some places.
  private mutating func wrongFragment() -> String {
    random.oneOf(
      "return 1;", "this;", "super.x();", "super;", "class A < A {}", "{ var a; var a; }", "{ var a = a; }",
      "1 = 2;", "a + b = c;", "f() = 1;", "(a) = 2;", "-a = 2;", "!a = 2;", "a.b() = 3;", "this = 1;",
      "class A { init() { return 1; } }", "class A { m() { super.m(); } }", "fun f(a, a) {}",
      "fun f(a) { var a; }",
      "fun () {}", "class { }", "class A < {}", "class A { fun m() {} }", "class A { var x; }", "f(1, 2",
      "f(1,)",
      "fun f(a,) {}", "var;", "var 1 = 2;", "var if;", "print;", "for (var i = 0; i < 1) {}", "for (;; {}",
      "for (fun f() {};;) {}", "if true print 1;", "if (true) var x;", "while () {}", "else 1;", "a.1;",
      "a.(b);",
      "a..b;", "() ;", "(1 + );", "1 + * 2;", "true and;", "or false;", "{ class B < C { m() { super; } } }",
      "class A { init }", "class A { m { } }", "{ { return; } }", "fun f() { this; }", "1 2;", "\"a\" \"b\";",
      "a b;",
      "{ fun g() { var g = g; } }", "{ var x = fun; }", "a = = b;", "print print 1;", "!= 3;", "5();;;;",
      "}}", "{{")
  }

  /// Changes single bytes: noise that ignores where tokens begin and end.
  private mutating func addNoise(to bytes: inout [UInt8]) {
    for _ in 0..<random.within(1...6) {
      let place = random.below(bytes.count)
      let noise = UInt8(truncatingIfNeeded: random.within(1...255))
      switch random.below(3) {
      case 0 where place < bytes.count: bytes[place] = noise
      case 1 where place < bytes.count: bytes.remove(at: place)
      default: bytes.insert(noise, at: place)
      }
    }
  }
}
