/// Equality of strings that are two objects.
///
/// The bytes of long strings are compared once: two that are found equal become slices of one buffer, and of two that differ late the
/// hashes are kept. So what is compared again and again takes the same time whatever its length, as if all strings were
/// interned, and a string that is never compared costs nothing.
extension Pinned where Pointee == Machine {
  /// Of shorter strings the bytes are compared each time.
  private static var longCount: Int { 64 }
  /// What differs within so many bytes is told apart by them.
  private static var earlyCount: Int { 256 }

  /// Whether two string objects hold the same bytes.
  /// Nil, with the error set, if there is no fuel for that.
  @inline(never) func slowCompareStrings(_ x: Ref, _ y: Ref) -> Bool? {
    let cage = value.cage
    // Of interned strings there is one object each.
    if cage.flags(x) & cage.flags(y) & HeaderFlags.interned != 0 { return false }
    // Length and hash are one word; an unknown hash is 0.
    let (factsX, factsY) = (
      cage.load64(x.offset, StringLayout.length), cage.load64(y.offset, StringLayout.length)
    )
    let count = Int(UInt32(truncatingIfNeeded: factsX) & StringLayout.lengthMask)
    if count != Int(UInt32(truncatingIfNeeded: factsY) & StringLayout.lengthMask) { return false }
    if count < Self.longCount {
      value.charge(bytes: count)
      return value.refuel() ? cage.equalStrings(x, y) : nil
    }
    if factsX >> 32 != factsY >> 32 && factsX >> 32 != 0 && factsY >> 32 != 0 { return false }
    let (bytesX, bytesY) = (value.bytes(ofString: x), value.bytes(ofString: y))
    if bytesX.offset == bytesY.offset { return true }
    return compareLong(x, y, bytesX, bytesY)
  }

  /// The same for bytes at different places.
  private func compareLong(_ x: Ref, _ y: Ref, _ bytesX: StringBytes, _ bytesY: StringBytes) -> Bool? {
    let cage = value.cage
    let count = min(bytesX.count, bytesY.count)
    value.charge(bytes: count)
    guard value.refuel() else { return nil }
    let isEqual = value.equalBytes(bytesX.offset, bytesY.offset, count: count)
    guard value.refuel() else { return nil }
    if isEqual { return share(x, y, bytesX) ? true : nil }
    if count > Self.earlyCount, cage.equalBytes(bytesX.offset, bytesY.offset, count: Self.earlyCount) {
      for string in [x, y] { _ = value.hash(ofString: string) }
      return value.refuel() ? false : nil
    }
    return false
  }

  /// Lets two equal strings have the same bytes. Nothing happens if that needs memory which only a collection could find. False, with the
  /// error set, if the run should end.
  private func share(_ x: Ref, _ y: Ref, _ bytes: StringBytes) -> Bool {
    let cage = value.cage
    func isInterned(_ string: Ref) -> Bool { cage.flags(string) & HeaderFlags.interned != 0 }
    /// What a slice of these bytes may refer to: a buffer, or a string that never becomes a slice itself.
    func holder(_ string: Ref) -> Ref? {
      if cage.has(string, .slice) { return cage.ref(string, SliceLayout.buffer) }
      return isInterned(string) ? string : nil
    }
    if isInterned(x) {
      makeSlice(y, of: x)
    } else if isInterned(y) {
      makeSlice(x, of: y)
    } else if let buffer = holder(y) {
      makeSlice(x, of: buffer)
    } else if let buffer = holder(x) {
      makeSlice(y, of: buffer)
    } else if let buffer = makeBuffer(bytes.count) {
      let target = buffer.offset &+ UInt32(BufferLayout.bytes)
      guard copyBytes(from: bytes.offset, to: target, count: bytes.count) else { return false }
      makeSlice(x, of: buffer)
      makeSlice(y, of: buffer)
    }
    return true
  }

  /// A buffer for so many bytes that has no room to grow; nil if there is no memory at hand.
  private func makeBuffer(_ count: Int) -> Ref? {
    let size = (BufferLayout.bytes + count + 7) & ~7
    var buffer = Ref.null
    if size <= Nursery.maximumObjectSize { buffer = value.heap.value.allocateYoung(size: size) }
    if buffer.isNull { buffer = value.heap.value.allocateOld(size: size) }
    guard !buffer.isNull else { return nil }
    value.cage.setHeader(buffer, .buffer, size: size)
    value.cage.store32(UInt32(truncatingIfNeeded: count), buffer.offset, BufferLayout.used)
    value.cage.store32(UInt32(truncatingIfNeeded: count), buffer.offset, BufferLayout.capacity)
    value.charge(bytes: count)
    return buffer
  }

  /// Makes a string that is not interned a slice of what holds the same bytes; its own are garbage then.
  private func makeSlice(_ string: Ref, of holder: Ref) {
    let cage = value.cage
    let flags = cage.flags(string)
    if cage.size(string) > OldSpace.maximumSmallSize {
      value.heap.value.old.shrinkLarge(string.offset, to: SliceLayout.size)
    }
    cage.setHeader(string, .slice, size: SliceLayout.size, flags: flags)
    cage.store64(UInt64(holder.offset), string.offset, SliceLayout.buffer)
    if !string.isYoung, holder.isYoung, flags & HeaderFlags.remembered == 0 {
      value.heap.value.remember(string)
    }
  }
}

/// What is done with all bytes of strings. It is charged, and the caller refuels: if the run must end, which is looked for between portions
/// of long strings, the result is any, and there is no fuel.
extension Machine {
  /// The hash of a string, computed when it is first asked for.
  @inline(__always) mutating func hash(ofString ref: Ref) -> UInt32 {
    let known = cage.load32(ref.offset, StringLayout.hash)
    return known != 0 ? known : computeHash(ofString: ref)
  }

  private mutating func computeHash(ofString ref: Ref) -> UInt32 {
    let bytes = bytes(ofString: ref)
    charge(bytes: bytes.count)
    var hash = StringHash(count: bytes.count)
    var start = 0
    while true {
      let portion = min(bytes.count &- start, Machine.portionOfBytes)
      cage.add(bytes.offset &+ UInt32(truncatingIfNeeded: start), count: portion, to: &hash)
      start &+= portion
      guard start < bytes.count else { break }
      if givesUp() { return 1 }
    }
    cage.store32(hash.value, ref.offset, StringLayout.hash)
    return hash.value
  }

  /// Whether two different string objects hold the same bytes.
  mutating func equalStrings(_ x: Ref, _ y: Ref) -> Bool {
    let (bytesX, bytesY) = (bytes(ofString: x), bytes(ofString: y))
    charge(bytes: bytesY.count)
    guard bytesX.count == bytesY.count, bytesX.count > Machine.portionOfBytes else {
      return cage.equalStrings(x, y)
    }
    return equalBytes(bytesX.offset, bytesY.offset, count: bytesX.count)
  }

  /// Whether two runs hold the same bytes. That is not charged.
  fileprivate mutating func equalBytes(_ x: UInt32, _ y: UInt32, count: Int) -> Bool {
    var start = 0
    while start < count {
      let (done, portion) = (UInt32(truncatingIfNeeded: start), min(count &- start, Machine.portionOfBytes))
      guard cage.equalBytes(x &+ done, y &+ done, count: portion) else { return false }
      start &+= portion
      if start < count, givesUp() { return false }
    }
    return true
  }

  /// So many bytes are compared, hashed or copied in a fraction of a millisecond.
  static var portionOfBytes: Int { 1 << 20 }
}
