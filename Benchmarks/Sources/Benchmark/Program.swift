import Foundation

/// One program of the suite: the same work written in Lox, and in Lua and JavaScript where they have what it takes.
struct Program: Sendable {
  let name: String
  let folder: URL
  /// What it must print, according to the `// expect:` comments of its Lox source.
  let expectedOutput: String
  let group: Group

  /// The language of a program in Lox. Each group has tables of its own.
  enum Group: CaseIterable, Sendable {
    /// What clox runs as well.
    case book
    case extended

    var title: String {
      switch self {
      case .book: "book Lox"
      case .extended: "extended Lox"
      }
    }

    /// The file of its chart.
    var chartName: String {
      switch self {
      case .book: "ratios.svg"
      case .extended: "ratios-extended.svg"
      }
    }
  }

  init(name: String, folder: URL) throws {
    let source = try String(
      contentsOf: folder.appendingPathComponent("\(name).lox"), encoding: .utf8)
    self.name = name
    self.folder = folder
    expectedOutput = Self.expectedOutput(of: source)
    group = source.hasPrefix("// lox: extended\n") ? .extended : .book
  }

  /// Whether its time is measured. The programs of one folder are only there for their memory.
  var isTimed: Bool { folder.lastPathComponent != "memory" }

  /// Whether its memory is measured, since it keeps a heap of some size.
  var hasLargeHeap: Bool { !isTimed || ["trees", "binary_trees", "long_lived"].contains(name) }

  /// The lines that the `// expect:` comments of `source` announce, as often as its `// repeated:` comment says.
  static func expectedOutput(of source: String) -> String {
    let lines = source.split(separator: "\n").compactMap { line in
      line.range(of: "// expect: ").map { line[$0.upperBound...] + "\n" }
    }
    return String(repeating: lines.joined(), count: repetitions(of: source))
  }

  private static func repetitions(of source: String) -> Int {
    for line in source.split(separator: "\n") where line.hasPrefix("// repeated: ") {
      return Int(line.dropFirst("// repeated: ".count)) ?? 1
    }
    return 1
  }

  /// All programs of `folders` by name, or only those of `names`.
  static func all(in folders: [URL], only names: [String]) throws -> [Program] {
    var found: [(name: String, folder: URL)] = []
    for folder in folders { found += try Self.names(in: folder).map { ($0, folder) } }
    if let unknown = names.first(where: { name in !found.contains { $0.name == name } }) {
      throw UnknownProgram(name: unknown, folder: folders.map(\.path).joined(separator: ", "))
    }
    return try found.filter { names.isEmpty || names.contains($0.name) }
      .sorted { $0.name < $1.name }
      .map { try Program(name: $0.name, folder: $0.folder) }
  }

  /// The names of the Lox files of `folder`, sorted.
  static func names(in folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "lox" }
      .map { $0.deletingPathExtension().lastPathComponent }
      .sorted()
  }

  func path(in language: Language) -> String {
    folder.appendingPathComponent("\(name).\(language.rawValue)").path
  }

  /// Whether it has been written in `language`.
  func exists(in language: Language) -> Bool {
    FileManager.default.fileExists(atPath: path(in: language))
  }

  struct UnknownProgram: Error, CustomStringConvertible {
    let name: String
    let folder: String

    var description: String { "no program \(name) in \(folder)" }
  }
}

/// A language that the programs are written in; the raw value is the file extension.
enum Language: String, Sendable {
  case lox
  case lua
  case javaScript = "js"
}
