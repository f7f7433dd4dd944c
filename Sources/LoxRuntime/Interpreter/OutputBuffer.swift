/// What scripts print, collected before it goes to the host.
struct OutputBuffer {
  fileprivate var bytes: [UInt8] = []
  private let capacity: Int
  private let write: (ArraySlice<UInt8>) -> Bool
  private(set) var isClosed = false

  init(capacity: Int, write: @escaping (ArraySlice<UInt8>) -> Bool) {
    self.capacity = capacity
    self.write = write
  }

  /// Lets `body` append bytes; false if nobody reads them.
  mutating func append(_ body: (inout [UInt8]) -> Void) -> Bool {
    body(&bytes)
    return flushIfFull()
  }

  var isEmpty: Bool { bytes.isEmpty }

  fileprivate mutating func flushIfFull() -> Bool { bytes.count < capacity || flush() }

  /// Hands all bytes over; false if nobody reads them.
  mutating func flush() -> Bool {
    if !bytes.isEmpty && !isClosed { isClosed = !write(bytes[...]) }
    bytes.removeAll(keepingCapacity: true)
    return !isClosed
  }

  /// A string is copied in portions of so many bytes at most.
  static let portion = 1 << 16
}

extension Pinned where Pointee == Machine {
  /// Prints a value and a line feed. What the host does with it must not use the machine.
  func print(_ printed: Value) -> Bool {
    let measurement = beginMeasuring()
    let isDone = printAtOnce(printed)
    if let measurement { endMeasuring(measurement, of: "print") }
    return isDone
  }

  private func printAtOnce(_ printed: Value) -> Bool {
    if value.cage.has(printed, .list) || value.cage.has(printed, .map) { return print(collection: printed) }
    value.isClosed = true
    defer { value.isClosed = false }
    if printed.isString { return print(string: printed.ref) }
    // The text goes to its place at once; the buffer is taken out meanwhile, as the machine is read.
    var bytes: [UInt8] = []
    swap(&bytes, &value.output.bytes)
    let start = bytes.count
    value.describe(printed, into: &bytes)
    bytes.append(UInt8(ascii: "\n"))
    let count = bytes.count - start
    // The digits of a number take the time of hundreds of bytes, whatever their count.
    value.charge(bytes: count &* 8 &+ (printed.isNumber ? 512 : 0))
    let isPermitted = value.runs.current.permitsOutput(count)
    if !isPermitted { bytes.removeLast(count) }
    swap(&bytes, &value.output.bytes)
    guard isPermitted else { return value.fail(.outputLimit) }
    guard value.output.flushIfFull() else { return value.fail(.outputClosed) }
    return value.refuel()
  }

  private func print(string: Ref) -> Bool {
    let cage = value.cage
    var rest = value.bytes(ofString: string)
    value.charge(bytes: rest.count &* 2)
    guard value.runs.current.permitsOutput(rest.count + 1) else { return value.fail(.outputLimit) }
    repeat {
      let count = min(rest.count, OutputBuffer.portion)
      let isLast = count == rest.count
      let isOpen = value.output.append { bytes in
        cage.append(rest.offset, count: count, to: &bytes)
        if isLast { bytes.append(UInt8(ascii: "\n")) }
      }
      guard isOpen else { return value.fail(.outputClosed) }
      // The host may take its time for each portion.
      if !isLast, value.isInterrupted() { return false }
      rest = StringBytes(offset: rest.offset &+ UInt32(truncatingIfNeeded: count), count: rest.count - count)
    } while rest.count > 0
    return value.refuel()
  }

  private func print(collection: Value) -> Bool {
    var text: [UInt8] = []
    guard appendText(collection, to: &text) else { return false }
    value.isClosed = true
    defer { value.isClosed = false }
    text.append(UInt8(ascii: "\n"))
    value.charge(bytes: text.count &* 2)
    guard value.runs.current.permitsOutput(text.count) else { return value.fail(.outputLimit) }
    var start = 0
    while start < text.count {
      let end = min(text.count, start + OutputBuffer.portion)
      guard value.output.append({ $0 += text[start..<end] }) else { return value.fail(.outputClosed) }
      // The host may take its time for each portion.
      if end < text.count, value.isInterrupted() { return false }
      start = end
    }
    return value.refuel()
  }

  /// Hands all output over to the host; false if nobody reads it.
  func flush() -> Bool {
    let wasClosed = value.isClosed
    value.isClosed = true
    defer { value.isClosed = wasClosed }
    let measurement = beginMeasuring()
    let isDone = value.output.flush()
    if let measurement { endMeasuring(measurement, of: "print", calls: 0) }
    return isDone
  }
}

extension Machine {
  /// Appends a value as `print` shows it.
  mutating func describe(_ value: Value, into bytes: inout [UInt8]) {
    if value.isNumber { return NumberFormat.append(value.number, to: &bytes) }
    if value.isString { return append(value.ref, to: &bytes) }
    if value.isClosure { return describe(closure: value.ref, into: &bytes) }
    if value.isInstance {
      append(cage.ref(cage.class(ofShape: cage.shape(ofInstance: value.ref)), ClassLayout.name), to: &bytes)
      return bytes.append(ShortText.instance)
    }
    switch value {
    case .nil: bytes.append(ShortText.nil)
    case .true: bytes.append(ShortText.true)
    case .false: bytes.append(ShortText.false)
    case _ where value.isCore: describe(core: value, into: &bytes)
    case _ where value.isModule: describe(module: value, into: &bytes)
    default:
      switch cage.kind(value.ref) {
      case .class: append(cage.ref(value.ref, ClassLayout.name), to: &bytes)
      case .boundMethod:
        let method = cage.value(value.ref.offset, BoundMethodLayout.method)
        if method.isClosure {
          describe(closure: method.ref, into: &bytes)
        } else if method.isCore {
          describe(core: method, into: &bytes)
        } else {
          bytes.append(ShortText.nativeFunction)
        }
      case .native: bytes.append(ShortText.nativeFunction)
      case .list: bytes += "[...]".utf8
      case .map: bytes += "{...}".utf8
      case .range: describe(range: value.ref, into: &bytes)
      case .regex: describe(regex: value.ref, into: &bytes)
      case .random: bytes += "Random instance".utf8
      case .fiber: bytes += "Fiber instance".utf8
      default: bytes += "<?>".utf8
      }
    }
  }

  mutating func append(_ string: Ref, to bytes: inout [UInt8]) {
    let run = self.bytes(ofString: string)
    cage.append(run.offset, count: run.count, to: &bytes)
  }

  private mutating func describe(closure: Ref, into bytes: inout [UInt8]) {
    guard let record = modules.records[cage.load32(closure.offset, ClosureLayout.function)] else { return }
    var text = ShortText.function
    let name = self.bytes(ofString: record.name)
    if name.count == 0 { return bytes += "<fn>".utf8 }
    guard text.count + name.count < ShortText.capacity else {
      bytes.append(text)
      append(record.name, to: &bytes)
      return bytes.append(UInt8(ascii: ">"))
    }
    // The last word of a name is filled up with zeros.
    text.append(word: cage.load64(name.offset), count: min(name.count, 8))
    if name.count > 8 { text.append(word: cage.load64(name.offset, 8), count: name.count - 8) }
    text.append(UInt8(ascii: ">"))
    bytes.append(text)
  }
}
