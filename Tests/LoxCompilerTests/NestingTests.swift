import Foundation
import LoxSource
import Testing

/// Sources that are long or deep compile on the stack of a small thread.
@Suite struct NestingTests {
  @Test(arguments: [
    ("print 1", " + 1", 100_000), ("{ var a; print a", ".b", 100_000), ("{ var a; print a", "()", 20_000),
    ("{ var a; print a", ".b(a, a)", 20_000), ("{ var a; print a", " and a", 100_000),
    ("{ var a; if (a", " or !a and a) print a; else if (a", 20_000),
    ("{ var a; print a == 1", " or a", 20_000),
    ("if (nil) print 1", "; else if (nil) print 1", 20_000), ("{ var a; print a", " < a", 20_000),
  ])
  func longSourcesCompile(start: String, part: String, count: Int) throws {
    let end = start.hasPrefix("{ var a; if") ? ") print a; }" : start.hasPrefix("{") ? "; }" : ";"
    let text = start + String(repeating: part, count: count) + end
    try onSmallThread { _ = try compile(text, optimized: false) }
  }

  @Test(arguments: [
    ("print ", "(", "1", ")", ";"), ("print ", "-", "1", "", ";"), ("print ", "!", "1", "", ";"),
    ("print ", "f(", "1", ")", ";"), ("print ", "1 + (", "1", ")", ";"),
    ("{ var a; print ", "a = ", "a", "", "; }"),
    ("{ var a; ", "a.b = ", "a", "", "; }"), ("print ", "nil and (nil or ", "1", ")", ";"),
    ("print ", "f(1).g(2, ", "1", ")", ";"), ("if (", "!(nil and ", "1", ")", ") print 1;"),
    ("", "{ var a; ", "print 1;", "}", ""), ("", "if (nil) ", "print 1;", "", ""),
    ("", "while (nil) ", "print 1;", "", ""), ("", "for (var i = 1; i < 1;) ", "print 1;", "", ""),
    ("", "fun f(a) { ", "print f;", "}", ""), ("", "class A { m() { ", "print this;", "} }", ""),
    ("", "{ fun f(a) { if (a) { class A { m() { ", "print A;", "} } } } }", ""),
  ])
  func deepSourcesCompile(start: String, open: String, inner: String, close: String, end: String) throws {
    let deepest = try deepestNesting { depth in
      start + String(repeating: open, count: depth) + inner + String(repeating: close, count: depth) + end
    }
    #expect(deepest > 1_900)
  }

  /// The deepest source that the parser accepts, which then compiles; no deeper than 2,000.
  private func deepestNesting(_ source: (Int) -> String) throws -> Int {
    try (2..<2_000).partitioningIndex { depth in
      let text = source(depth)
      return try onSmallThread {
        do {
          _ = try compile(text, optimized: false)
          return false
        } catch is Rejection {
          return true
        }
      }
    } - 1
  }
}

/// The outcome of work on a thread of 128 KiB.
private func onSmallThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) throws -> Value {
  let outcome = Outcome<Value>()
  let thread = Thread {
    outcome.result = Result { try work() }
    outcome.isDone.signal()
  }
  thread.stackSize = 128 << 10
  thread.start()
  outcome.isDone.wait()
  return try #require(outcome.result).get()
}

/// A place for the outcome of a thread; the semaphore orders the accesses.
private final class Outcome<Value: Sendable>: @unchecked Sendable {
  var result: Result<Value, any Error>?
  let isDone = DispatchSemaphore(value: 0)
}
