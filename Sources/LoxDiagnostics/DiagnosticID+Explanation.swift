import LoxSyntax

extension DiagnosticID {
  /// What is wrong, why the language has this rule, and what to do: a few lines of text with an example.
  public var explanation: String {
    switch self {
    case .unexpectedCharacter:
      """
      No token of Lox begins with this character. Outside strings and comments, Lox uses only ASCII letters, digits, '_', and
      the characters ( ) { } , . ; - + / * ! = < >.

        print a & b;    // Lox writes 'and'
      """
    case .unterminatedString:
      """
      A string has no closing quote, so it extends to the end of the file. Strings may span several lines.

        print "hello;    // write "hello";
      """
    case .expectedExpression:
      """
      A value is needed here: a literal, a variable, a call, or an expression in parentheses.

        var x = ;
        print 1 + * 2;
      """
    case .invalidAssignmentTarget:
      """
      Only variables and properties can be assigned to.

        a + b = c;      // to compare, write '=='
        f() = 1;
      """
    case .expectedVariableName, .expectedFunctionName, .expectedParameterName, .expectedClassName,
      .expectedSuperclassName, .expectedMethodName, .expectedPropertyName, .expectedSuperclassMethodName:
      """
      A name is needed here. A name consists of letters, digits and '_', doesn't begin with a digit, and isn't a keyword.

        var class = 1;          // 'class' is a keyword
        fun f(1) {}
        class A { fun m() {} }  // methods are declared without 'fun'
        object.;
      """
    case .expectedSemicolonAfterExpression, .expectedSemicolonAfterValue, .expectedSemicolonAfterVariable,
      .expectedSemicolonAfterReturnValue, .expectedSemicolonAfterLoopCondition:
      """
      Every statement except a block ends with a semicolon, even at the end of a line. So does the condition of a 'for'.

        var x = 1
        print x;    // the semicolon before this line is missing
      """
    case .expectedEndOfExpression:
      """
      The host asks for an expression, such as 'order.total > 100': one value, without statements and without a semicolon.
      """
    case .expectedParenthesisAfterIf, .expectedParenthesisAfterWhile, .expectedParenthesisAfterFor:
      """
      'if', 'while' and 'for' are followed by parentheses.

        if x > 1 print x;      // if (x > 1) print x;
      """
    case .expectedParenthesisAfterFunctionName:
      """
      The name of a function or method is followed by its parameters in parentheses, even if there are none. Fields are not
      declared in a class: they are assigned in methods.

        fun f { return 1; }    // fun f() { return 1; }
        class A { x; }         // init() { this.x = nil; }
      """
    case .unclosedExpression, .unclosedCondition, .unclosedForClauses, .unclosedParameters,
      .unclosedArguments:
      """
      A parenthesis must be closed before what follows.

        print (1 + 2;
        f(1, 2;
        while (true { }
      """
    case .expectedFunctionBody:
      """
      The body of a function is written in braces.

        fun double(x) return 2 * x;    // fun double(x) { return 2 * x; }
      """
    case .expectedClassBody:
      """
      The name of a class, or that of its superclass, is followed by its methods in braces. A superclass is declared with '<'.

        class A extends B {}    // class A < B {}
        class Point(x, y) {}    // class Point { init(x, y) {} }
      """
    case .unclosedBlock, .unclosedClassBody:
      """
      A brace is not closed before the end of the file. If the lines are indented properly, the indentation shows where the
      closing brace is missing.

        fun f() {
          if (x) {
            g();
        }
      """
    case .expectedDotAfterSuper:
      """
      'super' is not a value: it calls a method of the superclass, whose name follows after a dot.

        super();         // super.init();
      """
    case .thisOutsideClass, .superOutsideClass:
      """
      'this' and 'super' can only be used in methods, and in functions inside methods. The value of a field of a class is
      evaluated outside of it.

        fun f() { return this; }
      """
    case .superWithoutSuperclass:
      """
      In a class without a superclass, 'super' has no meaning.

        class A { m() { super.m(); } }    // class A < B { ... }
      """
    case .returnOutsideFunction:
      """
      'return' leaves a function or method; outside them there is nothing to leave.

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
      A block can have only one variable with a given name; so can the parameters and body of a function together. Outside all
      blocks, a variable may be declared again.

        {
          var a = 1;
          var a = 2;    // a = 2;
        }
      """
    case .readInOwnInitializer:
      """
      A local variable is in scope from its name on, but has no value before the end of its declaration. So its initializer
      can't use another variable of that name.

        var a = 1;
        {
          var a = a;    // give one of them another name
        }
      """
    case .unterminatedTemplate:
      """
      A template has no closing backquote, so it extends to the end of the file. Templates may span several lines. A value in
      one, after '${', ends with a '}'.

        print `hello, ${name};    // write `hello, ${name}`;
      """
    case .unterminatedComment:
      """
      A comment that begins with '/*' has no '*/', so it extends to the end of the file. Such comments nest: each '/*' in one
      needs a '*/' of its own.

        /* one /* two */
        print 1;
      """
    case .unknownEscape:
      #"""
      In a template, a backslash begins an escape: \n, \r, \t, \0, \\, \`, \$, \", or \u{...} with the code of a character in
      hexadecimal digits. For a backslash itself, write two. Strings in double quotes have no escapes.

        print `C:\data`;    // print `C:\\data`; or print "C:\data";
      """#
    case .expectedConstantValue:
      """
      A constant gets its value where it is declared, since it can't be assigned later.

        const limit;    // const limit = 100;
      """
    case .assignmentToConstant:
      """
      A variable that is declared with 'const' can't be assigned again. What it holds may change: elements can be added to a
      list in a constant.

        const limit = 100;
        limit = 200;    // declare it with 'var', or give the new value another name
      """
    case .expectedInAfterLoopVariables:
      """
      A loop over the elements of a value has one or two variables, then 'in', then the value.

        for (var key, value of map) print key;    // for (var key, value in map) print key;
      """
    case .expectedCase:
      """
      A 'switch' has a value in parentheses, and in its braces nothing but cases, which begin with 'case' or 'default'.

        switch (color) {
          "red": stop();            // case "red": stop();
          default: go();
        }
      """
    case .expectedArrowAfterCase:
      """
      The values of a case are followed by ':' and statements, or by '=>' and an expression. In a 'switch' whose value is used,
      all cases have a '=>'.

        switch (n) { case 1 print "one"; }            // case 1: print "one";
        var name = switch (n) { case 1: "one"; };     // case 1 => "one";
      """
    case .expectedColonAfterConditional:
      """
      In 'condition ? a : b', a colon separates the two values.

        print isReady ? "yes";    // print isReady ? "yes" : "no";
      """
    case .expectedArrowAfterParameters:
      """
      The parameters of a function without a name are followed by '=>', then by an expression or a block.

        list.map((x) x + 1);    // list.map((x) => x + 1);
      """
    case .expectedMapKey, .expectedColonAfterKey:
      """
      An entry of a map is 'name: value', '"text": value', '1: value', '[key]: value', a name alone, which is also the name of
      a variable, or '...map' for all entries of another map.

        var ages = {"Ada" = 36};    // {"Ada": 36}
        var ages = {(name): 36};    // {[name]: 36}
      """
    case .expectedPatternValue:
      """
      A declaration that takes a value apart needs the value.

        var [a, b];    // var [a, b] = pair;
      """
    case .unclosedIndex, .unclosedList:
      """
      A square bracket must be closed before what follows.

        print list[0;
        var list = [1, 2;
      """
    case .unclosedMap:
      """
      The brace that begins a map must be closed after its entries. Entries are separated by commas.

        var point = {x: 1 y: 2};    // {x: 1, y: 2}
      """
    case .unclosedPattern:
      """
      A declaration may take a list apart, '[a, b, ...rest]', or a map or an object, '{a, b: other, c = 1}'. Patterns do not
      nest, and consist of names; a default value follows a '='.

        var [a, [b, c]] = list;    // var [a, rest] = list; var [b, c] = rest;
      """
    case .unclosedTemplateValue:
      """
      A value in a template begins with '${' and ends with '}'.

        print `${a b}`;    // print `${a} ${b}`;
      """
    case .unclosedSubject:
      """
      The value after 'switch' is in parentheses.

        switch (x { default: print x; }    // switch (x) { default: print x; }
      """
    case .unclosedSwitch:
      """
      The brace after the value of a 'switch' is not closed before the end of the file.

        switch (x) {
          case 1: print "one";
      """
    case .parameterWithoutDefault:
      """
      Arguments are assigned to parameters from left to right, so those that may be omitted come last.

        fun f(a = 1, b) {}    // fun f(b, a = 1) {}
      """
    case .restNotLast:
      """
      A parameter with '...' takes all remaining arguments, so nothing can follow it. The same holds in a pattern.

        fun f(...all, last) {}    // fun f(first, ...others) {}
      """
    case .expectedCatch:
      """
      The block of a 'try' is followed by what happens after an error in it: one or several 'catch', or a 'finally', or both.

        try {
          load();
        }                           // catch (error) { print error.message; }
        print "done";
      """
    case .expectedBlock:
      """
      What is tried, and what follows a 'catch' or a 'finally', is in braces, even if it is a single statement.

        try { load(); } catch (error) print error;    // catch (error) { print error; }
      """
    case .unclosedCatch:
      """
      A 'catch' has a variable for the error, and may have a class: then it catches only errors of this class. Both may be
      left out.

        try { load(); } catch (NotFound error) {}    // catch (error is NotFound) {}
      """
    case .leavingFinally:
      """
      A 'finally' block runs on every way out of a 'try'. If it could be left by 'return', 'break' or 'continue', the error or
      the value on the way out would be lost.

        fun f() {
          try { return load(); } finally { return nil; }    // return it after the 'try'
        }
      """
    case .unclosedElementOperator:
      """
      The operators for elements are written '[]', for reading one, and '[]=', for setting one.

        class Row { operator [i](i) {} }    // operator [](i) {}
      """
    case .setterParameterCount:
      """
      A setter is called with the value that is assigned.

        class Box { set width() {} }    // set width(value) {}
      """
    case .operatorParameterCount, .elementOperatorParameterCount:
      """
      The left operand of an operator is 'this', and the right one is its parameter. A minus without a parameter is the one
      before an operand, and '[]=' has two parameters: the index, and the value.

        class Vector { operator +(a, b) {} }    // operator +(other) {}
        class Row { operator []=(value) {} }    // operator []=(index, value) {}
      """
    case .duplicateMember:
      """
      An instance can have one getter and one setter with a given name, or methods, of which the last counts. The same holds
      for what belongs to the class itself.

        class Box {
          size => 1;
          size() { return 2; }    // give one of them another name
        }
      """
    case .importInBlock:
      """
      What a script imports is known before it runs. So imports are at the top level of a script, outside of all blocks, functions and
      classes.

        if (isLarge) { import "tools"; }    // import "tools"; if (isLarge) ...
      """
    case .expectedModuleName, .expectedFrom, .unclosedImport, .expectedSemicolonAfterImport:
      """
      An import names a module by a string. It binds the module itself, or some of its names, or only runs the module.

        import "shop/tax" as tax;
        import {rate, Rule as TaxRule} from "shop/tax";
        import "setup";
      """
    case .privateImport:
      """
      Names at the top level of a module that begin with '_' are for the module itself.

        import {_cache} from "shop";    // use a function of the module that reads '_cache'
      """
    case .assignmentToImport:
      """
      An imported name is a variable of the module, which only the module itself can assign.

        import {volume} from "settings";
        volume = 3;                 // call a function of the module that assigns it
      """
    case .expectedTypeName:
      """
      A type is the name of a class: one of the script, one of the host, or Number, String, Boolean, List, Map, Range, Function. A
      '?' behind it allows nil as well.

        fun area(width: Number, unit: String?): Number { return width * width; }
      """
    case .typeWithParts:
      """
      A type is a class. What is in a list or map has no type of its own, and neither have the parameters of a function.

        var names: List = [];       // not List<String>, and not String[]
      """
    case .typeOfInitializer:
      """
      A call of a class always returns the new instance, so 'init' has no type behind its parameters.

        class Point {
          init(x: Number, y: Number) { this.x = x; this.y = y; }
        }
      """
    case .valueOfInstanceField, .expectedFieldValue, .expectedSemicolonAfterField:
      """
      A field of instances is declared with a type alone, and gets its value in 'init'. A field of the class itself is declared
      with 'class', and gets its value there.

        class Account {
          balance: Number;
          class count: Number = 0;
          init() { this.balance = 0; }
        }
      """
    case .assignmentBeforeType:
      """
      All assignments to a variable with a type are checked, so a global variable must be declared before the functions that
      assign it.

        fun reset() { total = 0; }
        var total: Number = 0;      // put it before 'reset'
      """
    case .tooManyParameters, .tooManyArguments:
      """
      A function has at most 255 parameters, and a call at most 255 arguments. To pass more values, put them in the fields of
      an object.
      """
    case .tooManyConstants, .tooManyLocals, .tooManyCaptures, .loopTooLarge, .jumpTooLong:
      """
      This is a limit of the virtual machine of the book 'Crafting Interpreters': a function has at most 256 constants, 256
      local variables, 256 captured variables, and 65,535 bytes of code to jump over. A first line

        // lox: extended

      lifts these limits. What remains are the limits of this machine, for example 65,500 registers for a function.
      """
    case .nestingTooDeep:
      """
      Expressions, statements and functions may be nested 250,000 levels deep. Code that is long but not deep, such as a sum
      or a chain of 'else if', does not count. Lists, maps and arguments that are not complete also take registers of the
      machine, of which a function has 65,500.
      """
    case .sourceTooLarge:
      """
      A source must be smaller than 4 GiB, since positions in it are 32-bit numbers.
      """
    }
  }
}
