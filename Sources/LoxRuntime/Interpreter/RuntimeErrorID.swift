extension RuntimeError {
  /// What an error is: a name for each kind of mistake and for each limit, for tools and explanations.
  public enum ID: String, Hashable, Sendable, CaseIterable {
    // Mistakes of the script.
    case operandNotNumber = "operand-not-number"
    case operandsNotNumbers = "operands-not-numbers"
    case operandsNotAddable = "operands-not-addable"
    case notCallable = "not-callable"
    case wrongArgumentCount = "wrong-argument-count"
    /// An argument that an operation of the core library can't take.
    case wrongArgument = "wrong-argument"
    case undefinedVariable = "undefined-variable"
    case undefinedImport = "undefined-import"
    case undefinedModule = "undefined-module"
    case assignmentToImport = "assignment-to-import"
    case undefinedProperty = "undefined-property"
    case propertyOfNonInstance = "property-of-non-instance"
    case fieldOfNonInstance = "field-of-non-instance"
    case methodOfNonInstance = "method-of-non-instance"
    case superclassNotClass = "superclass-not-class"
    case readOnlyProperty = "read-only-property"
    case asynchronousCall = "asynchronous-call"
    case indexNotWhole = "index-not-whole"
    case indexOutOfRange = "index-out-of-range"
    case elementOfOther = "element-of-other"
    case elementSetInOther = "element-set-in-other"
    case invalidKey = "invalid-key"
    case notIterable = "not-iterable"
    case iterateResult = "iterate-result"
    case changedDuringIteration = "changed-during-iteration"
    case rangeBoundsNotNumbers = "range-bounds-not-numbers"
    case rangeNotFinite = "range-not-finite"
    case containerOfIn = "container-of-in"
    case classOfIs = "class-of-is"
    case wrongType = "wrong-type"
    case typeNotClass = "type-not-class"
    case spreadNotMap = "spread-not-map"
    case patternNotList = "pattern-not-list"
    case wrongElementCount = "wrong-element-count"
    case tooManyArguments = "too-many-arguments"
    case nestedTooDeeply = "nested-too-deeply"
    case noCase = "no-case"
    case invalidPattern = "invalid-pattern"
    case invalidFlags = "invalid-flags"
    case assertionFailed = "assertion-failed"
    /// A value that the script has thrown.
    case thrown
    case descriptionNotString = "description-not-string"
    case fiberIsDone = "fiber-done"
    case fiberIsRunning = "fiber-running"
    case yieldOutsideFiber = "yield-outside-fiber"
    case yieldAcrossHost = "yield-across-host"
    /// A mistake that the host has found, such as an argument of the wrong type.
    case misuseOfHost = "misuse-of-host"

    // The host and the limits that it sets.
    case host = "host-error"
    case stackOverflow = "stack-overflow"
    case outOfMemory = "out-of-memory"
    case outOfFuel = "out-of-fuel"
    case outputLimit = "output-limit"
    case deadlineExceeded = "deadline-exceeded"
    case cancelled
    case outputClosed = "output-closed"
    case busy = "busy-isolate"
    case damagedHeap = "damaged-heap"

    /// Whose mistake it is, or which limit was exceeded.
    public var kind: Kind {
      switch self {
      case .operandNotNumber, .operandsNotNumbers, .operandsNotAddable, .notCallable, .wrongArgumentCount,
        .wrongArgument, .undefinedVariable, .undefinedImport, .undefinedModule, .assignmentToImport,
        .undefinedProperty, .propertyOfNonInstance, .fieldOfNonInstance,
        .methodOfNonInstance, .superclassNotClass, .readOnlyProperty, .asynchronousCall, .misuseOfHost,
        .indexNotWhole, .indexOutOfRange, .elementOfOther, .elementSetInOther, .invalidKey, .notIterable,
        .iterateResult, .changedDuringIteration, .rangeBoundsNotNumbers, .rangeNotFinite, .containerOfIn,
        .classOfIs, .wrongType, .typeNotClass, .spreadNotMap, .patternNotList, .wrongElementCount,
        .tooManyArguments, .nestedTooDeeply,
        .noCase, .invalidPattern, .invalidFlags, .assertionFailed, .thrown, .descriptionNotString,
        .fiberIsDone,
        .fiberIsRunning, .yieldOutsideFiber, .yieldAcrossHost:
        .script
      case .host: .host
      case .stackOverflow: .stackOverflow
      case .outOfMemory: .outOfMemory
      case .outOfFuel: .outOfFuel
      case .outputLimit: .outputLimit
      case .deadlineExceeded: .deadlineExceeded
      case .cancelled: .cancelled
      case .outputClosed: .outputClosed
      case .busy: .busy
      case .damagedHeap: .damagedHeap
      }
    }

    /// What such an error says. The messages of most mention a name or a number: then this is their pattern.
    public var message: String {
      switch self {
      case .operandNotNumber: "Operand must be a number."
      case .operandsNotNumbers: "Operands must be numbers."
      case .operandsNotAddable: "Operands must be two numbers or two strings."
      case .notCallable: "Can only call functions and classes."
      case .wrongArgumentCount: "Expected <number> arguments but got <number>."
      case .wrongArgument: "Argument <number> of '<name>' must be <kind>, not <kind>."
      case .undefinedVariable: "Undefined variable '<name>'."
      case .undefinedImport: "Module '<name>' has no '<name>'."
      case .undefinedModule: "There is no module '<name>'."
      case .assignmentToImport: "Can't assign to imported '<name>'."
      case .undefinedProperty: "Undefined property '<name>'."
      case .propertyOfNonInstance: "Only instances have properties."
      case .fieldOfNonInstance: "Only instances have fields."
      case .methodOfNonInstance: "Only instances have methods."
      case .superclassNotClass: "Superclass must be a class."
      case .readOnlyProperty: "Property '<name>' is read-only."
      case .asynchronousCall: "'<name>' is asynchronous and can't be called here."
      case .indexNotWhole: "An index must be a whole number, not <value>."
      case .indexOutOfRange: "Index <number> is out of range for a list of length <number>."
      case .elementOfOther: "Only lists, maps and strings have elements."
      case .elementSetInOther: "Only lists and maps have elements to set."
      case .invalidKey: "<value> can't be a key."
      case .notIterable: "Only lists, maps, strings, ranges and fibers can be iterated."
      case .iterateResult: "'iterate()' must return a list, map, string, range or fiber."
      case .changedDuringIteration: "The list was changed during its iteration."
      case .rangeBoundsNotNumbers: "Range bounds must be numbers."
      case .rangeNotFinite: "Range bounds must be finite to iterate."
      case .containerOfIn: "Right operand of 'in' must be a list, map, string or range."
      case .wrongType: "Variable '<name>' must be a <class>, not <kind>."
      case .typeNotClass: "A type must be a class."
      case .classOfIs: "Right operand of 'is' must be a class."
      case .spreadNotMap: "Only maps can be spread in a map."
      case .patternNotList: "Only lists can be taken apart by '[ ]'."
      case .wrongElementCount: "Expected <number> elements but got <number>."
      case .tooManyArguments: "Can't have more than 255 arguments."
      case .nestedTooDeeply: "Nested too deeply."
      case .noCase: "No case for <value>."
      case .invalidPattern: "Invalid pattern at column <number>: <problem>."
      case .invalidFlags: "Invalid flags: <problem>."
      case .assertionFailed: "Assertion failed."
      case .thrown: "<the text of what was thrown>"
      case .descriptionNotString: "'description' must be a string."
      case .fiberIsDone: "The fiber is done."
      case .fiberIsRunning: "The fiber is already running."
      case .yieldOutsideFiber: "Can't yield outside of a fiber."
      case .yieldAcrossHost: "Can't yield across a host function."
      case .misuseOfHost: "A mistake that the host has found."
      case .host: "An error of the host."
      case .stackOverflow: "Stack overflow."
      case .outOfMemory: "Out of memory."
      case .outOfFuel: "Out of fuel."
      case .outputLimit: "Too much output."
      case .deadlineExceeded: "Deadline exceeded."
      case .cancelled: "Cancelled."
      case .outputClosed: "Output closed."
      case .busy: "The isolate is busy."
      case .damagedHeap: "Damaged heap."
      }
    }

    /// What an error of a kind is if no more is known of it.
    init(_ kind: Kind) {
      self =
        switch kind {
        case .script: .misuseOfHost
        case .host: .host
        case .stackOverflow: .stackOverflow
        case .outOfMemory: .outOfMemory
        case .outOfFuel: .outOfFuel
        case .outputLimit: .outputLimit
        case .deadlineExceeded: .deadlineExceeded
        case .cancelled: .cancelled
        case .outputClosed: .outputClosed
        case .busy: .busy
        case .damagedHeap: .damagedHeap
        }
    }
  }
}
