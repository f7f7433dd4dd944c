import LoxBytecode
import Testing

@testable import LoxRuntime

/// Samples, as a tree of calls and by lines.
@Suite struct ProfilerTests {
  /// Functions of ten words each, with the lines of their words.
  private final class Fixture {
    let profiler = Profiler()
    private var programs = LinkedPrograms()
    private(set) var records: [FunctionRecord] = []

    init(functions count: Int = 3) throws {
      var program = Program.entryStub
      program.functions[0].code = Run(start: 0, count: 10)
      program.code += Array(repeating: 0, count: 10)
      program.functions = Array(repeating: program.functions[0], count: count)
      let linked = programs.add(program, image: CodeImage(program.code), strings: [])
      _ = try #require(linked)
      for index in 0..<count {
        records.append(try #require(programs.records[UInt32(index)]))
        // Two words for each line.
        profiler.prepare(index, lines: (0..<10).map { index * 100 + $0 / 2 })
      }
    }

    deinit { programs.free() }

    /// Takes a sample of calls, each a function and a place in it, the outermost first.
    func add(_ calls: [(Int, Int)], isElided: Bool = false, units: Int = 0, bytes: Int = 0) {
      profiler.add(
        calls.reversed().map { Profiler.Call(record: records[$0.0], pc: $0.1) }, isElided: isElided,
        units: units, bytes: bytes)
    }

    /// Each node as the chain of functions that it stands for, with its units and bytes.
    var tree: [String: [Int]] {
      var chains: [String] = []
      var tree: [String: [Int]] = [:]
      for node in profiler.nodes {
        let chain = (node.parent < 0 ? "" : chains[Int(node.parent)] + " ") + "\(node.function)"
        chains.append(chain)
        tree[chain] = [node.units, node.bytes]
      }
      return tree
    }

    func line(_ number: Int) -> Profiler.Line? { profiler.lines.first { $0.number == number } }
  }

  @Test func chainsOfCallsAreNodes() throws {
    let fixture = try Fixture()
    fixture.add([(0, 1), (1, 1)], units: 5, bytes: 1)
    fixture.add([(0, 1), (1, 9)], units: 7, bytes: 2)
    fixture.add([(0, 1), (2, 1), (1, 1)], units: 11)
    fixture.add([(0, 1)], units: 13)
    #expect(fixture.tree == ["0": [13, 0], "0 1": [12, 3], "0 2": [0, 0], "0 2 1": [11, 0]])
    #expect(fixture.profiler.sampleCount == 4)
    fixture.add([], units: 99)
    #expect(fixture.profiler.sampleCount == 4)
  }

  @Test func recursionIsToldApartByDepth() throws {
    let fixture = try Fixture()
    fixture.add([(1, 1)], units: 1)
    fixture.add([(1, 1), (1, 1)], units: 2)
    fixture.add([(1, 1), (1, 1), (1, 1)], units: 3)
    #expect(fixture.tree == ["1": [1, 0], "1 1": [2, 0], "1 1 1": [3, 0]])
  }

  @Test func elidedCallsAreOneNode() throws {
    let fixture = try Fixture()
    fixture.add([(1, 1), (2, 1)], isElided: true, units: 5)
    fixture.add([(1, 1)], isElided: true, units: 6)
    fixture.add([(1, 1)], units: 7)
    #expect(Profiler.elided == -1)
    #expect(fixture.tree == ["-1": [0, 0], "-1 1": [6, 0], "-1 1 2": [5, 0], "1": [7, 0]])
  }

  /// The table of nodes grows without losing one.
  @Test func manyChains() throws {
    let fixture = try Fixture(functions: 40)
    for _ in 0..<2 {
      for outer in 0..<40 {
        for inner in 0..<40 { fixture.add([(outer, 0), (inner, 0)], units: 1) }
      }
    }
    #expect(fixture.profiler.nodes.count == 40 + 40 * 40)
    #expect(fixture.tree["39 39"] == [2, 0] && fixture.tree["0 1"] == [2, 0])
  }

