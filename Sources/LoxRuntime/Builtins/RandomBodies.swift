/// Generators of random numbers, whose numbers depend on nothing but their seed.
extension BuiltinCall {
  func makeRandom() -> Bool {
    var seed = machine.value.host.seed
    if !isMissing(0) {
      let limit = 1 << 53 - 1
      guard check(0, isIn: -limit...limit) else { return false }
      seed = UInt64(bitPattern: Int64(whole(0)))
    }
    let random = machine.allocate(size: RandomLayout.size)
    guard !random.isNull else { return false }
    cage.initializeRandom(random, seed: seed)
    return self.return(Value(.object, random))
  }

  /// Lets the receiver go on with the generator. Nothing may be allocated meanwhile.
  private func generate<R>(_ body: (inout RandomGenerator) -> R) -> R {
    var generator = cage.generator(ofRandom: receiver.ref)
    defer { cage.store(generator, inRandom: receiver.ref) }
    return body(&generator)
  }

  func nextRandom() -> Bool { self.return(generate { $0.nextFraction() }) }

  func randomInt() -> Bool {
    let parts = cage.parts(ofRange: argument(0).ref)
    let count = parts.count
    func isWhole(_ number: Double) -> Bool { number == number.rounded(.towardZero) && number.isFinite }
    guard isWhole(parts.start), isWhole(parts.step), !count.isNaN, count <= 0x1p53 else {
      var text: [UInt8] = []
      machine.value.describe(range: argument(0).ref, into: &text)
      return fail(
        "Argument 1 of 'int' must be a range of whole numbers, not \(String(decoding: text, as: UTF8.self)).")
    }
    guard count > 0 else { return fail("The range is empty.") }
    let place = generate { $0.next(below: UInt64(count)) }
    return self.return(parts.start + Double(place) * parts.step)
  }

  func pickElement() -> Bool {
    let count = elements(1).count
    if count == 0 { return self.return(Value.nil) }
    let place = generate { $0.next(below: UInt64(count)) }
    return self.return(element(Int(place), 1))
  }

  /// The method of Fisher and Yates, from the end.
  func shuffleList() -> Bool {
    let elements = elements(1)
    guard pay(elements.count) else { return false }
    let isDone = generate { generator in
      for last in stride(from: elements.count &- 1, to: 0, by: -1) {
        if last & 0x3fff == 0, machine.value.isInterrupted() { return false }
        let other = elements.place(Int(generator.next(below: UInt64(last &+ 1))))
        let moved = cage.value(other)
        cage.store(cage.value(elements.place(last)), other)
        cage.store(moved, elements.place(last))
      }
      return true
    }
    let storage = cage.ref(argument(0).ref, ListLayout.storage)
    machine.value.heap.value.rememberYoung(storage, from: elements.offset, count: elements.count)
    return isDone && self.return(Value.nil)
  }
}
