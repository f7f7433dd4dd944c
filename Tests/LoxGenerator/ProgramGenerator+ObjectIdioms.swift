/// Idioms about classes, instances and methods.
extension ProgramGenerator {
  /// One call in a loop that sees instances of several classes.
  mutating func polymorphicCalls() {
    let n = privateNames(3)
    let isMegamorphic = random.chance(50)
    writer.line(
      """
      class \(n[0])A { \(n[1])(x) { return "A" + x; } }
      class \(n[0])B < \(n[0])A { \(random.oneOf("", "\(n[1])(x) { return super.\(n[1])(x) + \"B\"; }")) }
      class \(n[0])C { init() { this.\(random.oneOf(n[1], "tag")) = same; } \(n[1])(x) { return x + "C"; } }
      class \(n[0])D < \(n[0])B { other() {} \(n[1])(x) { this.seen = x; return x + this.seen; } }
      for (var \(n[2]) = 0; \(n[2]) < \(random.within(3...9)); \(n[2]) = \(n[2]) + 1) {
        var object = \(n[0])A();
        if (\(n[2]) == 1) object = \(n[0])B();
        if (\(n[2]) >= \(isMegamorphic ? 2 : 7)) object = \(n[0])C();
        if (\(n[2]) > \(isMegamorphic ? 3 : 7)) object = \(n[0])D();
        print object.\(n[1])("\(random.oneOf("!", "", "x"))");
        \(random.oneOf("print object;", "object.extra = \(n[2]); print object.extra;", ""))
      }
      """)
  }

  /// Methods taken from their instance, stored, and called when the variable holds another.
  mutating func boundMethods() {
    let n = privateNames(4)
    writer.line(
      """
      class \(n[0]) {
        init(value) { this.value = value; }
        get() { return this.value; }
        change(to) { this.value = to; return this; }
      }
      var \(n[1]) = \(n[0])(\(captured(.string)));
      var \(n[2]) = \(n[1]).get;
      var \(n[3]) = \(n[1]).change;
      \(random.oneOf("\(n[1]) = \(n[0])(\"second\");", "\(n[1]).value = \"changed\";", "\(n[1]) = nil;"))
      print \(n[2])(); print \(n[3])("moved").get() + \(n[2])();
      \(n[3])(\(n[2])).value = \(n[2]);
      print \(n[2])()(); print \(n[2]) == \(n[2])();
      var \(n[0])2 = \(n[0])(\(n[3])); print \(n[0])2.value(8) == \(n[3])(8); print \(n[0])2.get()(1).value;
      """)
  }

  /// A field takes precedence over a method of the same name, from the moment it's set.
  mutating func fieldHidesMethod() {
    let n = privateNames(4)
    writer.line(
      """
      class \(n[0]) { \(n[1])(x) { return "method " + x; } }
      fun \(n[2])(x) { return "field " + x; }
      var \(n[3]) = \(n[0])();
      for (var i = 0; i < \(random.within(3...5)); i = i + 1) {
        print \(n[3]).\(n[1])("a");
        if (i == 1) \(n[3]).\(n[1]) = \(random.oneOf(n[2], "\(n[3]).\(n[1])", "\(n[0])().\(n[1])"));
        print \(n[3]).\(n[1]);
        \(random.oneOf("if (i == 2) \(n[3]) = \(n[0])();", "\(n[3]).more = i;", ""))
      }
      \(n[3]).\(n[1]) = \(n[0]); print \(n[3]).\(n[1])(); print (\(n[3]).\(n[1]))();
      """)
  }

  mutating func linkedList() {
    let n = privateNames(4)
    let value = random.oneOf("i", "i * i", "\"x\"")
    let order = random.oneOf("this.next = next; this.value = value;", "this.value = value; this.next = next;")
    writer.line(
      """
      class \(n[0]) { init(value, next) { \(order) } }
      var \(n[1]) = nil;
      for (var i = 0; i < \(random.within(1...6)); i = i + 1) \(n[1]) = \(n[0])(\(value), \(n[1]));
      for (var \(n[2]) = \(n[1]); \(n[2]) != nil; \(n[2]) = \(n[2]).next) print \(n[2]).value;
      var \(n[3]) = nil;
      while (\(n[1]) != nil) {
        var rest = \(n[1]).next;
        \(n[1]).next = \(n[3]); \(n[3]) = \(n[1]); \(n[1]) = rest;
      }
      print \(n[3]).value; print (\(n[3]).next or \(n[3])).value; print \(n[1]);
      """)
  }

