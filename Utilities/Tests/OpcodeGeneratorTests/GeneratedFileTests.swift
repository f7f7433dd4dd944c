import Foundation
import GeneratedFiles
import Testing

@testable import OpcodeGenerator

@Suite struct GeneratedFileTests {
  @Test func opcodesAreNumberedAsInTheTable() {
    let lines = Set(opcodeSource().split(separator: "\n").map(String.init))
    for (number, entry) in opcodeTable.enumerated() {
      let isThere = lines.contains("  case \(swiftName(entry.name)) = \(number)")
      #expect(isThere, "\(entry.name)")
    }
  }

  /// Both loops have a handler for each opcode, and none for one that doesn't exist.
  @Test func theRunLoopsHaveAllHandlers() {
    let lines = dispatchSource().split(separator: "\n").map { String($0.drop { $0 == " " }) }
    let inline = opcodeTable.filter { $0.name != "exit" && !$0.isOutOfLine }
    for entry in inline {
      let handler = "case .\(swiftName(entry.name)): if execution.\(swiftName(entry.name))(i) { continue }"
      #expect(lines.count { $0 == handler } == 2, "\(entry.name)")
    }
    #expect(lines.count { $0.hasPrefix("case .") && $0.hasSuffix("{ continue }") } == 2 * inline.count)
    #expect(lines.count { $0 == "case .exit: return execution.exit()" } == 2)
    // The others are in a list.
    let listed = lines.map { $0.replacing("case ", with: "") }.filter {
      $0.hasPrefix(".") && !$0.contains("execution")
    }
    let names = listed.map { String($0.drop { $0 == "." }.prefix { $0 != "," && $0 != ":" }) }
    let outOfLine = opcodeTable.filter(\.isOutOfLine).map { swiftName($0.name) }
    #expect(names.sorted() == (outOfLine + outOfLine).sorted())
  }

  @Test func theReferencePageHasARowForEachOpcode() {
    let page = referencePage()
    for (number, entry) in opcodeTable.enumerated() {
      let row = page.split(separator: "\n").first { $0.contains("| `\(entry.name)` ") }
      #expect(row?.hasPrefix("| \(number) ") == true, "\(entry.name)")
      #expect(row?.contains("`\(entry.synopsis)`") == true, "\(entry.name)")
    }
  }

  @Test func keywordsAreInBackquotes() {
    #expect(swiftName("return") == "`return`")
    #expect(swiftName("class") == "`class`")
    #expect(swiftName("call") == "call")
  }

  @Test func aFileIsCurrentIfItHasTheText() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "Generated/A.swift").path
    #expect(!GeneratedFile(path: path, text: "a").isCurrent)
    try GeneratedFile(path: path, text: "a").write()
    #expect(GeneratedFile(path: path, text: "a").isCurrent)
    #expect(!GeneratedFile(path: path, text: "b").isCurrent)
  }
}
