import Lox
import Testing

/// Modules that a host gives to scripts.
@Suite(.stressedCrossings) struct ModuleTests {
  /// A loader of sources in a dictionary, which notes what it was asked for.
  private final class Sources {
    var texts: [String: String]
    var requests: [String] = []

    init(_ texts: [String: String]) { self.texts = texts }

    var loader: ModuleLoader {
      ModuleLoader { name, importer in
        self.requests.append("\(name) for \(importer ?? "main")")
        return try self.texts[name].map { try Program($0, name: "\(name).lox") }
      }
    }
  }

  private func error(_ body: () throws -> Void) -> RuntimeError? {
    do {
      try body()
      return nil
    } catch { return error as? RuntimeError }
  }

  /// Runs a program that may not wait.
  private func run(_ program: Program, _ host: Host) throws { try host.isolate.run(program) }

  // MARK: - Loading

  @Test(arguments: [false, true]) func loadsEachModuleOnce(stressed: Bool) throws {
    let sources = Sources([
      "a": "import {d} from \"d\"; print \"a\"; fun a() => d();",
      "b": "import \"d\" as d; import \"a\" as a; print \"b\"; fun b() => d.d() + a.a();",
      "d": "print \"d\"; var n = 0; fun d() { n++; return n; }",
    ])
    let host = try Host(stressed: stressed)
    host.isolate.modules = sources.loader
    let program = try Program("import \"b\" as b; import {a} from \"a\"; var sum = b.b() + a();")
    try host.isolate.run(program)
    #expect(host.isolate["sum"] == 6)
    #expect(sources.requests == ["b for main", "a for main", "d for b"])
    try host.isolate.run(try Program("import \"d\" as d; var next = d.d();"))
    #expect(host.isolate["next"] == 4)
    #expect(sources.requests.count == 3)
  }

  @Test func canonicalNames() throws {
    let host = try Host()
    var loads: [String] = []
    host.isolate.modules = ModuleLoader(
      canonicalName: { name, importer in
        guard name.hasPrefix("./") else { return name.isEmpty ? nil : name }
        let folder = importer.map { $0.split(separator: "/").dropLast().map { "\($0)/" }.joined() } ?? ""
        return folder + name.dropFirst(2)
      }
    ) { name, importer in
      loads.append(name)
      return try Program(name == "shop/tax" ? "import \"./rate\" as r; var rate = r.rate;" : "var rate = 7;")
    }
    try host.isolate.run(
      try Program(
        "import \"./shop/tax\" as a; import \"shop/tax\" as b; import {rate} from \"shop/rate\"; var same = a == b;"
      ))
    #expect(loads == ["shop/tax", "shop/rate"])
    #expect(host.isolate["same"] == true)
    #expect(host.isolate["rate"] == 7)
    #expect(error { try host.isolate.run(try Program("import \"\";")) }?.message == "There is no module ''.")
  }

  @Test func missingModules() throws {
    let host = try Host()
    let program = try Program("var x = 1;\nimport \"a\" as a;", name: "main.lox")
    let none = error { try host.isolate.run(program) }
    #expect(none?.id == .undefinedModule)
    #expect(none?.description == "There is no module 'a'.\n[line 2] in script")
    #expect(host.isolate["x"] == nil)
    let sources = Sources(["a": "\n\nimport \"b\";"])
    host.isolate.modules = sources.loader
    let inner = error { try host.isolate.run(program) }
    #expect(inner?.description == "There is no module 'b'.\n[line 3] in script (a)\n[line 2] in script")
    #expect(inner?.trace.frames.map(\.sourceName) == ["a.lox", "main.lox"])
    // Nothing was added: the loader is asked again.
    sources.texts["b"] = "var y = 2;"
    try host.isolate.run(program)
    #expect(host.isolate["x"] == 1)
  }

