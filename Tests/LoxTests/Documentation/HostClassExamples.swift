import Lox
import Synchronization
import Testing

/// The examples of the article on host classes.
@Suite struct HostClassExamples {
  @Test func classes() throws {
    var printed: [String] = []
    func print(_ line: String) { printed.append(line) }
    let isolate = try Isolate(limits: .untrusted) { line in print(line) }

    // The example begins.
    struct Overdrawn: Error, CustomStringConvertible {
      var description: String { "There is not enough money." }
    }
    final class Account: HostObject {
      let owner: String
      private(set) var balance = 0.0
      var note = ""
      init(owner: String) { self.owner = owner }

      func deposit(_ amount: Double) { balance += amount }
      func transfer(_ amount: Double, to other: Account) throws {
        guard amount <= balance else { throw Overdrawn() }
        balance -= amount
        other.balance += amount
      }
    }

    try isolate.define(
      HostClass<Account>("Account")
        .initializer { (owner: String) in Account(owner: owner) }
        .property("owner", \.owner)
        .property("note", \.note)
        .property("balance", get: { account in account.balance })
        .method("deposit") { (account, amount: Double) in account.deposit(amount) }
        .method("transfer") { (account, amount: Double, other: Account) in
          try account.transfer(amount, to: other)
        })
    // The example ends.

    // The example begins.
    let savings = Account(owner: "Ada")
    try isolate.setGlobal("savings", to: savings)
    try isolate.run(
      try Program(
        """
        var daily = Account("Ada");
        daily.deposit(100);
        daily.transfer(30, savings);
        savings.note = "for the summer";
        print daily.balance;  // 70
        """))
    print("\(savings.balance) \(savings.note)")  // 30.0 for the summer
    // The example ends.
    #expect(printed == ["70", "30.0 for the summer"])

    // The example begins.
    try isolate.run(
      try Program(
        """
        class Bonus < Account {
          init(owner, rate) {
            super.init(owner);
            this.rate = rate;
          }
          deposit(amount) { super.deposit(amount * (1 + this.rate)); }
        }
        var bonus = Bonus("Grace", 0.5);
        bonus.deposit(10);
        bonus.transfer(15, savings);
        """))
    // The example ends.
    #expect(savings.balance == 45)

    // The example begins.
    let bonus = try isolate.global("bonus", as: Account.self)
    print(bonus?.owner ?? "nobody")  // Grace
    // The example ends.
    #expect(printed.last == "Grace")
  }

  @Test func inheritance() throws {
    var printed: [String] = []
    let isolate = try Isolate { line in printed.append(line) }
    // The example begins.
    class Entity: HostObject {
      let name: String
      var x = 0.0
      init(name: String) { self.name = name }
      func describe() -> String { "\(name) at \(x)" }
    }
    final class Monster: Entity {
      var health = 10
      override func describe() -> String { "\(super.describe()), health \(health)" }
    }

    let entity = HostClass<Entity>("Entity")
      .initializer { (name: String) in Entity(name: name) }
      .property("x", \.x)
      .method("describe") { (entity) in entity.describe() }
    let monster = HostClass<Monster>("Monster", inheriting: entity)
      .initializer { (name: String) in Monster(name: name) }
      .property("health", \.health)
    try isolate.define(entity)
    try isolate.define(monster)

    let cave: [Entity] = [Entity(name: "bat"), Monster(name: "troll")]
    try isolate.setGlobal("cave", to: cave)
    try isolate.run(
      try Program(
        """
        class Goblin < Monster {
          describe() { return "goblin " + super.describe(); }
        }
        var goblin = Goblin("Grub");
        goblin.x = 2;
        print goblin.describe();         // goblin Grub at 2.0, health 10
        print cave[1].health;            // 10: the troll is a Monster
        """))
    // The example ends.
    #expect(printed == ["goblin Grub at 2.0, health 10", "10"])
    #expect(try isolate.global("goblin", as: Entity.self) is Monster)
  }

  @Test func staticMembers() throws {
    var printed: [String] = []
    let isolate = try Isolate { line in printed.append(line) }
    // The example begins.
    final class Color: HostObject, Sendable {
      let name: String
      init(_ name: String) { self.name = name }
    }
    try isolate.define(
      HostClass<Color>("Color")
        .readOnly("name", \.name)
        .constant("red", Color("red"))
        .staticProperty("favourite", get: { Color("blue") })
        .staticMethod("mix") { (a: Color, b: Color) in Color("\(a.name)-\(b.name)") })
    try isolate.run(
      try Program("print Color.red == Color.red; print Color.mix(Color.red, Color.favourite).name;"))
    // true, red-blue
    // The example ends.
    #expect(printed == ["true", "red-blue"])
  }

