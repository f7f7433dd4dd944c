import LoxBytecode
import LoxSemantics
import LoxSource
import LoxSyntax

/// The code of one function while it is being written.
///
/// Registers are a stack: locals, and above them the temporaries of the current expressions.
///
///     R[0]         R[1]...      |                     | top
///     [ callee ][ parameters ][ locals ][ temporaries ][ free ...
///
/// Registers below `top` always hold values, so a collector can scan all of them. Operands of instructions
/// have 8 bits; see `FunctionBuilder+Operands` for the registers beyond.
struct FunctionBuilder {
  /// The greatest number of registers in use at once; slightly less than windows of 16 bits can name.
  static let maximumRegisterCount = 65_500

  private(set) var kind = Function.Kind.script
  /// Where the code finds `this`.
  private(set) var this = Binding.none
  private(set) var captures = CaptureList(start: 0, count: 0)
  private(set) var code: [UInt32] = []
  private(set) var constants = ConstantPool()
  private(set) var caches: [CacheDescriptor] = []
  private var positionWriter = PositionWriter()
  /// The position of the next instructions, and where they start; not yet written, since it may still change.
  private var position: Position?
  /// The position of the first instruction.
  private var firstOffset: UInt32 = 0
  private var sourceSize = 0
  private(set) var heights: [Height] = []
  private(set) var handlers: [Handler] = []
  /// Whether there is, or will be, a handler.
  var hasTry = false
  /// The type of the function's result.
  var resultType: TypeID?
  /// Jumps to places that are not known yet, the innermost last.
  private var openLabels: [UInt32] = []

  /// The first free register.
  var top = 1 {
    didSet { if top > peak { peak = top } }
  }
  /// The greatest value that `top` has had.
  private(set) var peak = 1
  /// Whether control can reach the current end of the code.
  private(set) var isReachable = true
  /// The length of the code after the last return.
  private var endOfReturn = 0

  private let isSafepoint = Opcode.layouts.map(\.isSafepoint)

  /// Starts a function whose window holds only `R[0]` so far.
  mutating func begin(_ kind: Function.Kind, _ scope: FunctionScope, sourceSize: Int) {
    self.kind = kind
    self.sourceSize = sourceSize
    this = scope.this
    captures = scope.captures
    code.removeAll(keepingCapacity: true)
    constants.removeAll()
    caches.removeAll(keepingCapacity: true)
    positionWriter.removeAll()
    position = nil
    firstOffset = 0
    heights.removeAll(keepingCapacity: true)
    handlers.removeAll(keepingCapacity: true)
    hasTry = false
    resultType = nil
    openLabels.removeAll(keepingCapacity: true)
    top = 1
    peak = 1
    isReachable = true
    endOfReturn = 0
  }

  /// Whether the last instruction leaves the function.
  var endsInReturn: Bool { endOfReturn == code.count }

  /// Reserves this many times the present size.
  mutating func reserveCapacity(growth: Double) {
    code.reserveCapacity(growth: growth)
    caches.reserveCapacity(growth: growth)
    heights.reserveCapacity(growth: growth)
    positionWriter.reserveCapacity(Int(Double(positionWriter.bytes.count) * growth * 1.05))
  }

  /// Reserves room for a function of many megabytes, extrapolated from its source so far: an array that
  /// doubles exists twice while it moves.
  @inline(never)
  private mutating func makeRoom() {
    guard let position, code.count > 1 << 18 else { return }
    let done = Double(position.offset &- firstOffset)
    reserveCapacity(growth: min(8, max(1.25, Double(sourceSize &- Int(firstOffset)) / max(1, done))))
  }

  // MARK: - Words

  mutating func append(_ instruction: Instruction) {
    if code.count &+ 2 > code.capacity { makeRoom() }
    if isSafepoint[Int(instruction.rawOpcode)] { noteHeight() }
    code.append(instruction.word)
  }

  mutating func append(_ instruction: Instruction, _ word: Int) {
    append(instruction)
    code.append(UInt32(truncatingIfNeeded: word))
  }

  /// Leaves the function: the next instruction can only be reached by a jump.
  mutating func leave(_ instruction: Instruction) {
    append(instruction)
    isReachable = false
    endOfReturn = code.count
  }

  /// The index of a constant; a new constant is added.
  mutating func index(of constant: Constant) -> Int { constants.index(of: constant) }

  /// A new cache.
  mutating func cache(_ kind: CacheKind, name: UInt32 = 0) -> Int {
    caches.append(CacheDescriptor(kind: kind, name: name))
    return caches.count &- 1
  }

  // MARK: - Tables

  /// The next instructions come from this part of the source.
  mutating func setPosition(_ offset: UInt32, _ span: SourceSpan) {
    let position = Position(
      pc: UInt32(truncatingIfNeeded: code.count), offset: offset, span: span)
    if let last = self.position {
      if last.offset == offset, last.span == span { return }
      if last.pc != position.pc { positionWriter.append(last) }
    } else {
      firstOffset = offset
    }
    self.position = position
  }

