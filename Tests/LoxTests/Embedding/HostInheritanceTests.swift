import Lox
import Synchronization
import Testing

/// Host classes that inherit from each other as their Swift classes do, and what belongs to a class itself.
@Suite(.serialized, .stressedCrossings) struct HostInheritanceTests {
  class Entity: HostObject {
    let name: String
    var x = 0.0
    init(name: String) { self.name = name }
    func describe() -> String { "entity \(name)" }
  }
  class Monster: Entity {
    var health = 10
    override func describe() -> String { "monster \(name)" }
  }
  /// Not known to any isolate.
  final class Dragon: Monster {
    override func describe() -> String { "dragon \(name)" }
  }

  static let entity = HostClass<Entity>("Entity")
    .initializer { (name: String) in Entity(name: name) }
    .property("name", get: { $0.name })
    .property("x", \.x)
    .method("describe") { entity in entity.describe() }
    .method("move") { (entity, by: Double) in entity.x += by }
    .method("on") { (isolate: Isolate, entity, event: String, f: Function) in
      try isolate.wrap(entity).setField("on_" + event, to: f)
    }
  static let monster = HostClass<Monster>("Monster", inheriting: entity)
    .initializer { (name: String) in Monster(name: name) }
    .property("health", \.health)
    .method("hurt") { (monster, amount: Int) in monster.health -= amount }

  private func makeHost(stressed: Bool = false) throws -> Host {
    let host = try Host(stressed: stressed)
    try host.isolate.define(Self.entity)
    try host.isolate.define(Self.monster)
    return host
  }

