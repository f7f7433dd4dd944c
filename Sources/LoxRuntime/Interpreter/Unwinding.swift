import LoxBytecode

/// How errors are caught: by tables beside the code, so nothing is done for them before there is one.
extension Pinned where Pointee == Machine {
  /// Throws a value of the script; `again` if it was caught and no handler has taken it.
  ///
  /// If somebody catches it, nothing is made of it, neither text nor trace: only where it was thrown is noted.
  @inline(never) func slowThrow(_ registers: Registers, _ a: Int, again: Bool) -> Bool {
    // What a `finally` throws again was not caught, as it turns out.
    if value.instruments.debugHook != nil, !again || !isErrorCaught, !debugThrow(registers, a) {
      return false
    }
    let thrown = registers[a]
    // What is thrown again keeps its first trace.
    let known = again || thrown.isInstance ? value.caught.index(of: thrown) : nil
    if let place = findHandler() {
      if known == nil {
        value.charge(units: 64 &+ value.calls.depth >> 3)
        value.noteThrown(thrown)
      }
      enter(place, thrown)
      return value.refuel()
    }
    if let known {
      let error = value.error(ofCaught: known)
      if error.id != .thrown {
        value.error = error
      } else {
        // It may have changed.
        guard let message = message(ofThrown: thrown) else { return false }
        value.error = error
        value.error?.message = message
      }
      if error.number == 0 { value.numberThrown() }
    } else {
      guard let message = message(ofThrown: thrown) else { return false }
      _ = value.fail(.thrown, message)
      value.numberThrown()
    }
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
    guard let error = value.error, error.isCatchable, value.runs.suspension == nil
    else { return false }
    guard let place = findHandler() else { return false }
    return catchError(error, place)
  }

  /// Where an error is caught.
  private struct HandlerPlace {
    /// The begin of the handler, in the state of its function.
    var parked: CallStack.Parked
    var register: Int
    /// How many calls end.
    var frameCount: Int
  }

  /// The handler for an error of the instruction before the one that is parked; nil if there is none since the host came in last.
  private func findHandler() -> HandlerPlace? {
    guard !value.modules.errorClass.isNull else { return nil }
    var parked = value.calls.parked
    var wordsBack = 1
    var frameCount = 0
    while !parked.function.isEntryStub {
      let pc = parked.pc.distance(from: parked.function.code) &- wordsBack
      if let handler = handler(of: parked.function, at: pc) {
        parked.pc = parked.function.code.advanced(by: Int(handler.target))
        return HandlerPlace(parked: parked, register: Int(handler.register), frameCount: frameCount)
      }
      frameCount &+= 1
      leave(&parked)
      wordsBack = Opcode.callLength
      if parked.pc == value.stubFinish { leave(&parked) }
    }
    return nil
  }

  /// Whether there is a handler for the error of the instruction before the one that is parked. Nobody pays.
  var isErrorCaught: Bool {
    let fuel = value.calls.parked.fuel
    defer { value.calls.parked.fuel = fuel }
    return findHandler() != nil
  }

