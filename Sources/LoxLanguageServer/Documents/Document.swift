import LoxSemantics
import LoxSource
import LoxSyntax
import LoxTooling

/// A file that is open in the editor, which alone knows its text.
final class Document {
  let uri: String
  private(set) var text: DocumentText
  private(set) var version: Int
  /// Whether the editor has not heard yet what is wrong with the text.
  var needsDiagnostics = true
  private var cachedIndex: DocumentIndex?

  init(uri: String, version: Int, bytes: [UInt8]) {
    self.uri = uri
    self.version = version
    text = DocumentText(bytes)
  }

  var source: Source {
    let path = DocumentURI.path(uri).map { String(decoding: $0, as: UTF8.self) }
    return Source(name: path ?? uri, bytes: text.bytes)
  }

  /// Replaces all of the text.
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

  /// Forgets what depends on more than the text.
  func invalidate() {
    cachedIndex = nil
    needsDiagnostics = true
  }

  /// What the names in the text mean; made when it is asked for first.
  func index(_ settings: Settings) -> DocumentIndex {
    if let cachedIndex { return cachedIndex }
    let index = DocumentIndex(source: source, profile: settings.profile, hostAPI: settings.hostAPI)
    cachedIndex = index
    return index
  }
}

/// What holds for all documents.
struct Settings {
  var profile = LanguageProfile.book
  var hostAPI = HostAPI.standard
  /// Whether to look for more than errors.
  var lints = true
}
