import Foundation

/// Work on threads of its own, whose stacks are large enough for code without optimisation, and no more pieces of it at
/// once than there are processors.
enum LargeStack {
  private static let gate = Gate(width: ProcessInfo.processInfo.activeProcessorCount)
  static let size = 16 << 20

  static func run<Result: Sendable>(
    size: Int = size, _ body: @escaping @Sendable () -> Result
  ) async -> Result {
    await gate.enter()
    let result = await withCheckedContinuation { continuation in
      let thread = Thread { continuation.resume(returning: body()) }
      thread.stackSize = size
      thread.start()
    }
    await gate.leave()
    return result
  }
}

/// Lets this many tasks pass at once, in the order in which they come.
private actor Gate {
  private var free: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(width: Int) { free = max(1, width) }

  func enter() async {
    if free > 0 {
      free -= 1
    } else {
      await withCheckedContinuation { waiting.append($0) }
    }
  }

  func leave() {
    if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
  }
}
