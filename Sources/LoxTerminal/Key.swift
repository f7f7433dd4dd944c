/// What a user does at a keyboard, as far as an editor cares.
public enum Key: Hashable, Sendable {
  /// A character to insert: one scalar, which may combine with the character before it.
  case text(Character)
  /// Text from the clipboard, from a terminal that says where such text begins and ends.
  case paste(String)
  case enter, tab, backTab, backspace, delete, escape
  case up, down, left, right, home, end, pageUp, pageDown
  case wordLeft, wordRight, deleteWord
  /// Control and a key: a lower case letter, a space, or one of `\ ] ^ _`.
  case control(Character)
  /// Alt (or Escape before) and a character.
  case alt(Character)
  case altEnter, altBackspace
  /// A sequence that means nothing here.
  case unknown
}
