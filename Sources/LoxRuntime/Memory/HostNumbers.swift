/// Numbers that are copied between an array of the host and the cage in one go.
extension Cage {
  /// Copies so many numbers from an index on to a place for as many values.
  func copy(_ numbers: [Double], from start: Int, count: Int, to target: UInt32) {
    guard start >= 0 else { return }
    let count = min(numbers.count &- start, clipped(target, count &* 8) / 8)
    // SAFETY: `count` values from the target on lie in the cage, and as many numbers from `start` on in the array, which lends
    // them for the time of the body.
    unsafe numbers.withUnsafeBufferPointer { numbers in
      for index in 0..<max(0, count) {
        let number = unsafe numbers[start &+ index]
        // Other bits that are no number would mean another value.
        let bits = number.isNaN ? ValueBits.nan : number.bitPattern
        unsafe base.storeBytes(of: bits, toByteOffset: Int(target) &+ index &* 8, as: UInt64.self)
      }
    }
  }

  /// A copy of so many values from a place on; nil if one of them is no number.
  func numbers(_ offset: UInt32, count: Int) -> [Double]? {
    let count = clipped(offset, count &* 8) / 8
    // All empty arrays are one object, to which the initializer below would write.
    guard count > 0 else { return [] }
    var areNumbers = true
    // SAFETY: `count` values from the offset on lie in the cage, and the array has room for as many, all of which are
    // initialized.
    let numbers = unsafe [Double](unsafeUninitializedCapacity: count) { numbers, initialized in
      for index in 0..<count {
        let bits = load64(offset &+ UInt32(truncatingIfNeeded: index &* 8))
        areNumbers = areNumbers && bits < ValueBits.nil
        unsafe numbers.initializeElement(at: index, to: Double(bitPattern: bits))
      }
      initialized = count
    }
    return areNumbers ? numbers : nil
  }
}
