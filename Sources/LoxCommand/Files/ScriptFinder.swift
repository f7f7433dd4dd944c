import ArgumentParser

/// The scripts that a command works on.
struct ScriptPaths: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Files, folders (of which all files named *.lox are taken), or '-' for standard input.",
      valueName: "path"))
  var paths: [Path]
}

/// The script that a command works on, if it takes only one.
struct ScriptPath: ParsableArguments {
  @Argument(help: "The script, or '-' for standard input.")
  var file: Path
}

/// Finds the scripts for some paths: a file stands for itself, whatever its name, and a folder for all files named `*.lox` in it
/// and in its subfolders.
struct ScriptFinder {
  /// In the order of the given paths; those in a folder are sorted.
  private(set) var files: [Path] = []
  /// Folders of the book's test suite that were skipped.
  private(set) var leftOut: [Path] = []
  /// Folders that could not be read, and those without scripts.
  private(set) var errors: [FileError] = []

  /// Whether to skip those folders of the book's test suite that are not for this machine.
  private let skipsFoldersForOthers: Bool
  /// How many folders may still be searched.
  private var remainingFolderCount: Int

  init(_ paths: [Path], skipsFoldersForOthers: Bool = false, maximumFolderCount: Int = .max) {
    self.skipsFoldersForOthers = skipsFoldersForOthers
    remainingFolderCount = maximumFolderCount
    var known: Set<Path> = []
    for path in paths {
      let found = path != .standardInput && File.isFolder(path) ? scripts(in: path) : [path]
      files += found.filter { known.insert($0).inserted }
    }
  }

  private mutating func scripts(in folder: Path) -> [Path] {
    var found: [Path] = []
    let errorCount = errors.count
    // Not recursive: folders may be deeply nested.
    var pending = [folder]
    while remainingFolderCount > 0, let folder = pending.popLast() {
      remainingFolderCount -= 1
      guard let entries = File.entries(of: folder) else {
        errors.append(.notOpened(folder))
        continue
      }
      let isOfficial = skipsFoldersForOthers && ScriptFinder.isOfficialSuite(entries)
      for entry in entries {
        let path = folder.appending(entry.name)
        switch entry.kind {
        case .folder where isOfficial && ScriptFinder.foldersForOthers.contains(path.name):
          leftOut.append(path)
        case .folder: pending.append(path)
        case .file where path.hasSuffix(".lox"): found.append(path)
        default: break
        }
      }
    }
    if found.isEmpty, errors.count == errorCount { errors.append(.noScripts(folder)) }
    return found.sorted()
  }

  /// The folders of the book's test suite that its own runner also skips: benchmarks, and scripts for
  /// chapters in which the interpreter is not yet complete.
  private static let foldersForOthers = ["benchmark", "expressions", "scanning"]

  /// Whether a folder is the book's test suite: it has all of those folders, and a certain script.
  private static func isOfficialSuite(_ entries: [FolderEntry]) -> Bool {
    let names = Set(entries.map { String(decoding: $0.name, as: UTF8.self) })
    return names.isSuperset(of: foldersForOthers + ["precedence.lox"])
  }
}

extension Path {
  /// The last component.
  fileprivate var name: String {
    String(decoding: bytes.split(separator: UInt8(ascii: "/")).last ?? [], as: UTF8.self)
  }
}
