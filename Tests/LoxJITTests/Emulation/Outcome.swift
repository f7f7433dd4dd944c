import LoxBytecode
import LoxJIT

/// What a machine has done, in words.
struct Outcome {
  private let image: MachineImage
  private let machine: ScriptMachine
  private var layout: RuntimeLayout { machine.layout }

  init(_ image: MachineImage, _ machine: ScriptMachine) {
    (self.image, self.machine) = (image, machine)
  }

  /// The helpers that were called, and how the run has ended.
  var text: String {
    var parts = calls
    if image[MemoryMap.log + LogLayout.problems] != 0 { parts.append("changes registers that it must keep") }
    // A step parks the machine; if the run does not go on, that is all.
    let isParked = image[layout.context.pc] == lastParked && image[MemoryMap.log + LogLayout.result] == 1
    if !isParked { parts.append(end) }
    return parts.joined(separator: ", ")
  }

  // MARK: - Calls

  /// Where the machine was parked last by a helper; nil if that happened never.
  private var lastParked: UInt64? {
    let log = MemoryMap.log
    for number in (0..<Int(image[log + LogLayout.count])).reversed() {
      let call = log + LogLayout.calls + number * LogLayout.callSize
      switch Helper(rawValue: Int(image[call])) {
      case .execute, .finishMember, .switchFiber: return image[call + 16]
      case .executeHere: return image[call + 16] + image[log + LogLayout.distance]
      default: continue
      }
    }
    return nil
  }

  private var calls: [String] {
    let log = MemoryMap.log
    return (0..<Int(image[log + LogLayout.count])).compactMap { number in
      let call = log + LogLayout.calls + number * LogLayout.callSize
      guard image[call + 8] == 0 else { return "a stack that is not aligned" }
      let arguments = (0..<5).map { image[call + 16 + 8 * $0] }
      switch Helper(rawValue: Int(image[call])) {
      case .execute, .executeHere: return step(arguments)
      case .finishMember: return "finishes member"
      case .switchFiber: return "fiber " + step(arguments)
      case .findPlace: return nil
      case .rememberObject: return "barrier \(object(arguments[0]))"
      case .rememberElement: return "barrier \(object(arguments[0])) at \(arguments[1])"
      case .findMethod: return "find"
      // What they find is seen in what follows.
      case .getElement, .setElement, .getProperty, .setProperty, .invokeIntrinsic, .nextElement:
        return nil
      case nil: return "no helper"
      }
    }
  }

  /// The instruction that the machine executes, if it gets the state of the run loop.
  private func step(_ arguments: [UInt64]) -> String {
    let (pc, record) = (arguments[0], arguments[1])
    guard let function = function(record) else { return "a record that is none" }
    let place = Int(Int64(bitPattern: pc &- MemoryMap.bytecode(function))) / 4 - 1
    let words = machine.program.code[machine.program.functions[function].code.range]
    guard words.indices.contains(words.startIndex + place),
      let opcode = Opcode(rawValue: UInt8(truncatingIfNeeded: words[words.startIndex + place]))
    else { return "a place that is none" }
    return "step \(opcode)" + window(arguments[2]) + fuel(arguments[4])
  }

  /// Only said if it is not that of the first function.
  private func window(_ address: UInt64) -> String {
    let distance = Int64(bitPattern: address &- machine.address(ScriptMachine.window))
    return distance == 0 ? "" : " at window \(distance / 8)"
  }

  /// Only said if any was used.
  private func fuel(_ fuel: UInt64) -> String {
    let used = Int64(bitPattern: machine.image[layout.context.fuel] &- fuel)
    return used == 0 ? "" : " for \(used)"
  }

  private func function(_ record: UInt64) -> Int? {
    machine.program.functions.indices.first { machine.address(machine.record($0)) == record }
  }

  // MARK: - The end

  private var end: String {
    switch image[MemoryMap.log + LogLayout.result] {
    case 0: return "fails"
    case 1: break
    default: return "returns nonsense to Swift"
    }
    let context = layout.context
    let pc = image[context.pc]
    let window = Int(Int64(bitPattern: image[context.registers] &- image.address))
    if pc == MemoryMap.callerAddress {
      // The result is where the callee's window began.
      return "returns \(describe(image[window + 0x100]))" + fuel(image[context.fuel])
    }
    guard let function = function(image[context.function]) else { return "is in no function" }
    let name = machine.program.text(of: machine.program.functions[function].name)
    if pc == MemoryMap.bytecode(function) {
      let count = Int(machine.program.functions[function].arity)
      let arguments = (0...count).map { describe(image[window + 8 * $0]) }.joined(separator: " ")
      return "enters \(name) with \(arguments)" + self.window(image[context.registers])
        + fuel(image[context.fuel])
    }
    return "is at \(Int64(bitPattern: pc &- MemoryMap.bytecode(function)) / 4) of \(name)"
  }

  // MARK: - Values

  func describe(_ bits: UInt64) -> String {
    let values = layout.values
    switch bits {
    case values.nil: return "nil"
    case values.nil + 1: return "false"
    case values.nil + 2: return "true"
    case values.nil + 3: return "undefined"
    case ..<values.firstTagged: return "\(Double(bitPattern: bits))"
    default:
      let kinds = [
        values.stringTag: "string", values.instanceTag: "instance", values.closureTag: "closure",
        values.objectTag: "object",
      ]
      return (kinds[UInt32(bits >> 32)] ?? "value") + " " + object(bits)
    }
  }

  private func object(_ bits: UInt64) -> String { String(UInt32(truncatingIfNeeded: bits), radix: 16) }
}
