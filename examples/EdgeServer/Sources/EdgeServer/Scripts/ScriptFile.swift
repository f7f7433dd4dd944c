import Foundation
import Lox

/// A version of a file `NAME.lox`.
struct ScriptFile: Equatable, Sendable {
  /// Larger ones are not read.
  static let byteLimit = 256 << 10

  let name: String
  let url: URL
  private let modified: Date
  private let size: Int

  /// The files of a folder whose names can be used, in URLs and elsewhere, as they are.
  static func all(in folder: URL) -> [ScriptFile] {
    let files = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    return (files ?? []).compactMap { ScriptFile($0) }
  }

  private init?(_ url: URL) {
    let name = url.deletingPathExtension().lastPathComponent
    guard url.pathExtension == "lox", Self.isName(name) else { return nil }
    let attributes = try? FileManager.default.attributesOfItem(atPath: url.resolvingSymlinksInPath().path)
    guard let attributes, attributes[.type] as? FileAttributeType == .typeRegular,
      let modified = attributes[.modificationDate] as? Date, let size = attributes[.size] as? Int
    else { return nil }
    self.name = name
    self.url = url
    self.modified = modified
    self.size = size
  }

  static func isName(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count <= 64 && name.first != "-"
      && name.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
      }
  }

  func compiled() -> Result<Program, Mistake> {
    func mistake(_ text: String) -> Result<Program, Mistake> {
      .failure(Mistake(diagnostics: text))
    }
    guard size <= Self.byteLimit else {
      return mistake("\(name).lox has more than \(Self.byteLimit >> 10) KiB.")
    }
    do {
      return .success(try Program(bytes: Array(try Data(contentsOf: url)), name: url.lastPathComponent))
    } catch let errors as CompileErrors {
      return mistake(errors.formatted(.rich(color: false)))
    } catch {
      return mistake("\(name).lox can't be read: \(error.localizedDescription)")
    }
  }
}
