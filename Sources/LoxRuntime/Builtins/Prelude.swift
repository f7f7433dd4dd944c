import LoxBuiltins
import LoxBytecode

/// The part of the core library that is written in Lox: operations that call back. It is a program whose value is a list of classes; the
/// methods of each are those of a built-in kind.
///
/// It runs in an isolate before the first program that mentions one of its names, so an isolate that needs none of it does not have it.
enum Prelude {
  /// The last two are `Error` and `HostError`.
  static let count = 8

  /// The place of the class for a kind of values in the list; nil if there is none.
  static func place(of owner: CoreOperation.Owner) -> Int? {
    switch owner {
    case .list: 0
    case .map: 1
    case .range: 2
    case .string: 3
    case .fiberClass: 4
    case .regex: 5
    default: nil
    }
  }
}

extension Pinned where Pointee == Machine {
  /// The method of the prelude that a call of an operation amounts to: its form with a function. Nil if there is none, or no argument is one.
  func preludeMethod(_ identity: CoreOperation.Identity, _ window: Registers, _ argumentCount: Int) -> Ref? {
    let place = Int(identity.rawValue)
    guard place < value.modules.preludeMethods.count, !value.modules.preludeMethods[place].isNull else {
      return nil
    }
    // There is a message for what can't be replaced.
    if identity == .stringReplace || identity == .stringReplaceFirst, argumentCount > 0,
      !window[1].isString || value.bytes(ofString: window[1].ref).count == 0
    {
      return nil
    }
    for index in 0..<argumentCount
    where value.cage.isValue(window[index &+ 1], .function) {
      return value.modules.preludeMethods[place]
    }
    return comparesInstances(identity, window) ? value.modules.preludeMethods[place] : nil
  }

  /// Whether an operation compares elements that may have an operator for that.
  private func comparesInstances(_ identity: CoreOperation.Identity, _ window: Registers) -> Bool {
    switch identity {
    case .listSort, .listSorted, .listMin, .listMax: break
    default: return false
    }
    guard value.memberNames != nil, value.cage.has(window[0], .list) else { return false }
    let elements = value.elements(ofList: window[0].ref)
    return elements.count > 0 && value.cage.value(elements.place(0)).isInstance
  }
}

extension Machine {
  /// Notes which operations the classes of the prelude implement.
  fileprivate mutating func takePrelude(_ classes: Value) {
    modules.prelude = classes
    guard classes.has(.object), cage.has(classes.ref, .list) else { return }
    modules.preludeMethods = Array(repeating: .null, count: CoreOperation.all.count)
    let elements = elements(ofList: classes.ref)
    if elements.count >= Prelude.count {
      modules.errorClass = cage.value(elements.place(Prelude.count - 2)).ref
      modules.hostErrorClass = cage.value(elements.place(Prelude.count - 1)).ref
    }
    for owner in CoreOperation.Owner.allCases {
      guard let place = Prelude.place(of: owner), place < elements.count else { continue }
      let members = cage.value(elements.place(place)).ref
      guard cage.has(members, .class) else { continue }
      cage.forEachEntry(of: cage.ref(members, ClassLayout.methods)) { name, method in
        if let identity = CoreNames.find(name, of: owner, cage) {
          modules.preludeMethods[Int(identity.rawValue)] = Ref(offset: method)
        }
      }
    }
  }
}

extension VirtualMachine {
  /// Runs the prelude if a program that is about to run may need it, and it has not run yet.
  func loadPrelude(for image: ProgramImage) throws(RuntimeError) {
    guard image.mayUsePrelude, machine.value.modules.prelude == .nil,
      let prelude = machine.value.modules.makePrelude?()
    else { return }
    // It uses its own names, too.
    machine.value.modules.prelude = .false
    let base = top
    do throws(RuntimeError) {
      try pushScript(prelude)
      try call(base)
      machine.value.takePrelude(machine[base])
      machine.value.modules.preludeIndex = machine.value.modules.programs.firstIndex(of: prelude.code) ?? -1
      pop(to: base)
    } catch {
      machine.value.modules.prelude = .nil
      throw error
    }
  }
}

extension Program {
  /// Whether its code mentions a name of the prelude after a dot, catches errors, or mentions their classes.
  var mayUsePrelude: Bool {
    guard isExtended else { return false }
    if !handlers.isEmpty { return true }
    for case .global(let name) in constants {
      let name = String(decoding: bytes(ofString: name), as: UTF8.self)
      if name == "Error" || name == "HostError" { return true }
    }
    var isName = [Bool](repeating: false, count: strings.count)
    for index in strings.indices
    where CoreOperation.preludeNames.contains(String(decoding: bytes(ofString: UInt32(index)), as: UTF8.self))
    {
      isName[index] = true
    }
    return caches.contains { isName[Int($0.name)] }
  }
}
