import Foundation
import Testing

/// `--diagnostics`, and the default without it.
@Suite(.needsLox) struct DiagnosticsTests {
  private let folder: ScriptFolder

  init() throws {
    folder = try ScriptFolder(["a.lox": "print 1;\nprint a;\n", "b.lox": "print ;\n", "good.lox": ""])
  }

  private static var isLinux: Bool {
    #if os(Linux)
      true
    #else
      false
    #endif
  }

  private static let richText = """
    error[undefined-variable]: Undefined variable 'a'.
     --> a.lox:2:7
      |
    2 | print a;
      |       ^

    """

  @Test func plainIsTheDefaultInPipes() throws {
    let plain = "Undefined variable 'a'.\n[line 2] in script\n"
    #expect(try folder.lox("a.lox").errors == plain)
    #expect(try folder.lox("a.lox", "--diagnostics", "plain").errors == plain)
  }

  @Test func rich() throws {
    let run = try folder.lox("--diagnostics", "rich", "a.lox")
    #expect(run.output == "1\n")
    #expect(run.errors == Self.richText)
    #expect(run.status == 70)
    let check = try folder.lox("check", "--diagnostics", "rich", "b.lox", "good.lox", "b.lox")
    // A file that is named twice is checked once.
    #expect(
      check.errors
        == "error[expected-expression]: Expect expression.\n --> b.lox:1:7\n  |\n1 | print ;\n  |       ^\n")
    #expect(check.status == 65)
    let code = try folder.lox("-e", "print ;", "--diagnostics", "rich")
    #expect(code.errors.hasPrefix("error[expected-expression]: Expect expression.\n --> -e:1:7\n"))
  }

  @Test func json() throws {
    let run = try folder.lox("check", "--diagnostics", "json", "b.lox", "missing.lox")
    let lines = run.errors.split(separator: "\n")
    #expect(lines.count == 2)
    let objects = try lines.map { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] }
    #expect(objects[0]?["file"] as? String == "b.lox")
    #expect(objects[0]?["line"] as? Int == 1)
    #expect(objects[0]?["phase"] as? String == "compile")
    #expect(objects[1]?["phase"] as? String == "read")
    #expect(objects[1]?["message"] as? String == "Could not open file \"missing.lox\".")
    #expect(run.status == 74)
    let other = try folder.lox("--diagnostics", "json", "missing.lox")
    #expect(other.errors.hasPrefix("{\"severity\":\"error\",\"phase\":\"read\""))
    #expect(other.status == 74)
  }

  @Test func unknownStyle() throws {
    let run = try folder.lox("--diagnostics", "loud", "a.lox")
    #expect(run.status == 64)
  }

  /// On a terminal, which the tool `script` provides; on macOS it has other options.
  @Test(.enabled(if: isLinux && FileManager.default.isExecutableFile(atPath: "/usr/bin/script")))
  func terminal() throws {
    let colored = try onTerminal("TERM=xterm", "a.lox")
    #expect(colored.contains("\u{1B}[1;31merror\u{1B}[0m"))
    #expect(colored.replacing(/\u{1B}\[[0-9;]*m/, with: "") == "1\n" + Self.richText)
    #expect(try onTerminal("TERM=xterm NO_COLOR=1", "a.lox") == "1\n" + Self.richText)
    #expect(try onTerminal("TERM=dumb", "a.lox") == "1\n" + Self.richText)
    #expect(try onTerminal("TERM=xterm NO_COLOR=", "a.lox") == colored)
    #expect(
      try onTerminal("TERM=xterm", "--diagnostics plain a.lox")
        == "1\nUndefined variable 'a'.\n[line 2] in script\n")
  }

  private func onTerminal(_ environment: String, _ arguments: String) throws -> String {
    let executable = try #require(LoxProcess.executable)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/script")
    process.arguments = [
      "-qec", "env -u NO_COLOR \(environment) '\(executable.path)' \(arguments)", "/dev/null",
    ]
    process.currentDirectoryURL = folder.url
    let output = Pipe()
    process.standardOutput = output
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self).replacing("\r\n", with: "\n")
  }
}
