import LoxRuntime

/// The modules of an isolate.
struct ModuleStore {
  /// The numbers of those that were loaded, by canonical name.
  var numbers: [String: UInt32] = [:]
  /// The numbers of those of the host.
  var ofHost: [String: UInt32] = [:]
  /// What an asynchronous loader has brought.
  var loaded: Program?
  /// Definitions in the modules of the host, for tools.
  var declarations: [String: [String: HostDeclaration]] = [:]
}

/// Modules: programs with global variables of their own, which scripts import.
extension Isolate {
  /// Where the modules that scripts import come from. Without a loader, scripts can import only what ``module(_:_:)`` defines.
  ///
  /// Modules that were loaded stay as long as the isolate. Set it before scripts run: modules see what the host has defined, whatever
  /// scripts have made of that since.
  public var modules: ModuleLoader? {
    get { loader }
    set {
      loader = newValue
      if newValue != nil { machine.admitModules() }
    }
  }

  /// Defines a module of Swift functions, or adds to it. Scripts import it by this name, before any loader is asked.
  ///
  /// ```swift
  /// try isolate.module("clock") { clock in
  ///   try clock.define("now") { Date.now.timeIntervalSince1970 }
  /// }
  /// try isolate.run(try Program("import \"clock\" as clock; print clock.now() > 0;"))  // true
  /// ```
  public func module(_ name: String, _ body: (ModuleDefinition) throws -> Void) throws {
    let number: UInt32
    if let known = moduleStore.ofHost[name] {
      number = known
    } else {
      number = try machine.addHostModule(named: name)
      moduleStore.ofHost[name] = number
    }
    try body(ModuleDefinition(isolate: self, name: name, number: number))
  }

  /// The canonical names of the modules that were loaded, in alphabetical order.
  package var loadedModules: [String] { moduleStore.numbers.keys.sorted() }

  /// Pushes the script of a program whose modules are loaded first.
  package func pushLoaded(_ program: Program) throws {
    try pushScript(program, imports: try loadModules(of: program))
  }

  /// The modules that a program imports, all of which are there then.
  @discardableResult package func loadModules(of program: Program) throws -> [UInt32] {
    if program.image.program.imports.isEmpty { return [] }
    var search = ModuleSearch(program, in: self)
    repeat {
      try load(&search)
    } while search.restart()
    return try add(search)
  }

  private func load(_ search: inout ModuleSearch) throws {
    while let request = try search.next() {
      if limits.cancellation?.isCancelled == true { throw RuntimeError(.cancelled) }
      guard case .now(let load)? = loader?.load else {
        throw search.failed(
          LoaderError(
            description: "The module loader is asynchronous; it works with 'try await isolate.run(program)'.")
        )
      }
      let loaded: Program?
      do { loaded = try load(request.name, request.importer) } catch { throw search.failed(error) }
      try search.take(loaded)
    }
  }

  /// The same for a run that may wait.
  nonisolated(nonsending) func loadModules(of program: Program, _ turn: RunTurn) async throws -> [UInt32] {
    if program.image.program.imports.isEmpty { return [] }
    var search = ModuleSearch(program, in: self)
    repeat {
      while let request = try search.next() {
        if Task.isCancelled || limits.cancellation?.isCancelled == true { throw RuntimeError(.cancelled) }
        let loaded: Program?
        do { loaded = try await load(request, turn) } catch { throw search.failed(error) }
        try search.take(loaded)
      }
    } while search.restart()
    return try add(search)
  }

  private nonisolated(nonsending) func load(
    _ request: ModuleSearch.Request, _ turn: RunTurn
  ) async throws -> Program? {
    switch loader?.load {
    case .now(let load): return try load(request.name, request.importer)
    case .later(let load):
      let operation = AsyncOperation {
        let program = try await load(request.name, request.importer)
        return { isolate, _ in isolate.moduleStore.loaded = program }
      }
      moduleStore.loaded = nil
      try await operation.result(turn, queue).get()?(self, nil)
      return moduleStore.loaded
    case nil: return nil
    }
  }

  private func add(_ search: ModuleSearch) throws -> [UInt32] {
    let added = search.added
    for module in added { try provideGlobals(of: module.image) }
    let first = machine.nextModuleNumber
    try machine.add(added)
    for (offset, module) in added.enumerated() {
      moduleStore.numbers[module.name] = first + UInt32(offset)
    }
    return search.imports
  }
}

/// A mistake in the use of a loader.
struct LoaderError: Error, CustomStringConvertible {
  let description: String
}
