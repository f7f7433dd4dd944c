import LoxRuntime
import LoxSource

/// Values in a line each, for people. Nothing is run to make it; values are slots.
package struct ValueText {
  private let machine: VirtualMachine
  /// Whether numbers are shown with all of their digits, not as `print` shows them.
  package var showsExactNumbers = false

  package init(_ machine: VirtualMachine) { self.machine = machine }

  private static let maximumDepth = 3
  private static let maximumFields = 20
  private static let maximumString = 1000

  /// A value as one would write it: strings in quotes, instances with their fields, lists and maps as one would write them.
  ///
  /// Objects within objects are shown for some levels, but none within itself; and of many parts only the first.
  package func description(of value: Slot, within outer: [Slot] = []) -> String {
    switch machine.content(of: value) {
    case .string: return quoted(machine.bytes(ofString: value))
    case .class: return "<class \(machine.name(of: value) ?? "")>"
    // Values of the core library, such as regular expressions, have no class that is an object.
    case .instance where machine.class(of: value) == nil: return machine.description(of: value)
    case .instance: return description(ofInstance: value, within: outer)
    case .list, .map: return description(ofCollection: value, within: outer)
    case .function:
      if let (receiver, method) = machine.parts(ofBoundMethod: value) {
        return "<fn \(className(of: receiver)).\(machine.name(of: method) ?? "")>"
      }
      if machine.code(of: value) == nil { return "<native fn \(machine.name(of: value) ?? "")>" }
      return machine.description(of: value)
    case .number(let number) where showsExactNumbers: return ShortestText.text(of: number)
    default: return machine.description(of: value)
    }
  }

  private func className(of instance: Slot) -> String {
    machine.class(of: instance).flatMap(machine.name) ?? ""
  }

  private func description(ofInstance instance: Slot, within outer: [Slot]) -> String {
    let names = machine.fieldNames(of: instance)
    guard
      names.isEmpty
        || outer.count < ValueText.maximumDepth
          && !outer.contains(where: { machine.areIdentical($0, instance) })
    else {
      return className(of: instance) + " {...}"
    }
    var fields = names.prefix(ValueText.maximumFields).map { name in
      "\(name): "
        + (machine.field(name, of: instance).map { description(of: $0, within: outer + [instance]) } ?? "")
    }
    if names.count > fields.count { fields.append("... \(names.count - fields.count) more") }
    return "\(className(of: instance)) {\(fields.joined(separator: ", "))}"
  }

  private func description(ofCollection value: Slot, within outer: [Slot]) -> String {
    let isMap = machine.isMap(value)
    let count = isMap ? machine.entryCount(ofMap: value) : machine.elementCount(ofList: value)
    let (start, end) = isMap ? ("{", "}") : ("[", "]")
    guard
      count == 0
        || outer.count < ValueText.maximumDepth
          && !outer.contains(where: { machine.areIdentical($0, value) })
    else {
      return "\(start)...\(end)"
    }
    func text(_ part: Slot?) -> String { part.map { description(of: $0, within: outer + [value]) } ?? "" }
    let maximum = ValueText.maximumFields
    var parts =
      isMap
      ? machine.entries(ofMap: value, maximum: maximum).map { place in
        key(machine.part(.key, ofEntry: place, ofMap: value), text)
          + ": " + text(machine.part(.value, ofEntry: place, ofMap: value))
      }
      : (0..<min(count, maximum)).map { text(machine.element($0, ofList: value)) }
    if count > parts.count { parts.append("... \((count - parts.count).grouped) more") }
    return start + parts.joined(separator: ", ") + end
  }

  /// A key as one would write it: a name plainly, other strings in quotes, a number plainly, anything else in brackets.
  private func key(_ key: Slot?, _ text: (Slot?) -> String) -> String {
    guard let key else { return "" }
    switch machine.content(of: key) {
    case .number(let number) where number >= 0: return text(key)
    case .string:
      let name = String(
        decoding: machine.bytes(ofString: key).prefix(ValueText.maximumString), as: UTF8.self)
      let isName =
        name.first?.isNumber == false
        && name.allSatisfy { $0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber) }
      return isName && name.utf8.count < ValueText.maximumString ? name : text(key)
    default: return "[\(text(key))]"
    }
  }

  /// The same for a key in a slot.
  package func key(_ slot: Slot) -> String {
    key(slot) { part in part.map { description(of: $0) } ?? "" }
  }

  private func quoted(_ bytes: [UInt8]) -> String {
    let text = String(decoding: bytes.prefix(ValueText.maximumString), as: UTF8.self)
    // Showing a string must not be able to do anything to the terminal.
    let visible = String(text.map { $0.isVisible ? $0 : "\u{b7}" })
    if bytes.count <= ValueText.maximumString { return "\"\(visible)\"" }
    return "\"\(visible)\"... (\(bytes.count.grouped) bytes)"
  }
}

extension Character {
  fileprivate var isVisible: Bool {
    self == "\n" || self == "\t" || unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
  }
}