  /// Many short-lived objects and a few that stay, reached through each other.
  mutating func garbage() {
    let rounds = random.oneOf(60, 200, 1_000)
    guard affords(rounds * 20) else { return linkedList() }
    spend(rounds * 20)
    let n = privateNames(4)
    let kept = random.oneOf("make", "Cell(make)", "Cell(Cell(text).get)", "text", "Cell(text)")
    writer.line(
      """
      class \(n[0]) { init(value) { this.value = value; } get() { return this.value; } }
      var \(n[1]) = nil; var \(n[2]) = ""; var \(n[3]) = 0;
      for (var i = 0; i < \(rounds); i = i + 1) {
        class Cell < \(n[0]) {}
        var text = "t" + \(n[2]);
        fun make() { text = text + "."; return text; }
        var cell = \(n[0])(\(kept)); cell.next = \(n[1]);
        \(n[3]) = \(n[3]) + 1;
        if (\(n[3]) == \(random.within(2...9))) { \(n[1]) = cell; \(n[3]) = 0; \(n[2]) = make(); }
        if (i / 50 == 3) { \(n[1]) = nil; \(n[2]) = ""; }
      }
      for (var i = 0; i < 4 and \(n[1]); i = i + 1) { print \(n[1]).get(); \(n[1]) = \(n[1]).next; }
      """)
  }

  /// Instances of one class whose fields are added in different orders, at different places.
  mutating func fieldOrder() {
    let n = privateNames(4)
    let many = (0..<random.oneOf(3, 9, 20)).map { "it.f\($0) = \($0);" }.joined(separator: " ")
    writer.line(
      """
      class \(n[0]) {}
      fun \(n[1])(flag) {
        var it = \(n[0])();
        if (flag) { it.x = 1; it.y = "y"; } else { it.y = "y"; it.x = 1; }
        \(random.oneOf("", "it.z = flag;", "if (flag) it.z = nil; else it.z = it;", "{ \(many) }"))
        return it;
      }
      for (var \(n[2]) = 0; \(n[2]) < \(random.within(2...5)); \(n[2]) = \(n[2]) + 1) {
        var \(n[3]) = \(n[1])(\(n[2]) > \(random.within(0...2)));
        \(n[3]).x = \(n[3]).x + \(n[2]);
        print \(n[3]).y; print \(n[3]).x;
        \(random.oneOf("\(n[3]).late = \(n[2]); print \(n[3]).late;", "\(n[3]).y = nil; print \(n[3]).y;"))
      }
      """)
  }

  mutating func superCalls() {
    let n = privateNames(3)
    let bound = random.oneOf(
      "var up = super.say; return up(x) + \"b\";", "return super.say(x) + \"b\";",
      "fun later() { return super.say(x); } return later() + \"b\";", "return (super.say)(x + \"b\");")
    let override = random.oneOf(
      "", "say(x) { return super.say(x + \"c\") + super.name(); }", "init() { print super.init().log; }")
    writer.line(
      """
      class \(n[0]) {
        say(x) { return this.name() + x; }
        name() { return "base"; }
        init() { this.log = "0"; }
      }
      class \(n[1]) < \(n[0]) { say(x) { \(bound) } init() { super.init(); this.log = this.log + "1"; } }
      class \(n[2]) < \(n[1]) {
        name() { return "\(random.oneOf("top", "")) " + super.name(); }
        \(override)
      }
      print \(n[0])().say("!"); print \(n[1])().say("?") + \(n[1])().log;
      var \(n[0])3 = \(n[2])(); print \(n[0])3.say("."); print \(n[0])3.log; print \(n[0])3.init();
      """)
  }

