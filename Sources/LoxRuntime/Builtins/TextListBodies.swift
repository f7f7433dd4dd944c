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
      let separator = operand(0)
      guard var search = TextSearch(separator, machine) else { return false }
      switch search.find(in: subject, from: place) {
      case .interrupted: return false
      case .absent: parts = limit
      case .found(let found):
        let width = separator.count
        guard append(start..<found, to: result, current) else { return false }
        start = found &+ width
        place = start
        parts &+= 1
      }
    }
    guard append(start..<subject.count, to: result, current) else { return false }
    return self.return(window[result])
  }

  func lines() -> Bool {
    guard let result = pushList(), let current = push(.nil), pay(bytes: subject.count) else { return false }
    var start = 0
    while start < subject.count {
      let end = subject.firstIndex(of: UInt8(ascii: "\n"), from: start, to: subject.count)
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
    guard pay(text.count) else { return false }
    let count = cage.codePointCount(text.bytes)
    guard let result = pushList(capacity: count) else { return false }
    var place = 0
    for _ in 0..<count {
      let length = cage.codePointLength(subject.bytes, at: place)
      append(Int(cage.codePoint(subject, at: place, length: length)), to: result)
      place &+= length
    }
    return self.return(window[result])
  }

  func bytes() -> Bool {
    guard pay(subject.count), let result = pushList(capacity: subject.count) else { return false }
    for index in 0..<subject.count { append(Int(subject[index]), to: result) }
    return self.return(window[result])
  }

  /// A string of the numbers of a list: code points or bytes.
  func fromNumbers(areCodes: Bool) -> Bool {
    var bytes: [UInt8] = []
    for index in 0..<elements(1).count {
      guard pay(1) else { return false }
      let element = element(index, 1)
      let number = element.isNumber ? UInt32(exactly: element.number) : nil
      if areCodes {
        guard let number, let scalar = Unicode.Scalar(number) else {
          return fail(0, mustBe: "a list of code points")
        }
        bytes += String(Character(scalar)).utf8
      } else {
        guard let byte = number.flatMap({ UInt8(exactly: $0) }) else {
          return fail(0, mustBe: "a list of bytes")
        }
        bytes.append(byte)
      }
    }
    return self.return(bytes: bytes)
  }

  /// Replaces `{name}` and `{0}` by values of a map or list.
  func format() -> Bool {
    guard pay(bytes: subject.count) else { return false }
    let pattern = (0..<subject.count).map { subject[$0] }
    guard let key = push(.nil) else { return false }
    var result: [UInt8] = []
    var place = 0
    while place < pattern.count {
      let byte = pattern[place]
      let isDouble = place &+ 1 < pattern.count && pattern[place &+ 1] == byte
      if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}"), isDouble {
        result.append(byte)
        place &+= 2
        continue
      }
      guard byte == UInt8(ascii: "{"), let end = pattern[place...].firstIndex(of: UInt8(ascii: "}")) else {
        result.append(byte)
        place &+= 1
        continue
      }
      let name = pattern[(place &+ 1)..<end]
      guard let found = value(named: name, key) else {
        return machine.value.error == nil
          ? fail("Argument 1 of 'format' has no '\(String(decoding: name, as: UTF8.self))'.") : false
      }
      guard machine.value.appendText(found, to: &result) else { return false }
      place = end &+ 1
    }
    return self.return(bytes: result)
  }

  /// What the map or list has for a name; nil if it has nothing, or memory is out.
  private func value(named name: ArraySlice<UInt8>, _ key: Int) -> Value? {
    if cage.has(argument(0), .list) {
      guard let index = Int(String(decoding: name, as: UTF8.self)), index >= 0, index < elements(1).count
      else { return nil }
      return element(index, 1)
    }
    guard let string = machine.makeString(Array(name)) else { return nil }
    window[key] = string
    return machine.value.find(window[key], inMap: argument(0).ref).map {
      machine.value.entries(ofMap: argument(0).ref).value($0)
    }
  }
}
