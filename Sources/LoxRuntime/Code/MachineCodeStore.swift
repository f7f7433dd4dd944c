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

  /// The machine code of a function, which `compile` makes if that was not tried before; nil if it stays in the run loop.
  func get(
    _ function: Int, at code: CodePointer, statistics: inout NativeStatistics,
    compile: () -> CompiledFunction?
  ) -> NativeCode? {
    state.withLock { state in
      if let known = state.functions[function] { return Self.nativeCode(known, code) }
      let start = MonotonicClock.nanoseconds()
      let made = Self.add(compile(), to: &state, &statistics)
      statistics.nanoseconds &+= MonotonicClock.nanoseconds() &- start
      state.functions[function] = made
      return Self.nativeCode(made, code)
    }
  }

  private static func add(
    _ compiled: CompiledFunction?, to state: inout State, _ statistics: inout NativeStatistics
  ) -> Known {
    guard let compiled, state.byteCount + compiled.code.count <= limit,
      let memory = ExecutableMemory(compiled.code)
    else {
      statistics.refused &+= 1
      return .refused
    }
    let table = PlaceTable(compiled.places)
    state.memories.append(memory)
    state.tables.append(table)
    state.byteCount += memory.byteCount
    statistics.functions &+= 1
    statistics.words &+= compiled.places.count
    statistics.bytes &+= compiled.code.count
    return .compiled(entry: memory.address, table: table.address)
  }

  // SAFETY: the function's code begins at `code`, and the table was made with as many entries as that has words. Both are kept.
  private static func nativeCode(_ known: Known?, _ code: CodePointer) -> NativeCode? {
    guard case .compiled(let entry, let table) = known else { return nil }
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
  /// What compiling took.
  public var nanoseconds: UInt64 = 0
}
