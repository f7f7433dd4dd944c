import LoxBytecode

/// How errors are caught: by tables beside the code, so nothing is done for them before there is one.
extension Pinned where Pointee == Machine {
  /// Throws a value of the script; `again` if it was caught and no handler has taken it.
  @inline(never) func slowThrow(_ registers: Registers, _ a: Int, again: Bool) -> Bool {
    let thrown = registers[a]
    if again || thrown.isInstance, let known = value.caught.last(where: { $0.value == thrown }) {
      // Its trace is that of the first time. But the message may have changed.
      value.error = known.error
      if known.error.number == 0 { value.numberThrown() }
      if known.error.id == .thrown, let text = value.errorText(thrown) { value.error?.message = text }
      value.thrown = thrown
      value.charge(units: 64)
      return false
    }
    guard let message = message(ofThrown: thrown) else { return false }
    _ = value.fail(.thrown, message)
    value.numberThrown()
    // Making its text may have moved it.
    value.thrown = registers[a]
    return false
  }

  /// Nil, with the error set, if the text of what was thrown can't be made.
  private func message(ofThrown thrown: Value) -> String? {
    if let text = value.errorText(thrown) { return text }
    var bytes: [UInt8] = []
    guard appendText(thrown, to: &bytes) else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Goes on with a run that has failed where a function catches the error, if there is one since the host came in last.
  @inline(never) func recover() -> Bool {
    guard let error = value.error, error.isCatchable, value.runs.suspension == nil,
      !value.modules.errorClass.isNull
    else { return false }
    var parked = value.fiber.parked
    var wordsBack = 1
    var frameCount = 0
    while !parked.function.isEntryStub {
      let pc = parked.pc.distance(from: parked.function.code) &- wordsBack
      if let handler = handler(of: parked.function, at: pc) {
        parked.pc = parked.function.code.advanced(by: Int(handler.target))
        return catchError(error, parked, Int(handler.register), frameCount)
      }
      frameCount &+= 1
      leave(&parked)
      wordsBack = Opcode.callLength
      if parked.pc == value.stubFinish { leave(&parked) }
    }
    return false
  }

  private func leave(_ parked: inout Fiber.Parked) {
    parked.frame.pop()
    parked.pc = parked.frame.returnAddress
    parked.function = parked.frame.function
    parked.registers = parked.registers.caller(parked.frame.windowBytes)
  }

  private func handler(of record: FunctionRecord, at pc: Int) -> Handler? {
    guard let (number, index) = value.modules.programs.place(of: record) else { return nil }
    let range = value.modules.programs.all[number].program.functions[index].handlers.range
    if range.isEmpty { return nil }
    value.charge(units: range.count >> 3)
    return value.modules.programs.all[number].program.handlers[range].first { $0.start <= pc && pc < $0.end }
  }

  /// Puts what was thrown into the handler's register, and parks at its begin.
  private func catchError(
    _ error: RuntimeError, _ place: Fiber.Parked, _ register: Int, _ frameCount: Int
  ) -> Bool {
    let fuel = value.fiber.parked.fuel
    value.fiber.parked = place
    value.fiber.parked.fuel = fuel
    let thrown = value.thrown
    value.error = nil
    value.thrown = .undefined
    // Up to the register, all is live, and nothing else.
    let slot = Slot(place.registers.offset(in: value.cage) &+ UInt32(register &* 8))
    value.fiber.hostTop = slot.offset &+ 8
    defer { value.fiber.hostTop = 0 }
    self[slot] = thrown
    if thrown == .undefined {
      guard let made = makeError(error) else { return false }
      self[slot] = made
    }
    value.noteCaught(self[slot], error)
    value.charge(units: 8 &+ frameCount)
    return value.refuel()
  }

  /// An instance of `Error` or `HostError` for an error that the script has not thrown itself; nil, with the error set, if memory is
  /// out.
  private func makeError(_ error: RuntimeError) -> Value? {
    let base = top
    defer { pop(to: base) }
    let `class` = error.kind == .host ? value.modules.hostErrorClass : value.modules.errorClass
    guard push(Value(.object, `class`)), makeInstance(registers(at: base)) != nil,
      let message = makeString(Array(error.message.utf8)), push(message),
      let name = value.intern("message"),
      setField(name, of: base, to: Slot(base.offset &+ 8))
    else { return nil }
    if error.kind == .host {
      pop(to: Slot(base.offset &+ 8))
      guard pushDetails(of: error), let name = value.intern("details"),
        setField(name, of: base, to: Slot(base.offset &+ 8))
      else { return nil }
    }
    return self[base]
  }

  /// Pushes what the host tells of an error of its own: nil if that is nothing, or can't be converted. False, with the error set, if a
  /// limit is exceeded.
  private func pushDetails(of error: RuntimeError) -> Bool {
    guard let thrown = error.underlying, let pushDetails = value.host.pushDetails else { return push(.nil) }
    let base = top
    // The function has returned: if the conversion calls back, its frame in traces is that of no function.
    let call = value.host.call
    value.host.call = -1
    defer { value.host.call = call }
    cross()
    do {
      if try !pushDetails(thrown, value.fiber.stack) { return push(.nil) }
    } catch {
      pop(to: base)
      _ = value.fail(hostError: error)
      guard value.error?.isCatchable == true else { return false }
      value.error = nil
      value.thrown = .undefined
      return push(.nil)
    }
    cross()
    return value.refuel()
  }
}

/// An error that a script has caught, for the case that it throws it again.
struct CaughtError {
  var value: Value
  var error: RuntimeError
}

extension Machine {
  /// So many errors keep their traces.
  private static let maximumCaughtCount = 8

