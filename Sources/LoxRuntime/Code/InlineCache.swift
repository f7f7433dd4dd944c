import LoxBuiltins
import LoxBytecode

/// What one instruction has learned, in 64 bytes outside the cage. It refers to old objects only.
///
/// Each kind of instruction has a `CacheView` of its own. An empty cache matches no value
/// that a script can have, and its records are those of the entry stub: if damage makes an empty key match, the run ends.
@safe struct InlineCache {
  static let size = InlineCacheLayout.size
  private let pointer: UnsafeMutableRawPointer

  /// SAFETY: `pointer` must be the address of `size` writable bytes that outlive the cache.
  @unsafe init(_ pointer: UnsafeMutableRawPointer) { unsafe self.pointer = pointer }

  /// The cache that machine code passes to a helper.
  // SAFETY: as above; machine code computes the address of a cache from that of its record.
  init(address: UInt) { unsafe pointer = UnsafeMutableRawPointer(bitPattern: address).unsafelyUnwrapped }

  // SAFETY: a cache is 64 bytes in the block of its function's record, and the parts of all views are inside of it.

  @inline(always) fileprivate func load32(_ offset: Int) -> UInt32 {
    unsafe pointer.load(fromByteOffset: offset, as: UInt32.self)
  }
  @inline(always) fileprivate func store32(_ value: UInt32, _ offset: Int) {
    unsafe pointer.storeBytes(of: value, toByteOffset: offset, as: UInt32.self)
  }
  @inline(always) fileprivate func load64(_ offset: Int) -> UInt64 {
    unsafe pointer.load(fromByteOffset: offset, as: UInt64.self)
  }
  @inline(always) fileprivate func store64(_ value: UInt64, _ offset: Int) {
    unsafe pointer.storeBytes(of: value, toByteOffset: offset, as: UInt64.self)
  }
  @inline(always) fileprivate func record(_ offset: Int) -> FunctionRecord {
    unsafe pointer.load(fromByteOffset: offset, as: FunctionRecord.self)
  }
  @inline(always) fileprivate func store(_ record: FunctionRecord, _ offset: Int) {
    unsafe pointer.storeBytes(of: record, toByteOffset: offset, as: FunctionRecord.self)
  }

  // The parts of every cache.

  var name: Ref {
    get { Ref(offset: load32(InlineCacheLayout.name)) }
    nonmutating set { store32(newValue.offset, InlineCacheLayout.name) }
  }
  /// How often something was learned; large numbers begin anew.
  var misses: UInt16 {
    get { UInt16(truncatingIfNeeded: load32(InlineCacheLayout.misses)) }
    nonmutating set {
      store32(load32(InlineCacheLayout.misses) & 0xffff_0000 | UInt32(newValue), InlineCacheLayout.misses)
    }
  }
  /// The operation of the core library that the name meant last for a value that is no instance; `math`, which is no member of anything, if
  /// there was none.
  // SAFETY: the byte is 0, which is `math`, until an identity is stored there, and nothing else is.
  @inline(always) var core: CoreOperation.Identity {
    get { unsafe pointer.load(fromByteOffset: InlineCacheLayout.core, as: CoreOperation.Identity.self) }
    nonmutating set {
      unsafe pointer.storeBytes(
        of: newValue, toByteOffset: InlineCacheLayout.core, as: CoreOperation.Identity.self)
    }
  }

  /// Whether a helper of machine code has found no field here, but a computed property, for example.
  // SAFETY: the byte is 0 until it is set.
  var hasNoField: Bool {
    get { unsafe pointer.load(fromByteOffset: InlineCacheLayout.hasNoField, as: UInt8.self) != 0 }
    nonmutating set {
      unsafe pointer.storeBytes(
        of: newValue ? 1 : 0, toByteOffset: InlineCacheLayout.hasNoField, as: UInt8.self)
    }
  }

  /// What a site knows of a member, so many bytes from the beginning of its cache.
  fileprivate func member(_ offset: Int) -> MemberEntry { unsafe MemberEntry(pointer + offset) }

  // The views.

