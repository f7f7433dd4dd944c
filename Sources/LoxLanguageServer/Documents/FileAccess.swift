/// The files that the server may look at: whoever runs it says how.
public protocol FileAccess {
  /// The bytes of a file; nil if it can't be read.
  func read(_ path: [UInt8]) -> [UInt8]?
  /// A number that is another one after the file has been changed; nil if there is none.
  func stamp(_ path: [UInt8]) -> Int?
  /// The scripts in a folder and those below it.
  func scripts(in folder: [UInt8]) -> [[UInt8]]
}
