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
    } else if cache.core == .listLength, cage.has(object, .list) {
      pc.skipWord()
      registers[i.a] = Value(Double(cage.load32(object.ref.offset, ListLayout.count)))
      return true
    }
    return false
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
    return false
  }

  @inline(always) private mutating func store(_ value: Value, _ object: Ref, _ displacement: Int) -> Bool {
    cage.store(value, object.offset, displacement)
    barrier(object, value)
    pc.skipWord()
    return true
  }
}