  mutating func noteCaught(_ value: Value, _ error: RuntimeError) {
    caught.removeAll { $0.value == value }
    if caught.count >= Machine.maximumCaughtCount { caught.removeFirst() }
    caught.append(CaughtError(value: value, error: error))
  }

  /// The error is that of a value which the script has thrown itself, by which Swift finds it.
  fileprivate mutating func numberThrown() {
    thrownCount &+= 1
    error?.number = thrownCount
  }

  /// Takes up an error that a host function passes on, with the value that the script had thrown; a new error if that is not known any more.
  mutating func resumeError(_ inner: RuntimeError) {
    error = inner
    guard inner.number != 0 else { return }
    thrown = caught.last { $0.error.number == inner.number }?.value ?? .undefined
  }

  /// What an error that nobody catches says: the message of an instance of `Error`, behind the name of its class if that is another one.
  /// Nil for all other values.
  func errorText(_ thrown: Value) -> String? {
    guard thrown.isInstance, !modules.errorClass.isNull else { return nil }
    let shape = cage.shape(ofInstance: thrown.ref)
    let `class` = cage.class(ofShape: shape)
    var ancestor = `class`
    while !ancestor.isNull, ancestor != modules.errorClass {
      ancestor = cage.ref(ancestor, ClassLayout.superclass)
    }
    guard !ancestor.isNull, let name = strings.find("message", cage),
      let slot = cage.slot(of: name, in: shape),
      case let message = cage.field(slot, of: thrown.ref), message.isString
    else { return nil }
    let text = text(ofString: message.ref)
    if `class` == modules.errorClass { return text }
    return "\(self.text(ofString: cage.ref(`class`, ClassLayout.name))): \(text)"
  }
}

extension RuntimeError {
  /// Whether scripts may catch it: mistakes and errors of the host, but no limit.
  fileprivate var isCatchable: Bool {
    switch kind {
    case .script: true
    case .host: !(underlying is any UncatchableError)
    default: false
    }
  }
}

/// An error of a host function that scripts can't catch: it ends the run.
public protocol UncatchableError: Error {}