  @Test func asynchronousMembers() async throws {
    var printed: [String] = []
    let isolate = try Isolate { line in printed.append(line) }
    // The example begins.
    actor Database: HostObject {
      private var rows: [String: Double] = [:]
      func value(_ key: String) -> Double? { rows[key] }
      func set(_ key: String, _ value: Double) { rows[key] = value }
    }
    try isolate.define(
      HostClass<Database>("Database")
        .asyncInitializer { () async in Database() }
        .asyncMethod("get") { (database, key: String) async in await database.value(key) }
        .asyncMethod("set") { (database, key: String, value: Double) async in
          await database.set(key, value)
        })
    try await isolate.run(
      try Program("var data = Database(); data.set(\"a\", 1); print data.get(\"a\");"))
    // The example ends.
    #expect(printed == ["1"])
  }

  @Test func comment() throws {
    final class Account {
      let owner: String
      private(set) var balance = 0.0
      init(owner: String) { self.owner = owner }
      func deposit(_ amount: Double) { balance += amount }
    }
    let isolate = try Isolate()
    // The example begins.
    let account = HostClass<Account>("Account")
      .initializer { (owner: String) in Account(owner: owner) }
      .property("owner", \.owner)
      .property("balance", get: { $0.balance })
      .method("deposit") { (account: inout Account, amount: Double) in account.deposit(amount) }
    try isolate.define(account)
    // The example ends.
    try isolate.run(try Program("var a = Account(\"Ada\"); a.deposit(3); var b = a.balance;"))
    #expect(isolate["b"] == 3)
  }

  @Test func structs() throws {
    let isolate = try Isolate()
    // The example begins.
    struct Vector: HostObject {
      var x: Double
      var y: Double
    }
    try isolate.define(
      HostClass<Vector>("Vector")
        .initializer { (x: Double, y: Double) in Vector(x: x, y: y) }
        .property("x", \.x)
        .property("y", \.y)
        .property("length", get: { vector in (vector.x * vector.x + vector.y * vector.y).squareRoot() })
        .method("scale") { (vector: inout Vector, factor: Double) in
          vector.x *= factor
          vector.y *= factor
        })
    try isolate.run(
      try Program("var v = Vector(3, 4); v.scale(2); v.x = v.x + 2; var length = v.length;"))
    let vector = try isolate.global("v", as: Vector.self)  // Vector(x: 8.0, y: 8.0), a copy
    // The example ends.
    #expect(vector?.x == 8)
    #expect(vector?.y == 8)
    #expect(try isolate.global("length", as: Double.self)?.rounded() == 11)
  }

