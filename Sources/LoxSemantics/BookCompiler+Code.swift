import LoxSyntax

/// What the book's compiler would write: only the amounts matter.
extension BookCompiler {
  /// A function being compiled.
  struct Function {
    enum Kind { case script, function, method, initializer }

    var kind: Kind
    /// The index in `locals` of its slot 0.
    var firstLocal: Int
    var scopeDepth = 0
    /// The bytes of its code so far.
    var codeSize = 0
    var constantCount = 0
    var upvalueCount = 0
  }

  /// A local variable in scope.
  struct Local {
    /// Nil for the slot 0 of a function, which holds the callee.
    var name: NameID?
    /// The value of `innermost` for the name before this local came into scope.
    var shadowed: UInt32
    /// The index in `functions` of its function.
    var level: Int
    /// How many scopes are around it; nil until it is initialized.
    var depth: Int?
    /// The token that declares it.
    var span: SourceSpan
  }

  /// Slots, constants and upvalues are numbered by bytes.
  static let byteLimit = 256
  /// Jump distances are numbered by two bytes.
  static let longestJump = 65_535

  // MARK: - Functions

  var function: Function { functions[functions.count - 1] }

  mutating func beginFunction(_ kind: Function.Kind) {
    functions.append(Function(kind: kind, firstLocal: locals.count))
    upvalues.append(contentsOf: repeatElement(0, count: 2 * Self.byteLimit))
    pushLocal(named: kind == .function ? nil : .this)
    locals[locals.count - 1].depth = 0
  }

  /// Ends the innermost function and tells how many upvalues it has.
  @discardableResult
  mutating func endFunction() -> Int {
    emitReturn()
    guard let ended = functions.popLast() else { return 0 }
    while locals.count > ended.firstLocal { popLocal() }
    upvalues.removeLast(2 * Self.byteLimit)
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
    if function.constantCount > Self.byteLimit { report("Too many constants in one chunk.") }
  }

  /// Counts a jump and returns the place from which its distance is measured.
  mutating func emitJump() -> Int {
    emit(3)
    return function.codeSize
  }

  mutating func patchJump(from place: Int) {
    if function.codeSize &- place > Self.longestJump { report("Too much code to jump over.") }
  }

  mutating func emitLoop(to start: Int) {
    let distance = function.codeSize &+ 3 &- start
    emit(1)
    if distance > Self.longestJump { report("Loop body too large.") }
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

  /// Brings a local into scope, which cannot be read yet.
  mutating func addLocal(_ name: NameID) {
    if locals.count &- function.firstLocal == Self.byteLimit {
      report("Too many local variables in function.")
    } else {
      pushLocal(named: name)
    }
  }

  /// Declares the token taken last as a variable, if the place is in a scope.
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
        report("Already a variable with this name in this scope.", related: local.span)
      }
    }
    addLocal(name)
  }

  /// Lets the newest local be read.
  ///
  /// If there was no slot for a variable, this moves the local in the last slot into the current scope.
  mutating func markInitialized() {
    if function.scopeDepth > 0 { locals[locals.count - 1].depth = function.scopeDepth }
  }

  mutating func defineVariable() {
    if function.scopeDepth > 0 { markInitialized() } else { emit(2) }
  }

  /// Looks up a name, for an instruction that is counted by the caller.
  mutating func resolve(_ name: NameID) {
    let visible = Int(innermost[Int(name.index)])
    if visible == 0 {
      makeConstant()
      return
    }
    let local = locals[visible - 1]
    if local.depth == nil { report("Can't read local variable in its own initializer.") }
    var slot = visible &- 1 &- functions[local.level].firstLocal
    var isLocal = true
    var level = local.level &+ 1
    while level < functions.count {
      slot = upvalue(of: level, forSlot: slot, isLocal: isLocal)
      isLocal = false
      level &+= 1
    }
  }

  /// The upvalue by which a function reaches a slot of the enclosing function.
  private mutating func upvalue(of level: Int, forSlot slot: Int, isLocal: Bool) -> Int {
    let place = (level &* 2 &+ (isLocal ? 0 : 1)) &* Self.byteLimit &+ slot
    if upvalues[place] > 0 { return Int(upvalues[place]) &- 1 }
    let count = functions[level].upvalueCount
    if count == Self.byteLimit {
      report("Too many closure variables in function.")
      return 0
    }
    functions[level].upvalueCount = count &+ 1
    upvalues[place] = UInt16(truncatingIfNeeded: count &+ 1)
    return count
  }
}
