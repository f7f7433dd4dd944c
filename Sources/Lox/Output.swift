/// Where the lines that scripts print go. An output can be used by any number of isolates on any threads.
public struct Output: Sendable {
  /// Takes a portion; returns false if nobody reads any more.
  typealias Writer = (ArraySlice<UInt8>) -> Bool

  /// Makes the writer of one isolate.
  let makeWriter: @Sendable () -> Writer
  /// The number of bytes that are collected before they are delivered.
  let portion: Int

  /// Nowhere.
  public static var discarded: Output { Output(makeWriter: { { _ in true } }, portion: 1 << 16) }

  /// To a function, in portions of any size: output is delivered when this many bytes have been collected,
  /// and at the end of each run. The bytes are the script's, unchanged. If the function returns false, nobody
  /// reads any more, and the run ends with a ``RuntimeError`` of the kind `outputClosed`.
  ///
  /// The function must not use the isolate.
  public static func bytes(
    portion: Int = 1 << 16, _ write: @escaping @Sendable (ArraySlice<UInt8>) -> Bool
  ) -> Output {
    Output(makeWriter: { write }, portion: max(1, portion))
  }

  /// To a function that receives text as it is printed, including line feeds, several lines at a time.
  /// Invalid UTF-8 is replaced.
  ///
  /// The function must not use the isolate.
  public static func text(_ write: @escaping @Sendable (String) -> Void) -> Output {
    Output(makeWriter: { textWriter(write) }, portion: textPortion)
  }

  /// To a function that receives each printed line at once, without its line feed. Invalid UTF-8 is replaced.
  ///
  /// The function must not use the isolate.
  public static func lines(_ write: @escaping @Sendable (String) -> Void) -> Output {
    Output(makeWriter: { lineWriter(write) }, portion: 1)
  }

  /// To the process's standard output.
  public static var standardOutput: Output { .text { print($0, terminator: "") } }

  static let textPortion = 1 << 12

  static func textWriter(_ write: @escaping (String) -> Void) -> Writer {
    { bytes in
      write(String(decoding: bytes, as: UTF8.self))
      return true
    }
  }

  static func lineWriter(_ write: @escaping (String) -> Void) -> Writer {
    let lines = LineSplitter(write)
    return { lines.take($0) }
  }
}

/// Finds lines in portions of bytes: one print is one portion, except for very long strings.
private final class LineSplitter {
  private var rest: [UInt8] = []
  private let write: (String) -> Void

  init(_ write: @escaping (String) -> Void) { self.write = write }

  func take(_ bytes: ArraySlice<UInt8>) -> Bool {
    var start = bytes.startIndex
    while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
      write(String(decoding: rest + bytes[start..<end], as: UTF8.self))
      rest = []
      start = end + 1
    }
    rest += bytes[start...]
    return true
  }
}
