import LoxSource

/// Questions about a text that is not complete.
extension EditedIndex {
  /// The words that may be meant at a place: all that fit there, whatever has been typed of one.
  ///
  /// Of modules, what `modules` knows is told.
  public func completions(at offset: UInt32, modules: ModuleCompletions = ModuleCompletions())
    -> CompletionList
  {
    index.completions(at: offset, modules: modules, completed: completed)
  }

  /// The signatures of what may be called at a place between parentheses; empty if unknown. What is imported, `declaration` knows.
  public func signatureHelp(
    at offset: UInt32, declaration: (Origin) -> (index: DocumentIndex, symbol: SymbolID)? = { _ in nil }
  ) -> [SignatureHelp] {
    index.signatureHelp(at: offset, declaration: declaration, completed: completed)
  }

  /// The index of the text with more in it.
  private func completed(_ source: Source) -> DocumentIndex {
    var copy = self
    copy.update(to: source)
    return copy.index
  }
}
