import LoxAssembler
import LoxExecution
import LoxJIT

/// Machine code for a processor with stubs, helpers and the machines on which it runs, as a process.
struct Emulation {
  enum Failure: Error {
    case noCode(JIT.Processor, function: Int)
    case noStubs(JIT.Processor)
  }

  typealias Compiler = (JIT.Processor) -> CompiledFunction?

  let layout: RuntimeLayout
  /// By the numbers that images have for them.
  let functions: [Compiler]
  /// The bytecode of these functions.
  var bytecode: [ArraySlice<UInt32>] = []

  static func canRun(_ processor: JIT.Processor) -> Bool { Execution.canRun(processor.architecture) }

  /// A machine before and after its run; the addresses of code are those of a processor.
  struct Run {
    let before: MachineImage
    let after: MachineImage

    /// The words that have changed, by their offsets.
    var changes: [Int: UInt64] { before.changes(to: after) }
  }

  /// Runs all machines, one after the other.
  func run(_ images: [MachineImage], for processor: JIT.Processor) throws -> [Run] {
    guard let stubs = JIT.makeStubs(layout, for: processor),
      let shared = JIT.makeSharedCode(layout, for: processor)
    else { throw Failure.noStubs(processor) }
    let machineSize = images.first?.bytes.count ?? 0
    let headerSize = Int(MemoryMap.machines - MemoryMap.header)
    // Behind the last one is some room, for offsets that are not small.
    let dataSize = headerSize + machineSize * images.count + MemoryMap.margin
    let driver = try Driver(
      processor, layout, enter: stubs.enter, count: images.count, machineSize: machineSize, dataSize: dataSize
    )
    var places = CodePlaces(stubs, shared, driver.helpers)
    var code = driver.code
    code.append(contentsOf: Array(repeating: 0, count: MemoryMap.stubs - code.count))
    code.append(contentsOf: stubs.code)
    code.append(contentsOf: Array(repeating: 0, count: -code.count & 15))
    places.sharedStart = MemoryMap.code + UInt64(code.count)
    code.append(contentsOf: shared.code)
    for (number, compile) in functions.enumerated() {
      guard let function = compile(processor) else { throw Failure.noCode(processor, function: number) }
      code.append(contentsOf: Array(repeating: 0, count: -code.count & 15))
      places.add(function, at: MemoryMap.code + UInt64(code.count))
      code.append(contentsOf: function.code)
    }
    var data = places.header
    data.append(contentsOf: Array(repeating: 0, count: headerSize - data.count))
    for (function, words) in bytecode.enumerated() where words.count <= MemoryMap.bytecodeLimit {
      let start = Int(MemoryMap.bytecode(function) - MemoryMap.header)
      for (number, word) in words.enumerated() {
        for byte in 0..<4 { data[start + 4 * number + byte] = UInt8(truncatingIfNeeded: word >> (8 * byte)) }
      }
    }
    let before = images.map(places.resolve)
    for image in before { data.append(contentsOf: image.bytes) }
    data.append(contentsOf: Array(repeating: 0, count: MemoryMap.margin))
    let output = try Execution.run(processor.architecture, code: code, data: data)
    return before.enumerated().map { number, image in
      let start = headerSize + number * machineSize
      return Run(before: image, after: image.with(Array(output[start..<start + machineSize])))
    }
  }
}

extension JIT.Processor {
  var architecture: ExecutableImage.Architecture {
    switch self {
    case .x86: .x86
    case .arm64: .arm64
    }
  }
}

/// The driver of a processor.
private struct Driver {
  let code: [UInt8]
  /// The addresses of the helpers.
  let helpers: [Helper: UInt64]

  init(
    _ processor: JIT.Processor, _ layout: RuntimeLayout, enter: Int, count: Int, machineSize: Int,
    dataSize: Int
  ) throws {
    let labels: [(Helper, Label)]
    let code: Code
    switch processor {
    case .x86:
      let driver = X86Driver(layout, enter: enter, count: count, machineSize: machineSize)
      labels = driver.helpers
      code = try driver.finish { Execution.end(&$0, dataSize: dataSize) }
    case .arm64:
      let driver = ARM64Driver(layout, enter: enter, count: count, machineSize: machineSize)
      labels = driver.helpers
      code = try driver.finish { Execution.end(&$0, dataSize: dataSize) }
    }
    self.code = code.bytes
    helpers = Dictionary(
      uniqueKeysWithValues: labels.map { ($0, MemoryMap.code + UInt64(code.offset(of: $1) ?? 0)) })
  }
}

/// Where the code of a processor is.
private struct CodePlaces {
  let stubs: CompiledStubs
  let shared: SharedCode
  let helpers: [Helper: UInt64]
  var sharedStart: UInt64 = 0
  private var functions: [(address: UInt64, function: CompiledFunction, table: UInt64)] = []
  /// The words of the driver and the tables of addresses.
  private(set) var header: [UInt8]

  init(_ stubs: CompiledStubs, _ shared: SharedCode, _ helpers: [Helper: UInt64]) {
    (self.stubs, self.shared, self.helpers) = (stubs, shared, helpers)
    header = Array(repeating: 0, count: Int(MemoryMap.tables - MemoryMap.header))
  }

  mutating func add(_ function: CompiledFunction, at address: UInt64) {
    functions.append((address, function, MemoryMap.header + UInt64(header.count)))
    for place in function.places {
      for index in UInt32(0)..<4 { header.append(UInt8(truncatingIfNeeded: place >> (8 * index))) }
    }
  }

  func resolve(_ image: MachineImage) -> MachineImage {
    var image = image
    for (offset, address) in image.codeAddresses { image[offset] = resolve(address) }
    return image
  }

  private func resolve(_ address: CodeAddress) -> UInt64 {
    switch address {
    case .stub(let path): MemoryMap.code + UInt64(MemoryMap.stubs + stubs[keyPath: path])
    case .helper(let helper): helpers[helper] ?? 0
    case .shared(let path): sharedStart + UInt64(shared[keyPath: path])
    case .entry(let function): functions[function].address
    case .place(let function, let pc):
      functions[function].address + UInt64(functions[function].function.places[pc])
    case .places(let function): functions[function].table &- MemoryMap.bytecode(function)
    }
  }
}
