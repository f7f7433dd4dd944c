import LoxBytecode
import LoxSemantics
import LoxSyntax

/// Declarations of functions and classes. The variable exists before the body is compiled, since the body may
/// refer to it.
extension CodeGenerator {
  // MARK: - Functions

  mutating func declareFunction(_ id: FunctionID, at statement: StatementID) {
    let top = builder.top
    var register: Int
    switch tree.binding(of: statement) {
    case .local(let variable) where tree.isBoxed(variable):
      let box = builder.reserve()
      registers[Int(variable.index)] = UInt16(truncatingIfNeeded: box)
      builder.load(.nil, into: box)
      let span = tree[id].nameSpan
      builder.setPosition(span.start, span)
      builder.emit(.makeBox, to: box, box)
      noteLocal(variable, in: box)
      register = builder.align(1)
    case .local(let variable):
      register = builder.align(1)
      // The closure may capture itself: the register that the instruction writes.
      registers[Int(variable.index)] = UInt16(FunctionBuilder.nearTarget(register))
    case .global, .capture, .none:
      register = builder.align(1)
    }
    worklist.append(
      .declared(statement, number: program.functions.count, register: register, top: top))
    begin(id)
  }

  /// Creates the closure of a completed function, and puts it into the variable that the statement declares.
  mutating func makeClosure(_ number: Int, in register: Int, declaredBy statement: StatementID, top: Int) {
    guard case .function(let id) = tree[statement] else { return }
    let declaration = tree[id]
    builder.setPosition(declaration.nameSpan.start, declaration.nameSpan)
    builder.emit(.closure, to: register, word: number)
    builder.top = register &+ 1
    switch tree.binding(of: statement) {
    case .local(let variable) where tree.isBoxed(variable):
      let box = Int(registers[Int(variable.index)])
      builder.emit(.setBox, box, register)
      builder.top = box &+ 1
    case .local(let variable):
      registers[Int(variable.index)] = UInt16(truncatingIfNeeded: register)
      noteLocal(variable, in: register)
    case .global, .capture, .none:
      builder.emit(.defineGlobal, register, word: global(declaration.name))
      builder.top = top
    }
  }

  // MARK: - Classes

  mutating func declareClass(_ id: ClassID, at statement: StatementID) {
    let declaration = tree[id]
    let descriptor = program.classes.count
    program.classes.append(
      ClassDescriptor(
        name: strings.index(of: declaration.name),
        fieldHint: UInt32(truncatingIfNeeded: tree.scope(of: id).fieldHint),
        declaration: declaration.nameSpan.start))

    let entry = builder.top
    let made = builder.align(1)
    builder.setPosition(declaration.nameSpan.start, declaration.nameSpan)
    builder.emit(.class, to: made, word: descriptor)
    builder.top = made &+ 1
    switch tree.binding(of: statement) {
    case .local(let variable):
      registers[Int(variable.index)] = UInt16(truncatingIfNeeded: made)
      noteLocal(variable, in: made)
      worklist.append(.setTop(builder.top))
      if tree.isBoxed(variable) {
        // The box takes the register of the variable, and the class moves to another.
        let moved = builder.reserve()
        builder.move(to: moved, from: made)
        builder.emit(.makeBox, to: made, made)
        beginMembers(of: id, class: moved)
      } else {
        beginMembers(of: id, class: made)
      }
    case .global, .capture, .none:
      builder.emit(.defineGlobal, made, word: global(declaration.name))
      worklist.append(.setTop(entry))
      beginMembers(of: id, class: made)
    }
  }

  /// Emits the inheritance of a class, and begins with its methods.
  private mutating func beginMembers(of id: ClassID, class made: Int) {
    if let superclass = tree[id].superclass {
      // In its own register, for the methods that refer to `super`.
      let register = push(superclass)
      if let variable = tree.scope(of: id).superVariable {
        registers[Int(variable.index)] = UInt16(truncatingIfNeeded: register)
      }
      setPosition(superclass)
      builder.emit(.inherit, made, register)
    }
    worklist.append(.method(index: 0, of: id, class: made))
  }

  mutating func beginMethod(_ index: Int, of id: ClassID, class made: Int) {
    let methods = tree[id].methods
    guard index < Int(methods.count) else { return beginClassFields(of: id, class: made) }
    let method = tree.ast.methodLists[Int(methods.start) &+ index]
    worklist.append(.method(index: index &+ 1, of: id, class: made))
    worklist.append(.endMethod(method, number: program.functions.count, of: id, class: made))
    begin(method)
  }

  mutating func endMethod(_ method: FunctionID, number: Int, of id: ClassID, class made: Int) {
    noteMethod(number, of: id)
    let span = tree[method].nameSpan
    builder.setPosition(span.start, span)
    builder.emit(.method, made, word: number)
  }
}

// MARK: - Fields of classes

extension CodeGenerator {
  private mutating func beginClassFields(of id: ClassID, class made: Int) {
    let fields = tree[id].fields.range
    if !fields.isEmpty {
      worklist.append(.classField(fields.lowerBound, of: id, class: made, isHoisted: false))
    }
  }

  mutating func addClassField(_ index: Int, of id: ClassID, class made: Int, isHoisted: Bool) {
    let field = tree.ast.classFields[index]
    if !isHoisted {
      worklist.append(.classField(index, of: id, class: made, isHoisted: true))
      if hoistFunctions(in: [field.initializer]) { return }
      worklist.removeLast()
    }
    if index &+ 1 < tree[id].fields.range.upperBound {
      worklist.append(.classField(index &+ 1, of: id, class: made, isHoisted: false))
    }
    guard builder.isReachable else { return }
    let top = builder.top
    let value = evaluate(field.initializer)
    if let type = tree.resolution.fieldChecks[index] { check(value, type, .field, at: field.nameSpan) }
    builder.setPosition(field.nameSpan.start, field.nameSpan)
    let name = builder.index(of: .string(strings.index(of: field.name)))
    builder.emit(.classField, made, value, word: name)
    builder.top = top
  }
}

extension Function.Kind {
  init(_ kind: FunctionDeclaration.Kind) {
    self =
      switch kind {
      case .function: .function
      case .method: .method
      case .initializer: .initializer
      }
  }
}
