/// Strings of the host, made strings of Lox.
extension Pinned where Pointee == Machine {
  /// A string of this text; nil, with the error set, if memory is out.
  func makeString(_ text: String) -> Value? { HostBytes.with(text) { makeString($0) } }

  func makeString(_ bytes: [UInt8]) -> Value? { HostBytes.with(bytes) { makeString($0) } }

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
}
