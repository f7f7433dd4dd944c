#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The file with the history of all sessions. An entry is a line, in which a line feed is `\n` and a
/// backslash `\\`.
///
/// Any number of sessions may use the file at once. Each appends entries whole, under a lock, so entries are
/// never mixed up and none is lost. A file that has grown too long is replaced under the same lock.
public struct HistoryFile: Sendable {
  private let path: String
  private let capacity: Int

  /// The greatest number of bytes read, from the end of the file.
  private static let maximumSize = 16 << 20

  public init(path: String, capacity: Int = 5000) {
    self.path = path
    self.capacity = capacity
  }

  /// The entries, oldest first; empty if there is no such file.
  public func read() -> [String] {
    guard let file = LockedFile(path, createsFile: false) else { return [] }
    defer { file.close() }
    let entries = HistoryFile.entries(in: file.readAll(limit: HistoryFile.maximumSize))
    // Only occasionally, so that not every start writes a file.
    if entries.count > capacity + capacity / 4 {
      let rest = Array(entries.suffix(capacity))
      file.replaceContents(with: rest.flatMap(HistoryFile.line))
      return rest
    }
    return Array(entries.suffix(capacity))
  }

  /// Adds an entry; false if that is impossible.
  @discardableResult public func append(_ entry: String) -> Bool {
    guard let file = LockedFile(path, createsFile: true) else { return false }
    defer { file.close() }
    return file.append(HistoryFile.line(entry))
  }

  static func line(_ entry: String) -> [UInt8] {
    var bytes: [UInt8] = []
    for byte in entry.utf8 {
      switch byte {
      case UInt8(ascii: "\n"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
      case UInt8(ascii: "\\"): bytes += [byte, byte]
      default: bytes.append(byte)
      }
    }
    return bytes + [UInt8(ascii: "\n")]
  }

  static func entries(in bytes: [UInt8]) -> [String] {
    bytes.split(separator: UInt8(ascii: "\n")).map { line in
      var entry: [UInt8] = []
      var isEscaped = false
      for byte in line {
        if isEscaped {
          entry.append(byte == UInt8(ascii: "n") ? UInt8(ascii: "\n") : byte)
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else {
          entry.append(byte)
        }
      }
      return String(decoding: entry, as: UTF8.self)
    }
  }
}

/// An open file that no other process changes meanwhile, if that process asks for the lock too.
private struct LockedFile {
  private let path: String
  private let descriptor: Int32

  private static let permissions: mode_t = 0o600
  private static let attempts = 16

  // SAFETY: strings and arrays are handed to calls that read them, and not beyond their ends; results are written to local
  // variables.

  init?(_ path: String, createsFile: Bool) {
    for _ in 0..<LockedFile.attempts {
      let flags = O_RDWR | O_APPEND | O_CLOEXEC | (createsFile ? O_CREAT : 0)
      let descriptor = unsafe open(path, flags, LockedFile.permissions)
      guard descriptor >= 0 else { return nil }
      while flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
      // The previous holder of the lock may have replaced this file by another one.
      var (own, present) = (stat(), stat())
      if unsafe fstat(descriptor, &own) == 0, unsafe stat(path, &present) == 0,
        own.st_ino == present.st_ino, own.st_dev == present.st_dev
      {
        self.path = path
        self.descriptor = descriptor
        return
      }
      _ = posixClose(descriptor)
    }
    return nil
  }

  func close() { _ = posixClose(descriptor) }

  /// The last bytes of the file, from the beginning of a line on.
  func readAll(limit: Int) -> [UInt8] {
    let size = Int(lseek(descriptor, 0, Int32(SEEK_END)))
    let start = max(0, size - limit)
    _ = lseek(descriptor, off_t(start), Int32(SEEK_SET))
    var bytes: [UInt8] = []
    while true {
      let chunk = unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1 << 16) { buffer in
        let count = unsafe read(descriptor, buffer.baseAddress, buffer.count)
        return unsafe Array(buffer[..<max(0, count)])
      }
      if chunk.isEmpty { break }
      bytes += chunk
    }
    guard start > 0 else { return bytes }
    return Array(bytes.drop { $0 != UInt8(ascii: "\n") })
  }

  func append(_ bytes: [UInt8]) -> Bool { LockedFile.write(bytes, to: descriptor) }

  /// Replaces this file by another one atomically. If that fails, nothing changes.
  func replaceContents(with bytes: [UInt8]) {
    let temporary = path + ".new"
    let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC
    let new = unsafe open(temporary, flags, LockedFile.permissions)
    guard new >= 0 else { return }
    let isWritten = LockedFile.write(bytes, to: new) && fsync(new) == 0
    _ = posixClose(new)
    if isWritten { _ = unsafe rename(temporary, path) } else { _ = unsafe unlink(temporary) }
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { unsafe posixWrite(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        return false
      }
      rest = rest.dropFirst(count)
    }
    return true
  }
}

extension HistoryFile {
  /// The history of a program in the user's state folder; nil if there is no place for it.
  ///
  /// This is `$XDG_STATE_HOME/PROGRAM/history`, otherwise `~/.local/state/PROGRAM/history`; if there is no
  /// `~/.local/state`, it is `~/.PROGRAM_history`.
  public static func ofUser(program: String) -> HistoryFile? {
    if let state = variable("XDG_STATE_HOME"), state.hasPrefix("/") {
      _ = makeFolder(state)
      return makeFolder(state + "/" + program) ? HistoryFile(path: "\(state)/\(program)/history") : nil
    }
    guard let home = variable("HOME"), home.hasPrefix("/") else { return nil }
    let state = home + "/.local/state"
    if isFolder(state), makeFolder("\(state)/\(program)") {
      return HistoryFile(path: "\(state)/\(program)/history")
    }
    return HistoryFile(path: "\(home)/.\(program)_history")
  }

  private static func variable(_ name: String) -> String? {
    // SAFETY: the system's string is copied at once; nothing here changes the environment.
    unsafe getenv(name).map { unsafe String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }

  private static func isFolder(_ path: String) -> Bool {
    // SAFETY: the call writes to the local variable only.
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Creates a folder unless it exists; whether it exists afterwards.
  private static func makeFolder(_ path: String) -> Bool {
    if isFolder(path) { return true }
    return unsafe mkdir(path, 0o700) == 0 || isFolder(path)
  }
}

private func posixClose(_ descriptor: Int32) -> Int32 { close(descriptor) }

private func posixWrite(_ number: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
  unsafe write(number, buffer, count)
}
