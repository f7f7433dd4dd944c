import LoxJIT
import Testing

/// Fields, methods, lists and iterations.
@Suite(.enabled(if: Emulation.canRun(.arm64), "there is no qemu-aarch64"))
struct ObjectTemplateTests {
  private let number = (1.5).bitPattern
  private let two = (2.0).bitPattern

  // MARK: - Properties

  @Test func reads() throws {
    var scenario = try Scenario("fun f(a) { return a.x; }", "f")
    for entry in 0..<2 {
      scenario.add("returns 2.0") {
        let shape = $0.makeShape(), reads = $0.layout.propertyCache.reads[entry]
        $0[cacheWord: $0.cache(1, 0) + reads.shape] = shape
        $0[cacheWord: $0.cache(1, 0) + reads.displacement] = UInt32($0.layout.objects.instanceFields + 8)
        return [$0.makeInstance(shape, [number, two])]
      }
    }
    scenario.add("step getProperty") { [$0.makeInstance($0.makeShape(), [number])] }
    scenario.add("step getProperty") { [$0.nil] }
    scenario.add("step getProperty") { _ in [number] }
    try scenario.check()
  }

  @Test func lengths() throws {
    var scenario = try Scenario("fun f(a) { return a.length; }", "f")
    for count in [0, 1, 3] {
      scenario.add("returns \(Double(count))") {
        $0[cacheByte: $0.cache(1, 0) + $0.layout.core.cacheByte] = $0.layout.core.listLength
        return [$0.makeList(Array(repeating: number, count: count))]
      }
    }
    scenario.add("step getProperty") { [$0.makeList([number])] }
    scenario.add("step getProperty") {
      $0[cacheByte: $0.cache(1, 0) + $0.layout.core.cacheByte] = $0.layout.core.listLength
      return [$0.makeObject()]
    }
    scenario.add("step getProperty") {
      $0[cacheByte: $0.cache(1, 0) + $0.layout.core.cacheByte] = $0.layout.core.listLength
      return [$0.makeString()]
    }
    try scenario.check()
  }

  @Test func writes() throws {
    var scenario = try Scenario("fun f(a, b) { a.x = b; return b; }", "f")
    for (isOld, isYoungValue) in [(false, true), (true, true), (true, false)] {
      scenario.add(nil) {
        let shape = $0.makeShape(), write = $0.layout.propertyCache.write
        $0[cacheWord: $0.cache(1, 0) + write.shape] = shape
        $0[cacheWord: $0.cache(1, 0) + write.displacement] = UInt32($0.layout.objects.instanceFields + 8)
        return [$0.makeInstance(shape, [number, number], isOld: isOld), $0.makeObject(isOld: !isYoungValue)]
      }
      scenario.expectLast {
        $0.contains("barrier") == (isOld && isYoungValue) && $0.contains("returns object")
      }
    }
    // Adds the field.
    scenario.add("returns 2.0") {
      let (before, after) = ($0.makeShape(), $0.makeShape()), cache = $0.cache(1, 0)
      let layout = $0.layout.propertyCache
      $0[cacheWord: cache + layout.addition.shape] = before
      $0[cacheWord: cache + layout.addition.displacement] = UInt32($0.layout.objects.instanceFields)
      $0[cacheWord: cache + layout.shapeAfter] = after
      return [$0.makeInstance(before, [number, number]), two]
    }
    scenario.add("step setProperty") { [$0.makeInstance($0.makeShape(), [number]), two] }
    scenario.add("step setProperty") { [$0.makeList([]), two] }
    try scenario.check()
  }

  // MARK: - Methods

  private func scenario(uncompiled: Set<String> = []) throws -> Scenario {
    try Scenario(
      "class B { m(a) { return a + 2; } } class C < B { m(a) { return super.m(a) + 1; } } fun f(o, x) { return o.m(x); }",
      "f", uncompiled: uncompiled)
  }

