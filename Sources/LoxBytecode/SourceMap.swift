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

  public var statements: [Statement] = []
  public var branches: [Branch] = []
  /// By the number of a method: the name of its class, an index into `Program.strings`.
  public var classNames: [UInt32: UInt32] = [:]

  public init() {}
}
