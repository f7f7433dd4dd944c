import Foundation
import Testing

/// Scripts of several files.
@Suite(.needsLox) struct ModuleTests {
  private static let main = "// lox: extended\nimport \"parts/a\" as a;\nprint a.f(2);\n"
  private static let part = "// lox: extended\nimport {g} from \"parts/b\";\nfun f(x) => g(x) + 1;\n"
  private static let files = [
    "scripts/main.lox": main, "scripts/parts/a.lox": part, "scripts/parts/b.lox": "fun g(x) => x * 10;\n",
  ]

  @Test func filesBesideTheScript() throws {
    let folder = try ScriptFolder(Self.files)
    #expect(try folder.lox("scripts/main.lox").output == "21\n")
    let other = try folder.lox(
      "--language", "extended", "-e", "import {g} from \"scripts/parts/b\"; print g(1);")
    #expect(other.output == "10\n")
  }

  @Test func foldersOfTheOption() throws {
    let folder = try ScriptFolder([
      "main.lox": "// lox: extended\nimport {x} from \"x\"; import {y} from \"y\"; print x + y;",
      "one/x.lox": "var x = \"1x\";", "two/x.lox": "var x = \"2x\";", "two/y.lox": "var y = \"2y\";",
    ])
    #expect(try folder.lox("--path", "one", "--path", "two", "main.lox").output == "1x2y\n")
    #expect(try folder.lox("run", "--path", "two", "main.lox").output == "2x2y\n")
    let run = try folder.lox("--path", "one", "main.lox")
    #expect(run.errors == "There is no module 'y'.\n[line 2] in script\n")
    #expect(run.status == 70)
  }

  /// Nothing outside of the folders is read, whatever the name, and whatever links there are.
  @Test(arguments: [
    "../secret", "/secret", "./a", "a/../../secret", "a//b", "", ".hidden", "link/secret", "secret", "loop",
    "a.lox", "parts\\a", "parts/../parts/a",
  ])
  func outside(name: String) throws {
    let folder = try ScriptFolder([
      "in/main.lox": "// lox: extended\nimport \"\(name)\";", "secret.lox": "print \"secret\";",
      "in/.hidden.lox": "print \"hidden\";", "in/parts/a.lox": "",
    ])
    let inner = folder.url.appendingPathComponent("in")
    for (link, target) in [("link", ".."), ("secret.lox", "../secret.lox"), ("loop.lox", "loop.lox")] {
      try FileManager.default.createSymbolicLink(
        atPath: inner.appendingPathComponent(link).path, withDestinationPath: target)
    }
    let run = try folder.lox("in/main.lox")
    #expect(run.output == "")
    #expect(run.errors == "There is no module '\(name)'.\n[line 2] in script\n")
  }

  /// Links within the folders lead to the same module.
  @Test func linksInside() throws {
    let folder = try ScriptFolder([
      "main.lox": "// lox: extended\nimport \"a\" as a; import \"b/c\" as c; print a == c; print c;",
      "a.lox": "print \"runs\";", "b/x.lox": "",
    ])
    try FileManager.default.createSymbolicLink(
      atPath: folder.url.appendingPathComponent("b/c.lox").path, withDestinationPath: "../a.lox")
    #expect(try folder.lox("main.lox").output == "runs\ntrue\n<module a>\n")
  }

