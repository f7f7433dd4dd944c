import LoxBytecode
import LoxSemantics
import LoxSyntax

/// Declarations of functions and classes: the variable is there before the body is compiled, which may refer to it.
extension CodeGenerator {
  // MARK: - Functions

  mutating func declareFunction(_ id: FunctionID, as binding: Binding) {
    let declaration = tree[id]
    let top = builder.top
    switch binding {
    case .local(let variable) where tree.isBoxed(variable):
      let box = builder.reserve()
      registers[Int(variable.index)] = UInt16(truncatingIfNeeded: box)
      builder.load(.nil, into: box)
      builder.setPosition(declaration.nameSpan.start, declaration.nameSpan)
      builder.emit(.makeBox, to: box, box)
      let closure = builder.align(1)
      makeClosure(id, in: closure)
      builder.top = closure &+ 1
      builder.emit(.setBox, box, closure)
      builder.top = box &+ 1
    case .local(let variable):
      let register = builder.align(1)
      // The closure may capture itself: where the instruction writes it.
      registers[Int(variable.index)] = UInt16(FunctionBuilder.nearTarget(register))
      makeClosure(id, in: register)
      registers[Int(variable.index)] = UInt16(truncatingIfNeeded: register)
      builder.top = register &+ 1
    case .global, .capture, .none:
      let register = builder.align(1)
      makeClosure(id, in: register)
      builder.top = register &+ 1
      builder.emit(.defineGlobal, register, word: global(declaration.name))
      builder.top = top
    }
  }

  private mutating func makeClosure(_ id: FunctionID, in register: Int) {
    let number = compile(id)
    let span = tree[id].nameSpan
    builder.setPosition(span.start, span)
    builder.emit(.closure, to: register, word: number)
  }

  // MARK: - Classes

  mutating func declareClass(_ id: ClassID, as binding: Binding) {
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
    switch binding {
    case .local(let variable):
      registers[Int(variable.index)] = UInt16(truncatingIfNeeded: made)
      let top = builder.top
      if tree.isBoxed(variable) {
        // The box takes the register of the variable, and the class moves on.
        let moved = builder.reserve()
        builder.move(to: moved, from: made)
        builder.emit(.makeBox, to: made, made)
        declareMembers(of: id, class: moved)
      } else {
        declareMembers(of: id, class: made)
      }
      builder.top = top
    case .global, .capture, .none:
      builder.emit(.defineGlobal, made, word: global(declaration.name))
      declareMembers(of: id, class: made)
      builder.top = entry
    }
  }

  /// Lets a class inherit, and gives it its methods.
  private mutating func declareMembers(of id: ClassID, class made: Int) {
    let superclass = tree[id].superclass
    let methods = tree[id].methods
    if let superclass {
      // In a register of its own, for the methods that refer to `super`.
      let register = push(superclass)
      if let variable = tree.scope(of: id).superVariable {
        registers[Int(variable.index)] = UInt16(truncatingIfNeeded: register)
      }
      setPosition(superclass)
      builder.emit(.inherit, made, register)
    }
    let start = Int(methods.start)
    for index in start..<start &+ Int(methods.count) {
      let method = tree.ast.methodLists[index]
      let number = compile(method)
      noteMethod(number, of: id)
      let span = tree[method].nameSpan
      builder.setPosition(span.start, span)
      builder.emit(.method, made, word: number)
    }
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