  @inline(always) var ofCall: CallCache { CallCache(cache: self) }
  @inline(always) var ofInvoke: InvokeCache { InvokeCache(cache: self) }
  @inline(always) var ofGet: GetCache { GetCache(cache: self) }
  @inline(always) var ofSet: SetCache { SetCache(cache: self) }

  /// The view for the instructions of an opcode.
  func view(_ kind: CacheKind) -> any CacheView {
    switch kind {
    case .call, .callSpread: ofCall
    case .invokeSuper: SuperCallCache(cache: self)
    case .invoke, .invokeSpread, .iterate: ofInvoke
    case .getProperty, .getPropertyIfAny, .getMethodIfAny: ofGet
    case .setProperty: ofSet
    case .getSuper: NameCache(cache: self)
    }
  }

  /// The functions that the cache of a call knows.
  func callees(_ kind: CacheKind) -> [FunctionRecord] {
    switch kind {
    case .call, .invokeSuper: [ofCall.record]
    case .invoke: [ofInvoke.first.record, ofInvoke.second.record]
    default: []
    }
  }

  /// Forgets everything except the name.
  fileprivate func clearBytes() {
    for offset in stride(from: 0, to: 56, by: 4) { store32(0, offset) }
    store32(0, 60)
    core = .math
  }

  /// Which of two places a new entry goes to; nil if it is there already, or is not taken. The first shapes stay until many others have
  /// been seen.
  @inline(__always) fileprivate func place<Entry>(
    for key: UInt32, _ one: Entry, _ keyOfOne: UInt32, _ other: Entry, _ keyOfOther: UInt32
  ) -> Entry? {
    if keyOfOne == 0 { return one }
    if keyOfOther == 0 { return keyOfOne == key ? nil : other }
    guard misses & 15 == 0, keyOfOne != key, keyOfOther != key else { return nil }
    return misses & 16 == 0 ? one : other
  }
}

extension InlineCache {
  /// A cache that belongs to no instruction, for calls that don't come from code. Its owner frees it.
  static func makeDetached() -> InlineCache {
    // SAFETY: 64 bytes, as much as any cache.
    let place = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
    unsafe place.initializeMemory(as: UInt8.self, repeating: 0, count: size)
    return unsafe InlineCache(place)
  }

  func free() { unsafe pointer.deallocate() }
}

/// The contents of the caches of an opcode's instructions.
protocol CacheView {
  /// Forgets what was learned; records become those of the entry stub.
  func clear(stub: FunctionRecord)
  /// Whether everything that the cache refers to is live.
  func isLive(_ isLive: (Ref) -> Bool) -> Bool
  /// Whether an instruction that is about to be executed will find its answer in the cache.
  func isHit(_ i: Instruction, _ registers: Registers, _ cage: Cage) -> Bool
}

extension CacheView {
  fileprivate func isLive(_ offset: UInt32, _ isLive: (Ref) -> Bool) -> Bool {
    offset == 0 || isLive(Ref(offset: offset))
  }

  fileprivate func isLive(_ member: MemberEntry, _ isLive: (Ref) -> Bool) -> Bool {
    member.shape == 0 || isLive(Ref(offset: member.shape)) && isLive(member.closure)
  }

  /// The shape of an instance; nil for all other values.
  fileprivate func shape(_ value: Value, _ cage: Cage) -> UInt32? {
    value.isInstance ? cage.header(value.ref) : nil
  }
}

/// The cache of a call, or of a call of a superclass's method: one callee.
///
///     +0 callee, or the superclass (8)   +8 its record (8)   +16 shape of instances, 0 for a function (4)
///     +20 size of instances (4)          +48 closure (4)
struct CallCache: CacheView {
  fileprivate let cache: InlineCache

