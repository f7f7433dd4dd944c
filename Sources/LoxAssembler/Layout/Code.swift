/// Finished code: bytes that may be placed at any address that has their alignment.
package struct Code: Sendable {
  package let bytes: [UInt8]
  /// The alignment, in bytes, that the first byte must have.
  package let alignment: Int
  /// The offset of each label that is inside the code.
  private let offsets: [Int?]

  init(bytes: [UInt8], alignment: Int, offsets: [Int?]) {
    (self.bytes, self.alignment, self.offsets) = (bytes, alignment, offsets)
  }

  /// How many bytes are before the label; nil if it is not inside this code.
  package func offset(of label: Label) -> Int? {
    offsets.indices.contains(label.number) ? offsets[label.number] : nil
  }
}
