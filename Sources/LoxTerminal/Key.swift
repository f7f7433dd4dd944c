/// A keyboard action that matters to the editor.
public enum Key: Hashable, Sendable {
  /// A character to insert: one scalar, which may combine with the character before it.
  case text(Character)
  /// Pasted text, if the terminal marks its beginning and end.
  case paste(String)
  case enter, tab, backTab, backspace, delete, escape
  case up, down, left, right, home, end, pageUp, pageDown
  case wordLeft, wordRight, deleteWord
  /// Control and a key: a lower case letter, a space, or one of `\ ] ^ _`.
  case control(Character)
  /// Alt (or Escape first) and a character.
  case alt(Character)
  case altEnter, altBackspace
  /// A sequence that has no meaning here.
  case unknown
}
