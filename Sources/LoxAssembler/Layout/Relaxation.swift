/// Decides which references take their short form.
///
/// At first all are long, and each padding is taken to be as large as it can be. A reference that is near enough even so becomes short,
/// which only brings others nearer. So whatever has been decided stays right: the search may stop after any pass, and takes linear time.
struct Relaxation<Part: Fragment> {
  private static var maximumPasses: Int { 8 }

  private let buffer: CodeBuffer<Part>
  private(set) var isShort: [Bool]
  /// The greatest number of bytes that the fragments before each can have, and those of all.
  private var bounds: [Int]

  init(_ buffer: CodeBuffer<Part>) {
    self.buffer = buffer
    isShort = buffer.sites.map { $0.part.shortSize == $0.part.longSize }
    bounds = Array(repeating: 0, count: buffer.sites.count + 1)
    guard isShort.contains(false) else { return }
    for _ in 0..<Self.maximumPasses {
      updateBounds()
      if !shorten() { break }
    }
  }

  private mutating func updateBounds() {
    var sum = 0
    for index in buffer.sites.indices {
      bounds[index] = sum
      let part = buffer.sites[index].part
      sum += isShort[index] ? part.shortSize : part.longSize
      sum += part.alignment - 1
    }
    bounds[buffer.sites.count] = sum
  }

  /// Makes those short that are near enough; returns whether there were any.
  private mutating func shorten() -> Bool {
    var hasChanged = false
    for index in buffer.sites.indices where !isShort[index] {
      let site = buffer.sites[index]
      guard let target = site.part.target, case .inside(let bytes, let sites) = buffer.place(of: target)
      else {
        continue
      }
      var distance = bytes + bounds[sites] - (site.place + bounds[index])
      if sites > index { distance -= site.part.longSize - site.part.shortSize }
      if site.part.shortReach ~= distance {
        isShort[index] = true
        hasChanged = true
      }
    }
    return hasChanged
  }
}