  /// The bits of the callee, or of the superclass.
  @inline(always) var callee: UInt64 {
    get { cache.load64(CallCacheLayout.callee) }
    nonmutating set { cache.store64(newValue, CallCacheLayout.callee) }
  }
  @inline(always) var record: FunctionRecord {
    get { cache.record(CallCacheLayout.record) }
    nonmutating set { cache.store(newValue, CallCacheLayout.record) }
  }
  /// If the callee is a class, the shape of new instances; 0 if it is a function.
  @inline(always) var shape: UInt32 {
    get { cache.load32(CallCacheLayout.shape) }
    nonmutating set { cache.store32(newValue, CallCacheLayout.shape) }
  }
  /// If the callee is a class, the size of an instance in bytes.
  @inline(always) var instanceSize: UInt32 {
    get { cache.load32(CallCacheLayout.instanceSize) }
    nonmutating set { cache.store32(newValue, CallCacheLayout.instanceSize) }
  }
  /// The callee's closure, or that of the class's initializer.
  @inline(always) var closure: Ref {
    get { Ref(offset: cache.load32(CallCacheLayout.closure)) }
    nonmutating set { cache.store32(newValue.offset, CallCacheLayout.closure) }
  }

  func clear(stub: FunctionRecord) {
    cache.clearBytes()
    callee = Value.undefined.bits
    record = stub
  }

  func isLive(_ isLive: (Ref) -> Bool) -> Bool {
    callee == Value.undefined.bits
      || self.isLive(UInt32(truncatingIfNeeded: callee), isLive) && self.isLive(shape, isLive)
        && self.isLive(closure.offset, isLive)
  }

  func isHit(_ i: Instruction, _ registers: Registers, _ cage: Cage) -> Bool {
    registers[i.window].bits == callee
  }
}

/// The same with a superclass instead of the callee, in the register after the arguments.
struct SuperCallCache: CacheView {
  fileprivate let cache: InlineCache

  func clear(stub: FunctionRecord) { cache.ofCall.clear(stub: stub) }
  func isLive(_ isLive: (Ref) -> Bool) -> Bool { cache.ofCall.isLive(isLive) }
  func isHit(_ i: Instruction, _ registers: Registers, _ cage: Cage) -> Bool {
    registers[i.window + i.argumentCount + 1].bits == cache.ofCall.callee
  }
}

/// The cache of an instruction that learns nothing, but has a name.
struct NameCache: CacheView {
  fileprivate let cache: InlineCache

  func clear(stub: FunctionRecord) { cache.clearBytes() }
  func isLive(_ isLive: (Ref) -> Bool) -> Bool { true }
  func isHit(_ i: Instruction, _ registers: Registers, _ cage: Cage) -> Bool { false }
}

/// The cache of a method call: methods for two shapes, and fields for two, which are those of getters or setters, or have
/// values that are called.
///
///     +0 shape (4)    +4 closure (4)   +8 record (8);   at +16 for a second shape
///     +32 shape (4)   +36 field (4)    +48 fuel (4);    at +40, +52 for a second shape
///
/// A method of the host may be in the place of the second field.
///
/// Of a class whose own method was called, the first shape is the class, and +48 the version of class members for which that holds.
struct InvokeCache: CacheView {
  fileprivate let cache: InlineCache

  /// A method that was found for a shape.
  struct Method {
    fileprivate let cache: InlineCache
    fileprivate let offset: Int

    @inline(always) var shape: UInt32 {
      get { cache.load32(offset &+ InvokeCacheLayout.Method.shape) }
      nonmutating set { cache.store32(newValue, offset &+ InvokeCacheLayout.Method.shape) }
    }
    @inline(always) var closure: Ref {
      get { Ref(offset: cache.load32(offset &+ InvokeCacheLayout.Method.closure)) }
      nonmutating set { cache.store32(newValue.offset, offset &+ InvokeCacheLayout.Method.closure) }
    }
    @inline(always) var record: FunctionRecord {
      get { cache.record(offset &+ InvokeCacheLayout.Method.record) }
      nonmutating set { cache.store(newValue, offset &+ InvokeCacheLayout.Method.record) }
    }
  }

  /// A field that takes the place of a method for a shape.
  struct Field {
    fileprivate let cache: InlineCache
    fileprivate let offset: Int

