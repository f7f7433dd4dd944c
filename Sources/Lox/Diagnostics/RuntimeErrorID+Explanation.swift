import LoxRuntime

extension RuntimeError.ID {
  /// What is wrong, why, and what to do: a few lines of text with an example.
  public var explanation: String {
    switch self {
    case .operandNotNumber:
      """
      The operator '-' in front of a value needs a number.

        print -"12";     // a string is not a number
      """
    case .operandsNotNumbers:
      """
      The operators - * / < <= > >= need a number on both sides. Lox converts nothing by itself.

        print 10 - "3";
        print "a" < "b";   // in book Lox, strings can be compared only with == and !=; in extended Lox, both may be strings
      """
    case .operandsNotAddable:
      """
      '+' adds two numbers or joins two strings. Book Lox does not mix them; in extended Lox, a value beside a string becomes
      text.

        print "Total: " + 3;
      """
    case .notCallable:
      """
      Only functions, methods and classes can be called. The value in front of the '(' is something else: often a variable
      that has another value than intended, or nil because nothing was assigned to it.

        var size = 3;
        print size();      // write 'size'
      """
    case .wrongArgumentCount:
      """
      A call must have as many arguments as the function has parameters. A call of a class has those of its method 'init', or
      none if it has no such method.

        fun add(a, b) { return a + b; }
        print add(1);
      """
    case .wrongArgument:
      """
      An operation of the core library was called with an argument of another kind than it takes, or with a number outside of the
      range that it takes. The message says what it expects.

        print "ab".repeat("3");    // a string is not a number
        print "ab".repeat(3);
      """
    case .wrongType:
      """
      A variable, a parameter, the result of a function, or a field was declared with a type, and got a value of another one. A `?`
      behind the type allows nil as well.

        fun half(n: Number): Number => n / 2;
        half("8");
      """
    case .typeNotClass:
      """
      What stands behind a ':' as a type must be a class when a value is checked: one of the script, of the host, or of the core
      library, such as Number, String, Boolean, List, Map and Function.

        var limit = 10;
        var size: limit = 3;      // var size: Number = 3;
      """
    case .undefinedVariable:
      """
      There is no variable with this name. A global variable exists once its declaration has been executed; a local variable
      exists only inside its block, after its declaration.

        print count;       // too early
        var count = 1;
      """
    case .undefinedImport:
      """
      The module has run, and has no variable, function or class of this name at its top level. Names that begin with '_' are
      private to their module.

        import {rate} from "shop/tax";    // shop/tax declares 'fun rates() ...'
      """
    case .undefinedModule:
      """
      The host has no module of this name. Which modules there are is up to the host; the command 'lox' looks for a file of this
      name, with '.lox' at its end, in the folder of the script and in those given with '--path'.

        import "shop/tax" as tax;    // shop/tax.lox
      """
    case .assignmentToImport:
      """
      The variables of a module are assigned by the module itself. Others can read them, and call a function of the module that
      assigns them.

        import "settings" as settings;
        settings.volume = 3;      // settings.setVolume(3);
      """
    case .undefinedProperty:
      """
      The object has neither a field nor a method with this name. A field exists once something has been assigned to it,
      usually in 'init'.

        class Point { init(x) { this.x = x; } }
        print Point(1).y;
      """
    case .propertyOfNonInstance, .fieldOfNonInstance, .methodOfNonInstance:
      """
      Only an instance of a class has fields and methods. Numbers, strings, functions and nil have none, and neither has a
      class itself: call the class to make an instance.

        class Counter { increment() {} }
        Counter.increment();       // write Counter().increment();
      """
    case .superclassNotClass:
      """
      The name after '<' must be that of a class, and here its variable holds another value.

        var Base = 1;
        class Derived < Base {}
      """
    case .readOnlyProperty:
      """
      The program that runs the script offers this property for reading only.
      """
    case .asynchronousCall:
      """
      The function takes its time, so it can be called only while the script can be suspended: not in a function that the host
      has called back synchronously.
      """
    case .indexNotWhole:
      """
      Elements of lists and characters of strings are numbered with whole numbers from 0. The value in '[ ]' is something else.

        var list = [1, 2, 3];
        print list[list.length / 2];   // 1.5; write (list.length / 2).floor()
      """
    case .indexOutOfRange:
      """
      There is no element with this index. The first one has the index 0, the last one the length less 1. Negative indexes count
      from the end: -1 is the last element.

        var list = [1, 2, 3];
        print list[3];        // the last index is 2
        print list?.[3];      // nil if there is no such element
      """
    case .elementOfOther:
      """
      The value in front of '[' has no elements. Lists have elements by index, maps by key, and strings have characters.

        var n = 5;
        print n[0];
      """
    case .elementSetInOther:
      """
      Only elements of lists and maps can be set. A string never changes: make a new one.

        var s = "cat";
        s[0] = "b";
      """
    case .invalidKey:
      """
      A key of a map can be any value except nil and nan, which equals nothing.

        var map = {};
        map[nil] = 1;
      """
    case .notIterable:
      """
      A 'for' loop with 'in', and '...' in front of an argument or element, need a list, a map, a string, a range or a fiber, or an
      instance whose method 'iterate' returns one of these.

        for (var i in 10) print i;      // write 0..<10
      """
    case .iterateResult:
      """
      What the method 'iterate' of an instance returns is iterated instead of the instance. It must not be an instance itself.

        class Bag { iterate() { return this; } }
        for (var x in Bag()) print x;
      """
    case .changedDuringIteration:
      """
      While a 'for' loop goes over a list or map, elements must not be added or removed, nor keys. Elements and values of existing keys
      can be set. To add or remove some, iterate a copy.

        for (var x in list) list.add(x);          // write: in list.copy()
      """
    case .rangeBoundsNotNumbers:
      """
      The operators '..<' and '...' need a number on both sides.

        for (var c in "a"..."z") print c;
      """
    case .rangeNotFinite:
      """
      A range can have the bounds inf and nan, but then it can't be iterated: it would have no end, or no numbers that can be counted.

        for (var i in 0..<1 / 0) print i;
      """
    case .containerOfIn:
      """
      The operator 'in' asks whether a list has an element, a map a key, a string a part, or whether a number is in a range. The value
      on its right is something else.

        print 2 in 12;
      """
    case .classOfIs:
      """
      The operator 'is' asks whether the value on its left is an instance of the class on its right.

        print 5 is "Number";      // write 5 is Number
      """
    case .spreadNotMap:
      """
      '...' in the braces of a map adds all entries of another map. The value behind it is no map.

        var list = [1, 2];
        print {...list};
      """
    case .patternNotList:
      """
      '[ ]' on the left of a declaration takes a list apart. The value is no list.

        var [a, b] = 5;
      """
    case .wrongElementCount:
      """
      '[ ]' on the left of a declaration names all elements of a list, so the list must have as many. With '...' in front of the last
      name, that one gets the rest.

        var [a, b] = [1, 2, 3];
        var [first, ...rest] = [1, 2, 3];
      """
    case .tooManyArguments:
      """
      A call can have 255 arguments at most, also by '...'. Pass the list itself.
      """
    case .nestedTooDeeply:
      """
      Lists and maps that are nested more than 100 levels deep have no text, and can't be compared by their contents.
      """
    case .noCase:
      """
      A 'switch' that gives a value needs a case for every value that it meets. Add a case, or a default:

        var size = switch (n) {
          case < 10 => "small";
          default => "large";
        };
      """
    case .invalidPattern:
      """
      The pattern of a regular expression makes no sense; the column says where, in characters from 1. Patterns are written as in
      JavaScript or Perl, but without what would make matching slow: references to groups, and looking ahead or back. In double
      quotes, a backslash is a backslash; in backquotes it must be written twice.

        const date = Regex("(\\d+)-(\\d+)");

      A pattern that comes from elsewhere may be any text: then catch the error.
      """
    case .invalidFlags:
      """
      The second argument of 'Regex' has letters that change what the pattern means, each once at most: 'i', letters match whatever
      their case is; 'm', '^' and '$' match at each line; 's', '.' also matches line ends.

        const word = Regex("[a-z]+", "i");
      """
    case .thrown:
      """
      The script has thrown a value with 'throw', and nothing has caught it. The message is that of the error, or the text of what was
      thrown.

          throw Error("No such order.");       // Error: No such order.

          try { pay(order); } catch (e) { print e.message; }
      """
    case .descriptionNotString:
      """
      The getter 'description' of a class is the text of its instances, so it must give a string.

          class Point { description => `${this.x}, ${this.y}`; }
      """
    case .fiberIsDone:
      """
      The function of a fiber has returned, or has ended by an error: there is nothing left to resume. Ask first:

        if (!fiber.isDone) fiber.resume();

      A 'for' loop over a fiber ends by itself.
      """
    case .fiberIsRunning:
      """
      A fiber can't resume itself, nor one that is waiting for it: it would have to go on in two places at once.
      """
    case .yieldOutsideFiber:
      """
      'Fiber.yield' stops the fiber in which it is called. Make one, and resume it:

        var fiber = Fiber(() => Fiber.yield(1));
        print fiber.resume();
      """
    case .yieldAcrossHost:
      """
      Between the fiber and this call of 'Fiber.yield' is a function of the host, or an operation of the core library that has called a
      method of the script, such as 'description' while the text of a list is made. Those can't be put aside. Yield in the function
      itself, or iterate with a loop.
      """
    case .assertionFailed:
      """
      The script asked for something to be true with 'assert', and it is not. The message is the script's own, if it has one.

        assert(amount >= 0, "The amount must not be negative.");
      """
    case .misuseOfHost:
      """
      A function or property of the program that runs the script was used in a way that it does not allow, for example with an
      argument of the wrong type. The message says what it expects.
      """
    case .host:
      """
      A function of the program that runs the script has failed. The message is that of its error.
      """
    case .stackOverflow:
      """
      More calls are active at once than are allowed. Usually a function calls itself without ever coming to an end.

        fun count(n) { return count(n + 1); }     // there is no case in which it stops
        count(0);
      """
    case .outOfMemory:
      """
      The objects of the script need more memory than the script may use. Look for something that keeps growing: a string that
      is extended in a loop, or a list of objects of which nothing is ever let go.
      """
    case .outOfFuel:
      """
      The script has executed as much as it may. Usually a loop does not end.
      """
    case .outputLimit:
      """
      The script has printed more than it may.
      """
    case .deadlineExceeded:
      """
      The script has run for longer than it may. Usually a loop does not end.
      """
    case .cancelled:
      """
      The program that runs the script wanted it to end.
      """
    case .outputClosed:
      """
      Nobody reads what the script prints any more, for example because the next command of a pipe has ended.
      """
    case .busy:
      """
      The isolate was used at a moment when it can't be: from what it prints to, from the end of an object that it has let go,
      or for a second asynchronous run from what the first one waits for.
      """
    case .damagedHeap:
      """
      The memory of the script does not make sense. This is a defect of the virtual machine, which it has noticed and
      contained. Please report it, with the script.
      """
    }
  }
}
