import LoxBuiltins

/// What the operations of lists do. Lists and elements are kept in the window, or pushed above it, since they may move.
extension BuiltinCall {
  // MARK: - Operands

  /// Pushes a value; the result is its register, or nil, with the error set, if there is no room.
  func push(_ pushed: Value) -> Int? {
    let place = machine.top.offset
    guard machine.push(pushed) else { return nil }
    return Int(place &- window.offset(in: cage)) / 8
  }

  /// Pushes a new list.
  func pushList(capacity: Int = 0) -> Int? {
    guard let list = machine.makeList(capacity: capacity) else { return nil }
    return push(list)
  }

  /// The elements of the list in a register, until something is allocated.
  func elements(_ register: Int = 0) -> ValueRun { machine.value.elements(ofList: window[register].ref) }

  /// An element of the list in a register, of which there may be fewer by now.
  func element(_ index: Int, _ register: Int = 0) -> Value {
    let elements = elements(register)
    return index < elements.count ? cage.value(elements.place(index)) : .nil
  }

  /// Pays for so many units; false, with the error set, if there is no fuel for them.
  func pay(_ units: Int) -> Bool {
    machine.value.charge(units: units)
    return machine.value.refuel() && machine.value.goesOn(after: 8)
  }

  /// A bound of a slice: negative ones count from the end, and all are clamped.
  func bound(_ position: Int, count: Int) -> Int {
    max(0, min(position < 0 ? position &+ count : position, count))
  }

  /// The place that an argument says; nil, with the error set, if the list has none. The end is one if elements are inserted.
  private func place(_ index: Int, allowsEnd: Bool) -> Int? {
    let count = elements().count
    let number = whole(index)
    let place = number < 0 ? number &+ count : number
    if place >= 0, place < count || allowsEnd && place == count { return place }
    _ = machine.failOutOfRange(argument(index).number, "list", count)
    return nil
  }

  // MARK: - Adding and removing

  func add() -> Bool { machine.append(window, 0, 1) && self.return(Value.nil) }

  func addAll() -> Bool { machine.slowAppendAll(window, 0, 1) && self.return(Value.nil) }

  func removeLast() -> Bool {
    let count = elements().count
    guard count > 0 else { return fail("The list is empty.") }
    let last = element(count &- 1)
    dropLast()
    return self.return(last)
  }

  /// Makes the list shorter by one. Nothing keeps the element alive then.
  private func dropLast() {
    let elements = elements()
    cage.store(Value(0), elements.place(elements.count &- 1))
    cage.setCount(elements.count &- 1, ofList: receiver.ref)
  }

  func insert() -> Bool {
    guard let place = place(0, allowsEnd: true), pay((elements().count &+ 1 &- place) / 2),
      machine.append(window, 0, 2)
    else { return false }
    let count = elements().count
    return shift(from: place, to: place &+ 1, count: count &- 1 &- place) && store(argument(1), place)
      && self.return(Value.nil)
  }

  func removeAt() -> Bool {
    guard let place = place(0, allowsEnd: false) else { return false }
    let removed = element(place)
    return remove(place) && self.return(removed)
  }

  func removeElement() -> Bool {
    guard let index = machine.value.firstIndex(of: argument(0), inList: receiver.ref) else { return false }
    if index < 0 { return self.return(false) }
    return remove(index) && self.return(true)
  }

  private func remove(_ place: Int) -> Bool {
    let count = elements().count
    guard pay((count &- place) / 2), shift(from: place &+ 1, to: place, count: count &- 1 &- place) else {
      return false
    }
    dropLast()
    return true
  }

  /// Moves elements within the storage, portion by portion: those first that others are moved to. False, with the error set, if the run must
  /// end.
  private func shift(from source: Int, to target: Int, count: Int) -> Bool {
    let elements = elements()
    let storage = cage.ref(receiver.ref, ListLayout.storage)
    var done = 0
    while done < count {
      let portion = min(count &- done, Pinned<Machine>.portionOfValues)
      let start = source > target ? done : count &- done &- portion
      let place = elements.place(target &+ start)
      cage.copy(from: elements.place(source &+ start), to: place, count: portion &* 8)
      machine.value.heap.value.rememberYoung(storage, from: place, count: portion)
      done &+= portion
      if done < count, machine.value.isInterrupted() { return false }
    }
    return true
  }

