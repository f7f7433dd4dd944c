import LoxSemantics
import LoxSource
import LoxSyntax
import LoxTooling

/// A file that is open in the editor; only the editor knows its text.
final class Document {
  let uri: String
  private(set) var text: DocumentText
  private(set) var version: Int
  /// Whether the text has changed since its diagnostics were sent.
  var needsDiagnostics = true
  private var cachedIndex: DocumentIndex?
  /// What is wrong in the text, once that was found out.
  var problems: DocumentProblems?
  /// The semantic tokens that the client has, and how it names them.
  private(set) var tokens: (id: String, data: [Int])?
  private var tokenCount = 0

  init(uri: String, version: Int, bytes: [UInt8]) {
    self.uri = uri
    self.version = version
    text = DocumentText(bytes)
  }

  var source: Source {
    let path = DocumentURI.path(uri).map { String(decoding: $0, as: UTF8.self) }
    return Source(name: path ?? uri, bytes: text.bytes)
  }

  /// Replaces the whole text.
  func change(to bytes: [UInt8]) {
    text = DocumentText(bytes)
    invalidate()
  }

  /// Replaces parts of the text, the last one first.
  func change(_ changes: [TextChange]) {
    guard let first = changes.first else { return }
    if changes.count == 1 { text.replace(first.range, with: first.bytes) } else { text.replace(changes) }
    invalidate()
  }

  func setVersion(_ version: Int) { self.version = version }

  /// Discards everything that depends on more than the text.
  func invalidate() {
    cachedIndex = nil
    problems = nil
    needsDiagnostics = true
  }

  /// Notes that the client gets these semantic tokens; the result is the name for them.
  func sent(_ data: [Int]) -> String {
    tokenCount += 1
    tokens = ("\(tokenCount)", data)
    return "\(tokenCount)"
  }

  /// The meaning of the names in the text, computed on first use.
  func index(_ settings: Settings) -> DocumentIndex {
    if let cachedIndex { return cachedIndex }
    let index = DocumentIndex(source: source, profile: settings.profile, hostAPI: settings.hostAPI)
    cachedIndex = index
    return index
  }
}

/// Settings for all documents.
struct Settings {
  var profile = LanguageProfile.book
  var hostAPI = HostAPI.standard
  /// Whether to look for more than errors.
  var lints = true
  /// Whether the names of parameters are shown before arguments.
  var showsParameters = true
  /// Whether the types of variables are shown.
  var showsTypes = true
}
