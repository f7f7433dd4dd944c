import LoxAssembler
import LoxBytecode

/// Calls of methods, by the shapes that the instruction's cache knows.
extension Baseline {
  mutating func invoke(_ i: Instruction) {
    let (word, step, enter) = (self.word, step(), target.makeLabel())
    let known = layout.invokeCache
    guard let first = known.methods.first else { return target.jump(step) }
    let isNoInstance = outOfLine { $0.addToList(i, word, step) }
    let others = outOfLine { code in
      for method in known.methods.dropFirst() {
        let isAnother = code.target.makeLabel()
        code.target.branch(.notEqual, .b, code.cache(word, method.shape), .word, to: isAnother)
        code.load(method, word)
        code.target.jump(enter)
        code.target.bind(isAnother)
      }
      for field in known.fields {
        let isAnother = code.target.makeLabel()
        code.target.branch(.notEqual, .b, code.cache(word, field.shape), .word, to: isAnother)
        code.access(field, i, word, step)
        code.target.bind(isAnother)
      }
      code.findMethod(i, word, enter, step)
    }
    loadShape(register(i.window), orBranchTo: isNoInstance)
    target.branch(.notEqual, .b, cache(word, first.shape), .word, to: others)
    load(first, word)
    target.bind(enter)
    self.enter(i.window, orBranchTo: step)
  }

  /// Sites that see more shapes than their caches know ask the machine for the method, and enter it here.
  private mutating func findMethod(_ i: Instruction, _ word: Int, _ enter: Label, _ step: Label) {
    if let last = layout.invokeCache.methods.last {
      target.branch(.equal, cache(word, last.shape), 0, .word, to: step)
    }
    target.address(.c, cache(word, 0))
    target.callHelper(.context(layout.context.findMethod), .c, .a)
    target.branch(.equal, .a, 0, .double, to: step)
    target.copy(.d, .a, .double)
    target.branch(.notEqual, .recordAt(.d, layout.record.arity), UInt32(i.argumentCount), .word, to: step)
    target.load(.c, .context(layout.context.foundClosure), .word)
    target.jump(enter)
  }

  private mutating func load(_ method: RuntimeLayout.InvokeCache.Method, _ word: Int) {
    target.load(.d, cache(word, method.record), .double)
    target.load(.c, cache(word, method.closure), .word)
  }

  /// A getter or setter of the instance in `a`: one field instead of a frame, for the same fuel. Or a field that holds the function to call.
  private mutating func access(
    _ field: RuntimeLayout.InvokeCache.Field, _ i: Instruction, _ word: Int, _ step: Label
  ) {
    let known = layout.invokeCache
    let (isLoad, isSetter, isEmpty) = (target.makeLabel(), target.makeLabel(), target.makeLabel())
    let done = following
    target.load(.d, cache(word, field.access), .word)
    target.branch(.below, .d, Int(known.callBit), .word, to: isLoad)
    target.branch(.aboveOrEqual, .d, Int(known.storeBit), .word, to: isSetter)
    target.and(.d, known.callBit - 1)
    target.add(.d, .a, .word)
    target.load(.a, .cage(.d, 0), .double)
    callClosure(i, orBranchTo: step)

    target.bind(isSetter)
    target.and(.d, known.callBit - 1)
    target.load(.e, cache(word, field.cost), .word)
    target.subtract(.fuel, .e, ifNegative: isEmpty)
    target.load(.b, register(i.window + 1), .double)
    target.add(.d, .a, .word)
    target.store(.b, .cage(.d, 0), .double)
    barrier()
    target.load(.a, .context(layout.context.nilBits), .double)
    target.store(.a, register(i.window), .double)
    target.jump(done)

    target.bind(isLoad)
    target.load(.e, cache(word, field.cost), .word)
    target.subtract(.fuel, .e, ifNegative: isEmpty)
    target.add(.d, .a, .word)
    target.load(.a, .cage(.d, 0), .double)
    target.store(.a, register(i.window), .double)
    target.jump(done)

    target.bind(isEmpty)
    target.add(.fuel, .e, .double)
    target.jump(step)
  }

  /// `list.add(x)`, if there is room for the element.
  private mutating func addToList(_ i: Instruction, _ word: Int, _ step: Label) {
    guard i.argumentCount == 1 else { return target.jump(step) }
    target.branch(
      .notEqual, cache(word, layout.core.cacheByte), UInt32(layout.core.listAdd), .byte, to: step)
    loadList(register(i.window), orBranchTo: step)
    target.branch(.less, .fuel, layout.core.callCost, to: step)
    append(register(i.window + 1), orBranchTo: step)
    target.add(.fuel, -layout.core.callCost, .double)
    target.load(.a, .context(layout.context.nilBits), .double)
    target.store(.a, register(i.window), .double)
    target.jump(following)
  }
}