  @Test(arguments: [0, 1]) func methods(entry: Int) throws {
    for uncompiled in [Set<String>(), ["m"]] {
      var scenario = try scenario(uncompiled: uncompiled)
      for (fuel, takesAll) in [(1000, false), (1, false), (1000, true)] {
        scenario.add(nil, fuel: fuel) {
          let f = scenarioFunction($0), shape = $0.makeShape(), method = $0.layout.invokeCache.methods[entry]
          let cache = $0.cache(f, 0)
          $0[cacheWord: cache + method.shape] = shape
          $0[cacheWord: cache + method.closure] = UInt32(truncatingIfNeeded: $0.makeClosure(1, isOld: true))
          $0[cache: cache + method.record] = $0.address($0.record(1))
          if takesAll { $0[context: $0.layout.context.frameLimit] = $0.address(MemoryMap.frames + 72) }
          return [$0.makeInstance(shape, []), number]
        }
        let isEntered = fuel == 1000 && !takesAll
        scenario.expectLast {
          isEntered
            ? $0.hasPrefix(uncompiled.isEmpty ? "returns 3.5" : "enters m with instance")
            : $0 == "step invoke"
        }
      }
      try scenario.check()
    }
  }

  /// The number of the function that calls.
  private func scenarioFunction(_ machine: ScriptMachine) -> Int { machine.program.function("f") ?? 0 }

  /// Sites that know no shape of the receiver ask the machine.
  @Test func otherShapes() throws {
    var scenario = try scenario()
    func add(_ expected: String?, found: Int?) {
      scenario.add(expected) {
        let f = scenarioFunction($0)
        for method in $0.layout.invokeCache.methods {
          $0[cacheWord: $0.cache(f, 0) + method.shape] = $0.makeShape()
        }
        $0.addResult(found.map { [m = $0] in m.address(m.record($0)) } ?? 0)
        $0[context: $0.layout.context.foundClosure] = 0x2468
        return [$0.makeInstance($0.makeShape(), []), number]
      }
    }
    add("find, returns 3.5 for 2", found: 1)
    add("find, step invoke", found: nil)
    scenario.add("step invoke") { [$0.makeInstance($0.makeShape(), []), number] }
    scenario.add("step invoke") { [$0.nil, number] }
    try scenario.check()
  }

  /// Getters, setters and fields with functions, which the cache knows in the place of a method.
  @Test(arguments: [0, 1]) func fields(entry: Int) throws {
    for (call, kind) in [("o.m()", "get"), ("o.m(x)", "set"), ("o.m(x)", "call")] {
      var scenario = try Scenario("fun g(a) { return a + 3; } fun f(o, x) { return \(call); }", "f")
      for (fuel, isOld) in [(1000, false), (1000, true), (1, false)] {
        scenario.add(nil, fuel: fuel) {
          let shape = $0.makeShape(), layout = $0.layout.invokeCache, cache = $0.cache(2, 0)
          for method in layout.methods { $0[cacheWord: cache + method.shape] = 0x7000 }
          let field = layout.fields[entry]
          $0[cacheWord: cache + field.shape] = shape
          let access = UInt32($0.layout.objects.instanceFields + 8)
          let bit: UInt32 = kind == "get" ? 0 : kind == "set" ? layout.storeBit : layout.callBit
          $0[cacheWord: cache + field.access] = access | bit
          $0[cacheWord: cache + field.cost] = 2
          let value = kind == "call" ? $0.makeClosure(1) : two
          return [
            $0.makeInstance(shape, [number, value], isOld: isOld), kind == "set" ? $0.makeObject() : number,
          ]
        }
        scenario.expectLast {
          if fuel == 1 { return $0 == "step invoke" }
          return switch kind {
          case "get": $0 == "returns 2.0 for 2"
          case "set": $0.hasSuffix("returns nil for 2") && $0.contains("barrier") == isOld
          default: $0.hasPrefix("returns 4.5")
          }
        }
      }
      try scenario.check()
    }
  }

