import LoxAssembler
import LoxBytecode

/// Checks of values against types: of numbers, strings, and instances of the very class. The machine knows the others.
extension Baseline {
  mutating func checkGlobalType(_ i: Instruction) {
    let (word, step, isNamed, done) = (self.word, step(), target.makeLabel(), target.makeLabel())
    let isInstance = outOfLine { code in
      code.checkInstance(of: word, step)
      code.target.jump(done)
    }
    target.load(.a, register(i.a), .double)
    target.copy(.b, .a, .double)
    target.shiftRight(.b, 32, .double)
    target.branch(.equal, .b, Int(layout.values.instanceTag), .word, to: isInstance)
    target.set(.c, UInt64(layout.core.numberName))
    target.branch(.below, .b, Int(layout.values.firstTagged >> 32), .word, to: isNamed)
    target.set(.c, UInt64(layout.core.stringName))
    target.branch(.notEqual, .b, Int(layout.values.stringTag), .word, to: step)
    target.bind(isNamed)
    target.branch(.notEqual, .c, nameOfCore(word), .word, to: step)
    // Nobody has defined a variable of this name.
    target.load(.a, constant(word), .word)
    target.load(.b, .cage(.a, 0), .double)
    target.branch(.notEqual, .b, .context(layout.context.undefinedBits), .double, to: step)
    target.bind(done)
  }

  /// Whether the class of the instance in `a` is what a global variable holds.
  private mutating func checkInstance(of global: Int, _ step: Label) {
    target.copy(.a, .a, .word)
    target.load(.b, .cage(.a, 0), .word)
    target.load(.b, .cage(.b, layout.objects.shapeClass), .word)
    target.load(.a, constant(global), .word)
    target.load(.c, .cage(.a, 0), .double)
    target.branch(.notEqual, .b, .c, .word, to: step)
    target.shiftRight(.c, 32, .double)
    target.branch(.notEqual, .c, Int(layout.values.objectTag), .word, to: step)
  }

  /// What the constant of a global variable says of its name in the core library.
  func nameOfCore(_ global: Int) -> Place {
    .record(layout.record.constants + global * valueSize + valueSize / 2)
  }
}