  @Test func errorsOfLoaders() throws {
    struct Offline: Error {}
    let host = try Host()
    host.isolate.modules = ModuleLoader { name, _ in
      if name == "broken" { return try Program("var = 1;", name: "broken.lox") }
      if name == "expression" { return try Program(expression: "1 + 1") }
      throw Offline()
    }
    let failed = error { try host.isolate.run(try Program("\nimport \"x\";")) }
    #expect(failed?.underlying is Offline)
    #expect(failed?.kind == .host)
    #expect(failed?.trace.frames.first?.line == 2)
    #expect(throws: CompileErrors.self) { try host.isolate.run(try Program("import \"broken\";")) }
    do {
      try host.isolate.run(try Program("import \"broken\";"))
    } catch let errors as CompileErrors {
      #expect(errors.diagnostics.first?.location?.line == 1)
    }
    #expect(
      error { try host.isolate.run(try Program("import \"expression\";")) }?.message
        == "There is no module 'expression'.")
  }

  @Test func asynchronousLoaders() async throws {
    let host = try Host()
    host.isolate.modules = ModuleLoader { name, _ in
      try await Task.sleep(for: .milliseconds(1))
      return try ["a": "import {b} from \"b\"; fun a() => b() + 1;", "b": "fun b() => 1;"][name].map {
        try Program($0)
      }
    }
    let program = try Program("import {a} from \"a\"; var x = a();")
    let refused = error { try self.run(program, host) }
    #expect(
      refused?.message
        == "The module loader is asynchronous; it works with 'try await isolate.run(program)'.")
    try await host.isolate.run(program)
    #expect(host.isolate["x"] == 2)
    // All modules are there now.
    try run(program, host)
    await #expect(throws: RuntimeError.self) {
      try await host.isolate.run(try Program("import \"c\";"))
    }
  }

  @Test func cancellationWhileLoading() async throws {
    let host = try Host()
    host.isolate.modules = ModuleLoader { name, _ in
      try await Task.sleep(for: .seconds(3600))
      return nil
    }
    let token = CancellationToken()
    host.isolate.limits.cancellation = token
    Task {
      try await Task.sleep(for: .milliseconds(20))
      token.cancel()
    }
    do {
      try await host.isolate.run(try Program("import \"a\";"))
      Issue.record("no error")
    } catch let error as RuntimeError {
      #expect(error.kind == .cancelled)
    }
    host.isolate.limits.cancellation = nil
    host.isolate.limits.deadline = .after(.milliseconds(20))
    do {
      try await host.isolate.run(try Program("import \"a\";"))
      Issue.record("no error")
    } catch let error as RuntimeError {
      #expect(error.kind == .deadlineExceeded)
    }
  }

  /// While a loader is at work, another run brings other modules.
  @Test func otherRunsWhileLoading() throws {
    let host = try Host()
    let isolate = host.isolate
    var inner = false
    isolate.modules = ModuleLoader { name, _ in
      if name == "a", !inner {
        inner = true
        try isolate.run(try Program("import {b} from \"b\"; var y = b;"))
      }
      return try Program("var \(name) = \"\(name)\";")
    }
    try isolate.run(try Program("import {a} from \"a\"; var x = a;"))
    #expect(isolate["x"] == "a")
    #expect(isolate["y"] == "b")
  }

  // MARK: - Running

  @Test func sharedPrograms() async throws {
    let module = try Program("var n = 0; fun next() { n++; return n; }", name: "counter")
    let script = try Program("import {next} from \"counter\"; next(); var x = next();")
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask {
          guard let host = try? Host() else { return false }
          host.isolate.modules = ModuleLoader { name, _ in module }
          try? self.run(script, host)
          return host.isolate["x"] == 2
        }
      }
      for await isRight in group { #expect(isRight) }
    }
  }

  /// One program under two names is two modules, and the script as well.
  @Test func aProgramAsSeveralModules() throws {
    let host = try Host()
    let program = try Program("var n; n = (n ?? 0) + 1;")
    host.isolate.modules = ModuleLoader { _, _ in program }
    try host.isolate.run(program)
    try host.isolate.run(
      try Program("import \"a\" as a; import \"b\" as b; var x = [a.n, b.n, a == b];"))
    #expect(try host.isolate.global("x", as: [Value].self) == [1, 1, false])
    #expect(host.isolate["n"] == 1)
  }

  /// A module that fails runs again when it is imported again.
  @Test func failedModules() throws {
    let host = try Host()
    host.isolate.modules =
      Sources([
        "a": "import {b} from \"b\"; var a = b;", "b": "log(); var b = ready();",
      ]).loader
    var runs = 0
    var isReady = false
    try host.isolate.define("log") { runs += 1 }
    try host.isolate.define("ready") { () throws -> Int in
      if isReady { return 5 }
      throw ConversionError(expected: "more", actual: "less")
    }
    let program = try Program("import {a} from \"a\"; var x = a;")
    #expect(error { try host.isolate.run(program) } != nil)
    #expect(error { try host.isolate.run(program) } != nil)
    #expect(runs == 2)
    isReady = true
    try host.isolate.run(program)
    #expect(host.isolate["x"] == 5)
    try host.isolate.run(program)
    #expect(runs == 3)
  }

  /// A module that is cut off by a limit, or fails within a host function that a module calls.
  @Test func limitsWithinModules() throws {
    let host = try Host()
    host.isolate.modules =
      Sources([
        "endless": "var n = 0; while (true) n++;", "outer": "var result = attempt(\"inner\");",
        "inner": "nil.x();", "fine": "var fine = 1;",
      ]).loader
    try host.isolate.define("attempt") { (isolate: Isolate, name: String) -> String in
      do {
        try isolate.run(try Program("import \"\(name)\";"))
        return "done"
      } catch { return "failed" }
    }
    host.isolate.limits.fuel = 100_000
    #expect(error { try host.isolate.run(try Program("import \"endless\";")) }?.kind == .outOfFuel)
    #expect(error { try host.isolate.run(try Program("import \"endless\";")) }?.kind == .outOfFuel)
    try host.isolate.run(try Program("import {result} from \"outer\"; var r = result;"))
    #expect(host.isolate["r"] == "failed")
    #expect(error { try host.isolate.run(try Program("import \"inner\";")) }?.kind == .script)
    try host.isolate.run(try Program("import {fine} from \"fine\"; var f = fine;"))
    #expect(host.isolate["f"] == 1)
  }

  @Test func modulesThatWait() async throws {
    let host = try Host()
    host.isolate.modules =
      Sources([
        "config":
          "import {fetch} from \"net\"; var config = fetch(\"config\"); var later = () => fetch(\"later\");"
      ]).loader
    try host.isolate.module("net") { net in
      try net.defineAsync("fetch") { (key: String) async throws -> String in
        try await Task.sleep(for: .milliseconds(1))
        return "<\(key)>"
      }
    }
    try await host.isolate.run(
      try Program("import {config, later} from \"config\"; var x = config; var y = later();"))
    #expect(host.isolate["x"] == "<config>")
    #expect(host.isolate["y"] == "<later>")
  }

  // MARK: - What the host defines

  @Test func hostGlobals() throws {
    let host = try Host()
    try host.isolate.define("secret") { () -> Int in 42 }
    try host.isolate.setGlobal("level", to: 1)
    host.isolate.modules =
      Sources([
        "m": "fun read() => [secret(), level];", "writer": "fun change() { level = 9; }",
        "later": "fun read() => [secret(), level];",
      ]).loader
    // Before any module is there, a script replaces what the host has defined.
    try host.isolate.run(try Program("fun secret() => 0; level = 5;"))
    try host.isolate.run(try Program("import \"m\" as m; var a = m.read(); var b = [secret(), level];"))
    #expect(try host.isolate.global("a", as: [Int].self) == [42, 1])
    #expect(try host.isolate.global("b", as: [Int].self) == [0, 5])
    // What the host defines later, all see.
    try host.isolate.setGlobal("level", to: 2)
    try host.isolate.define("secret") { () -> Int in 43 }
    try host.isolate.run(
      try Program(
        "import \"m\" as m; import \"later\" as l; a = m.read(); b = [secret(), level]; var c = l.read();"))
    for name in ["a", "b", "c"] { #expect(try host.isolate.global(name, as: [Int].self) == [43, 2]) }
    // A module can't assign to what it doesn't declare.
    let change = error { try host.isolate.run(try Program("import \"writer\" as w; w.change();")) }
    #expect(change?.message == "Undefined variable 'level'.")
    host.isolate.removeGlobal("level")
    let removed = error { try host.isolate.run(try Program("import \"later\" as l; l.read();")) }
    #expect(removed?.message == "Undefined variable 'level'.")
  }

  @Test func offeredGlobals() throws {
    var api = HostAPI()
    api.define("offered") { () -> Int in 3 }
    let host = try Host()
    try host.isolate.install(api)
    host.isolate.modules = Sources(["m": "fun get() => offered();"]).loader
    try host.isolate.run(
      try Program("fun offered() => 4; import {get} from \"m\"; var x = get() * 10 + offered();"))
    #expect(host.isolate["x"] == 34)
  }

  @Test(arguments: [false, true]) func modulesOfTheHost(stressed: Bool) throws {
    let host = try Host(stressed: stressed)
    try host.isolate.module("tools") { tools in
      try tools.define("twice") { (x: Double) in x * 2 }
      try tools.set("unit", to: "m")
      try tools.define(HostClass<Box>("Box").initializer { (n: Int) in Box(n) }.property("n", \.n))
    }
    try host.isolate.module("tools") { tools in try tools.define("thrice") { (x: Double) in x * 3 } }
    host.isolate.modules =
      Sources(["tools": "never", "m": "import \"tools\" as t; fun f() => t.twice(4);"]).loader
    try host.isolate.run(
      try Program(
        """
        import "tools" as tools;
        import {unit, Box} from "tools";
        import {f} from "m";
        var all = [tools.twice(1), tools.thrice(1), unit, Box(5).n, f(), tools];
        """))
    let all = try #require(try host.isolate.global("all", as: [Value].self))
    #expect(all.dropLast() == [2, 3, "m", 5, 8])
    guard case .module(let module)? = all.last else {
      Issue.record("no module")
      return
    }
    #expect(module.name == "tools")
    #expect(module["unit"] == "m")
    #expect(module["other"] == nil)
    #expect("\(all[5])" == "<module tools>")
    #expect(all[5].kind == "a module")
    // They are no globals.
    #expect(host.isolate["twice"] == nil)
    #expect(!host.isolate.globalNames.contains("thrice"))
    let missing = error { try host.isolate.run(try Program("import {half} from \"tools\";")) }
    #expect(missing?.message == "Module 'tools' has no 'half'.")
  }

  private final class Box {
    let n: Int
    init(_ n: Int) { self.n = n }
  }

  /// Later scripts see what earlier ones have imported, and may use its names for themselves.
  @Test func scriptsOneAfterAnother() throws {
    let host = try Host()
    host.isolate.modules = Sources(["m": "var a = 1; fun next() { a++; return a; }"]).loader
    try host.isolate.run(try Program("import \"m\" as m; import {a, next} from \"m\";"))
    try host.isolate.run(try Program("next(); var x = a + m.a;"))
    #expect(host.isolate["x"] == 4)
    #expect(host.isolate["a"] == 2)
    let assignment = error { try host.isolate.run(try Program("a = 9;")) }
    #expect(assignment?.message == "Undefined variable 'a'.")
    try host.isolate.run(try Program("var a = \"mine\"; var y = m.a;"))
    #expect(host.isolate["a"] == "mine")
    #expect(host.isolate["y"] == 2)
    // The host's own definition is no assignment to the module's variable either.
    try host.isolate.run(try Program("import {next} from \"m\";"))
    try host.isolate.setGlobal("next", to: 7)
    try host.isolate.run(try Program("import \"m\" as m; var z = m.next();"))
    #expect(host.isolate["z"] == 3)
  }

  /// The machine alone knows no loader.
  @Test func importsThatNobodyHasResolved() throws {
    let host = try Host()
    let program = try Program("import \"a\" as a;\nprint a.x;")
    #expect(throws: RuntimeError.self) { try host.isolate.machine.run(program.image) }
    do {
      try host.isolate.machine.run(program.image)
    } catch {
      #expect(error.description == "There is no module 'a'.\n[line 1] in script")
    }
  }

  // MARK: - Before a run

  @Test func importsAndFreeNames() throws {
    let program = try Program(
      """
      import "tools" as tools;
      import {rate} from "shop/tax";
      import "tools";
      fun f(x) => rate(x) + limit + Math.max(x, tools.y);
      var own = fetch(own);
      total = 1;
      """)
    #expect(program.imports == ["tools", "shop/tax"])
    #expect(program.freeNames == ["limit", "fetch", "total"])
    #expect(try Program("print clock();", options: Program.Options()).freeNames == ["clock"])
    #expect(try Program(expression: "order.total > limit").freeNames == ["order", "limit"])
    #expect(try Program("print 1;").imports.isEmpty)
  }
}
