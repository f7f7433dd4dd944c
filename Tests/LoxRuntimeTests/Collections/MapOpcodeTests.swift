import LoxGenerator
import Testing

@testable import LoxRuntime

@Suite struct MapOpcodeTests {
  @Test func keysOfAllKinds() throws {
    let output = try Assembly.output { script in
      script.emit(.newMap, 1, d: 0)
      script.load(10, 1)
      script.list(11, [])
      script.load(12, true)
      script.freshString(13, "abc")
      script.load(14, 0)
      for key in 10...14 { script.emit(.setElement, 1, key, key) }
      script.emit(.negate, 14, 14)
      script.load(13, "abc")
      script.list(15, [])
      for key in 10...15 {
        script.emit(.getElement, 2, 1, key)
        script.emit(.equal, 2, 2, key)
        script.print(2)
      }
      script.emit(.getElement, 2, 1, 15)
      script.print(2)
    }
    #expect(output == ["true", "true", "true", "true", "true", "false", "nil"])
  }

  @Test func nothingIsNoKey() throws {
    let output = try Assembly.output { script in
      script.emit(.newMap, 1, d: 3)
      script.loadNil(2)
      script.emit(.getElement, 3, 1, 2)
      script.print(3)
      script.load(4, 0)
      script.emit(.divide, 4, 4, 4)
      script.emit(.getElement, 3, 1, 4)
      script.print(3)
      script.emit(.setElement, 1, 4, 4)
    }
    #expect(output == ["nil", "nil", "nan can't be a key."])
    let other = try Assembly.output { script in
      script.emit(.newMap, 1, d: 0)
      script.loadNil(2)
      script.emit(.setElement, 1, 2, 2)
    }
    #expect(other == ["nil can't be a key."])
  }

  /// Objects as keys move with each collection, and are found wherever they are.
  @Test(arguments: [5, 60, 300]) func keysMayMove(count: Int) throws {
    let output = try Assembly.output { script in
      script.emit(.newMap, 1, d: 0)
      script.emit(.newList, 2, d: count)
      script.count(5, to: Double(count)) {
        $0.emit(.newList, 3, d: 0)
        $0.emit(.append, 2, 3)
        $0.emit(.setElement, 1, 3, 5)
      }
      script.load(9, 0)
      // Garbage, so that plain runs collect, too.
      script.count(10, to: 600) { $0.emit(.newList, 3, d: 200) }
      script.count(5, to: Double(count)) {
        $0.emit(.getElement, 3, 2, 5)
        $0.emit(.getElement, 4, 1, 3)
        $0.emit(.subtract, 4, 4, 5)
        $0.emit(.add, 9, 9, 4)
      }
      script.print(9)
    }
    #expect(output == ["0"])
  }

  @Test func orderOfEntries() throws {
    let output = try Assembly.output { script in
      script.emit(.newMap, 1, d: 0)
      script.count(5, to: 20) {
        $0.emit(.multiply, 8, 5, 5)
        $0.emit(.setElement, 1, 8, 5)
      }
      script.load(8, 4)
      script.emit(.setElement, 1, 8, 8)
      script.iterate(1, variables: 2) {
        $0.print(4)
        $0.print(5)
      }
    }
    #expect(output == (0..<20).flatMap { ["\($0 * $0)", $0 == 2 ? "4" : "\($0)"] })
  }

  @Test func iterationsNoticeNewKeys() throws {
    let output = try Assembly.output { script in
      script.emit(.newMap, 1, d: 0)
      script.load(6, 1)
      script.load(7, 2)
      script.emit(.setElement, 1, 6, 7)
      script.emit(.move, 8, 1)
      script.iterate(1) {
        $0.emit(.setElement, 8, 6, 6)
        $0.print(4)
        $0.emit(.setElement, 8, 7, 6)
      }
    }
    #expect(output == ["1", "The map was changed during its iteration."])
  }

  @Test func namesAsKeys() throws {
    let output = try Assembly.output { script in
      script.emit(.newMap, 1, d: 0)
      script.load(2, 5)
      script.emit(.setProperty, 1, 2, named: "size")
      script.emit(.getProperty, 3, 1, named: "size")
      script.print(3)
      script.emit(.getPropertyIfAny, 3, 1, named: "size")
      script.print(3)
      script.emit(.getPropertyIfAny, 3, 1, named: "none")
      script.print(3)
      script.freshString(4, "size")
      script.emit(.getElement, 3, 1, 4)
      script.print(3)
      script.loadNil(4)
      script.emit(.getPropertyIfAny, 3, 4, named: "size")
      script.print(3)
      script.emit(.getProperty, 3, 1, named: "sizes")
    }
    #expect(output == ["5", "5", "nil", "5", "nil", "Undefined property 'sizes'."])
  }

  @Test func spread() throws {
    let output = try Assembly.output { script in
      script.emit(.newMap, 1, d: 0)
      script.emit(.newMap, 2, d: 0)
      script.count(5, to: 10) {
        $0.emit(.setElement, 1, 5, 5)
        $0.emit(.add, 8, 5, 5)
        $0.emit(.setElement, 2, 8, 5)
      }
      script.emit(.appendAll, 1, 2)
      script.emit(.appendAll, 1, 1)
      script.emit(.newList, 3, d: 0)
      script.emit(.appendAll, 3, 1)
      script.iterate(3) { $0.print(6) }
      script.emit(.appendAll, 1, 4)
    }
    let keys = Array(0..<10) + [10, 12, 14, 16, 18]
    #expect(output == keys.map { "\($0)" } + ["Only maps can be spread in a map."])
  }

  /// Entries against a model: added, changed and removed at random, with collections in between.
  @Test(arguments: 0..<4) func againstAModel(seed: Int) throws {
    let fixture = try #require(MachineFixture { $0.stressCollector = seed % 2 == 0 })
    let machine = fixture.machine
    var random = SplitMix64(seed: UInt64(seed))
    let base = machine.top
    let map = try #require(machine.makeMap(capacity: seed))
    #expect(machine.push(map) && machine.push(.nil) && machine.push(.nil))
    let window = machine.registers(at: base)
    var model: [(key: Int, value: Int)] = []
    let limit = [6, 40, 300, 1500][seed]
    for step in 0..<4000 {
      let number = random.below(limit)
      // Numbers, and strings that are objects of their own.
      if number % 2 == 0 {
        window[1] = Value(Double(number))
      } else {
        try fixture.virtualMachine.push("key \(number)")
        window[1] = machine[base.advanced(by: 3)]
        machine.pop(to: base.advanced(by: 3))
      }
      let known = model.firstIndex { $0.key == number }
      let found = machine.value.find(window[1], inMap: window[0].ref)
      #expect((found == nil) == (known == nil))
      if let found, random.below(step % 1000 < 500 ? 4 : 2) == 0 {
        machine.value.remove(found, fromMap: window[0].ref)
        model.remove(at: known ?? 0)
      } else {
        window[2] = Value(Double(step))
        #expect(machine.setEntry(window, 0, 1, 2))
        if let known { model[known].value = step } else { model.append((number, step)) }
      }
      #expect(machine.value.count(ofMap: window[0].ref) == model.count)
      if step % 500 == 0 {
        let entries = machine.value.entries(ofMap: window[0].ref)
        var place = 0
        var values: [Double] = []
        while let index = machine.value.nextEntry(ofMap: window[0].ref, from: place, entries) {
          values.append(entries.value(index).number)
          place = index + 1
        }
        #expect(values == model.map { Double($0.value) })
      }
    }
    #expect(machine.value.heap.value.problems == [])
  }
}
