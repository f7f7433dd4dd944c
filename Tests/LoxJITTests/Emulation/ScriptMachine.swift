import LoxBytecode
import LoxJIT

/// A machine that runs a function of a program: its memory, as the runtime would have made it.
struct ScriptMachine {
  let program: Program
  let layout: RuntimeLayout
  private(set) var image: MachineImage
  /// Which functions have machine code.
  let compiled: Set<Int>
  /// Where each function's record is.
  private var records: [Int] = []
  private var globals: [UInt32: Int] = [:]
  private var strings: [UInt32: UInt64] = [:]
  /// Where the next object goes: young ones begin at 16, since 0 is none.
  private var nextYoung = 16
  private var nextOld = MemoryMap.nurseryEnd
  private var resultCount = 0

  /// The number in the isolate of the program's first function.
  static let firstIndex = 3
  /// The window of the function that runs, and the place above its frame.
  static let window = MemoryMap.windows + 0x100
  private var frame: Int { MemoryMap.frames + 3 * layout.frame.size }

  init(_ program: Program, _ layout: RuntimeLayout, number: Int, compiled: Set<Int>) {
    (self.program, self.layout, self.compiled) = (program, layout, compiled)
    image = MachineImage(
      at: MemoryMap.machines + UInt64(number * MemoryMap.size), size: MemoryMap.size)
    setContext()
    layOutRecords()
    for index in program.functions.indices { fillRecord(index) }
    // The caller is the run loop, in a function without machine code: the last record. So is the caller's caller.
    for (depth, distance) in [(1, 0x100), (2, 0)] {
      let caller = frame - depth * layout.frame.size
      image[caller + layout.frame.returnAddress] = MemoryMap.callerAddress
      image[caller + layout.frame.function] = address(records[program.functions.count])
      image[word: caller + layout.frame.window] = UInt32(distance)
    }
  }

  func address(_ offset: Int) -> UInt64 { image.address + UInt64(offset) }

  // MARK: - The run

  /// Says which function runs, from which place on, with which arguments.
  mutating func start(_ function: Int, at place: CodeAddress, _ arguments: [UInt64], fuel: Int) {
    for (number, argument) in arguments.enumerated() { self[register: number + 1] = argument }
    image[layout.context.function] = address(records[function])
    image[layout.context.registers] = address(Self.window)
    image[layout.context.frame] = address(frame)
    image[layout.context.fuel] = UInt64(bitPattern: Int64(fuel))
    image.set(MemoryMap.log + LogLayout.start, to: place)
    image[MemoryMap.log + LogLayout.resultCount] = UInt64(resultCount)
  }

  /// Unless something else is said, steps lead to where the machine is parked, and other helpers find nothing.
  private mutating func setOwnResults() {
    for helper in Helper.allCases {
      let offset = MemoryMap.log + LogLayout.ownResults + 8 * helper.rawValue
      switch helper {
      case .execute, .finishMember, .findPlace, .switchFiber: image.set(offset, to: .stub(\.leaveParked))
      case .executeHere: image[offset] = 1
      case .rememberObject, .rememberElement, .findMethod, .setElement, .setProperty, .nextElement:
        image[offset] = 0
      case .getElement, .getProperty, .invokeIntrinsic: image[offset] = undefined
      }
    }
    image[MemoryMap.log + LogLayout.distance] = 0x1000
  }

  /// What the next helper returns that is called.
  mutating func addResult(_ address: CodeAddress) {
    image.set(MemoryMap.log + LogLayout.results + 8 * resultCount, to: address)
    resultCount += 1
  }

  mutating func addResult(_ word: UInt64) {
    image[MemoryMap.log + LogLayout.results + 8 * resultCount] = word
    resultCount += 1
  }

  subscript(register number: Int) -> UInt64 {
    get { image[Self.window + 8 * number] }
    set { image[Self.window + 8 * number] = newValue }
  }

  subscript(context offset: Int) -> UInt64 {
    get { image[offset] }
    set { image[offset] = newValue }
  }

  /// The frame that is on top, which says where the function returns.
  mutating func setCaller(_ function: Int, returningTo pc: Int) {
    let top = frame - layout.frame.size
    image[top + layout.frame.returnAddress] = MemoryMap.bytecode(function) + UInt64(4 * pc)
    image[top + layout.frame.function] = address(records[function])
  }

  mutating func setReturnAddress(_ address: UInt64) {
    image[frame - layout.frame.size + layout.frame.returnAddress] = address
  }

