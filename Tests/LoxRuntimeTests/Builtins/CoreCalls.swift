import LoxBuiltins

@testable import LoxRuntime

/// Values as tests give them to operations of the core library and get them back.
enum CoreValue: Equatable {
  case `nil`, boolean(Bool), number(Double), text([UInt8]), other

  static func text(_ text: String) -> CoreValue { .text(Array(text.utf8)) }
}

extension MachineFixture {
  /// Calls an operation as a run of its own; nil if it fails, with the error in `machine.value.error`.
  func call(
    _ identity: CoreOperation.Identity, on receiver: CoreValue = .nil, _ arguments: CoreValue...
  ) throws -> CoreValue? {
    let base = virtualMachine.top
    defer { virtualMachine.pop(to: base) }
    for value in [receiver] + arguments {
      switch value {
      case .nil, .other: try virtualMachine.pushNil()
      case .boolean(let boolean): try virtualMachine.push(boolean)
      case .number(let number): try virtualMachine.push(number)
      case .text(let bytes): try virtualMachine.push(bytes)
      }
    }
    machine.value.error = nil
    let isDone = machine.enter(at: base) {
      let window = machine.registers(at: base)
      guard identity.signature.isRead else {
        return machine.callCore(identity, window, arguments.count).action == .done
      }
      guard let result = machine.getCore(identity, of: window[0]) else { return false }
      window[0] = result
      return true
    }
    guard isDone else { return nil }
    let result = machine[base]
    if result.isNumber { return .number(result.number) }
    if result.isString { return .text(virtualMachine.bytes(ofString: base)) }
    return switch result {
    case .nil: .nil
    case .true: .boolean(true)
    case .false: .boolean(false)
    default: .other
    }
  }
}
