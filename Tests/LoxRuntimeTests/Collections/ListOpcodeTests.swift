import LoxBytecode
import Testing

@testable import LoxRuntime

@Suite struct ListOpcodeTests {
  @Test func elementsByIndex() throws {
    let output = try Assembly.output { script in
      script.list(1, [10, 20, 30])
      for index in [0.0, 2, -1, -3, -0.0] {
        script.load(2, index)
        script.emit(.getElement, 3, 1, 2)
        script.print(3)
      }
    }
    #expect(output == ["10", "30", "30", "10", "10"])
  }

  @Test(arguments: [
    (3.0, "Index 3 is out of range for a list of length 3."),
    (-4, "Index -4 is out of range for a list of length 3."),
    (1.5, "An index must be a whole number, not 1.5."), (.nan, "An index must be a whole number, not nan."),
    (.infinity, "An index must be a whole number, not inf."),
    (1e15, "Index 1000000000000000 is out of range for a list of length 3."),
  ])
  func errorsOfIndexes(index: Double, message: String) throws {
    for isWrite in [false, true] {
      let output = try Assembly.output { script in
        script.list(1, [10, 20, 30])
        script.load(2, index.isNaN ? 0 : index)
        if index.isNaN { script.emit(.divide, 2, 2, 2) }
        script.emit(isWrite ? .setElement : .getElement, isWrite ? 1 : 3, isWrite ? 2 : 1, 2)
      }
      #expect(output == [message])
    }
  }

  @Test func anythingCanBeStored() throws {
    let output = try Assembly.output { script in
      script.list(1, [10, 20, 30])
      script.load(2, 1)
      script.freshString(3, "twenty")
      script.emit(.setElement, 1, 2, 3)
      script.load(4, true)
      script.emit(.append, 1, 4)
      script.iterate(1) { $0.print(4) }
    }
    #expect(output == ["10", "twenty", "30", "true"])
  }

  /// From no room to thousands of elements, numbers first.
  @Test func lists_grow() throws {
    let output = try Assembly.output { script in
      script.emit(.newList, 1, d: 0)
      script.count(2, to: 3000) { $0.emit(.append, 1, 2) }
      script.freshString(5, "end")
      script.emit(.append, 1, 5)
      for index in [0.0, 1, 1023, 1024, 2999, 3000] {
        script.load(6, index)
        script.emit(.getElement, 7, 1, 6)
        script.print(7)
      }
    }
    #expect(output == ["0", "1", "1023", "1024", "2999", "end"])
  }

  /// An old, large storage whose elements are young again and again: only what was stored since is looked at.
  @Test func largeListsOfYoungObjects() throws {
    let output = try Assembly.output { script in
      script.emit(.newList, 1, d: 1200)
      script.load(2, "x")
      script.load(3, "y")
      script.count(5, to: 1200) {
        $0.emit(.add, 4, 2, 3)
        $0.emit(.append, 1, 4)
      }
      script.count(8, to: 2) { script in
        script.count(5, to: 1200) {
          $0.emit(.getElement, 4, 1, 5)
          $0.emit(.newList, 11, d: 1)
          $0.emit(.append, 11, 4)
          $0.emit(.setElement, 1, 5, 4)
        }
      }
      script.load(12, 1199)
      script.emit(.getElement, 4, 1, 12)
      script.print(4)
    }
    #expect(output == ["xy"])
  }

  @Test func slices() throws {
    func slice(_ start: Double, _ end: Double, isClosed: Bool) throws -> [String] {
      try Assembly.output { script in
        script.list(1, [0, 1, 2, 3, 4])
        script.load(2, start)
        script.load(3, end)
        script.emit(isClosed ? .newClosedRange : .newRange, 4, 2, 3)
        script.emit(.getElement, 5, 1, 4)
        script.iterate(5) { $0.print(8) }
      }
    }
    #expect(try slice(1, 3, isClosed: false) == ["1", "2"])
    #expect(try slice(1, 3, isClosed: true) == ["1", "2", "3"])
    #expect(try slice(1, -1, isClosed: true) == ["1", "2", "3", "4"])
    #expect(try slice(1, -1, isClosed: false) == ["1", "2", "3"])
    #expect(try slice(-2, 80, isClosed: false) == ["3", "4"])
    #expect(try slice(-80, 1, isClosed: false) == ["0"])
    #expect(try slice(3, 1, isClosed: false) == [])
    #expect(try slice(0, -80, isClosed: true) == [])
    #expect(try slice(4, .infinity, isClosed: true) == ["4"])
    #expect(try slice(0.5, 2, isClosed: true) == ["An index must be a whole number, not 0.5."])
  }

