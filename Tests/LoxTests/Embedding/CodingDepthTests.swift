import Lox
import LoxRuntime
import Testing

/// Values of up to 100 levels go to Lox and come back; deeper ones do neither.
@Suite struct CodingDepthTests {
  private final class Link: ValueCodable {
    var next: Link?
    init(_ next: Link?) { self.next = next }
  }
  private struct Folder: ValueCodable { var folders: [Folder] }
  private struct Holder: ValueCodable { var parts: [Holder?] }
  private struct Index: ValueCodable { var parts: [String: Index] }
  private struct Numbered: ValueCodable { var parts: [Int: Numbered] }
  private struct Leaf: Codable, Hashable { var numbers: Set<Int> }
  private final class Plainer: Codable {
    var next: Plainer?
    var leaf: Leaf?
    init(_ next: Plainer?) { self.next = next }
  }
  /// Lists of lists, as deep as one wants, beside what knows how to convert itself.
  private indirect enum Lists: ValueConvertible {
    case numbers([Double])
    case lists([Lists])
    case map([String: Lists?])
    static var loxType: String { "lists" }
    static func fromLox(_ value: Value) throws -> Lists {
      if case .list = value, let numbers = try? [Double].fromLox(value) { return .numbers(numbers) }
      if case .map = value { return .map(try [String: Lists?].fromLox(value)) }
      return .lists(try [Lists].fromLox(value))
    }
    static func _read(_ slot: ValueSlot) throws -> Lists {
      do { return .numbers(try [Double]._read(slot)) } catch is ConversionError {}
      do { return .map(try [String: Lists?]._read(slot)) } catch is ConversionError {}
      return .lists(try [Lists]._read(slot))
    }
    func _push(to stack: ValueStack) throws {
      switch self {
      case .numbers(let numbers): try numbers._push(to: stack)
      case .lists(let lists): try lists._push(to: stack)
      case .map(let map): try map._push(to: stack)
      }
    }
    func toLox(in isolate: Isolate) throws -> Value { try isolate.encode([0]) }
  }

  private static func nest<T>(_ levels: Int, _ first: T, _ wrap: (T) -> T) -> T {
    var value = first
    for _ in 0..<levels { value = wrap(value) }
    return value
  }

