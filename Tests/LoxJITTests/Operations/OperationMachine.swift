import LoxJIT

/// A machine for programs of operations: its window, record and frame are in the middle of memory that is filled with numbers, so that
/// displacements can be wide, in both directions.
struct OperationMachine {
  private(set) var image: MachineImage

  static let size = MemoryMap.wide + MemoryMap.wideSize
  // In bytes from the beginning of the machine.
  static let window = MemoryMap.wide + 0x28000
  static let record = MemoryMap.wide + 0x28000 + 0x10000
  static let frame = MemoryMap.wide + 0x18000
  /// A displacement of any of them may be so large.
  static let reach = 0x14000
  /// Here, the context has numbers, too.
  static let contextWords = 0x400
  /// Offsets in the cage are below.
  static let cageSize = 0x4000

  init(number: Int, _ layout: RuntimeLayout, integers: [UInt64], doubles: [UInt64]) {
    image = MachineImage(at: MemoryMap.machines + UInt64(number * Self.size), size: Self.size)
    var numbers = RandomBits(state: UInt64(number))
    for offset in stride(from: MemoryMap.cage, to: MemoryMap.size, by: 8) { image[offset] = numbers.next() }
    for offset in stride(from: Self.contextWords, to: MemoryMap.log, by: 8) { image[offset] = numbers.next() }
    for offset in stride(from: MemoryMap.frames, to: MemoryMap.framesEnd, by: 8) {
      image[offset] = numbers.next()
    }
    for number in 0..<LogLayout.maximumCount {
      image[MemoryMap.log + LogLayout.results + 8 * number] = numbers.next()
    }
    image[MemoryMap.log + LogLayout.resultCount] = UInt64(LogLayout.maximumCount)
    // Not all of it, which would take long.
    for offset in stride(from: MemoryMap.wide, to: Self.size, by: 0x100) { image[offset] = numbers.next() }
    let context = layout.context
    image[context.registers] = image.address + UInt64(Self.window)
    image[context.function] = image.address + UInt64(Self.record)
    image[context.frame] = image.address + UInt64(Self.frame)
    image[context.cage] = image.address + UInt64(MemoryMap.cage)
    image[context.heap] = image.address + UInt64(MemoryMap.frames)
    image[context.fuel] = 0x1234_5678_9abc
    image.set(context.leave, to: .stub(\.leave))
    image.set(context.rememberElement, to: .helper(.rememberElement))
    image.set(context.rememberObject, to: .helper(.rememberObject))
    for (index, bits) in integers.enumerated() {
      image[Self.window + OperationProgram.integers + 8 * index] = bits
    }
    for (index, bits) in doubles.enumerated() {
      image[Self.window + OperationProgram.doubles + 8 * index] = bits
    }
  }

  mutating func start(_ function: Int) {
    image.set(MemoryMap.log + LogLayout.start, to: .place(function: function, pc: 0))
  }
}

/// Random numbers that are the same each time (SplitMix64).
struct RandomBits: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var bits = (state ^ state >> 30) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ bits >> 27) &* 0x94d0_49bb_1331_11eb
    return bits ^ bits >> 31
  }
}
