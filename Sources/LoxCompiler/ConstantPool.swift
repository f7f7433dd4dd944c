import LoxBytecode

/// The constants of a function, each once.
///
/// An open-addressing hash table from constants to their indices. Emptying it costs nothing: each slot
/// records the epoch in which it was filled, and slots of earlier epochs count as empty. So after a large
/// function, the compiler can go on to compile thousands of small ones.
///
///     constants  [ global f ][ 1.0 ][ "a" ]
///     slots      [ epoch 7, index 1 ][ epoch 3, ... ][ epoch 7, index 0 ] ...
struct ConstantPool {
  private(set) var constants: [Constant] = []
  /// The number of slots is a power of two; at most half are in use.
  private var slots = [UInt64](repeating: 0, count: 16)
  private var epoch: UInt64 = 1

  /// A secret of the process, so that nobody can write a source whose constants collide.
  private static let key = UInt64.random(in: .min ... .max) | 1

  /// The index of a constant; a new constant is added.
  mutating func index(of constant: Constant) -> Int {
    let mask = slots.count &- 1
    var place = Self.hash(constant) & mask
    while slots[place] &>> 32 == epoch {
      let index = Int(slots[place] & 0xffff_ffff)
      if constants[index] == constant { return index }
      place = (place &+ 1) & mask
    }
    let index = constants.count
    constants.append(constant)
    slots[place] = slot(for: index)
    if constants.count &* 2 > slots.count { grow() }
    return index
  }

  mutating func removeAll() {
    constants.removeAll(keepingCapacity: true)
    epoch &+= 1
    // An epoch has 32 bits.
    if epoch &>> 32 != 0 { self = ConstantPool() }
  }

  private func slot(for index: Int) -> UInt64 {
    epoch &<< 32 | UInt64(truncatingIfNeeded: index)
  }

  private mutating func grow() {
    slots = [UInt64](repeating: 0, count: slots.count &* 2)
    let mask = slots.count &- 1
    for (index, constant) in constants.enumerated() {
      var place = Self.hash(constant) & mask
      while slots[place] != 0 { place = (place &+ 1) & mask }
      slots[place] = slot(for: index)
    }
  }

  private static func hash(_ constant: Constant) -> Int {
    let bits: UInt64 =
      switch constant {
      case .nil: 1
      case .boolean(let value): value ? 2 : 3
      case .number(let bits): bits
      case .string(let string): UInt64(string) &<< 2 | 0x7ff8_8000_0000_0000
      case .global(let name): UInt64(name) &<< 2 | 0x7ff8_8000_0000_0001
      case .imported(let index, let name): (UInt64(index) &<< 32 | UInt64(name)) &* 0x9e37_79b9_7f4a_7c15 | 3
      }
    // Both halves of the product depend on all bits, and on the key.
    let first = (bits ^ key).multipliedFullWidth(by: 0x9e37_79b9_7f4a_7c15)
    let second = (first.high ^ first.low).multipliedFullWidth(by: key)
    return Int(truncatingIfNeeded: second.high ^ second.low)
  }
}
