import LoxAssembler

/// The instructions of which templates are made, as a processor has them: the back end of the baseline compiler.
///
/// Operations of two operands change the first one. A `word` instruction clears the upper half of the register that it writes. Flags are
/// no part of this: what compares also branches.
protocol TemplateTarget {
  init(_ memory: RuntimeLayout.Memory)

  /// Makes room for the code of so many words of bytecode.
  mutating func reserve(_ wordCount: Int)
  /// The finished code.
  func finish() throws(AssemblyError) -> Code
  mutating func makeLabel() -> Label
  mutating func bind(_ label: Label)
  /// What follows is written behind the other code, until `moveBack`; such parts may be nested.
  mutating func moveOut()
  mutating func moveBack()

  // MARK: Moves

  mutating func load(_ register: Register, _ place: Place, _ width: Width)
  mutating func store(_ register: Register, _ place: Place, _ width: Width)
  /// Stores 32 bits.
  mutating func store(_ word: UInt32, _ place: Place)
  mutating func copy(_ destination: Register, _ source: Register, _ width: Width)
  mutating func set(_ register: Register, _ bits: UInt64)
  /// Sets the low byte; the rest may be anything afterwards.
  mutating func set(_ register: Register, lowByte: UInt8)
  mutating func address(_ register: Register, _ place: Place)

  // MARK: Integers

  mutating func add(_ destination: Register, _ source: Register, _ width: Width)
  mutating func add(_ destination: Register, _ constant: Int, _ width: Width)
  mutating func add(_ destination: Register, _ place: Place, _ width: Width)
  /// Adds to a word in memory.
  mutating func add(_ place: Place, _ constant: Int)
  /// The sum of a register and a constant that is not negative, in another register.
  mutating func sum(_ destination: Register, _ source: Register, _ constant: Int, _ width: Width)
  mutating func subtract(_ destination: Register, _ source: Register, _ width: Width)
  mutating func subtract(_ destination: Register, _ place: Place, _ width: Width)
  mutating func and(_ destination: Register, _ constant: UInt32)
  mutating func and(_ destination: Register, _ source: Register, _ width: Width)
  mutating func or(_ destination: Register, _ source: Register, _ width: Width)
  mutating func xor(_ destination: Register, _ source: Register, _ width: Width)
  mutating func shiftLeft(_ register: Register, _ count: Int, _ width: Width)
  mutating func shiftRight(_ register: Register, _ count: Int, _ width: Width)
  /// 1 if a register compares so with a constant, else 0.
  mutating func setBit(
    _ destination: Register, if condition: IntegerCondition, _ first: Register, _ constant: Int,
    _ width: Width)
  /// The remainder of `a` divided by a register that is not 0, both unsigned, in `a`. Changes `d`, which is not the divisor.
  mutating func remainder(dividingAByRegister divisor: Register)

  // MARK: Jumps

  mutating func jump(_ label: Label)
  /// Jumps to the address that is in memory.
  mutating func jump(_ place: Place)
  mutating func jump(_ register: Register)
  mutating func branch(
    _ condition: IntegerCondition, _ first: Register, _ second: Register, _ width: Width, to label: Label)
  mutating func branch(
    _ condition: IntegerCondition, _ first: Register, _ constant: Int, _ width: Width, to label: Label)
  mutating func branch(
    _ condition: IntegerCondition, _ first: Register, _ place: Place, _ width: Width, to label: Label)
  /// Compares signed numbers of 64 bits.
  mutating func branch(_ condition: SignedCondition, _ first: Register, _ second: Register, to label: Label)
  mutating func branch(_ condition: SignedCondition, _ first: Register, _ constant: Int, to label: Label)
  /// Compares memory with a constant.
  mutating func branch(
    _ condition: IntegerCondition, _ place: Place, _ constant: UInt32, _ width: Width, to label: Label)
  /// Subtracts and branches if the result is below zero, as a signed number.
  mutating func subtract(_ register: Register, _ amount: Register, ifNegative label: Label)
  mutating func subtract(_ register: Register, _ amount: Int, ifNegative label: Label)

  // MARK: Doubles

  mutating func load(_ register: DoubleRegister, _ place: Place)
  mutating func store(_ register: DoubleRegister, _ place: Place)
  mutating func calculate(_ operation: DoubleOperation, _ destination: DoubleRegister, _ place: Place)
  mutating func calculate(
    _ operation: DoubleOperation, _ destination: DoubleRegister, _ source: DoubleRegister)
  mutating func copy(_ destination: DoubleRegister, _ source: DoubleRegister)
  /// The bits of a double.
  mutating func move(_ destination: Register, _ source: DoubleRegister)
  /// Changes `a` and `b`.
  mutating func negate(_ register: DoubleRegister)
  /// Branches if it is no number.
  mutating func branchIfNaN(_ register: DoubleRegister, to label: Label)
  /// Compares, and goes to one label if one of both is no number, and to the other if the condition holds.
  mutating func branch(
    _ condition: DoubleCondition, _ first: DoubleRegister, _ place: Place, to label: Label, unordered: Label)
  mutating func branch(
    _ condition: DoubleCondition, _ first: DoubleRegister, _ second: DoubleRegister, to label: Label,
    unordered: Label)
  /// The whole number that a double is; branches if it is none, or out of reach. The double is compared in `b`.
  mutating func convert(_ register: Register, _ double: DoubleRegister, orBranchTo label: Label)
  /// The double that a whole number is, as a signed number.
  mutating func convert(_ double: DoubleRegister, _ register: Register, _ width: Width)

  // MARK: Calls

  /// Calls a function of the machine: with the context, and one or two words, of which the first is not in `d` unless it is the
  /// only one. The result is in `a`.
  mutating func callHelper(_ place: Place, _ first: Register, _ second: Register?)

  /// Calls shared code, whose address is in memory.
  mutating func callShared(_ place: Place)
  /// Goes back to where shared code was called.
  mutating func returnFromShared()
  /// Begins a part of shared code that calls a helper, and ends it; if it keeps the holders, helpers don't change what is known.
  mutating func beginHelp(keepsHolders: Bool)
  mutating func endHelp(keepsHolders: Bool)

  // MARK: Stubs

  /// A function of C, of the context and an address: takes up the state that is parked, and jumps there.
  mutating func enter(_ layout: RuntimeLayout) -> Label
  /// Returns `a` from that function.
  mutating func returnToSwift()
  /// Lets the machine execute the instruction before the place in `c`, by a helper that gets the context and the state. The result is the
  /// address where to go on with the state that is parked then.
  mutating func step(_ helper: Int, _ layout: RuntimeLayout) -> Label
  /// The same, called, for an instruction of one word or two, with so many bytes in `c` as the place is behind the function's first one.
  ///
  /// If the code goes on with the next instruction, this returns, as the processor has foreseen, and the machine need not look where that is.
  mutating func stepsHere(_ layout: RuntimeLayout, fail: Label) -> (ofOneWord: Label, ofTwoWords: Label)
}

extension TemplateTarget {
  mutating func reserve(_ wordCount: Int) {}
  mutating func set(_ register: Register, lowByte: UInt8) { set(register, UInt64(lowByte)) }
}
