import LoxSource
import Testing

@Suite struct LineTableTests {
  private let table = LineTable(Array("ab\n\r\nc".utf8))

  @Test func linesAndColumns() {
    #expect((0...6).map { table.line(at: $0) } == [1, 1, 1, 2, 2, 3, 3])
    #expect((0...6).map { table.column(at: $0) } == [1, 2, 3, 1, 2, 1, 2])
    #expect(table.line(at: .max) == 3)
  }

  @Test func bytesOfLines() {
    #expect((0...4).map { table.range(ofLine: $0) } == [0..<0, 0..<3, 3..<5, 5..<6, 0..<0])
    #expect(
      (0...4).map { String(decoding: table.bytes(ofLine: $0), as: UTF8.self) } == ["", "ab", "", "c", ""])
    #expect((0...4).map { table.start(ofLine: $0) } == [0, 0, 3, 5, 6])
  }

  @Test func emptySource() {
    let table = LineTable([])
    #expect(table.count == 1)
    #expect(table.line(at: 0) == 1)
    #expect(table.range(ofLine: 1) == 0..<0)
  }
}
