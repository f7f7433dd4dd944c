import LoxAssembler
import LoxBytecode

/// Fields of instances, by the shapes that the instruction's cache knows.
extension Baseline {
  mutating func getProperty(_ i: Instruction) {
    let (word, step, done) = (self.word, step(), target.makeLabel())
    guard let first = layout.propertyCache.reads.first else { return target.jump(step) }
    let holder = known.take(except: nil)
    let isComputed = compute(i.b, nil, layout.propertyCache.getter, orBranchTo: step)
    let others = outOfLine { code in
      code.target.load(.a, code.register(i.b), .double)
      code.target.address(.e, code.cache(word, 0))
      code.target.callShared(.context(code.layout.context.readOther))
      code.target.branch(.equal, .a, .context(code.layout.context.undefinedBits), .double, to: isComputed)
      code.target.store(.a, code.register(i.a), .double)
      code.target.load(holder, code.register(i.a))
      if i.a != i.b { code.takeObject(i.b) }
      code.target.jump(done)
    }
    loadInstance(i.b, orBranchTo: others)
    branchIfComputed(word, layout.propertyCache.getter, to: isComputed)
    target.branch(.notEqual, .header, cache(word, first.shape), .word, to: others)
    target.load(.a, cache(word, first.displacement), .word)
    target.add(.a, .object, .word)
    target.load(holder, .cage(.a, 0))
    target.store(holder, register(i.a))
    target.bind(done)
    known.noteObject(i.b)
    note(i.a, in: holder)
  }

  /// Where an instruction goes whose property may be computed; a setter gets the value of a register.
  private mutating func compute(_ object: Int, _ new: Int?, _ entry: Int, orBranchTo step: Label) -> Label {
    // The book's language has no computed properties.
    guard program.isExtended else { return step }
    return outOfLine { code in
      code.target.load(.a, code.register(object), .double)
      if let new { code.target.load(.b, code.register(new), .double) }
      code.jumpToProperty(entry, new == nil ? 0 : 1)
    }
  }

  /// If the site has seen a computed property, that is tried first.
  private mutating func branchIfComputed(_ word: Int, _ entry: Int, to label: Label) {
    guard program.isExtended, hints.computed.contains(word) else { return }
    target.branch(.equal, .header, cache(word, entry), .word, to: label)
  }

  /// Shared code: reads what is no field of the shape that a site has seen first, from the object in `a`, with the address of the cache in
  /// `e`. The property is in `a` then, or what is undefined.
  mutating func shareReading() {
    let (isNoInstance, isUnknown, isOther) = (target.makeLabel(), target.makeLabel(), target.makeLabel())
    branchUnlessTagged(.a, layout.values.instanceTag, to: isNoInstance)
    target.copy(.d, .a, .word)
    target.load(.b, .cage(.d, 0), .word)
    for entry in layout.propertyCache.reads.dropFirst() {
      let isAnother = target.makeLabel()
      target.branch(.notEqual, .b, .recordAt(.e, entry.shape), .word, to: isAnother)
      target.add(.d, .recordAt(.e, entry.displacement), .word)
      target.load(.a, .cage(.d, 0), .double)
      target.returnFromShared()
      target.bind(isAnother)
    }
    target.branch(.equal, .recordAt(.e, layout.propertyCache.hasNoField), 0, .byte, to: isOther)
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
    target.callHelper(.context(layout.context.getProperty), .a, .e)
    target.endHelp(keepsHolders: true)
    target.returnFromShared()
  }

  mutating func setProperty(_ i: Instruction) {
    let (word, step, found, done) = (self.word, step(), target.makeLabel(), target.makeLabel())
    let written = layout.propertyCache
    // What has a type is checked by the machine.
    let isComputed =
      i.c != 0 ? step : compute(i.a, i.b, layout.propertyCache.setter, orBranchTo: step)
    let others = i.c != 0 ? step : outOfLine { $0.setOther(i, word, done, isComputed) }
    let transition = outOfLine { code in
      code.target.branch(.notEqual, .header, code.cache(word, written.addition.shape), .word, to: others)
      // A new field goes to a free slot, and the object gets the next shape.
      code.target.load(.header, code.cache(word, written.shapeAfter), .word)
      code.target.store(.header, .cage(.object, 0), .word)
      code.target.load(.d, code.cache(word, written.addition.displacement), .word)
      code.target.jump(found)
    }
    loadInstance(i.a, orBranchTo: step)
    known.noteObject(i.a)
    if i.c == 0 { branchIfComputed(word, written.setter, to: isComputed) }
    target.branch(.notEqual, .header, cache(word, written.write.shape), .word, to: transition)
    target.load(.d, cache(word, written.write.displacement), .word)
    target.bind(found)
    target.add(.d, .object, .word)
    setField(.cage(.d, 0), i)
    target.bind(done)
  }

  /// Sets a field of a shape that the site does not know.
  private mutating func setOther(_ i: Instruction, _ word: Int, _ done: Label, _ step: Label) {
    target.load(.a, register(i.a), .double)
    target.load(.b, register(i.b), .double)
    target.address(.e, cache(word, 0))
    target.callShared(.context(layout.context.writeOther))
    target.branch(.equal, .a, 0, .word, to: step)
    takeObject(i.a)
    target.jump(done)
  }

  /// Shared code: sets a field that the object in `a` has, but not in a shape that the cache at the address in `e` knows, to the value in `b`.
  /// `a` is 0 if nothing was done.
  mutating func shareWriting() {
    let isUnknown = target.makeLabel()
    target.branch(.notEqual, .recordAt(.e, layout.propertyCache.hasNoField), 0, .byte, to: isUnknown)
    target.store(.b, .context(layout.context.operand), .double)
    target.beginHelp(keepsHolders: true)
    target.callHelper(.context(layout.context.setProperty), .a, .e)
    target.endHelp(keepsHolders: true)
    target.returnFromShared()
    target.bind(isUnknown)
    answer(0, in: .a)
  }

  /// Stores a value in a field of the object that is known.
  private mutating func setField(_ field: Place, _ i: Instruction) {
    let holder = known.holder(of: i.b)
    if let holder {
      target.store(holder, field)
    } else {
      target.load(.b, register(i.b), .double)
      target.store(.b, field, .double)
    }
    let done = target.makeLabel()
    let isOld = outOfLine { code in
      code.target.copy(.a, .object, .word)
      if holder != nil { code.target.load(.b, code.register(i.b), .double) }
      code.callBarrier()
      code.takeObject(i.a)
      code.target.jump(done)
    }
    branchIfOld(.object, to: isOld)
    target.bind(done)
  }
}