    @inline(always) var shape: UInt32 {
      get { cache.load32(offset &+ InvokeCacheLayout.Field.shape) }
      nonmutating set { cache.store32(newValue, offset &+ InvokeCacheLayout.Field.shape) }
    }
    /// What to do with the field, and its displacement.
    @inline(always) var access: FieldAccess {
      get { FieldAccess(bits: cache.load32(offset &+ InvokeCacheLayout.Field.access)) }
      nonmutating set { cache.store32(newValue.bits, offset &+ InvokeCacheLayout.Field.access) }
    }
    /// The fuel of the call that is avoided.
    @inline(always) var cost: UInt32 {
      get { cache.load32(InvokeCacheLayout.cost(ofField: offset)) }
      nonmutating set { cache.store32(newValue, InvokeCacheLayout.cost(ofField: offset)) }
    }
  }

  @inline(always) var first: Method { Method(cache: cache, offset: InvokeCacheLayout.first) }
  @inline(always) var second: Method { Method(cache: cache, offset: InvokeCacheLayout.second) }
  @inline(always) var firstField: Field { Field(cache: cache, offset: InvokeCacheLayout.firstField) }
  @inline(always) var secondField: Field { Field(cache: cache, offset: InvokeCacheLayout.secondField) }

  /// The field that takes the place of a method, if nothing else is known.
  var onlyField: Field? { first.shape == 0 && firstField.shape != 0 ? firstField : nil }

  /// The version of class members in which the class that is in the place of the first shape has its method.
  @inline(always) var version: ClassMembersVersion {
    get { ClassMembersVersion(bits: cache.load32(InvokeCacheLayout.version)) }
    nonmutating set {
      cache.store32(newValue.bits, InvokeCacheLayout.version)
      firstField.shape = 0
    }
  }

  func methodToFill(for shape: Ref) -> Method? {
    cache.place(for: shape.offset, first, first.shape, second, second.shape)
  }
  func fieldToFill(for shape: Ref) -> Field? {
    cache.place(for: shape.offset, firstField, firstField.shape, secondField, secondField.shape)
  }

  func clear(stub: FunctionRecord) {
    cache.clearBytes()
    first.record = stub
    second.record = stub
  }

  /// A method of the host, unless the place is taken.
  @inline(always) var hostMember: HostMember {
    HostMember(cache: cache, offset: InvokeCacheLayout.secondField)
  }

  func fill(_ shape: Ref, hostMethod method: Ref) {
    if secondField.shape == 0 || hostMember.isMarked { hostMember.set(shape, method) }
  }

  private var shapes: [UInt32] { [first.shape, second.shape, firstField.shape, secondField.shape] }

  func isLive(_ isLive: (Ref) -> Bool) -> Bool {
    (shapes.dropLast() + [first.closure.offset, second.closure.offset]).allSatisfy {
      self.isLive($0, isLive)
    } && (hostMember.isMarked ? hostMember.isLive(isLive) : self.isLive(secondField.shape, isLive))
  }

  func isHit(_ i: Instruction, _ registers: Registers, _ cage: Cage) -> Bool {
    shape(registers[i.window], cage).map { shapes.contains($0) } ?? false
  }
}

/// A method or accessor of the host that was found for a shape: only slow paths look for it. So its key, the shape, has a mark, which
/// sees to it that the run loop takes it for none.
///
///     +0 shape with mark (4)   +4 method or accessor (4)
struct HostMember {
  fileprivate let cache: InlineCache
  fileprivate let offset: Int

  private static let mark: UInt32 = 1

  /// The member for instances of a shape; null if another is known, or none.
  @inline(always) func member(for shape: UInt32) -> Ref {
    cache.load32(offset) == shape | HostMember.mark ? Ref(offset: cache.load32(offset &+ 4)) : .null
  }

  func set(_ shape: Ref, _ member: Ref) {
    cache.store32(shape.offset | HostMember.mark, offset)
    cache.store32(member.offset, offset &+ 4)
  }

  fileprivate var isMarked: Bool { cache.load32(offset) & HostMember.mark != 0 }