  /// The closure that runs.
  mutating func setClosure(_ closure: UInt64) {
    image[word: frame - layout.frame.size + layout.frame.closure] = UInt32(truncatingIfNeeded: closure)
  }

  // MARK: - Context and records

  private mutating func setContext() {
    let context = layout.context
    image[context.stackLimit] = address(MemoryMap.windowsEnd)
    image[context.frameLimit] = address(MemoryMap.framesEnd)
    image[context.heap] = address(MemoryMap.eden)
    image[context.cage] = address(MemoryMap.cage)
    image[context.records] = address(MemoryMap.recordTable)
    image[context.recordCount] = UInt64(MemoryMap.recordCount)
    image[context.operators] = address(MemoryMap.operators)
    image[context.nilBits] = layout.values.nil
    image[context.falseBits] = layout.values.nil + 1
    image[context.undefinedBits] = layout.values.nil + 3
    image[context.finish] = MemoryMap.finishAddress
    image.set(context.leave, to: .stub(\.leave))
    image.set(context.finishMember, to: .stub(\.finishMember))
    image.set(context.step, to: .stub(\.step))
    image.set(context.switchFiber, to: .stub(\.switchFiber))
    image.set(context.stepHere, to: .stub(\.stepHere))
    image.set(context.stepTwoHere, to: .stub(\.stepTwoHere))
    for (offset, helper) in layout.helpers { image.set(offset, to: .helper(helper)) }
    for (offset, path) in layout.shared { image.set(offset, to: .shared(path)) }
    setOwnResults()
    image[word: MemoryMap.eden + layout.heap.top] = UInt32(MemoryMap.edenTop)
    image[word: MemoryMap.eden + layout.heap.limit] = UInt32(MemoryMap.edenLimit)
  }

  /// Whether a program is small enough, and its functions are not too long to be entered at each instruction.
  static func hasRoom(for program: Program, _ layout: RuntimeLayout) -> Bool {
    let sizes = program.functions.map {
      Int($0.caches.count) * layout.record.cacheSize + layout.record.constants + 8 * Int($0.constants.count)
        + 63
    }
    return program.functions.count <= MemoryMap.recordCount - firstIndex
      && sizes.reduce(layout.record.constants + 64, +) <= MemoryMap.windows - MemoryMap.records
      && program.functions.allSatisfy { $0.registerCount < 200 && $0.code.count <= 400 }
  }

  /// Caches are before a record, and constants behind it.
  private mutating func layOutRecords() {
    var place = MemoryMap.records
    for function in program.functions {
      place += Int(function.caches.count) * layout.record.cacheSize
      records.append(place)
      place += (layout.record.constants + 8 * Int(function.constants.count) + 63) & ~63
    }
    records.append(place)
    precondition(place + layout.record.constants <= MemoryMap.windows, "the program is too large")
    image.set(place + layout.record.nativeEntry, to: .stub(\.leaveAtEntry))
    image[place + layout.record.code] = MemoryMap.callerAddress - 8
  }

  private mutating func fillRecord(_ index: Int) {
    let (record, function) = (records[index], program.functions[index])
    image[MemoryMap.recordTable + 8 * (Self.firstIndex + index)] = address(record)
    image[word: record + layout.record.windowBytes] = 8 * function.registerCount
    image[word: record + layout.record.codeCount] = function.code.count
    image[word: record + layout.record.arity] = UInt32(function.arity)
    image[word: record + layout.record.firstIndex] = UInt32(Self.firstIndex)
    image[record + layout.record.code] = MemoryMap.bytecode(index)
    if compiled.contains(index) {
      image.set(record + layout.record.nativeEntry, to: .entry(function: index))
      image.set(record + layout.record.nativePlaces, to: .places(function: index))
    } else {
      image.set(record + layout.record.nativeEntry, to: .stub(\.leaveAtEntry))
    }
    for cache in 0..<Int(function.caches.count) { setCache(index, cache, layout.callCache.callee, undefined) }
    for (number, constant) in program.constants[function.constants.range].enumerated() {
      image[record + layout.record.constants + 8 * number] = value(of: constant)
    }
  }

  private var undefined: UInt64 { layout.values.nil + 3 }

  private mutating func value(of constant: Constant) -> UInt64 {
    switch constant {
    case .nil: return layout.values.nil
    case .boolean(let value): return layout.values.nil + (value ? 2 : 1)
    case .number(let bits): return bits
    case .string(let index):
      if let known = strings[index] { return known }
      let string = makeString(isInterned: true)
      strings[index] = string
      return string
    case .global(let name): return UInt64(global(name)) | UInt64(coreName(name)) << 32
    case .imported: return 0
    }
  }

