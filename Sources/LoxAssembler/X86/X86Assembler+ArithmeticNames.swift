// The operations of `X86.Arithmetic` under their names.
extension X86.Assembler {
  package mutating func add(_ destination: X86.Register, _ source: X86.Register, _ width: X86.Width = .qword)
  {
    arithmetic(.add, destination, source, width)
  }
  package mutating func add(_ destination: X86.Register, _ source: X86.Memory, _ width: X86.Width = .qword) {
    arithmetic(.add, destination, source, width)
  }
  package mutating func add(_ destination: X86.Memory, _ source: X86.Register, _ width: X86.Width = .qword) {
    arithmetic(.add, destination, source, width)
  }
  package mutating func add(_ destination: X86.Register, _ value: Int, _ width: X86.Width = .qword) {
    arithmetic(.add, destination, value, width)
  }
  package mutating func add(_ destination: X86.Memory, _ value: Int, _ width: X86.Width = .qword) {
    arithmetic(.add, destination, value, width)
  }

  package mutating func or(_ destination: X86.Register, _ source: X86.Register, _ width: X86.Width = .qword) {
    arithmetic(.or, destination, source, width)
  }
  package mutating func or(_ destination: X86.Register, _ source: X86.Memory, _ width: X86.Width = .qword) {
    arithmetic(.or, destination, source, width)
  }
  package mutating func or(_ destination: X86.Memory, _ source: X86.Register, _ width: X86.Width = .qword) {
    arithmetic(.or, destination, source, width)
  }
  package mutating func or(_ destination: X86.Register, _ value: Int, _ width: X86.Width = .qword) {
    arithmetic(.or, destination, value, width)
  }
  package mutating func or(_ destination: X86.Memory, _ value: Int, _ width: X86.Width = .qword) {
    arithmetic(.or, destination, value, width)
  }

  package mutating func and(_ destination: X86.Register, _ source: X86.Register, _ width: X86.Width = .qword)
  {
    arithmetic(.and, destination, source, width)
  }
  package mutating func and(_ destination: X86.Register, _ source: X86.Memory, _ width: X86.Width = .qword) {
    arithmetic(.and, destination, source, width)
  }
  package mutating func and(_ destination: X86.Memory, _ source: X86.Register, _ width: X86.Width = .qword) {
    arithmetic(.and, destination, source, width)
  }
  package mutating func and(_ destination: X86.Register, _ value: Int, _ width: X86.Width = .qword) {
    arithmetic(.and, destination, value, width)
  }
  package mutating func and(_ destination: X86.Memory, _ value: Int, _ width: X86.Width = .qword) {
    arithmetic(.and, destination, value, width)
  }

  package mutating func sub(_ destination: X86.Register, _ source: X86.Register, _ width: X86.Width = .qword)
  {
    arithmetic(.sub, destination, source, width)
  }
  package mutating func sub(_ destination: X86.Register, _ source: X86.Memory, _ width: X86.Width = .qword) {
    arithmetic(.sub, destination, source, width)
  }
  package mutating func sub(_ destination: X86.Memory, _ source: X86.Register, _ width: X86.Width = .qword) {
    arithmetic(.sub, destination, source, width)
  }
  package mutating func sub(_ destination: X86.Register, _ value: Int, _ width: X86.Width = .qword) {
    arithmetic(.sub, destination, value, width)
  }
  package mutating func sub(_ destination: X86.Memory, _ value: Int, _ width: X86.Width = .qword) {
    arithmetic(.sub, destination, value, width)
  }

  package mutating func xor(_ destination: X86.Register, _ source: X86.Register, _ width: X86.Width = .qword)
  {
    arithmetic(.xor, destination, source, width)
  }
  package mutating func xor(_ destination: X86.Register, _ source: X86.Memory, _ width: X86.Width = .qword) {
    arithmetic(.xor, destination, source, width)
  }
  package mutating func xor(_ destination: X86.Memory, _ source: X86.Register, _ width: X86.Width = .qword) {
    arithmetic(.xor, destination, source, width)
  }
  package mutating func xor(_ destination: X86.Register, _ value: Int, _ width: X86.Width = .qword) {
    arithmetic(.xor, destination, value, width)
  }
  package mutating func xor(_ destination: X86.Memory, _ value: Int, _ width: X86.Width = .qword) {
    arithmetic(.xor, destination, value, width)
  }

  package mutating func cmp(_ destination: X86.Register, _ source: X86.Register, _ width: X86.Width = .qword)
  {
    arithmetic(.cmp, destination, source, width)
  }
  package mutating func cmp(_ destination: X86.Register, _ source: X86.Memory, _ width: X86.Width = .qword) {
    arithmetic(.cmp, destination, source, width)
  }
  package mutating func cmp(_ destination: X86.Memory, _ source: X86.Register, _ width: X86.Width = .qword) {
    arithmetic(.cmp, destination, source, width)
  }
  package mutating func cmp(_ destination: X86.Register, _ value: Int, _ width: X86.Width = .qword) {
    arithmetic(.cmp, destination, value, width)
  }
  package mutating func cmp(_ destination: X86.Memory, _ value: Int, _ width: X86.Width = .qword) {
    arithmetic(.cmp, destination, value, width)
  }
}