  private func leave(_ parked: inout CallStack.Parked) {
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

  /// Parks at the begin of a handler, which finds what was thrown in its register; the result is that register's place. The caller refuels.
  @discardableResult private func enter(_ place: HandlerPlace, _ thrown: Value) -> Slot {
    let fuel = value.calls.parked.fuel
    endFibers(above: place.parked.frame)
    value.calls.parked = place.parked
    value.calls.parked.fuel = fuel
    value.charge(units: 8 &+ place.frameCount)
    let slot = Slot(place.parked.registers.offset(in: value.cage) &+ UInt32(place.register &* 8))
    self[slot] = thrown
    return slot
  }

  /// Catches an error that the script has not thrown itself just now.
  private func catchError(_ error: RuntimeError, _ place: HandlerPlace) -> Bool {
    let thrown = value.thrown
    value.error = nil
    value.thrown = .undefined
    let slot = enter(place, thrown)
    // Up to the register, all is live, and nothing else.
    value.calls.hostTop = slot.offset &+ 8
    defer { value.calls.hostTop = 0 }
    if thrown == .undefined {
      guard let made = makeError(error) else { return false }
      self[slot] = made
    }
    value.noteCaught(self[slot], error)
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
      if try !pushDetails(thrown, value.calls.stack) { return push(.nil) }
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

/// The values that scripts have thrown last, for the case that they throw them again, or that the host asks: what their errors were, or where
/// they were thrown, of which the error is made when it is needed.
struct CaughtErrors {
  /// So many keep their traces.
  private static let capacity = 8

  private(set) var values: [Value] = []
  private var errors: [RuntimeError?] = []
  private var marks: [TraceMarks] = []
  private var next = 0

  /// The place of a value that is known.
  func index(of value: Value) -> Int? { values.firstIndex { $0.bits == value.bits } }

  /// The value of an error that has this number.
  func value(ofNumber number: Int) -> Value? {
    errors.firstIndex { $0?.number == number }.map { values[$0] }
  }

  /// Makes a place for a value, in which `mark` notes where it was thrown, unless there is an error.
  mutating func add(_ value: Value, _ error: RuntimeError?, mark: (inout TraceMarks) -> Void) {
    var place = index(of: value) ?? next
    if place == next { next = (next &+ 1) % CaughtErrors.capacity }
    if place >= values.count {
      place = values.count
      values.append(value)
      errors.append(nil)
      marks.append(TraceMarks())
    }
    values[place] = value
    errors[place] = error
    mark(&marks[place])
  }

  /// What is known of a value, made when it is first asked for.
  mutating func error(_ place: Int, make: (TraceMarks) -> RuntimeError) -> RuntimeError {
    if let error = errors[place] { return error }
    let made = make(marks[place])
    errors[place] = made
    return made
  }

  mutating func visit(_ body: (Value) -> Value) {
    for place in values.indices { values[place] = body(values[place]) }
  }
}

extension Machine {
  mutating func noteCaught(_ value: Value, _ error: RuntimeError) {
    caught.add(value, error) { $0.clear() }
  }

  /// Notes where a value is thrown that is caught at once.
  mutating func noteThrown(_ value: Value) {
    var noted = CaughtErrors()
    swap(&noted, &caught)
    noted.add(value, nil) { markTrace(&$0) }
    swap(&noted, &caught)
  }

  /// The error of a value that is known.
  mutating func error(ofCaught place: Int) -> RuntimeError {
    var noted = CaughtErrors()
    swap(&noted, &caught)
    defer { swap(&noted, &caught) }
    return noted.error(place) { marks in
      thrownCount &+= 1
      var error = RuntimeError(.thrown, message: "", trace: trace(of: marks))
      error.number = thrownCount
      return error
    }
  }

  /// Makes the errors of which only places in programs are known: the programs are about to be unloaded.
  mutating func resolveCaught() {
    for place in caught.values.indices { _ = error(ofCaught: place) }
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
    thrown = caught.value(ofNumber: inner.number) ?? .undefined
  }

  /// What an error that nobody catches says: the message of an instance of `Error`, behind the name of its class if that is another one.
  /// Nil for all other values.
  mutating func errorText(_ thrown: Value) -> String? {
    guard thrown.isInstance, !modules.errorClass.isNull else { return nil }
    let shape = cage.shape(ofInstance: thrown.ref)
    let `class` = cage.class(ofShape: shape)
    guard isErrorClass(`class`), let name = strings.find("message", cage),
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
  var isCatchable: Bool {
    switch kind {
    case .script: true
    case .host: !(underlying is any UncatchableError)
    default: false
    }
  }
}

/// An error of a host function that scripts can't catch: it ends the run.
public protocol UncatchableError: Error {}
