import LoxRegex

/// Regular expressions: making them, and what searches for their matches.
extension BuiltinCall {
  // MARK: - Making

  /// What making an expression costs beside the reading of its pattern, paid while it is made.
  private final class MakingPayment {
    private let call: BuiltinCall
    private(set) var paidUnits = 0

    init(call: BuiltinCall) { self.call = call }

    /// Pays for the work so far; false, with the error set, if the run must end.
    func pays(_ work: Int) -> Bool {
      let units = 64 &+ work / 16
      call.machine.value.charge(units: units &- paidUnits)
      paidUnits = units
      return call.machine.value.error == nil && call.machine.value.refuel()
        && !call.machine.value.isInterrupted()
    }
  }

  func makeRegex() -> Bool {
    guard let flags = regexFlags() else { return false }
    // Of a pattern that is too long, enough is read to say so.
    let source = machine.value.bytes(ofString: argument(0).ref)
    var pattern: [UInt8] = []
    cage.append(
      source.offset, count: min(source.count, RegularExpression.maximumPatternLength + 1), to: &pattern)
    guard pay(bytes: pattern.count) else { return false }
    let key = RegexTable.Key(pattern: pattern, flags: flags)
    if let known = machine.value.expressions.find(key) {
      return pay(known.cost) && self.return(Value(.object, known.object))
    }
    let payment = MakingPayment(call: self)
    var work = CompilationWork { payment.pays($0) }
    do throws(RegularExpressionError) {
      let expression = try RegularExpression(pattern, flags, work: &work)
      return payment.pays(work.units) && makeRegex(key, expression, cost: payment.paidUnits)
    } catch {
      guard payment.pays(work.units) else { return false }
      let place = error.column.map { " at column \($0)" } ?? ""
      return machine.value.fail(.invalidPattern, "Invalid pattern\(place): \(error.message).")
    }
  }

  private func regexFlags() -> RegularExpressionFlags? {
    var letters: [UInt8] = []
    if !isMissing(1) {
      let text = operand(1)
      // There is one mistake in the first few at least if there are more.
      cage.append(text.offset, count: min(text.count, 8), to: &letters)
    }
    do throws(RegularExpressionError) {
      return try RegularExpressionFlags(letters)
    } catch {
      _ = machine.value.fail(.invalidFlags, "Invalid flags: \(error.message).")
      return nil
    }
  }

  private func makeRegex(_ key: RegexTable.Key, _ expression: RegularExpression, cost: Int) -> Bool {
    guard machine.collectIfDue(RegexLayout.size) else { return false }
    let object = machine.value.heap.value.allocateOld(size: RegexLayout.size)
    guard !object.isNull else { return machine.value.failOutOfMemory() }
    let number = UInt32(truncatingIfNeeded: machine.value.expressions.nextNumber)
    cage.initializeRegex(object, key.flags, number: number)
    machine.value.heap.value.store(argument(0), object.offset &+ UInt32(RegexLayout.pattern), in: object)
    window[0] = Value(.object, object)
    let matcher = RegularExpressionMatcher(expression)
    guard machine.reserveOutside(RegexTable.bytes(expression, matcher, patternCount: key.pattern.count))
    else {
      return false
    }
    // A collection may have made other numbers free.
    let entry = RegexTable.Entry(
      key, object, number: machine.value.expressions.nextNumber, cost: cost, expression, matcher)
    cage.store32(UInt32(truncatingIfNeeded: entry.number), object.offset, RegexLayout.number)
    machine.value.expressions.add(entry)
    return true
  }

  // MARK: - Searching

  func testRegex() -> Bool {
    search { search in
      guard let hasMatch = search.hasMatch() else { return false }
      return self.return(hasMatch)
    }
  }

  /// Lets `body` go on with the first match from the position on that the second argument says; the result is nil if there is none.
  private func withFirstMatch(_ body: (inout RegexSearch, Range<Int>) -> Bool) -> Bool {
    search { search in
      var start = 0
      if !isMissing(1) {
        guard let text = indexed(0), pay(positionsIn: text, bytes: text.count) else { return false }
        switch searchStart(in: text) {
        case .byte(let byte): start = byte
        case .beyondEnd: return self.return(Value.nil)
        case .interrupted: return false
        }
      }
      switch search.match(from: start) {
      case .match(let match): return body(&search, match)
      case .none: return self.return(Value.nil)
      case .interrupted: return false
      }
    }
  }

  func findMatch() -> Bool {
    withFirstMatch { search, match in
      guard let result = push(.nil), let current = push(.nil),
        makeMatch(match, &search, in: result, current)
      else { return false }
      return self.return(window[result])
    }
  }

  func indexOfMatch() -> Bool {
    withFirstMatch { _, match in
      guard let text = indexed(0), case let place = min(match.lowerBound, text.count),
        pay(positionsIn: text, bytes: place), let position = position(ofByte: place, in: text)
      else { return false }
      return self.return(position)
    }
  }

