import LoxBuiltins

/// The operations of strings that give or take lists.
extension BuiltinCall {
  /// Adds a part of the receiver to the list in a register.
  private func append(_ part: Range<Int>, to list: Int, _ current: Int) -> Bool {
    guard pay(1), let string = machine.makeSubstring(window, 0, from: part.lowerBound, count: part.count)
    else { return false }
    window[current] = string
    return machine.append(window, list, current)
  }

  func split() -> Bool {
    let limit = isMissing(1) ? Int.max : whole(1)
    guard limit > 0 else { return fail(1, mustBe: "a whole number above 0") }
    guard let result = pushList(), let current = push(.nil), pay(bytes: subject.count) else { return false }
    var (start, place, parts) = (0, 0, 1)
    if operand(0).count == 0 {
      while place < subject.count, parts < limit {
        let length = cage.codePointLength(subject.bytes, at: place)
        guard append(place..<place &+ length, to: result, current) else { return false }
        place &+= length
        parts &+= 1
      }
      if place < subject.count, !append(place..<subject.count, to: result, current) { return false }
      return self.return(window[result])
    }
    while parts < limit {
      guard let separator = nextSeparator(from: start) else { return false }
      if separator.isEmpty { break }
      guard append(start..<separator.lowerBound, to: result, current) else { return false }
      start = separator.upperBound
      parts &+= 1
    }
    guard append(start..<subject.count, to: result, current) else { return false }
    return self.return(window[result])
  }

  /// Where the first operand is found next; empty if it is not. Nil, with the error set, if the run must end.
  private func nextSeparator(from start: Int) -> Range<Int>? {
    let separator = operand(0)
    if separator.count == 1 {
      guard let found = machine.firstIndex(of: separator[0], in: subject, from: start) else { return nil }
      return found..<min(found &+ 1, subject.count)
    }
    guard var search = TextSearch(separator, machine) else { return nil }
    switch search.find(in: subject, from: start) {
    case .interrupted: return nil
    case .absent: return subject.count..<subject.count
    case .found(let found): return found..<found &+ separator.count
    }
  }

  func lines() -> Bool {
    guard let result = pushList(), let current = push(.nil), pay(bytes: subject.count) else { return false }
    var start = 0
    while start < subject.count {
      guard let end = machine.firstIndex(of: UInt8(ascii: "\n"), in: subject, from: start) else {
        return false
      }
      let hasReturn = end > start && end < subject.count && subject[end &- 1] == UInt8(ascii: "\r")
      guard append(start..<(hasReturn ? end &- 1 : end), to: result, current) else { return false }
      start = end &+ 1
    }
    return self.return(window[result])
  }

  /// Adds a number to a list that has room for it.
  private func append(_ number: Int, to list: Int) {
    let count = elements(list).count
    machine.store(Value(Double(number)), at: count, ofList: window[list].ref)
    cage.setCount(count &+ 1, ofList: window[list].ref)
  }

  func codes() -> Bool {
    let text = subject
    guard pay(text.count), let count = machine.codePointCount(text),
      let result = pushList(capacity: count)
    else { return false }
    var place = 0
    var pace = Pace()
    for _ in 0..<count {
      let length = cage.codePointLength(subject.bytes, at: place)
      append(Int(cage.codePoint(subject, at: place, length: length)), to: result)
      place &+= length
      if pace.isDue(), machine.value.isInterrupted() { return false }
    }
    return self.return(window[result])
  }

  func bytes() -> Bool {
    guard pay(subject.count), let result = pushList(capacity: subject.count) else { return false }
    var pace = Pace()
    for index in 0..<subject.count {
      append(Int(subject[index]), to: result)
      if pace.isDue(), machine.value.isInterrupted() { return false }
    }
    return self.return(window[result])
  }

  private func fail(_ element: Value, isNot parts: String) -> Bool {
    fail(
      "Argument 1 of '\(identity.operation.name)' must be a list of \(parts), but has \(machine.value.actual(element))."
    )
  }

  /// A string of the numbers of a list: code points or bytes.
  func fromNumbers(areCodes: Bool) -> Bool {
    guard var text = machine.beginText() else { return false }
    for index in 0..<elements(1).count {
      guard pay(1) else { return false }
      let element = element(index, 1)
      let number = element.isNumber ? UInt32(exactly: element.number) : nil
      if areCodes {
        guard let number, let scalar = Unicode.Scalar(number) else {
          return fail(element, isNot: "code points")
        }
        text.bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
      } else {
        guard let byte = number.flatMap({ UInt8(exactly: $0) }) else {
          return fail(element, isNot: "bytes")
        }
        text.bytes.append(byte)
      }
      guard machine.flush(&text) else { return false }
    }
    return self.return(&text)
  }
}
