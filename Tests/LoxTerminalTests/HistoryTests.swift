import Foundation
import Testing

@testable import LoxTerminal

struct HistoryTests {
  @Test func olderAndNewerEntries() {
    var editor = LineEditor(history: ["one;", "two;", "three;"])
    editor.press(.up)
    #expect(editor.marked == "three;|")
    editor.press(.up, .up, .up)
    #expect(editor.marked == "one;|")
    editor.press(.down)
    #expect(editor.marked == "two;|")
    editor.press(.down, .down, .down)
    #expect(editor.marked == "|")
  }

  @Test func whatWasTypedSelectsAndComesBack() {
    var editor = LineEditor(history: ["print 1;", "var x;", "print 2;", "x;"])
    editor.type("print")
    editor.press(.control("p"))
    #expect(editor.marked == "print 2;|")
    editor.press(.control("p"))
    #expect(editor.marked == "print 1;|")
    editor.press(.control("n"), .control("n"))
    #expect(editor.marked == "print|")
  }

  @Test func arrowsGoThroughEntriesOfManyLines() {
    var editor = LineEditor(history: ["one;", "f {\n}", "two;"])
    editor.press(.up, .up)
    #expect(editor.marked == "f {\n}|")
    editor.press(.up)
    #expect(editor.marked == "one;|")
    editor.press(.down, .left, .up)
    #expect(editor.marked == "|f {\n}")
  }

  @Test func search() {
    var editor = LineEditor("draft", history: ["var apple = 1;", "print apple;", "var pear;"])
    editor.press(.control("r"))
    editor.type("APP")
    #expect(editor.buffer.text == "print apple;")
    #expect(editor.frame(width: 80).text.last == "search the history: APP")
    editor.press(.control("r"))
    #expect(editor.buffer.text == "var apple = 1;")
    editor.press(.control("r"))
    #expect(editor.frame(width: 80).text.last == "not in the history: APP")
    editor.press(.control("s"))
    #expect(editor.buffer.text == "print apple;")
    editor.press(.backspace, .backspace, .backspace)
    #expect(editor.buffer.text == "draft")
    editor.type("pear")
    #expect(editor.handle(.enter) == .submit("var pear;"))
  }

  @Test func searchGivenUp() {
    var editor = LineEditor("draft", history: ["one;"])
    editor.press(.control("r"))
    editor.type("one")
    editor.press(.control("g"))
    #expect(editor.marked == "draft|")
    editor.press(.control("r"))
    editor.type("one")
    editor.press(.escape)
    #expect(editor.marked == "one;|")
    editor.press(.control("_"))
    #expect(editor.marked == "draft|")
  }

  @Test func entriesAreAddedOnce() {
    var history = History(["a"], capacity: 2)
    #expect(history.add("a") == false)
    #expect(history.add("  \n") == false)
    #expect(history.add("b") == true)
    #expect(history.add("c") == true)
    #expect(history.entries == ["b", "c"])
  }
}

struct HistoryFileTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("history-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private var path: String { folder.appendingPathComponent("history").path }

  @Test func entriesComeBack() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = HistoryFile(path: path)
    #expect(file.read() == [])
    let entries = ["print 1;", "f {\n  x\\n\n}", "\\", "世界 \u{1b}[A"]
    for entry in entries { #expect(file.append(entry)) }
    #expect(HistoryFile(path: path).read() == entries)
    let permissions = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(permissions == 0o600)
  }

  @Test func longFilesAreCut() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = HistoryFile(path: path, capacity: 100)
    for number in 0..<126 { file.append("\(number)") }
    #expect(file.read() == (26..<126).map { "\($0)" })
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    #expect(lines.count == 100)
  }

  @Test func sessionsAtOnceLoseNothing() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = path
    await withTaskGroup { group in
      for session in 0..<8 {
        group.addTask {
          let file = HistoryFile(path: path, capacity: 1000)
          for number in 0..<100 {
            file.append("session \(session)\ninput \(number)")
            if number % 20 == 0 { _ = file.read() }
          }
        }
      }
    }
    let entries = HistoryFile(path: path, capacity: 1000).read()
    #expect(entries.count == 800)
    for session in 0..<8 {
      let own = entries.filter { $0.hasPrefix("session \(session)\n") }
      #expect(own == (0..<100).map { "session \(session)\ninput \($0)" })
    }
  }

  @Test func cuttingLosesNothingNew() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = path
    await withTaskGroup { group in
      for session in 0..<4 {
        group.addTask {
          let file = HistoryFile(path: path, capacity: 200)
          for number in 0..<100 {
            file.append("\(session).\(number)")
            _ = file.read()
          }
        }
      }
    }
    let entries = HistoryFile(path: path, capacity: 200).read()
    #expect(entries.count == 200)
    #expect(Set(entries).count == 200)
  }

  @Test func damagedFilesAreReadAsFarAsPossible() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data([0xff, 0x0a, 0x61, 0x0a, 0x0a, 0x5c, 0x0a, 0x62]).write(to: URL(fileURLWithPath: path))
    #expect(HistoryFile(path: path).read() == ["\u{fffd}", "a", "", "b"])
  }
}
