import LoxBytecode
import Testing

@testable import LoxRuntime

/// What a program becomes in an isolate.
@Suite struct LinkerTests {
  private static let text = """
    class Point {
      init(x) { this.x = x; }
      getX() { return this.x; }
      setX(x) { this.x = x; }
    }
    var point = Point(1.5);
    print point.getX() + "text";
    """

  @Test func anImageIsLinkedOnce() throws {
    let fixture = try #require(MachineFixture())
    let image = try MachineFixture.image(Self.text)
    let index = try #require(fixture.link(image))
    let bytes = fixture.machine.value.modules.programs.byteCount
    #expect(fixture.link(image) == index)
    #expect(fixture.virtualMachine.isLinked(image) == true)
    #expect(fixture.virtualMachine.programCount == 1)
    #expect(fixture.machine.value.modules.programs.byteCount == bytes)
    // Another image of the same source is another program.
    #expect(fixture.link(try MachineFixture.image(Self.text)) == index + image.program.functions.count)
    #expect(fixture.virtualMachine.programCount == 2)
  }

  @Test func recordsHaveWhatTheProgramSays() throws {
    let fixture = try #require(MachineFixture())
    let image = try MachineFixture.image(Self.text)
    let index = try #require(fixture.link(image))
    for (number, function) in image.program.functions.enumerated() {
      let record = try #require(fixture.machine.value.modules.records[UInt32(index + number)])
      #expect(record.index == index + number && record.firstIndex == index)
      #expect(record.arity == Int(function.arity))
      #expect(record.windowBytes == Int(function.registerCount) * 8)
      #expect(record.codeCount == Int(function.code.count) && record.cost == record.codeCount)
      #expect(record.code == image.code.pointer(at: Int(function.code.start)))
      #expect(record.isScript == (number == 0) && record.isEntryStub == false)
      let name = String(decoding: image.program.bytes(ofString: function.name), as: UTF8.self)
      #expect(record.name == fixture.intern(name))
      switch function.shortcut {
      case nil: #expect(record.shortcutName == .null)
      case .getter, .setter: #expect(record.shortcutName == fixture.intern("x"))
      }
      #expect(fixture.machine.value.lookUp(record)?.function.code == function.code)
    }
    #expect(image.program.functions.contains { $0.shortcut != nil })
  }

  @Test func constantsAreValuesAndSlotsOfGlobals() throws {
    let fixture = try #require(MachineFixture())
    let image = try MachineFixture.image(Self.text)
    let index = try #require(fixture.link(image))
    let record = try #require(fixture.machine.value.modules.records[UInt32(index)])
    var kinds: Set<String> = []
    for (number, constant) in image.program.constants[image.program.functions[0].constants.range].enumerated()
    {
      func name(_ string: UInt32) -> Ref {
        fixture.intern(String(decoding: image.program.bytes(ofString: string), as: UTF8.self))
      }
      switch constant {
      case .nil: #expect(record.constant(number) == .nil)
      case .boolean(let boolean): #expect(record.constant(number) == Value(boolean))
      case .number(let bits): #expect(record.constant(number).bits == bits)
      case .string(let string): #expect(record.constant(number) == Value(.string, name(string)))
      case .global(let string):
        let slot = record.globalSlot(number)
        #expect(fixture.machine.value.modules.globals.slot(name(string)) == slot)
        let global = fixture.machine.value.cage.value(slot)
        #expect(global == .undefined)
      case .imported: Issue.record("there is no import")
      }
      kinds.insert("\(constant)".split(separator: "(").first.map(String.init) ?? "")
    }
    #expect(kinds.isSuperset(of: ["number", "string", "global"]))
  }

  @Test func cachesAreEmptyButForTheirNames() throws {
    let fixture = try #require(MachineFixture())
    let image = try MachineFixture.image(Self.text)
    let index = try #require(fixture.link(image))
    let stub = try #require(fixture.machine.value.modules.records[0])
    var count = 0
    for (number, function) in image.program.functions.enumerated() {
      let record = try #require(fixture.machine.value.modules.records[UInt32(index + number)])
      for (place, cache) in image.program.caches[function.caches.range].enumerated() {
        let linked = record.cache(place)
        let name = String(decoding: image.program.bytes(ofString: cache.name), as: UTF8.self)
        #expect(linked.name == fixture.intern(name) && linked.misses == 0)
        if cache.kind == .call {
          #expect(linked.ofCall.callee == Value.undefined.bits && linked.ofCall.record == stub)
        }
        count += 1
      }
    }
    #expect(count == image.program.caches.count && count > 3)
  }

  /// A function that was kept is the same when its program is run again; one that nobody has goes with its program.
  @Test func programsStayWhileAFunctionLives() throws {
    let fixture = try #require(MachineFixture())
    let (kept, dropped) = (
      try MachineFixture.image("fun f() { return 1; }"), try MachineFixture.image("print 1;")
    )
    try fixture.virtualMachine.run(kept)
    try fixture.virtualMachine.run(dropped)
    #expect(fixture.virtualMachine.programCount == 2)
    fixture.virtualMachine.collect()
    #expect(
      fixture.virtualMachine.isLinked(kept) == true && fixture.virtualMachine.isLinked(dropped) == false)
    try fixture.run("f = nil;")
    fixture.virtualMachine.collect()
    #expect(fixture.virtualMachine.programCount == 0)
    try fixture.virtualMachine.run(kept)
    #expect(fixture.virtualMachine.isLinked(kept) == true)
  }

  @Test func withoutMemoryAProgramIsNotLinkedAtAll() throws {
    let fixture = try #require(MachineFixture())
    let image = try MachineFixture.image(Self.text)
    for failing in 0..<2 {
      let index = HostMemory.$failure.withValue(HostMemory.Countdown(failing)) { fixture.link(image) }
      if index != nil { continue }
      #expect(fixture.virtualMachine.programCount == 0)
      #expect(fixture.virtualMachine.isLinked(image) == false)
    }
    #expect(fixture.link(image) != nil)
  }
}
