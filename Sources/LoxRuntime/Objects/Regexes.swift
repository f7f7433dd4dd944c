import LoxRegex

extension Cage {
  /// The flags of a regular expression; whatever damage has made of them, they are flags.
  func flags(ofRegex regex: Ref) -> RegularExpressionFlags {
    let bits = load32(regex.offset, RegexLayout.flags)
    var flags = RegularExpressionFlags()
    flags.ignoresCase = bits & 1 != 0
    flags.matchesLines = bits & 2 != 0
    flags.dotMatchesAll = bits & 4 != 0
    return flags
  }

  /// Makes a regular expression of memory for one; it has no pattern yet.
  func initializeRegex(_ regex: Ref, _ flags: RegularExpressionFlags, number: UInt32) {
    setHeader(regex, .regex, size: RegexLayout.size)
    store(.nil, regex.offset, RegexLayout.pattern)
    let bits: UInt32 =
      (flags.ignoresCase ? 1 : 0) | (flags.matchesLines ? 2 : 0) | (flags.dotMatchesAll ? 4 : 0)
    store32(bits, regex.offset, RegexLayout.flags)
    store32(number, regex.offset, RegexLayout.number)
  }
}

extension RegularExpressionFlags {
  /// The letters, in the order of the alphabet.
  var letters: String { (ignoresCase ? "i" : "") + (matchesLines ? "m" : "") + (dotMatchesAll ? "s" : "") }
}
