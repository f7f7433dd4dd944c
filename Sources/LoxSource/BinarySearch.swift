extension RandomAccessCollection {
  /// The first index whose element meets a condition that all later elements meet, too; the end if there is
  /// none.
  @inlinable package func partitioningIndex<Failure: Error>(
    where isBehind: (Element) throws(Failure) -> Bool
  ) throws(Failure) -> Index {
    var low = startIndex
    var count = count
    while count > 0 {
      let half = count / 2
      let middle = index(low, offsetBy: half)
      if try isBehind(self[middle]) {
        count = half
      } else {
        low = index(after: middle)
        count -= half + 1
      }
    }
    return low
  }
}
