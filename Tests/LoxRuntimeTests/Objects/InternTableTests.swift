import Testing

@testable import LoxRuntime

/// Strings that exist once.
@Suite struct InternTableTests {
  private func intern(_ text: String, _ table: inout InternTable, _ fixture: CollectorFixture) -> Ref {
    table.intern(Array(text.utf8)[...], heap: &fixture.heap.value)
  }

  @Test func sameBytesAreTheSameObject() throws {
    let fixture = try #require(CollectorFixture())
    var table = InternTable()
    let texts = ["", "a", "b", "ab", "ba", "1234567", "12345678", "123456789", "ä"]
    let refs = texts.map { intern($0, &table, fixture) }
    #expect(texts.map { intern($0, &table, fixture) } == refs)
    #expect(Set(refs).count == texts.count)
    #expect(table.count == texts.count)
    for (text, ref) in zip(texts, refs) {
      #expect(fixture.text(ref) == text)
      #expect(table.find(text, fixture.cage) == ref)
    }
    #expect(table.find("c", fixture.cage) == nil)
  }

  @Test func theObjectIsOldAndKnowsItsHash() throws {
    let fixture = try #require(CollectorFixture())
    let cage = fixture.cage
    // Where the string comes to lie, there are other bytes.
    cage.fill(Cage.oldStart, count: 4096, with: 0xff)
    var table = InternTable()
    let ref = intern("name", &table, fixture)
    #expect(cage.has(ref, .string))
    #expect(ref.isYoung == false)
    #expect(cage.flags(ref) == HeaderFlags.interned)
    #expect(cage.load32(ref.offset, StringLayout.hash) == HostBytes.with("name") { $0.hash })
    #expect(cage.size(ref) == 24)
    #expect(cage.load64(ref.offset, StringLayout.bytes) >> 32 == 0)
  }

  @Test func theTableGrows() throws {
    let fixture = try #require(CollectorFixture())
    var table = InternTable()
    let refs = (0..<5000).map { intern("name \($0)", &table, fixture) }
    #expect(table.count == 5000)
    #expect(Set(refs).count == 5000)
    #expect((0..<5000).map { intern("name \($0)", &table, fixture) } == refs)
    #expect(table.count == 5000)
  }

  @Test func deadStringsAreForgotten() throws {
    let fixture = try #require(CollectorFixture())
    var table = InternTable()
    let refs = (0..<1000).map { intern("name \($0)", &table, fixture) }
    let live = Set(refs.indices.filter { $0 % 3 == 0 }.map { refs[$0] })
    table.forgetDead { live.contains($0) }
    #expect(table.count == live.count)
    for (number, ref) in refs.enumerated() {
      #expect(table.find("name \(number)", fixture.cage) == (live.contains(ref) ? ref : nil))
    }
    // Those that are gone are made anew.
    #expect(intern("name 0", &table, fixture) == refs[0])
    #expect(intern("name 1", &table, fixture) != refs[1])
    #expect(table.count == live.count + 1)
  }

  /// Two texts of the same hash: of so many there are some, whatever the secret of the process is.
  private static let collision: (String, String)? = {
    var numbers: [UInt32: Int] = [:]
    for number in 0..<1_000_000 {
      let hash = HostBytes.with("\(number)") { $0.hash }
      if let other = numbers.updateValue(number, forKey: hash) { return ("\(other)", "\(number)") }
    }
    return nil
  }()

  @Test func stringsOfTheSameHashAreDifferent() throws {
    let fixture = try #require(CollectorFixture())
    let (first, second) = try #require(Self.collision)
    var table = InternTable()
    let (a, b) = (intern(first, &table, fixture), intern(second, &table, fixture))
    #expect(a != b)
    #expect(intern(first, &table, fixture) == a)
    #expect(intern(second, &table, fixture) == b)
    #expect(table.find(second, fixture.cage) == b)
    // The second one stays where it is found, though the first is gone.
    table.forgetDead { $0 == b }
    #expect(table.find(first, fixture.cage) == nil)
    #expect(table.find(second, fixture.cage) == b)
  }

  @Test func withoutMemoryNothingIsEntered() throws {
    let fixture = try #require(CollectorFixture(limit: 0))
    var table = InternTable()
    #expect(intern("name", &table, fixture) == .null)
    #expect(table.count == 0)
    #expect(table.find("name", fixture.cage) == nil)
  }
}
