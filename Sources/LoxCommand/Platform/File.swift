#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Files and folders.
enum File {
  /// Larger files are not read: a source of that size must be a mistake.
  static let maximumSize = 1 << 30

  /// The bytes of a file, or of whatever else can be read to its end: a pipe, standard input.
  static func read(_ path: Path) throws(FileError) -> [UInt8] {
    let isInput = path == .standardInput
    let number = isInput ? Descriptor.input.number : open(path)
    guard number >= 0 else { throw .notOpened(path) }
    defer { if !isInput { _ = close(number) } }
    var bytes: [UInt8] = []
    while true {
      let count = Descriptor(number: number).read(into: &bytes)
      if count == 0 { return bytes }
      // A folder can be opened, but not read.
      if count < 0 { throw bytes.isEmpty ? .notOpened(path) : .notRead(path) }
      if bytes.count > maximumSize { throw .tooLarge(path) }
    }
  }

  /// Writes bytes to a file, and replaces the file if it exists.
  static func write(_ bytes: [UInt8], to path: Path) throws(FileError) {
    let number = open(path, O_WRONLY | O_CREAT | O_TRUNC)
    guard number >= 0 else { throw .notWritten(path) }
    let failure = Descriptor(number: number).write(bytes[...])
    guard close(number) == 0, failure == nil else { throw .notWritten(path) }
  }

  /// Makes a folder, unless there is one already.
  static func makeFolder(_ path: Path) throws(FileError) {
    // SAFETY: the string ends with a zero.
    let result = unsafe string(path).withUnsafeBufferPointer { buffer -> Int32 in
      guard let string = buffer.baseAddress else { return -1 }
      return unsafe mkdir(string, 0o777)
    }
    if result != 0, !isFolder(path) { throw .notWritten(path) }
  }

  private static func open(_ path: Path, _ flags: Int32 = O_RDONLY) -> Int32 {
    // SAFETY: the string ends with a zero.
    unsafe string(path).withUnsafeBufferPointer { buffer in
      guard let string = buffer.baseAddress else { return -1 }
      return unsafe posixOpen(string, flags | O_CLOEXEC, 0o666)
    }
  }

  static func exists(_ path: Path) -> Bool { kind(path, followsLinks: false) != nil }

  static func isFolder(_ path: Path) -> Bool { kind(path, followsLinks: true) == S_IFDIR }

  /// A number that changes when the file changes: it depends on the time of the last change, the size, and which file it is.
  static func stamp(_ path: Path) -> Int? {
    guard let status = status(path, followsLinks: true), status.st_mode & S_IFMT == S_IFREG else {
      return nil
    }
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    var stamp = Int(truncatingIfNeeded: time.tv_sec) &* 1_000_000_000 &+ Int(truncatingIfNeeded: time.tv_nsec)
    stamp = stamp &* 31 &+ Int(truncatingIfNeeded: status.st_size)
    return stamp &* 31 &+ Int(truncatingIfNeeded: status.st_ino)
  }

  /// The path of a file without links, from the root; nil if there is no such file.
  static func realPath(_ path: Path) -> Path? {
    // SAFETY: the string ends with a zero, and so does the result, which is freed once.
    unsafe string(path).withUnsafeBufferPointer { buffer in
      guard let string = buffer.baseAddress, let real = unsafe realpath(string, nil) else { return nil }
      defer { unsafe free(real) }
      return unsafe Path(
        bytes: Array(UnsafeBufferPointer(start: real, count: strlen(real))).map { UInt8(bitPattern: $0) })
    }
  }

  private static func kind(_ path: Path, followsLinks: Bool) -> mode_t? {
    status(path, followsLinks: followsLinks).map { $0.st_mode & S_IFMT }
  }

  private static func status(_ path: Path, followsLinks: Bool) -> stat? {
    // SAFETY: the string ends with a zero, and the call writes to the local variable only.
    var status = stat()
    let result = unsafe string(path).withUnsafeBufferPointer { buffer -> Int32 in
      guard let string = buffer.baseAddress else { return -1 }
      return unsafe followsLinks ? stat(string, &status) : lstat(string, &status)
    }
    return result == 0 ? status : nil
  }

  /// The names in a folder, sorted; nil if it can't be read.
  static func entries(of folder: Path) -> [FolderEntry]? {
    // SAFETY: the string ends with a zero; the stream is used until it is closed, and each entry until the
    // next.
    guard
      let stream = unsafe string(folder).withUnsafeBufferPointer({ buffer in
        unsafe buffer.baseAddress.flatMap { unsafe opendir($0) }
      })
    else { return nil }
    defer { _ = unsafe closedir(stream) }
    var entries: [FolderEntry] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { unsafe Array($0.prefix { $0 != 0 }) }
      if name.first == UInt8(ascii: ".") { continue }
      let type = unsafe Int32(entry.pointee.d_type)
      entries.append(FolderEntry(name: name, kind: entryKind(type, folder.appending(name))))
    }
    return entries.sorted { $0.name.lexicographicallyPrecedes($1.name) }
  }

  /// What an entry of a folder is, given the type that the folder has for it.
  private static func entryKind(_ type: Int32, _ path: Path) -> FolderEntry.Kind {
    switch type {
    case Int32(DT_DIR): return .folder
    case Int32(DT_REG): return .file
    case Int32(DT_LNK), Int32(DT_UNKNOWN): break
    default: return .other
    }
    // Links to folders are not followed, since they might lead in circles.
    if kind(path, followsLinks: false) == S_IFDIR { return .folder }
    switch kind(path, followsLinks: true) {
    // Reading a link that leads nowhere will report the error.
    case S_IFREG, nil: return .file
    default: return .other
    }
  }

  /// The path with a terminating zero.
  static func string(_ path: Path) -> [CChar] {
    path.bytes.map { CChar(bitPattern: $0) } + [0]
  }
}

/// An entry of a folder.
struct FolderEntry {
  enum Kind {
    case folder
    /// A regular file, or a link to one.
    case file
    /// Anything that can't be read to its end at once, such as a pipe, and links to folders.
    case other
  }

  var name: [UInt8]
  var kind: Kind
}

private func posixOpen(_ path: UnsafePointer<CChar>, _ flags: Int32, _ permissions: mode_t) -> Int32 {
  unsafe open(path, flags, permissions)
}
