import LoxBuiltins

extension HostFunction {
  /// The machine's form of a built-in function.
  convenience init(_ builtin: Builtin) {
    self.init(
      name: builtin.name, arity: builtin.parameters?.count, cost: builtin.cost, body: builtin.identity.body)
  }
}

extension Builtin.Identity {
  /// What a call does.
  fileprivate var body: (HostCall) throws -> Void {
    switch self {
    case .clock: { $0.return(ProcessorClock.seconds()) }
    }
  }
}
