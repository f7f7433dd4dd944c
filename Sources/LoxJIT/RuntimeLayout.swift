/// What compiled code must know of the runtime: where things are, and the bits of values. The runtime fills it in from its own layouts, so
/// no number is in two places. Numbers are offsets in bytes unless they say something else.
package struct RuntimeLayout: Sendable {
  package var context = Context()
  package var record = Record()
  package var frame = Frame()
  package var values = Values()
  package var objects = Objects()
  package var heap = Eden()
  package var callCache = CallCache()
  package var invokeCache = InvokeCache()
  package var propertyCache = PropertyCache()
  package var memberEntry = MemberEntry()
  package var memory = Memory()
  package var core = Core()

  package init() {}

  /// The state of the run loop while it is parked, and what follows it.
  package struct Context: Sendable {
    package var pc = 0
    package var function = 0
    package var registers = 0
    package var frame = 0
    package var fuel = 0
    /// The addresses that windows and frames may reach.
    package var stackLimit = 0
    package var frameLimit = 0
    /// Where eden's fields are, and where the cage begins.
    package var heap = 0
    package var cage = 0
    /// The table of records, and the number of its entries.
    package var records = 0
    package var recordCount = 0
    /// The address of the table of operators: see `ClassOperator`.
    package var operators = 0
    package var nilBits = 0
    package var falseBits = 0
    package var undefinedBits = 0
    /// The bytecode to which members return.
    package var finish = 0
    /// Stubs.
    package var leave = 0
    package var finishMember = 0
    package var step = 0
    package var switchFiber = 0
    package var stepHere = 0
    package var stepTwoHere = 0
    /// Shared code, see `SharedCode`.
    package var takeObject = 0
    package var barrier = 0
    package var elementBarrier = 0
    package var readOther = 0
    package var writeOther = 0
    package var invokeOther = 0
    package var invokeCore = 0
    package var getOther = 0
    package var setOther = 0
    package var goOn = 0
    package var findCallee = 0
    package var construct = 0
    package var callMember = 0
    package var callOperator = 0
    /// Functions of the machine.
    package var execute = 0
    package var executeHere = 0
    package var finishMemberOfMachine = 0
    package var switchFiberOfMachine = 0
    package var findPlace = 0
    package var rememberObject = 0
    package var rememberElement = 0
    package var findMethod = 0
    package var getElement = 0
    package var setElement = 0
    package var nextElement = 0
    package var getProperty = 0
    package var setProperty = 0
    package var invokeIntrinsic = 0
    /// What has no room in registers.
    package var operand = 0
    /// The version of the members of classes.
    package var classMembersVersion = 0
    /// The closure of the method that was found last.
    package var foundClosure = 0
  }

  /// A function as linked into an isolate.
  package struct Record: Sendable {
    package var code = 0
    package var windowBytes = 0
    package var codeCount = 0
    package var arity = 0
    /// The index of the program's first function in the isolate.
    package var firstIndex = 0
    package var nativeEntry = 0
    package var nativePlaces = 0
    package var constants = 0
    /// The size of a cache; the first one ends where the record begins.
    package var cacheSize = 0
  }

  package struct Frame: Sendable {
    package var returnAddress = 0
    package var function = 0
    package var window = 0
    package var closure = 0
    package var size = 0
  }

  /// The bits of values.
  package struct Values: Sendable {
    package var `nil`: UInt64 = 0
    package var canonicalNaN: UInt64 = 0
    /// The smallest bits of a value that is no number, and of one that refers to an object.
    package var firstTagged: UInt64 = 0
    package var firstObject: UInt64 = 0
    /// The high halves of values.
    package var stringTag: UInt32 = 0
    package var instanceTag: UInt32 = 0
    package var closureTag: UInt32 = 0
    package var objectTag: UInt32 = 0
    package var coreTag: UInt32 = 0
  }

  /// Objects in the cage.
  package struct Objects: Sendable {
    /// The second word of a header, and a flag in it.
    package var flags = 0
    package var interned = 0
    package var boxValue = 0
    package var boxSize = 0
    package var closureFunction = 0
    package var closureCount = 0
    package var closureCaptures = 0
    package var instanceFields = 0
    package var listCount = 0
    package var listStorage = 0
    package var shapeClass = 0
    package var stringHash = 0
    package var boundReceiver = 0
    package var boundMethod = 0
    package var elementsCapacity = 0
    package var elementsValues = 0
    /// The first words of headers.
    package var boxKind: UInt32 = 0
    package var closureKind: UInt32 = 0
    package var listKind: UInt32 = 0
    package var elementsKind: UInt32 = 0
    package var boundMethodKind: UInt32 = 0
    package var fiberKind: UInt32 = 0
  }

  /// The part of the heap in which objects are born.
  package struct Eden: Sendable {
    package var top = 0
    package var limit = 0
  }

  /// What is known of a member that an instruction calls: the shape of the object is the low half, the closure the high one.
  package struct MemberEntry: Sendable {
    package var size = 0
    /// So many the table has of each operator: a power of two. The last bits of a shape which are not 0 say which.
    package var countOfOperator = 1
  }

  package struct CallCache: Sendable {
    package var callee = 0
    package var record = 0
    package var shape = 0
    package var instanceSize = 0
    package var closure = 0
  }

  package struct InvokeCache: Sendable {
    /// A method that was found for a shape.
    package struct Method: Sendable {
      package var shape = 0
      package var closure = 0
      package var record = 0

      package init() {}
    }

    /// A field that takes the place of a method for a shape.
    package struct Field: Sendable {
      package var shape = 0
      package var access = 0
      package var cost = 0

      package init() {}
    }

    package var methods: [Method] = []
    package var fields: [Field] = []
    /// If the first shape is a class whose own method was called, the version of the members of classes for which that holds.
    package var version = 0
    /// Bits of an access: what is below the first one is a displacement.
    package var callBit: UInt32 = 0
    package var storeBit: UInt32 = 0
  }

  package struct PropertyCache: Sendable {
    /// Where a field is in instances of a shape.
    package struct Entry: Sendable {
      package var shape = 0
      package var displacement = 0

      package init() {}
    }

    /// Of a read.
    package var reads: [Entry] = []
    /// Of an assignment to a field that is there.
    package var write = Entry()
    /// Of one that adds the field: the shape before it.
    package var addition = Entry()
    package var shapeAfter = 0
    /// Members that computed properties call, see `MemberEntry`: the getter of a read, the setter of an assignment.
    package var getter = 0
    package var setter = 0
    /// The byte that is not 0 if the machine is to look for the property.
    package var hasNoField = 0
  }

  /// The memory of an isolate.
  package struct Memory: Sendable {
    /// The end of the part in which objects are young.
    package var nurseryEnd = 0
    /// So much may be added to an offset by a load, and by a store.
    package var loadReach = 0
    package var storeReach = 0
  }

  /// The core library.
  package struct Core: Sendable {
    /// The byte of a cache that has the identity of an operation.
    package var cacheByte = 0
    /// For so many bytes of memory, a unit of fuel is charged: a power of two.
    package var bytesPerUnit = 1
    package var listLength: UInt8 = 0
    package var listAdd: UInt8 = 0
    /// The first and the last one of the operations that switch to another fiber at once.
    package var fiberResume: UInt8 = 0
    package var fiberYield: UInt8 = 0
    /// The fuel of a call.
    package var callCost = 0
    /// The bits of the value that names the class of numbers.
    package var numberType: UInt64 = 0
    /// What the upper half of a global variable's constant has for the names of the classes of numbers and strings.
    package var numberName: UInt32 = 0
    package var stringName: UInt32 = 0
  }
}
