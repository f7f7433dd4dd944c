/// Constants of all kinds: small, inverted, of few halves, of repeated patterns, and any.
enum ConstantSamples {
  static let all: [UInt64] = {
    var numbers = RandomNumbers(state: 6)
    var result: [UInt64] = [0, 1, .max, .max - 1, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 0x1_0000_0000]
    for _ in 0..<40 {
      let any = numbers.next()
      let shift = UInt64(numbers.below(4) * 16)
      result += [any, any >> 32, any & 0xffff << shift, ~(any & 0xffff << shift), any & 0xffff | any << 32]
      result.append((UInt64.max << UInt64(numbers.below(64))) >> UInt64(numbers.below(64)))
      result.append((any & 0xff) &* 0x0101_0101_0101_0101)
    }
    return result
  }()
}
