import LoxJSON
import LoxTooling

/// The file that describes what the host offers.
struct APIFile {
  /// The given path; nil means the usual name in the workspace.
  var path: [UInt8]?
  /// The file's stamp when it was last read.
  private var stamp: Int?
  private var readPath: [UInt8]?
  /// Whether the client sent the declarations themselves instead.
  var isReplaced = false

  static let usualName = "lox-api.json"

  init(path: [UInt8]?) { self.path = path }

  enum Change {
    case none
    case api(HostAPI)
    case failure(String)
  }

  /// Reads the file if it has changed.
  mutating func update(_ workspace: Workspace) -> Change {
    if isReplaced { return .none }
    let paths = path.map { [$0] } ?? workspace.roots.map { $0 + Array("/\(APIFile.usualName)".utf8) }
    let found = paths.first { workspace.stamp($0) != nil }
    let newStamp = found.flatMap { workspace.stamp($0) }
    if newStamp == stamp, found == readPath {
      guard found == nil, let missing = path, readPath != missing else { return .none }
      readPath = missing
      return .failure("\(text(missing)) can't be read.")
    }
    stamp = newStamp
    readPath = found
    guard let found, let bytes = workspace.read(found) else { return .api(.standard) }
    do {
      return .api(.standard.merging(try HostAPI(parsing: bytes)))
    } catch {
      return .failure("\(text(found)): \(error)")
    }
  }

  private func text(_ path: [UInt8]) -> String { String(decoding: path, as: UTF8.self) }
}

extension LanguageServer {
  /// Takes the options that a client sends at the start or later: `language`, `api` and `lint`.
  func configure(_ options: JSON) {
    if let language = options["language"]?.stringValue {
      settings.profile = language == "extended" ? .extended : .book
    }
    if let lints = options["lint"]?.boolValue { settings.lints = lints }
    if let shows = options["inlayHints"]?["parameters"]?.boolValue { settings.showsParameters = shows }
    if let shows = options["inlayHints"]?["types"]?.boolValue { settings.showsTypes = shows }
    switch options["api"] {
    case .string(let path): api = APIFile(path: workspace.resolve(path))
    case .object(let object):
      do {
        settings.hostAPI = .standard.merging(try HostAPI(.object(object)))
        api.isReplaced = true
      } catch {
        showError("api: \(error)")
      }
      return invalidateDocuments()
    default: break
    }
    updateAPI()
    invalidateDocuments()
  }

  /// Reads the declarations of the host again if they have changed.
  func updateAPI() {
    switch api.update(workspace) {
    case .none: break
    case .api(let hostAPI):
      settings.hostAPI = hostAPI
      invalidateDocuments()
    case .failure(let message): showError(message)
    }
  }

  private func invalidateDocuments() {
    for document in documents.values { document.invalidate() }
  }

  private func showError(_ message: String) {
    notify("window/showMessage", ["type": 1, "message": JSON(message)])
  }
}
