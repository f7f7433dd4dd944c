/// Access to files, provided by whoever runs the server.
public protocol FileAccess {
  /// The bytes of a file; nil if it can't be read.
  func read(_ path: [UInt8]) -> [UInt8]?
  /// A number that differs after the file has changed; nil if there is no file.
  func stamp(_ path: [UInt8]) -> Int?
  /// The scripts in a folder and its subfolders.
  func scripts(in folder: [UInt8]) -> [[UInt8]]
}
