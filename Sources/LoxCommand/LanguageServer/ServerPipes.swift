import LoxLanguageServer

/// Standard input and output, neither of which waits for the other.
///
/// An editor might read nothing until everything that it has sent has been taken, so its messages are taken even
/// while it reads nothing.
struct ServerPipes {
  /// Whether the editor is still there.
  private(set) var isOpen = true
  private var canWrite = true
  private var output: [UInt8] = []
  private var sent = 0

  /// Once this much is waiting for the editor, nothing more is read from it.
  private static let maximumOutput = 256 << 20

  mutating func send(_ bytes: [UInt8]) {
    if sent == output.count {
      output = bytes
      sent = 0
    } else {
      output += bytes
    }
  }

  /// Sends and receives what is possible without waiting; if nothing is, waits until something is.
  mutating func exchange(_ server: LanguageServer, waits: Bool) {
    var mayWait = waits
    while true {
      let listens = isOpen && output.count - sent < ServerPipes.maximumOutput
      let writes = canWrite && sent < output.count
      guard listens || writes else { return }
      let ready = Readiness(reading: listens ? .input : nil, writing: writes ? .output : nil, waits: mayWait)
      guard ready.canRead || ready.canWrite else { return }
      mayWait = false
      if ready.canRead {
        var bytes: [UInt8] = []
        if Descriptor.input.read(into: &bytes) <= 0 {
          isOpen = false
        } else {
          server.receive(bytes)
        }
      }
      if ready.canWrite { write(Readiness.writableCount) }
    }
  }

  private mutating func write(_ count: Int) {
    let end = min(output.count, sent + count)
    if Descriptor.output.write(output[sent..<end]) != nil {
      // Nobody listens any more: there is no reason to continue.
      canWrite = false
      isOpen = false
    }
    sent = end
  }

  /// Sends everything that is left, however long that takes.
  mutating func flush() {
    if canWrite { write(output.count) }
  }
}
