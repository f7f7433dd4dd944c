/// The fibers of an isolate: those that run, and what is noted of those that are suspended.
///
/// A fiber that runs is in the same stacks as all other calls, above those of the function that has resumed it:
///
///     frames    ... | rest of the instruction that resumed it | its function | calls of its own ...
///     windows   ... live registers of the resumer | its function | calls of its own ...
///
/// When it yields, its part of the stacks is taken off: the registers and closures become a part of its object, the frames are kept
/// outside of the cage. So a fiber costs what it uses, and all else need not know of fibers.
struct Fibers {
  /// A fiber that runs, or has resumed another one.
  struct Active {
    /// What is done with what it yields or returns.
    enum Purpose {
      /// It is the result of the call that has resumed it.
      case result
      /// It is the next element of an iteration.
      case element
      /// It is a result of `Fiber.map`, in which other fibers go on while this one waits.
      case round
    }

    var object: Ref
    /// Where its windows begin.
    var base: UInt32
    /// How many frames are below its part of the stack.
    var frameCount: Int
    let purpose: Purpose
    /// The place among the active ones of the innermost fiber of `Fiber.map`, which may be itself; -1 if there is none.
    fileprivate(set) var round = -1

    init(object: Ref, base: UInt32, frameCount: Int, purpose: Purpose) {
      (self.object, self.base, self.frameCount, self.purpose) = (object, base, frameCount, purpose)
    }
  }

  /// Fibers that were put aside with the one of `Fiber.map` in which they run, since one of them waits. Nobody can resume them.
  struct Inner {
    /// The fiber of `Fiber.map`.
    var owner: Ref
    /// Their places are relative to those of the owner.
    var fibers: [Active]
    /// The numbers of the fibers of `Fiber.map` around them, and how many runs were set aside below theirs.
    let path: [Int]
    let runDepth: Int
  }

  /// Each was resumed by the one before, or by what the host has called since.
  private(set) var active: [Active] = []
  /// How many of them were active when the host came in last.
  var outerCount = 0
  var suspended = SuspendedFibers()
  /// By the numbers of their owners.
  private(set) var inner: [Int: Inner] = [:]
  /// What fibers of the present run wait for, in order.
  var pending: [PendingCall] = []
  /// Whether a call of a host function has put the current fiber aside.
  var hasSwitched = false

  /// The innermost one since the host came in last.
  var current: Active? { active.count > outerCount ? active.last : nil }

  /// Whether one of the first active fibers begins above so many frames; afterwards, they are those below.
  func begins(at frameCount: Int, below index: inout Int) -> Bool {
    while index > 0, active[index - 1].frameCount > frameCount { index -= 1 }
    return index > 0 && active[index - 1].frameCount == frameCount
  }

  /// The place of the innermost fiber of `Fiber.map` since the host came in last: in that one, others go on while it waits.
  var currentRound: Int? { current.flatMap { $0.round >= outerCount ? $0.round : nil } }

  mutating func push(_ fiber: Active) {
    var fiber = fiber
    fiber.round = fiber.purpose == .round ? active.count : active.last?.round ?? -1
    active.append(fiber)
  }
  mutating func pop() { active.removeLast() }

  /// Takes a fiber and those that it has resumed off the active ones, since it waits.
  mutating func putAside(from index: Int, number: Int, path: [Int], runDepth: Int) {
    let owner = active[index]
    let fibers = active[(index + 1)...].map { fiber in
      var fiber = fiber
      fiber.base &-= owner.base
      fiber.frameCount &-= owner.frameCount
      return fiber
    }
    active.removeSubrange(index...)
    if !fibers.isEmpty {
      inner[number] = Inner(owner: owner.object, fibers: fibers, path: path, runDepth: runDepth)
    }
  }

  /// Puts back those that were taken off with the current one, which has this number.
  mutating func putBack(_ number: Int) {
    guard !inner.isEmpty, let owner = active.last, let all = inner.removeValue(forKey: number) else { return }
    for var fiber in all.fibers {
      fiber.base &+= owner.base
      fiber.frameCount &+= owner.frameCount
      push(fiber)
    }
  }

  /// Forgets those with certain owners, which will never go on. The result is their objects.
  mutating func takeInner(where isGone: (_ owner: Int, Inner) -> Bool) -> [Ref] {
    var gone: [Ref] = []
    for (number, all) in inner where isGone(number, all) {
      inner[number] = nil
      gone += all.fibers.map(\.object)
    }
    return gone
  }

