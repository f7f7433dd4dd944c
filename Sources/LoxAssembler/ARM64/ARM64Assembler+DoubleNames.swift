// The operations on doubles under the names of their instructions.
extension ARM64.Assembler {
  package mutating func fadd(
    _ destination: ARM64.VectorRegister, _ first: ARM64.VectorRegister, _ second: ARM64.VectorRegister
  ) {
    double(.fadd, destination, first, second)
  }
  package mutating func fsub(
    _ destination: ARM64.VectorRegister, _ first: ARM64.VectorRegister, _ second: ARM64.VectorRegister
  ) {
    double(.fsub, destination, first, second)
  }
  package mutating func fmul(
    _ destination: ARM64.VectorRegister, _ first: ARM64.VectorRegister, _ second: ARM64.VectorRegister
  ) {
    double(.fmul, destination, first, second)
  }
  package mutating func fdiv(
    _ destination: ARM64.VectorRegister, _ first: ARM64.VectorRegister, _ second: ARM64.VectorRegister
  ) {
    double(.fdiv, destination, first, second)
  }

  package mutating func fmov(_ destination: ARM64.VectorRegister, _ source: ARM64.VectorRegister) {
    double(.fmov, destination, source)
  }
  package mutating func fabs(_ destination: ARM64.VectorRegister, _ source: ARM64.VectorRegister) {
    double(.fabs, destination, source)
  }
  package mutating func fneg(_ destination: ARM64.VectorRegister, _ source: ARM64.VectorRegister) {
    double(.fneg, destination, source)
  }
  package mutating func fsqrt(_ destination: ARM64.VectorRegister, _ source: ARM64.VectorRegister) {
    double(.fsqrt, destination, source)
  }
  package mutating func frintn(_ destination: ARM64.VectorRegister, _ source: ARM64.VectorRegister) {
    double(.frintn, destination, source)
  }
  package mutating func frintp(_ destination: ARM64.VectorRegister, _ source: ARM64.VectorRegister) {
    double(.frintp, destination, source)
  }
  package mutating func frintm(_ destination: ARM64.VectorRegister, _ source: ARM64.VectorRegister) {
    double(.frintm, destination, source)
  }
  package mutating func frintz(_ destination: ARM64.VectorRegister, _ source: ARM64.VectorRegister) {
    double(.frintz, destination, source)
  }
  package mutating func frinta(_ destination: ARM64.VectorRegister, _ source: ARM64.VectorRegister) {
    double(.frinta, destination, source)
  }
}
