/// Why a pattern is none.
public struct RegularExpressionError: Error, Equatable, Sendable {
  /// A clause without a full stop, such as "this '(' is not closed". It quotes at most a few characters of the pattern.
  public let message: String
  /// Where in the pattern, in code points from 1; nil if it is about the flags.
  public let column: Int?

  /// Nothing is wrong so far: whoever had the pattern compiled has said that it does not go on.
  public static let interrupted = RegularExpressionError(message: "interrupted", column: nil)
}
