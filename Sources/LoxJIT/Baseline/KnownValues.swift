/// Which registers of the running function a vector register of the processor holds, too. Their values may be of any kind: arithmetic checks
/// its results.
///
/// Every result is stored in its window as well, so nothing depends on this, and whoever comes from outside finds the values in memory.
/// It is worth it since a load that follows a store waits for it. Known is only what a basic block itself has computed
/// or loaded.
struct KnownValues {
  private var entries: [(register: Int, holder: DoubleRegister)] = []
  /// The holder that is taken next.
  private var next = 0

  var isEmpty: Bool { entries.isEmpty }

  /// The register of the processor that holds a register.
  func holder(of register: Int) -> DoubleRegister? {
    entries.first { $0.register == register }?.holder
  }

  /// A holder for a new value, which is not that of another register.
  mutating func take(except other: DoubleRegister?) -> DoubleRegister {
    let holders = DoubleRegister.holders
    if holders[next] == other { next = (next + 1) % holders.count }
    let holder = holders[next]
    next = (next + 1) % holders.count
    entries.removeAll { $0.holder == holder }
    return holder
  }

  mutating func note(_ register: Int, in holder: DoubleRegister) {
    forget(register)
    entries.append((register, holder))
  }

  mutating func forget(_ register: Int) { entries.removeAll { $0.register == register } }

  mutating func forgetAll() { entries.removeAll(keepingCapacity: true) }

  func forEach(_ body: (_ register: Int, _ holder: DoubleRegister) -> Void) {
    for (register, holder) in entries { body(register, holder) }
  }
}
