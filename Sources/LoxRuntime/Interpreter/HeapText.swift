/// A text that is being made. What is complete of a long one is in the heap, part by part, so that it counts as memory of the script.
struct HeapText {
  /// The end of the text, which is not in the heap.
  var bytes: [UInt8]
  /// Where on the host's stack a list of the parts is, or nil as long as there are none. No place: all of the text is for the host.
  fileprivate let parts: Slot?
  /// How many bytes the parts have.
  fileprivate var heapCount = 0

  var count: Int { heapCount + bytes.count }

  /// A text for the host.
  init(_ bytes: [UInt8] = []) {
    self.bytes = bytes
    parts = nil
  }

  fileprivate init(parts: Slot) {
    bytes = []
    self.parts = parts
  }

  /// Whether a string is better read in portions than at once.
  func isLong(_ count: Int) -> Bool { parts != nil && count > HeapText.portion }

  static let portion = 1 << 16
}

extension Pinned where Pointee == Machine {
  /// Begins a text, for which there is a place on the host's stack; nil, with the error set, if there is no room.
  func beginText() -> HeapText? {
    let place = top
    return push(.nil) ? HeapText(parts: place) : nil
  }

  /// Moves what is complete of a text to the heap, if it is long enough. Whatever is young may move. False, with the error set, if memory is
  /// out.
  @inline(__always) func flush(_ text: inout HeapText) -> Bool {
    text.bytes.count < HeapText.portion || text.parts == nil || moveToHeap(&text)
  }

  @inline(never) private func moveToHeap(_ text: inout HeapText) -> Bool {
    guard let part = makeString(text.bytes), add(part, to: &text) else { return false }
    text.heapCount += text.bytes.count
    text.bytes.removeAll(keepingCapacity: true)
    return value.refuel()
  }

  /// Moves an end that is elsewhere to the heap.
  @inline(never) func moveToHeap(_ end: inout ByteBuffer, _ text: inout HeapText) -> Bool {
    guard let part = makeString(end), add(part, to: &text) else { return false }
    text.heapCount += end.count
    end.removeAll()
    return value.refuel()
  }

  /// Adds a string to the parts.
  private func add(_ part: Value, to text: inout HeapText) -> Bool {
    guard let parts = text.parts else { return false }
    let place = top
    guard push(part) else { return false }
    defer { pop(to: place) }
    if self[parts] == .nil {
      guard let list = makeList(capacity: 8) else { return false }
      self[parts] = list
    }
    return append(registers(at: parts), 0, Int(place.offset &- parts.offset) / 8)
  }

  /// Appends a string. A long one becomes a part itself. False, with the error set, if memory is out.
  func append(_ string: Value, to text: inout HeapText) -> Bool {
    let count = value.bytes(ofString: string.ref).count
    guard text.isLong(count) else {
      value.append(string.ref, to: &text.bytes)
      return true
    }
    let place = top
    guard push(string) else { return false }
    defer { pop(to: place) }
    guard text.bytes.isEmpty || moveToHeap(&text), add(self[place], to: &text) else { return false }
    text.heapCount += count
    return true
  }

  /// Whether a text is not longer than a string can be; if it is, the error is set.
  func hasRoom(for text: HeapText, adding count: Int = 0) -> Bool {
    text.count &+ count <= min(StringLayout.maximumLength, value.heap.value.byteLimit)
      || value.failOutOfMemory()
  }

  /// The text as a string; nil, with the error set, if memory is out, or the run must end.
  func finish(_ text: inout HeapText) -> Value? {
    guard let parts = text.parts, text.heapCount > 0 else { return makeString(text.bytes) }
    guard text.bytes.isEmpty || moveToHeap(&text) else { return nil }
    text.bytes = []
    return join(text, parts)
  }

  /// The same with an end that is elsewhere.
  func finish(_ text: inout HeapText, _ end: inout ByteBuffer) -> Value? {
    guard let parts = text.parts, text.heapCount > 0 else { return makeString(end) }
    guard end.count == 0 || moveToHeap(&end, &text) else { return nil }
    return join(text, parts)
  }

  /// The parts as one string.
  private func join(_ text: HeapText, _ parts: Slot) -> Value? {
    let made = allocateString(count: text.heapCount)
    guard !made.isNull else { return nil }
    value.charge(bytes: text.heapCount)
    var place = made.offset &+ UInt32(StringLayout.bytes)
    let elements = value.elements(ofList: self[parts].ref)
    for index in 0..<elements.count {
      let part = value.bytes(ofString: value.cage.value(elements.place(index)).ref)
      guard copyBytes(from: part.offset, to: place, count: part.count),
        value.goesOn(after: 16 &+ part.count / 16)
      else { return nil }
      place = place &+ UInt32(truncatingIfNeeded: part.count)
    }
    return Value(.string, made)
  }
}
