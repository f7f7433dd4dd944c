/// What the operations of strings do. They pay for the bytes that they look at before they do, and ask from time to time whether to go on.
extension BuiltinCall {
  // MARK: - Operands

  /// The bytes of the receiver, until something is allocated.
  var subject: TextRun { run(receiver) }

  /// Those of an argument that is a string.
  func operand(_ index: Int) -> TextRun { run(argument(index)) }

  private func run(_ string: Value) -> TextRun {
    TextRun(
      cage, machine.value.bytes(ofString: string.ref), isASCII: cage.isKnownASCII(string.ref))
  }

  /// The receiver for an operation that goes by positions: whether those are bytes is found out once for each string. Nil, with the error
  /// set, if the run must end.
  private var indexedSubject: TextRun? {
    guard machine.value.isASCII(receiver.ref) != nil, machine.value.refuel() else { return nil }
    return subject
  }

  /// The same for an argument that is a string.
  func indexed(_ index: Int) -> TextRun? {
    guard machine.value.isASCII(argument(index).ref) != nil, machine.value.refuel() else { return nil }
    return operand(index)
  }

  /// Pays for going from position to position over so many bytes.
  func pay(positionsIn text: TextRun, bytes: Int) -> Bool { text.isASCII || pay(bytes: bytes) }

  /// Pays for work on so many bytes; false, with the error set, if there is no fuel for it.
  func pay(bytes: Int) -> Bool {
    machine.value.charge(bytes: bytes)
    return machine.value.refuel()
  }

  /// An argument that is a text, but not the empty one.
  private func checkIsNotEmpty(_ index: Int) -> Bool {
    operand(index).count > 0
      || fail("Argument \(index + 1) of '\(identity.operation.name)' must not be an empty string.")
  }

  // MARK: - Results

  /// Makes a string of so many bytes, in the receiver's place, which `write` then writes at an offset; the receiver must be read before from the
  /// value that it is given, for it may have moved. Nil, with the error set, if memory is out.
  private func make(count: Int, _ write: (_ receiver: TextRun, _ place: UInt32) -> Bool) -> Bool {
    let made = machine.allocateString(count: count)
    guard !made.isNull else { return false }
    guard write(subject, made.offset &+ UInt32(StringLayout.bytes)) else { return false }
    return self.return(Value(.string, made))
  }

  /// A part of the receiver.
  private func part(_ range: Range<Int>) -> Bool {
    if range.count == subject.count { return self.return(receiver) }
    guard pay(bytes: range.count) else { return false }
    let isASCII = subject.isASCII
    guard make(count: range.count, { text, place in copy(text.part(range), to: place) }) else { return false }
    if isASCII { cage.noteASCII(window[0].ref) }
    return true
  }

  /// Copies a text, in portions; false, with the error set, if the run must end.
  private func copy(_ source: TextRun, to place: UInt32) -> Bool {
    machine.copyBytes(from: source.offset, to: place, count: source.count)
  }

  /// Fills a run with repetitions of what is at its begin.
  private func spread(_ period: Int, at place: UInt32, count: Int) -> Bool {
    var filled = period
    while filled < count {
      // At most a portion at once, a whole number of times.
      let portion = min(filled, max(period, (1 << 20) / period * period))
      cage.copy(
        from: place, to: place &+ UInt32(truncatingIfNeeded: filled), count: min(portion, count &- filled))
      filled &+= portion
      if filled & (1 << 20 &- 1) < portion, filled > 1 << 20, machine.value.isInterrupted() { return false }
    }
    return true
  }

  // MARK: - Positions

  func position(ofByte index: Int, in text: TextRun) -> Int? {
    text.isASCII ? index : machine.position(ofByte: index, in: text)
  }

  private func byte(ofPosition position: Int, in text: TextRun) -> Int? {
    text.isASCII ? min(max(0, position), text.count) : machine.byte(ofPosition: position, in: text)
  }

