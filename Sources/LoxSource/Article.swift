extension StringProtocol {
  /// The name of a type as it appears in a message: `an Account`, `a Point`.
  package var withArticle: String { "\("AEIOaeio".contains(first ?? "x") ? "an" : "a") \(self)" }
}
