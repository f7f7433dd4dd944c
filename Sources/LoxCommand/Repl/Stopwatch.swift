/// Measures how long something takes.
struct Stopwatch {
  private let start = ContinuousClock.now

  /// The time since the stopwatch was made, in a unit that fits.
  var text: String {
    let (seconds, attoseconds) = (ContinuousClock.now - start).components
    let microseconds = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
    switch microseconds {
    case ..<1000: return "\(microseconds) us"
    case ..<1_000_000: return "\(Int(microseconds / 100).tenths) ms"
    default: return "\(Int(microseconds / 100_000).tenths) s"
    }
  }
}
