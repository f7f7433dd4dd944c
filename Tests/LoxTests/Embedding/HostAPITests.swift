import Lox
import Synchronization
import Testing

/// APIs that are declared once and given to many isolates.
@Suite(.serialized, .stressedCrossings) struct HostAPITests {
  typealias Entity = HostInheritanceTests.Entity
  typealias Monster = HostInheritanceTests.Monster

  static let api = HostAPI { api in
    api.define("add") { (a: Double, b: Double) in a + b }
    api.define("shout") { (text: String) in text + "!" }
    api.define("here") { (isolate: Isolate) in isolate["where"] ?? .nil }
    api.define("quiet") { (_: Double) in }
    api.define("four") { (a: Int, b: Int, c: Int, d: Int) in a + b + c + d }
    api.defineVariadic("count") { arguments in .number(Double(arguments.count)) }
    api.defineVariadic("first") { (isolate: Isolate, arguments: [Value]) in arguments.first ?? .nil }
    api.defineAsync("later") { (n: Int) async in n + 1 }
    api.defineAsync("nap") { () async in await Task.yield() }
    api.define(HostInheritanceTests.entity)
    api.define(HostInheritanceTests.monster)
    api.define(HostInheritanceTests.color)
    api.constant("version", 3)
    api.constant("primes", [2, 3, 5])
    api.describe("add", parameters: ["left", "right"], documentation: "Adds.")
  }

  @Test(arguments: [false, true]) func everything(stressed: Bool) async throws {
    let host = try Host(api: Self.api, stressed: stressed)
    let output = try host.run(
      """
      print add(1, 2); print shout("a"); print here(); print quiet(1); print four(1, 2, 3, 4);
      print count(1, nil); print first("x");
      print Monster("M").describe(); print Color.count; print version; print primes[1];
      fun late() { return add(shout("b") == "b!" and 1, 1); }
      print late();
      version = 4; print version;
      """)
    #expect(output == "3\na!\nnil\nnil\n10\n2\nx\nmonster M\n3\n3\n3\n2\n4\n")
    try await host.isolate.run(try Program("nap(); var n = later(1);"))
    #expect(host.isolate["n"] == 2)
    // Each isolate has its own globals.
    let other = try Isolate(api: Self.api)
    #expect(other["version"] == 3)
    try other.setGlobal("where", to: "there")
    #expect(try await other.call("here") == "there")
    #expect(try await other.call("add", 1, 2) == 3)
    #expect(host.isolate["where"] == nil)
  }

