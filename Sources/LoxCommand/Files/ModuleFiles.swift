import Lox
import LoxSource
import LoxTooling

/// The modules of scripts: the files beside a script, and those in folders that an option names.
final class ModuleFiles {
  private let folders: ModuleFolders
  private let compiler: Program.Options
  /// By canonical name: the file, without links, and the name that people see.
  private(set) var files: [String: (real: Path, shown: Path)] = [:]

  init(_ folders: ModuleFolders, compiler: Program.Options) {
    self.folders = folders
    // Only extended Lox has imports, so modules are in it unless they say otherwise.
    var options = compiler
    options.language = .extended
    options.returnsValue = false
    self.compiler = options
  }

  var loader: ModuleLoader {
    ModuleLoader(canonicalName: { name, _ in self.canonicalName(of: name) }) { name, _ in
      guard let (real, shown) = self.files[name] else { return nil }
      return try Program(bytes: try File.read(real), name: shown.sourceName, options: self.compiler)
    }
  }

  /// The path of a module in the folder that has it, without links and without `.lox`; nil if no folder has it.
  private func canonicalName(of name: String) -> String? {
    guard let file = folders.find(name) else { return nil }
    var canonical = String(decoding: file.relative.bytes.dropLast(4), as: UTF8.self)
    // A link in one folder may lead to a name that another folder has as well.
    if let known = files[canonical], known.real != file.real { canonical = file.real.sourceName }
    if files[canonical] == nil { files[canonical] = (file.real, file.shown) }
    return canonical
  }
}

/// The folders in which modules are looked for.
///
/// The module `shop/tax` is the file `shop/tax.lox` in the first of the folders that has it. Files outside of the folders are never
/// read, whatever links and names lead there.
struct ModuleFolders {
  private let folders: [(path: Path, real: Path)]

  init(_ folders: [Path]) {
    self.folders = folders.compactMap { folder in
      File.realPath(folder.bytes.isEmpty ? Path(bytes: [UInt8(ascii: ".")]) : folder).map { (folder, $0) }
    }
  }

  /// The folder of a script and those around it, as far as its path tells, since a script may itself be a module.
  init(around script: Path, _ others: [Path]) {
    var folders = [script.folder]
    while let folder = folders.last, !folder.bytes.isEmpty, folder.folder != folder {
      folders.append(folder.folder)
    }
    self.init(folders + others)
  }

  /// What is known of the modules that a source imports.
  func names(ofModulesIn source: Source) -> [String: ModuleNames] {
    var names: [String: ModuleNames] = [:]
    for (name, _) in DocumentIndex(source: source).imports where names[name] == nil {
      guard let file = find(name), let bytes = try? File.read(file.real) else {
        names[name] = .missing
        continue
      }
      names[name] = ModuleNames(of: Source(name: file.shown.sourceName, bytes: bytes))
    }
    return names
  }

  /// The file of a module.
  func find(_ name: String) -> (real: Path, shown: Path, relative: Path)? {
    let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    let isPlain = parts.allSatisfy { part in
      !part.isEmpty && !part.contains(0) && !part.contains(UInt8(ascii: "\\"))
        && part.first != UInt8(ascii: ".")
    }
    guard isPlain else { return nil }
    for folder in folders {
      let bytes = Array(name.utf8) + Array(".lox".utf8)
      let shown = folder.path.bytes.isEmpty ? Path(bytes: bytes) : folder.path.appending(bytes)
      guard let real = File.realPath(folder.real.appending(bytes)),
        let relative = real.relative(to: folder.real), relative.hasSuffix(".lox")
      else { continue }
      return (real, shown, relative)
    }
    return nil
  }
}

extension Path {
  /// The folder of a file; empty for that in which the command runs.
  var folder: Path {
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return Path(bytes: []) }
    return Path(bytes: Array(slash == 0 ? bytes[...slash] : bytes[..<slash]))
  }

  /// What leads from a folder to a file in it; nil if the file is elsewhere. Both are without links.
  fileprivate func relative(to folder: Path) -> Path? {
    let prefix = folder.appending([]).bytes
    return bytes.starts(with: prefix) && bytes.count > prefix.count
      ? Path(bytes: Array(bytes[prefix.count...])) : nil
  }
}
