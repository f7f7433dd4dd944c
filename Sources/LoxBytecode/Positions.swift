import LoxSource

/// The line table of a function: where its instructions come from, decoded one after another from
/// `Program.positions`.
///
/// A position usually takes three bytes: each number is a difference, and differences are small.
///
///     pc - previous pc, times 2    plus 1 if the span doesn't end after the byte at `offset`
///     offset - previous offset     signed: times 2 if it is positive, else times -2 minus 1
///     offset - start of the span
///     length of the span           only after that plus 1
///
/// A number is written seven bits at a time, the lowest first, and all bytes but its last have the highest bit
/// set. Numbers count modulo 2^32, so the only bytes without a meaning are those that end within a position.
public struct Positions: Sequence, IteratorProtocol, Sendable {
  private let bytes: [UInt8]
  private var place: Int
  private let end: Int
  private var last = Position.unknown
  /// Whether the bytes ended in the middle of a position.
  private(set) var isCutOff = false

  /// The positions in a range of some bytes; the part of the range beyond the bytes is missing.
  init(_ bytes: [UInt8], _ run: Run) {
    self.bytes = bytes
    let range = run.range.clamped(to: bytes.indices)
    (place, end) = (range.lowerBound, range.upperBound)
  }

  public mutating func next() -> Position? {
    guard place < end else { return nil }
    let step = number()
    let move = number()
    let distance = number()
    var position = last
    position.pc &+= UInt32(truncatingIfNeeded: step >> 1)
    position.offset &+= UInt32(truncatingIfNeeded: move >> 1 ^ (0 &- (move & 1)))
    position.span.start = position.offset &- UInt32(truncatingIfNeeded: distance)
    position.span.end = position.offset &+ 1
    if step & 1 != 0 {
      position.span.end = position.span.start &+ UInt32(truncatingIfNeeded: number())
    }
    if isCutOff { return nil }
    last = position
    return position
  }

  @inline(__always)
  private mutating func number() -> UInt64 {
    guard place < end, bytes[place] < 0x80 else { return longNumber() }
    let byte = bytes[place]
    place &+= 1
    return UInt64(byte)
  }

  @inline(never)
  private mutating func longNumber() -> UInt64 {
    var number: UInt64 = 0
    var shift: UInt64 = 0
    while place < end {
      let byte = bytes[place]
      place += 1
      number |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return number }
      // Bits of overlong numbers are lost at the upper end.
      shift += 7
    }
    isCutOff = true
    return 0
  }
}

/// Packs positions, given in the order of their instructions, into the bytes that `Positions` reads.
public struct PositionWriter: Sendable {
  public private(set) var bytes: [UInt8] = []
  private var last = Position.unknown

  public init() {}

  public mutating func append(_ position: Position) {
    let isShort = position.span.end == position.offset &+ 1
    let step = UInt64(position.pc &- last.pc) << 1
    let move = Int32(bitPattern: position.offset &- last.offset)
    let zigzag = UInt64(UInt32(bitPattern: move << 1 ^ move >> 31))
    let distance = UInt64(position.offset &- position.span.start)
    last = position
    if isShort, (step | zigzag | distance) < 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: step))
      bytes.append(UInt8(truncatingIfNeeded: zigzag))
      bytes.append(UInt8(truncatingIfNeeded: distance))
      return
    }
    append(isShort ? step : step | 1)
    append(zigzag)
    append(distance)
    if !isShort { append(UInt64(position.span.end &- position.span.start)) }
  }

  private mutating func append(_ number: UInt64) {
    var number = number
    while number >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: number) | 0x80)
      number >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: number))
  }

  /// Reserves this many bytes.
  public mutating func reserveCapacity(_ count: Int) { bytes.reserveCapacity(count) }

  /// Starts over with another function, in the same memory.
  public mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    last = Position.unknown
  }
}

extension Position {
  /// An unknown position; also the base of the first difference in each function.
  public static let unknown = Position(pc: 0, offset: 0, span: SourceSpan(start: 0, end: 0))
}

extension Program {
  /// Where a function's instructions come from, ascending by pc.
  public func positions(of function: Function) -> Positions { Positions(positions, function.positions) }

  /// Where the instruction at `pc` (in words from the function's first) comes from; nil if unknown.
  ///
  /// Takes time proportional to the length of the function.
  public func knownPosition(_ pc: Int, in function: Function) -> Position? {
    var found: Position?
    for position in positions(of: function) {
      if position.pc > pc { break }
      found = position
    }
    return found
  }

  /// The same; all zeros if unknown.
  public func position(_ pc: Int, in function: Function) -> Position {
    knownPosition(pc, in: function) ?? Position.unknown
  }
}
