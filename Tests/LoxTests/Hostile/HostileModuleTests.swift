import Lox
import Testing

/// Modules in numbers and shapes that nobody wants.
@Suite struct HostileModuleTests {
  private func isolate(_ load: @escaping (String) -> String?) throws -> Isolate {
    let isolate = try Isolate()
    isolate.modules = ModuleLoader { name, _ in try load(name).map { try Program($0, name: name) } }
    return isolate
  }

  /// Each imports the next: no native stack is needed for that.
  @Test func longChains() async throws {
    await LargeStack.run(size: 256 << 10) {
      do {
        let isolate = try isolate { name in
          Int(name).map { $0 < 10_000 ? "import {x as y} from \"\($0 + 1)\"; var x = y + 1;" : "var x = 0;" }
        }
        try isolate.run(try Program("import {x} from \"0\"; var result = x;"))
        #expect(isolate["result"] == 10_000)
      } catch {
        Issue.record("\(error)")
      }
    }
  }

  /// Each passes a name of the next on.
  @Test func longChainsOfNames() async throws {
    await LargeStack.run(size: 256 << 10) {
      do {
        let isolate = try isolate { name in
          Int(name).map { $0 < 10_000 ? "import {x} from \"\($0 + 1)\";" : "var x = 5;" }
        }
        try isolate.run(try Program("import {x} from \"0\"; var result = x;"))
        #expect(isolate["result"] == 5)
      } catch {
        Issue.record("\(error)")
      }
    }
  }

  @Test func manyModules() throws {
    let isolate = try isolate { "fun f() => \($0);" }
    let text = (0..<10_000).map { "import \"\($0)\" as m\($0);\n" }.joined() + "var x = m17.f() + m9999.f();"
    try isolate.run(try Program(text))
    #expect(isolate["x"] == 10_016)
    isolate.collectGarbage()
    try isolate.run(try Program("import \"9998\" as m; x = m.f();"))
    #expect(isolate["x"] == 9998)
  }

  @Test func aCircleOfAll() throws {
    let isolate = try isolate { name in
      Int(name).map { "import {f as g} from \"\(($0 + 1) % 1000)\"; fun f(n) => n == 0 ? \($0) : g(n - 1);" }
    }
    try isolate.run(try Program("import {f} from \"0\"; var x = f(2500);"))
    #expect(isolate["x"] == 500)
  }

  /// Modules count as the heap does.
  @Test func memory() throws {
    var limits = Limits()
    limits.heapBytes = 1 << 20
    let isolate = try Isolate(limits: limits)
    let body = (0..<100).map { "fun f\($0)(a, b) => a.x\($0) + b;" }.joined()
    for _ in 0..<2 {
      var count = 0
      isolate.modules = ModuleLoader { name, _ in
        count += 1
        return try Program(count < 100 ? "import \"\(count)\"; \(body)" : body, name: name)
      }
      do {
        try isolate.run(try Program("import \"start\";"))
        Issue.record("no error")
      } catch let error as RuntimeError {
        #expect(error.kind == .outOfMemory)
      }
    }
    try isolate.run(try Program("var x = 1;"))
    #expect(isolate["x"] == 1)
  }

  /// Chains of modules are calls, with the limit of calls.
  @Test func callDepth() throws {
    let isolate = try isolate { name in Int(name).map { $0 < 500 ? "import \"\($0 + 1)\";" : "" } }
    isolate.limits.callDepth = 100
    do {
      try isolate.run(try Program("import \"0\";"))
      Issue.record("no error")
    } catch let error as RuntimeError {
      #expect(error.kind == .stackOverflow)
    }
    isolate.limits.callDepth = 2_000
    try isolate.run(try Program("import \"0\"; var x = 1;"))
    #expect(isolate["x"] == 1)
  }
}