  func length() -> Bool {
    guard let text = indexedSubject, pay(positionsIn: text, bytes: text.count),
      let count = position(ofByte: text.count, in: text)
    else { return false }
    return self.return(count)
  }

  /// A bound of a slice: negative ones count from the end, and all are clamped.
  private func clamped(_ position: Int, _ count: Int) -> Int {
    max(0, min(position < 0 ? position &+ count : position, count))
  }

  func slice() -> Bool {
    guard let text = indexedSubject else { return false }
    let (start, end) = (whole(0), isMissing(1) ? Int.max : whole(1))
    // Only positions from the end need the length.
    var count = text.count
    if start < 0 || end < 0 {
      guard pay(positionsIn: text, bytes: count), let length = position(ofByte: count, in: text) else {
        return false
      }
      count = length
    }
    let (first, last) = (clamped(start, count), clamped(end, count))
    guard first < last else { return part(0..<0) }
    guard let firstByte = byte(ofPosition: first, in: text), pay(positionsIn: text, bytes: firstByte) else {
      return false
    }
    if last == text.count { return part(firstByte..<text.count) }
    guard let count = byte(ofPosition: last &- first, in: text.part(firstByte..<text.count)) else {
      return false
    }
    return part(firstByte..<firstByte &+ count)
  }

  func codeAt() -> Bool {
    guard let text = indexedSubject else { return false }
    var position = whole(0)
    if position < 0 || position >= text.count {
      guard pay(positionsIn: text, bytes: text.count),
        let length = self.position(ofByte: text.count, in: text)
      else { return false }
      if position < 0 { position &+= length }
      if position < 0 || position >= length { return failOutOfRange(length) }
    }
    guard let place = byte(ofPosition: position, in: text), pay(positionsIn: text, bytes: place) else {
      return false
    }
    guard place < text.count else {
      return self.position(ofByte: text.count, in: text).map { failOutOfRange($0) } ?? false
    }
    return self.return(
      Double(cage.codePoint(text, at: place, length: cage.codePointLength(text.bytes, at: place))))
  }

  private func failOutOfRange(_ length: Int) -> Bool {
    machine.value.fail(
      .indexOutOfRange,
      "Index \(ShortestText.text(of: number(0))) is out of range for a string of length \(length).")
  }

  // MARK: - Search

  /// What finds an argument; nil, with the error set, if the run must end.
  private func search(_ index: Int) -> TextSearch? { TextSearch(operand(index), machine) }

  func contains() -> Bool {
    let (text, wanted) = (subject, operand(0))
    if wanted.count == 0 || wanted.count > text.count { return self.return(wanted.count == 0) }
    guard pay(bytes: text.count), var search = search(0) else { return false }
    switch search.find(in: text, from: 0) {
    case .found: return self.return(true)
    case .absent: return self.return(false)
    case .interrupted: return false
    }
  }

  func startsWith() -> Bool { has(at: 0) }

  func endsWith() -> Bool { has(at: subject.count &- operand(0).count) }

  /// Whether the argument is there from a byte on.
  private func has(at start: Int) -> Bool {
    let (text, part) = (subject, operand(0))
    guard pay(bytes: part.count) else { return false }
    guard start >= 0, part.count <= text.count else { return self.return(false) }
    var done = 0
    while done < part.count {
      let end = min(part.count, done &+ 1 << 20)
      if !text.has(part.part(done..<end), at: start &+ done) { return self.return(false) }
      done = end
      if done < part.count, machine.value.isInterrupted() { return false }
    }
    return self.return(true)
  }

  enum SearchStart { case byte(Int), beyondEnd, interrupted }

