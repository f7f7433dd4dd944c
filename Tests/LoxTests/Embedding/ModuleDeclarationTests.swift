import Lox
import LoxSource
import LoxTooling
import Testing

/// What tools are told of the modules of a host.
@Suite struct ModuleDeclarationTests {
  @Test func declaration() throws {
    let isolate = try Isolate()
    #expect(!isolate.apiDeclaration.contains("modules"))
    try isolate.define("global") { 1 }
    try isolate.module("tools") { tools in
      try tools.define("twice") { (x: Double) in x * 2 }
      try tools.set("unit", to: "m")
    }
    let api = try LoxTooling.HostAPI(parsing: isolate.apiDeclaration.utf8)
    #expect(api.globalNames == ["global"])
    #expect(api.module(named: "tools")?.names == ["twice", "unit"])
    #expect(try LoxTooling.HostAPI(api.json) == api)
    var options = Linter.Options()
    options.hostAPI = api
    let findings = try Linter(options: options).lint(
      Source(
        name: "", text: "import \"tools\" as tools; import {half} from \"tools\"; print tools.twice(half);"))
    #expect(findings.map(\.message) == ["Module 'tools' has no 'half'."])
  }

  /// Types are named as scripts name their classes, whatever they are in Swift.
  @Test func namesOfTypes() throws {
    final class InternalPlayer: HostObject {}
    final class InternalTool: HostObject { static var loxType: String { "a special tool" } }
    let isolate = try Isolate()
    try isolate.define(
      HostClass<InternalPlayer>("Player").method("next") { (player: inout InternalPlayer) in player })
    try isolate.define("first") { () -> InternalPlayer? in nil }
    try isolate.module("tools") { tools in
      try tools.define(HostClass<InternalTool>("Tool"))
      try tools.define("use") { (tool: InternalTool, player: InternalPlayer) in tool }
    }
    let api = try LoxTooling.HostAPI(parsing: isolate.apiDeclaration.utf8)
    #expect(api.functions.first?.returns == "Player?")
    #expect(api.classes.first?.methods.first?.returns == "Player")
    let use = api.module(named: "tools")?.functions.first
    #expect(use?.returns == "Tool")
    #expect(use?.parameters.map(\.type) == ["Tool", "Player"])
  }
}