  mutating func visit<V: ReferenceVisitor>(_ visitor: inout V) {
    for index in active.indices { active[index].object = visitor.visit(active[index].object) }
    for place in inner.values.indices {
      inner.values[place].owner = visitor.visit(inner.values[place].owner)
      for index in inner.values[place].fibers.indices {
        let object = inner.values[place].fibers[index].object
        inner.values[place].fibers[index].object = visitor.visit(object)
      }
    }
  }
}

/// A fiber that waits while others go on.
struct PendingCall {
  /// Its number.
  let fiber: Int
  /// The numbers of the fibers of `Fiber.map` in which it runs, from the outside; it is the last.
  let path: [Int]
  /// What it waits for; nil if that is fibers of its own.
  let operation: AnyObject?
}

/// What a suspended run waits for if several fibers wait at once.
package final class PendingOperations {
  /// In the order in which they begin.
  package let operations: [AnyObject]
  /// The numbers of the fibers that wait for them.
  let fibers: [Int]

  init(_ pending: [PendingCall]) {
    let calls = pending.filter { $0.operation != nil }
    operations = calls.compactMap(\.operation)
    fibers = calls.map(\.fiber)
  }
}

/// What is kept outside of the cage of fibers that have been suspended: where they go on.
///
/// The object of a fiber has its number. One that damage has changed leads to another fiber of the table or to none, and an entry knows its
/// object.
struct SuspendedFibers {
  struct Entry {
    /// Whether it is suspended now, whatever its object says: else the places are old.
    var isSuspended = false
    var pc: CodePointer
    /// The function that has yielded.
    var function: FunctionRecord
    /// How many bytes its window, and that of the call that has yielded, are above the first window of the fiber.
    var registers: UInt32 = 0
    var window: UInt32 = 0
    /// The host function that it waits for, and the error of that.
    var hostCall: Int?
    var failure: (any Error)?
    /// Its frames, but for the one of the fiber's function.
    var frames = SavedFrames()

    init(_ pc: CodePointer, _ function: FunctionRecord) { (self.pc, self.function) = (pc, function) }
  }

  /// By the numbers of their objects.
  private var entries: [Entry] = []
  private var objects = WeakObjects()
  /// What all entries take, and how much of it makes a full collection due.
  private(set) var byteCount = 0
  private(set) var byteThreshold = SuspendedFibers.minimumThreshold

  private static let minimumThreshold = 1 << 20

  var count: Int { objects.count }

  mutating func add(_ object: Ref, _ pc: CodePointer, _ function: FunctionRecord) -> Int {
    let entry = Entry(pc, function)
    let number = objects.add(object)
    if number < entries.count { entries[number] = entry } else { entries.append(entry) }
    byteCount &+= MemoryLayout<Entry>.stride
    return number
  }

  /// Whether a number is that of an object.
  func has(_ number: Int, _ object: Ref) -> Bool { !object.isNull && objects[number] == object }

  /// The object of a number; null if there is none.
  func object(_ number: Int) -> Ref { objects[number] }

  subscript(number: Int) -> Entry {
    get { entries[number] }
    _modify { yield &entries[number] }
  }

  /// Makes room for the frames of an entry; false if the system has no memory.
  mutating func reserve(_ count: Int, at number: Int) -> Bool {
    byteCount &-= entries[number].frames.byteCount
    defer { byteCount &+= entries[number].frames.byteCount }
    return entries[number].frames.reserve(count)
  }

  mutating func remove(_ number: Int) {
    objects.remove(number)
    letGo(number)
  }

  private mutating func letGo(_ number: Int) {
    byteCount &-= entries[number].frames.byteCount &+ MemoryLayout<Entry>.stride
    entries[number].frames.free()
    entries[number].isSuspended = false
    entries[number].failure = nil
  }

  mutating func updateMoved(_ newPlace: (Ref) -> Ref) {
    for number in objects.updateMoved(newPlace) { letGo(number) }
  }

  mutating func forgetDead(isLive: (Ref) -> Bool) {
    for number in objects.forgetDead(isLive: isLive) { letGo(number) }
    byteThreshold = max(SuspendedFibers.minimumThreshold, byteCount &* 2)
  }

  /// The functions in which fibers will go on: their programs must stay, whatever has become of the closures in the cage.
  func functions() -> Set<Int> {
    var functions: Set<Int> = []
    for entry in entries where entry.isSuspended {
      functions.insert(entry.function.index)
      entry.frames.forEachFunction { functions.insert($0.index) }
    }
    return functions
  }

  mutating func freeAll() {
    for number in entries.indices { entries[number].frames.free() }
    entries = []
  }
}
