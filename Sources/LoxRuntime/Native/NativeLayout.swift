import LoxBuiltins
import LoxJIT

extension RuntimeLayout {
  /// The layouts of this runtime.
  package static let native: RuntimeLayout = {
    var layout = RuntimeLayout()
    layout.setContext()
    layout.setCode()
    layout.setValues()
    layout.setObjects()
    layout.setCaches()
    return layout
  }()

  private mutating func setContext() {
    context.pc = CallStackLayout.pc
    context.function = CallStackLayout.function
    context.registers = CallStackLayout.registers
    context.frame = CallStackLayout.frame
    context.fuel = CallStackLayout.fuel
    context.stackLimit = CallStackLayout.stackLimit
    context.frameLimit = CallStackLayout.frameLimit
    context.heap = RuntimeLayout.place(\.heap)
    context.cage = RuntimeLayout.place(\.cage)
    context.records = RuntimeLayout.place(\.records)
    context.recordCount = RuntimeLayout.place(\.recordCount)
    context.operators = RuntimeLayout.place(\.operators)
    context.nilBits = RuntimeLayout.place(\.nilBits)
    context.falseBits = RuntimeLayout.place(\.falseBits)
    context.undefinedBits = RuntimeLayout.place(\.undefinedBits)
    context.finish = RuntimeLayout.place(\.finish)
    context.leave = RuntimeLayout.place(\.exits.leave)
    context.finishMember = RuntimeLayout.place(\.exits.finishMember)
    context.step = RuntimeLayout.place(\.exits.step)
    context.switchFiber = RuntimeLayout.place(\.exits.switchFiber)
    context.stepHere = RuntimeLayout.place(\.shared.stepHere)
    context.stepTwoHere = RuntimeLayout.place(\.shared.stepTwoHere)
    context.takeObject = RuntimeLayout.place(\.shared.takeObject)
    context.barrier = RuntimeLayout.place(\.shared.barrier)
    context.elementBarrier = RuntimeLayout.place(\.shared.elementBarrier)
    context.readOther = RuntimeLayout.place(\.shared.readOther)
    context.writeOther = RuntimeLayout.place(\.shared.writeOther)
    context.invokeOther = RuntimeLayout.place(\.shared.invokeOther)
    context.invokeCore = RuntimeLayout.place(\.shared.invokeCore)
    context.getOther = RuntimeLayout.place(\.shared.getOther)
    context.setOther = RuntimeLayout.place(\.shared.setOther)
    context.goOn = RuntimeLayout.place(\.shared.goOn)
    context.findCallee = RuntimeLayout.place(\.shared.findCallee)
    context.construct = RuntimeLayout.place(\.shared.construct)
    context.callMember = RuntimeLayout.place(\.shared.callMember)
    context.callOperator = RuntimeLayout.place(\.shared.callOperator)
    context.execute = RuntimeLayout.place(\.helpers.execute)
    context.executeHere = RuntimeLayout.place(\.helpers.executeHere)
    context.finishMemberOfMachine = RuntimeLayout.place(\.helpers.finishMember)
    context.switchFiberOfMachine = RuntimeLayout.place(\.helpers.switchFiber)
    context.findPlace = RuntimeLayout.place(\.helpers.findPlace)
    context.rememberObject = RuntimeLayout.place(\.helpers.rememberObject)
    context.rememberElement = RuntimeLayout.place(\.helpers.rememberElement)
    context.findMethod = RuntimeLayout.place(\.helpers.findMethod)
    context.getElement = RuntimeLayout.place(\.helpers.getElement)
    context.setElement = RuntimeLayout.place(\.helpers.setElement)
    context.nextElement = RuntimeLayout.place(\.helpers.nextElement)
    context.getProperty = RuntimeLayout.place(\.helpers.getProperty)
    context.setProperty = RuntimeLayout.place(\.helpers.setProperty)
    context.invokeIntrinsic = RuntimeLayout.place(\.helpers.invokeIntrinsic)
    context.operand = RuntimeLayout.place(\.operand)
    context.classMembersVersion = RuntimeLayout.place(\.classMembersVersion)
    context.foundClosure = RuntimeLayout.place(\.foundClosure)
  }

  /// Where a field of the native context is, from the beginning of the machine.
  private static func place(_ field: PartialKeyPath<NativeContext>) -> Int {
    // Stored fields have a place.
    CallStackLayout.native + (MemoryLayout<NativeContext>.offset(of: field) ?? 0)
  }

  private mutating func setCode() {
    record.code = RecordLayout.code
    record.windowBytes = RecordLayout.windowBytes
    record.codeCount = RecordLayout.codeCount
    record.arity = RecordLayout.arity
    record.firstIndex = RecordLayout.firstIndex
    record.nativeEntry = RecordLayout.nativeEntry
    record.nativePlaces = RecordLayout.nativePlaces
    record.constants = RecordLayout.constants
    record.cacheSize = InlineCache.size
    frame.returnAddress = FrameLayout.returnAddress
    frame.function = FrameLayout.function
    frame.window = FrameLayout.window
    frame.closure = FrameLayout.closure
    frame.size = FrameLayout.size
  }

