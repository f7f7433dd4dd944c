/// Where the bytes of a string are: in the object itself, or in the buffer that a slice shares.
struct StringBytes {
  var offset: UInt32
  var count: Int
}

extension Cage {
  /// How many bytes a string object has.
  @inline(always) func length(ofString ref: Ref) -> Int {
    Int(load32(ref.offset, StringLayout.length) & StringLayout.lengthMask)
  }

  /// The bytes of a string object.
  @inline(always) func bytes(ofString ref: Ref) -> StringBytes {
    let count = length(ofString: ref)
    if has(ref, .slice) {
      let buffer = load32(ref.offset, SliceLayout.buffer)
      return StringBytes(offset: buffer &+ UInt32(BufferLayout.bytes), count: clipped(buffer, count))
    }
    let offset = ref.offset &+ UInt32(StringLayout.bytes)
    return StringBytes(offset: offset, count: clipped(offset, count))
  }

  /// Whether no other string object has the same bytes and exists once, too.
  @inline(__always) func isInterned(_ ref: Ref) -> Bool { flags(ref) & HeaderFlags.interned != 0 }

  /// Clears the last word of a new string object before anything is written to it: equality compares whole words.
  func clearLastWord(ofString ref: Ref, size: Int) {
    store64(0, ref.offset &+ UInt32(truncatingIfNeeded: size &- 8))
  }

  /// Whether two different string objects hold the same bytes.
  @inline(never) func equalStrings(_ a: Ref, _ b: Ref) -> Bool {
    // Length and hash are in one word; an unknown hash is 0.
    let (factsA, factsB) = (load64(a.offset, StringLayout.length), load64(b.offset, StringLayout.length))
    let count = UInt32(truncatingIfNeeded: factsA) & StringLayout.lengthMask
    guard count == UInt32(truncatingIfNeeded: factsB) & StringLayout.lengthMask else { return false }
    if flags(a) & flags(b) & HeaderFlags.interned != 0 { return false }
    if factsA >> 32 != factsB >> 32 && factsA >> 32 != 0 && factsB >> 32 != 0 { return false }
    guard has(a, .string) && has(b, .string) && Int(count) <= Cage.guardSize / 2 else {
      let (bytesA, bytesB) = (bytes(ofString: a), bytes(ofString: b))
      return equalBytes(bytesA.offset, bytesB.offset, count: min(bytesA.count, bytesB.count))
    }
    // The last word of a string object is padded with zeros.
    var displacement = StringLayout.bytes
    let end = StringLayout.bytes &+ Int(count)
    while displacement < end {
      if load64(a.offset, displacement) != load64(b.offset, displacement) { return false }
      displacement &+= 8
    }
    return true
  }

  /// Whether two values are equal in Lox.
  @inline(always) func equal(_ a: Value, _ b: Value) -> Bool {
    if a.isNumber && b.isNumber { return a.number == b.number }
    if a.bits == b.bits { return true }
    return a.isString && b.isString && equalStrings(a.ref, b.ref)
  }
}

/// The strings that exist once: literals and names. They are equal only if they are the same object.
///
/// The table is outside the cage and weak: a full collection drops strings that nothing else refers to.
struct InternTable {
  /// Offset of a string in the low half, its hash in the high half; 0 where free.
  private var entries: [UInt64]
  private(set) var count = 0
  /// The strings of one ASCII character; null if one was not needed yet.
  private var characters: [Ref] = []

  init() { entries = Array(repeating: 0, count: 64) }

  /// The string of an ASCII character; null if memory is out.
  @inline(__always) mutating func character(_ byte: UInt8, heap: inout Heap) -> Ref {
    if Int(byte) < characters.count, !characters[Int(byte)].isNull { return characters[Int(byte)] }
    return makeCharacter(byte, heap: &heap)
  }

  private mutating func makeCharacter(_ byte: UInt8, heap: inout Heap) -> Ref {
    if characters.isEmpty { characters = Array(repeating: .null, count: 128) }
    let made = intern([byte], heap: &heap)
    if !made.isNull { heap.cage.noteASCII(made) }
    characters[Int(byte) & 127] = made
    return made
  }

  /// The string with these bytes, made if there is none; null if memory is out. Never collects.
  mutating func intern(_ bytes: ArraySlice<UInt8>, heap: inout Heap) -> Ref {
    HostBytes.with(bytes) { intern($0, heap: &heap) }
  }

  mutating func intern(_ bytes: HostBytes, heap: inout Heap) -> Ref {
    let hash = bytes.hash
    let cage = heap.cage
    var index = Int(hash) & (entries.count - 1)
    while entries[index] != 0 {
      let entry = entries[index]
      if UInt32(truncatingIfNeeded: entry >> 32) == hash {
        let ref = Ref(offset: UInt32(truncatingIfNeeded: entry))
        if cage.length(ofString: ref) == bytes.count,
          bytes.equal(ref.offset &+ UInt32(StringLayout.bytes), in: cage)
        {
          return ref
        }
      }
      index = (index + 1) & (entries.count - 1)
    }
    let size = (StringLayout.bytes + bytes.count + 7) & ~7
    let ref = heap.allocateOld(size: size)
    guard !ref.isNull else { return .null }
    cage.clearLastWord(ofString: ref, size: size)
    cage.setHeader(ref, .string, size: size, flags: HeaderFlags.interned)
    cage.store32(UInt32(bytes.count), ref.offset, StringLayout.length)
    cage.store32(hash, ref.offset, StringLayout.hash)
    bytes.copy(to: ref.offset &+ UInt32(StringLayout.bytes), in: cage)
    entries[index] = UInt64(hash) << 32 | UInt64(ref.offset)
    count += 1
    if count * 4 > entries.count * 3 { rebuild(capacity: entries.count * 2) { _ in true } }
    return ref
  }

  /// The string with this hash that is the wanted one, if there is one.
  func find(hash: UInt32, where isWanted: (Ref) -> Bool) -> Ref? {
    var index = Int(hash) & (entries.count - 1)
    while entries[index] != 0 {
      let ref = Ref(offset: UInt32(truncatingIfNeeded: entries[index]))
      if UInt32(truncatingIfNeeded: entries[index] >> 32) == hash, isWanted(ref) { return ref }
      index = (index + 1) & (entries.count - 1)
    }
    return nil
  }

  /// The string with this text, if there is one.
  func find(_ text: String, _ cage: Cage) -> Ref? {
    HostBytes.with(text) { bytes in
      find(hash: bytes.hash) { ref in
        cage.length(ofString: ref) == bytes.count
          && bytes.equal(ref.offset &+ UInt32(StringLayout.bytes), in: cage)
      }
    }
  }

  /// Drops the strings that are not live.
  mutating func forgetDead(isLive: (Ref) -> Bool) {
    rebuild(capacity: entries.count, keeping: isLive)
    for byte in characters.indices where !characters[byte].isNull && !isLive(characters[byte]) {
      characters[byte] = .null
    }
  }

  private mutating func rebuild(capacity: Int, keeping isKept: (Ref) -> Bool) {
    let old = entries
    entries = Array(repeating: 0, count: capacity)
    count = 0
    for entry in old where entry != 0 {
      guard isKept(Ref(offset: UInt32(truncatingIfNeeded: entry))) else { continue }
      var index = Int(entry >> 32) & (capacity - 1)
      while entries[index] != 0 { index = (index + 1) & (capacity - 1) }
      entries[index] = entry
      count += 1
    }
  }
}
