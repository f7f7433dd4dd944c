/// The part of a text that differs from another text.
struct TextDifference {
  /// In the old text.
  let old: Range<Int>
  /// How many bytes more the new text has.
  let growth: Int

  /// Nil if there is none.
  init?(from old: [UInt8], to new: [UInt8]) {
    let common = min(old.count, new.count)
    var start = 0
    while start < common, old[start] == new[start] { start += 1 }
    if start == old.count, start == new.count { return nil }
    var rest = 0
    while rest < common - start, old[old.count - 1 - rest] == new[new.count - 1 - rest] { rest += 1 }
    self.old = start..<(old.count - rest)
    growth = new.count - old.count
  }
}
