/// Strings of the host, made strings of Lox.
extension Pinned where Pointee == Machine {
  /// A string of this text; nil, with the error set, if memory is out.
  func makeString(_ text: String) -> Value? { HostBytes.with(text) { makeString($0) } }

  func makeString(_ bytes: [UInt8]) -> Value? { HostBytes.with(bytes) { makeString($0) } }

  func makeString(_ bytes: borrowing ByteBuffer) -> Value? { bytes.withBytes { makeString($0) } }

  private func makeString(_ bytes: HostBytes) -> Value? {
    guard bytes.count <= StringLayout.maximumLength else {
      _ = value.failOutOfMemory()
      return nil
    }
    let cage = value.cage
    let size = max((StringLayout.bytes + bytes.count + 7) & ~7, StringLayout.bytes + 8)
    value.charge(bytes: bytes.count)
    let made = allocate(size: size)
    guard !made.isNull else { return nil }
    cage.clearLastWord(ofString: made, size: size)
    cage.setHeader(made, .string, size: size)
    cage.store32(UInt32(bytes.count), made.offset, StringLayout.length)
    cage.store32(0, made.offset, StringLayout.hash)
    bytes.copy(to: made.offset &+ UInt32(StringLayout.bytes), in: cage)
    return Value(.string, made)
  }

  /// A string of this text; nil, with the error set, if memory is out.
  func makeString(_ text: ShortText) -> Value? {
    value.charge(bytes: text.count)
    let made = allocate(size: text.stringSize)
    return made.isNull ? nil : value.cage.initializeString(made, text)
  }
}

extension ShortText {
  /// The size of a string object with this text.
  var stringSize: Int { StringLayout.bytes &+ (count > 8 ? 16 : 8) }
}

extension Cage {
  /// Makes a string of memory for one.
  func initializeString(_ made: Ref, _ text: ShortText) -> Value {
    setHeader(made, .string, size: text.stringSize)
    store64(UInt64(truncatingIfNeeded: text.count), made.offset, StringLayout.length)
    store64(text.low, made.offset, StringLayout.bytes)
    if text.count > 8 { store64(text.high, made.offset, StringLayout.bytes &+ 8) }
    return Value(.string, made)
  }
}
