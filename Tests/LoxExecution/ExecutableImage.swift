/// A static program of Linux: one segment of code, whose first byte is the entry, and one of data.
package struct ExecutableImage {
  /// The numbers of architectures (ELF specification, `e_machine`).
  package enum Architecture: UInt16, Sendable {
    case x86 = 62
    case arm64 = 183
  }

  package static let codeAddress: UInt64 = 0x0040_0000
  package static let dataAddress: UInt64 = 0x1000_0000
  private static let pageSize = 0x1_0000

  package private(set) var bytes: [UInt8] = []

  package init(_ architecture: Architecture, code: [UInt8], data: [UInt8]) {
    let dataPlace = (Self.pageSize + code.count + Self.pageSize - 1) / Self.pageSize * Self.pageSize
    // 64 bits, little endian, version 1; executable.
    bytes = [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1] + Array(repeating: 0, count: 9)
    append(2, 2)
    append(UInt64(architecture.rawValue), 2)
    append(1, 4)
    append(Self.codeAddress, 8)
    // The headers of segments follow; there are none of sections.
    append(64, 8)
    append(0, 8)
    append(0, 4)
    for field: UInt64 in [64, 56, 2, 64, 0, 0] { append(field, 2) }
    appendSegment(flags: 5, place: Self.pageSize, address: Self.codeAddress, size: code.count)
    appendSegment(flags: 6, place: dataPlace, address: Self.dataAddress, size: data.count)
    pad(to: Self.pageSize)
    bytes += code
    pad(to: dataPlace)
    bytes += data
  }

  private mutating func appendSegment(flags: UInt64, place: Int, address: UInt64, size: Int) {
    append(1, 4)
    append(flags, 4)
    for field in [UInt64(place), address, address, UInt64(size), UInt64(size), UInt64(Self.pageSize)] {
      append(field, 8)
    }
  }

  private mutating func append(_ value: UInt64, _ count: Int) {
    for index in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * index))) }
  }

  private mutating func pad(to size: Int) {
    bytes += Array(repeating: 0, count: size - bytes.count)
  }
}