  private mutating func setValues() {
    values.nil = Value.nil.bits
    values.canonicalNaN = Value.canonicalNaN
    values.firstTagged = Value.firstTagged
    values.firstObject = Value.firstObject
    values.stringTag = Value.Tag.string.rawValue
    values.instanceTag = Value.Tag.instance.rawValue
    values.closureTag = Value.Tag.closure.rawValue
    values.objectTag = Value.Tag.object.rawValue
    values.coreTag = Value.Tag.core.rawValue
    core.cacheByte = InlineCacheLayout.core
    core.bytesPerUnit = Machine.bytesPerUnit
    core.listLength = UInt8(truncatingIfNeeded: CoreOperation.Identity.listLength.rawValue)
    core.listAdd = UInt8(truncatingIfNeeded: CoreOperation.Identity.listAdd.rawValue)
    core.fiberResume = UInt8(truncatingIfNeeded: CoreOperation.Identity.fiberResume.rawValue)
    core.fiberYield = UInt8(truncatingIfNeeded: CoreOperation.Identity.fiberYield.rawValue)
    core.callCost = CoreOperation.callCost
    core.numberType = Value(CoreOperation.Identity.numberType).bits
    core.numberName = FunctionRecord.coreWord(CoreOperation.Identity.numberType.rawValue)
    core.stringName = FunctionRecord.coreWord(CoreOperation.Identity.stringType.rawValue)
  }

  private mutating func setObjects() {
    objects.flags = HeaderLayout.flags
    objects.interned = Int(HeaderFlags.interned)
    objects.boxValue = BoxLayout.value
    objects.boxSize = BoxLayout.size
    objects.boxKind = ObjectKind.box.rawValue
    objects.closureKind = ObjectKind.closure.rawValue
    objects.closureCount = ClosureLayout.count
    objects.closureFunction = ClosureLayout.function
    objects.closureCaptures = ClosureLayout.captures
    objects.instanceFields = InstanceLayout.fields
    objects.listKind = ObjectKind.list.rawValue
    objects.listCount = ListLayout.count
    objects.listStorage = ListLayout.storage
    objects.shapeClass = ShapeLayout.class
    objects.stringHash = StringLayout.hash
    objects.boundMethodKind = ObjectKind.boundMethod.rawValue
    objects.boundReceiver = BoundMethodLayout.receiver
    objects.boundMethod = BoundMethodLayout.method
    objects.fiberKind = ObjectKind.fiber.rawValue
    objects.elementsKind = ObjectKind.elements.rawValue
    objects.elementsCapacity = ElementsLayout.capacity
    objects.elementsValues = ElementsLayout.values
    heap.top = EdenLayout.top
    heap.limit = EdenLayout.limit
    memory.nurseryEnd = Int(Cage.nurseryEnd)
    memory.loadReach = Cage.guardSize
    memory.storeReach = Cage.guardMargin
  }

  private mutating func setCaches() {
    callCache.callee = CallCacheLayout.callee
    callCache.record = CallCacheLayout.record
    callCache.shape = CallCacheLayout.shape
    callCache.instanceSize = CallCacheLayout.instanceSize
    callCache.closure = CallCacheLayout.closure
    invokeCache.methods = [InvokeCacheLayout.first, InvokeCacheLayout.second].map { offset in
      var method = InvokeCache.Method()
      method.shape = offset + InvokeCacheLayout.Method.shape
      method.closure = offset + InvokeCacheLayout.Method.closure
      method.record = offset + InvokeCacheLayout.Method.record
      return method
    }
    invokeCache.fields = [InvokeCacheLayout.firstField, InvokeCacheLayout.secondField].map { offset in
      var field = InvokeCache.Field()
      field.shape = offset + InvokeCacheLayout.Field.shape
      field.access = offset + InvokeCacheLayout.Field.access
      field.cost = InvokeCacheLayout.cost(ofField: offset)
      return field
    }
    invokeCache.version = InvokeCacheLayout.version
    invokeCache.callBit = FieldAccess.callBit
    invokeCache.storeBit = FieldAccess.storeBit
    propertyCache.reads = [GetCacheLayout.first, GetCacheLayout.second].map { offset in
      var entry = PropertyCache.Entry()
      entry.shape = offset + GetCacheLayout.shape
      entry.displacement = offset + GetCacheLayout.displacement
      return entry
    }
    propertyCache.write.shape = SetCacheLayout.shape
    propertyCache.write.displacement = SetCacheLayout.displacement
    propertyCache.addition.shape = SetCacheLayout.shapeBefore
    propertyCache.addition.displacement = SetCacheLayout.addedDisplacement
    propertyCache.shapeAfter = SetCacheLayout.shapeAfter
    propertyCache.hasNoField = InlineCacheLayout.hasNoField
    propertyCache.getter = GetCacheLayout.getter
    propertyCache.setter = SetCacheLayout.setter
    memberEntry.size = MemberEntryLayout.size
    memberEntry.countOfOperator = OperatorTable.countOfOperator
  }
}
