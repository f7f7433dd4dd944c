/// An error that a later pass has found and that the parser shall report on another run, as if it was its
/// own.
///
/// The book's compiler finds all errors in one pass, and each of them suppresses others up to the end of the
/// declaration and decides where parsing goes on. A pass behind the parser can't have that effect. So it has
/// the source parsed again, and the parser meets the error in its place.
public struct ReportedError: Hashable, Sendable {
  /// The offset of the last byte of the token that the parser has just taken when it finds the error.
  public var offset: UInt32
  public var message: String
  /// Whether the message names the token that comes next instead of the one at the offset.
  public var isAtNextToken: Bool

  public init(offset: UInt32, message: String, isAtNextToken: Bool = false) {
    self.offset = offset
    self.message = message
    self.isAtNextToken = isAtNextToken
  }
}
