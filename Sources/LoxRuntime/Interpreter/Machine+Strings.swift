/// Concatenation.
///
/// A string that `+` has made is exact the first time. When it is extended again, its bytes move to a buffer with
/// room to grow, of which strings are slices; extending the newest slice then only appends. So `s = s + x` in a loop
/// takes time in proportion to the bytes appended, and a string that is never extended wastes nothing.
extension Pinned where Pointee == Machine {
  /// Shorter results are always exact.
  private static var shortest: Int { 64 }

  /// The concatenation of two strings; nil with the error set if memory is out.
  func concatenate(_ x: Value, _ y: Value) -> Value? {
    if let string = joinShort(x.ref, y.ref) { return string }
    let cage = value.cage
    let (countX, countY) = (value.bytes(ofString: x.ref).count, value.bytes(ofString: y.ref).count)
    if countY == 0 { return x }
    if countX == 0 { return y }
    let count = countX + countY
    guard count <= StringLayout.maximumLength else {
      _ = value.failOutOfMemory()
      return nil
    }
    if count >= Self.shortest && cage.flags(x.ref) & HeaderFlags.concatenated != 0 {
      return extend(x, countX, y, countY)
    }
    return join(x, countX, y, countY)
  }

  /// The usual case: an exact string of two short ones, for which there is room in eden. Nil in all others.
  ///
  /// Works on whole words, of which the last of a string is filled up with zeros:
  ///
  ///     x  [ a b c d e f g h ][ i j k . . . . . ]     y  [ p q r s t u v . ]
  ///     made                [ i j k p q r s t ][ u v . . . . . . ]
  @inline(__always) private func joinShort(_ x: Ref, _ y: Ref) -> Value? {
    let cage = value.cage
    guard cage.has(x, .string), cage.has(y, .string) else { return nil }
    let countX = cage.length(ofString: x)
    let countY = cage.length(ofString: y)
    guard countX > 0, countY > 0, countX < Self.shortest, countY < Self.shortest,
      countX &+ countY < Self.shortest
    else { return nil }
    let size = (StringLayout.bytes &+ countX &+ countY &+ 7) & ~7
    let made = value.heap.value.allocateYoung(size: size)
    if made.isNull { return nil }
    cage.setHeader(made, .string, size: size, flags: HeaderFlags.concatenated)
    // Length and hash are one word; the hash is not known.
    cage.store64(UInt64(truncatingIfNeeded: countX &+ countY), made.offset, StringLayout.length)
    value.charge(bytes: countX &+ countY)

    var place = StringLayout.bytes
    let endOfWords = StringLayout.bytes &+ countX & ~7
    while place < endOfWords {
      cage.store64(cage.load64(x.offset, place), made.offset, place)
      place &+= 8
    }
    let shift = UInt64(truncatingIfNeeded: (countX & 7) &* 8)
    var pending = shift == 0 ? 0 : cage.load64(x.offset, place)
    var source = StringLayout.bytes
    while source < StringLayout.bytes &+ countY {
      let word = cage.load64(y.offset, source)
      cage.store64(pending | word &<< shift, made.offset, place)
      pending = (word &>> 1) &>> (63 &- shift)
      source &+= 8
      place &+= 8
    }
    if place < size { cage.store64(pending, made.offset, place) }
    return Value(.string, made)
  }

  /// An exact string.
  private func join(_ x: Value, _ countX: Int, _ y: Value, _ countY: Int) -> Value? {
    let cage = value.cage
    let size = (StringLayout.bytes + countX + countY + 7) & ~7
    guard let (made, x, y) = allocate(size: size, keeping: x, y) else { return nil }
    cage.clearLastWord(ofString: made, size: size)
    cage.setHeader(made, .string, size: size, flags: HeaderFlags.concatenated)
    cage.store32(UInt32(countX + countY), made.offset, StringLayout.length)
    cage.store32(0, made.offset, StringLayout.hash)
    value.charge(bytes: countX + countY)
    let place = made.offset &+ UInt32(StringLayout.bytes)
    guard copy(x.ref, to: place, count: countX), copy(y.ref, to: place &+ UInt32(countX), count: countY)
    else {
      return nil
    }
    return Value(.string, made)
  }

  /// A slice of a buffer that begins with the bytes of `x`: of the buffer of `x`, if `x` is its newest slice.
  private func extend(_ x: Value, _ countX: Int, _ y: Value, _ countY: Int) -> Value? {
    let cage = value.cage
    let count = countX + countY
    if cage.has(x.ref, .slice) {
      let buffer = cage.ref(x.ref, SliceLayout.buffer)
      if cage.has(buffer, .buffer), Int(cage.load32(buffer.offset, BufferLayout.used)) == countX,
        count <= Int(cage.load32(buffer.offset, BufferLayout.capacity))
      {
        guard let (slice, x, y) = allocate(size: SliceLayout.size, keeping: x, y) else { return nil }
        value.charge(bytes: countY)
        let buffer = cage.ref(x.ref, SliceLayout.buffer)
        let place = buffer.offset &+ UInt32(BufferLayout.bytes + countX)
        guard copy(y.ref, to: place, count: countY) else { return nil }
        cage.store32(UInt32(count), buffer.offset, BufferLayout.used)
        return initialize(slice, buffer, count)
      }
    }
    let capacity = min(count * 2, StringLayout.maximumLength)
    let size = (BufferLayout.bytes + capacity + 7) & ~7
    guard let (buffer, x, y) = allocate(size: size, keeping: x, y) else { return nil }
    cage.setHeader(buffer, .buffer, size: size)
    cage.store32(UInt32(count), buffer.offset, BufferLayout.used)
    cage.store32(UInt32(capacity), buffer.offset, BufferLayout.capacity)
    value.charge(bytes: count)
    let place = buffer.offset &+ UInt32(BufferLayout.bytes)
    guard copy(x.ref, to: place, count: countX), copy(y.ref, to: place &+ UInt32(countX), count: countY)
    else {
      return nil
    }
    guard
      let (slice, kept, _) = allocate(
        size: SliceLayout.size, keeping: Value(.object, buffer), .nil)
    else { return nil }
    return initialize(slice, kept.ref, count)
  }

