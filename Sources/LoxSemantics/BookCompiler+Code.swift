import LoxSource
import LoxSyntax

/// The code that the book's compiler would write: only its size matters.
extension BookCompiler {
  /// A function being compiled.
  struct Function {
    enum Kind { case script, function, method, initializer }

    var kind: Kind
    /// The index in `locals` of the function's slot 0.
    var firstLocal: Int
    var scopeDepth = 0
    /// The size of its code so far, in bytes.
    var codeSize = 0
    var constantCount = 0
    var upvalueCount = 0
    /// The newest of its captures, or 0.
    var lastCapture = 0
  }

  /// A slot of the enclosing function that a function needs.
  struct UpvalueKey: Hashable {
    /// The index in `functions` of the function.
    var level: Int
    var slot: Int
    /// Whether it is a slot for a local rather than an upvalue.
    var isLocal: Bool
  }

  /// A local that a function can reach, for itself or for functions nested in it.
  struct Capture {
    /// The index in `locals` of the local.
    var local = 0
    /// The function, as an index in `functions`, and its upvalue.
    var level = 0
    var upvalue = 0
    /// Whether no upvalue was left for it, here or in an enclosing function.
    var isMissing = false
    /// The capture of the same local by the enclosing function, or 0.
    var outer = 0
    /// Another capture of the same function, or 0.
    var next = 0
  }

  /// A local variable in scope.
  struct Local {
    /// Nil for slot 0 of a function, which holds the callee.
    var name: NameID?
    /// The value of `innermost` for the name before this local came into scope.
    var shadowed: UInt32
    /// The index in `functions` of its function.
    var level: Int
    /// The number of enclosing scopes; nil until it is initialized.
    var depth: Int?
    /// The token that declares it.
    var span: SourceSpan
    /// The capture of the local by the innermost function that has one, or 0.
    var capture = 0
  }

  /// Slots, constants and upvalues are numbered by one byte.
  static let byteLimit = 256
  /// The number of captures allowed beyond one for each byte of the source. The resolver has a similar limit.
  static let maximumExtraCaptures = 1 << 20
  /// Jump distances take two bytes.
  static let longestJump = 65_535

  // MARK: - Functions

  var function: Function { functions[functions.count - 1] }

  mutating func beginFunction(_ kind: Function.Kind) {
    functions.append(Function(kind: kind, firstLocal: locals.count))
    pushLocal(named: kind == .function ? nil : .this)
    locals[locals.count - 1].depth = 0
  }

  /// Ends the innermost function; returns the number of its upvalues.
  @discardableResult
  mutating func endFunction() -> Int {
    emitReturn()
    guard let ended = functions.popLast() else { return 0 }
    while locals.count > ended.firstLocal { popLocal() }
    forgetCaptures(of: ended)
    return ended.upvalueCount
  }

  // MARK: - Code

  /// Counts bytes of code.
  mutating func emit(_ size: Int) {
    functions[functions.count - 1].codeSize &+= size
  }

  mutating func emitReturn() {
    emit(function.kind == .initializer ? 3 : 2)
  }

  /// Counts a constant, without looking for an equal one.
  mutating func makeConstant() {
    functions[functions.count - 1].constantCount &+= 1
    if function.constantCount > Self.byteLimit { report(.tooManyConstants) }
  }

  /// Counts a jump; returns the place from which its distance is measured.
  mutating func emitJump() -> Int {
    emit(3)
    return function.codeSize
  }

  mutating func patchJump(from place: Int) {
    if function.codeSize &- place > Self.longestJump { report(.jumpTooLong) }
  }

  mutating func emitLoop(to start: Int) {
    let distance = function.codeSize &+ 3 &- start
    emit(1)
    if distance > Self.longestJump { report(.loopTooLarge) }
    emit(2)
  }

  // MARK: - Scopes

  mutating func beginScope() {
    functions[functions.count - 1].scopeDepth &+= 1
  }

  mutating func endScope() {
    functions[functions.count - 1].scopeDepth &-= 1
    let function = function
    while locals.count > function.firstLocal, let depth = locals[locals.count - 1].depth,
      depth > function.scopeDepth
    {
      emit(1)
      popLocal()
    }
  }