  @Test func size() throws {
    final class Image {
      let bytes: [UInt8]
      init(width: Int, height: Int) { bytes = Array(repeating: 0, count: width * height) }
    }
    let isolate = try Isolate(limits: .untrusted)
    // The example begins.
    try isolate.define(
      HostClass<Image>("Image", objectBytes: 1_000_000)
        .initializer { (isolate: Isolate, width: Int, height: Int) in
          guard (1...1000).contains(width), (1...1000).contains(height) else {
            throw ConversionError(expected: "a size up to 1000", actual: "\(width) by \(height)")
          }
          isolate.charge(fuel: width * height / 16)
          return Image(width: width, height: height)
        })
    // The example ends.
    try isolate.run(try Program("for (var i = 0; i < 50; i = i + 1) Image(1000, 100);"))
    let huge = #expect(throws: RuntimeError.self) { try isolate.run(try Program("Image(100000, 1);")) }
    #expect(huge?.message == "Expected a size up to 1000, not 100000 by 1.")
    let many = #expect(throws: RuntimeError.self) {
      try isolate.run(
        try Program(
          "class N {} var l; while (true) { var n = N(); n.image = Image(9, 9); n.next = l; l = n; }"))
    }
    #expect(many?.kind == .outOfMemory)
  }

  /// A cycle that is not collected before the isolate is gone, and two ways to avoid it.
  @Test func cycles() throws {
    final class Counter: Sendable {
      private let count = Mutex(0)
      var live: Int {
        get { count.withLock { $0 } }
        set { count.withLock { $0 = newValue } }
      }
    }
    let counter = Counter()
    var isolate: Isolate? = try Isolate()

    try {
      guard let isolate else { return }
      // The example begins.
      final class LeakyButton {
        var handler: Function?  // keeps the Lox function alive
        let counter: Counter
        init(_ counter: Counter) {
          self.counter = counter
          counter.live += 1
        }
        deinit { counter.live -= 1 }
      }
      try isolate.define(
        HostClass<LeakyButton>("LeakyButton")
          .initializer { LeakyButton(counter) }
          .method("onPress") { (button, handler: Function) in button.handler = handler })
      try isolate.run(
        try Program(
          """
          fun make() {
            var button = LeakyButton();
            fun pressed() { return button; }  // refers to the button
            button.onPress(pressed);
          }
          make();
          """))
      isolate.collectGarbage()  // counter.live is 1: the button is still there
      // The example ends.
    }()
    #expect(counter.live == 1)

    try {
      guard let isolate else { return }
      // The example begins.
      final class Button: HostObject {
        var handler: WeakReference?
        let counter: Counter
        init(_ counter: Counter) {
          self.counter = counter
          counter.live += 1
        }
        deinit { counter.live -= 1 }

        func press() throws {
          if case .function(let function)? = handler?.value { try function.call() }
        }
      }
      try isolate.define(
        HostClass<Button>("Button")
          .initializer { Button(counter) }
          .method("press") { (button) in try button.press() }
          .method("onPress") { (isolate: Isolate, button, handler: Function) in
            button.handler = WeakReference(handler)
            try isolate.wrap(button).setField("handler", to: handler)
          })
      // The example ends.
      try isolate.run(
        try Program(
          """
          var presses = 0;
          fun make() {
            var button = Button();
            fun pressed() { presses = presses + 1; return button; }
            button.onPress(pressed);
            return button;
          }
          var kept = make();
          """))
      #expect(counter.live == 2)
      for _ in 0..<3 {
        isolate.collectGarbage()
        try isolate.run(try Program("kept.press();"))
      }
      #expect(isolate["presses"] == 3)
      try isolate.run(try Program("kept = nil;"))
      isolate.collectGarbage()
      #expect(counter.live == 1)
    }()

    // The isolate takes everything with it, including the cycle.
    isolate = nil
    #expect(counter.live == 0)
  }

  /// The field of the instance is enough.
  @Test func callbacksInFields() throws {
    final class Door: HostObject {}
    let isolate = try Isolate()
    let door = Door()
    // The example begins.
    try isolate.define(HostClass<Door>("Door"))
    let instance = try isolate.wrap(door)
    try isolate.setGlobal("door", to: instance)
    try isolate.run(
      try Program("var openings = 0; fun opened() { openings = openings + 1; } door.onOpen = opened;"))

    if case .function(let handler)? = instance["onOpen"] { try handler.call() }
    // The example ends.
    #expect(isolate["openings"] == 1)
  }

  @Test func operators() throws {
    var lines: [String] = []
    let isolate = try Isolate { lines.append($0) }
    // The example begins.
    try isolate.define(
      HostClass<Complex>("Complex")
        .initializer { (re: Double, im: Double) in Complex(re: re, im: im) }
        .operator("+") { $0 + $1 }
        .operator("*") { $0 * $1 }
        .operator("-") { Complex(re: -$0.re, im: -$0.im) }
        .operator("<") { $0.re < $1.re }
        .subscript { (number, name: String) -> Double? in
          switch name {
          case "re": number.re
          case "im": number.im
          default: nil
          }
        }
        .iterable { [$0.re, $0.im] }
        .contains { (number, part: Double) in part == number.re || part == number.im }
        .description { "\($0.re) + \($0.im)i" })
    try isolate.run(
      try Program(
        """
        var i = Complex(0, 1);
        print i * i + Complex(3, 1);             // 2.0 + 1.0i
        print -i;                                // -0.0 + -1.0i
        print i["im"];                           // 1
        print 1 in i;                            // true
        for (var part in i) print part;          // 0, 1
        print [Complex(2, 0), i].sorted()[0];    // 0.0 + 1.0i
        """))
    // The example ends.
    #expect(lines == ["2.0 + 1.0i", "-0.0 + -1.0i", "1", "true", "0", "1", "0.0 + 1.0i"])
    let error = #expect(throws: RuntimeError.self) { try isolate.run(try Program("i + 1;")) }
    #expect(error?.message == "Right operand of '+' must be a Complex, not a number.")
  }
}

// The example begins.
struct Complex: HostObject {
  var re: Double
  var im: Double
  static func + (a: Complex, b: Complex) -> Complex { Complex(re: a.re + b.re, im: a.im + b.im) }
  static func * (a: Complex, b: Complex) -> Complex {
    Complex(re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re)
  }
}
// The example ends.
