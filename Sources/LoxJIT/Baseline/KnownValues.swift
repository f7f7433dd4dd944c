/// Which registers of the running function a vector register of the processor holds, too. Their values may be of any kind: arithmetic checks
/// its results.
///
/// Every result is stored in its window as well, so nothing depends on this, and whoever comes from outside finds the values in memory.
/// It is worth it since a load that follows a store waits for it. Known is only what a basic block itself has computed
/// or loaded, and not what is not live at a safepoint behind that: a collection clears it, and then it is not the value that a register
/// has which was copied from it.
///
/// The same for the object that the block has looked at last: then two registers of the processor have its offset and the first word of its
/// header, which is the shape of an instance. If the value refers to no object, that word is none that a header has.
// PERF: a value without references, since the compiler notes one for each instruction.
struct KnownValues {
  /// Some of the registers that processor registers hold, by the numbers of these; several may be held by one.
  private var registers = SIMD8<Int32>(repeating: none)
  private var holders = SIMD8<UInt8>(repeating: 0)
  /// The entry that is written next, and the holder that is taken next.
  private var nextEntry = 0
  private var nextHolder = 0
  /// The register whose object is known, and one with the same value.
  private var original = none
  private var copy = none
  /// Which holders have been asked for since this was cleared, and which were taken.
  private(set) var used: HolderSet = []
  private(set) var taken: HolderSet = []

  private static let none: Int32 = -1

  /// The register of the processor that holds a register.
  mutating func holder(of register: Int) -> DoubleRegister? {
    let register = Int32(truncatingIfNeeded: register)
    for entry in 0..<SIMD8<Int32>.scalarCount where registers[entry] == register {
      let number = Int(holders[entry])
      used.insert(HolderSet(number))
      return DoubleRegister.holders[number]
    }
    return nil
  }

  /// A holder for a new value, which is not that of another register.
  mutating func take(except other: DoubleRegister?) -> DoubleRegister {
    if DoubleRegister.holders[nextHolder] == other { skipHolder() }
    let number = nextHolder
    skipHolder()
    for entry in 0..<SIMD8<Int32>.scalarCount where Int(holders[entry]) == number {
      registers[entry] = Self.none
    }
    taken.insert(HolderSet(number))
    return DoubleRegister.holders[number]
  }

  private mutating func skipHolder() {
    nextHolder = nextHolder == DoubleRegister.holders.count - 1 ? 0 : nextHolder + 1
  }

  mutating func note(_ register: Int, in holder: DoubleRegister) {
    forget(register)
    registers[nextEntry] = Int32(truncatingIfNeeded: register)
    holders[nextEntry] = UInt8(truncatingIfNeeded: holder.rawValue - DoubleRegister.c.rawValue)
    nextEntry = (nextEntry + 1) % SIMD8<Int32>.scalarCount
  }

  mutating func forget(_ register: Int) {
    let register = Int32(truncatingIfNeeded: register)
    for entry in 0..<SIMD8<Int32>.scalarCount where registers[entry] == register {
      registers[entry] = Self.none
    }
    if copy == register { copy = Self.none }
    if original == register { (original, copy) = (copy, Self.none) }
  }

  /// Forgets all registers from a number on.
  mutating func forget(from register: Int) {
    let register = Int32(truncatingIfNeeded: register)
    registers.replace(with: Self.none, where: registers .>= register)
    if copy >= register { copy = Self.none }
    if original >= register { (original, copy) = (copy, Self.none) }
  }

  mutating func forgetAll() {
    registers = SIMD8(repeating: Self.none)
    forgetObject()
  }

  // MARK: - The object

  /// A register whose object is known.
  var object: Int? { original == Self.none ? nil : Int(original) }

  /// Whether the object is known to which a register refers.
  mutating func hasObject(_ register: Int) -> Bool {
    guard original == register || copy == register, register >= 0 else { return false }
    used.insert(.object)
    return true
  }

  /// Known is the object to which a register refers.
  mutating func noteObject(_ register: Int) {
    if copy != register, original != register {
      (original, copy) = (Int32(truncatingIfNeeded: register), Self.none)
    }
    taken.insert(.object)
  }

  /// A register has got the value of another one.
  mutating func noteCopy(_ register: Int, of source: Int) {
    guard original == source, source >= 0 else { return }
    copy = Int32(truncatingIfNeeded: register)
  }

  mutating func forgetObject() { (original, copy) = (Self.none, Self.none) }

  /// Begins to note which holders are asked for and taken.
  mutating func watch() { (used, taken) = ([], []) }

  /// A register for each of some holders.
  func forEach(in set: HolderSet, _ body: (_ register: Int, _ holder: DoubleRegister) -> Void) {
    var rest = set
    for entry in 0..<SIMD8<Int32>.scalarCount where registers[entry] != Self.none {
      let number = Int(holders[entry])
      guard rest.remove(HolderSet(number)) != nil else { continue }
      body(Int(registers[entry]), DoubleRegister.holders[number])
    }
  }
}

/// Some of the registers that hold what is known; those for the object count as one.
struct HolderSet: OptionSet {
  let rawValue: UInt8

  init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The holder with a number.
  init(_ number: Int) { rawValue = 1 << UInt8(truncatingIfNeeded: number) }

  static let object = HolderSet(rawValue: 1 << 7)
}
