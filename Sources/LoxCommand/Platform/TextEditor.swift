#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The text editor that the user has chosen with the variables `VISUAL` or `EDITOR`.
enum TextEditor {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// Lets the user edit a text; returns when the editor has ended.
  static func edit(_ text: String) throws -> String {
    let command = Process.variable("VISUAL") ?? Process.variable("EDITOR") ?? "vi"
    guard let folder = temporaryFolder() else { throw Failure(description: "There is no room for a file.") }
    // Editors know the language by the name.
    let file = folder + "/input.lox"
    // SAFETY: here and below, Swift gives the system strings that end with a zero, as long as the calls last.
    defer {
      _ = unsafe unlink(file)
      _ = unsafe rmdir(folder)
    }
    let path = Path(bytes: Array(file.utf8))
    try File.write(Array((text + "\n").utf8), to: path)
    // As other programs do, it is a command of the shell, which may have options. The path needs no quotes.
    guard unsafe system("\(command) \(file)") == 0 else {
      throw Failure(description: "The editor '\(command)' has failed; $EDITOR says which one to use.")
    }
    return String(decoding: try File.read(path), as: UTF8.self)
  }

  /// A new folder that only this user can read.
  private static func temporaryFolder() -> String? {
    // A path with blanks or quotes would need quotes in the command.
    let place = Process.variable("TMPDIR").flatMap { isPlain($0) ? $0 : nil } ?? "/tmp"
    // SAFETY: the template ends with a zero, and the call changes only its last letters.
    var template = Array("\(place)/lox-XXXXXX".utf8CString)
    return unsafe template.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress, unsafe mkdtemp(start) != nil else { return nil }
      return unsafe String(cString: start)
    }
  }

  private static func isPlain(_ path: String) -> Bool {
    path.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "-"),
        UInt8(ascii: "_"):
        true
      default: false
      }
    }
  }
}
