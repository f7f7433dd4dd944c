import LoxAssembler
import LoxBytecode

/// Fields of instances, by the shapes that the instruction's cache knows.
extension Baseline {
  mutating func getProperty(_ i: Instruction) {
    let (word, step, done) = (self.word, step(), target.makeLabel())
    guard let first = layout.propertyCache.reads.first else { return target.jump(step) }
    let holder = known.take(except: nil)
    let isNoInstance = outOfLine { $0.getLength(i, holder, word, step, done) }
    let others = outOfLine { code in
      for entry in code.layout.propertyCache.reads.dropFirst() {
        let isAnother = code.target.makeLabel()
        code.target.branch(.notEqual, .b, code.cache(word, entry.shape), .word, to: isAnother)
        code.getField(i, holder, code.cache(word, entry.displacement))
        code.target.jump(done)
        code.target.bind(isAnother)
      }
      code.target.jump(step)
    }
    loadShape(register(i.b), orBranchTo: isNoInstance)
    target.branch(.notEqual, .b, cache(word, first.shape), .word, to: others)
    getField(i, holder, cache(word, first.displacement))
    target.bind(done)
    note(i.a, in: holder)
  }

  /// Loads the offset of an instance to `a`, and its shape to `b`.
  mutating func loadShape(_ object: Place, orBranchTo label: Label) {
    target.load(.a, object, .double)
    target.copy(.b, .a, .double)
    target.shiftRight(.b, 32, .double)
    target.branch(.notEqual, .b, Int(layout.values.instanceTag), .word, to: label)
    target.copy(.a, .a, .word)
    target.load(.b, .cage(.a, 0), .word)
  }

  /// Loads the field of the instance in `a`.
  private mutating func getField(_ i: Instruction, _ holder: DoubleRegister, _ displacement: Place) {
    target.add(.a, displacement, .word)
    target.load(holder, .cage(.a, 0))
    target.store(holder, register(i.a))
  }

  /// `list.length`
  private mutating func getLength(
    _ i: Instruction, _ holder: DoubleRegister, _ word: Int, _ step: Label, _ done: Label
  ) {
    target.branch(
      .notEqual, cache(word, layout.core.cacheByte), UInt32(layout.core.listLength), .byte, to: step)
    loadList(register(i.b), orBranchTo: step)
    target.load(.b, .cage(.a, layout.objects.listCount), .word)
    target.convert(holder, .b, .double)
    target.store(holder, register(i.a))
    target.jump(done)
  }

  mutating func setProperty(_ i: Instruction) {
    let (word, step, found) = (self.word, step(), target.makeLabel())
    let known = layout.propertyCache
    let transition = outOfLine { code in
      code.target.branch(.notEqual, .b, code.cache(word, known.addition.shape), .word, to: step)
      // A new field goes to a free slot, and the object gets the next shape.
      code.target.load(.b, code.cache(word, known.shapeAfter), .word)
      code.target.store(.b, .cage(.a, 0), .word)
      code.target.load(.d, code.cache(word, known.addition.displacement), .word)
      code.target.jump(found)
    }
    loadShape(register(i.a), orBranchTo: step)
    target.branch(.notEqual, .b, cache(word, known.write.shape), .word, to: transition)
    target.load(.d, cache(word, known.write.displacement), .word)
    target.bind(found)
    target.load(.b, register(i.b), .double)
    target.add(.d, .a, .word)
    target.store(.b, .cage(.d, 0), .double)
    barrier()
  }
}