  func findNamedGroups() -> Bool {
    withFirstMatch { search, match in
      guard search.findGroups(of: match), let result = machine.makeMap(capacity: 0).flatMap({ push($0) }),
        let key = push(.nil), let current = push(.nil)
      else { return false }
      for (number, name) in search.entry.expression.groupNames.enumerated() {
        guard let name else { continue }
        guard let string = machine.makeString(Array(name.utf8)) else { return false }
        window[key] = string
        guard pay(1), copyGroup(search.groups[number + 1], to: current),
          machine.setEntry(window, result, key, current)
        else { return false }
      }
      return self.return(window[result])
    }
  }

  func findAllMatches() -> Bool {
    guard let result = pushList(), let found = push(.nil), let current = push(.nil) else { return false }
    let isDone = search { search in
      search.forEachMatch { search, match in
        makeMatch(match, &search, in: found, current) && machine.append(window, result, found) ? true : nil
      }
    }
    return isDone && self.return(window[result])
  }

  // MARK: - Parts of the text

  /// What is left of the text; it may be damaged meanwhile.
  private func rest(from start: Int) -> Range<Int> { start..<max(start, operand(0).count) }

  /// Copies a part of the text to a register, or nil.
  private func copyGroup(_ part: Range<Int>?, to register: Int) -> Bool {
    guard let part else {
      window[register] = .nil
      return true
    }
    guard let string = machine.makeSubstring(window, 1, from: part.lowerBound, count: part.count) else {
      return false
    }
    window[register] = string
    return true
  }

  /// Adds a part of the text to the list in a register.
  private func appendPart(_ part: Range<Int>?, to list: Int, _ current: Int) -> Bool {
    pay(1) && copyGroup(part, to: current) && machine.append(window, list, current)
  }

  /// Makes the list of a match and its groups in a register.
  private func makeMatch(
    _ match: Range<Int>, _ search: inout RegexSearch, in register: Int, _ current: Int
  ) -> Bool {
    guard search.findGroups(of: match), let list = machine.makeList(capacity: search.groups.count) else {
      return false
    }
    window[register] = list
    for group in search.groups {
      guard appendPart(group, to: register, current) else { return false }
    }
    return true
  }

  func partsAndMatches() -> Bool {
    guard let result = pushList(), let found = push(.nil), let current = push(.nil) else { return false }
    var done = 0
    let isDone = search { search in
      search.forEachMatch { search, match in
        guard appendPart(done..<match.lowerBound, to: result, current),
          makeMatch(match, &search, in: found, current), machine.append(window, result, found)
        else { return nil }
        done = match.upperBound
        return true
      }
    }
    guard isDone, appendPart(rest(from: done), to: result, current) else { return false }
    return self.return(window[result])
  }

  func splitAtMatches() -> Bool {
    let limit = isMissing(1) ? Int.max : whole(1)
    guard limit > 0 else { return fail(1, mustBe: "a whole number above 0") }
    guard let result = pushList(), let current = push(.nil) else { return false }
    var (done, count, isEmptyMatched) = (0, 1, false)
    let isDone = search { search in
      search.forEachMatch { _, match in
        let textCount = operand(0).count
        if match.isEmpty, match.lowerBound == done || match.lowerBound == textCount {
          isEmptyMatched = textCount == 0
          return true
        }
        if count >= limit { return false }
        guard appendPart(done..<match.lowerBound, to: result, current) else { return nil }
        count &+= 1
        done = match.upperBound
        return true
      }
    }
    // Of an empty text that matches, nothing is left.
    guard isDone, isEmptyMatched || appendPart(rest(from: done), to: result, current) else {
      return false
    }
    return self.return(window[result])
  }

  /// Replaces all matches by the second argument, a string.
  func replaceMatches() -> Bool {
    guard var text = machine.beginText() else { return false }
    var (done, isChanged) = (0, false)
    let isDone = search { search in
      search.forEachMatch { _, match in
        guard append(done..<match.lowerBound, to: &text), machine.append(argument(1), to: &text), pay(1),
          machine.flush(&text), machine.hasRoom(for: text)
        else { return nil }
        (done, isChanged) = (match.upperBound, true)
        return true
      }
    }
    guard isDone else { return false }
    if !isChanged { return self.return(argument(0)) }
    guard append(rest(from: done), to: &text), machine.hasRoom(for: text) else { return false }
    return self.return(&text)
  }

  /// Appends a part of the text in register 1.
  private func append(_ part: Range<Int>, to text: inout HeapText) -> Bool {
    var place = part.lowerBound
    while place < part.upperBound {
      let end = min(part.upperBound, place &+ HeapText.portion)
      cage.append(operand(0).place(place), count: end &- place, to: &text.bytes)
      guard machine.value.goesOn(after: (end &- place) / 16), machine.flush(&text) else { return false }
      place = end
    }
    return true
  }
}
