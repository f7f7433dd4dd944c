import Lox
import LoxLanguageServer
import LoxSemantics

/// `lox lsp`: passes on what an editor and the language server have to tell each other.
enum LanguageServerCommand {
  static func run(api: Path?, _ language: Lox.Program.Language) -> Never {
    Signals.ignoreClosedPipes()
    let server = LanguageServer(
      files: ServerFiles(), profile: language == .book ? .book : .extended, apiPath: api?.bytes)
    var pipes = ServerPipes()
    while true {
      pipes.exchange(server, waits: false)
      if server.handleNext() || server.handleIdle() {
        pipes.send(server.takeOutput())
      } else if server.hasExited || !pipes.isOpen {
        pipes.flush()
        Process.exit(server.wasShutDown ? .success : .failed)
      } else {
        pipes.exchange(server, waits: true)
      }
    }
  }
}

/// Standard input and output, neither of which waits for the other.
///
/// An editor might read nothing before all it has to say was taken; so what it says is taken even while it reads
/// nothing.
struct ServerPipes {
  /// Whether the editor is still there.
  private(set) var isOpen = true
  private var canWrite = true
  private var output: [UInt8] = []
  private var sent = 0

  /// When so much waits to be read by the editor, it is not listened to any more.
  private static let maximumOutput = 256 << 20

  mutating func send(_ bytes: [UInt8]) {
    if sent == output.count {
      output = bytes
      sent = 0
    } else {
      output += bytes
    }
  }

  /// Sends and receives what is possible at once; if that is nothing, waits until something is.
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
      // Nobody listens: there is no reason to go on.
      canWrite = false
      isOpen = false
    }
    sent = end
  }

  /// Sends all that is left, however long it takes.
  mutating func flush() {
    if canWrite { write(output.count) }
  }
}

/// The files of the machine.
struct ServerFiles: FileAccess {
  /// No more folders than these are searched for scripts.
  private static let maximumFolderCount = 10_000

  func read(_ path: [UInt8]) -> [UInt8]? { try? File.read(Path(bytes: path)) }

  func stamp(_ path: [UInt8]) -> Int? { File.stamp(Path(bytes: path)) }

  func scripts(in folder: [UInt8]) -> [[UInt8]] {
    var found: [[UInt8]] = []
    var pending = [Path(bytes: folder)]
    var count = 0
    while let folder = pending.popLast(), count < ServerFiles.maximumFolderCount {
      count += 1
      for entry in File.entries(of: folder) ?? [] {
        let path = folder.appending(entry.name)
        switch entry.kind {
        case .folder: pending.append(path)
        case .file where path.hasSuffix(".lox"): found.append(path.bytes)
        default: break
        }
      }
    }
    return found
  }
}