  /// Where a search in a text begins that is to begin at the position in the second argument. Beyond the end nothing is found, not even the
  /// empty text.
  func searchStart(in text: TextRun) -> SearchStart {
    var from = whole(1)
    if from < 0 {
      guard let length = position(ofByte: text.count, in: text) else { return .interrupted }
      from = max(0, from &+ length)
    }
    guard let place = byte(ofPosition: min(from, text.count &+ 1), in: text) else { return .interrupted }
    if place == text.count, from > 0 {
      guard let length = position(ofByte: text.count, in: text) else { return .interrupted }
      if from > length { return .beyondEnd }
    }
    return .byte(place)
  }

  func indexOf() -> Bool {
    let (text, wanted) = (subject, operand(0))
    guard pay(bytes: text.count) else { return false }
    var start = 0
    if !isMissing(1) {
      switch searchStart(in: text) {
      case .byte(let byte): start = byte
      case .beyondEnd: return self.return(Value.nil)
      case .interrupted: return false
      }
    }
    var place = start
    if wanted.count > 0 {
      guard wanted.count <= text.count &- start else { return self.return(Value.nil) }
      guard var search = search(0) else { return false }
      switch search.find(in: text, from: start) {
      case .found(let found): place = found
      case .absent: return self.return(Value.nil)
      case .interrupted: return false
      }
    }
    guard let position = position(ofByte: place, in: text) else { return false }
    return self.return(position)
  }

  func lastIndexOf() -> Bool {
    let (text, wanted) = (subject, operand(0))
    guard pay(bytes: text.count) else { return false }
    var place: Int? = wanted.count == 0 ? text.count : nil
    if wanted.count > 0, wanted.count <= text.count {
      guard var search = search(0) else { return false }
      loop: while true {
        switch search.findNext(in: text) {
        case .found(let found): place = found
        case .absent: break loop
        case .interrupted: return false
        }
      }
    }
    guard let place else { return self.return(Value.nil) }
    guard let position = position(ofByte: place, in: text) else { return false }
    return self.return(position)
  }

  /// Calls `body` with the byte of each occurrence of the argument, from left to right without overlaps; false, with the error set, if
  /// the run must end.
  private func forEachMatch(in text: TextRun, limit: Int = .max, _ body: (Int) -> Void) -> Bool {
    guard var search = search(0) else { return false }
    var (start, left) = (0, limit)
    while left > 0 {
      switch search.find(in: text, from: start) {
      case .found(let found):
        body(found)
        start = found &+ operand(0).count
        left &-= 1
      case .absent: return true
      case .interrupted: return false
      }
    }
    return true
  }

  func countMatches() -> Bool {
    guard checkIsNotEmpty(0), pay(bytes: subject.count) else { return false }
    var count = 0
    guard forEachMatch(in: subject, { _ in count &+= 1 }) else { return false }
    return self.return(count)
  }

  /// Replaces so many occurrences of a text by another.
  func replace(limit: Int) -> Bool {
    let text = subject
    guard checkIsNotEmpty(0), pay(bytes: text.count) else { return false }
    let (wantedCount, newCount) = (operand(0).count, operand(1).count)
    var matches = 0
    guard forEachMatch(in: text, limit: limit, { _ in matches &+= 1 }) else { return false }
    if matches == 0 { return self.return(receiver) }
    let count = text.count &+ matches &* (newCount &- wantedCount)
    guard pay(bytes: count) else { return false }
    return make(count: count) { text, place in
      let new = operand(1)
      var (done, target) = (0, place)
      var isComplete = true
      func append(_ run: TextRun) {
        isComplete = isComplete && copy(run, to: target)
        target = target &+ UInt32(truncatingIfNeeded: run.count)
      }
      guard
        forEachMatch(
          in: text, limit: limit,
          { found in
            append(text.part(done..<found))
            append(new)
            done = found &+ wantedCount
          })
      else { return false }
      append(text.part(done..<text.count))
      return isComplete
    }
  }

  // MARK: - Blanks and lines

