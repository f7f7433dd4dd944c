import LoxBytecode
import Testing

@Suite struct DeclarationTests {
  @Test func capturedVariablesThatChangeLiveInBoxes() throws {
    let text = "fun f(a) { fun g() { a = a + 1; return a; } return g; }"
    #expect(
      try code(text, of: 1) == """
        0: makeBox r1 r1
        1: closure r2 g
        3: return r2
        """)
    #expect(
      try code(text, of: 2) == """
        0: getCapturedBox r1 c0
        1: addConstant r1 r1 1.0
        2: setCapturedBox r1 c0
        3: getCapturedBox r1 c0
        4: return r1
        """)
  }

  @Test func capturedVariablesThatStayAreCopied() throws {
    let text = "{ var a = 1; fun g() { return g; } fun h() { fun i() { return a; } } }"
    #expect(
      try code(text) == """
        0: loadConstant r1 1.0
        1: closure r2 g
        3: closure r3 h
        5: returnNil
        """)
    let program = try compile(text)
    let captures = program.functions.map { Array(program.captures[$0.captures.range]) }
    #expect(
      captures == [
        [], [CaptureSource(isRegister: true, index: 2)], [CaptureSource(isRegister: true, index: 1)],
        [CaptureSource(isRegister: false, index: 0)],
      ])
  }

  @Test func aFunctionSeesItsBox() throws {
    #expect(
      try code("{ fun f() { f = nil; } }") == """
        0: loadConstant r1 nil
        1: makeBox r1 r1
        2: closure r2 f
        4: setBox r1 r2
        5: returnNil
        """)
  }

  @Test func eachIterationHasItsOwnBox() throws {
    #expect(
      try run(
        """
        var first; var second;
        for (var i = 0; i < 2; i = i + 1) {
          var j = i;
          fun next() { j = j + 10; return i + j; }
          if (first == nil) first = next; else second = next;
        }
        print first(); print first(); print second(); print first();
        """) == ["12", "22", "13", "32"])
  }

  @Test func classesAreDefinedBeforeTheirSuperclassIsRead() throws {
    #expect(
      try code("class A {} class B < A { m() {} }") == """
        0: class r1 A
        2: defineGlobal r1 A
        4: class r1 B
        6: defineGlobal r1 B
        8: getGlobal r2 A
        10: inherit r1 r2
        11: method r1 m
        13: returnNil
        """)
    #expect(
      try code("{ class A { m() { A = nil; } } print A; }") == """
        0: class r1 A
        2: move r2 r1
        3: makeBox r1 r1
        4: method r2 m
        6: getBox r2 r1
        7: print r2
        8: returnNil
        """)
  }

  @Test func accessorsHaveShortcuts() throws {
    let program = try compile(
      """
      class A {
        init(x) { this.x = x; }
        get() { return this.x; }
        set(value) { this.x = value; }
        notGet(a) { return this.x; }
        notSet(a) { this.x = a; return; }
        setAndReturn(a) { return this.x = a; }
        getOther() { return this.x.y; }
      }
      """)
    let names = program.functions.map { String(decoding: program.bytes(ofString: $0.name), as: UTF8.self) }
    let shortcuts = zip(names, program.functions).filter { $0.1.shortcut != nil }
    #expect(shortcuts.map(\.0) == ["get", "set"])
    let x = program.caches[0].name
    #expect(shortcuts.map(\.1.shortcut) == [.getter(x), .setter(x)])
  }

  @Test func classesExpectTheFieldsThatTheirMethodsAssign() throws {
    let program = try compile(
      "class A { init() { this.a = 1; this.b = 2; } m() { this.a = 3; this.c = 4; } }")
    #expect(program.classes.map(\.fieldHint) == [3])
  }
}