  @Test func iterationsNoticeChanges() throws {
    let output = try Assembly.output { script in
      script.list(1, [1, 2])
      script.emit(.move, 5, 1)
      script.iterate(1) {
        $0.print(4)
        $0.emit(.append, 5, 4)
      }
    }
    #expect(output == ["1", "The list was changed during its iteration."])
  }

  @Test func iterationsWithIndexes() throws {
    let output = try Assembly.output { script in
      script.list(1, [7, 8])
      script.iterate(1, variables: 2) {
        $0.print(4)
        $0.print(5)
      }
    }
    #expect(output == ["0", "7", "1", "8"])
  }

  @Test func spread() throws {
    let output = try Assembly.output { script in
      script.list(1, [1, 2])
      script.freshString(2, "aé")
      script.emit(.newList, 3, d: 0)
      script.emit(.appendAll, 3, 1)
      script.emit(.appendAll, 3, 2)
      script.load(4, 5)
      script.load(5, 7)
      script.emit(.newClosedRange, 6, 4, 5)
      script.emit(.appendAll, 3, 6)
      script.emit(.appendAll, 3, 3)
      script.iterate(3) { $0.print(6) }
      script.emit(.appendAll, 3, 4)
    }
    let once = ["1", "2", "a", "é", "5", "6", "7"]
    #expect(output == once + once + ["Only lists, maps, strings, ranges and fibers can be iterated."])
  }

  @Test func counts() throws {
    for (opcode, count, message) in [
      (Opcode.checkCount, 2, nil), (.checkCount, 3, "Expected 3 elements but got 2."),
      (.checkCountAtLeast, 1, nil), (.checkCountAtLeast, 3, "Expected at least 3 elements but got 2."),
    ] {
      let output = try Assembly.output { script in
        script.list(1, [1, 2])
        script.emit(opcode, 1, d: count)
      }
      #expect(output == (message.map { [$0] } ?? []))
    }
    let output = try Assembly.output {
      $0.load(1, "ab")
      $0.emit(.checkCount, 1, d: 2)
    }
    #expect(output == ["Only lists can be taken apart by '[ ]'."])
  }

  /// Never a trap: the heap's limit is found at any size.
  @Test(arguments: [60_000, 1 << 20, 4 << 20]) func memoryEnds(limit: Int) throws {
    var script = Assembly()
    script.emit(.newList, 1, d: 0)
    script.count(2, to: 1e9) { $0.emit(.append, 1, 2) }
    #expect(try script.run { $0.heapLimit = limit } == ["Out of memory."])
  }

  /// A list that grows leaves no garbage behind as long as nothing is in its way.
  @Test func growthTakesNoOtherMemory() throws {
    var script = Assembly()
    script.emit(.newList, 1, d: 0)
    script.count(2, to: 200_000) { $0.emit(.append, 1, 2) }
    let fixture = try #require(MachineFixture())
    try fixture.virtualMachine.run(try script.image)
    #expect(fixture.machine.value.heap.value.old.bytesInUse < 200_000 * 8 * 3 / 2 + (64 << 10))
  }

  @Test func growthIsCharged() throws {
    func fuel(_ count: Double) throws -> Int {
      var script = Assembly()
      script.emit(.newList, 1, d: 0)
      script.count(2, to: count) { $0.emit(.append, 1, 2) }
      let fixture = try #require(MachineFixture())
      try fixture.virtualMachine.run(try script.image)
      return fixture.machine.value.usedFuel
    }
    let (small, large) = (try fuel(10_000), try fuel(100_000))
    #expect(large > small * 9 && large < small * 13)
  }
}