  private func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 10 || byte == 13 }

  func trim(start: Bool, end: Bool) -> Bool {
    let text = subject
    guard pay(bytes: text.count) else { return false }
    var (first, last) = (0, text.count)
    var pace = Pace()
    if start {
      while first < last, isBlank(text[first]) {
        first &+= 1
        if pace.isDue(), machine.value.isInterrupted() { return false }
      }
    }
    if end {
      while last > first, isBlank(text[last &- 1]) {
        last &-= 1
        if pace.isDue(), machine.value.isInterrupted() { return false }
      }
    }
    return part(first..<last)
  }

  /// Lines as `dedent` sees them: from and to which byte, without the line end, and whether there is anything but blanks.
  private func forEachLine(of text: TextRun, _ body: (_ start: Int, _ indentation: Int, _ end: Int) -> Void)
    -> Bool
  {
    var start = 0
    var pace = Pace()
    while start <= text.count {
      guard let end = machine.firstIndex(of: UInt8(ascii: "\n"), in: text, from: start) else { return false }
      var first = start
      while first < end, text[first] == 32 || text[first] == 9 {
        first &+= 1
        if pace.isDue(), machine.value.isInterrupted() { return false }
      }
      body(start, first &- start, end)
      start = end &+ 1
      if pace.isDue(4), machine.value.isInterrupted() { return false }
    }
    return true
  }

  /// Removes the blanks with which all lines begin that are not blank, the blanks of those that are, and a blank first line: the one behind
  /// the quote with which a text over several lines begins.
  func dedent() -> Bool {
    let text = subject
    guard pay(bytes: text.count) else { return false }
    // The common indentation: where it is, and how long.
    var common: (start: Int, count: Int)?
    func isBlankLine(_ text: TextRun, _ start: Int, _ indentation: Int, _ end: Int) -> Bool {
      start &+ indentation == end || start &+ indentation == end &- 1 && text[end &- 1] == UInt8(ascii: "\r")
    }
    guard
      forEachLine(
        of: text,
        { start, indentation, end in
          if isBlankLine(text, start, indentation, end) { return }
          guard let known = common else {
            common = (start, indentation)
            return
          }
          var count = 0
          while count < min(known.count, indentation), text[known.start &+ count] == text[start &+ count] {
            count &+= 1
          }
          common = (known.start, count)
        })
    else { return false }
    let indentation = common?.count ?? 0
    /// Which part of each line is left, with its line end.
    func kept(_ text: TextRun, _ start: Int, _ blanks: Int, _ end: Int) -> Range<Int> {
      let next = min(end &+ 1, text.count)
      guard isBlankLine(text, start, blanks, end) else { return start &+ indentation..<next }
      return start == 0 && end < text.count ? next..<next : start &+ blanks..<next
    }
    var count = 0
    guard forEachLine(of: text, { count &+= kept(text, $0, $1, $2).count }) else { return false }
    if count == text.count { return self.return(receiver) }
    guard pay(bytes: count) else { return false }
    return make(count: count) { moved, place in
      var target = place
      return forEachLine(of: moved) { start, blanks, end in
        let part = moved.part(kept(moved, start, blanks, end))
        // One that is not complete is not looked at any more.
        _ = copy(part, to: target)
        target = target &+ UInt32(truncatingIfNeeded: part.count)
      }
    }
  }

  // MARK: - Letters

  func mapCase(_ direction: CaseMappings.Direction) -> Bool {
    let text = subject
    guard pay(bytes: text.count &* 2) else { return false }
    var (count, isChanged) = (0, false)
    guard
      forEachCodePoint(
        of: text,
        { code, length in
          let mapped = length == 1 && code >= 128 ? code : CaseMappings.map(code, direction)
          isChanged = isChanged || mapped != code
          count &+= mapped == code ? length : Cage.byteCount(ofCodePoint: mapped)
        })
    else { return false }
    if !isChanged { return self.return(receiver) }
    return make(count: count) { text, place in
      var target = place
      return forEachCodePoint(of: text) { code, length in
        if length == 1 && code >= 128 {
          cage.store8(UInt8(truncatingIfNeeded: code), target)
          target = target &+ 1
        } else {
          target =
            target
            &+ UInt32(
              truncatingIfNeeded: cage.store(codePoint: CaseMappings.map(code, direction), at: target))
        }
      }
    }
  }

  /// Calls `body` with each code point and how many bytes it has; false, with the error set, if the run must end. A byte that belongs to no
  /// valid sequence is a code point of 128 or more with one byte.
  private func forEachCodePoint(of text: TextRun, _ body: (_ code: UInt32, _ length: Int) -> Void) -> Bool {
    var place = 0
    var pace = Pace()
    while place < text.count {
      let first = text[place]
      if first < 128 {
        body(UInt32(first), 1)
        place &+= 1
      } else {
        let length = cage.codePointLength(text.bytes, at: place)
        body(cage.codePoint(text, at: place, length: length), length)
        place &+= length
      }
      if pace.isDue(), machine.value.isInterrupted() { return false }
    }
    return true
  }

  func reversed() -> Bool {
    guard pay(bytes: subject.count) else { return false }
    return make(count: subject.count) { text, place in
      var source = 0
      var pace = Pace()
      while source < text.count {
        let length = cage.codePointLength(text.bytes, at: source)
        let target = place &+ UInt32(truncatingIfNeeded: text.count &- source &- length)
        for index in 0..<length { cage.store8(text[source &+ index], target, index) }
        source &+= length
        if pace.isDue(), machine.value.isInterrupted() { return false }
      }
      return true
    }
  }

  // MARK: - Repetition

  func `repeat`() -> Bool {
    guard whole(0) >= 0 else { return fail(0, mustBe: "a whole number from 0 on") }
    let (period, overflow) = (subject.count, subject.count.multipliedReportingOverflow(by: whole(0)))
    guard !overflow.overflow, overflow.partialValue <= StringLayout.maximumLength else {
      return machine.value.failOutOfMemory()
    }
    let count = overflow.partialValue
    if count == period { return self.return(receiver) }
    guard pay(bytes: count) else { return false }
    return make(count: count) { text, place in
      count == 0 || copy(text, to: place) && spread(period, at: place, count: count)
    }
  }

  func pad(atStart: Bool) -> Bool {
    let text = subject
    guard isMissing(1) || checkIsNotEmpty(1), pay(bytes: text.count) else { return false }
    guard let length = position(ofByte: text.count, in: text) else { return false }
    let missing = whole(0) &- length
    if missing <= 0 { return self.return(receiver) }
    guard missing <= StringLayout.maximumLength else { return machine.value.failOutOfMemory() }
    // Whole repetitions of the filling, and as many characters of it as are missing then.
    var (fillBytes, rest) = (missing, 0)
    if !isMissing(1) {
      let fill = operand(1)
      guard pay(bytes: fill.count), let fillLength = position(ofByte: fill.count, in: fill),
        let restBytes = byte(ofPosition: missing % max(1, fillLength), in: fill)
      else { return false }
      rest = restBytes
      fillBytes = missing / max(1, fillLength) &* fill.count &+ rest
    }
    let textCount = text.count
    guard fillBytes <= StringLayout.maximumLength else { return machine.value.failOutOfMemory() }
    guard pay(bytes: fillBytes &+ textCount) else { return false }
    return make(count: fillBytes &+ textCount) { text, place in
      let start = UInt32(truncatingIfNeeded: atStart ? 0 : textCount)
      if isMissing(1) {
        guard machine.fillBytes(place &+ start, count: fillBytes, with: 32) else { return false }
      } else {
        let fill = operand(1)
        guard copy(fill.part(0..<min(fill.count, fillBytes)), to: place &+ start),
          spread(fill.count, at: place &+ start, count: fillBytes)
        else { return false }
      }
      return copy(text, to: place &+ UInt32(truncatingIfNeeded: atStart ? fillBytes : 0))
    }
  }
}
