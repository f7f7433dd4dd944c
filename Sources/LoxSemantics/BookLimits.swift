import LoxSyntax

/// The size limits of the book's instruction encoding.
enum BookLimits {
  /// Whether a source without errors might exceed a limit.
  ///
  /// A "no" is always right. The check of the code size is coarse, so a "yes" has to be confirmed by
  /// `BookCompiler`, which knows the exact number of bytes.
  static func mightBeExceeded(by resolution: Resolution) -> Bool {
    if mightBeExceeded(by: resolution.script) { return true }
    for function in resolution.functions where mightBeExceeded(by: function) { return true }
    return false
  }

  private static func mightBeExceeded(by function: FunctionScope) -> Bool {
    function.constantUses > BookCompiler.byteLimit
      || function.peakLocals > BookCompiler.byteLimit
      || Int(function.captures.count) > BookCompiler.byteLimit
      || function.size > BookCompiler.longestJump / mostBytesPerNode
  }

  /// No expression or statement takes more bytes than a `for` loop with all its parts: 15.
  private static let mostBytesPerNode = 16
}
