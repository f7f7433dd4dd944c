/// Which documents come first when there is time, and which have to do without an index.
extension LanguageServer {
  func noteUse(of document: Document) {
    useCount += 1
    document.lastUse = useCount
  }

  /// The document whose problems are looked for next: the one that was used last.
  var nextToCheck: Document? {
    documents.values.filter(\.needsDiagnostics).max { $0.lastUse < $1.lastUse }
  }

  /// Discards indexes of documents that were not used for the longest time, if there are many.
  func limitIndexes() {
    var size = documents.values.reduce(0) { $0 + $1.indexedSize }
    if size <= indexedSizeLimit { return }
    for document in documents.values.sorted(by: { $0.lastUse < $1.lastUse }).dropLast()
    where size > indexedSizeLimit {
      size -= document.indexedSize
      document.forgetIndex()
    }
  }

  /// Does for one document what makes later changes faster; false if there is nothing to do.
  func tidyUp() -> Bool { documents.values.contains { $0.renewIndex(settings, client.encoding) } }
}
