import LoxBytecode
import LoxCompiler
import LoxGenerator
import LoxSemantics
import LoxSource
import LoxSyntax

@testable import LoxRuntime

/// An isolate whose memory is damaged while it runs scripts: the attacker of the cage.
///
/// The attacker writes any values to any place with the script's own data, at any instruction. What the
/// scripts then print, and how they fail, does not matter: only that they end, and that nothing outside
/// the cage is read or written.
final class DamageRun {
  private let machine: VirtualMachine
  private let memory: Pinned<Machine>
  private var random: SplitMix64
  /// There is damage about once in this many instructions.
  private let interval: Int
  private(set) var writes = 0
  /// Whether scripts run in machine code, which is attacked when a slice of fuel ends, and around its helpers.
  private let isNative: Bool

  /// Limits of runs that are attacked while these are checked.
  private final class Attack: MachineLimits {
    var damage: () -> Void = {}

    override func isCancelled() -> Bool {
      damage()
      return false
    }
  }

  private static let images: [ProgramImage] =
    DamageScripts.all.compactMap { text in
      let source = Source(name: "script", text: text)
      var analyzed = FrontEnd.analyze(source: source, profile: .extended)
      Optimizer.optimize(&analyzed.ast, &analyzed.resolution)
      guard let program = try? Compiler.compile(analyzed.ast, analyzed.resolution) else { return nil }
      return try? ProgramImage(program)
    } + [try? DamageScripts.collections.image].compactMap { $0 }

  /// Nil if the system has no addresses to give.
  init?(seed: UInt64) {
    random = SplitMix64(seed: seed)
    interval = 1 << (3 + random.below(11))
    var options = MachineOptions { _ in true }
    options.heapLimit = 1 << (20 + random.below(3))
    options.fuel = 40_000
    options.maximumDepth = 2_000
    options.stressCollector = random.below(16) == 0
    if options.stressCollector { options.fuel = 1_000 }
    isNative = random.below(2) == 0
    if isNative {
      let modes: [MachineCodeMode] = [.everything, .everything, .mixed(seed: random.next()), .on]
      options.machineCode = modes[random.below(modes.count)]
    }
    guard let machine = VirtualMachine(options: options) else { return nil }
    self.machine = machine
    memory = machine.machine
    if isNative { attackMachineCode(options) }
    machine.trace { [unowned self] _ in
      if self.random.below(self.interval) == 0 { self.damage() }
    }
  }

  deinit { DamageHelpers.leave(memory) }

  private func attackMachineCode(_ options: MachineOptions) {
    let limits = Attack(
      fuel: options.fuel, heapBytes: options.heapLimit, callDepth: options.maximumDepth,
      entryDepth: options.maximumEntries)
    let attacksHelpers = random.below(2) == 0
    limits.damage = { [unowned self] in
      if attacksHelpers { DamageHelpers.install(memory) }
      if random.below(4) == 0 { damage() }
    }
    machine.limits = limits
    machine.setSlice(1 << random.below(10))
    guard attacksHelpers else { return }
    DamageHelpers.attack(memory) { [unowned self] in
      if random.below(interval) == 0 { damage() }
    }
    DamageHelpers.install(memory)
  }

  /// The start of the isolate's addresses.
  var base: UInt { unsafe UInt(bitPattern: memory.value.cage.base) }

  /// Runs some scripts, one after the other in the same memory.
  func run() {
    for _ in 0..<(1 + random.below(4)) {
      // The loop that hosts use can be attacked only before it starts.
      machine.isObserved = !isNative && random.below(4) != 0
      if !machine.isObserved { for _ in 0..<random.below(16) { damage() } }
      try? machine.run(DamageRun.images[random.below(DamageRun.images.count)])
      for _ in 0..<random.below(3) { damage() }
    }
  }

  /// Whether nothing was written after the end of the offsets, where only small displacements may lead.
  var isGuardClean: Bool {
    let last = UInt32.max - 7
    return stride(from: 16 << 10, to: Cage.guardSize - 8, by: 8).allSatisfy {
      memory.value.cage.load64(last, $0) == 0
    }
  }

  // MARK: - Damage

  /// Overwrites one word that the isolate uses, sometimes a few in a row.
  private func damage() {
    if random.below(4) == 0 { return damageFact() }
    let place = target() & ~3
    for index in 0..<(random.below(8) == 0 ? UInt32(1 + random.below(16)) : 1) {
      write(place &+ index &* 4)
      writes += 1
    }
  }

