extension LineEditor {
  /// Browsing the history, starting from an input that may be partly typed.
  struct Browsing {
    var index: Int
    /// What was typed before, to which browsing returns; it visits only entries that begin with it.
    var draft: EditBuffer
    var prefix: String
  }

  /// Shows the next older entry that begins with what was typed.
  mutating func showOlder() {
    let start =
      browsing ?? Browsing(index: history.entries.count, draft: buffer, prefix: buffer.textBeforeCursor)
    guard let index = history.index(before: start.index, prefix: start.prefix) else { return }
    show(index, start)
  }

  mutating func showNewer() {
    guard let browsing else { return }
    if let index = history.index(after: browsing.index, prefix: browsing.prefix) {
      show(index, browsing)
    } else {
      buffer = browsing.draft
      self.browsing = nil
    }
  }

  private mutating func show(_ index: Int, _ way: Browsing) {
    if browsing == nil { undoLog.record(buffer) }
    browsing = way
    browsing?.index = index
    buffer = EditBuffer(history.entries[index])
  }

  // MARK: - Search

  /// A history search, which Control-R begins.
  struct Search {
    var query = ""
    /// The entry found.
    var index: Int
    var isFailing = false
    /// The text to return to.
    var draft: EditBuffer
  }

  mutating func beginSearch() {
    search = Search(index: history.entries.count, draft: buffer)
  }

  /// Handles keys while searching; nil if the key ends the search and then has its usual meaning.
  mutating func handleInSearch(_ key: Key) -> Event? {
    switch key {
    case .text(let character): find { $0.query.append(character) }
    case .paste(let text): find { $0.query += text }
    case .backspace, .control("h"):
      let end = history.entries.count
      find { search in
        search.query = String(search.query.dropLast())
        search.index = end
      }
    case .control("r"), .up: find(older: true)
    case .control("s"), .down: find(older: false)
    case .control("g"), .control("c"):
      buffer = search?.draft ?? buffer
      search = nil
    case .escape, .tab: endSearch()
    case .unknown: break
    default:
      endSearch()
      return nil
    }
    return .editing
  }

  private mutating func endSearch() {
    guard let search else { return }
    undoLog.record(search.draft)
    self.search = nil
  }

  /// Searches for another query from the current entry on.
  private mutating func find(_ change: (inout Search) -> Void) {
    guard var search else { return }
    change(&search)
    let found = search.query.isEmpty ? nil : history.index(before: search.index + 1, containing: search.query)
    update(&search, found)
  }

  private mutating func find(older: Bool) {
    guard var search, !search.query.isEmpty else { return }
    let found =
      older
      ? history.index(before: search.index, containing: search.query)
      : history.index(after: search.index, containing: search.query)
    update(&search, found)
  }

  private mutating func update(_ search: inout Search, _ found: Int?) {
    search.isFailing = found == nil && !search.query.isEmpty
    if let found {
      search.index = found
      buffer = EditBuffer(history.entries[found])
    } else if search.query.isEmpty {
      buffer = search.draft
    }
    self.search = search
  }
}
