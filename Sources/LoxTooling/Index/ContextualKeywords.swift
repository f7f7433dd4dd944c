import LoxSyntax

extension TokenKind {
  /// The words that are not reserved, but are keywords in some places of extended Lox.
  public static let contextualKeywords = [
    "in", "is", "const", "break", "continue", "switch", "case", "default",
  ]
}
