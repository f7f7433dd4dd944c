/// What scripts print, collected before it goes to the host.
struct OutputBuffer {
  private var bytes: [UInt8] = []
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
    return bytes.count < capacity || flush()
  }

  /// Hands all bytes over; false if nobody reads them.
  mutating func flush() -> Bool {
    if !bytes.isEmpty && !isClosed { isClosed = !write(bytes[...]) }
    bytes.removeAll(keepingCapacity: true)
    return !isClosed
  }
}

extension Machine {
  /// Prints a value and a line feed.
  mutating func print(_ printed: Value) -> Bool {
    let cage = cage
    let string = bytes(ofString: printed.ref)
    var text: [UInt8] = []
    if !printed.isString { describe(printed, into: &text) }
    let isOpen = output.append { bytes in
      if printed.isString {
        cage.append(string.offset, count: string.count, to: &bytes)
      } else {
        bytes += text
      }
      bytes.append(UInt8(ascii: "\n"))
    }
    return isOpen || fail(.outputClosed, "Output closed.")
  }

  /// Appends a value as `print` shows it.
  func describe(_ value: Value, into bytes: inout [UInt8]) {
    if value.isNumber { return NumberFormat.append(value.number, to: &bytes) }
    if value.isString { return append(value.ref, to: &bytes) }
    if value.isClosure { return describe(closure: value.ref, into: &bytes) }
    if value.isInstance {
      append(cage.ref(cage.class(ofShape: cage.shape(ofInstance: value.ref)), ClassLayout.name), to: &bytes)
      bytes += " instance".utf8
      return
    }
    switch value {
    case .nil: bytes += "nil".utf8
    case .true: bytes += "true".utf8
    case .false: bytes += "false".utf8
    default:
      switch cage.kind(value.ref) {
      case .class: append(cage.ref(value.ref, ClassLayout.name), to: &bytes)
      case .boundMethod:
        let method = cage.value(value.ref.offset, BoundMethodLayout.method)
        describe(closure: method.ref, into: &bytes)
      case .native: bytes += "<native fn>".utf8
      default: bytes += "<?>".utf8
      }
    }
  }

  func append(_ string: Ref, to bytes: inout [UInt8]) {
    let run = self.bytes(ofString: string)
    cage.append(run.offset, count: run.count, to: &bytes)
  }

  private func describe(closure: Ref, into bytes: inout [UInt8]) {
    guard let record = records[cage.load32(closure.offset, ClosureLayout.function)],
      let (linked, function) = lookUp(record)
    else { return }
    bytes += "<fn ".utf8
    bytes += linked.program.bytes(ofString: function.name)
    bytes.append(UInt8(ascii: ">"))
  }
}
