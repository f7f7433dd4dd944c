/// The part of an array that differs from another one, between what both begin with and what both end with.
public struct Difference {
  public let old: Range<Int>
  public let new: Range<Int>

  /// How many elements more the new array has.
  var growth: Int { new.count - old.count }

  /// Nil if there is none.
  @inlinable public init?<Element: Equatable>(from old: [Element], to new: [Element]) {
    let common = min(old.count, new.count)
    var start = 0
    while start < common, old[start] == new[start] { start += 1 }
    if start == old.count, start == new.count { return nil }
    var rest = 0
    while rest < common - start, old[old.count - 1 - rest] == new[new.count - 1 - rest] { rest += 1 }
    self.old = start..<(old.count - rest)
    self.new = start..<(new.count - rest)
  }
}
