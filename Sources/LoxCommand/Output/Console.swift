/// Where a command writes: one buffer for standard output and standard error, so that everything appears
/// in the order in which it was written.
final class Console {
  private var buffer: [UInt8] = []
  private var destination = Descriptor.output
  /// Whether output appears at once, because a user is watching.
  let isInteractive = Descriptor.output.isTerminal
  private var failure: WriteFailure?

  private static let capacity = 1 << 16

  /// Writes to standard output; false if that is no longer possible.
  @discardableResult func write(_ bytes: ArraySlice<UInt8>) -> Bool {
    write(bytes, to: .output)
    return failure == nil
  }

  @discardableResult func write(_ text: String) -> Bool { write(Array(text.utf8)[...]) }

  func writeError(_ bytes: ArraySlice<UInt8>) { write(bytes, to: .error) }

  func writeError(_ text: String) { writeError(Array(text.utf8)[...]) }

  private func write(_ bytes: ArraySlice<UInt8>, to descriptor: Descriptor) {
    if descriptor != destination {
      flush()
      destination = descriptor
    }
    if buffer.isEmpty && bytes.count >= Console.capacity { return send(bytes) }
    buffer += bytes
    if isInteractive || buffer.count >= Console.capacity { flush() }
  }

  /// Hands over everything that was written.
  func flush() {
    guard !buffer.isEmpty else { return }
    send(buffer[...])
    buffer.removeAll(keepingCapacity: true)
  }

  private func send(_ bytes: ArraySlice<UInt8>) {
    if destination == .error {
      // There is nowhere to report that this failed.
      _ = destination.write(bytes)
    } else if failure == nil {
      failure = destination.write(bytes)
    }
  }

  /// Ends the process after everything has been written. If that fails, the exit status says so; nothing is
  /// reported if the reader has simply closed the output.
  func exit(_ status: ExitStatus) -> Never {
    flush()
    switch failure {
    case nil: Process.exit(status)
    case .closed: Process.exit(.outputClosed)
    case .other:
      writeError("Could not write output.\n")
      flush()
      Process.exit(.fileError)
    }
  }
}