  private mutating func pushLocal(named name: NameID?) {
    var shadowed: UInt32 = 0
    if let name {
      shadowed = innermost[Int(name.index)]
      innermost[Int(name.index)] = UInt32(truncatingIfNeeded: locals.count &+ 1)
    }
    locals.append(
      Local(name: name, shadowed: shadowed, level: functions.count &- 1, depth: nil, span: previous.span))
  }

  private mutating func popLocal() {
    guard let local = locals.popLast(), let name = local.name else { return }
    innermost[Int(name.index)] = local.shadowed
  }

  // MARK: - Variables

  /// Brings a local into scope; it cannot be read yet.
  mutating func addLocal(_ name: NameID) {
    if locals.count &- function.firstLocal == Self.byteLimit {
      report(.tooManyLocals)
    } else {
      pushLocal(named: name)
    }
  }

  /// Declares the previous token as a variable, unless at the top level.
  mutating func declareVariable() {
    let function = function
    if function.scopeDepth == 0 { return }
    let name = name(of: previous)
    var index = locals.count
    while index > function.firstLocal {
      index &-= 1
      let local = locals[index]
      if let depth = local.depth, depth < function.scopeDepth { break }
      if local.name == name {
        report(.duplicateVariable, related: local.span)
      }
    }
    addLocal(name)
  }

  /// Allows reading the newest local.
  ///
  /// If there was no slot for a variable, this moves the local in the last slot into the current scope.
  mutating func markInitialized() {
    if function.scopeDepth > 0 { locals[locals.count - 1].depth = function.scopeDepth }
  }

  mutating func defineVariable() {
    if function.scopeDepth > 0 { markInitialized() } else { emit(2) }
  }

  /// Looks up a name for an instruction that the caller counts.
  mutating func resolve(_ name: NameID) {
    let visible = Int(innermost[Int(name.index)])
    if visible == 0 {
      makeConstant()
      return
    }
    let local = locals[visible - 1]
    if local.depth == nil { report(.readInOwnInitializer) }
    if local.level < functions.count &- 1 { capture(localAt: visible &- 1) }
  }

  /// Lets the innermost function, and all functions in between, reach a local of an enclosing function.
  private mutating func capture(localAt place: Int) {
    var link = locals[place].capture
    var level = locals[place].level
    var key = UpvalueKey(level: 0, slot: place &- functions[level].firstLocal, isLocal: true)
    var isMissing = false
    if link != 0 {
      level = captures[link].level
      key = UpvalueKey(level: 0, slot: captures[link].upvalue, isLocal: false)
      isMissing = captures[link].isMissing
      if isMissing { reportMissingUpvalue() }
    }
    if captures.count &+ functions.count &- level > Self.maximumExtraCaptures &+ Int(previous.span.end) {
      return stop()
    }
    while level < functions.count &- 1 {
      level &+= 1
      key.level = level
      let upvalue = upvalue(key, &isMissing)
      captures.append(
        Capture(
          local: place, level: level, upvalue: upvalue, isMissing: isMissing, outer: link,
          next: functions[level].lastCapture))
      link = captures.count &- 1
      functions[level].lastCapture = link
      key = UpvalueKey(level: level, slot: upvalue, isLocal: false)
    }
    locals[place].capture = link
  }

  /// The upvalue by which a function reaches a slot of the enclosing function.
  private mutating func upvalue(_ key: UpvalueKey, _ isMissing: inout Bool) -> Int {
    if let known = upvalues[key] { return known }
    let count = functions[key.level].upvalueCount
    if count == Self.byteLimit {
      isMissing = true
      reportMissingUpvalue()
      return 0
    }
    functions[key.level].upvalueCount = count &+ 1
    upvalues[key] = count
    return count
  }

  private mutating func reportMissingUpvalue() {
    report(.tooManyCaptures)
  }

  private mutating func forgetCaptures(of ended: Function) {
    let level = functions.count
    var index = ended.lastCapture
    while index != 0 {
      let capture = captures[index]
      locals[capture.local].capture = capture.outer
      let function = functions[level &- 1]
      let isLocal = capture.outer == 0
      let slot = isLocal ? capture.local &- function.firstLocal : captures[capture.outer].upvalue
      upvalues[UpvalueKey(level: level, slot: slot, isLocal: isLocal)] = nil
      index = capture.next
    }
    // Only the script is left: it has nothing to capture.
    if level == 1 { captures.removeSubrange(1...) }
  }
}
