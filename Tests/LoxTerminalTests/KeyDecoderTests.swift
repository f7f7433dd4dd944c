import Testing

@testable import LoxTerminal

struct KeyDecoderTests {
  private func keys(_ text: String) -> [Key] {
    var decoder = KeyDecoder()
    return decoder.decode(text.utf8) + decoder.timeOut()
  }

  @Test func plainKeys() {
    #expect(keys("a Z~") == [.text("a"), .text(" "), .text("Z"), .text("~")])
    #expect(keys("\t\r\n\u{7f}\u{8}") == [.tab, .enter, .enter, .backspace, .backspace])
    #expect(
      keys("\u{1}\u{3}\u{12}\u{1f}\u{0}") == [
        .control("a"), .control("c"), .control("r"), .control("_"), .control(" "),
      ])
  }

  @Test(arguments: [
    ("\u{1b}[A", Key.up), ("\u{1b}OB", .down), ("\u{1b}[C", .right), ("\u{1b}[D", .left),
    ("\u{1b}[1;5C", .wordRight), ("\u{1b}[1;3D", .wordLeft), ("\u{1b}[1;2C", .right), ("\u{1b}[H", .home),
    ("\u{1b}[4~", .end), ("\u{1b}OF", .end), ("\u{1b}[3~", .delete), ("\u{1b}[3;5~", .deleteWord),
    ("\u{1b}[5~", .pageUp), ("\u{1b}[6~", .pageDown), ("\u{1b}[Z", .backTab), ("\u{1b}[15~", .unknown),
    ("\u{1b}[[A", .unknown), ("\u{1b}[13;2u", .altEnter), ("\u{1b}[27;5;97~", .control("a")),
    ("\u{1b}\r", .altEnter), ("\u{1b}\u{7f}", .altBackspace), ("\u{1b}b", .alt("b")), ("\u{1b}é", .alt("é")),
    ("\u{1b}", .escape), ("\u{1b}[<35;1;1M", .enter),
  ]) func sequences(_ text: String, _ key: Key) {
    #expect(keys(text) == [key])
  }

  @Test func sequencesMayComeInPortions() {
    let text = "x\u{1b}[1;5Cé\u{1b}[200~a\rb\r\n\u{1b}[A\u{1b}[201~世\u{1b}b"
    let expected: [Key] = [
      .text("x"), .wordRight, .text("é"), .paste("a\nb\n\u{1b}[A"), .text("世"), .alt("b"),
    ]
    for size in 1...7 {
      var decoder = KeyDecoder()
      var keys: [Key] = []
      var rest = Array(text.utf8)[...]
      while !rest.isEmpty {
        keys += decoder.decode(rest.prefix(size))
        rest = rest.dropFirst(size)
      }
      #expect(keys == expected, "portions of \(size)")
      #expect(!decoder.isWaiting)
    }
  }

  @Test func loneEscapeWaitsForATimeOut() {
    var decoder = KeyDecoder()
    #expect(decoder.decode([0x1b]) == [])
    #expect(decoder.isWaiting)
    #expect(decoder.timeOut() == [.escape])
    #expect(decoder.decode([0x5b, 0x41]) == [.text("["), .text("A")])
  }

  @Test func aPasteIsWaitedForWithoutATimeOut() {
    var decoder = KeyDecoder()
    #expect(decoder.decode("\u{1b}[200~text".utf8) == [])
    #expect(!decoder.isWaiting)
    #expect(decoder.timeOut() == [])
    #expect(decoder.decode(" more\u{1b}[20".utf8) == [])
    #expect(decoder.decode("1~".utf8) == [.paste("text more")])
  }

  @Test func invalidUTF8() {
    var decoder = KeyDecoder()
    #expect(decoder.decode([0xff, 0x61, 0xc3, 0x28, 0xed, 0xa0, 0x80]).last != nil)
    #expect(decoder.decode([0xe4, 0xb8]) == [])
    #expect(decoder.timeOut() == [.text("\u{fffd}")])
  }

  @Test func anyBytesGiveKeys() {
    var state: UInt64 = 42
    for _ in 0..<2000 {
      var decoder = KeyDecoder()
      let bytes = (0..<40).map { _ -> UInt8 in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let byte = UInt8(truncatingIfNeeded: state >> 56)
        return byte < 100 ? 0x1b : byte < 150 ? 0x5b : byte
      }
      _ = decoder.decode(bytes)
      _ = decoder.timeOut()
      #expect(!decoder.isWaiting)
    }
  }
}
