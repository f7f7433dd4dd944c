/// The style of text: a weight, and one of the terminal's own colours, so that it fits the theme.
public struct Style: Hashable, Sendable {
  public enum Color: UInt8, Sendable {
    case red = 31
    case green, yellow, blue, magenta, cyan
    case gray = 90
  }

  public var color: Color?
  public var isBold = false
  public var isUnderlined = false
  public var isReversed = false

  public init(
    _ color: Color? = nil, isBold: Bool = false, isUnderlined: Bool = false, isReversed: Bool = false
  ) {
    self.color = color
    self.isBold = isBold
    self.isUnderlined = isUnderlined
    self.isReversed = isReversed
  }

  public static let plain = Style()

  /// The sequence that switches from any style to this one.
  public var sequence: String {
    var codes = ["0"]
    if isBold { codes.append("1") }
    if isUnderlined { codes.append("4") }
    if isReversed { codes.append("7") }
    if let color { codes.append("\(color.rawValue)") }
    return "\u{1b}[" + codes.joined(separator: ";") + "m"
  }
}
