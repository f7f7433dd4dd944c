/// The work of compiling a pattern, valid or not, in units of a few nanoseconds. Now and then it asks whether to go on.
public struct CompilationWork {
  /// All work so far.
  public private(set) var units = 0
  private var next = CompilationWork.portion
  private let goesOn: (_ units: Int) -> Bool

  /// How much is done, a few tenths of a millisecond, between two questions.
  static let portion = 1 << 14

  /// `goesOn` is told all work so far.
  public init(goesOn: @escaping (_ units: Int) -> Bool = { _ in true }) { self.goesOn = goesOn }

  @inline(__always) mutating func add(_ count: Int) throws(RegularExpressionError) {
    units += count
    if units >= next { try ask() }
  }

  private mutating func ask() throws(RegularExpressionError) {
    next = units + CompilationWork.portion
    guard goesOn(units) else { throw RegularExpressionError.interrupted }
  }
}
