/// `format`: a text in which `{name}` and `{0}` stand for values of a map or list.
extension BuiltinCall {
  func format() -> Bool {
    let count = subject.count
    guard pay(bytes: count), let key = push(.nil), var result = machine.beginText() else { return false }
    var pace = Pace()
    // Where the next braces are, so that nothing is looked at twice.
    var (place, opening, closing) = (0, -1, -1)
    while place < count {
      if pace.isDue(8), machine.value.isInterrupted() { return false }
      guard advance(&opening, to: UInt8(ascii: "{"), from: place),
        advance(&closing, to: UInt8(ascii: "}"), from: place)
      else { return false }
      let brace = min(opening, closing)
      guard append(place..<brace, to: &result) else { return false }
      if brace == count { break }
      let isDouble = brace &+ 1 < count && subject[brace &+ 1] == subject[brace]
      if isDouble || brace == closing || closing == count {
        // Two are one; and one that belongs to no pair is itself.
        result.bytes.append(subject[brace])
        place = brace &+ (isDouble ? 2 : 1)
      } else {
        guard appendValue(named: (brace &+ 1)..<closing, key, to: &result) else { return false }
        place = closing &+ 1
      }
    }
    return self.return(&result)
  }

  /// Moves to where a byte is found next; false, with the error set, if the run must end.
  private func advance(_ found: inout Int, to byte: UInt8, from place: Int) -> Bool {
    if found >= place { return true }
    guard let next = machine.firstIndex(of: byte, in: subject, from: place) else { return false }
    found = next
    return true
  }

  private func append(_ part: Range<Int>, to result: inout HeapText) -> Bool {
    var place = part.lowerBound
    while place < part.upperBound {
      let count = min(part.upperBound &- place, HeapText.portion)
      cage.append(subject.place(place), count: count, to: &result.bytes)
      place &+= count
      guard machine.hasRoom(for: result), machine.flush(&result) else { return false }
    }
    return true
  }

  /// Appends the text of what the map or list has for a name.
  private func appendValue(named name: Range<Int>, _ key: Int, to result: inout HeapText) -> Bool {
    guard pay(1), let found = value(named: name, key) else {
      return machine.value.error == nil ? fail("Argument 1 of 'format' has no '\(shown(name))'.") : false
    }
    return machine.appendText(found, to: &result) && machine.hasRoom(for: result) && machine.flush(&result)
  }

  /// What the map or list has for a name; nil if it has nothing, or memory is out.
  private func value(named name: Range<Int>, _ key: Int) -> Value? {
    if cage.has(argument(0), .list) {
      guard let index = index(name), index < elements(1).count else { return nil }
      return element(index, 1)
    }
    guard let string = machine.makeSubstring(window, 0, from: name.lowerBound, count: name.count) else {
      return nil
    }
    window[key] = string
    return machine.value.find(window[key], inMap: argument(0).ref).map {
      machine.value.entries(ofMap: argument(0).ref).value($0)
    }
  }

  /// The index that a name is: some digits.
  private func index(_ name: Range<Int>) -> Int? {
    guard (1...10).contains(name.count) else { return nil }
    var index = 0
    for place in name {
      let digit = subject[place] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      index = index &* 10 &+ Int(digit)
    }
    return index
  }

  /// A name for a message, no more than the beginning of a long one.
  private func shown(_ name: Range<Int>) -> String {
    var bytes: [UInt8] = []
    cage.append(subject.place(name.lowerBound), count: min(name.count, 100), to: &bytes)
    return String(decoding: bytes, as: UTF8.self) + (name.count > 100 ? "..." : "")
  }
}
