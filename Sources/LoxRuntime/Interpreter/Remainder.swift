extension Double {
  /// What is left of a division whose quotient is cut to a whole number: with the sign of the dividend.
  @inline(__always) func remainder(truncating divisor: Double) -> Double {
    // PERF: division of whole numbers takes a third of the time of the general way. A zero has the sign of the dividend.
    if let x = Value(self).wholeNumber(below: 1 << 52), let y = Value(divisor).wholeNumber(below: 1 << 52),
      y != 0,
      sign == .plus
    {
      return Double(x % y)
    }
    return truncatingRemainder(dividingBy: divisor)
  }
}
