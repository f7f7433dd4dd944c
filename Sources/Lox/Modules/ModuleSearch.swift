import LoxBytecode
import LoxRuntime

/// The search for all modules that a program needs. Whoever drives it loads what it asks for.
///
/// Nothing is added to the isolate before all are found. It is a worklist over programs, so chains of imports take no native stack.
struct ModuleSearch {
  /// A module that is to be loaded.
  struct Request {
    let name: String
    let importer: String?
  }

  private struct Node {
    /// The canonical name; nil for the program that is to run.
    let name: String?
    let image: ProgramImage
    /// The import that led to it, in the program of another node.
    let parent: Int
    let parentImport: Int
    var imports: [UInt32] = []
  }

  private let isolate: Isolate
  private var nodes: [Node]
  /// The numbers of the modules that were found, by canonical name.
  private var found: [String: UInt32] = [:]
  private var firstNumber: UInt32
  /// The programs that were loaded.
  private var programs: [String: Program] = [:]
  /// The node whose imports are looked at.
  private var current = 0
  private var request: Request?

  init(_ program: Program, in isolate: Isolate) {
    self.isolate = isolate
    firstNumber = isolate.machine.nextModuleNumber
    nodes = [Node(name: nil, image: program.image, parent: 0, parentImport: 0)]
  }

  /// The next module to load; nil if all are there.
  mutating func next() throws -> Request? {
    while current < nodes.count {
      let imports = nodes[current].image.program.imports
      while nodes[current].imports.count < imports.count {
        let program = nodes[current].image.program
        let bytes = program.bytes(ofString: imports[nodes[current].imports.count].module)
        let name = String(decoding: bytes, as: UTF8.self)
        guard let number = try number(of: name) else { return request }
        nodes[current].imports.append(number)
      }
      current += 1
    }
    return nil
  }

  /// The number of a module; nil if it is to be loaded first.
  private mutating func number(of name: String) throws -> UInt32? {
    if let number = isolate.moduleStore.ofHost[name] { return number }
    guard !name.hasPrefix("lox:"), let loader = isolate.modules else { throw missing(name) }
    let importer = nodes[current].name
    var canonical: String? = name
    if let naming = loader.canonicalName {
      do { canonical = try naming(name, importer) } catch { throw failed(error) }
    }
    guard let canonical else { throw missing(name) }
    if let number = isolate.moduleStore.numbers[canonical] ?? found[canonical] { return number }
    request = Request(name: canonical, importer: importer)
    if let program = programs[canonical] {
      try take(program)
      return found[canonical]
    }
    return nil
  }

  /// Takes the program of the module that was asked for.
  mutating func take(_ program: Program?) throws {
    guard let name = request?.name else { return }
    guard let program, program.expressionNames == nil else { throw missing(name) }
    programs[name] = program
    found[name] = firstNumber + UInt32(nodes.count - 1)
    nodes.append(
      Node(name: name, image: program.image, parent: current, parentImport: nodes[current].imports.count))
    request = nil
  }

  /// The modules that were found, which are not in the isolate yet.
  var added: [VirtualMachine.NewModule] {
    nodes.dropFirst().map {
      VirtualMachine.NewModule(name: $0.name ?? "", image: $0.image, imports: $0.imports)
    }
  }

  /// Begins anew with the programs that were loaded, if the isolate has got other modules meanwhile; false if it has none.
  mutating func restart() -> Bool {
    if isolate.machine.nextModuleNumber == firstNumber { return false }
    firstNumber = isolate.machine.nextModuleNumber
    found = [:]
    nodes = [Node(name: nil, image: nodes[0].image, parent: 0, parentImport: 0)]
    current = 0
    return true
  }

  /// The modules that the program itself imports.
  var imports: [UInt32] { nodes[0].imports }

  // MARK: - Errors

  private func missing(_ name: String) -> RuntimeError {
    isolate.machine.importError("There is no module '\(name)'.", underlying: nil, at: places)
  }

  /// The error for what a loader has thrown.
  func failed(_ error: any Error) -> any Error {
    switch error {
    case is CompileErrors: return error
    case is CancellationError: return RuntimeError(.cancelled)
    case is DeadlineError: return RuntimeError(.deadlineExceeded)
    default:
      let message = (error as? RuntimeError)?.message ?? "\(error)"
      return isolate.machine.importError(message, underlying: error, at: places)
    }
  }

  /// The import that is being looked at, and those that led there.
  private var places: [(image: ProgramImage, module: String?, import: Int)] {
    var places = [(nodes[current].image, nodes[current].name, nodes[current].imports.count)]
    var node = nodes[current]
    while node.name != nil {
      let parent = nodes[node.parent]
      places.append((parent.image, parent.name, node.parentImport))
      node = parent
    }
    return places
  }
}
