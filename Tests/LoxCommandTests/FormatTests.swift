import Foundation
import Testing

/// `lox fmt`.
@Suite(.needsLox) struct FormatTests {
  @Test func rewritesWhatChanges() throws {
    let folder = try ScriptFolder([
      "a.lox": "print(1);", "b/c.lox": "print 1;\n", "b/d.lox": "a;b;", "b/e": "a;b;",
    ])
    let run = try folder.lox("fmt", "a.lox", "b")
    #expect(run.output == "formatted a.lox\nformatted b/d.lox\n")
    #expect(run.errors == "")
    #expect(run.status == 0)
    #expect(try folder.text("a.lox") == "print (1);\n")
    #expect(try folder.text("b/d.lox") == "a;\nb;\n")
    #expect(try folder.text("b/e") == "a;b;")
    #expect(try folder.lox("fmt", "--check", "a.lox", "b").output == "")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).count == 2)
  }

  @Test func keepsPermissionsAndLinks() throws {
    let folder = try ScriptFolder(["a.lox": "print(1);"])
    let file = folder.url.appendingPathComponent("a.lox")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    try FileManager.default.createSymbolicLink(
      atPath: folder.url.appendingPathComponent("b.lox").path, withDestinationPath: "a.lox")
    #expect(try folder.lox("fmt", "b.lox").status == 0)
    #expect(try folder.text("a.lox") == "print (1);\n")
    let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
    #expect(attributes[.posixPermissions] as? Int == 0o755)
    #expect(
      try FileManager.default.destinationOfSymbolicLink(
        atPath: folder.url.appendingPathComponent("b.lox").path) == "a.lox")
  }

  @Test func check() throws {
    let folder = try ScriptFolder(["a.lox": "print(1);", "b.lox": "print 1;\n"])
    let run = try folder.lox("fmt", "--check", "a.lox", "b.lox")
    #expect(run.output == "would format a.lox\n")
    #expect(run.status == 1)
    #expect(try folder.text("a.lox") == "print(1);")
    #expect(try folder.lox("fmt", "--check", "b.lox").status == 0)
  }

  @Test func differences() throws {
    let folder = try ScriptFolder(["a.lox": "a;\nb;\nc;\nd;\nprint(1);\ne;"])
    let run = try folder.lox("fmt", "--diff", "a.lox")
    #expect(
      run.output == """
        --- a.lox
        +++ a.lox
        @@ -2,5 +2,5 @@
         b;
         c;
         d;
        -print(1);
        -e;
        \\ No newline at end of file
        +print (1);
        +e;

        """)
    #expect(run.status == 1)
    #expect(try folder.text("a.lox").hasSuffix("e;"))
  }

  @Test func errorsLeaveTheFile() throws {
    let folder = try ScriptFolder(["a.lox": "print  ;", "b.lox": "b ;"])
    let run = try folder.lox("fmt", "a.lox", "b.lox", "no.lox")
    #expect(run.errors.contains("a.lox:\n[line 1] Error at ';': Expect expression.\n"))
    #expect(run.output == "formatted b.lox\n")
    #expect(run.status == 74)
    #expect(try folder.text("a.lox") == "print  ;")
    #expect(try folder.lox("fmt", "a.lox").status == 65)
  }

  @Test func standardInput() throws {
    let folder = try ScriptFolder()
    let formatted = try folder.lox("fmt", "-", input: "a;b;")
    #expect(formatted.output == "a;\nb;\n")
    #expect(formatted.status == 0)
    let run = try folder.lox("fmt", "-", input: "a;b")
    #expect(run.output == "")
    #expect(run.errors == "[line 1] Error at end: Expect ';' after expression.\n")
    #expect(run.status == 65)
    #expect(try folder.lox("fmt", "--check", "-", input: "a;b;").status == 1)
  }

  @Test func withoutPaths() throws {
    #expect(try ScriptFolder().lox("fmt").status == 64)
  }
}

extension ScriptFolder {
  func text(_ name: String) throws -> String {
    try String(contentsOf: url.appendingPathComponent(name), encoding: .utf8)
  }
}
