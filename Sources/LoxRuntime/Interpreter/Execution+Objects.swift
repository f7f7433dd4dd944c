import LoxBytecode

extension Execution {
  @inline(always) mutating func getProperty(_ i: Instruction) -> Bool {
    let cache = function.cache(pc.word)
    let object = registers[i.b]
    if object.isInstance {
      let shape = cage.header(object.ref)
      if shape == cache.first.key { return load(object.ref, cache.first, i) }
      if shape == cache.second.key { return load(object.ref, cache.second, i) }
    }
    guard slowGetProperty(i, cache) else { return false }
    pc.skipWord()
    return true
  }

  @inline(always) private mutating func load(
    _ object: Ref, _ entry: InlineCache.Entry, _ i: Instruction
  ) -> Bool {
    pc.skipWord()
    registers[i.a] = cage.value(object.offset, Int(entry.detail))
    return true
  }

  @inline(never) private func slowGetProperty(_ i: Instruction, _ cache: InlineCache) -> Bool {
    park()
    guard let value = machine.getProperty(registers[i.b], cache) else { return false }
    registers[i.a] = value
    return true
  }

  @inline(always) mutating func setProperty(_ i: Instruction) -> Bool {
    let cache = function.cache(pc.word)
    let object = registers[i.a]
    if object.isInstance {
      let shape = cage.header(object.ref)
      let value = registers[i.b]
      if shape == cache.first.key { return store(value, object.ref, Int(cache.first.detail)) }
      // A new field goes to a free slot, and the object gets the next shape.
      if shape == cache.third.key {
        cage.store32(cache.third.detail, object.ref.offset)
        return store(value, object.ref, Int(cache.third.extra))
      }
    }
    guard slowSetProperty(i, cache) else { return false }
    pc.skipWord()
    return true
  }

  @inline(always) private mutating func store(_ value: Value, _ object: Ref, _ displacement: Int) -> Bool {
    cage.store(value, object.offset, displacement)
    barrier(object, value)
    pc.skipWord()
    return true
  }

  @inline(never) private func slowSetProperty(_ i: Instruction, _ cache: InlineCache) -> Bool {
    park()
    return machine.setProperty(registers, i.a, i.b, cache)
  }

  @inline(always) mutating func getSuper(_ i: Instruction) -> Bool {
    guard slowGetSuper(i, function.cache(pc.word)) else { return false }
    pc.skipWord()
    return true
  }

  @inline(never) private func slowGetSuper(_ i: Instruction, _ cache: InlineCache) -> Bool {
    park()
    guard let method = machine.bindSuper(registers[i.b], registers[i.c], cache) else { return false }
    registers[i.a] = method
    return true
  }

  @inline(always) mutating func closure(_ i: Instruction) -> Bool {
    guard slowClosure(i, pc.word) else { return false }
    pc.skipWord()
    return true
  }

  @inline(never) private func slowClosure(_ i: Instruction, _ word: Int) -> Bool {
    park()
    return machine.makeClosure(registers, i.a, word, function, closure: frame.closure)
  }

  @inline(always) mutating func `class`(_ i: Instruction) -> Bool {
    guard slowClass(i, pc.word) else { return false }
    pc.skipWord()
    return true
  }

  @inline(never) private func slowClass(_ i: Instruction, _ word: Int) -> Bool {
    park()
    guard let value = machine.makeClass(word, function) else { return false }
    registers[i.a] = value
    return true
  }

  @inline(always) mutating func inherit(_ i: Instruction) -> Bool { slowInherit(i) }

  @inline(never) private func slowInherit(_ i: Instruction) -> Bool {
    park()
    return machine.inherit(registers[i.a], from: registers[i.b])
  }

  @inline(always) mutating func method(_ i: Instruction) -> Bool {
    guard slowMethod(i, pc.word) else { return false }
    pc.skipWord()
    return true
  }

  @inline(never) private func slowMethod(_ i: Instruction, _ word: Int) -> Bool {
    park()
    return machine.addMethod(registers, i.a, word, function, closure: frame.closure)
  }

  @inline(always) mutating func print(_ i: Instruction) -> Bool { slowPrint(i) }

  @inline(never) private func slowPrint(_ i: Instruction) -> Bool {
    park()
    return machine.value.print(registers[i.a])
  }
}