  @Test func errorsInModules() throws {
    var files = Self.files
    files["scripts/parts/b.lox"] = "var x = 1;\nvar = 2;\n"
    let folder = try ScriptFolder(files)
    let run = try folder.lox("scripts/main.lox")
    #expect(run.errors == "scripts/parts/b.lox:\n[line 2] Error at '=': Expect variable name.\n")
    #expect(run.status == 65)
    let rich = try folder.lox("--diagnostics", "rich", "scripts/main.lox")
    #expect(rich.errors.contains("scripts/parts/b.lox:2:5"))
    let check = try folder.lox("check", "scripts")
    #expect(check.errors == "scripts/parts/b.lox:\n[line 2] Error at '=': Expect variable name.\n")
    #expect(check.status == 65)
    files["scripts/parts/b.lox"] = "fun g(x) => nil + 1;\n"
    let failed = try ScriptFolder(files).lox("scripts/main.lox")
    #expect(
      failed.errors
        == "Operands must be two numbers or two strings.\n[line 1] in g() (parts/b)\n[line 3] in f() (parts/a)\n[line 3] in script\n"
    )
  }

  @Test func check() throws {
    #expect(try ScriptFolder(Self.files).lox("check", "scripts/main.lox").status == 0)
    let run = try ScriptFolder(["a.lox": "// lox: extended\n\nimport \"x\";"]).lox("check", "a.lox")
    #expect(run.errors == "There is no module 'x'.\n[line 3] in script\n")
    #expect(run.status == 65)
  }

  @Test func lint() throws {
    var files = Self.files
    files["scripts/main.lox"] =
      "// lox: extended\nimport \"parts/a\" as a;\nimport {g, h} from \"parts/b\";\nimport \"none\";\nprint a.x + h;\n"
    let run = try ScriptFolder(files).lox("lint", "scripts/main.lox")
    #expect(
      run.output == """
        scripts/main.lox:3:9: hint: The imported name 'g' is never used. [unused-import]
        scripts/main.lox:3:12: error: Module 'parts/b' has no 'h'. [undefined-import]
        scripts/main.lox:4:8: error: There is no module 'none'. [undefined-import]
        scripts/main.lox:5:9: error: Module 'parts/a' has no 'x'. [undefined-import]

        """)
  }

  @Test func lintCountsArguments() throws {
    let run = try ScriptFolder([
      "main.lox": """
      // lox: extended
      import {f} from "part";
      import "part" as part;
      f();
      part.f(1, 2);
      f(1);
      """,
      "part.lox": "// lox: extended\nfun f(a) => a;\n",
    ]).lox("lint", "main.lox")
    #expect(
      run.output == """
        main.lox:4:1: error: 'f' expects 1 argument, but gets 0. [wrong-argument-count]
        main.lox:5:1: error: 'part.f' expects 1 argument, but gets 2. [wrong-argument-count]

        """)
  }

  @Test func format() throws {
    let folder = try ScriptFolder([
      "a.lox": "// lox: extended\nimport  \"a\"as  a ;import{b,c  as d}from\"b\";\nimport \"c\";\n"
    ])
    #expect(try folder.lox("fmt", "a.lox").status == 0)
    let text = try String(contentsOf: folder.url.appendingPathComponent("a.lox"), encoding: .utf8)
    #expect(text == "// lox: extended\nimport \"a\" as a;\nimport {b, c as d} from \"b\";\nimport \"c\";\n")
  }

  /// A module beside a test is no test, unless it expects something.
  @Test func tests() throws {
    let folder = try ScriptFolder([
      "main.lox": "// lox: extended\nimport {x} from \"part\"; // expect: part\nprint x; // expect: 5\n",
      "part.lox": "// lox: extended\nprint \"part\"; fun needed() => 5; var x = needed();\n",
      "tested.lox": "// lox: extended\nvar y = 1; print y; // expect: 2\n",
      "alone.lox": "print 1;\n",
    ])
    let run = try folder.lox("test", ".")
    #expect(run.output.hasSuffix("2 passed, 1 failed\n"))
    #expect(run.output.contains("tested.lox"))
  }

  @Test func coverageAndProfile() throws {
    let folder = try ScriptFolder(Self.files)
    let coverage = try folder.lox("coverage", "scripts")
    for name in ["scripts/main.lox", "scripts/parts/a.lox", "scripts/parts/b.lox"] {
      #expect(coverage.output.contains(name))
    }
    var files = Self.files
    files["scripts/parts/b.lox"] = "fun g(x) {\n  for (var i in 0..<2000) x += i - i;\n  return x * 10;\n}\n"
    let profile = try ScriptFolder(files).lox("profile", "scripts/main.lox")
    #expect(profile.output == "21\n")
    #expect(profile.errors.contains("scripts/parts/b.lox:1"))
  }

  @Test func session() throws {
    let folder = try ScriptFolder(["m.lox": "var n = 0; fun next() { n++; return n; }"])
    let input = "import \"m\" as m; import {n, next} from \"m\";\nprint m.next() + next();\nprint n;\n"
    let run = try LoxProcess(["--language", "extended"], input: Data(input.utf8), in: folder)
    #expect(run.output == "> > 3\n> 2\n> \n")
  }
}
