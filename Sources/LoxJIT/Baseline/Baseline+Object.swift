import LoxAssembler

/// The object that a basic block has looked at last, see `KnownValues`.
extension Baseline {
  /// Sees to it that the offset of the instance in a register of the function is in `object`, and its shape in `header`. If the object was
  /// known, it may be any, and its header no shape. Changes `b`.
  mutating func loadInstance(_ number: Int, orBranchTo label: Label) {
    loadObject(number, layout.values.instanceTag, orBranchTo: label)
  }

  /// The same for a list, which it is in any case.
  mutating func loadList(_ number: Int, orBranchTo label: Label) {
    loadObject(number, layout.values.objectTag, orBranchTo: label)
    target.branch(.notEqual, .header, Int(layout.objects.listKind), .word, to: label)
  }

  private mutating func loadObject(_ number: Int, _ tag: UInt32, orBranchTo label: Label) {
    guard !known.hasObject(number) else { return }
    target.load(.object, register(number), .double)
    branchUnlessTagged(.object, tag, to: label)
    target.copy(.object, .object, .word)
    target.load(.header, .cage(.object, 0), .word)
  }

  /// The same for any value of a register, where nothing is known. Changes what templates may change.
  mutating func takeObject(_ number: Int) {
    target.load(.a, register(number), .double)
    target.callShared(.context(layout.context.takeObject))
    // So that it can be seen here that no more than 32 bits are used.
    target.copy(.object, .object, .word)
  }

  /// After a call of shared code, which changes these registers too.
  mutating func takeObjectAgain() {
    if let object = known.object { takeObject(object) }
  }

  /// Shared code: the object to which the value in `a` refers. If it is none, the header is one that no object has.
  mutating func shareTakingObject() {
    let isNone = target.makeLabel()
    target.copy(.b, .a, .double)
    target.shiftRight(.b, 48, .double)
    target.branch(.below, .b, Int(layout.values.firstObject >> 48), .word, to: isNone)
    target.copy(.object, .a, .word)
    target.load(.header, .cage(.object, 0), .word)
    target.returnFromShared()
    target.bind(isNone)
    target.set(.object, 0)
    target.set(.header, UInt64(UInt32.max))
    target.returnFromShared()
  }
}
