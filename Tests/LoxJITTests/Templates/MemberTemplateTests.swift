import LoxBytecode
import LoxJIT
import Testing

/// Operators and computed properties of classes, which instructions call that are no calls.
@Suite(.enabled(if: Emulation.canRun(.arm64), "there is no qemu-aarch64"))
struct MemberTemplateTests {
  private let number = (1.5).bitPattern

  /// Lets the table of operators know the operator of a shape.
  private func learn(_ m: inout ScriptMachine, _ operation: ClassOperator, _ shape: UInt32, _ closure: UInt64)
  {
    let count = m.layout.memberEntry.countOfOperator
    let entry = operation.rawValue * count + Int(shape) / 8 % count
    m[cache: MemoryMap.operators + entry * m.layout.memberEntry.size] = UInt64(shape) | closure << 32
  }

  private static let cases: [(String, String, ClassOperator)] = [
    ("operator +", "a + b", .add), ("operator -", "a - b", .subtract), ("operator -", "a - 1.5", .subtract),
    ("operator *", "a * b", .multiply), ("operator *", "a * 1.5", .multiply),
    ("operator /", "a / b", .divide),
    ("operator /", "a / 1.5", .divide), ("operator %", "a % b", .modulo),
    ("operator []", "a[b]", .getElement),
  ]

  @Test(arguments: cases) func operators(name: String, expression: String, operation: ClassOperator)
    throws
  {
    let source = "class C { \(name)(x) { return x; } } fun f(a, b) { return \(expression); }"
    for isCompiled in [true, false] {
      var scenario = try Scenario(source, "f", uncompiled: isCompiled ? [] : [name])
      let member = try #require(scenario.program.function(name))
      func call(
        _ begin: String, fuel: Int = 1000, _ operand: UInt64? = nil,
        _ more: @escaping (inout ScriptMachine, UInt32) -> Void = { _, _ in }
      ) {
        scenario.add(nil, fuel: fuel) {
          let shape = $0.makeShape()
          learn(&$0, operation, shape, $0.makeClosure(member, isOld: true))
          more(&$0, shape)
          return [$0.makeInstance(shape, []), operand ?? number]
        }
        scenario.expectLast { $0.hasPrefix(begin) }
      }
      call(isCompiled ? "returns 1.5" : "enters \(name) with instance")
      call("step", fuel: 0)
      call("step") { m, _ in m[context: m.layout.context.stackLimit] = m.address(ScriptMachine.window + 40) }
      // There is room for one frame.
      call("step") { m, _ in m[context: m.layout.context.frameLimit] = m.address(MemoryMap.frames + 4 * 24) }
      // Nothing is known, or another shape, or a closure of a function that is none, or that has other arguments.
      call("step") { m, _ in m[context: m.layout.context.operators] = 0 }
      call("step") { m, shape in learn(&m, operation, shape, 0) }
      for function in [0, 20, 100_000] {
        call("step") { m, shape in learn(&m, operation, shape, m.makeClosure(function, isOld: true)) }
      }
      call("step") { m, shape in
        let entry = MemoryMap.operators + operation.rawValue * 64 + Int(shape) / 8 % 8 * 8
        m[cacheWord: entry] = shape + 64
      }
      // Other values.
      scenario.add(nil) { [$0.makeObject(), number] }
      scenario.expectLast { $0.hasPrefix("step") }
      scenario.add(nil) { [$0.makeString(), number] }
      scenario.expectLast { $0.hasPrefix("step") }
      if expression.hasSuffix("b") || expression.hasSuffix("b]") {
        scenario.add(nil) {
          let shape = $0.makeShape()
          learn(&$0, operation, shape, $0.makeClosure(member, isOld: true))
          return [$0.makeInstance(shape, []), $0.makeString()]
        }
        scenario.expectLast { $0.hasPrefix("step") }
      }
      try scenario.check(expression)
    }
  }

  @Test func negation() throws {
    let source = "class C { operator -() { return 2.5; } } fun f(a) { return -a; }"
    var scenario = try Scenario(source, "f")
    let member = try #require(scenario.program.function("operator -()"))
    scenario.add(nil) {
      let shape = $0.makeShape()
      learn(&$0, .negate, shape, $0.makeClosure(member, isOld: true))
      return [$0.makeInstance(shape, [])]
    }
    scenario.expectLast { $0.hasPrefix("returns 2.5") }
    scenario.add("step negate") { [$0.makeInstance($0.makeShape(), [])] }
    try scenario.check()
  }

  @Test func computedProperties() throws {
    let source = """
      class C { half => 2.5; set half(value) { this.whole = value; return 3.5; } }
      fun get(a, b) { var c = a.half; return c + b; }
      fun set(a, b) { a.half = b; return b; }
      """
    for name in ["get", "set"] {
      var scenario = try Scenario(source, name)
      let isGetter = name == "get"
      let members = scenario.program.functions.indices.filter {
        scenario.program.functions[$0].kind != .script
          && scenario.program.text(of: scenario.program.functions[$0].name) == "half"
      }
      let member = try #require(isGetter ? members.first : members.last)
      let (setter, function) = (try #require(members.last), scenario.function)
      func call(_ begin: String, fuel: Int = 1000, isKnown: Bool = true) {
        scenario.add(nil, fuel: fuel) {
          let shape = $0.makeShape()
          let (properties, cache) = ($0.layout.propertyCache, $0.cache(function, 0))
          let closure = $0.makeClosure(member, isOld: true)
          $0[cache: cache + (isGetter ? properties.getter : properties.setter)] =
            UInt64(isKnown ? shape : 8) | closure << 32
          // The setter sets a field that is there.
          let field = $0.cache(setter, 0)
          $0[cacheWord: field + properties.write.shape] = shape
          $0[cacheWord: field + properties.write.displacement] = UInt32($0.layout.objects.instanceFields)
          return [$0.makeInstance(shape, [$0.nil]), number]
        }
        scenario.expectLast { $0.hasPrefix(begin) }
      }
      call(isGetter ? "returns 4.0" : "returns 1.5")
      call("step", fuel: 1)
      call("step", isKnown: false)
      try scenario.check(name)
    }
  }
}
