import LibFuzzer

/// Hands control of the process to libFuzzer.
public enum FuzzDriver {
  /// Called with each input. Set once, before libFuzzer starts; one thread runs all inputs.
  nonisolated(unsafe) private static var target: ([UInt8]) -> Void = { _ in }

  /// Fuzzes with the arguments of the command line until libFuzzer ends the process.
  public static func run(_ body: @escaping ([UInt8]) -> Void) {
    unsafe target = body
    // SAFETY: the arguments of a process live as long as it does, and the callback copies its bytes.
    var count = CommandLine.argc
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = unsafe CommandLine.unsafeArgv
    _ = unsafe LLVMFuzzerRunDriver(&count, &arguments) { data, size in
      unsafe FuzzDriver.target(Array(UnsafeBufferPointer(start: data, count: size)))
      return 0
    }
  }
}
