import LoxBytecode
import LoxJIT
import Synchronization

/// The machine code of the functions of a program, for all isolates that run it. It stays as long as the program's image.
final class MachineCodeStore: Sendable {
  private let state = Mutex(State())

  /// So many bytes of machine code are made of a program.
  private static let limit = 64 << 20

  /// What is known of a function.
  private enum Known {
    /// The address of its machine code, and that of its table.
    case compiled(entry: UInt, table: UInt)
    /// It stays in the run loop.
    case refused
  }

  private struct State {
    var functions: [Int: Known] = [:]
    var memories: [ExecutableMemory] = []
    var tables: [PlaceTable] = []
    var byteCount = 0
  }

  /// The machine code of a function, which begins at `code`, if there is any.
  func find(_ function: Int, at code: CodePointer) -> NativeCode? {
    state.withLock { Self.nativeCode($0.functions[function], code) }
  }

  /// Sees to it that functions are compiled, unless that was tried before. They get memory together.
  func add(
    _ functions: [Int], statistics: inout NativeStatistics, compile: (Int) -> CompiledFunction?
  ) {
    state.withLock { state in
      let missing = functions.filter { state.functions[$0] == nil }
      guard !missing.isEmpty else { return }
      let start = ProcessorClock.threadNanoseconds()
      Self.add(missing.map { ($0, compile($0)) }, to: &state, &statistics)
      statistics.nanoseconds &+= ProcessorClock.threadNanoseconds() &- start
    }
  }

  private static func add(
    _ functions: [(number: Int, compiled: CompiledFunction?)], to state: inout State,
    _ statistics: inout NativeStatistics
  ) {
    var code: [UInt8] = []
    let starts = functions.map { function in
      code.append(contentsOf: repeatElement(0, count: -code.count & (alignment - 1)))
      defer { code.append(contentsOf: function.compiled?.code ?? []) }
      return code.count
    }
    let memory = state.byteCount + code.count <= limit ? ExecutableMemory(code) : nil
    for ((number, compiled), start) in zip(functions, starts) {
      guard let compiled, let memory else {
        statistics.refused &+= 1
        state.functions[number] = .refused
        continue
      }
      let table = PlaceTable(compiled.places)
      state.tables.append(table)
      statistics.functions &+= 1
      statistics.words &+= compiled.places.count
      statistics.bytes &+= compiled.code.count
      state.functions[number] = .compiled(entry: memory.address &+ UInt(start), table: table.address)
    }
    if let memory {
      state.memories.append(memory)
      state.byteCount += memory.byteCount
    }
  }

  /// Functions begin where the processor likes it.
  private static let alignment = 16

  // SAFETY: the function's code begins at `code`, and the table was made with as many entries as that has words. Both are kept.
  private static func nativeCode(_ known: Known?, _ code: CodePointer) -> NativeCode? {
    guard case .compiled(let entry, let table) = known else { return nil }
    ExecutableMemory.synchronize(at: entry)
    return unsafe NativeCode(entry: entry, table: table, code: code)
  }
}

/// How far the machine code of a function's instructions is from its beginning, at a fixed place.
@safe private final class PlaceTable: @unchecked Sendable {
  private let entries: UnsafeMutablePointer<UInt32>

  // SAFETY: the entries are written here once and only read afterwards, until nobody refers to the table.
  init(_ places: [UInt32]) {
    unsafe entries = .allocate(capacity: max(1, places.count))
    for (index, place) in places.enumerated() { unsafe (entries + index).initialize(to: place) }
  }

  deinit { unsafe entries.deallocate() }

  var address: UInt { unsafe UInt(bitPattern: entries) }
}

/// What an isolate has compiled.
public struct NativeStatistics: Sendable {
  public var functions = 0
  /// Functions that stay in the run loop, as they are too long, or the system refuses.
  public var refused = 0
  /// Words of bytecode, and bytes of machine code.
  public var words = 0
  public var bytes = 0
  /// The processor time that compiling took.
  public var nanoseconds: UInt64 = 0
}