  @Test(arguments: [false, true]) func inheritance(stressed: Bool) throws {
    let host = try makeHost(stressed: stressed)
    let output = try host.run(
      """
      class Goblin < Monster {
        init(name) { super.init(name); this.rage = 0; }
        describe() { return "goblin: " + super.describe(); }
        move(by) { super.move(2 * by); this.rage = this.rage + 1; return this; }
      }
      var g = Goblin("Grub");
      g.hurt(3); g.move(2).move(1);
      print g.health; print g.x; print g.rage; print g.name; print g.describe();
      var m = Monster("M"); m.move(4); m.x = m.x + 1;
      print m.x; print m.describe(); print m;
      var e = Entity("E"); print e.describe(); print e;
      """)
    #expect(
      output
        == "7\n6\n2\nGrub\ngoblin: monster Grub\n5\nmonster M\nMonster instance\nentity E\nEntity instance\n")
    #expect(host.message("e.hurt(1);") == "Undefined property 'hurt'.")
    #expect(host.message("class B < Monster { init() {} } B().move(1);")?.contains("super.init") == true)
    var names: [String] = []
    var next = try host.isolate.global("g", as: Instance.self)?.class
    while let current = next {
      names.append(current.name ?? "")
      next = current.superclass
    }
    #expect(names == ["Goblin", "Monster", "Entity"])
  }

  /// A class without an initializer of its own has none: that of the superclass makes other objects.
  @Test func initializersAreNotInherited() throws {
    let host = try Host()
    try host.isolate.define(HostClass<Monster>("Monster", inheriting: Self.entity))
    #expect(host.message("Monster(\"M\");") == "Class 'Monster' has no initializer for scripts.")
    // The superclass is there, though not as a global; once it is defined, it is the same one.
    try host.isolate.setGlobal("m", to: Monster(name: "M"))
    #expect(try host.run("print m.name; m.move(1); print m.x;") == "M\n1\n")
    #expect(host.isolate["Entity"] == nil)
  }

  /// An object's class is that of its dynamic type, whatever its static type, or the nearest one that was defined.
  @Test func dynamicTypes() throws {
    let host = try makeHost()
    let (a, b) = (Monster(name: "A"), Monster(name: "B"))
    let list: [Entity] = [a, Dragon(name: "D"), Entity(name: "E")]
    try host.isolate.setGlobal("list", to: list)
    try host.isolate.setGlobal("a", to: a)
    try host.isolate.setGlobal("b", to: b)
    let output = try host.run(
      """
      print a == list[0]; print a; print a.health; print b.health;
      var d = list[1]; print d; print d.health; print d.describe();
      print list[2];
      """)
    #expect(
      output == "true\nMonster instance\n10\n10\nMonster instance\n10\ndragon D\nEntity instance\n")
    #expect(
      try host.isolate.global("list", as: [Entity].self)?.map { $0.describe() } == list.map { $0.describe() })
    // A class that is defined later is the nearest one from then on.
    try host.isolate.define(HostClass<Dragon>("Dragon", inheriting: Self.monster))
    try host.isolate.setGlobal("d", to: Dragon(name: "D"))
    #expect(try host.run("print d; print d.health;") == "Dragon instance\n10\n")
  }

  @Test func arguments() throws {
    let host = try makeHost()
    try host.isolate.define("nameOf") { (entity: Entity) in entity.name }
    try host.isolate.define("healthOf") { (monster: Monster) in monster.health }
    try host.isolate.setGlobal("d", to: Dragon(name: "D") as Entity)
    #expect(
      try host.run(
        "print nameOf(Monster(\"M\")); print nameOf(Entity(\"E\")); print healthOf(d); print nameOf(d);")
        == "M\nE\n10\nD\n")
    #expect(
      host.message("healthOf(Entity(\"E\"));")
        == "Argument 1 of 'healthOf' must be a Monster, not an Entity instance.")
    // An instance without an object.
    #expect(
      host.message("class B < Monster { init() {} } healthOf(B());")
        == "Argument 1 of 'healthOf' must be a Monster, not a B instance.")
  }

  @Test func handles() throws {
    let host = try makeHost()
    try host.run(
      "fun hit(n) { return \"hit \" + n; } var m = Monster(\"M\"); m.on(\"hit\", hit); m.note = 1;")
    let instance = try #require(try host.isolate.global("m", as: Instance.self))
    #expect(instance["x"] == 0)
    try instance.setField("x", to: 100)
    #expect(instance.hostObject(as: Monster.self)?.x == 100)
    #expect(instance.hostObject(as: Entity.self)?.x == 100)
    #expect(instance.hostObject(as: Dragon.self) == nil)
    #expect(try instance.field("x", as: Int.self) == 100)
    #expect(try instance.field("health", as: Int.self) == 10)
    #expect(try host.run("print m.x;") == "100\n")
    #expect(throws: RuntimeError.self) { try instance.setField("name", to: "N") }
    #expect(instance["describe"] == nil)
    let describe = try #require(instance.method("describe"))
    #expect(try describe.call() == "monster M")
    #expect(try instance.method("on_hit")?.call("hard") == "hit hard")
    #expect(instance.method("note") == nil)
    #expect(instance.method("nothing") == nil)
    #expect(instance.fieldNames == ["on_hit", "note"])
  }

  // MARK: - Static members

  final class Color: HostObject, Sendable {
    let name: String
    init(_ name: String) { self.name = name }
    static let favourite = Mutex("blue")
  }
  static let color = HostClass<Color>("Color")
    .property("name", \.name)
    .constant("red", Color("red"))
    .constant("count", 3)
    .constant("names", ["red", "blue"])
    .staticProperty(
      "favourite", get: { Color.favourite.withLock { $0 } },
      set: { new in Color.favourite.withLock { $0 = new } }
    )
    .staticMethod("named") { (name: String) in Color(name) }
    .staticMethod("both") { (isolate: Isolate, a: Value, f: Function) -> Value in try f.call(a) }
    .staticMethod("reset") { Color.favourite.withLock { $0 = "blue" } }

  @Test(arguments: [false, true]) func statics(stressed: Bool) throws {
    let host = try Host(stressed: stressed)
    try host.isolate.define(Self.color)
    let output = try host.run(
      """
      print Color.red; print Color.red == Color.red; print Color.red.name; print Color.count;
      print Color.names[1];
      print Color.favourite; Color.favourite = "green"; print Color.favourite; print Color.reset();
      print Color.named("x").name;
      var named = Color.named; print named("y").name; print named;
      fun id(x) { return x; } print Color.both(Color.red, id) == Color.red;
      for (var i = 0; i < 3; i = i + 1) { Color.favourite = Color.favourite + "!"; }
      print Color.favourite; Color.reset();
      """)
    #expect(
      output
        == "Color instance\ntrue\nred\n3\nblue\nblue\ngreen\nnil\nx\ny\n<native fn>\ntrue\nblue!!!\n")
    #expect(host.message("Color.count = 1;") == "Property 'count' is read-only.")
    #expect(host.message("Color.named = 1;") == "Property 'named' is read-only.")
    #expect(
      host.message("Color.favourite = 1;") == "Property 'Color.favourite' must be a string, not a number.")
    #expect(host.message("Color.named();") == "'Color.named' expected 1 argument but got 0.")
    #expect(host.message("Color.nothing;") == "Undefined property 'nothing'.")
    #expect(host.message("Color.nothing = 1;") == "Undefined property 'nothing'.")
    #expect(host.message("Color.nothing();") == "Undefined property 'nothing'.")
    #expect(host.message("Color.red.count;") == "Undefined property 'count'.")
    guard case .undefinedProperty(_, _, let similar)? = host.error("Color.favorite;")?.cause else {
      Issue.record("no cause")
      return
    }
    #expect(similar == ["favourite"])
  }

  /// Classes of scripts have no members but those of all classes, those that they are given, and static ones that they inherit.
  @Test func staticsOfScripts() throws {
    let host = try makeHost()
    #expect(host.message("class A {} A.x;") == "Undefined property 'x'.")
    #expect(host.message("// lox: book\nA.x = 1;") == "Only instances have fields.")
    #expect(host.message("A.x();") == "Undefined property 'x'.")
    #expect(host.message("A.x = 1;") == nil)
    #expect(host.message("A.x();") == "Can only call functions and classes.")
    #expect(host.message("Entity.x;") == "Undefined property 'x'.")
    #expect(host.message("Entity.x();") == "Undefined property 'x'.")
    #expect(host.message("\"\".x();") == "Undefined property 'x'.")
    try host.isolate.define(Self.color)
    #expect(try host.run("class B < Color {} print B.count; print B.named(\"z\").name;") == "3\nz\n")
    let monster = Self.monster.constant("kinds", 2)
    let dragon = HostClass<Dragon>("Dragon", inheriting: monster).constant("heads", 7)
    try host.isolate.define(monster)
    try host.isolate.define(dragon)
    #expect(try host.run("print Dragon.heads; print Dragon.kinds;") == "7\n2\n")
    #expect(host.message("Monster.heads;") == "Undefined property 'heads'.")
    let instance = try host.isolate.wrap(Dragon(name: "D"))
    #expect(instance[""] == nil)
    #expect(instance.method("") == nil)
    host.isolate.collectGarbage()
    #expect(try host.run("print Dragon.heads;") == "7\n")
  }

  // MARK: - Asynchronous members

  actor Database: HostObject {
    private var rows: [String: Double]
    init(_ key: String, _ value: Double) { rows = [key: value] }
    func get(_ key: String) -> Double? { rows[key] }
    func set(_ key: String, _ value: Double) { rows[key] = value }
  }
  static let database = HostClass<Database>("Database")
    .asyncInitializer { (key: String, value: Double) async throws in
      if value < 0 { throw ConversionError(expected: "more", actual: "\(value)") }
      await Task.yield()
      return Database(key, value)
    }
    .asyncMethod("get") { (database, key: String) async -> Double? in await database.get(key) }
    .asyncMethod("set") { (database, key: String, value: Double) async in await database.set(key, value) }

  @Test(arguments: [false, true]) func asynchronous(stressed: Bool) async throws {
    let host = try Host(stressed: stressed)
    try host.isolate.define(Self.database)
    try await host.isolate.run(
      try Program(
        """
        var d = Database("a", 1);
        var a = d.get("a"); d.set("b", 5); var b = d.get("b"); var c = d.get("c");
        class Cache < Database {
          init(key) { super.init(key, 7); this.hits = 0; }
          get(key) { this.hits = this.hits + 1; return super.get(key); }
        }
        var cache = Cache("x"); var x = cache.get("x"); var hits = cache.hits;
        """))
    #expect(["a", "b", "c", "x", "hits"].map { host.isolate[$0] } == [1, 5, .nil, 7, 1])
    #expect(try await host.isolate.global("cache", as: Database.self)?.get("x") == 7)
    #expect(
      host.message("Database(\"a\", 1);") == "'Database.init' is asynchronous and can't be called here.")
    #expect(host.message("d.get(\"a\");") == "'Database.get' is asynchronous and can't be called here.")
    await #expect(throws: RuntimeError.self) {
      try await host.isolate.run(try Program("Database(\"a\", -1);"))
    }
  }
}
