/// Strings on their way between the host and the cage.
extension Pinned where Pointee == Machine {
  /// A string of these bytes; nil, with the error set, if memory is out.
  func makeString(_ text: String) -> Value? {
    var text = text
    return text.withUTF8 { unsafe makeString(UnsafeRawBufferPointer($0)) }
  }

  func makeString(_ bytes: [UInt8]) -> Value? { unsafe bytes.withUnsafeBytes { unsafe makeString($0) } }

  private func makeString(_ bytes: UnsafeRawBufferPointer) -> Value? {
    guard bytes.count <= StringLayout.maximumLength else {
      _ = value.failOutOfMemory()
      return nil
    }
    let cage = value.cage
    let size = (StringLayout.bytes + bytes.count + 7) & ~7
    value.charge(bytes: bytes.count)
    let made = allocate(size: max(size, StringLayout.bytes + 8))
    guard !made.isNull else { return nil }
    cage.clearLastWord(ofString: made, size: max(size, StringLayout.bytes + 8))
    cage.store32(ObjectKind.string.rawValue, made.offset)
    cage.store32(UInt32(max(size, StringLayout.bytes + 8)), made.offset, 4)
    cage.store32(UInt32(bytes.count), made.offset, StringLayout.length)
    cage.store32(0, made.offset, StringLayout.hash)
    // SAFETY: the bytes are those of the caller's string or array for the time of the call.
    unsafe cage.copy(from: bytes, to: made.offset &+ UInt32(StringLayout.bytes))
    return Value(.string, made)
  }
}

extension Cage {
  /// A run of bytes as a string; nil if it is no UTF-8.
  func validString(_ offset: UInt32, count: Int) -> String? {
    unsafe withBytes(offset, count: count) { unsafe String(validating: $0, as: UTF8.self) }
  }
}

extension InternTable {
  /// The string of this text, if there is one.
  func find(_ text: String, _ cage: Cage) -> Ref? {
    var text = text
    return text.withUTF8 { bytes in
      // SAFETY: the bytes are those of the string for the time of the call.
      let bytes = UnsafeRawBufferPointer(bytes)
      return find(hash: unsafe StringHash.hash(bytes)) { ref in
        guard Int(cage.load32(ref.offset, StringLayout.length)) == bytes.count else { return false }
        return unsafe cage.withBytes(ref.offset &+ UInt32(StringLayout.bytes), count: bytes.count) {
          unsafe $0.elementsEqual(bytes)
        }
      }
    }
  }
}
