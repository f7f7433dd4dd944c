/// A hash of bytes keyed by a secret of the process, so that nobody outside can choose colliding strings.
///
/// The mixing is that of wyhash (Wang Yi, public domain): 64x64 -> 128-bit multiplications, folded.
struct StringHash {
  /// Chosen once per process.
  static let seed: UInt64 = {
    var generator = SystemRandomNumberGenerator()
    return generator.next()
  }()

  private var state: UInt64
  private var tail: UInt64 = 0

  private static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    return product.high ^ product.low
  }

  /// The hash of so many bytes, which are added one after the other.
  init(count: Int) {
    state =
      StringHash.seed
      ^ StringHash.mix(UInt64(truncatingIfNeeded: count) ^ 0x2d35_8dcc_aa6c_78a5, 0x8bb8_4b93_962e_acc9)
  }

  /// Adds bytes: a multiple of eight, unless they are the last ones.
  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    var index = 0
    // SAFETY: `index + 8 <= count` before each load, and `index + 4 <= count` before the last two.
    while index &+ 8 <= bytes.count {
      let word = unsafe bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      state = StringHash.mix(state ^ word, 0x4b33_a62e_d433_d4a3)
      index &+= 8
    }
    if index &+ 4 <= bytes.count {
      // Both have all bytes that are left; some may be in both.
      let first = unsafe bytes.loadUnaligned(fromByteOffset: index, as: UInt32.self)
      let last = unsafe bytes.loadUnaligned(fromByteOffset: bytes.count &- 4, as: UInt32.self)
      tail = UInt64(first) << 32 | UInt64(last)
      index = bytes.count
    }
    while index < bytes.count {
      tail = tail << 8 | UInt64(unsafe bytes[index])
      index &+= 1
    }
  }

  /// Never 0, which stands for "not yet known".
  var value: UInt32 {
    let state = StringHash.mix(state ^ tail, 0x4d5a_2da5_1de1_aa47)
    let folded = UInt32(truncatingIfNeeded: state ^ (state >> 32))
    return folded == 0 ? 1 : folded
  }

  static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    var hash = StringHash(count: bytes.count)
    unsafe hash.add(bytes)
    return hash.value
  }
}

extension StringHash {
  /// The hash of a word, with the seed at hand: asking for it takes as long as the rest.
  @inline(__always) static func hash(_ word: UInt64, seed: UInt64) -> UInt32 {
    let state = mix(mix(word ^ seed, 0x8bb8_4b93_962e_acc9) ^ seed, 0x4b33_a62e_d433_d4a3)
    return UInt32(truncatingIfNeeded: state ^ (state >> 32))
  }
}

extension Cage {
  /// Adds a run of bytes to a hash.
  func add(_ offset: UInt32, count: Int, to hash: inout StringHash) {
    unsafe withBytes(offset, count: count) { unsafe hash.add($0) }
  }

  /// Appends a run of bytes to an array outside the cage.
  func append(_ offset: UInt32, count: Int, to array: inout [UInt8]) {
    unsafe withBytes(offset, count: count) { unsafe array.append(contentsOf: $0) }
  }
}
