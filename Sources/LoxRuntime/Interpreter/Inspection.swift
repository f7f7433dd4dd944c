import LoxBytecode

/// Looks into values beyond what hosts need, for tools. Nothing here changes anything or runs any code.
extension VirtualMachine {
  /// The methods that a class has, its own and inherited ones, sorted by their names.
  package func methods(of class: Value) -> [(name: String, method: Value)] {
    let cage = machine.value.cage
    guard `class`.has(.object), cage.has(`class`.ref, .class) else { return [] }
    var methods: [(name: String, method: Value)] = []
    cage.forEachEntry(of: cage.ref(`class`.ref, ClassLayout.methods)) { name, offset in
      let method = Ref(offset: offset)
      var bytes: [UInt8] = []
      machine.value.append(name, to: &bytes)
      methods.append(
        (
          String(decoding: bytes, as: UTF8.self),
          Value(cage.has(method, .closure) ? .closure : .object, method)
        ))
    }
    return methods.sorted { $0.name < $1.name }
  }

  /// The object and the method of a bound method; nil for other values.
  package func parts(ofBoundMethod value: Value) -> (receiver: Value, method: Value)? {
    let cage = machine.value.cage
    guard value.has(.object), cage.has(value.ref, .boundMethod) else { return nil }
    return (
      cage.value(value.ref.offset, BoundMethodLayout.receiver),
      cage.value(value.ref.offset, BoundMethodLayout.method)
    )
  }

  /// The program that a Lox function belongs to, and its number there; nil for other values.
  package func code(of function: Value) -> (program: Program, number: Int)? {
    guard function.isClosure,
      let record = machine.value.records[
        machine.value.cage.load32(function.ref.offset, ClosureLayout.function)],
      let (linked, _) = machine.value.lookUp(record)
    else { return nil }
    return (linked.program, record.index - linked.firstIndex)
  }
}
