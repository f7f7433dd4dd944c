import LoxSource

/// Which parts of a source became which code. It is more detailed than the line table, and only made for
/// tools that request it.
public struct SourceMap: Sendable {
  /// A statement that has code of its own, which a block does not.
  public struct Statement: Hashable, Sendable {
    /// The number of its function.
    public var function: UInt32
    /// Its first instruction, in words from the function's first; nil if the statement is unreachable and has
    /// none.
    public var pc: UInt32?
    /// Its start in the source.
    public var offset: UInt32

    public init(function: UInt32, pc: UInt32?, offset: UInt32) {
      self.function = function
      self.pc = pc
      self.offset = offset
    }
  }

  /// A conditional jump; the condition may be an operand of `and` or `or`.
  public struct Branch: Hashable, Sendable {
    /// The number of its function.
    public var function: UInt32
    /// The jump, in words from the function's first.
    public var pc: UInt32
    /// Whether it jumps if the condition is true; otherwise it jumps if it is false.
    public var jumpsIfTrue: Bool
    /// The condition in the source.
    public var span: SourceSpan

    public init(function: UInt32, pc: UInt32, jumpsIfTrue: Bool, span: SourceSpan) {
      self.function = function
      self.pc = pc
      self.jumpsIfTrue = jumpsIfTrue
      self.span = span
    }
  }

  /// A local variable, as long as it has a register.
  public struct Local: Hashable, Sendable {
    /// The number of its function.
    public var function: UInt32
    /// The register of its value, or of its box.
    public var register: UInt32
    /// An index into `Program.strings`.
    public var name: UInt32
    /// The instructions for which it is there, in words from the function's first.
    public var start: UInt32
    public var end: UInt32

    public init(function: UInt32, register: UInt32, name: UInt32, start: UInt32, end: UInt32) {
      self.function = function
      self.register = register
      self.name = name
      self.start = start
      self.end = end
    }
  }

  public var statements: [Statement] = []
  public var branches: [Branch] = []
  /// In order of their declaration, so that of several with the same name the last one hides the others.
  public var locals: [Local] = []
  /// By index in `Program.captures`: the name of the variable, an index into `Program.strings`.
  public var captureNames: [UInt32] = []
  /// By the number of a method: the name of its class, an index into `Program.strings`.
  public var classNames: [UInt32: UInt32] = [:]

  public init() {}
}