  private func coreName(_ name: UInt32) -> UInt32 {
    switch program.text(of: name) {
    case "Number": layout.core.numberName
    case "String": layout.core.stringName
    default: 0
    }
  }

  // MARK: - Caches

  /// Where the record of a function is.
  func record(_ function: Int) -> Int { records[function] }

  func cache(_ function: Int, _ number: Int) -> Int {
    records[function] - (number + 1) * layout.record.cacheSize
  }

  private mutating func setCache(_ function: Int, _ number: Int, _ offset: Int, _ value: UInt64) {
    // Other caches begin with a shape: 0, which no instance has.
    let kind = program.caches[Int(program.functions[function].caches.start) + number].kind
    if kind == .call || kind == .invokeSuper { image[cache(function, number) + offset] = value }
  }

  subscript(cache offset: Int) -> UInt64 {
    get { image[offset] }
    set { image[offset] = newValue }
  }

  subscript(cacheWord offset: Int) -> UInt32 {
    get { image[word: offset] }
    set { image[word: offset] = newValue }
  }

  subscript(cacheByte offset: Int) -> UInt8 {
    get { image[byte: offset] }
    set { image[byte: offset] = newValue }
  }

  // MARK: - Globals

  /// The offset of a global variable in the cage.
  private mutating func global(_ name: UInt32) -> Int {
    if let known = globals[name] { return known }
    let place = allocate(8, isOld: true)
    globals[name] = place
    image[MemoryMap.cage + place] = undefined
    return place
  }

  mutating func setGlobal(_ name: String, _ value: UInt64) {
    for (index, place) in globals where program.text(of: index) == name {
      image[MemoryMap.cage + place] = value
    }
  }

  // MARK: - Objects

  /// Room for an object; the result is its offset.
  mutating func allocate(_ size: Int, isOld: Bool) -> Int {
    let size = (size + 7) & ~7
    if isOld {
      nextOld += size
      return nextOld - size
    }
    nextYoung += size
    precondition(nextYoung <= MemoryMap.edenTop)
    return nextYoung - size
  }

  /// Leaves no room for new objects.
  mutating func fillEden() {
    image[word: MemoryMap.eden + layout.heap.top] = UInt32(MemoryMap.edenLimit)
  }

  subscript(cage offset: Int) -> UInt64 {
    get { image[MemoryMap.cage + offset] }
    set { image[MemoryMap.cage + offset] = newValue }
  }

  subscript(cageWord offset: Int) -> UInt32 {
    get { image[word: MemoryMap.cage + offset] }
    set { image[word: MemoryMap.cage + offset] = newValue }
  }
}

extension Program {
  func text(of string: UInt32) -> String {
    let range = strings[Int(string)]
    return String(decoding: stringBytes[Int(range.start)..<Int(range.start + range.count)], as: UTF8.self)
  }

  /// The number of the first function with this name.
  func function(_ name: String) -> Int? {
    functions.indices.first { functions[$0].kind != .script && text(of: functions[$0].name) == name }
  }
}

extension RuntimeLayout {
  /// Where the context has the helpers.
  var helpers: [(Int, Helper)] {
    [
      (context.execute, .execute), (context.executeHere, .executeHere), (context.findPlace, .findPlace),
      (context.finishMemberOfMachine, .finishMember), (context.switchFiberOfMachine, .switchFiber),
      (context.rememberObject, .rememberObject), (context.rememberElement, .rememberElement),
      (context.findMethod, .findMethod), (context.getElement, .getElement), (context.setElement, .setElement),
      (context.getProperty, .getProperty), (context.setProperty, .setProperty),
      (context.invokeIntrinsic, .invokeIntrinsic),
      (context.nextElement, .nextElement),
    ]
  }

  /// Where the context has the parts of shared code.
  var shared: [(Int, KeyPath<SharedCode, Int> & Sendable)] {
    [
      (context.barrier, \.barrier), (context.elementBarrier, \.elementBarrier),
      (context.readOther, \.readOther), (context.writeOther, \.writeOther),
      (context.invokeOther, \.invokeOther),
      (context.invokeCore, \.invokeCore), (context.findCallee, \.findCallee),
      (context.construct, \.construct),
      (context.getOther, \.getOther), (context.setOther, \.setOther), (context.goOn, \.goOn),
      (context.takeObject, \.takeObject), (context.callMember, \.callMember),
      (context.callOperator, \.callOperator),
    ]
  }
}