  /// Encodes and decodes values of 100 levels and of 101; the script's value of 101 levels is that of 100 in another.
  private static func check<T: ValueCodable>(
    _ host: Host, _ name: String, deepest: T, tooDeep: T, more: String,
    _ location: Testing.SourceLocation = #_sourceLocation
  ) throws {
    let isolate = host.isolate
    try isolate.setGlobal("value", to: deepest)
    let read: T? = try isolate.global("value")
    #expect(read != nil, "\(name)", sourceLocation: location)
    let encoded = try isolate.encode(deepest)
    _ = try isolate.decode(T.self, from: encoded)
    #expect(throws: EncodingError.self, "\(name)", sourceLocation: location) { try isolate.encode(tooDeep) }
    try host.run("value = \(more);")
    #expect(throws: ConversionError.self, "\(name)", sourceLocation: location) {
      _ = try isolate.global("value", as: T.self)
    }
    let deeper = try #require(isolate["value"])
    #expect(throws: DecodingError.self, "\(name)", sourceLocation: location) {
      _ = try isolate.decode(T.self, from: deeper)
    }
    #expect(try host.run("print 1;") == "1\n", sourceLocation: location)
  }

  /// What can be encoded can be decoded. Instances, lists and maps are levels, optionals are none.
  @Test(arguments: [Program.Language.extended, .book]) func hundredLevels(language: Program.Language) throws {
    let host = try Host(language: language)
    func link(_ levels: Int) -> Link { Self.nest(levels - 1, Link(nil)) { Link($0) } }
    try host.run(
      "fun wrapped(value) { class W {} var w = W(); w.next = value; w.folders = value; w.parts = value; return w; }"
    )
    try host.run("fun listed(value) { class L {} var l = L(); l.value = value; l.next = nil; return l; }")
    try Self.check(host, "links", deepest: link(100), tooDeep: link(101), more: "wrapped(value)")
    func folder(_ levels: Int) -> Folder {
      Self.nest(levels / 2 - 1, Folder(folders: [])) { Folder(folders: [$0]) }
    }
    try Self.check(
      host, "folders", deepest: folder(100), tooDeep: folder(102), more: "wrapped(listed(value))")
    func holder(_ levels: Int) -> Holder {
      Self.nest(levels / 2 - 1, Holder(parts: [nil])) { Holder(parts: [$0, nil]) }
    }
    try Self.check(
      host, "holders", deepest: holder(100), tooDeep: holder(102), more: "wrapped(listed(value))")
    func index(_ levels: Int) -> Index {
      Self.nest(levels / 2 - 1, Index(parts: [:])) { Index(parts: ["a": $0]) }
    }
    try Self.check(
      host, "dictionaries", deepest: index(100), tooDeep: index(102), more: "wrapped(wrapped(value))")
    func numbered(_ levels: Int) -> Numbered {
      Self.nest(levels / 2 - 1, Numbered(parts: [:])) { Numbered(parts: [1: $0]) }
    }
    if language == .extended {
      try Self.check(
        host, "numbers as keys", deepest: numbered(100), tooDeep: numbered(102), more: "wrapped({[1]: value})"
      )
    }
  }

  /// Types that are only `Codable`, the last of which has a set.
  @Test func hundredLevelsOfPlainTypes() throws {
    let isolate = try Isolate()
    func chain(_ levels: Int) -> Plainer {
      let last = Plainer(nil)
      last.leaf = Leaf(numbers: [1, 2])
      return Self.nest(levels - 3, last) { Plainer($0) }
    }
    let value = try isolate.encode(chain(100))
    var read: Plainer? = try isolate.decode(Plainer.self, from: value)
    while let next = read?.next { read = next }
    #expect(read?.leaf == Leaf(numbers: [1, 2]))
    #expect(throws: EncodingError.self) { try isolate.encode(chain(101)) }
    let sets: [Set<[Int]?>] = [[[1], nil]]
    #expect(try isolate.decode([Set<[Int]?>].self, from: try isolate.encode(sets)) == sets)
  }

  /// Collections that convert themselves: numbers are a level like other lists, and so are maps.
  @Test(arguments: [Program.Language.extended, .book]) func hundredLevelsOfCollections(
    language: Program.Language
  ) throws {
    let host = try Host(language: language)
    let isolate = host.isolate
    for (name, first) in [("numbers", [1.0]), ("nothing", [])] {
      func lists(_ levels: Int) -> Lists { Self.nest(levels - 1, .numbers(first)) { .lists([$0]) } }
      try isolate.setGlobal("value", to: lists(100))
      #expect(throws: ConversionError.self, "\(name)") { try isolate.setGlobal("other", to: lists(101)) }
      func maps(_ levels: Int) -> Lists { Self.nest(levels - 1, .numbers(first)) { .map(["a": $0]) } }
      try isolate.setGlobal("value", to: maps(100))
      #expect(throws: ConversionError.self, "\(name)") { try isolate.setGlobal("other", to: maps(101)) }
    }
    if language == .book { return }
    for (levels, isReadable) in [(100, true), (101, false)] {
      try host.run("var value = [1]; for (var i in 1..<\(levels)) value = [value];")
      let isRead = (try? isolate.global("value", as: Lists.self)) != nil
      #expect(isRead == isReadable, "\(levels)")
    }
  }

  /// A hundred levels on a small thread: they come back, or the stack has no room, which is an error.
  @Test func hundredLevelsOnSmallStacks() async throws {
    for kilobytes in [128, 192, 256, 1024] {
      let kinds = await LargeStack.run(size: kilobytes << 10) { () -> [RuntimeError.Kind?] in
        func kind(_ body: () throws -> Void) -> RuntimeError.Kind? {
          do {
            try body()
            return nil
          } catch {
            return (error as? RuntimeError)?.kind ?? .damagedHeap
          }
        }
        guard let isolate = try? Isolate() else { return [.damagedHeap] }
        let link = Self.nest(99, Link(nil)) { Link($0) }
        let folder = Self.nest(49, Folder(folders: [])) { Folder(folders: [$0]) }
        let script =
          "class C {} var l; for (var i in 0..<100) { const c = C(); c.next = l; l = c; } fun same(x) => x;"
        return [
          kind { try isolate.setGlobal("link", to: link) },
          kind { try isolate.setGlobal("folder", to: folder) },
          kind { try isolate.run(try Program(script)) },
          kind { _ = try isolate.global("l", as: Link.self) },
          kind { _ = try isolate.call("same", link) as Link },
          kind { _ = try isolate.global("folder", as: Folder.self) },
        ]
      }
      #expect(kinds.allSatisfy { $0 == nil || $0 == .stackOverflow }, "\(kilobytes) KiB: \(kinds)")
      if kilobytes == 1024 { #expect(kinds.allSatisfy { $0 == nil }) }
    }
  }
}
