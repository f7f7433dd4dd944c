import Foundation
import LoxJIT

/// An address of machine code, which is another one for each processor.
enum CodeAddress {
  case stub(WritableKeyPath<CompiledStubs, Int> & Sendable)
  case helper(Helper)
  /// A part of the shared code.
  case shared(KeyPath<SharedCode, Int> & Sendable)
  /// The machine code of an instruction, as code from outside comes to it.
  case place(function: Int, pc: Int)
  /// Where a function's machine code begins.
  case entry(function: Int)
  /// What the record of a function has for the table of its places.
  case places(function: Int)
}

/// The memory of a machine that is emulated, before it runs or afterwards.
struct MachineImage {
  /// Where it is.
  let address: UInt64
  fileprivate(set) var bytes: [UInt8]
  /// What depends on the processor, by the place where it is.
  private(set) var codeAddresses: [(offset: Int, address: CodeAddress)] = []

  init(at address: UInt64, size: Int) {
    self.address = address
    bytes = Array(repeating: 0, count: size)
  }

  subscript(offset: Int) -> UInt64 {
    get { read(offset, 8) }
    set { write(newValue, offset, 8) }
  }

  subscript(word offset: Int) -> UInt32 {
    get { UInt32(truncatingIfNeeded: read(offset, 4)) }
    set { write(UInt64(newValue), offset, 4) }
  }

  subscript(byte offset: Int) -> UInt8 {
    get { bytes[offset] }
    set { bytes[offset] = newValue }
  }

  mutating func set(_ offset: Int, to address: CodeAddress) {
    codeAddresses.append((offset, address))
  }

  private func read(_ offset: Int, _ count: Int) -> UInt64 {
    (0..<count).reduce(0) { $0 | UInt64(bytes[offset + $1]) << UInt64(8 * $1) }
  }

  private mutating func write(_ value: UInt64, _ offset: Int, _ count: Int) {
    for index in 0..<count { bytes[offset + index] = UInt8(truncatingIfNeeded: value >> UInt64(8 * index)) }
  }

  /// The same machine with other contents.
  func with(_ bytes: [UInt8]) -> MachineImage {
    var image = self
    image.bytes = bytes
    return image
  }

  /// The words that are different in another image of the same machine.
  func changes(to other: MachineImage) -> [Int: UInt64] {
    var changes: [Int: UInt64] = [:]
    // Most parts are equal, which is found fast.
    let (before, after) = (Data(bytes), Data(other.bytes))
    for start in stride(from: 0, to: bytes.count, by: 1024)
    where before[start..<start + 1024] != after[start..<start + 1024] {
      for offset in stride(from: start, to: start + 1024, by: 8) where self[offset] != other[offset] {
        changes[offset] = other[offset]
      }
    }
    return changes
  }
}
