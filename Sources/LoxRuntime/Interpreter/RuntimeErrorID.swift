extension RuntimeError {
  /// What an error is: a name for each kind of mistake and for each limit, for tools and explanations.
  public enum ID: String, Hashable, Sendable, CaseIterable {
    // Mistakes of the script.
    case operandNotNumber = "operand-not-number"
    case operandsNotNumbers = "operands-not-numbers"
    case operandsNotAddable = "operands-not-addable"
    case notCallable = "not-callable"
    case wrongArgumentCount = "wrong-argument-count"
    case undefinedVariable = "undefined-variable"
    case undefinedProperty = "undefined-property"
    case propertyOfNonInstance = "property-of-non-instance"
    case fieldOfNonInstance = "field-of-non-instance"
    case methodOfNonInstance = "method-of-non-instance"
    case superclassNotClass = "superclass-not-class"
    case readOnlyProperty = "read-only-property"
    case asynchronousCall = "asynchronous-call"
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
        .undefinedVariable, .undefinedProperty, .propertyOfNonInstance, .fieldOfNonInstance,
        .methodOfNonInstance, .superclassNotClass, .readOnlyProperty, .asynchronousCall, .misuseOfHost:
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
      case .undefinedVariable: "Undefined variable '<name>'."
      case .undefinedProperty: "Undefined property '<name>'."
      case .propertyOfNonInstance: "Only instances have properties."
      case .fieldOfNonInstance: "Only instances have fields."
      case .methodOfNonInstance: "Only instances have methods."
      case .superclassNotClass: "Superclass must be a class."
      case .readOnlyProperty: "Property '<name>' is read-only."
      case .asynchronousCall: "'<name>' is asynchronous and can't be called here."
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
