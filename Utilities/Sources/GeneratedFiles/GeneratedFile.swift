import Foundation

/// A file of the package that is generated.
public struct GeneratedFile {
  /// Relative to the package's root.
  public var path: String
  public var text: String

  public init(path: String, text: String) {
    self.path = path
    self.text = text
  }

  /// Whether the file on disk is up to date.
  public var isCurrent: Bool {
    FileManager.default.contents(atPath: path) == Data(text.utf8)
  }

  public func write() throws {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }
}