  /// Copies the bytes of a string, and looks between portions whether the run should end: a copy can take a tenth of a second. False, with
  /// the error set, if it should.
  private func copy(_ string: Ref, to target: UInt32, count: Int) -> Bool {
    copyBytes(from: value.cage.bytes(ofString: string).offset, to: target, count: count)
  }

  /// Copies bytes, and looks between portions whether the run should end: false, with the error set, if it should.
  func copyBytes(from source: UInt32, to target: UInt32, count: Int) -> Bool {
    var start = 0
    while start < count {
      let done = UInt32(truncatingIfNeeded: start)
      let portion = min(count &- start, Machine.portionOfBytes)
      value.cage.copy(from: source &+ done, to: target &+ done, count: portion)
      start &+= portion
      if start < count, value.isInterrupted() { return false }
    }
    return true
  }

  /// Fills bytes in the same way.
  func fillBytes(_ target: UInt32, count: Int, with byte: UInt8) -> Bool {
    var start = 0
    while start < count {
      let portion = min(count &- start, Machine.portionOfBytes)
      value.cage.fill(target &+ UInt32(truncatingIfNeeded: start), count: portion, with: byte)
      start &+= portion
      if start < count, value.isInterrupted() { return false }
    }
    return true
  }

  /// Where a byte is first found from a place on; the end if it is not. Nil, with the error set, if the run should end.
  func firstIndex(of byte: UInt8, in text: TextRun, from start: Int) -> Int? {
    var start = start
    while true {
      let end = min(text.count, start &+ Machine.portionOfBytes)
      let found = text.firstIndex(of: byte, from: start, to: end)
      if found < end || end == text.count { return found }
      if value.isInterrupted() { return nil }
      start = end
    }
  }

  /// An exact string of so many bytes, which are any; null, with the error set, if there is no memory for it.
  func allocateString(count: Int) -> Ref {
    guard count >= 0, count <= StringLayout.maximumLength else {
      _ = value.failOutOfMemory()
      return .null
    }
    let size = max((StringLayout.bytes &+ count &+ 7) & ~7, StringLayout.bytes &+ 8)
    let made = allocate(size: size)
    if made.isNull { return .null }
    value.cage.clearLastWord(ofString: made, size: size)
    value.cage.setHeader(made, .string, size: size)
    // Length and hash are one word; the hash is not known.
    value.cage.store64(UInt64(UInt32(truncatingIfNeeded: count)), made.offset, StringLayout.length)
    return made
  }

  private func initialize(_ slice: Ref, _ buffer: Ref, _ count: Int) -> Value {
    let cage = value.cage
    cage.setHeader(slice, .slice, size: SliceLayout.size, flags: HeaderFlags.concatenated)
    cage.store32(UInt32(count), slice.offset, StringLayout.length)
    cage.store32(0, slice.offset, StringLayout.hash)
    cage.store64(UInt64(buffer.offset), slice.offset, SliceLayout.buffer)
    return Value(.string, slice)
  }

  /// Allocates while two values are kept alive; the result has their new places.
  private func allocate(size: Int, keeping x: Value, _ y: Value) -> (Ref, Value, Value)? {
    value.scratch = x
    value.scratch2 = y
    let made = allocate(size: size)
    let kept = (made, value.scratch, value.scratch2)
    value.scratch = .nil
    value.scratch2 = .nil
    return made.isNull ? nil : kept
  }
}

extension Machine {
  /// The bytes of a string object: no more than the heap can hold, whatever a damaged length says.
  @inline(__always) mutating func bytes(ofString ref: Ref) -> StringBytes {
    var bytes = cage.bytes(ofString: ref)
    bytes.count = min(bytes.count, heap.value.byteLimit)
    return bytes
  }

  /// Whether all bytes of a string are ASCII, so that positions are those of bytes. They are looked at once, which is charged; the caller
  /// refuels. Nil, with the error set, if the run must end.
  mutating func isASCII(_ string: Ref) -> Bool? {
    let word = cage.load32(string.offset, StringLayout.length)
    if word & (StringLayout.isASCII | StringLayout.isNotASCII) != 0 {
      return word & StringLayout.isASCII != 0
    }
    let bytes = bytes(ofString: string)
    charge(bytes: bytes.count)
    var (isASCII, place) = (true, 0)
    while isASCII, place < bytes.count {
      let count = min(1 << 20, bytes.count &- place)
      isASCII = cage.areASCII(bytes.offset &+ UInt32(truncatingIfNeeded: place), count: count)
      place &+= count
      if place < bytes.count, isInterrupted() { return nil }
    }
    cage.store32(
      word | (isASCII ? StringLayout.isASCII : StringLayout.isNotASCII), string.offset, StringLayout.length)
    return isASCII
  }
}