  @Test func placesHaveWhatWasExecutedThere() throws {
    let fixture = try Fixture()
    fixture.add([(0, 1), (1, 4)], units: 5, bytes: 3)
    fixture.add([(1, 4)], units: 6)
    let first = fixture.profiler.firstPlaces[1]
    let place = fixture.profiler.places[first + 4]
    #expect(place.units == 11 && place.bytes == 3)
    #expect(fixture.profiler.lines[Int(place.line)].number == 102)
    #expect(fixture.profiler.lines[Int(place.line)].function == 1)
    #expect(fixture.profiler.places.reduce(0) { $0 + $1.units } == 11)
    // A place before or after the code counts for its nearest word.
    fixture.add([(2, -1)], units: 1)
    fixture.add([(2, 99)], units: 2)
    let last = fixture.profiler.firstPlaces[2]
    #expect(fixture.profiler.places[last].units == 1 && fixture.profiler.places[last + 9].units == 2)
  }

  @Test func linesHaveWhatTheyCalled() throws {
    let fixture = try Fixture()
    fixture.add([(0, 2), (1, 4), (2, 6)], units: 5)
    #expect(fixture.line(1)?.calledUnits == 5)
    #expect(fixture.line(102)?.calledUnits == 5)
    // The innermost call called nobody.
    #expect(fixture.line(203)?.calledUnits == 0)
    // Allocation is not execution.
    fixture.add([(0, 2), (1, 4)], bytes: 100)
    #expect(fixture.line(1)?.calledUnits == 5)
  }

  @Test func inARecursionALineCountsOnce() throws {
    let fixture = try Fixture()
    fixture.add([(1, 4), (1, 4), (1, 5), (1, 6), (2, 0)], units: 5)
    #expect(fixture.line(102)?.calledUnits == 5)
    #expect(fixture.line(103)?.calledUnits == 5)
    fixture.add([(1, 4), (1, 4)], units: 2)
    #expect(fixture.line(102)?.calledUnits == 7)
  }

  @Test func linesOfAFunctionAreKnownOnce() throws {
    let fixture = try Fixture()
    #expect(fixture.profiler.isPrepared(2) == true)
    #expect(fixture.profiler.isPrepared(3) == false)
    fixture.profiler.prepare(5, lines: [1, 2, 1])
    #expect(fixture.profiler.isPrepared(5) == true && fixture.profiler.isPrepared(4) == false)
    #expect(fixture.profiler.lines.filter { $0.function == 5 }.map(\.number) == [1, 2])
    let first = fixture.profiler.firstPlaces[5]
    #expect(fixture.profiler.places[first].line == fixture.profiler.places[first + 2].line)
  }

  @Test func samplesBecomeRarer() throws {
    let fixture = try Fixture()
    func average(_ interval: () -> Int) -> Int { (0..<100).reduce(0) { sum, _ in sum + interval() } / 100 }
    let (units, bytes) = (
      average { fixture.profiler.unitInterval }, average { fixture.profiler.byteInterval }
    )
    #expect((32..<96).contains(units) && (128..<384).contains(bytes))
    for _ in 0..<1024 { fixture.add([(0, 0)], units: 1) }
    let later = average { fixture.profiler.unitInterval }
    #expect((8192..<24576).contains(later))
    // They are not regular.
    #expect(Set((0..<10).map { _ in fixture.profiler.unitInterval }).count > 5)
  }

  @Test func collectionsAreTimedFromTheStart() throws {
    let fixture = try Fixture()
    let now = MonotonicClock.nanoseconds()
    fixture.profiler.add(
      Profiler.Collection(
        startNanoseconds: now, pauseNanoseconds: 5, isFull: true, bytesBefore: 7, bytesAfter: 3))
    let collection = try #require(fixture.profiler.collections.first)
    #expect(collection.startNanoseconds < now)
    #expect(collection.pauseNanoseconds == 5 && collection.isFull == true)
  }
}
