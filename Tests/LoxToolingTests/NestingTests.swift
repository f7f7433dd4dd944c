import Foundation
import LoxSemantics
import LoxSource
import LoxSyntax
import LoxTooling
import Testing

/// All tools work on very deeply nested sources, on a thread with a small stack.
@Suite struct NestingTests {
  #if DEBUG
    private static let depth = 1_500
  #else
    private static let depth = 12_000
  #endif

  private func onSmallStack<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
    await withCheckedContinuation { continuation in
      let thread = Thread { continuation.resume(returning: body()) }
      thread.stackSize = 128 << 10
      thread.start()
    }
  }

  struct Nest: CustomTestStringConvertible, Sendable {
    var opening: String
    var middle = "a"
    var closing = ""
    var end = ";"
    var testDescription: String { opening }
    func text(_ depth: Int) -> String {
      String(repeating: opening, count: depth) + middle + String(repeating: closing, count: depth) + end
    }
  }

  static let nests = [
    Nest(opening: "(", closing: ")"), Nest(opening: "-"), Nest(opening: "!(", closing: ")"),
    Nest(opening: "f(a, ", closing: ")"), Nest(opening: "a.m(", closing: ")"), Nest(opening: "a = "),
    Nest(opening: "a.b = "), Nest(opening: "a and (b or (", closing: "))"),
    Nest(opening: "a + (", closing: ")"),
    Nest(opening: "{", middle: "a;", closing: "}", end: ""), Nest(opening: "if (a) "),
    Nest(opening: "if (a) {", middle: "a;", closing: "} else b;", end: ""), Nest(opening: "while (a) "),
    Nest(opening: "for (;;) "), Nest(opening: "{ var a = 1; ", middle: "a;", closing: "}", end: ""),
    Nest(opening: "fun f(a) {", middle: "a;", closing: "}", end: ""),
    Nest(opening: "class A { m() {", middle: "this;", closing: "}}", end: ""),
    Nest(opening: "class A { m() { this.b = 1; ", middle: "this.b;", closing: "}}", end: ""),
    Nest(opening: "try { a; ", middle: "a;", closing: "} catch (e) { }", end: ""),
    Nest(opening: "try { } catch (e is a) { e; ", middle: "a;", closing: "} finally { }", end: ""),
    Nest(opening: "class A { x { ", middle: "this.x;", closing: "} class y = 1; }", end: ""),
  ]

  @Test(arguments: nests)
  func format(nest: Nest) async throws {
    let isSame = await onSmallStack {
      guard let once = try? Formatter().format(nest.text(Self.depth)) else { return false }
      return (try? Formatter().format(once)) == once
    }
    #expect(isSame)
  }

  @Test(arguments: nests)
  func lint(nest: Nest) async throws {
    let hasRun = await onSmallStack {
      (try? Linter().lint(Source(name: "test", text: nest.text(Self.depth)))) != nil
    }
    #expect(hasRun)
  }

  @Test(arguments: nests)
  func index(nest: Nest) async throws {
    let occurrences = await onSmallStack {
      let text = nest.text(Self.depth)
      let index = DocumentIndex(source: Source(name: "test", text: text))
      let end = UInt32(text.utf8.count)
      _ = index.outline
      _ = index.foldingRanges
      _ = index.semanticTokens(in: SourceSpan(start: 0, end: end))
      _ = index.selectionRanges(at: end / 2)
      _ = index.hover(at: end / 2)
      _ = index.visibleLocals(at: end / 2)
      _ = index.typeHints(in: SourceSpan(start: 0, end: end))
      for span in [SourceSpan(start: 0, end: end), SourceSpan(start: end / 2, end: end / 2 + 1)] {
        _ = index.refactorings(in: span)
      }
      return index.occurrences.count
    }
    #expect(occurrences > 0)
  }

  @Test(arguments: nests)
  func input(nest: Nest) async throws {
    let isComplete = await onSmallStack {
      let text = Array(nest.text(Self.depth).utf8)
      _ = HighlightedRange.all(in: text)
      _ = CompletionContext(endOf: text)
      _ = BracketPair.around(text.count, in: text)
      return InteractiveInput(text).status == .complete
    }
    #expect(isComplete)
    let openStatus = await onSmallStack {
      InteractiveInput(Array(String(repeating: nest.opening, count: Self.depth).utf8)).status
    }
    #expect(openStatus != .complete)
  }

  /// The indentation of deeply nested lines is bounded, so that the result is not much longer than the source.
  @Test func theLayoutIsNotMuchLonger() throws {
    let text = String(repeating: "{ a; ", count: 10_000) + String(repeating: "}", count: 10_000)
    #expect(try Formatter().format(text).utf8.count < 30_000 * 210)
  }
}
