import LoxAssembler
import LoxBytecode

/// Fields of instances, by the shapes that the instruction's cache knows.
extension Baseline {
  mutating func getProperty(_ i: Instruction) {
    let (word, step, done) = (self.word, step(), target.makeLabel())
    guard let first = layout.propertyCache.reads.first else { return target.jump(step) }
    let holder = known.take(except: nil)
    let others = outOfLine { code in
      code.target.load(.a, code.register(i.b), .double)
      code.target.address(.e, code.cache(word, 0))
      code.target.callShared(.context(code.layout.context.readOther))
      code.target.branch(.equal, .a, .context(code.layout.context.undefinedBits), .double, to: step)
      code.target.store(.a, code.register(i.a), .double)
      code.target.load(holder, code.register(i.a))
      code.target.jump(done)
    }
    loadShape(register(i.b), orBranchTo: others)
    target.branch(.notEqual, .b, cache(word, first.shape), .word, to: others)
    getField(i, holder, cache(word, first.displacement))
    target.bind(done)
    note(i.a, in: holder)
  }

  /// Loads the offset of an instance to `a`, and its shape to `b`.
  mutating func loadShape(_ object: Place, orBranchTo label: Label) {
    target.load(.a, object, .double)
    branchUnlessTagged(.a, layout.values.instanceTag, to: label)
    target.copy(.a, .a, .word)
    target.load(.b, .cage(.a, 0), .word)
  }

  /// Loads the field of the instance in `a`.
  private mutating func getField(_ i: Instruction, _ holder: DoubleRegister, _ displacement: Place) {
    target.add(.a, displacement, .word)
    target.load(holder, .cage(.a, 0))
    target.store(holder, register(i.a))
  }

  /// Shared code: reads what is no field of the shape that a site has seen first, from the object in `a`, with the address of the cache in
  /// `e`. The property is in `a` then, or what is undefined.
  mutating func shareReading() {
    let (isNoInstance, isUnknown, isOther) = (target.makeLabel(), target.makeLabel(), target.makeLabel())
    branchUnlessTagged(.a, layout.values.instanceTag, to: isNoInstance)
    target.copy(.a, .a, .word)
    target.load(.b, .cage(.a, 0), .word)
    for entry in layout.propertyCache.reads.dropFirst() {
      let isAnother = target.makeLabel()
      target.branch(.notEqual, .b, .recordAt(.e, entry.shape), .word, to: isAnother)
      target.add(.a, .recordAt(.e, entry.displacement), .word)
      target.load(.a, .cage(.a, 0), .double)
      target.returnFromShared()
      target.bind(isAnother)
    }
    target.bind(isUnknown)
    target.load(.a, .context(layout.context.undefinedBits), .double)
    target.returnFromShared()
    target.bind(isNoInstance)
    // `list.length`
    target.branch(
      .notEqual, .recordAt(.e, layout.core.cacheByte), UInt32(layout.core.listLength), .byte, to: isOther)
    branchUnlessList(.a, to: isUnknown)
    target.load(.b, .cage(.a, layout.objects.listCount), .word)
    target.convert(.a, .b, .double)
    target.move(.a, DoubleRegister.a)
    target.returnFromShared()
    target.bind(isOther)
    target.beginHelp(keepsHolders: true)
    target.callHelper(.context(layout.context.getIntrinsic), .a, .e)
    target.endHelp(keepsHolders: true)
    target.returnFromShared()
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
