#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension File {
  /// Replaces the bytes of an existing file atomically: whoever opens the file finds all of the old bytes or all of the
  /// new ones, even if the process is stopped at the wrong moment.
  ///
  /// If the path is a link, its target is replaced, not the link. The new file has the permissions of the old one.
  static func replace(_ path: Path, with bytes: [UInt8]) throws(FileError) {
    guard let target = resolved(path), let mode = permissions(of: target) else { throw .notWritten(path) }
    let temporary = Path(bytes: target.bytes + Array(".\(getpid()).new".utf8))
    let number = create(temporary, mode)
    guard number >= 0 else { throw .notWritten(path) }
    // The process's mask removes permissions when a file is created.
    let isComplete =
      Descriptor(number: number).write(bytes[...]) == nil && fchmod(number, mode) == 0 && fsync(number) == 0
    let isClosed = close(number) == 0
    if isComplete && isClosed && move(temporary, to: target) { return }
    remove(temporary)
    throw .notWritten(path)
  }

  /// The path without links.
  private static func resolved(_ path: Path) -> Path? {
    // SAFETY: the string ends with a zero; the result does, too, and is freed once.
    unsafe string(path).withUnsafeBufferPointer { buffer in
      guard let string = buffer.baseAddress, let result = unsafe realpath(string, nil) else { return nil }
      defer { unsafe free(result) }
      return unsafe Path(bytes: (0..<strlen(result)).map { unsafe UInt8(bitPattern: result[$0]) })
    }
  }

  private static func permissions(of path: Path) -> mode_t? {
    // SAFETY: the string ends with a zero, and the call writes to the local variable only.
    var status = stat()
    let result = unsafe string(path).withUnsafeBufferPointer { buffer -> Int32 in
      guard let string = buffer.baseAddress else { return -1 }
      return unsafe stat(string, &status)
    }
    return result == 0 && status.st_mode & S_IFMT == S_IFREG ? status.st_mode & 0o7777 : nil
  }

  private static func create(_ path: Path, _ mode: mode_t) -> Int32 {
    // SAFETY: the string ends with a zero.
    unsafe string(path).withUnsafeBufferPointer { buffer in
      guard let string = buffer.baseAddress else { return -1 }
      return unsafe open(string, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    }
  }

  private static func move(_ path: Path, to target: Path) -> Bool {
    // SAFETY: both strings end with a zero.
    unsafe string(path).withUnsafeBufferPointer { source in
      unsafe string(target).withUnsafeBufferPointer { destination in
        guard let source = source.baseAddress, let destination = destination.baseAddress else { return false }
        return unsafe rename(source, destination) == 0
      }
    }
  }

  private static func remove(_ path: Path) {
    // SAFETY: the string ends with a zero.
    unsafe string(path).withUnsafeBufferPointer { buffer in
      if let string = buffer.baseAddress { _ = unsafe unlink(string) }
    }
  }
}
