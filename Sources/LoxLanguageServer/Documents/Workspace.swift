import LoxSource
import LoxSyntax
import LoxTooling

/// The folders that the editor shows, and what is known about the files in them.
final class Workspace {
  private let files: any FileAccess
  /// The paths of the folders.
  var roots: [[UInt8]] = []
  /// By path.
  private var symbols: [[UInt8]: FileSymbols] = [:]
  /// The files that scripts have imported, by path.
  private var modules: [[UInt8]: FileIndex] = [:]

  /// The greatest number of files that are searched for symbols.
  private static let maximumFileCount = 5000

  struct FileSymbols {
    var stamp: Int
    var text: DocumentText
    var items: [OutlineItem]
  }

  struct FileIndex {
    var stamp: Int
    var text: DocumentText
    var index: DocumentIndex
  }

  init(_ files: any FileAccess) { self.files = files }

  /// The index of a file that is not open; it is read again if it has changed.
  func index(of path: [UInt8], _ settings: Settings) -> FileIndex? {
    guard let stamp = files.stamp(path) else { return nil }
    if let known = modules[path], known.stamp == stamp { return known }
    guard let bytes = files.read(path) else { return nil }
    let source = Source(name: String(decoding: path, as: UTF8.self), bytes: bytes)
    // Only extended Lox has modules.
    let index = DocumentIndex(source: source, profile: .extended, hostAPI: settings.hostAPI)
    let made = FileIndex(stamp: stamp, text: DocumentText(bytes), index: index)
    if modules.count > Workspace.maximumFileCount { modules = [:] }
    modules[path] = made
    return made
  }

  /// The scripts in the folders.
  var scripts: [[UInt8]] {
    Array(roots.flatMap { files.scripts(in: $0) }.prefix(Workspace.maximumFileCount))
  }

  func read(_ path: [UInt8]) -> [UInt8]? { files.read(path) }
  func stamp(_ path: [UInt8]) -> Int? { files.stamp(path) }

  /// The path of a file, resolved relative to the first folder.
  func resolve(_ path: String) -> [UInt8] {
    let bytes = Array(path.utf8)
    if bytes.first == UInt8(ascii: "/") { return bytes }
    guard let root = roots.first else { return bytes }
    return root + (root.last == UInt8(ascii: "/") ? [] : [UInt8(ascii: "/")]) + bytes
  }

  /// The declarations in the folders' scripts, except those at some paths; changed files are read again.
  func symbols(except open: Set<[UInt8]>, _ settings: Settings) -> [(path: [UInt8], symbols: FileSymbols)] {
    var known: [[UInt8]: FileSymbols] = [:]
    var result: [(path: [UInt8], symbols: FileSymbols)] = []
    for path in roots.flatMap({ files.scripts(in: $0) }).prefix(Workspace.maximumFileCount) {
      guard known[path] == nil, let stamp = files.stamp(path) else { continue }
      var entry = symbols[path]
      if entry?.stamp != stamp {
        entry = files.read(path).map { bytes in
          let index = DocumentIndex(source: Source(name: "", bytes: bytes), profile: settings.profile)
          return FileSymbols(stamp: stamp, text: DocumentText(bytes), items: index.outline)
        }
      }
      guard let entry else { continue }
      known[path] = entry
      if !open.contains(path) { result.append((path, entry)) }
    }
    symbols = known
    return result
  }
}
