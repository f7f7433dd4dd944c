/// Which language a source is written in.
public enum LanguageProfile: String, Sendable, CaseIterable {
  /// What the book's virtual machine accepts: with its size limits, and its messages in its order.
  case book
  /// The same language without the size limits.
  case extended
}
