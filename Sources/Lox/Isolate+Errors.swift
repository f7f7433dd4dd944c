import LoxRuntime

extension Isolate {
  /// What the script threw with `throw`, if that is why a run has failed; nil for all other errors. It may be an error that the script
  /// had caught before, such as a `HostError`.
  ///
  /// An error goes wherever Swift's errors go, also to other threads; the value stays with its isolate, which keeps those of the last
  /// few errors.
  ///
  ///     do {
  ///       try isolate.run(program)
  ///     } catch let error as RuntimeError {
  ///       if let thrown = isolate.thrown(by: error) {
  ///         let order = try isolate.decode(OrderError.self, from: thrown)
  ///       }
  ///     }
  public func thrown(by error: RuntimeError) -> Value? {
    let base = machine.top
    defer { machine.pop(to: base) }
    guard (try? machine.pushThrown(error)) == true else { return nil }
    return value(at: base)
  }
}

/// Pushes what a script sees as `details` of an error that a host function has thrown: the value of an error that is a
/// ``ValueConvertible``. False if it is none.
func pushDetails(of error: any Error, to stack: ValueStack) throws -> Bool {
  guard let convertible = error as? any ValueConvertible else { return false }
  try convertible._push(to: stack)
  return true
}

/// An error of a host function that scripts can't catch: it ends the run.
public typealias UncatchableError = LoxRuntime.UncatchableError
