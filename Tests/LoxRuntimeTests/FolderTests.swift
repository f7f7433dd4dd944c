import Foundation
import Testing

/// The folders of the runtime depend on each other in one direction.
@Suite struct FolderTests {
  /// Each may use those before it; those in one line may use each other.
  private static let order = [
    ["Platform"], ["Numbers"], ["Memory"], ["Layouts"], ["Collector"], ["Objects"], ["Strings"], ["Code"],
    ["Builtins", "Host", "Interpreter", "Native", "Profiling", "Debugging", ""],
  ]

  private struct File {
    var name: String
    var folder: String
    var words: Set<String> = []
    /// The types that it declares, and those nested in them, which hide other types of the same name.
    var types: Set<String> = []
    var nestedTypes: Set<String> = []

    init(name: String, text: String) {
      self.name = name
      folder = name.split(separator: "/").dropLast().first.map(String.init) ?? ""
      for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
        let words = File.words(of: line)
        self.words.formUnion(words)
        let keywords: Set = ["struct", "class", "enum", "protocol", "typealias"]
        guard let place = words.firstIndex(where: keywords.contains), place + 1 < words.count else {
          continue
        }
        if line.first == UInt8(ascii: " ") {
          nestedTypes.insert(words[place + 1])
        } else {
          types.insert(words[place + 1])
        }
      }
    }

    /// The words of a line, without comments and strings.
    private static func words(of line: Substring.UTF8View.SubSequence) -> [String] {
      var words: [String] = []
      var word: [UInt8] = []
      var isString = false
      var last: UInt8 = 0
      for byte in line {
        if byte == UInt8(ascii: "\"") { isString.toggle() }
        if !isString, byte == UInt8(ascii: "/"), last == byte { break }
        last = byte
        let isLetter = byte | 32 >= UInt8(ascii: "a") && byte | 32 <= UInt8(ascii: "z")
        let isDigit = byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
        if !isString, isLetter || isDigit || byte == UInt8(ascii: "_") {
          word.append(byte)
        } else if !word.isEmpty {
          words.append(String(decoding: word, as: UTF8.self))
          word = []
        }
      }
      if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
      return words
    }
  }

  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Sources/LoxRuntime")

  private static let files: [File] = {
    let paths = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
    return paths.filter { $0.hasSuffix(".swift") }.compactMap { path in
      (try? String(contentsOf: root.appending(path: path), encoding: .utf8)).map {
        File(name: path, text: $0)
      }
    }
  }()

  @Test func namesOfLaterFoldersAreNotUsed() {
    #expect(Self.files.count > 80)
    var levels: [String: Int] = [:]
    for (level, folders) in Self.order.enumerated() { for folder in folders { levels[folder] = level } }
    for file in Self.files {
      guard let own = levels[file.folder] else {
        Issue.record("\(file.name) is in a folder that the order does not name")
        continue
      }
      for other in Self.files where (levels[other.folder] ?? 0) > own {
        for name in other.types.intersection(file.words).subtracting(file.nestedTypes) {
          Issue.record("\(file.name) uses \(name), which \(other.name) declares")
        }
      }
    }
  }

  /// `unsafe` occurs only in the folders that may touch memory.
  @Test func unsafeIsWhereItMayBe() {
    for file in Self.files where !["Memory", "Platform", "Code"].contains(file.folder) {
      #expect(file.words.isDisjoint(with: ["unsafe", "safe"]), "\(file.name)")
    }
  }

  /// Called through a pointer, a method that does not change the machine gets a copy of all of it, which takes longer than most of what
  /// such methods do.
  @Test func methodsOfTheMachineAreMutating() throws {
    var count = 0
    for file in Self.files {
      var isInMachine = false
      let text = try String(contentsOf: Self.root.appending(path: file.name), encoding: .utf8)
      for line in text.split(separator: "\n") {
        if !line.hasPrefix(" ") {
          isInMachine = line.hasPrefix("extension Machine {") || line.hasPrefix("struct Machine:")
        }
        let words = line.split(separator: " ")
        guard isInMachine, line.hasPrefix("  "), !line.hasPrefix("   "), words.contains("func") else {
          continue
        }
        count += 1
        #expect(words.contains("mutating") || words.contains("static"), "\(file.name): \(line)")
      }
    }
    #expect(count > 100)
  }
}