  private func store(_ stored: Value, _ place: Int) -> Bool {
    machine.store(stored, at: place, ofList: receiver.ref)
    return true
  }

  func clearList() -> Bool {
    cage.setCount(0, ofList: receiver.ref)
    cage.store32(0, receiver.ref.offset, ListLayout.storage)
    return self.return(Value.nil)
  }

  // MARK: - Looking

  func listContains() -> Bool {
    guard let index = machine.value.firstIndex(of: argument(0), inList: receiver.ref) else { return false }
    return self.return(index >= 0)
  }

  func listIndexOf() -> Bool {
    guard let index = machine.value.firstIndex(of: argument(0), inList: receiver.ref) else { return false }
    return self.return(index < 0 ? nil : index)
  }

  func sum() -> Bool {
    let elements = elements()
    guard pay(elements.count) else { return false }
    var sum = 0.0
    var pace = Pace()
    for index in 0..<elements.count {
      if index & 0xff == 0, pace.isDue(16), machine.value.isInterrupted() { return false }
      let element = cage.value(elements.place(index))
      guard element.isNumber else {
        return machine.value.fail(.operandsNotNumbers, about: Value(sum), element)
      }
      sum += element.number
    }
    return self.return(sum)
  }

  /// The least element, or the greatest; of equal ones the first.
  func extreme(isGreatest: Bool) -> Bool {
    let elements = elements()
    guard pay(elements.count) else { return false }
    guard elements.count > 0 else { return self.return(Value.nil) }
    var best = cage.value(elements.place(0))
    var pace = Pace()
    for index in 1..<max(1, elements.count) {
      if index & 0xff == 0, pace.isDue(32), machine.value.isInterrupted() { return false }
      let element = cage.value(elements.place(index))
      guard let isBetter = isGreatest ? isLess(best, element) : isLess(element, best) else { return false }
      if isBetter { best = element }
    }
    return self.return(best)
  }

  /// What `<` gives; nil, with the error set, if the values don't compare.
  private func isLess(_ a: Value, _ b: Value) -> Bool? {
    if a.isNumber, b.isNumber { return a.number < b.number }
    if a.isString, b.isString { return machine.value.orderStrings(a.ref, b.ref).map { $0 < 0 } }
    _ = machine.value.fail(.operandsNotNumbers, about: a, b)
    return nil
  }

  // MARK: - Sorting

  func sortList() -> Bool { sort() && self.return(Value.nil) }

  func sorted() -> Bool {
    guard let copy = pushCopy(), sort(copy) else { return false }
    return self.return(window[copy])
  }

  // MARK: - Copies

  /// Pushes a list of some elements of the receiver.
  private func pushCopy(from start: Int = 0, count: Int? = nil) -> Int? {
    let count = count ?? elements().count
    guard let list = pushList(capacity: count),
      machine.appendElements(window, list, of: 0, from: start, count: count)
    else { return nil }
    return list
  }

  func copyList() -> Bool {
    guard let copy = pushCopy() else { return false }
    return self.return(window[copy])
  }

  func sliceList() -> Bool {
    let count = elements().count
    let start = bound(whole(0), count: count)
    let end = isMissing(1) ? count : bound(whole(1), count: count)
    guard let copy = pushCopy(from: start, count: max(0, end &- start)) else { return false }
    return self.return(window[copy])
  }

  func reversedList() -> Bool {
    guard let copy = pushCopy() else { return false }
    let elements = elements(copy)
    guard pay(elements.count) else { return false }
    var (low, high) = (0, elements.count &- 1)
    var pace = Pace()
    while low < high {
      if low & 0xff == 0, pace.isDue(32), machine.value.isInterrupted() { return false }
      let first = cage.value(elements.place(low))
      cage.store(cage.value(elements.place(high)), elements.place(low))
      cage.store(first, elements.place(high))
      (low, high) = (low &+ 1, high &- 1)
    }
    let storage = cage.ref(window[copy].ref, ListLayout.storage)
    machine.value.heap.value.rememberYoung(storage, from: elements.offset, count: elements.count)
    return self.return(window[copy])
  }