  /// The packed positions, once all of them are known.
  mutating func takePositions() -> [UInt8] {
    if let position { positionWriter.append(position) }
    position = nil
    return positionWriter.bytes
  }

  private mutating func noteHeight() {
    let count = UInt32(truncatingIfNeeded: top)
    if let last = heights.last, last.count == count { return }
    heights.append(Height(pc: UInt32(truncatingIfNeeded: code.count), count: count))
  }

  // MARK: - Jumps

  /// A jump target that is not known yet. Until it is, the second word of each jump to it holds the place of
  /// the second word of the previous such jump.
  struct Label {
    fileprivate var index: Int
  }

  /// A new label, or the one that was opened last.
  mutating func openLabel(isNew: Bool = true) -> Label {
    if isNew { openLabels.append(0) }
    return Label(index: openLabels.count &- 1)
  }

  /// Binds the label that was opened last to this place.
  mutating func bind(_ label: Label) {
    var word = Int(openLabels[label.index])
    openLabels.removeLast()
    if word != 0 { isReachable = true }
    while word != 0 {
      let previous = Int(code[word])
      code[word] = UInt32(truncatingIfNeeded: code.count &- (word &+ 1))
      word = previous
    }
  }

  /// Binds the label that was opened last to this place.
  mutating func bindLast() {
    bind(Label(index: openLabels.count &- 1))
  }

  /// A jump with the instruction's condition.
  mutating func branch(_ instruction: Instruction, to label: Label) {
    append(instruction, Int(openLabels[label.index]))
    openLabels[label.index] = UInt32(truncatingIfNeeded: code.count &- 1)
  }

  /// Begins code that a back edge after it reaches.
  mutating func beginLoopBody() { isReachable = true }

  /// Begins code that errors in a part of the code before it reach; the register gets what was thrown.
  mutating func beginHandler(from start: Int, to end: Int, register: Int) {
    isReachable = true
    handlers.append(
      Handler(
        start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end),
        target: UInt32(truncatingIfNeeded: code.count), register: UInt32(truncatingIfNeeded: register)))
  }

  /// Registers below `end` are used though `top` was never there.
  mutating func touch(_ end: Int) { peak = max(peak, end) }

  /// A label opened before the last one.
  func label(beforeLast count: Int) -> Label { Label(index: openLabels.count &- 1 &- count) }

  /// The start of a loop over elements, which has no cache.
  mutating func emitLoop(_ opcode: Opcode, window: Int, variables: Int) {
    append(
      Instruction(
        opcode, argumentCount: UInt8(truncatingIfNeeded: variables),
        window: UInt16(truncatingIfNeeded: window)))
  }

  /// The end of a loop over elements: goes back to its start while there are more.
  mutating func emitNext(window: Int, variables: Int, to start: Int) {
    guard isReachable else { return }
    loop(
      Instruction(
        .next, argumentCount: UInt8(truncatingIfNeeded: variables), window: UInt16(truncatingIfNeeded: window)
      ),
      to: start)
  }

  /// Jumps to the label opened before the last one, which is bound to the place behind.
  mutating func jumpOverAlternative() {
    if isReachable { jump(to: label(beforeLast: 1)) }
    bindLast()
  }

  mutating func jump(to label: Label) {
    branch(Instruction(.jump), to: label)
    isReachable = false
  }

  /// The target of a conditional jump.
  enum Target {
    case label(Label)
    /// Backward, to the place where the code ended when it had this length.
    case start(Int)
  }

  /// A jump with the instruction's comparison.
  mutating func branch(_ comparison: Instruction, to target: Target) {
    switch target {
    case .label(let label): branch(comparison, to: label)
    case .start(let start): loop(comparison.goingBack, to: start)
    }
  }

  /// Jumps back unconditionally.
  mutating func loop(to start: Int) {
    loop(Instruction(.loop), to: start)
    isReachable = false
  }

  private mutating func loop(_ instruction: Instruction, to start: Int) {
    append(instruction, start &- (code.count &+ 2))
  }
}

extension Instruction {
  /// The back edge for a comparison's jump.
  fileprivate var goingBack: Instruction {
    let opcode: Opcode? =
      switch Opcode(rawValue: rawOpcode) {
      case .jumpIfLess: .loopIfLess
      case .jumpIfNotLess: .loopIfNotLess
      case .jumpIfLessConstant: .loopIfLessConstant
      case .jumpIfNotLessConstant: .loopIfNotLessConstant
      case .jumpIfGreaterConstant: .loopIfGreaterConstant
      case .jumpIfNotGreaterConstant: .loopIfNotGreaterConstant
      default: nil
      }
    guard let opcode else { return self }
    return Instruction(word: word & ~0xff | UInt32(opcode.rawValue))
  }
}
