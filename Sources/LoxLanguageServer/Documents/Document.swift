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
  /// The index of the text, or of one that it was before.
  private var edited: EditedIndex?
  private var isIndexed = false
  /// The greatest of all open documents is the one that was used last.
  var lastUse = 0
  /// What is wrong in the text, once that was found out.
  var problems: DocumentProblems?
  /// The search for that, if it has begun.
  var search: ProblemSearch?
  private var tokens = DocumentTokens()
  /// The semantic tokens that the client has, and how it names them.
  private(set) var sentTokens: (id: String, tokens: DocumentTokens)?
  private var sentCount = 0

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
    noteChange()
  }

  /// Replaces parts of the text, the last one first.
  func change(_ changes: [TextChange]) {
    guard let first = changes.first else { return }
    if changes.count == 1 { text.replace(first.range, with: first.bytes) } else { text.replace(changes) }
    noteChange()
  }

  func setVersion(_ version: Int) { self.version = version }

  /// Discards everything that depends on more than the text.
  func invalidate() {
    forgetIndex()
    noteChange()
  }

  /// The size of the text, if there is an index.
  var indexedSize: Int { edited == nil ? 0 : text.bytes.count }

  /// Discards the index; it is made again when it is asked for.
  func forgetIndex() {
    edited = nil
    isIndexed = false
    tokens = DocumentTokens()
    sentTokens = nil
  }

  /// Makes the index anew if that should be done some time; false if not.
  func renewIndex(_ settings: Settings, _ encoding: PositionEncoding) -> Bool {
    guard isIndexed, edited?.isCrowded == true else { return false }
    edited?.renew()
    if sentTokens != nil { tokens.update(to: editedIndex(settings), text, encoding) }
    return true
  }

  private func noteChange() {
    isIndexed = false
    search = nil
    problems = nil
    needsDiagnostics = true
  }

  /// The semantic tokens of the text, which the client gets, with the name for them.
  func sendTokens(_ settings: Settings, _ encoding: PositionEncoding) -> (id: String, tokens: DocumentTokens)
  {
    tokens.update(to: editedIndex(settings), text, encoding)
    sentCount += 1
    let sent = ("\(sentCount)", tokens)
    sentTokens = sent
    return sent
  }

  /// The meaning of the names in the text, found out when it is asked for.
  func index(_ settings: Settings) -> DocumentIndex { editedIndex(settings).index }

  /// The same, which can also tell about a text that is not complete.
  func editedIndex(_ settings: Settings) -> EditedIndex {
    if let edited, isIndexed { return edited }
    // What is in the optional must not be shared while it changes.
    if edited?.update(to: source) == nil {
      edited = EditedIndex(source: source, profile: settings.profile, hostAPI: settings.hostAPI)
    }
    isIndexed = true
    return edited ?? EditedIndex(source: source, profile: settings.profile, hostAPI: settings.hostAPI)
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
