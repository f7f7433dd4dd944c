import Lox
import LoxRuntime
import LoxTooling

/// The function `expect` in an isolate.
enum ExpectFunction {
  /// A value was not the expected one. Scripts can't catch it: a test whose expectation is not met fails.
  struct Failure: UncatchableError {
    var expected: String
    var actual: String
  }

  private static let program: Program? = {
    var options = Program.Options()
    options.returnsValue = true
    return try? Program.compile(
      ExpectLibrary.source.bytes, name: ExpectLibrary.sourceName, options: options)
  }()

  /// Defines it as a global.
  static func define(in isolate: Isolate) throws(RuntimeError) {
    guard let program else { return }
    let machine = isolate.machine
    let base = machine.top
    defer { machine.pop(to: base) }
    try machine.pushScript(program.image)
    try machine.call(base)
    try machine.pushFunction(fail(machine))
    try machine.pushFunction(text(machine))
    try machine.call(base)
    try machine.popGlobal("expect")
  }

  private static func fail(_ machine: VirtualMachine) -> HostFunction {
    HostFunction(name: "fail", arity: 2) { [unowned machine] call in
      let texts = (0..<2).map {
        String(decoding: machine.bytes(ofString: call.argument($0)), as: UTF8.self)
      }
      let looksTheSame = texts[0] == texts[1]
      throw Failure(
        expected: texts[0], actual: looksTheSame ? "something else that looks the same" : texts[1])
    }
  }

  private static func text(_ machine: VirtualMachine) -> HostFunction {
    HostFunction(name: "text", arity: 1) { [unowned machine] call in
      var inspector = ValueInspector(machine)
      inspector.showsExactNumbers = true
      try machine.push(inspector.description(of: call.argument(0)))
      call.returnPushed()
    }
  }
}
