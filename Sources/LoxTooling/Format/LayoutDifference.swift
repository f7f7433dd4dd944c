/// The lines in which a source and its layout differ.
///
/// The two differ only in blanks and line ends, so counting the other bytes shows which lines correspond.
/// That takes time proportional to the length of the texts.
public struct LayoutDifference: Sendable {
  /// Lines of the source, and the lines of the layout that replace them, counted from zero.
  public struct Change: Hashable, Sendable {
    public var old: Range<Int>
    public var new: Range<Int>
  }

  /// The lines of the source and of its layout, with their line feeds.
  public let old: [ArraySlice<UInt8>]
  public let new: [ArraySlice<UInt8>]
  /// In line order; the lines between two changes are the same.
  public private(set) var changes: [Change] = []

  /// Compares a source with its layout.
  public init(_ source: [UInt8], _ layout: [UInt8]) {
    (old, new) = (source.lines, layout.lines)
    // The number of lines of each that have been compared, and of non-blank bytes in them.
    var (oldLine, newLine) = (0, 0)
    var (oldCount, newCount) = (0, 0)
    while oldLine < old.count || newLine < new.count {
      if oldLine < old.count, newLine < new.count, old[oldLine] == new[newLine] {
        (oldLine, newLine) = (oldLine &+ 1, newLine &+ 1)
        continue
      }
      let (oldStart, newStart) = (oldLine, newLine)
      repeat {
        // The one that is behind advances. At the same place both do, unless only one has an empty line.
        let (isOldBehind, isNewBehind) = (oldCount <= newCount, newCount <= oldCount)
        let oldAdded = isOldBehind && oldLine < old.count ? old[oldLine].countOfText : nil
        let newAdded = isNewBehind && newLine < new.count ? new[newLine].countOfText : nil
        let isOldAlone = oldAdded == 0 && newAdded ?? 1 > 0
        let isNewAlone = newAdded == 0 && oldAdded ?? 1 > 0
        if let oldAdded, !isNewAlone { (oldLine, oldCount) = (oldLine &+ 1, oldCount &+ oldAdded) }
        if let newAdded, !isOldAlone { (newLine, newCount) = (newLine &+ 1, newCount &+ newAdded) }
        if oldAdded == nil && newAdded == nil { (oldLine, newLine) = (old.count, new.count) }
      } while oldCount != newCount && (oldLine < old.count || newLine < new.count)
      append(Change(old: oldStart..<oldLine, new: newStart..<newLine))
    }
  }

  /// Adds a change, or extends the last one if no line is between the two.
  private mutating func append(_ change: Change) {
    if let last = changes.last, last.old.upperBound == change.old.lowerBound,
      last.new.upperBound == change.new.lowerBound
    {
      changes[changes.count &- 1] = Change(
        old: last.old.lowerBound..<change.old.upperBound, new: last.new.lowerBound..<change.new.upperBound)
    } else {
      changes.append(change)
    }
  }

  /// The differences in the *unified* format of `diff -u`, which `patch` understands.
  public func text(name: String) -> [UInt8] {
    if changes.isEmpty { return [] }
    var text = Array("--- \(name)\n+++ \(name)\n".utf8)
    var index = 0
    while index < changes.count {
      let first = index
      // Changes whose contexts touch are shown together.
      while index &+ 1 < changes.count,
        changes[index &+ 1].old.lowerBound &- changes[index].old.upperBound <= 6
      {
        index &+= 1
      }
      append(changes[first...index], to: &text)
      index &+= 1
    }
    return text
  }

  private func append(_ hunk: ArraySlice<Change>, to text: inout [UInt8]) {
    guard let first = hunk.first, let last = hunk.last else { return }
    let before = min(3, first.old.lowerBound, first.new.lowerBound)
    let after = min(3, old.count &- last.old.upperBound)
    let oldLines = first.old.lowerBound &- before..<last.old.upperBound &+ after
    let newLines = first.new.lowerBound &- before..<last.new.upperBound &+ after
    text += "@@ -\(Self.text(of: oldLines)) +\(Self.text(of: newLines)) @@\n".utf8
    var line = oldLines.lowerBound
    for change in hunk {
      append(" ", old[line..<change.old.lowerBound], to: &text)
      append("-", old[change.old], to: &text)
      append("+", new[change.new], to: &text)
      line = change.old.upperBound
    }
    append(" ", old[line..<oldLines.upperBound], to: &text)
  }

  /// For an empty range, the number of the line before it is shown.
  private static func text(of lines: Range<Int>) -> String {
    "\(lines.isEmpty ? lines.lowerBound : lines.lowerBound &+ 1),\(lines.count)"
  }

  private func append(_ mark: String, _ lines: ArraySlice<ArraySlice<UInt8>>, to text: inout [UInt8]) {
    for line in lines {
      text += mark.utf8
      text += line
      if line.last != UInt8(ascii: "\n") { text += "\n\\ No newline at end of file\n".utf8 }
    }
  }
}

extension [UInt8] {
  /// The lines with their line feeds; the last one may lack it.
  fileprivate var lines: [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    while start < count {
      let end = self[start...].firstIndex(of: UInt8(ascii: "\n")).map { $0 &+ 1 } ?? count
      lines.append(self[start..<end])
      start = end
    }
    return lines
  }
}

extension ArraySlice<UInt8> {
  /// The number of bytes that are not blanks.
  fileprivate var countOfText: Int {
    reduce(0) { count, byte in
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"): count
      default: count &+ 1
      }
    }
  }
}
