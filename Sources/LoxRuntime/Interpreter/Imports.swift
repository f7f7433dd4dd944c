import LoxBytecode

/// Imports at run time. A module runs when it is first imported, through two frames as members of classes do (`MemberCalls.swift`): so
/// chains of imports take no native stack, and a module may wait.
extension Pinned where Pointee == Machine {
  /// Runs the module of an import, or goes on at once if it has run, or still runs.
  func slowImport(_ i: Instruction) -> Bool {
    guard let (module, id) = importedModule() else { return value.failUndefinedModule() }
    guard module.state == .fresh else { return completeImport(i, hasRun: false) }
    let base = value.calls.windowEnd
    guard value.calls.reserveStack(to: Int(base &+ 8)) else { return value.fail(.stackOverflow) }
    let callee = Registers(value.cage, offset: base)
    callee[0] = Value(.closure, module.script)
    guard let record = value.modules.records[value.cage.load32(module.script.offset, ClosureLayout.function)]
    else { return value.fail(.damagedHeap) }
    guard value.calls.reserveFrame(value.calls.depth &+ 1), value.growStacks(for: callee, record) else {
      return value.error == nil ? value.fail(.stackOverflow) : false
    }
    value.modules.set(.running, of: id)
    value.modules.running.append((id, value.entryLevel))
    pushFrames(callee, record, module.script)
    return pay(record.cost)
  }

  /// The module of the import that is being executed.
  private func importedModule() -> (Module, ModuleID)? {
    guard let (number, _) = value.modules.programs.place(of: value.calls.parked.function) else { return nil }
    let place = value.calls.parked.pc.word
    guard value.modules.programs.all[number].imports.indices.contains(place) else { return nil }
    let id = value.modules.programs.all[number].imports[place]
    return value.modules[id].map { ($0, id) }
  }

  /// Does the rest of an import: `hasRun` if this one has run its module.
  func completeImport(_ i: Instruction, hasRun: Bool) -> Bool {
    guard let (_, id) = importedModule() else { return value.failUndefinedModule() }
    if hasRun {
      value.modules.set(.done, of: id)
      if value.modules.running.last?.module == id { value.modules.running.removeLast() }
    }
    guard value.checkImportedNames(of: id) else { return false }
    value.calls.parked.registers[i.a] = Value(id)
    value.calls.parked.pc.skipWord()
    return value.refuel()
  }
}

extension Machine {
  /// How many times the host has come in, in all runs that are under way.
  var entryLevel: Int { runs.suspended.reduce(runs.current.entryCount) { $0 &+ $1.entryCount } }

  /// Nobody has said which module the present import means.
  fileprivate mutating func failUndefinedModule() -> Bool {
    guard let (linked, _) = lookUp(calls.parked.function),
      linked.program.imports.indices.contains(calls.parked.pc.word)
    else { return fail(.damagedHeap) }
    let name = linked.program.bytes(ofString: linked.program.imports[calls.parked.pc.word].module)
    return fail(.undefinedModule, "There is no module '\(String(decoding: name, as: UTF8.self))'.")
  }

  /// A run has ended with an error: the modules that it was running run again when they are imported again.
  mutating func forgetFailedModules() {
    let level = entryLevel
    while let last = modules.running.last, last.entryLevel > level {
      modules.set(.fresh, of: last.module)
      modules.running.removeLast()
    }
  }

  /// Whether a module that has run has all names that the present import takes from it.
  fileprivate mutating func checkImportedNames(of id: ModuleID) -> Bool {
    guard let module = modules[id], module.state == .done,
      let (number, _) = modules.programs.place(of: calls.parked.function)
    else { return true }
    let names = modules.programs.all[number].program.imports[calls.parked.pc.word].names
    charge(units: names.count)
    for name in names {
      let string = modules.programs.all[number].strings[Int(name.name)]
      guard let variable = modules.globals.number(string, of: id),
        cage.value(modules.globals.slot(variable)) == .undefined, !isToCome(variable)
      else { continue }
      _ = failUndefinedImport(text(ofString: string), of: id)
      error?.trace.setPlace(
        name.span.range, modules.programs.lines(ofProgram: number).line(at: name.span.start))
      return false
    }
    return true
  }

  /// Whether a variable is one of a module that is still running.
  private mutating func isToCome(_ variable: Int) -> Bool {
    modules[modules.globals.owner(of: variable)]?.state == .running
  }
}

extension Trace {
  /// Lets the innermost frame tell of another part of its source.
  fileprivate mutating func setPlace(_ span: Range<Int>, _ line: Int) {
    // A stack that is not deep is the outermost part of itself.
    let part = innermost.isEmpty ? \Trace.outermost : \.innermost
    guard !self[keyPath: part].isEmpty else { return }
    self[keyPath: part][0].span = span
    self[keyPath: part][0].line = line
  }
}
