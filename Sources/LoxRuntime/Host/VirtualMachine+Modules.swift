import LoxBytecode
import LoxSource

/// Modules, as the host adds them. The machine knows nothing of names that are no canonical ones.
extension VirtualMachine {
  /// A module that is about to be added.
  package struct NewModule {
    package let name: String
    package let image: ProgramImage
    /// The numbers of the modules that it imports, by the places of the imports: those that are there, or that come with it.
    let imports: [UInt32]

    package init(name: String, image: ProgramImage, imports: [UInt32]) {
      (self.name, self.image, self.imports) = (name, image, imports)
    }
  }

  /// Lets what the host defines be kept from what scripts make of it, for modules to come.
  package func admitModules() { machine.value.modules.areInUse = true }

  /// The number that the next module gets.
  package var nextModuleNumber: UInt32 { UInt32(machine.value.modules.all.count + 1) }

  /// Adds modules, with numbers from the next one on. None of them runs before it is imported.
  package func add(_ added: [NewModule]) throws(RuntimeError) {
    try checkIsOpen()
    admitModules()
    for module in added { try loadPrelude(for: module.image) }
    let first = nextModuleNumber
    for module in added { try addModule(named: module.name, .fresh) }
    // Names first: one that a module has from another is the variable that it is there.
    for (offset, module) in added.enumerated() {
      let id = ModuleID(number: first + UInt32(offset))
      for (declaration, imported) in zip(module.image.program.imports, module.imports) {
        for name in declaration.names {
          try makeName(name, of: module.image.program, in: id, from: ModuleID(number: imported))
        }
      }
    }
    for (offset, module) in added.enumerated() {
      try link(module, as: ModuleID(number: first + UInt32(offset)))
    }
  }

  private func makeName(
    _ name: ImportDescriptor.Name, of program: Program, in module: ModuleID, from imported: ModuleID
  ) throws(RuntimeError) {
    let (local, original) = (program.bytes(ofString: name.local), program.bytes(ofString: name.name))
    try check(machine.collectIfDue(local.count &+ original.count &+ 16384))
    guard let local = machine.value.intern(local), let original = machine.value.intern(original),
      machine.value.makeName(local, in: module, for: original, of: imported)
    else {
      _ = machine.value.failOutOfMemory()
      throw takeError()
    }
  }

  private func addModule(named name: String, _ state: Module.State) throws(RuntimeError) {
    guard machine.collectIfDue(name.utf8.count &+ 64), let ref = machine.value.intern(name) else {
      _ = machine.value.failOutOfMemory()
      throw takeError()
    }
    machine.value.modules.all.append(Module(name: ref, state: state))
  }

  /// Links the program of a module, and makes the closure of its script. What its code takes outside of the heap counts as the heap does.
  private func link(_ module: NewModule, as id: ModuleID) throws(RuntimeError) {
    let limit = machine.value.heap.value.byteLimit
    guard machine.value.modules.programs.byteCount <= limit,
      let index = link(module.image, as: id, module.imports.map { ModuleID(number: $0) }),
      let record = machine.value.modules.records[UInt32(truncatingIfNeeded: index)]
    else {
      _ = machine.value.failOutOfMemory()
      throw takeError()
    }
    let base = machine.top
    defer { machine.pop(to: base) }
    try check(machine.push(.nil))
    try check(machine.makeScriptClosure(record, at: machine.registers(at: base)))
    guard !machine[base].isYoung else {
      _ = machine.value.failOutOfMemory()
      throw takeError()
    }
    machine.value.modules.all[Int(id.number) - 1].script = machine[base].ref
  }

  // MARK: - Modules of the host

  /// Adds a module of the host, without variables; its number.
  package func addHostModule(named name: String) throws(RuntimeError) -> UInt32 {
    try checkIsOpen()
    admitModules()
    let number = nextModuleNumber
    try addModule(named: name, .done)
    return number
  }

  /// Lets what `body` defines as globals be variables of a module of the host.
  package func define<Result>(inModule number: UInt32, _ body: () throws -> Result) rethrows -> Result {
    let outer = machine.value.modules.beingDefined
    machine.value.modules.beingDefined = ModuleID(number: number)
    defer { machine.value.modules.beingDefined = outer }
    return try body()
  }

  /// Pushes the variable of a module; false if it has none of this name.
  package func push(_ name: String, ofModule slot: Slot) throws(RuntimeError) -> Bool {
    guard machine[slot].isModule, let ref = machine.value.strings.find(name, machine.value.cage),
      let found = machine.value.variableIfAny(ref, of: machine[slot])
    else { return false }
    try push(found)
    return true
  }

  /// The error for an import at a place of a program whose module is not there, with the imports that led to it.
  package func importError(
    _ message: String, underlying: (any Error)?,
    at places: [(image: ProgramImage, module: String?, import: Int)]
  ) -> RuntimeError {
    var error = RuntimeError(
      underlying == nil ? .undefinedModule : .host, message: message, underlying: underlying)
    error.machine = machine.value.id
    error.trace.innermost = places.prefix(Trace.limit).map { image, module, index in
      let program = image.program
      let span = program.imports[index].span
      return Trace.Frame(
        functionName: nil, sourceName: program.sourceName,
        line: LineTable(program.source).line(at: span.start),
        span: span.range, source: program.source, isExtended: program.isExtended,
        moduleName: module)
    }
    error.trace.elidedCount = max(0, places.count - Trace.limit)
    return error
  }
}
