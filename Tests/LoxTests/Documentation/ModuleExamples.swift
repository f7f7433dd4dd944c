import Foundation
import Lox
import Testing

/// The examples of the article on modules.
@Suite struct ModuleExamples {
  @Test func loader() throws {
    var printed: [String] = []
    let isolate = try Isolate { printed.append($0) }

    // The example begins.
    let sources = ["shop/tax": "fun rate(country) => country == \"de\" ? 19 : 20;"]
    isolate.modules = ModuleLoader { name, importer in
      guard let text = sources[name] else { return nil }
      return try Program(text, name: name)
    }
    try isolate.run(try Program("import {rate} from \"shop/tax\"; print rate(\"de\");"))  // 19
    // The example ends.
    #expect(printed == ["19"])
  }

  @Test func canonicalNames() throws {
    var printed: [String] = []
    let isolate = try Isolate { printed.append($0) }
    let store = ["tax": "print \"runs\";"]

    // The example begins.
    isolate.modules = ModuleLoader(
      canonicalName: { name, importer in name.lowercased() }
    ) { name, importer in
      try store[name].map { try Program($0, name: name) }
    }
    // The example ends.
    try isolate.run(try Program("import \"Tax\"; import \"tax\";"))
    #expect(printed == ["runs"])
  }

  @Test func modulesOfTheHost() throws {
    var printed: [String] = []
    let isolate = try Isolate { printed.append($0) }

    // The example begins.
    try isolate.module("clock") { clock in
      try clock.define("now") { Date.now.timeIntervalSince1970 }
    }
    try isolate.run(try Program("import \"clock\" as clock; print clock.now() > 0;"))  // true
    // The example ends.
    #expect(printed == ["true"])
  }

  @Test func needs() throws {
    var printed: [String] = []
    func print(_ imports: [String], _ names: [String]) { printed.append("\(imports) \(names)") }

    // The example begins.
    let script = try Program("import \"net\" as net; print net.get(address);")
    print(script.imports, script.freeNames)  // ["net"] ["address"]
    // The example ends.
    #expect(printed == ["[\"net\"] [\"address\"]"])
  }
}
