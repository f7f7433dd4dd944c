import Lox
import Synchronization
import Testing

@Suite(.serialized, .stressedCrossings) struct HostClassTests {
  final class Account {
    let owner: String
    var balance = 0.0
    static let count = Atomic(0)

    init(owner: String) {
      self.owner = owner
      Account.count.add(1, ordering: .relaxed)
    }
    deinit { Account.count.subtract(1, ordering: .relaxed) }

    struct Overdrawn: Error {}
    func withdraw(_ amount: Double) throws {
      if amount > balance { throw Overdrawn() }
      balance -= amount
    }
  }

  static func makeHost(stressed: Bool = false) throws -> Host {
    let host = try Host(stressed: stressed)
    try host.isolate.define(
      HostClass<Account>("Account")
        .initializer { (owner: String) in Account(owner: owner) }
        .property("owner", \.owner)
        .property("balance", \.balance)
        .method("deposit") { (account: inout Account, amount: Double) in account.balance += amount }
        .method("withdraw") { (account: inout Account, amount: Double) in try account.withdraw(amount) }
        .method("describe") { (account: inout Account) in "\(account.owner): \(account.balance)" })
    return host
  }

  /// An initializer that is called again gives the instance another object, which stays as long as the instance does.
  @Test func initializedTwice() throws {
    let host = try Self.makeHost()
    #expect(
      try host.run(
        """
        const accounts = [];
        for (var i in 0..<50) {
          const account = Account("first");
          account.init(`second ${i}`);
          accounts.add(account);
        }
        var garbage = nil;
        for (var i in 0..<300000) garbage = [garbage is List ? 1 : 2];
        var found = 0;
        for (var i, account in accounts) if (account.owner == `second ${i}`) found++;
        print found;
        """) == "50\n")
  }

  @Test(arguments: [false, true]) func classes(stressed: Bool) throws {
    let host = try Self.makeHost(stressed: stressed)
    let output = try host.run(
      """
      var a = Account("Ada");
      a.deposit(10);
      a.withdraw(4);
      print a.balance;
      a.balance = 100;
      print a.describe();
      print a.owner;
      var m = a.deposit;
      m(1);
      print a.balance;
      print a; print Account; print m;
      a.note = "mine"; print a.note;
      """)
    #expect(
      output == "6\nAda: 100.0\nAda\n101\nAccount instance\nAccount\n<native fn>\nmine\n")
  }

  /// The same instructions see instances of the class, of subclasses that override its members, or have them as fields, and of others.
  @Test(arguments: [false, true]) func sitesThatSeeManyKinds(stressed: Bool) throws {
    let host = try Self.makeHost(stressed: stressed)
    let output = try host.run(
      """
      // lox: extended
      class Saver < Account { describe() { return `saver of ${this.owner}`; } owner => "S"; }
      class Plain { init() { this.owner = "P"; this.balance = 0; } describe() { return "plain"; } }
      class Holder { init(f) { this.describe = f; this.owner = "H"; this.balance = nil; } }
      fun see(x) { x.balance = 5; return `${x.owner} ${x.describe()} ${x.balance}`; }
      var all = [Account("a"), Saver("b"), Plain(), Account("c"), Holder(() => "field")];
      all[3].note = 1;
      for (var i = 0; i < 3; i += 1) { for (var x in all) print see(x); }
      """)
    let round = "a a: 5.0 5\nS saver of S 5\nP plain 5\nc c: 5.0 5\nH field 5\n"
    #expect(output == round + round + round)
  }

  private final class Item {
    let id = 7.0
    var count = 1.0
    var double: Double { count * 2 }
  }

  /// A key path that can be written to is a property that can be set, whichever way Swift takes it.
  @Test func keyPaths() throws {
    let host = try Host()
    let value: KeyPath<Item, Double> & Sendable = \Item.id
    try host.isolate.define(
      HostClass<Item>("Item")
        .initializer { Item() }
        .property("id", \.id).property("count", \.count).property("double", \.double)
        .property("value", value).readOnly("fixed", \.count).readOnly("fixedValue", value)
        .property("closure") { $0.count })
    let output = try host.run(
      """
      var item = Item();
      item.count = 4;
      print item.id; print item.count; print item.double; print item.value; print item.fixed;
      print item.fixedValue; print item.closure;
      """)
    #expect(output == "7\n4\n8\n7\n4\n7\n4\n")
    for name in ["id", "double", "value", "fixed", "fixedValue", "closure"] {
      #expect(host.message("item.\(name) = 1;") == "Property '\(name)' is read-only.")
    }
  }

  @Test func mistakes() throws {
    let host = try Self.makeHost()
    #expect(host.message("Account();") == "'Account.init' expected 1 argument but got 0.")
    #expect(host.message("Account(1);") == "Argument 1 of 'Account' must be a string, not a number.")
    #expect(host.message("Account(\"a\").owner = \"b\";") == "Property 'owner' is read-only.")
    #expect(
      host.message("Account(\"a\").balance = nil;") == "Property 'Account.balance' must be a number, not nil."
    )
    #expect(host.message("Account(\"a\").deposit();") == "'Account.deposit' expected 1 argument but got 0.")
    #expect(
      host.message("Account(\"a\").deposit(true);")
        == "Argument 1 of 'Account.deposit' must be a number, not a boolean.")
    #expect(host.message("Account(\"a\").nothing();") == "Undefined property 'nothing'.")
    let error = host.error("Account(\"a\").withdraw(1);")
    #expect(error?.underlying is Account.Overdrawn)
    #expect(error?.trace.frames.map(\.functionName) == ["Account.withdraw", nil])
  }

  @Test(arguments: [false, true]) func subclasses(stressed: Bool) throws {
    let host = try Self.makeHost(stressed: stressed)
    let output = try host.run(
      """
      class Savings < Account {
        init(owner, rate) { super.init(owner); this.rate = rate; }
        deposit(amount) { super.deposit(amount * (1 + this.rate)); return this; }
        grow() { this.balance = this.balance * 2; var b = super.deposit; b(1); }
      }
      var s = Savings("Bob", 0.5);
      s.deposit(10).deposit(20);
      print s.balance; print s.rate; print s.owner;
      s.grow(); print s.balance;
      class Plain < Account {}
      print Plain("Eve").owner;
      class Broken < Account { init() {} }
      """)
    #expect(output == "45\n0.5\nBob\n91\nEve\n")
    #expect(host.message("Broken().deposit(1);")?.contains("super.init") == true)
    #expect(host.message("print Broken().owner;")?.contains("super.init") == true)
    // A method of the class can't be used on something else.
    #expect(host.message("class Other {} Other().owner;") == "Undefined property 'owner'.")
  }

  /// Host objects are released when their instance is collected, even in cycles, and with the isolate.
  @Test func release() throws {
    var host: Host? = try Self.makeHost()
    let before = Account.count.load(ordering: .relaxed)
    try host?.run(
      """
      class Node {}
      fun make() {
        var a = Account("a"); var b = Account("b"); var n = Node();
        a.other = b; b.other = n; n.account = a;
      }
      for (var i = 0; i < 1000; i = i + 1) make();
      var kept = Account("kept");
      """)
    host?.isolate.collectGarbage()
    #expect(Account.count.load(ordering: .relaxed) == before + 1)
    #expect(try host?.run("print kept.owner;") == "kept\n")
    host = nil
    #expect(Account.count.load(ordering: .relaxed) == before)
  }

  /// Minor collections also release objects.
  @Test func releaseByMinorCollections() throws {
    let host = try Self.makeHost()
    let before = Account.count.load(ordering: .relaxed)
    try host.run("for (var i = 0; i < 100000; i = i + 1) Account(\"x\");")
    #expect(Account.count.load(ordering: .relaxed) < before + 50000)
  }

  @Test func identity() throws {
    let host = try Self.makeHost()
    let account = Account(owner: "Ada")
    let first = try host.isolate.wrap(account)
    #expect(try host.isolate.wrap(account) == first)
    try host.isolate.setGlobal("account", to: first)
    try host.run("account.deposit(5);")
    #expect(account.balance == 5)
    #expect(first.hostObject(as: Account.self) === account)
    #expect(first.hostObject(as: String.self) == nil)
    try host.isolate.define("same") { (a: Instance, b: Instance) in a == b }
    #expect(try host.run("print same(account, account); print account == account;") == "true\ntrue\n")
  }

  struct Vector: HostObject, Equatable {
    var x: Double
    var y: Double
    var length: Double { (x * x + y * y).squareRoot() }
  }

  @Test func values() throws {
    let host = try Host()
    try host.isolate.define(
      HostClass<Vector>("Vector")
        .initializer { (x: Double, y: Double) in Vector(x: x, y: y) }
        .property("x", \.x)
        .readOnly("y", \.y)
        .property("length", \.length)
        .method("plus") { (a: inout Vector, b: Vector) in Vector(x: a.x + b.x, y: a.y + b.y) }
        .method("scale") { (a: inout Vector, by: Double) in
          a.x *= by
          a.y *= by
        })
    try host.isolate.define("double") { (v: Vector) in Vector(x: v.x * 2, y: v.y * 2) }
    let output = try host.run(
      """
      var v = Vector(3, 4);
      print v.length;
      v.x = 6; v.scale(0.5);
      print v.x; print v.y;
      print double(v).plus(v).x;
      """)
    #expect(output == "5\n3\n2\n9\n")
    #expect(host.message("v.y = 1;") == "Property 'y' is read-only.")
    #expect(host.message("double(1);") == "Argument 1 of 'double' must be a Vector, not a number.")
    #expect(host.message("v.plus(nil);") == "Argument 1 of 'Vector.plus' must be a Vector, not nil.")
    #expect(try host.isolate.global("v", as: Vector.self) == Vector(x: 3, y: 2))
  }

  @Test func withoutInitializer() throws {
    let host = try Host()
    try host.isolate.define(HostClass<Account>("Account").property("owner", \.owner))
    #expect(host.message("Account();") == "Class 'Account' has no initializer for scripts.")
    try host.isolate.setGlobal("a", to: try host.isolate.wrap(Account(owner: "Ada")))
    #expect(try host.run("print a.owner;") == "Ada\n")
  }

  /// A Swift object with a handle to something that keeps the object alive is a cycle that is not collected; a weak reference is
  /// the remedy.
  final class Listener {
    var strong: Value?
    var weak: WeakReference?
    static let count = Atomic(0)
    init() { Listener.count.add(1, ordering: .relaxed) }
    deinit { Listener.count.subtract(1, ordering: .relaxed) }
  }

  @Test func cyclesThroughSwift() throws {
    let host = try Host()
    try host.isolate.define(
      HostClass<Listener>("Listener")
        .initializer { Listener() }
        .method("keep") { (listener: inout Listener, value: Value) in listener.strong = value }
        .method("watch") { (listener: inout Listener, value: Value) in listener.weak = WeakReference(value) }
        .method("release") { (listener: inout Listener) in listener.strong = nil }
        .method("target") { (listener: inout Listener) in listener.weak?.value ?? .nil })
    let before = Listener.count.load(ordering: .relaxed)
    try host.run("{ var l = Listener(); l.watch(l); print l.target() == l; }")
    host.isolate.collectGarbage()
    #expect(Listener.count.load(ordering: .relaxed) == before)
    try host.run("{ var l = Listener(); l.keep(l); }")
    host.isolate.collectGarbage()
    #expect(Listener.count.load(ordering: .relaxed) == before + 1)
  }

  /// What an object does when it is released can't use the isolate, and does no harm.
  final class Nuisance {
    weak var isolate: Isolate?
    init(_ isolate: Isolate) { self.isolate = isolate }
    static let refused = Atomic(0)
    deinit {
      guard let isolate else { return }
      do { try isolate.call("f") } catch { Nuisance.refused.add(1, ordering: .relaxed) }
    }
  }

  @Test func deinitializersCannotEnter() throws {
    let host = try Host()
    let isolate = host.isolate
    try isolate.define(
      HostClass<Nuisance>("Nuisance").initializer { (isolate: Isolate) in Nuisance(isolate) })
    try host.run("fun f() {} for (var i = 0; i < 30000; i = i + 1) Nuisance();")
    isolate.collectGarbage()
    #expect(Nuisance.refused.load(ordering: .relaxed) > 1000)
    #expect(try host.run("print 1;") == "1\n")
  }

  /// Objects count towards the memory limit as their class says.
  @Test func memoryOfHostObjects() throws {
    var limits = Limits()
    limits.heapBytes = 4 << 20
    let host = try Host(limits)
    try host.isolate.define(
      HostClass<Account>("Account", objectBytes: 100_000).initializer { (o: String) in Account(owner: o) })
    try host.run("for (var i = 0; i < 1000; i = i + 1) Account(\"x\");")
    let error = host.error(
      "class L {} var all; for (var i = 0; i < 1000; i = i + 1) { var l = L(); l.a = Account(\"x\"); l.next = all; all = l; }"
    )
    #expect(error?.kind == .outOfMemory)
    #expect(try host.run("all = nil; print Account(\"y\").z = 1;") == "1\n")
  }

  // MARK: - Closures that get the isolate

  final class Sensor: HostObject {
    var level = 0.0
    var changes = 0
  }

  /// Properties, elements, operators and static members whose closures take the isolate first.
  @Test(arguments: [false, true]) func closuresThatGetTheIsolate(stressed: Bool) throws {
    let host = try Host(stressed: stressed)
    let unit = 10.0
    try host.isolate.define(
      HostClass<Sensor>("Sensor")
        .initializer { (isolate: Isolate) in
          try isolate.setGlobal("made", to: true)
          return Sensor()
        }
        .property(
          "scaled", get: { (isolate: Isolate, sensor) in try isolate.call("scale", sensor.level) as Double }
        )
        .property(
          "level", get: { (isolate: Isolate, sensor) in sensor.level + (isolate["offset"] == 1 ? 1 : 0) },
          set: { (isolate: Isolate, sensor, level) in
            sensor.level = level
            sensor.changes += 1
            try isolate.setGlobal("last", to: sensor)
          }
        )
        .property("short", get: { $1.level }, set: { $1.level = $2 })
        .readOnly("changes") { (isolate: Isolate, sensor) in sensor.changes }
        .operator("*") { (isolate: Isolate, sensor, factor: Double) in
          try isolate.call("scale", sensor.level * factor) as Double
        }
        .operator("<") { (_: Isolate, sensor, other: Sensor) in sensor.level < other.level }
        .subscript(
          get: { (isolate: Isolate, sensor, name: String) in isolate[name] ?? .nil },
          set: { (isolate: Isolate, _, name: String, value: Value) in try isolate.setGlobal(name, to: value) }
        )
        .staticProperty("unit", get: { (isolate: Isolate) in try isolate.call("scale", unit) as Double })
        .staticProperty(
          "limit", get: { (isolate: Isolate) in isolate["limit"] ?? .nil },
          set: { (isolate: Isolate, limit: Value) in try isolate.setGlobal("limit", to: limit) }
        )
        .method("iterate") { (isolate: Isolate, sensor) in
          try isolate.call("levels", sensor.level) as [Double]
        }
        .method("contains") { (_: Isolate, sensor, level: Double) in sensor.level == level }
        .property(
          "description",
          get: { (isolate: Isolate, sensor) in try isolate.call("text", sensor.level) as String }))
    let output = try host.run(
      """
      fun scale(x) => x * 2;
      fun levels(x) => [x, x + 1];
      fun text(x) => `level ${x}`;
      var s = Sensor();
      s.level = 4;
      print [made, s.level, s.scaled, s.changes, last == s];
      var offset = 1;
      s.short = 5;
      s.level += 1;
      print [s.level, s.short, s.changes];
      print [s * 3, s < Sensor(), Sensor() < s];
      s["found"] = [7];
      print [s["found"], found, s["nothing"]];
      Sensor.limit = 3;
      print [Sensor.unit, Sensor.limit, limit];
      for (var x in s) print x;
      print [7 in s, 8 in s];
      print s;
      """)
    #expect(
      output == """
        [true, 4, 8, 1, true]
        [8, 7, 2]
        [42, false, true]
        [[7], [7], nil]
        [20, 3, 3]
        7
        8
        [true, false]
        level 7

        """)
    #expect(host.message("s.scaled = 1;") != nil && host.message("s.changes = 1;") != nil)
    #expect(host.message("s.level = \"high\";")?.contains("a number") == true)
    #expect(host.message("fun scale(x) => nil; s.scaled;") != nil)
  }

  /// A value type that a setter with the isolate changes keeps the change, also if the isolate runs a script meanwhile.
  @Test(arguments: [false, true]) func settersThatCallScripts(stressed: Bool) throws {
    struct Point: HostObject { var x: Double }
    let host = try Host(stressed: stressed)
    try host.isolate.define(
      HostClass<Point>("Point")
        .initializer { (x: Double) in Point(x: x) }
        .property(
          "x", get: { (_: Isolate, point) in point.x },
          set: { (isolate: Isolate, point, x) in
            point.x = x
            point.x += try isolate.call("extra") as Double
          }))
    let script =
      "var made; fun extra() { made = [Point(1), 1]; return made[0].x; } var p = Point(2); p.x = 7; print p.x;"
    #expect(try host.run(script) == "8\n")
  }
}
