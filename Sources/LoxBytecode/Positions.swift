extension Program {
  /// Where the instruction at `pc` (in words from the function's first) comes from.
  public func position(_ pc: Int, in function: Function) -> Position {
    let positions = positions[function.positions.range]
    // The last entry at or before pc.
    var (low, high) = (positions.startIndex, positions.endIndex)
    while low < high {
      let middle = (low + high) / 2
      if positions[middle].pc <= pc { low = middle + 1 } else { high = middle }
    }
    guard low > positions.startIndex else {
      return Position(pc: 0, offset: 0, spanStart: 0, spanEnd: 0)
    }
    return positions[low - 1]
  }
}