  /// Overwrites a word that caches and fast paths copy, or trust to be small: with the largest or smallest value, or one that is
  /// just too large.
  private func damageFact() {
    let cage = memory.value.cage
    let facts: [ObjectKind: [Int]] = [
      .shape: [
        ShapeLayout.instanceSize, ShapeLayout.inlineCapacity, ShapeLayout.count, ShapeLayout.class,
        ShapeLayout.slots, ShapeLayout.transitions,
      ],
      .class: [
        ClassLayout.inlineCapacity, ClassLayout.rootShape, ClassLayout.methods, ClassLayout.initializer,
      ],
      .closure: [ClosureLayout.function, ClosureLayout.count],
      .string: [4, StringLayout.length, StringLayout.hash],
      .slice: [StringLayout.length, SliceLayout.buffer],
      .buffer: [4, BufferLayout.used, BufferLayout.capacity],
      .fields: [4, FieldsLayout.capacity], .slotTable: [TableLayout.count, TableLayout.capacity],
      .referenceTable: [TableLayout.count, TableLayout.capacity],
      .list: [ListLayout.count, ListLayout.storage],
      .elements: [4, ElementsLayout.capacity], .numbers: [4, ElementsLayout.capacity],
      .map: [
        MapLayout.count, MapLayout.version, MapLayout.entries, MapLayout.used, MapLayout.hashedAt,
        MapLayout.firstMovable,
      ],
      .entries: [4, EntriesLayout.capacity],
      .range: [RangeLayout.start + 4, RangeLayout.end + 4, RangeLayout.step + 4],
      .native: [NativeLayout.index], .boundMethod: [BoundMethodLayout.method],
    ]
    // The next object after a place: objects begin at multiples of eight.
    let start = target() & ~7
    for place in stride(from: start, to: start &+ min(4096, UInt32.max &- start), by: 8) {
      guard let kind = ObjectKind(rawValue: cage.load32(place)), let fields = facts[kind] else { continue }
      let extremes: [UInt32] = [
        0, 1, 8, 0x2000, 0x2008, 0x7fff_ffff, 0x8000_0000, 0xff00_0000, 0xffff_fff0, 0xffff_fff8, 0xffff_ffff,
      ]
      cage.store32(
        extremes[random.below(extremes.count)], place &+ UInt32(fields[random.below(fields.count)]))
      writes += 1
      return
    }
  }

  /// A place in a part of the heap that is in use, or in the windows of the value stack.
  private func target() -> UInt32 {
    let heap = memory.value.heap
    func within(_ start: UInt32, _ end: UInt32) -> UInt32 {
      end > start ? start + UInt32(random.below(Int(end - start))) : start
    }
    switch random.below(8) {
    case 0, 1: return within(Nursery.edenStart, heap.value.top)
    case 2: return within(heap.value.nursery.survivorStart, heap.value.nursery.survivorTop)
    case 3, 4:
      let parked = memory.value.calls.parked
      let top = parked.registers.offset(in: memory.value.cage) &+ UInt32(parked.function.windowBytes)
      return within(random.below(2) == 0 ? Cage.stackStart : max(Cage.stackStart, top &- 256), top)
    case 5:
      // Near the start of the old space are names, globals, classes and shapes.
      return within(Cage.oldStart, Cage.oldStart + 4096)
    default: return within(Cage.oldStart, BlockTable.offset(ofBlock: heap.value.old.frontier))
    }
  }

  private func write(_ place: UInt32) {
    let cage = memory.value.cage
    switch random.below(10) {
    case 0: cage.store32(cage.load32(place) ^ 1 << UInt32(random.below(32)), place)
    case 1: cage.store32(UInt32(truncatingIfNeeded: random.next()), place)
    case 2: cage.store32(UInt32(random.below(16)), place)
    case 3: cage.store32(UInt32(random.below(1 << 12)), place)
    case 4: cage.store32(cage.load32(target() & ~3), place)
    case 5: cage.store32(target() & ~7, place)
    case 6: cage.store32(edge(), place)
    case 7: cage.store64(cage.load64(target() & ~7), place & ~7)
    case 8:
      cage.store64(0xfffa_0000_0000_0000 + UInt64(random.below(6)) << 48 | UInt64(target() & ~7), place & ~7)
    default: cage.store64(0xfff8_0000_0000_0000 | random.next() & 0x0007_ffff_ffff_ffff, place & ~7)
    }
  }

  /// A number close to where something begins or ends.
  private func edge() -> UInt32 {
    let edges: [UInt32] = [
      0, 64, Nursery.edenStart, Nursery.highStart, Nursery.end, Cage.stackStart, Cage.stackEnd, Cage.oldStart,
      1 << 24, 1 << 30, 1 << 31, 0xffff_8000,
    ]
    return edges[random.below(edges.count)] &+ UInt32(random.below(5)) &* 4 &- 8
  }
}
