import Foundation
import Hummingbird
import HummingbirdTesting
import Testing

@testable import EdgeServer

/// Modules that tenants share.
@Suite struct ModuleTests {
  private static let user = """
    import {version} from "modules/shared";
    fun handle(r) { return version(); }
    """

  private static func shared(_ version: Int) -> String { "fun version() => \"\(version)\";" }

  @Test func tenantsShareModules() async throws {
    let scripts = [
      "a": Self.user, "b": Self.user,
      "modules/shared": """
      import "modules/base" as base;
      var calls = 0;
      fun version() {
        calls++;
        return base.name + `${calls}`;
      }
      """,
      "modules/base": "const name = \"base\";",
    ]
    try await withServer(scripts) { (client) async throws in
      // Their variables are those of each request.
      for name in ["a", "b", "a"] { #expect(try await client.get("/\(name)").text == "base1") }
      #expect(try await client.report(of: "a").modules == ["modules/base", "modules/shared"])
      #expect(try await client.get("/modules").status == .notFound)
    }
  }

  @Test func onlyWhatNeedsAModuleIsDeployedAnew() throws {
    let folder = try ScriptFolder([
      "a": Self.user, "b": "fun handle(r) {}", "modules/shared": Self.shared(1), "modules/other": "",
    ])
    let directory = TenantDirectory(folder: folder.path, throttling: Throttling())
    func versions() -> [Int] {
      directory.refresh()
      return directory.tenants.map { $0.snapshot.script.version }
    }
    #expect(versions() == [1, 1])
    #expect(versions() == [1, 1])
    try folder.write("modules/shared", "// Longer.\n" + Self.shared(2))
    #expect(versions() == [2, 1])
    try folder.write("modules/other", "const x = 1;")
    #expect(versions() == [2, 1])
  }

  @Test func mistakesInModulesKeepTheOldVersion() throws {
    let folder = try ScriptFolder(["a": Self.user])
    let directory = TenantDirectory(folder: folder.path, throttling: Throttling())
    directory.refresh()
    let tenant = try #require(directory.tenant("a"))
    #expect(tenant.snapshot.script.deployment == nil)
    #expect(tenant.snapshot.script.diagnostics == "There is no module 'modules/shared'.\n")
    try folder.write("modules/shared", Self.shared(1))
    directory.refresh()
    #expect(tenant.snapshot.script.version == 1)
    #expect(tenant.snapshot.script.diagnostics == nil)
    for broken in ["fun version( => 2;", "import \"modules/none\";"] {
      try folder.write("modules/shared", broken)
      directory.refresh()
      #expect(tenant.snapshot.script.version == 1)
      #expect(tenant.snapshot.script.deployment != nil)
      #expect(tenant.snapshot.script.diagnostics?.isEmpty == false)
    }
    try folder.remove("modules/shared")
    directory.refresh()
    #expect(tenant.snapshot.script.version == 1)
    try folder.write("modules/shared", Self.shared(3))
    directory.refresh()
    #expect(tenant.snapshot.script.version == 2)
    #expect(tenant.snapshot.script.diagnostics == nil)
  }

  /// A request sees the modules that were deployed with its script, whatever happened to the files since.
  @Test func deploymentsAreAtomic() async throws {
    let folder = try ScriptFolder(["a": Self.user, "modules/shared": Self.shared(1)])
    let directory = TenantDirectory(folder: folder.path, throttling: Throttling())
    directory.refresh()
    let tenant = try #require(directory.tenant("a"))
    let old = try #require(tenant.snapshot.script.deployment)
    try folder.write("a", "// Longer.\n" + Self.user)
    try folder.write("modules/shared", "// Longer.\n" + Self.shared(2))
    directory.refresh()
    let new = try #require(tenant.snapshot.script.deployment)
    try folder.remove("modules/shared")
    directory.refresh()
    let request = HandlerRequest(method: "GET", path: "/", query: [:], headers: [:], body: [])
    for (deployment, version) in [(old, "1"), (new, "2")] {
      let run = HandlerRun(
        deployment: deployment, request: request, tenant: tenant, configuration: patientConfiguration(folder))
      guard case .response(200, _, let body) = await run(RequestMeter()) else {
        Issue.record("no response")
        continue
      }
      #expect(String(decoding: body, as: UTF8.self) == version)
    }
  }

  /// What modules do counts for the request that imports them.
  @Test func limitsHoldInModules() async throws {
    let scripts = ["a": Self.user, "modules/shared": "while (true) {}"]
    try await withServer(scripts) { (client) async throws in
      #expect(try await client.get("/a").status == .serviceUnavailable)
      #expect(try await client.report(of: "a").exceeded == 1)
    }
  }

  /// The file for editors is what `edge-server --api` prints.
  @Test func declaredAPI() throws {
    let file = try String(contentsOfFile: sampleFolder("Tenants/lox-api.json"), encoding: .utf8)
    #expect(try file == EdgeConfiguration.apiDeclaration())
  }
}
