import LoxSource
import LoxSyntax

/// What a keyword begins, in a line and a sentence.
struct KeywordDescription {
  var syntax: String
  var summary: String

  init(_ syntax: String, _ summary: String) {
    self.syntax = syntax
    self.summary = summary
  }

  /// By keyword. Some syntax is only that of extended Lox.
  static let all: [String: KeywordDescription] = [
    "and": .init("left and right", "The left value if it is `false` or `nil`, otherwise the right one."),
    "as": .init("import \"module\" as name;", "Gives what is imported a name."),
    "break": .init("break;", "Ends the innermost loop."),
    "case": .init("case value: statements", "What a `switch` does if its subject equals the value."),
    "catch": .init(
      "try { … } catch (error) { … }", "What runs when a statement of the `try` block throws an error."),
    "class": .init("class Name < Superclass { … }", "Declares a class with its methods."),
    "const": .init("const name = value;", "Declares a variable that can't be assigned again."),
    "continue": .init("continue;", "Goes on with the next round of the innermost loop."),
    "default": .init("default: statements", "What a `switch` does if no case matches."),
    "else": .init(
      "if (condition) statement else statement", "What runs if the condition is `false` or `nil`."),
    "false": .init("false", "The boolean that is not true."),
    "finally": .init("try { … } finally { … }", "What runs after the `try` block in any case."),
    "for": .init(
      "for (var i = 0; i < n; i = i + 1) statement", "Repeats a statement while the condition holds."),
    "from": .init("import {name} from \"module\";", "Says which module the names are imported from."),
    "fun": .init("fun name(parameters) { … }", "Declares a function."),
    "if": .init(
      "if (condition) statement else statement", "Runs a statement unless the condition is `false` or `nil`."),
    "import": .init("import \"module\" as name;", "Makes what a module declares available here."),
    "in": .init("element in values", "Whether a value is among others; in a `for`, what the loop goes over."),
    "is": .init("value is Class", "Whether a value is an instance of a class or of its subclasses."),
    "nil": .init("nil", "The value that stands for no value."),
    "operator": .init(
      "operator +(other) { … }", "Declares what an operator does with instances of the class."),
    "or": .init("left or right", "The left value unless it is `false` or `nil`, otherwise the right one."),
    "print": .init("print value;", "Writes a value and the end of a line."),
    "return": .init(
      "return value;", "Ends the function; the value is the result of its call, or `nil` without one."),
    "set": .init("set name(value) { … }", "Declares what an assignment of a property does."),
    "super": .init("super.method(arguments)", "A method of the superclass, called on the same instance."),
    "switch": .init(
      "switch (subject) { case value: … default: … }", "Does what the first case that matches says."),
    "this": .init("this", "The instance whose method is running."),
    "throw": .init("throw value;", "Throws a value as an error, which a `catch` around it takes."),
    "true": .init("true", "The boolean that is true."),
    "try": .init(
      "try { … } catch (error) { … }", "Runs a block, and another one if an error is thrown in it."),
    "var": .init("var name = value;", "Declares a variable, which is `nil` without a value."),
    "while": .init("while (condition) statement", "Repeats a statement while the condition holds."),
  ]

  /// The same for what extended Lox also has.
  static let extended: [String: KeywordDescription] = [
    "for": .init(
      "for (name in values) statement", "Runs a statement for each element, or while a condition holds."),
    "fun": .init("fun (parameters) { … }", "Declares a function, or makes one without a name."),
  ]
}

extension DocumentIndex {
  /// Information about the keyword at a place; nil if there is none.
  func keywordHover(at offset: UInt32) -> Hover? {
    var scanner = Scanner(source, profile: profile)
    var tokens: [Token] = []
    while true {
      let token = scanner.next()
      tokens.append(token)
      // Whether a word is a keyword may depend on the next two tokens.
      if token.kind == .endOfFile || tokens.count > 2 && tokens[tokens.count - 3].span.start > offset {
        break
      }
    }
    guard let place = tokens.firstIndex(where: { $0.span.start <= offset && offset < $0.span.end }) else {
      return nil
    }
    let token = tokens[place]
    guard TokenKind.keywords.contains(token.kind) || source.isContextualKeyword(tokens, place, profile) else {
      return nil
    }
    let word = string(token.span)
    let own = profile == .extended ? KeywordDescription.extended[word] : nil
    return (own ?? KeywordDescription.all[word]).map {
      Hover(span: token.span, signature: $0.syntax, summary: $0.summary)
    }
  }
}
