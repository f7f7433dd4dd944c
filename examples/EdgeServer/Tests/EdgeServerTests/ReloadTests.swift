import Hummingbird
import HummingbirdTesting
import Testing

@testable import EdgeServer

@Suite struct ReloadTests {
  @Test func changesAreCompiledOnce() throws {
    let folder = try ScriptFolder(["a": "fun handle(r) { return \"1\"; }"])
    let directory = TenantDirectory(folder: folder.path, throttling: Throttling())
    directory.refresh()
    let tenant = try #require(directory.tenant("a"))
    #expect(tenant.snapshot.script.version == 1)
    directory.refresh()
    #expect(tenant.snapshot.script.version == 1)
    try folder.write("a", "fun handle(r) { return \"two\"; }")
    try folder.write("b", "")
    directory.refresh()
    #expect(directory.tenant("a") === tenant)
    #expect(tenant.snapshot.script.version == 2)
    #expect(directory.tenants.map(\.name) == ["a", "b"])
    try folder.remove("a")
    directory.refresh()
    #expect(directory.tenants.map(\.name) == ["b"])
  }

  @Test func mistakesKeepTheOldVersion() throws {
    let folder = try ScriptFolder(["a": "fun handle(r) {}"])
    let directory = TenantDirectory(folder: folder.path, throttling: Throttling())
    directory.refresh()
    let tenant = try #require(directory.tenant("a"))
    try folder.write("a", "fun handle(r) { return +; }")
    directory.refresh()
    #expect(tenant.snapshot.script.deployment != nil)
    #expect(tenant.snapshot.script.version == 1)
    #expect(tenant.snapshot.script.diagnostics?.contains("Expect expression.") == true)
    try folder.write("a", "fun handle(r) { return nil; }")
    directory.refresh()
    #expect(tenant.snapshot.script.version == 2)
    #expect(tenant.snapshot.script.diagnostics == nil)
  }

  @Test func namesOfTenants() throws {
    let folder = try ScriptFolder(["ok-1": "", "-no": "", "Upper": "", "with space": ""])
    let directory = TenantDirectory(folder: folder.path, throttling: Throttling())
    directory.refresh()
    #expect(directory.tenants.map(\.name) == ["ok-1"])
    try folder.write("big", "//" + String(repeating: "x", count: ScriptFile.byteLimit))
    directory.refresh()
    #expect(directory.tenant("big")?.snapshot.script.diagnostics?.contains("KiB") == true)
  }

  /// The same through a running server, which polls.
  @Test func runningServer() async throws {
    let folder = try ScriptFolder(["a": "fun handle(r) { return \"old\"; }", "broken": "fun"])
    var configuration = patientConfiguration(folder)
    configuration.pollInterval = .milliseconds(5)
    let host = EdgeHost(configuration)
    try await host.application().test(.live) { (client) async throws in
      #expect(try await client.get("/a").text == "old")
      #expect(try await client.get("/broken").status == .serviceUnavailable)
      try folder.write("a", "fun handle(r) { return")
      while try await client.report(of: "a").diagnostics == nil {}
      #expect(try await client.get("/a").text == "old")
      try folder.write("a", "fun handle(r) { return \"new\"; }")
      while try await client.report(of: "a").version < 2 {}
      #expect(try await client.get("/a").text == "new")
      #expect(try await client.report(of: "a").diagnostics == nil)
    }
  }
}
