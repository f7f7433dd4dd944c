import LoxSyntax

extension DiagnosticID {
  /// What is wrong, why the language has this rule, and what to do: a few lines of text with an example.
  public var explanation: String {
    switch self {
    case .unexpectedCharacter:
      """
      A character begins no token of Lox. Outside of strings and comments there are ASCII letters, digits, '_', and the signs
      ( ) { } , . ; - + / * ! = < >.

        print a & b;    // Lox writes 'and'
      """
    case .unterminatedString:
      """
      A string has no closing quote, so it goes on to the end of the file. Strings may have several lines.

        print "hello;    // write "hello";
      """
    case .expectedExpression:
      """
      A value must stand here: a literal, a variable, a call, or something in parentheses.

        var x = ;
        print 1 + * 2;
      """
    case .invalidAssignmentTarget:
      """
      Only variables and properties can be assigned.

        a + b = c;      // to compare, write '=='
        f() = 1;
      """
    case .expectedVariableName, .expectedFunctionName, .expectedParameterName, .expectedClassName,
      .expectedSuperclassName, .expectedMethodName, .expectedPropertyName, .expectedSuperclassMethodName:
      """
      A name must stand here. Names consist of letters, digits and '_', don't begin with a digit, and are no keywords.

        var class = 1;          // 'class' is a keyword
        fun f(1) {}
        class A { fun m() {} }  // methods are declared without 'fun'
        object.;
      """
    case .expectedSemicolonAfterExpression, .expectedSemicolonAfterValue, .expectedSemicolonAfterVariable,
      .expectedSemicolonAfterReturnValue, .expectedSemicolonAfterLoopCondition:
      """
      A statement that is no block ends with a semicolon, also at the end of a line; so does the condition of a 'for'.

        var x = 1
        print x;    // the semicolon before this line is missing
      """
    case .expectedParenthesisAfterIf, .expectedParenthesisAfterWhile, .expectedParenthesisAfterFor:
      """
      What follows 'if', 'while' and 'for' stands in parentheses.

        if x > 1 print x;      // if (x > 1) print x;
      """
    case .expectedParenthesisAfterFunctionName:
      """
      Behind the name of a function or method stand its parameters in parentheses, even if there are none. So fields are not
      declared in a class: they are assigned in methods.

        fun f { return 1; }    // fun f() { return 1; }
        class A { x; }         // init() { this.x = nil; }
      """
    case .unclosedExpression, .unclosedCondition, .unclosedForClauses, .unclosedParameters,
      .unclosedArguments:
      """
      A parenthesis that was opened must be closed before what follows.

        print (1 + 2;
        f(1, 2;
        while (true { }
      """
    case .expectedFunctionBody:
      """
      The body of a function stands in braces.

        fun double(x) return 2 * x;    // fun double(x) { return 2 * x; }
      """
    case .expectedClassBody:
      """
      Behind the name of a class, or that of its superclass, stand its methods in braces. A superclass is given by '<'.

        class A extends B {}    // class A < B {}
        class Point(x, y) {}    // class Point { init(x, y) {} }
      """
    case .unclosedBlock, .unclosedClassBody:
      """
      A brace that was opened is not closed before the end of the file. If lines are indented as they should be, the brace is
      missing where the indentation says so.

        fun f() {
          if (x) {
            g();
        }
      """
    case .expectedDotAfterSuper:
      """
      'super' is no value: it calls a method of the superclass, whose name follows behind a dot.

        super();         // super.init();
      """
    case .thisOutsideClass, .superOutsideClass:
      """
      'this' and 'super' stand in methods only, and in functions within methods.

        fun f() { return this; }
      """
    case .superWithoutSuperclass:
      """
      A class without a superclass has nothing that 'super' could mean.

        class A { m() { super.m(); } }    // class A < B { ... }
      """
    case .returnOutsideFunction:
      """
      'return' leaves a function or method; outside of them there is nothing to leave.

        if (done) return;
      """
    case .returnValueFromInitializer:
      """
      An initializer always returns the new instance. A 'return' without a value ends it early.

        class A { init() { return 1; } }
      """
    case .inheritanceFromItself:
      """
      A class can't be its own superclass.

        class A < A {}
      """
    case .duplicateVariable:
      """
      A block, or the parameters of a function and its body, can have only one variable of a name. Outside of all blocks a
      variable may be declared again.

        {
          var a = 1;
          var a = 2;    // a = 2;
        }
      """
    case .readInOwnInitializer:
      """
      A local variable is in scope from its name on, and has no value before the end of its declaration: so its initializer
      can't use another variable of that name.

        var a = 1;
        {
          var a = a;    // give one of them another name
        }
      """
    case .tooManyParameters, .tooManyArguments:
      """
      A function has 255 parameters at most, and a call as many arguments. An instance of a class can hold many values.
      """
    case .tooManyConstants, .tooManyLocals, .tooManyCaptures, .loopTooLarge, .jumpTooLong:
      """
      This is a limit of the virtual machine of the book 'Crafting Interpreters': a function has at most 256 constants, 256
      local variables, 256 captured variables, and 65,535 bytes of code to jump over. With a first line

        // lox: extended

      there is none of these limits. What remains are those of the machine, for example 65,500 registers for a function.
      """
    case .nestingTooDeep:
      """
      Expressions, statements and functions may nest in one another 250,000 levels deep. What is only long, as a sum or a chain
      of 'else if', does not count.
      """
    case .sourceTooLarge:
      """
      A source has less than 4 GiB, as places in it are numbers of 32 bits.
      """
    }
  }
}