  func unique() -> Bool {
    guard let seen = machine.makeMap(capacity: 0).flatMap({ push($0) }), let result = pushList(),
      let current = push(.nil)
    else { return false }
    var hasNil = false
    var index = 0
    while index < elements().count {
      window[current] = element(index)
      index &+= 1
      guard pay(2) else { return false }
      if cage.key(window[current]) != nil {
        if machine.value.find(window[current], inMap: window[seen].ref) != nil { continue }
        guard machine.setEntry(window, seen, current, current) else { return false }
      } else if window[current] == .nil {
        if hasNil { continue }
        hasNil = true
      }
      guard machine.append(window, result, current) else { return false }
    }
    return self.return(window[result])
  }

  func zip() -> Bool {
    let count = min(elements().count, elements(1).count)
    guard let result = pushList(capacity: count), let pair = push(.nil), let current = push(.nil) else {
      return false
    }
    for index in 0..<count {
      guard pay(1), let made = machine.makeList(capacity: 2) else { return false }
      window[pair] = made
      for list in 0...1 {
        window[current] = element(index, list)
        guard machine.append(window, pair, current) else { return false }
      }
      guard machine.append(window, result, pair) else { return false }
    }
    return self.return(window[result])
  }

  func chunked() -> Bool {
    let size = whole(0)
    guard size > 0 else { return fail(0, mustBe: "a whole number above 0") }
    guard let result = pushList(), let part = push(.nil) else { return false }
    var start = 0
    while start < elements().count {
      let count = min(size, elements().count &- start)
      guard pay(1), let made = machine.makeList(capacity: count) else { return false }
      window[part] = made
      guard machine.appendElements(window, part, of: 0, from: start, count: count),
        machine.append(window, result, part)
      else { return false }
      start &+= count
    }
    return self.return(window[result])
  }

  func filled() -> Bool {
    let count = whole(0)
    guard count >= 0 else { return fail(0, mustBe: "a whole number from 0") }
    guard pay(min(count, 1 << 40) / 2), let result = pushList(capacity: count) else { return false }
    let storage = cage.ref(window[result].ref, ListLayout.storage)
    let value = argument(1)
    if count > 0, !value.isNumber { cage.admitAnyValue(storage) }
    cage.setCount(count, ofList: window[result].ref)
    let elements = elements(result)
    var start = 0
    while start < elements.count {
      let portion = min(elements.count &- start, 1 << 16)
      cage.fill(elements.place(start), count: portion, with: value)
      if value.isYoung {
        machine.value.heap.value.rememberYoung(storage, from: elements.place(start), count: portion)
      }
      start &+= portion
      if start < elements.count, machine.value.isInterrupted() { return false }
    }
    return self.return(window[result])
  }

  /// A list of all that a value gives when it is iterated.
  func toList() -> Bool {
    guard let result = pushList(), machine.slowAppendAll(window, result, 1) else { return false }
    return self.return(window[result])
  }

  func join() -> Bool {
    guard var text = machine.beginText() else { return false }
    let separatorCount = isMissing(0) ? 0 : operand(0).count
    var index = -1
    // The text of an element is made by its class, which may change the list.
    while index &+ 1 < elements().count {
      index &+= 1
      if index > 0, separatorCount > 0, !machine.append(argument(0), to: &text) { return false }
      let element = element(index)
      if element.isString, cage.length(ofString: element.ref) <= 256 {
        // The same in fewer steps.
        let run = machine.value.bytes(ofString: element.ref)
        guard pay(2 + separatorCount / 16 + run.count / 4) else { return false }
        cage.append(run.offset, count: run.count, to: &text.bytes)
      } else if element.isNumber {
        let count = text.bytes.count
        ShortestText.append(element.number, to: &text.bytes)
        guard pay(2 + separatorCount / 16 + (text.bytes.count - count) / 4) else { return false }
      } else {
        guard pay(1 + separatorCount / 16), machine.appendText(element, to: &text) else { return false }
      }
      guard machine.hasRoom(for: text), machine.flush(&text) else { return false }
    }
    return self.return(&text)
  }
}
