import LoxSource

/// Which parts of a source became which code: more than messages need, and only made for tools that ask for it.
public struct SourceMap: Sendable {
  /// A statement that does something itself, which a block does not.
  public struct Statement: Hashable, Sendable {
    /// The number of the function that it belongs to.
    public var function: UInt32
    /// Its first instruction, in words from the function's first; nil if no way leads to it, so that it has none.
    public var pc: UInt32?
    /// Where it begins in the source.
    public var offset: UInt32

    public init(function: UInt32, pc: UInt32?, offset: UInt32) {
      self.function = function
      self.pc = pc
      self.offset = offset
    }
  }

  /// A jump that depends on a condition, or on a part of one between `and` and `or`.
  public struct Branch: Hashable, Sendable {
    /// The number of the function that it belongs to.
    public var function: UInt32
    /// The jump, in words from the function's first.
    public var pc: UInt32
    /// Whether it jumps if the condition is true; else it jumps if it's false.
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
