import LoxSyntax

extension BookCompiler {
  /// How tightly operators bind, loosest first.
  enum Precedence: Int {
    case none, assignment, or, and, equality, comparison, term, factor, unary, call, primary

    init(ofInfix kind: TokenKind) {
      switch kind {
      case .or: self = .or
      case .and: self = .and
      case .equalEqual, .bangEqual: self = .equality
      case .less, .lessEqual, .greater, .greaterEqual: self = .comparison
      case .plus, .minus: self = .term
      case .star, .slash: self = .factor
      case .leftParenthesis, .dot: self = .call
      default: self = .none
      }
    }

    var tighter: Precedence { Precedence(rawValue: rawValue &+ 1) ?? .primary }
  }

  /// The right operand of an `and` or `or`, which the operators behind it may still extend.
  struct OpenOperand {
    /// How tightly operators must bind to belong to it.
    var precedence: Precedence
    /// The jump over it.
    var jump: Int
  }

  /// Compiles an expression whose operators bind at least as tightly as `minimum`.
  mutating func expression(_ minimum: Precedence = .assignment) {
    guard enter() else { return }
    let canAssign = minimum.rawValue <= Precedence.assignment.rawValue
    advance()
    if operand(canAssign) {
      operators(minimum, canAssign)
      if canAssign && match(.equal) { report("Invalid assignment target.") }
    } else {
      report("Expect expression.")
    }
    leave()
  }

  /// Compiles the operators after an operand. In the book each `and` and `or` compiles its right operand,
  /// with all of its kind that follow, by recursion; here open operands take the place of the recursion.
  private mutating func operators(_ minimum: Precedence, _ canAssign: Bool) {
    let outer = openOperands.count
    while true {
      let isOpen = openOperands.count > outer
      let needed = isOpen ? openOperands[openOperands.count - 1].precedence : minimum
      if Precedence(ofInfix: current.kind).rawValue < needed.rawValue {
        if !isOpen { return }
        closeOperand()
        continue
      }
      advance()
      switch previous.kind {
      case .leftParenthesis:
        arguments()
        emit(2)
      case .dot: property(canAssign && !isOpen)
      case .and: openOperand(.and)
      case .or: openOperand(.or)
      default: binary(previous.kind)
      }
    }
  }

  private mutating func openOperand(_ precedence: Precedence) {
    let test = emitJump()
    var jump = test
    if precedence == .or {
      jump = emitJump()
      patchJump(from: test)
    }
    emit(1)
    openOperands.append(OpenOperand(precedence: precedence, jump: jump))
    advance()
    if !operand(false) {
      report("Expect expression.")
      closeOperand()
    }
  }

  private mutating func closeOperand() {
    if let operand = openOperands.popLast() { patchJump(from: operand.jump) }
  }

  // MARK: - Operands

  /// Compiles what begins with the token taken last; false if no expression begins with it.
  private mutating func operand(_ canAssign: Bool) -> Bool {
    switch previous.kind {
    case .nil, .true, .false:
      emit(1)
    case .number, .string:
      makeConstant()
      emit(2)
    case .identifier:
      variable(name(of: previous), canAssign)
    case .leftParenthesis:
      expression()
      consume(.rightParenthesis, or: "Expect ')' after expression.")
    case .minus, .bang:
      expression(.unary)
      emit(1)
    case .this:
      if superclasses.isEmpty {
        report("Can't use 'this' outside of a class.")
      } else {
        variable(.this, false)
      }
    case .super:
      superMethod()
    default:
      return false
    }
    return true
  }

  /// Compiles the use of a variable.
  mutating func variable(_ name: NameID, _ canAssign: Bool) {
    resolve(name)
    if canAssign && match(.equal) { expression() }
    emit(2)
  }

  private mutating func superMethod() {
    if superclasses.isEmpty {
      report("Can't use 'super' outside of a class.")
    } else if superclasses.last == false {
      report("Can't use 'super' in a class with no superclass.")
    }
    consume(.dot, or: "Expect '.' after 'super'.")
    consume(.identifier, or: "Expect superclass method name.")
    makeConstant()
    variable(.this, false)
    if match(.leftParenthesis) {
      arguments()
      variable(.super, false)
      emit(3)
    } else {
      variable(.super, false)
      emit(2)
    }
  }

  // MARK: - Operators

  private mutating func binary(_ op: TokenKind) {
    expression(Precedence(ofInfix: op).tighter)
    switch op {
    // Each is the opposite comparison and a negation.
    case .bangEqual, .greaterEqual, .lessEqual: emit(2)
    default: emit(1)
    }
  }

  private mutating func property(_ canAssign: Bool) {
    consume(.identifier, or: "Expect property name after '.'.")
    makeConstant()
    if canAssign && match(.equal) {
      expression()
      emit(2)
    } else if match(.leftParenthesis) {
      arguments()
      emit(3)
    } else {
      emit(2)
    }
  }

  private mutating func arguments() {
    // Counted in a byte, so that one call with very many arguments exceeds the limit several times.
    var count: UInt8 = 0
    if current.kind != .rightParenthesis {
      repeat {
        expression()
        if count == .max { report("Can't have more than 255 arguments.") }
        count &+= 1
      } while match(.comma)
    }
    consume(.rightParenthesis, or: "Expect ')' after arguments.")
  }
}
