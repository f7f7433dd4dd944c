import LoxBytecode
import Testing

@testable import LoxRuntime

/// Strings and ranges as collections, and the operators that ask.
@Suite struct OtherCollectionTests {
  @Test func charactersOfStrings() throws {
    let output = try Assembly.output { script in
      script.freshString(1, "naïve€😀!")
      for index in [0.0, 2, 5, 6, 7, -1, -8] {
        script.load(2, index)
        script.emit(.getElement, 3, 1, 2)
        script.print(3)
      }
      script.load(2, 1)
      script.load(3, -2)
      script.emit(.newRange, 2, 2, 3)
      script.emit(.getElement, 3, 1, 2)
      script.print(3)
      script.load(2, 2)
      script.load(3, 200)
      script.emit(.newRange, 2, 2, 3)
      script.emit(.getElement, 3, 1, 2)
      script.print(3)
      script.load(2, 8)
      script.emit(.getElementIfAny, 3, 1, 2)
      script.print(3)
      script.emit(.getElement, 3, 1, 2)
    }
    #expect(
      output == [
        "n", "ï", "€", "😀", "!", "!", "n", "aïve€", "ïve€😀!", "nil",
        "Index 8 is out of range for a string of length 8.",
      ])
  }

  @Test func iterationOfStrings() throws {
    let output = try Assembly.output { script in
      script.freshString(1, "aé😀")
      script.iterate(1, variables: 2) {
        $0.print(4)
        $0.print(5)
      }
    }
    #expect(output == ["0", "a", "1", "é", "2", "😀"])
  }

  @Test(arguments: [
    (0.0, 3.0, false, ["0", "1", "2"]), (0, 3, true, ["0", "1", "2", "3"]), (3, 0, true, []),
    (2, 2, false, []),
    (2, 2, true, ["2"]), (0.5, 2, false, ["0.5", "1.5"]), (0.5, 2.5, true, ["0.5", "1.5", "2.5"]),
    (-2, 0, false, ["-2", "-1"]), (0, .infinity, false, ["Range bounds must be finite to iterate."]),
  ])
  func ranges(start: Double, end: Double, isClosed: Bool, expected: [String]) throws {
    let output = try Assembly.output { script in
      script.load(1, start)
      script.load(2, end)
      script.emit(isClosed ? .newClosedRange : .newRange, 1, 1, 2)
      script.iterate(1) { $0.print(4) }
    }
    #expect(output == expected)
  }

  @Test func boundsOfRanges() throws {
    let output = try Assembly.output { script in
      script.load(1, "a")
      script.load(2, 1)
      script.emit(.newRange, 1, 2, 1)
    }
    #expect(output == ["Range bounds must be numbers."])
  }

  @Test func membership() throws {
    func isIn(_ container: @escaping (inout Assembly) -> Void, _ element: @escaping (inout Assembly) -> Void)
      throws
      -> [String]
    {
      try Assembly.output { script in
        container(&script)
        element(&script)
        script.emit(.isIn, 3, 2, 1)
        script.print(3)
      }
    }
    let list: (inout Assembly) -> Void = {
      $0.list(1, [1, 2])
      $0.load(4, "abc")
      $0.emit(.append, 1, 4)
    }
    #expect(try isIn(list) { $0.load(2, 2) } == ["true"])
    #expect(try isIn(list) { $0.load(2, 3) } == ["false"])
    #expect(try isIn(list) { $0.freshString(2, "abc") } == ["true"])
    #expect(try isIn({ $0.load(1, "xaabc") }, { $0.freshString(2, "aab") }) == ["true"])
    #expect(try isIn({ $0.load(1, "xaabc") }, { $0.freshString(2, "abd") }) == ["false"])
    #expect(try isIn({ $0.load(1, "xaabc") }, { $0.load(2, "") }) == ["true"])
    #expect(try isIn({ $0.load(1, "xaabc") }, { $0.load(2, 1) }) == ["false"])
    let range: (inout Assembly) -> Void = {
      $0.load(1, 1)
      $0.load(2, 5)
      $0.emit(.newRange, 1, 1, 2)
    }
    #expect(try isIn(range) { $0.load(2, 1.5) } == ["true"])
    #expect(try isIn(range) { $0.load(2, 5) } == ["false"])
    let map: (inout Assembly) -> Void = {
      $0.emit(.newMap, 1, d: 0)
      $0.load(2, "k")
      $0.emit(.setElement, 1, 2, 2)
    }
    #expect(try isIn(map) { $0.load(2, "k") } == ["true"])
    #expect(try isIn(map) { $0.load(2, "l") } == ["false"])
    #expect(
      try isIn({ $0.load(1, 5) }, { $0.load(2, 1) }) == [
        "Right operand of 'in' must be a list, map, string or range."
      ])
  }

  @Test func otherValuesHaveNoElements() throws {
    for (opcode, message) in [
      (Opcode.getElement, "Only lists, maps and strings have elements."),
      (.setElement, "Only lists and maps have elements to set."),
    ] {
      let output = try Assembly.output { script in
        script.load(1, true)
        script.load(2, 0)
        script.emit(opcode, opcode == .getElement ? 3 : 1, opcode == .getElement ? 1 : 2, 2)
      }
      #expect(output == [message])
    }
    let text = try Assembly.output { script in
      script.load(1, "abc")
      script.load(2, 0)
      script.emit(.setElement, 1, 2, 1)
    }
    #expect(text == ["Only lists and maps have elements to set."])
  }

  @Test func elementsIfAny() throws {
    let output = try Assembly.output { script in
      script.list(1, [7])
      for index in [0.0, 1] {
        script.load(2, index)
        script.emit(.getElementIfAny, 3, 1, 2)
        script.print(3)
      }
      script.loadNil(4)
      script.emit(.getElementIfAny, 3, 4, 2)
      script.print(3)
    }
    #expect(output == ["7", "nil", "nil"])
  }

  @Test func classesOfInstances() throws {
    let output = try Assembly.output { script in
      script.load(1, 5)
      script.emit(.isInstance, 2, 1, 1)
    }
    #expect(output == ["Right operand of 'is' must be a class."])
  }
}