  fileprivate func isLive(_ isLive: (Ref) -> Bool) -> Bool {
    !isMarked
      || isLive(Ref(offset: cache.load32(offset) & ~HostMember.mark))
        && isLive(Ref(offset: cache.load32(offset &+ 4)))
  }
}

/// The displacement of a field, and what a call of a method that is only about this field amounts to.
struct FieldAccess {
  fileprivate let bits: UInt32

  fileprivate init(bits: UInt32) { self.bits = bits }

  static func load(_ displacement: Int) -> FieldAccess {
    FieldAccess(bits: UInt32(truncatingIfNeeded: displacement))
  }
  static func call(_ displacement: Int) -> FieldAccess {
    FieldAccess(bits: UInt32(truncatingIfNeeded: displacement) | callBit)
  }
  static func store(_ displacement: Int) -> FieldAccess {
    FieldAccess(bits: UInt32(truncatingIfNeeded: displacement) | storeBit)
  }

  static let storeBit: UInt32 = 1 << 31
  static let callBit: UInt32 = 1 << 30

  @inline(always) var displacement: Int { Int(bits & (FieldAccess.callBit &- 1)) }
  /// A getter: the value is the result.
  @inline(always) var isLoad: Bool { bits < FieldAccess.callBit }
  /// A getter, or a call of the field's value.
  @inline(always) var isLoadOrCall: Bool { bits < FieldAccess.storeBit }
}

/// The cache of a read of a field: its displacement for two shapes. Of a map, the place of the entry that was found last.
///
///     +0 shape (4)   +4 displacement (4);   at +16 for a second shape;   +32 entry (4)
///     +8 accessor of the host (8)
///     +24 shape (4)   +28 getter (4)
///     +36 class (4)   +40 the box of its field (4)   +44 version (4)
struct GetCache: CacheView {
  fileprivate let cache: InlineCache

  struct Entry {
    fileprivate let cache: InlineCache
    fileprivate let offset: Int

    @inline(always) var shape: UInt32 {
      get { cache.load32(offset &+ GetCacheLayout.shape) }
      nonmutating set { cache.store32(newValue, offset &+ GetCacheLayout.shape) }
    }
    @inline(always) var displacement: Int {
      get { Int(cache.load32(offset &+ GetCacheLayout.displacement)) }
      nonmutating set {
        cache.store32(UInt32(truncatingIfNeeded: newValue), offset &+ GetCacheLayout.displacement)
      }
    }
  }

  @inline(always) var first: Entry { Entry(cache: cache, offset: GetCacheLayout.first) }
  @inline(always) var second: Entry { Entry(cache: cache, offset: GetCacheLayout.second) }

  /// The number of an entry of a map that may have the name as its key.
  @inline(always) var mapEntry: Int {
    get { Int(cache.load32(32)) }
    nonmutating set { cache.store32(UInt32(truncatingIfNeeded: newValue), 32) }
  }

  /// The getter of a computed property, for machine code.
  var getter: MemberEntry { cache.member(GetCacheLayout.getter) }
  /// A field of a class.
  @inline(always) var classField: ClassFieldEntry { ClassFieldEntry(cache: cache, offset: 36) }
  @inline(always) var hostMember: HostMember { HostMember(cache: cache, offset: 8) }

  func entryToFill(for shape: Ref) -> Entry? {
    cache.place(for: shape.offset, first, first.shape, second, second.shape)
  }

  func clear(stub: FunctionRecord) { cache.clearBytes() }

  func isLive(_ isLive: (Ref) -> Bool) -> Bool {
    self.isLive(first.shape, isLive) && self.isLive(second.shape, isLive) && classField.isLive(isLive)
      && hostMember.isLive(isLive) && self.isLive(getter, isLive)
  }

  func isHit(_ i: Instruction, _ registers: Registers, _ cage: Cage) -> Bool {
    shape(registers[i.b], cage).map { $0 == first.shape || $0 == second.shape } ?? false
  }
}

