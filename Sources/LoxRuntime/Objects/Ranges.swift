/// The parts of a range.
struct RangeParts: Equatable {
  var start: Double
  var end: Double
  var step: Double
  var isClosed: Bool

  /// How many numbers it has; infinity if its bounds are not finite, nan if one is nan.
  var count: Double {
    let steps = (end - start) / step
    if steps.isNaN { return steps }
    if isClosed { return steps < 0 ? 0 : steps.rounded(.down) + 1 }
    return steps <= 0 ? 0 : steps.rounded(.up)
  }

  func contains(_ number: Double) -> Bool {
    let (low, high) = step < 0 ? (end, start) : (start, end)
    guard number >= low, number <= high else { return false }
    return isClosed || number != end
  }
}

extension Cage {
  /// The parts of a range; whatever damage has made of them, they are numbers.
  func parts(ofRange range: Ref) -> RangeParts {
    func number(_ displacement: Int) -> Double { Double(bitPattern: load64(range.offset, displacement)) }
    return RangeParts(
      start: number(RangeLayout.start), end: number(RangeLayout.end), step: number(RangeLayout.step),
      isClosed: load32(range.offset, RangeLayout.isClosed) != 0)
  }

  /// Makes a range of memory for one.
  func initializeRange(_ range: Ref, _ parts: RangeParts) {
    setHeader(range, .range, size: RangeLayout.size)
    store(Value(parts.start), range.offset, RangeLayout.start)
    store(Value(parts.end), range.offset, RangeLayout.end)
    store(Value(parts.step), range.offset, RangeLayout.step)
    store64(parts.isClosed ? 1 : 0, range.offset, RangeLayout.isClosed)
  }
}
