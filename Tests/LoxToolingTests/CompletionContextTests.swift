import LoxTooling
import Testing

struct CompletionContextTests {
  private func context(_ text: String) -> CompletionContext? { CompletionContext(endOf: Array(text.utf8)) }

  @Test func names() {
    #expect(context("")?.subject == .name)
    #expect(context("print co")?.prefix == "co")
    #expect(context("print co")?.start == 6)
    #expect(context("print 1 + ")?.prefix == "")
    // A keyword may be the beginning of a name.
    #expect(context("print or")?.prefix == "or")
  }

  @Test(arguments: [
    ("a.", "a", ""), ("a.b.c", "a.b", "c"), ("f(1, (2)).x.y", "f().x", "y"), ("print A().na", "A()", "na"),
    ("a\n  .b\n  .", "a.b", ""), ("a.for", "a", "for"),
  ]) func members(_ text: String, _ receiver: String, _ prefix: String) {
    guard let context = context(text), case .member(let of?) = context.subject else {
      Issue.record("no member")
      return
    }
    let path = of.steps.reduce(of.variable) { path, step in
      switch step {
      case .property(let name): path + "." + name
      case .call: path + "()"
      }
    }
    #expect(path == receiver)
    #expect(context.prefix == prefix)
  }

  @Test(arguments: ["this.", "\"s\".x", "(a + b).", "super.", "1 + ().x", ").", "f)."])
  func unknownReceivers(_ text: String) {
    #expect(context(text)?.subject == .member(of: nil))
  }

  @Test(arguments: ["\"text", "// a comm", "1 + // x", "12", "1.5", "\"text\"", "var na", "fun ", "class A"])
  func nothingToComplete(_ text: String) {
    #expect(context(text) == nil)
  }

  @Test func afterComments() {
    #expect(context("// a\nprint b")?.prefix == "b")
    #expect(context("// a\n")?.subject == .name)
    #expect(context("a / b")?.prefix == "b")
  }

  @Test func namesInTheText() {
    #expect(context("fun f(count, x) { this.size = count; return co")?.namesInText == ["count", "f", "x"])
    #expect(context("a.size = b.width; this.")?.namesInText == ["size", "width"])
  }
}
