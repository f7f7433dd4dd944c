import LoxBytecode
import LoxDebugger
import LoxRuntime
import LoxTooling

/// Inspects the values of a session without running anything. Values are slots, which are valid until the machine runs again.
struct ValueInspector {
  typealias Value = Slot

  private let machine: VirtualMachine
  /// Whether numbers are shown with all of their digits, not as `print` shows them.
  var showsExactNumbers = false

  init(_ machine: VirtualMachine) { self.machine = machine }

  // MARK: - Names

  var globalNames: [String] { machine.globalNames }

  /// The globals, sorted by their names.
  var globals: [(name: String, value: Value)] {
    machine.globalNames.sorted().compactMap { name in machine.global(name).map { (name, $0) } }
  }

  /// The members of all classes that are globals.
  var memberNames: [String] {
    globals.flatMap { methodNames($0.value) }
  }

  /// The names of the properties of the value that an expression will have, as far as that is known; nil if it is not.
  func members(of receiver: CompletionContext.Receiver) -> [String]? {
    guard var subject = machine.global(receiver.variable).map(Subject.value) else { return nil }
    for step in receiver.steps {
      guard let next = follow(step, from: subject) else { return nil }
      subject = next
    }
    switch subject {
    case .value(let value):
      guard case .instance = machine.content(of: value) else { return [] }
      return machine.fieldNames(of: value) + (machine.class(of: value).map(methodNames) ?? [])
    case .instance(let `class`): return methodNames(`class`)
    }
  }

  private enum Subject {
    case value(Value)
    /// Some instance of a class.
    case instance(of: Value)
  }

  private func follow(_ step: CompletionContext.Receiver.Step, from subject: Subject) -> Subject? {
    switch (step, subject) {
    case (.property(let name), .value(let value)): machine.field(name, of: value).map(Subject.value)
    case (.call, .value(let value)):
      if case .class = machine.content(of: value) { .instance(of: value) } else { nil }
    default: nil
    }
  }

  /// The names that are written after a dot: not those of initializers and operators.
  private func methodNames(_ class: Value) -> [String] {
    machine.methods(of: `class`).map(\.name).filter { $0 != "init" && !$0.contains(" ") }
  }

  // MARK: - Descriptions

  /// What a value is, in words.
  func kind(of value: Value) -> String {
    switch machine.content(of: value) {
    case .nil: "nil"
    case .boolean: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .class: "a class"
    case .instance: "an instance"
    case .list: "a list"
    case .map: "a map"
    case .range: "a range"
    case .fiber: "a fiber"
    case .module: "a module"
    case .function:
      if machine.parts(ofBoundMethod: value) != nil {
        "a bound method"
      } else {
        machine.code(of: value) == nil ? "a native function" : "a function"
      }
    }
  }

  /// The functions whose code belongs to a value: its own function, or the methods of a class.
  func code(of value: Value) -> [(program: LoxBytecode.Program, number: Int)] {
    if case .class = machine.content(of: value) {
      return machine.methods(of: value).compactMap { machine.code(of: $0.method) }
    }
    let function = machine.parts(ofBoundMethod: value)?.method ?? value
    return machine.code(of: function).map { [$0] } ?? []
  }

  /// A value as the session shows it.
  func description(of value: Value, within outer: [Value] = []) -> String {
    var text = ValueText(machine)
    text.showsExactNumbers = showsExactNumbers
    return text.description(of: value, within: outer)
  }

  // MARK: - Inspection

  /// Everything that is known about a value, in lines.
  func inspection(of value: Value) -> String {
    switch machine.content(of: value) {
    case .instance:
      let classes = chain(machine.class(of: value))
      return "an instance of \(classes)\n" + list("fields", fieldLines(value))
        + list("methods", methodLines(machine.class(of: value)))
    case .class:
      return "the class \(chain(value)), \(arguments(machine.arity(of: value)))\n"
        + list("methods", methodLines(value))
    case .function:
      var text = kind(of: value) + ", "
      if let (receiver, method) = machine.parts(ofBoundMethod: value) {
        text = "the method \(machine.name(of: method) ?? "") of \(description(of: receiver)), "
      } else if let name = machine.name(of: value) {
        text = "\(machine.code(of: value) == nil ? "the native function" : "the function") \(name), "
      }
      return text + arguments(machine.arity(of: value)) + "\n"
    case .string:
      let count = machine.bytes(ofString: value).count
      return "a string of \(count.grouped) bytes: \(description(of: value))\n"
    case .nil: return "nil\n"
    default: return "\(kind(of: value)): \(description(of: value))\n"
    }
  }

  /// A class and its superclasses.
  private func chain(_ class: Value?) -> String {
    var names: [String] = []
    var current = `class`
    while let next = current, names.count < 100 {
      names.append(machine.name(of: next) ?? "")
      current = machine.class(of: next)
    }
    return names.joined(separator: " < ")
  }

  private func arguments(_ arity: Int?) -> String {
    switch arity {
    case nil: "takes any number of arguments"
    case 0: "takes no arguments"
    case 1: "takes 1 argument"
    case let count?: "takes \(count) arguments"
    }
  }

  private func list(_ title: String, _ lines: [String]) -> String {
    lines.isEmpty ? "  no \(title)\n" : "  \(title)\n" + lines.map { "    \($0)\n" }.joined()
  }

  private func fieldLines(_ instance: Value) -> [String] {
    machine.fieldNames(of: instance).map { name in
      "\(name) = " + (machine.field(name, of: instance).map { description(of: $0, within: [instance]) } ?? "")
    }
  }

  private func methodLines(_ class: Value?) -> [String] {
    guard let `class` else { return [] }
    return machine.methods(of: `class`).map { name, method in
      "\(name)(\(Array(repeating: "_", count: machine.arity(of: method) ?? 0).joined(separator: ", ")))"
        + (origin(of: name, method, in: `class`).map { "  from \($0)" } ?? "")
    }
  }

  /// The superclass from which a method is inherited; nil if it is the class's own.
  private func origin(of name: String, _ method: Value, in class: Value) -> String? {
    var origin: Value?
    var current = machine.class(of: `class`)
    while let next = current {
      guard
        machine.methods(of: next).contains(where: {
          $0.name == name && machine.areIdentical($0.method, method)
        })
      else {
        break
      }
      origin = next
      current = machine.class(of: next)
    }
    return origin.flatMap(machine.name)
  }
}
