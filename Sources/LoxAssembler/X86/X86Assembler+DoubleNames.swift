// The operations on doubles under the names of their instructions.
extension X86.Assembler {
  package mutating func addsd(_ destination: X86.VectorRegister, _ source: X86.VectorRegister) {
    double(.add, destination, source)
  }
  package mutating func addsd(_ destination: X86.VectorRegister, _ source: X86.Memory) {
    double(.add, destination, source)
  }

  package mutating func subsd(_ destination: X86.VectorRegister, _ source: X86.VectorRegister) {
    double(.sub, destination, source)
  }
  package mutating func subsd(_ destination: X86.VectorRegister, _ source: X86.Memory) {
    double(.sub, destination, source)
  }

  package mutating func mulsd(_ destination: X86.VectorRegister, _ source: X86.VectorRegister) {
    double(.mul, destination, source)
  }
  package mutating func mulsd(_ destination: X86.VectorRegister, _ source: X86.Memory) {
    double(.mul, destination, source)
  }

  package mutating func divsd(_ destination: X86.VectorRegister, _ source: X86.VectorRegister) {
    double(.div, destination, source)
  }
  package mutating func divsd(_ destination: X86.VectorRegister, _ source: X86.Memory) {
    double(.div, destination, source)
  }

  package mutating func sqrtsd(_ destination: X86.VectorRegister, _ source: X86.VectorRegister) {
    double(.sqrt, destination, source)
  }
  package mutating func sqrtsd(_ destination: X86.VectorRegister, _ source: X86.Memory) {
    double(.sqrt, destination, source)
  }

  package mutating func minsd(_ destination: X86.VectorRegister, _ source: X86.VectorRegister) {
    double(.min, destination, source)
  }
  package mutating func minsd(_ destination: X86.VectorRegister, _ source: X86.Memory) {
    double(.min, destination, source)
  }

  package mutating func maxsd(_ destination: X86.VectorRegister, _ source: X86.VectorRegister) {
    double(.max, destination, source)
  }
  package mutating func maxsd(_ destination: X86.VectorRegister, _ source: X86.Memory) {
    double(.max, destination, source)
  }

  package mutating func andpd(_ destination: X86.VectorRegister, _ source: X86.VectorRegister) {
    bits(.andpd, destination, source)
  }
  package mutating func andpd(_ destination: X86.VectorRegister, _ source: X86.Memory) {
    bits(.andpd, destination, source)
  }

  package mutating func xorpd(_ destination: X86.VectorRegister, _ source: X86.VectorRegister) {
    bits(.xorpd, destination, source)
  }
  package mutating func xorpd(_ destination: X86.VectorRegister, _ source: X86.Memory) {
    bits(.xorpd, destination, source)
  }

  package mutating func pxor(_ destination: X86.VectorRegister, _ source: X86.VectorRegister) {
    bits(.pxor, destination, source)
  }
  package mutating func pxor(_ destination: X86.VectorRegister, _ source: X86.Memory) {
    bits(.pxor, destination, source)
  }
}
