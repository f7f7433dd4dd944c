import LoxLanguageServer

/// The file system, for the language server.
struct ServerFiles: FileAccess {
  /// At most this many folders are searched for scripts.
  private static let maximumFolderCount = 10_000

  func read(_ path: [UInt8]) -> [UInt8]? { try? File.read(Path(bytes: path)) }

  func stamp(_ path: [UInt8]) -> Int? { File.stamp(Path(bytes: path)) }

  func scripts(in folder: [UInt8]) -> [[UInt8]] {
    let folder = Path(bytes: folder)
    guard File.isFolder(folder) else { return [] }
    return ScriptFinder([folder], maximumFolderCount: Self.maximumFolderCount).files.map(\.bytes)
  }
}
