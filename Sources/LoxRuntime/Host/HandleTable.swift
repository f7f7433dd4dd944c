/// Values that the host keeps: each has a number, and is found by the collector. Strong ones are roots; weak ones become nil when
/// nothing else refers to their object any more.
///
/// The host's handles refer to the table rather than to the machine, so they may outlive it.
@usableFromInline package final class HandleTable {
  // PERF: at a fixed address, where no access is checked for exclusivity; each call of a function goes by here.
  private let strong = Pinned(NumberedTable<Value>())
  private let weak = Pinned(NumberedTable<Value>())
  @usableFromInline let backReference = Pinned(BackReference())
  /// The stack of its machine, as long as there is one.
  private let stack = Pinned(ValueStack?.none)

  package init() {}

  deinit {
    strong.free()
    weak.free()
    backReference.free()
    stack.free()
  }

  /// What hands out the handles: its isolate; nil once that is gone.
  @inlinable package func owner<T: AnyObject>(as type: T.Type) -> T? {
    backReference.value.object(as: type)
  }

  func setOwner(_ owner: AnyObject?) {
    if let owner { backReference.value.set(owner) } else { backReference.value.clear() }
  }

  func setStack(_ stack: ValueStack?) { self.stack.value = stack }

  /// Pushes the object of a handle, if there is nothing else to it; the result is where, with the stack.
  @inline(__always) package func pushAtOnce(_ index: Int) -> (stack: ValueStack, slot: Slot)? {
    guard let stack = stack.value else { return nil }
    let slot = stack.top
    return stack.pushAtOnce(strong.value[index].bits) ? (stack, slot) : nil
  }

  /// How many handles have room.
  package var capacity: Int { strong.value.elements.count + weak.value.elements.count }

  /// A number for a value that stays alive.
  func add(_ value: Value) -> Int { strong.value.add(value) }

  subscript(index: Int) -> Value { strong.value[index] }

  /// Whether two handles are of the same object.
  package func areIdentical(_ a: Int, _ b: Int) -> Bool { self[a] == self[b] && self[a] != .nil }

  package func remove(_ index: Int) { strong.value.remove(index) }

  /// A number for an object that is not kept alive; -1 for a value that is none.
  func addWeak(_ value: Value) -> Int { value.isObject ? weak.value.add(value) : -1 }

  /// The object, or nil once it is gone.
  func weakValue(_ index: Int) -> Value { weak.value[index] }

  package func removeWeak(_ index: Int) { weak.value.remove(index) }

  /// Shows the roots that a minor collection is about.
  func visitYoung<V: ReferenceVisitor>(_ visitor: inout V) { strong.value.updateYoung { visitor.visit($1) } }

  /// Shows all roots.
  func visit<V: ReferenceVisitor>(_ visitor: inout V) {
    for value in strong.value.elements { _ = visitor.visit(value) }
  }

  func updateMoved(_ newPlace: (Ref) -> Ref) {
    weak.value.updateYoung { _, value in
      let ref = newPlace(value.ref)
      return ref.isNull ? .nil : Value(bits: value.bits & ~0xffff_ffff | UInt64(ref.offset))
    }
  }

  /// A full collection has found what is live.
  func forgetDead(isLive: (Ref) -> Bool) {
    weak.value.forget { !isLive($0.ref) }
    strong.value.trim()
    weak.value.trim()
  }

  /// The machine is gone: all that was kept is nil.
  func close() {
    setOwner(nil)
    strong.value.forget { _ in true }
    weak.value.forget { _ in true }
  }
}

extension NumberedTable<Value> {
  fileprivate mutating func forget(where isForgotten: (Value) -> Bool) {
    for number in elements.indices where elements[number].isObject && isForgotten(elements[number]) {
      clear(number)
    }
  }
}