/// The cache of an assignment to a field: its displacement for a shape that has it, and for one to which it is added. Of a map, the place
/// of the entry that was found last.
///
///     +0 shape (4)    +4 displacement (4)   +8 entry (4)
///     +12 class (4)   +16 the box of its field (4)   +20 version (4)   +24 accessor of the host (8)
///     +32 shape before the field is added (4)   +36 shape afterwards (4)   +48 displacement (4)
///     +40 shape (4)   +44 setter (4)
struct SetCache: CacheView {
  fileprivate let cache: InlineCache

  @inline(always) var shape: UInt32 {
    get { cache.load32(SetCacheLayout.shape) }
    nonmutating set { cache.store32(newValue, SetCacheLayout.shape) }
  }
  @inline(always) var displacement: Int {
    get { Int(cache.load32(SetCacheLayout.displacement)) }
    nonmutating set { cache.store32(UInt32(truncatingIfNeeded: newValue), SetCacheLayout.displacement) }
  }
  /// The number of an entry of a map that may have the name as its key.
  @inline(always) var mapEntry: Int {
    get { Int(cache.load32(8)) }
    nonmutating set { cache.store32(UInt32(truncatingIfNeeded: newValue), 8) }
  }
  @inline(always) var shapeBefore: UInt32 {
    get { cache.load32(SetCacheLayout.shapeBefore) }
    nonmutating set { cache.store32(newValue, SetCacheLayout.shapeBefore) }
  }
  @inline(always) var shapeAfter: UInt32 {
    get { cache.load32(SetCacheLayout.shapeAfter) }
    nonmutating set { cache.store32(newValue, SetCacheLayout.shapeAfter) }
  }
  @inline(always) var addedDisplacement: Int {
    get { Int(cache.load32(SetCacheLayout.addedDisplacement)) }
    nonmutating set { cache.store32(UInt32(truncatingIfNeeded: newValue), SetCacheLayout.addedDisplacement) }
  }

  /// The setter of a computed property, for machine code.
  var setter: MemberEntry { cache.member(SetCacheLayout.setter) }
  /// A field of a class.
  @inline(always) var classField: ClassFieldEntry { ClassFieldEntry(cache: cache, offset: 12) }
  @inline(always) var hostMember: HostMember { HostMember(cache: cache, offset: 24) }

  func clear(stub: FunctionRecord) { cache.clearBytes() }

  func isLive(_ isLive: (Ref) -> Bool) -> Bool {
    [shape, shapeBefore, shapeAfter].allSatisfy { self.isLive($0, isLive) } && classField.isLive(isLive)
      && hostMember.isLive(isLive) && self.isLive(setter, isLive)
  }

  func isHit(_ i: Instruction, _ registers: Registers, _ cage: Cage) -> Bool {
    self.shape(registers[i.a], cage).map { $0 == shape || $0 == shapeBefore } ?? false
  }
}

/// The box of a field that a class has, as long as no class gets other members.
struct ClassFieldEntry {
  fileprivate let cache: InlineCache
  fileprivate let offset: Int

  /// The box, if the value is that class and the version the present one; else null.
  @inline(always) func box(of value: Value, _ version: ClassMembersVersion) -> Ref {
    value.has(.object) && value.ref.offset == cache.load32(offset)
      && cache.load32(offset &+ 8) == version.bits ? Ref(offset: cache.load32(offset &+ 4)) : .null
  }

  func set(_ class: Ref, _ box: Ref, _ version: ClassMembersVersion) {
    cache.store32(`class`.offset, offset)
    cache.store32(box.offset, offset &+ 4)
    cache.store32(version.bits, offset &+ 8)
  }

  fileprivate func isLive(_ isLive: (Ref) -> Bool) -> Bool {
    [0, 4].allSatisfy { place in
      let ref = Ref(offset: cache.load32(offset &+ place))
      return ref.isNull || isLive(ref)
    }
  }
}

/// Counts the changes of members of classes themselves. It is never what an empty cache has, nor an amount of fuel.
struct ClassMembersVersion: Equatable {
  fileprivate(set) var bits: UInt32

  init() { bits = 1 << 31 }
  fileprivate init(bits: UInt32) { self.bits = bits }

  mutating func advance() { bits = (bits &+ 1) | 1 << 31 }
}