  @Test func superclasses() throws {
    var scenario = try Scenario(
      "class B { m(a) { return a + 2; } } class C < B { n(a) { return super.m(a) + 1; } }", "n")
    func add(_ expected: String?, fuel: Int = 1000, isKnown: Bool) {
      scenario.add(expected, fuel: fuel) {
        let n = $0.program.function("n") ?? 0, layout = $0.layout.callCache
        let superclass = $0.makeObject(isOld: true), box = $0.makeBox(superclass)
        $0.setClosure($0.makeClosure(n, [superclass, box]))
        $0[cache: $0.cache(n, 0) + layout.callee] = isKnown ? superclass : $0.nil
        $0[cache: $0.cache(n, 0) + layout.record] = $0.address($0.record(1))
        $0[cacheWord: $0.cache(n, 0) + layout.closure] = UInt32(
          truncatingIfNeeded: $0.makeClosure(1, isOld: true))
        $0[register: 0] = $0.makeInstance($0.makeShape(), [])
        return [number]
      }
    }
    add("returns 4.5 for 2", isKnown: true)
    add("step invokeSuper", fuel: 1, isKnown: true)
    add("step invokeSuper", isKnown: false)
    try scenario.check()
  }

  // MARK: - Lists

  /// All that an index may be; x86-64 and arm64 convert what is out of reach to different numbers.
  private let indices: [Double] = [
    0, 1, 2, 3, -1, 0.5, -0.0, 0x1p31, 0x1p32, 0x1p62, 0x1p63, -0x1p63, 0x1p64, .infinity, -.infinity,
    0x1p-1074,
  ]

  @Test func elements() throws {
    var scenario = try Scenario("fun f(a, i) { return a[i]; }", "f")
    for index in indices {
      let isIndex = (0..<3).contains(index) && index.rounded() == index
      scenario.add(isIndex ? "returns \(index + 10)" : "step getElement") {
        [$0.makeList((0..<3).map { (Double($0) + 10).bitPattern }, capacity: 5), index.bitPattern]
      }
    }
    scenario.add("step getElement") { [$0.makeList([number]), $0.nil] }
    scenario.add("step getElement") { [$0.makeList([number]), 0x7ff8_0000_0000_0000] }
    scenario.add("step getElement") { [$0.makeObject(), 0] }
    scenario.add("step getElement") { [$0.makeString(), 0] }
    scenario.add("step getElement") { _ in [number, 0] }
    try scenario.check()
  }

  @Test func assignments() throws {
    var scenario = try Scenario("fun f(a, i, x) { a[i] = x; return x; }", "f")
    for index in indices {
      let isIndex = (0..<3).contains(index) && index.rounded() == index
      scenario.add(isIndex ? "returns 2.0" : "step setElement") {
        [$0.makeList([number, number, number]), index.bitPattern, two]
      }
    }
    for (isOfNumbers, isOld) in [(false, false), (false, true), (true, false), (true, true)] {
      scenario.add(isOfNumbers ? "step setElement" : nil) {
        [
          $0.makeList([number, number], isOfNumbers: isOfNumbers, isOld: isOld), (1.0).bitPattern,
          $0.makeObject(),
        ]
      }
      if !isOfNumbers {
        scenario.expectLast { $0.contains("barrier") == isOld && $0.contains("returns object") }
      }
      scenario.add("returns 2.0") {
        [$0.makeList([number, number], isOfNumbers: isOfNumbers, isOld: isOld), (1.0).bitPattern, two]
      }
      scenario.add("returns object 2008") {
        let value = $0.makeObject(isOld: true)
        return [$0.makeList([number, number], isOld: isOld), (1.0).bitPattern, value]
      }
    }
    try scenario.check()
  }

