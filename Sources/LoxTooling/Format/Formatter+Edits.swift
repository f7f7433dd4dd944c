import LoxDiagnostics
import LoxSource
import LoxSyntax

extension Formatter {
  /// The edits that format a source. They change only blanks and line ends, so an editor keeps its cursor,
  /// its folds and its marks, and can apply some of them.
  public func edits(_ source: Source) throws(FormatError) -> [Fix.Edit] {
    let old = source.bytes
    let new = try format(source)
    var edits: [Fix.Edit] = []
    var (oldPlace, newPlace) = (0, 0)
    while oldPlace < old.count || newPlace < new.count {
      let oldGap = Formatter.gap(in: old, at: oldPlace)
      let newGap = Formatter.gap(in: new, at: newPlace)
      if old[oldGap] != new[newGap] {
        let start = UInt32(clamping: oldGap.lowerBound)
        let span = SourceSpan(start: start, end: UInt32(clamping: oldGap.upperBound))
        edits.append(Fix.Edit(span, String(decoding: new[newGap], as: UTF8.self)))
      }
      (oldPlace, newPlace) = (oldGap.upperBound, newGap.upperBound)
      let start = oldPlace
      while oldPlace < old.count, newPlace < new.count, old[oldPlace] == new[newPlace], !old[oldPlace].isSpace
      {
        oldPlace += 1
        newPlace += 1
      }
      if oldPlace == start, oldGap.isEmpty, newGap.isEmpty {
        // The layout has changed more than blanks.
        let all = SourceSpan(start: 0, end: UInt32(clamping: old.count))
        return [Fix.Edit(all, String(decoding: new, as: UTF8.self))]
      }
    }
    return edits
  }

  private static func gap(in bytes: [UInt8], at start: Int) -> Range<Int> {
    var end = start
    while end < bytes.count, bytes[end].isSpace { end += 1 }
    return start..<end
  }
}

extension UInt8 {
  fileprivate var isSpace: Bool { isBlank || self == UInt8(ascii: "\n") }
}
