extension Cage {
  /// Whether a member is a computed property, of a host class or of a script's.
  func isAccessor(_ member: Ref) -> Bool { has(member, .accessor) || has(member, .property) }
}

/// What a name means for a value.
extension Machine {
  /// The field or method of this name that instances of the shape have; a field comes before a method.
  mutating func lookUp(_ name: Ref, in shape: Ref) -> Member? {
    if let known = lookUpCache.find(name, in: shape) { return known }
    let member: Member
    if let slot = cage.slot(of: name, in: shape) {
      member = .field(slot)
    } else {
      let methods = cage.ref(cage.class(ofShape: shape), ClassLayout.methods)
      guard let method = cage.find(name, in: methods) else { return nil }
      member = .method(Ref(offset: method))
    }
    lookUpCache.insert(name, in: shape, member)
    return member
  }
}

/// What sites learn about fields. Those out of line are always looked for.
extension InlineCache {
  /// The cache of a read learns where the instances of a shape have the field.
  func learnToGet(_ slot: Int, ofShape shape: Ref, _ cage: Cage) {
    guard slot < cage.inlineCapacity(ofShape: shape) else { return }
    misses &+= 1
    if let entry = ofGet.entryToFill(for: shape) {
      entry.displacement = InstanceLayout.fields + slot * 8
      entry.shape = shape.offset
    }
  }

  /// The same for an assignment.
  func learnToSet(_ slot: Int, ofShape shape: Ref, _ cage: Cage) {
    guard slot < cage.inlineCapacity(ofShape: shape) else { return }
    ofSet.displacement = InstanceLayout.fields + slot * 8
    ofSet.shape = shape.offset
  }
}
