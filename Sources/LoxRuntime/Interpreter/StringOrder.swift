/// The order of strings in extended Lox: that of their bytes, which for valid UTF-8 is the order of their code points.
extension Machine {
  /// Below, at or above zero as `x` comes before, equals or comes after `y`; nil, with the error set, if the run should end. It is
  /// paid for by the bytes that are compared.
  mutating func orderStrings(_ x: Ref, _ y: Ref) -> Int? {
    let (bytesX, bytesY) = (bytes(ofString: x), bytes(ofString: y))
    let count = min(bytesX.count, bytesY.count)
    var start = 0
    while start < count {
      let portion = min(count &- start, Self.portion)
      let done = UInt32(truncatingIfNeeded: start)
      let order = cage.order(bytesX.offset &+ done, bytesY.offset &+ done, count: portion)
      charge(bytes: portion)
      if order != 0 { return refuel() ? order : nil }
      start &+= portion
      if start < count, isInterrupted() { return nil }
    }
    return refuel() ? bytesX.count &- bytesY.count : nil
  }

  /// So many bytes are compared in a fraction of a millisecond.
  private static var portion: Int { 1 << 16 }
}

extension Cage {
  /// How runs of bytes compare.
  fileprivate func order(_ a: UInt32, _ b: UInt32, count: Int) -> Int {
    var index = 0
    while index &+ 8 <= count {
      let (x, y) = (load64(a, index).bigEndian, load64(b, index).bigEndian)
      if x != y { return x < y ? -1 : 1 }
      index &+= 8
    }
    while index < count {
      let (x, y) = (load8(a, index), load8(b, index))
      if x != y { return x < y ? -1 : 1 }
      index &+= 1
    }
    return 0
  }
}
