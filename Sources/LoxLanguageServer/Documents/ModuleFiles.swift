import LoxJSON
import LoxSource
import LoxSyntax
import LoxTooling

/// A script that another one imports, open in the editor or not.
struct ModuleFile {
  let uri: String
  let text: DocumentText
  let index: DocumentIndex
}

/// Modules are files beside the script or in one of the folders around it, up to that which the editor shows.
extension LanguageServer {
  /// The file of a module that a document imports; nil if there is none.
  func moduleFile(_ name: String, for document: Document) -> ModuleFile? {
    modulePath(name, from: document.uri).flatMap { moduleFile($0) }
  }

  /// The path of the module's file.
  func modulePath(_ name: String, from uri: String) -> [UInt8]? {
    let slash = UInt8(ascii: "/")
    let parts = name.utf8.split(separator: slash, omittingEmptySubsequences: false)
    guard !parts.contains(where: { $0.isEmpty || $0.first == UInt8(ascii: ".") }),
      let path = DocumentURI.path(uri)
    else { return nil }
    let roots = Set(workspace.roots.map { $0.last == slash ? Array($0.dropLast()) : $0 })
    var folder = path[...]
    while let end = folder.lastIndex(of: slash) {
      folder = folder[..<end]
      let candidate = Array(folder) + [slash] + Array(name.utf8) + Array(".lox".utf8)
      if documents[DocumentURI.uri(ofPath: candidate)] != nil || workspace.stamp(candidate) != nil {
        return candidate
      }
      // Outside of the editor's folders, only files beside the script are looked for.
      if roots.contains(Array(folder)) || !roots.contains(where: { folder.starts(with: $0 + [slash]) }) {
        return nil
      }
    }
    return nil
  }

  /// The names by which a document can import the scripts that are known.
  func moduleNames(for document: Document) -> [String] {
    guard let own = DocumentURI.path(document.uri) else { return [] }
    let slash = UInt8(ascii: "/")
    let suffix = Array(".lox".utf8)
    var folders: [ArraySlice<UInt8>] = []
    var folder = own[...]
    while let end = folder.lastIndex(of: slash) {
      folder = folder[..<end]
      folders.append(folder)
    }
    return scriptPaths.compactMap { path in
      guard path != own, path.suffix(suffix.count).elementsEqual(suffix),
        // The innermost folder that has it tells the name, unless another script comes first.
        let folder = folders.first(where: { path.starts(with: $0 + [slash]) })
      else { return nil }
      let name = String(decoding: path[(folder.count + 1)...].dropLast(suffix.count), as: UTF8.self)
      return modulePath(name, from: document.uri) == path ? name : nil
    }.sorted()
  }

  /// The scripts that may import others: those in the editor's folders, and those that are open.
  var scriptPaths: [[UInt8]] {
    let known = workspace.scripts
    let paths = Set(known)
    return known + documents.keys.compactMap { DocumentURI.path($0) }.filter { !paths.contains($0) }
  }

  func moduleFile(_ path: [UInt8]) -> ModuleFile? {
    let uri = DocumentURI.uri(ofPath: path)
    if let open = documents[uri] {
      return ModuleFile(uri: uri, text: open.text, index: open.index(settings))
    }
    return workspace.index(of: path, settings).map { ModuleFile(uri: uri, text: $0.text, index: $0.index) }
  }

  /// Where something in a module's file is.
  func location(_ span: SourceSpan, in file: ModuleFile) -> JSON {
    ["uri": JSON(file.uri), "range": range(span, in: file.text)]
  }

  /// The file and the symbol that an imported name stands for, through all modules that pass it on.
  func declaration(of origin: Origin, from uri: String) -> (file: ModuleFile, symbol: SymbolID?)? {
    var (origin, uri) = (origin, uri)
    for _ in 0..<16 {
      guard let file = modulePath(origin.module, from: uri).flatMap({ moduleFile($0) }) else { return nil }
      guard let name = origin.name else { return (file, nil) }
      guard let symbol = file.index.export(named: name) else { return nil }
      guard let next = file.index[symbol].origin else { return (file, symbol) }
      (origin, uri) = (next, file.uri)
    }
    return nil
  }
}
