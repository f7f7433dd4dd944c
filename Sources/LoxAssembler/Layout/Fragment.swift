/// A part of the code whose bytes depend on where things are: a reference to a label, or padding.
protocol Fragment: Sendable {
  /// What it refers to; nil for padding.
  var target: Label? { get }
  /// The size in bytes of the form that reaches every label the instruction can reach at all.
  var longSize: Int { get }
  /// The size of the short form; equal to `longSize` if there is only one.
  var shortSize: Int { get }
  /// The distances, from the first byte of the fragment to the target, that the short form reaches.
  var shortReach: ClosedRange<Int> { get }
  /// The alignment in bytes of all instructions.
  static var unit: Int { get }
  /// What a padding aligns to; 1 for other fragments.
  var alignment: Int { get }

  /// Appends the bytes of a reference to a target at this distance from its first byte.
  func write(distance: Int, isShort: Bool, to bytes: inout CodeBytes) throws(AssemblyError)
  /// Appends this many bytes of padding.
  static func pad(_ count: Int, to bytes: inout CodeBytes)
}