  mutating func earlyReturnFromInitializer() {
    let n = privateNames(2)
    writer.line(
      """
      class \(n[0]) {
        init(flag) {
          this.state = "early";
          if (flag) \(random.oneOf("return;", "{ fun f() { return 3; } f(); return; }"))
          this.state = \(captured(.string));
          this.prepare(flag);
        }
        prepare(flag) { this.ready = flag; }
      }
      var \(n[1]) = \(n[0])(\(random.oneOf("true", "1", "nil", "false")));
      print \(n[1]).state; print \(n[1]).init(nil) == \(n[1]); print \(n[1]).ready;
      """)
  }

  /// `this` and `super` inside functions inside methods.
  mutating func receiverInClosure() {
    let n = privateNames(3)
    writer.line(
      """
      class \(n[0]) { hello() { return "hello " + this.name; } }
      class \(n[1]) < \(n[0]) {
        init(name) { this.name = name; fun rename(to) { this.name = to; return this; } this.rename = rename; }
        hello() { return "no"; }
        later() {
          fun inner() { fun deeper() { return super.hello() + this.hello(); } return deeper; }
          return inner();
        }
      }
      var \(n[2]) = \(n[1])("\(random.oneOf("a", "b"))");
      print \(n[2]).later()(); print \(n[2]).rename("\(random.oneOf("c", "d"))").later()();
      var \(n[0])4 = \(n[2]).later(); \(n[2]).name = "e"; print \(n[0])4(); print \(n[2]).hello();
      """)
  }

  /// Globals, functions and classes that are redefined under the same name.
  mutating func redefinition() {
    let n = privateNames(4)
    guard scopes.isGlobal else { return fieldHidesMethod() }
    writer.line(
      """
      var \(n[0]) = \(captured(.count));
      fun \(n[1])() { return \(n[0]); }
      for (var i = 0; i < 2; i = i + 1) print \(n[1])();
      var \(n[0]) = "\(random.oneOf("text", ""))"; print \(n[1])();
      var \(n[0]); print \(n[1])();
      fun \(n[0])() { return "function"; } print \(n[1])()(); print \(n[0]);
      class \(n[2]) { m() { return "old"; } }
      class \(n[3]) < \(n[2]) {}
      var \(n[0]) = \(n[2])();
      class \(n[2]) { m() { return "new"; } k() { return \(n[2]); } }
      print \(n[0]).m() + \(n[2])().m() + \(n[3])().m(); print \(n[2])().k()().m();
      \(random.oneOf("\(n[1]) = \(n[3]); print \(n[1])().m();", "\(n[2]) = 5;", "print \(n[0]);"))
      """)
  }

  /// `init` as a method, a field and a bound method.
  mutating func namedLikeInitializer() {
    let n = privateNames(2)
    writer.line(
      """
      class \(n[0]) { init() { this.times = (this.count() or 0) + 1; } count() { return 1; } }
      var \(n[1]) = \(n[0])();
      print \(n[1]).init; print \(n[1]).init().times; { var again = \(n[1]).init; print again() == \(n[1]); }
      \(n[1]).count = same;
      \(random.oneOf("\(n[1]).init = same; print \(n[1]).init(3);", "\(n[1]).init = nil;", ""))
      print \(n[0])().times; { fun init() { return "plain"; } print init(); }
      """)
  }

  /// Classes made by each call of a function, over its variables.
  mutating func classFromFunction() {
    let n = privateNames(3)
    writer.line(
      """
      fun \(n[0])(greeting) {
        class Base { say() { return greeting + this.end; } }
        class Local < Base { init(end) { this.end = end; } set(to) { greeting = to; return Local; } }
        return Local;
      }
      var \(n[1]) = \(n[0])(\(captured(.string)));
      var \(n[2]) = \(n[0])("b");
      print \(n[1])("!").say(); print \(n[1]) == \(n[2]); print \(n[1]);
      print \(n[2])("?").set("changed")("..").say(); print \(n[1])("").say(); print \(n[2])(".");
      """)
  }
}
