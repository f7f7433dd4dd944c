import LoxSemantics
import LoxSource
import LoxSyntax
import Testing

/// Sources with several errors: what the book's compiler says about them, byte for byte.
@Suite struct ErrorCascadeTests {
  @Test(arguments: [
    // The panic ends with its statement.
    (
      #"""
      { var a; var a; var b; var b; }
      """#,
      #"""
      [line 1] Error at 'a': Already a variable with this name in this scope.
      [line 1] Error at 'b': Already a variable with this name in this scope.
      """#
    ),
    // After a function's closing brace, tokens are skipped up to a keyword, including the brace of the block.
    (
      #"""
      {
        fun f(a, a) {}
      }
      foo; print 1; var a = ;
      """#,
      #"""
      [line 2] Error at 'a': Already a variable with this name in this scope.
      [line 4] Error at ';': Expect expression.
      [line 4] Error at end: Expect '}' after block.
      """#
    ),
    // Nothing is reported about the rest of the innermost declaration.
    (
      #"""
      { var a = a + ; var b = b; }
      """#,
      #"""
      [line 1] Error at 'a': Can't read local variable in its own initializer.
      [line 1] Error at 'b': Can't read local variable in its own initializer.
      """#
    ),
    (
      #"""
      fun f(a, a) { var a; { var c; var c; } }
      print ;
      """#,
      #"""
      [line 1] Error at 'a': Already a variable with this name in this scope.
      [line 1] Error at 'c': Already a variable with this name in this scope.
      [line 2] Error at ';': Expect expression.
      """#
    ),
    (
      #"""
      { var a = 1 + ; var a; }
      """#,
      #"""
      [line 1] Error at ';': Expect expression.
      [line 1] Error at 'a': Already a variable with this name in this scope.
      """#
    ),
    (
      #"""
      { var a = b c; { var a = a; } }
      """#,
      #"""
      [line 1] Error at 'c': Expect ';' after variable declaration.
      [line 1] Error at 'a': Can't read local variable in its own initializer.
      """#
    ),
    (
      #"""
      return 1 + ; class A { init() { return 1; } } this;
      """#,
      #"""
      [line 1] Error at 'return': Can't return from top-level code.
      [line 1] Error at 'return': Can't return a value from an initializer.
      [line 1] Error at 'this': Can't use 'this' outside of a class.
      """#
    ),
    (
      #"""
      class A < A { m() { super.m(; } }
      super.x;
      """#,
      #"""
      [line 1] Error at 'A': A class can't inherit from itself.
      [line 2] Error at 'super': Can't use 'super' outside of a class.
      """#
    ),
    (
      #"""
      class A { m() { super.x; fun f() { super.y; } } }
      """#,
      #"""
      [line 1] Error at 'super': Can't use 'super' in a class with no superclass.
      [line 1] Error at 'super': Can't use 'super' in a class with no superclass.
      """#
    ),
    // A missing name is replaced by the token before it.
    (
      #"""
      { var ; var ; var var; }
      """#,
      #"""
      [line 1] Error at ';': Expect variable name.
      [line 1] Error at ';': Expect variable name.
      [line 1] Error at 'var': Expect variable name.
      [line 1] Error at ';': Expect variable name.
      """#
    ),
    (
      #"""
      fun (a, a) {}
      fun f(1, a, a) { var a; }
      """#,
      #"""
      [line 1] Error at '(': Expect function name.
      [line 2] Error at '1': Expect parameter name.
      """#
    ),
    (
      #"""
      class { m() { return; } } print this;
      """#,
      #"""
      [line 1] Error at '{': Expect class name.
      [line 1] Error at 'this': Can't use 'this' outside of a class.
      """#
    ),
    (
      #"""
      {
        class A { m(x, x) {} }
      }
      var top; var top;
      """#,
      #"""
      [line 2] Error at 'x': Already a variable with this name in this scope.
      [line 4] Error at 'top': Already a variable with this name in this scope.
      [line 4] Error at end: Expect '}' after block.
      """#
    ),
    (
      #"""
      { { fun f(a, a) {} } }
      var b; var b;
      }
      """#,
      #"""
      [line 1] Error at 'a': Already a variable with this name in this scope.
      [line 2] Error at 'b': Already a variable with this name in this scope.
      [line 3] Error at end: Expect '}' after block.
      """#
    ),
    // Together with errors of the scanner.
    (
      #"""
      var a = 1;
      {
        var a = a;
        var c = @;
        var c = "open
      """#,
      #"""
      [line 3] Error at 'a': Can't read local variable in its own initializer.
      [line 4] Error: Unexpected character.
      [line 5] Error at 'c': Already a variable with this name in this scope.
      [line 5] Error at end: Expect '}' after block.
      """#
    ),
    (
      #"""
      for (var i = i; i < 3; i = i +) { var i; var i; }
      """#,
      #"""
      [line 1] Error at 'i': Can't read local variable in its own initializer.
      [line 1] Error at 'i': Already a variable with this name in this scope.
      """#
    ),
    (
      #"""
      if (a { var b; var b; } else { var c = c; }
      """#,
      #"""
      [line 1] Error at '{': Expect ')' after condition.
      [line 1] Error at 'b': Already a variable with this name in this scope.
      [line 1] Error at 'c': Can't read local variable in its own initializer.
      """#
    ),
    (
      #"""
      a + b = c; { var d; a and d = d; var d; }
      """#,
      #"""
      [line 1] Error at '=': Invalid assignment target.
      [line 1] Error at '=': Invalid assignment target.
      [line 1] Error at 'd': Already a variable with this name in this scope.
      """#
    ),
    (
      #"""
      fun f() { return this; } { var x = super; var x; }
      """#,
      #"""
      [line 1] Error at 'this': Can't use 'this' outside of a class.
      [line 1] Error at 'super': Can't use 'super' outside of a class.
      [line 1] Error at 'x': Already a variable with this name in this scope.
      """#
    ),
  ])
  func cascade(source: String, expected: String) {
    #expect(messages(of: source) == expected.split(separator: "\n").map(String.init))
  }
}

/// The messages about a source, one per line.
func messages(of text: String, profile: LanguageProfile = .book) -> [String] {
  FrontEnd.analyze(source: Source(name: "test", text: text), profile: profile).diagnostics.map(\.description)
}
