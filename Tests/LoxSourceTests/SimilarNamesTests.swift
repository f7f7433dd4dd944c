import LoxSource
import Testing

@Suite struct SimilarNamesTests {
  private func similar(_ name: String, _ candidates: String...) -> [String] {
    var similar = SimilarNames(to: name.utf8)
    for candidate in candidates { similar.consider(candidate.utf8) }
    return similar.names
  }

  @Test func mistakesOfTyping() {
    #expect(similar("countr", "counter") == ["counter"])
    #expect(similar("coutner", "counter") == ["counter"])
    #expect(similar("countter", "counter") == ["counter"])
    #expect(similar("cointer", "counter") == ["counter"])
    #expect(similar("Counter", "counter") == ["counter"])
    #expect(similar("COUNTER", "counter") == ["counter"])
    #expect(similar("retrun", "return") == ["return"])
    #expect(similar("lenght", "light", "length") == ["length", "light"])
  }

  @Test func whatIsNotSimilar() {
    #expect(similar("x", "y", "xy") == [])
    #expect(similar("a", "A") == ["A"])
    #expect(similar("foo", "bar", "fab") == [])
    #expect(similar("cat", "dog", "cattle") == [])
    #expect(similar("counter", "counter") == [])
    #expect(similar("", "", "a") == [])
    #expect(similar("counter", "") == [])
  }

  @Test func theNearestComeFirst() {
    #expect(
      similar("values", "valeus", "Values", "value", "valves", "value") == ["Values", "value", "valeus"])
    #expect(similar("ad", "A", "a", "add") == ["add", "a", "A"])
  }

  /// The restricted distance by its definition, without any bound.
  private func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var table = Array(repeating: Array(repeating: 0, count: b.count + 1), count: a.count + 1)
    for i in 0...a.count {
      for j in 0...b.count {
        guard i > 0, j > 0 else {
          table[i][j] = max(i, j)
          continue
        }
        table[i][j] = min(
          table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
        }
      }
    }
    return table[a.count][b.count]
  }

  @Test func agreesWithTheDefinition() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<5000 {
      let names = (0..<2).map { _ in
        (0..<Int.random(in: 2..<12, using: &generator)).map { _ in
          UInt8.random(in: 97...100, using: &generator)
        }
      }
      if names[0] == names[1] { continue }
      let limit = names[0].count < 6 ? 1 : names[0].count < 9 ? 2 : 3
      var similar = SimilarNames(to: names[0])
      similar.consider(names[1])
      #expect(similar.names.isEmpty == (distance(names[0], names[1]) > limit))
    }
  }

  @Test func hugeNames() {
    let name = String(repeating: "a", count: 1 << 20)
    #expect(similar(name, name + "b", String(name.dropLast())) == [])
  }
}
