extension Cage {
  /// The state of a generator of random numbers; whatever damage has made of it, it makes numbers.
  func generator(ofRandom random: Ref) -> RandomGenerator {
    func word(_ index: Int) -> UInt64 { load64(random.offset, RandomLayout.state &+ index &* 8) }
    return RandomGenerator(state: (word(0), word(1), word(2), word(3)))
  }

  func store(_ generator: RandomGenerator, inRandom random: Ref) {
    let state = generator.state
    for (index, word) in [state.0, state.1, state.2, state.3].enumerated() {
      store64(word, random.offset, RandomLayout.state &+ index &* 8)
    }
  }

  /// Makes a generator of memory for one.
  func initializeRandom(_ random: Ref, seed: UInt64) {
    setHeader(random, .random, size: RandomLayout.size)
    store(RandomGenerator(seed: seed), inRandom: random)
  }
}