  @Test func additions() throws {
    var scenario = try Scenario("fun f(a, x) { return a.add(x); }", "f")
    func add(_ expected: String?, fuel: Int = 1000, _ list: @escaping (inout ScriptMachine) -> UInt64) {
      scenario.add(expected, fuel: fuel) {
        $0[cacheByte: $0.cache(1, 0) + $0.layout.core.cacheByte] = $0.layout.core.listAdd
        return [list(&$0), two]
      }
    }
    add(nil) { $0.makeList([number], capacity: 2) }
    scenario.expectLast { $0.hasPrefix("returns nil") }
    add(nil) { $0.makeList([], capacity: 2, isOfNumbers: true, isOld: true) }
    scenario.expectLast { $0.hasPrefix("returns nil") }
    add("step invoke") { $0.makeList([number]) }
    add("step invoke", fuel: 0) { $0.makeList([number], capacity: 2) }
    add("step invoke") { $0.makeObject() }
    add("step invoke") { _ in number }
    try scenario.check()
  }

  @Test func literals() throws {
    // The list itself is made by the machine; then its elements are added.
    var scenario = try Scenario("fun f(a, b) { return [a, ...b, a]; }", "f")
    for pc in scenario.instructionStarts {
      scenario.add(nil, at: pc) {
        for register in 3..<8 { $0[register: register] = $0.makeList([number], capacity: 3) }
        return [$0.makeList([number], capacity: 3), $0.makeObject()]
      }
    }
    try scenario.check()
  }

  // MARK: - Iterations

  @Test(arguments: ["x", "i, x"]) func iterations(variables: String) throws {
    var scenario = try Scenario("fun f(a) { for (var \(variables) in a) return x; return nil; }", "f")
    let window = 2
    for pc in scenario.instructionStarts {
      for (first, end, index) in [
        (number, 3, 0), (number, 3, 2), (number, 3, 3), (number, 3, 4), ((-0.0).bitPattern, 1, 0),
        (.max, 3, 1),
        ((Double.infinity).bitPattern, 3, 1), (0x7ff8_0000_0000_0000, 3, 1),
      ] as [(UInt64, UInt64, UInt64)] {
        scenario.add(nil, fuel: 50, at: pc) {
          $0[register: window] = first
          $0[register: window + 1] = end
          $0[register: window + 2] = index
          return [number]
        }
      }
      for index in 0..<UInt64(4) {
        scenario.add(nil, fuel: 50, at: pc) {
          $0[register: window] = $0.makeList([number, two, $0.makeObject()])
          $0[register: window + 1] = index == 3 ? 2 : 3
          $0[register: window + 2] = index
          return [number]
        }
      }
      scenario.add(nil, fuel: 0, at: pc) {
        $0[register: window] = number
        $0[register: window + 1] = 4
        return [number]
      }
    }
    try scenario.check()
  }

  // MARK: - Types

  @Test func types() throws {
    for (type, value) in [("Number", "number"), ("String", "string"), ("C", "instance")] {
      var scenario = try Scenario("class C {} fun f(a: \(type)) { return a; }", "f")
      scenario.add(value == "number" ? "returns 1.5" : nil) { _ in [number] }
      scenario.add(value == "string" ? "returns string 10" : nil) { [$0.makeString()] }
      scenario.add(nil) {
        let callee = $0.makeObject(isOld: true)
        $0.setGlobal("C", callee)
        return [$0.makeInstance($0.makeShape(ofClass: callee), [])]
      }
      if value == "instance" { scenario.expectLast { $0.hasPrefix("returns instance") } }
      scenario.add(nil) {
        $0.setGlobal("C", $0.makeObject(isOld: true))
        return [$0.makeInstance($0.makeShape(ofClass: $0.makeObject(isOld: true)), [])]
      }
      scenario.expectLast { $0 == "step checkGlobalType" }
      scenario.add("step checkGlobalType") {
        $0.setGlobal(type, $0.nil)
        return [$0.nil]
      }
      try scenario.check()
    }
  }
}