  /// What nobody has mentioned yet is also there.
  @Test func names() throws {
    let host = try Host(api: Self.api)
    #expect(Set(host.isolate.globalNames).isSuperset(of: ["add", "Monster", "version"]))
    #expect(host.isolate.globalNames.count == 14)
    guard case .undefinedVariable(_, let similar)? = host.error("shuot(1);")?.cause else {
      Issue.record("no cause")
      return
    }
    #expect(similar == ["shout"])
    #expect(host.isolate.globalNames.count == 14)
    try host.run("var mine = add;")
    #expect(host.isolate.globalNames.count == 15)
    #expect(host.isolate["Monster"]?.kind == "a class")
    #expect(host.isolate.globalNames.count == 15)
    let text = host.isolate.apiDeclaration
    #expect(text == Self.api.apiDeclaration)
    #expect(
      text.contains(
        #"{"name":"add","parameters":[{"name":"left","type":"number"},{"name":"right","type":"number"}],"returns":"number","documentation":"Adds."}"#
      ))
    #expect(
      text.contains(
        #"{"name":"later","parameters":[{"name":"argument1","type":"number"}],"returns":"number","async":true}"#
      ))
    #expect(
      text.contains(
        #"{"name":"Monster","superclass":"Entity","initializer":[{"name":"argument1","type":"string"}]"#))
    #expect(text.contains(#""staticMethods":[{"name":"both""#))
    #expect(text.contains(#""staticProperties":[{"name":"count","type":"number","readOnly":true}"#))
    host.isolate.describe("Color.named", parameters: ["name"], documentation: "Makes one.")
    #expect(
      host.isolate.apiDeclaration.contains(#"{"name":"named","parameters":[{"name":"name","type":"string"}]"#)
    )
  }

  /// A later definition by the host counts, and so does one by the script.
  @Test func overriding() throws {
    let host = try Host(api: Self.api)
    host.isolate.removeGlobal("add")
    #expect(host.message("add(1, 2);") == "Undefined variable 'add'.")
    #expect(host.isolate["add"] == nil)
    #expect(!host.isolate.globalNames.contains("add"))
    #expect(!host.isolate.apiDeclaration.contains(#""add""#))
    try host.isolate.setGlobal("version", to: 9)
    try host.isolate.define("shout") { (text: String) in text + "?" }
    #expect(try host.run("print version; print shout(\"a\");") == "9\na?\n")
    #expect(try host.run("fun four() { return 4; } print four();") == "4\n")
    try host.isolate.install(
      HostAPI { api in
        api.define("shout") { (text: String) in text + "." }
        api.define("new") { 1 }
        api.define("add") { (a: Double, b: Double) in a - b }
      })
    #expect(try host.run("print shout(\"a\"); print new(); print add(1, 2);") == "a.\n1\n-1\n")
    // If two have the same name, the later one is found.
    var merged = Self.api
    merged.merge(HostAPI { $0.constant("version", 10) })
    #expect(try Isolate(api: merged)["version"] == 10)
    var options = Isolate.Options()
    options.hasClock = true
    options.apis = [Self.api, HostAPI { $0.define("clock") { 5 } }]
    #expect(try Isolate(options: options).call("clock") == 5)
  }

  /// Programs that were linked earlier refer to the places of the globals.
  @Test func installedLate() throws {
    let host = try Host()
    let program = try Program("fun f() { return add(1, 2); }")
    try host.isolate.run(program)
    #expect(throws: RuntimeError.self) { try host.isolate.call("f") }
    try host.isolate.install(Self.api)
    #expect(try host.isolate.call("f") == 3)
    try host.isolate.run(program)
    #expect(try host.isolate.call("f") == 3)
  }

  /// Objects find their class before a script has mentioned it, and whatever has become of its name.
  @Test func objects() throws {
    let isolate = try Isolate(api: Self.api)
    let monster = try isolate.wrap(Monster(name: "M") as Entity)
    #expect(try monster.call("describe") == "monster M")
    #expect(monster.class == (try isolate.global("Monster", as: Class.self)))
    #expect(monster.class?.superclass == (try isolate.global("Entity", as: Class.self)))
    let other = try Isolate(api: Self.api)
    other.removeGlobal("Monster")
    #expect(try other.wrap(Monster(name: "N")).class?.name == "Monster")
    #expect(other["Monster"] == nil)
  }

  @Test func manyIsolates() async throws {
    let program = try Program("fun f(n) { return Monster(\"M\").describe() + shout(\"!\"); } f(1);")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<4 {
        group.addTask {
          for _ in 0..<50 {
            let isolate = try Isolate(limits: .untrusted, api: Self.api)
            try await isolate.run(program)
            #expect(try await isolate.call("f", 1) == "monster M!!")
          }
        }
      }
      try await group.waitForAll()
    }
  }

  final class World {
    var score = 0
  }

  /// The functions of an API find what they need besides their arguments through the isolate.
  @Test func context() throws {
    let api = HostAPI { api in
      api.define("win") { (isolate: Isolate, points: Int) in
        try isolate.context(as: World.self).score += points
      }
    }
    let (world, isolate) = (World(), try Isolate(api: api))
    #expect(throws: RuntimeError.self) { try isolate.call("win", 1) }
    isolate.context = world
    try isolate.call("win", 2)
    #expect(world.score == 2)
  }

  /// An output is shared, but each isolate's lines stay whole.
  @Test func outputs() throws {
    let lines = Mutex<[String]>([])
    let output = Output.lines { line in lines.withLock { $0.append(line) } }
    let (a, b) = (try Isolate(output: output), try Isolate(output: output))
    try a.run(try Program("print \"a\";"))
    try b.run(try Program("print \"b\";"))
    #expect(lines.withLock { $0 } == ["a", "b"])
    var own: [String] = []
    try Isolate { line in own.append(line) }.run(try Program("print 1; print 2;"))
    #expect(own == ["1", "2"])
  }

  /// Isolates of functions that take them as a parameter are released.
  @Test func release() throws {
    weak var released: Isolate?
    do {
      let isolate = try Isolate(api: Self.api)
      try isolate.define("own") { (isolate: Isolate) in isolate.usedFuel }
      try isolate.defineVariadic("all") { (isolate: Isolate, arguments: [Value]) in
        .number(Double(isolate.usedFuel))
      }
      try isolate.run(
        try Program("own(); all(1); here(); Color.both(1, shout);".replacing("both(1", with: "both(\"1\"")))
      released = isolate
    }
    #expect(released == nil)
  }
}
