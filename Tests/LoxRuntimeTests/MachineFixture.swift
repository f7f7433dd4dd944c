import LoxCompiler
import LoxSemantics
import LoxSource
import LoxSyntax

@testable import LoxRuntime

/// A machine that runs small scripts, for tests that look inside of it.
final class MachineFixture {
  let virtualMachine: VirtualMachine
  let machine: Pinned<Machine>

  /// Nil if the system gives no addresses.
  init?(_ change: (inout MachineOptions) -> Void = { _ in }) {
    var options = MachineOptions { _ in true }
    options.heapLimit = 16 << 20
    change(&options)
    guard let virtualMachine = VirtualMachine(options: options) else { return nil }
    self.virtualMachine = virtualMachine
    machine = virtualMachine.machine
  }

  static func image(_ text: String) throws -> ProgramImage {
    let source = Source(name: "script", text: text)
    let analyzed = FrontEnd.analyze(source: source, profile: .extended)
    return try ProgramImage(Compiler.compile(analyzed.ast, analyzed.resolution))
  }

  func run(_ text: String) throws { try virtualMachine.run(MachineFixture.image(text)) }

  /// Links a program without running it; the index of its script.
  func link(_ image: ProgramImage) -> Int? {
    machine.value.link(image.program, image: image.code)
  }

  func intern(_ text: String) -> Ref { machine.value.intern(text) ?? .null }

  /// Defines a global variable that is a function of the host without parameters.
  func define(_ name: String, _ body: @escaping () throws -> Void) throws {
    try virtualMachine.pushFunction(
      HostFunction(name: name, arity: 0) { call in
        try body()
        call.returnNil()
      })
    try virtualMachine.popGlobal(name)
  }
}
