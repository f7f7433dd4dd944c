import LoxBytecode

extension Execution {
  @inline(always) mutating func getProperty(_ i: Instruction) -> Bool {
    let cache = function.cache(pc.word)
    let object = registers[i.b]
    if object.isInstance {
      let shape = cage.header(object.ref)
      let known = cache.ofGet
      if shape == known.first.shape { return load(object.ref, known.first, i) }
      if shape == known.second.shape { return load(object.ref, known.second, i) }
    }
    park()
    guard let value = machine.slowGetProperty(registers[i.b], cache) else { return false }
    registers[i.a] = value
    pc.skipWord()
    return settle()
  }

  @inline(always) private mutating func load(
    _ object: Ref, _ entry: GetCache.Entry, _ i: Instruction
  ) -> Bool {
    pc.skipWord()
    registers[i.a] = cage.value(object.offset, entry.displacement)
    return true
  }

  @inline(always) mutating func setProperty(_ i: Instruction) -> Bool {
    let cache = function.cache(pc.word)
    let object = registers[i.a]
    if object.isInstance {
      let shape = cage.header(object.ref)
      let value = registers[i.b]
      let known = cache.ofSet
      if shape == known.shape { return store(value, object.ref, known.displacement) }
      // A new field goes to a free slot, and the object gets the next shape.
      if shape == known.shapeBefore {
        cage.store32(known.shapeAfter, object.ref.offset)
        return store(value, object.ref, known.addedDisplacement)
      }
    }
    park()
    guard machine.slowSetProperty(registers, i.a, i.b, cache) else { return false }
    pc.skipWord()
    return settle()
  }

  @inline(always) private mutating func store(_ value: Value, _ object: Ref, _ displacement: Int) -> Bool {
    cage.store(value, object.offset, displacement)
    barrier(object, value)
    pc.skipWord()
    return true
  }

  @inline(always) mutating func getSuper(_ i: Instruction) -> Bool {
    park()
    let cache = function.cache(pc.word)
    guard let method = machine.slowBindSuper(registers[i.b], registers[i.c], cache) else { return false }
    registers[i.a] = method
    pc.skipWord()
    return settle()
  }

  @inline(always) mutating func closure(_ i: Instruction) -> Bool {
    park()
    guard machine.slowClosure(registers, i.a, pc.word, function) else { return false }
    pc.skipWord()
    return settle()
  }

  @inline(always) mutating func print(_ i: Instruction) -> Bool {
    park()
    return machine.print(registers[i.a]) && settle()
  }
}
