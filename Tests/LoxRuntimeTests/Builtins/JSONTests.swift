import LoxBuiltins
import Testing

@testable import LoxRuntime

/// Random documents in JSON that are read and written again.
@Suite struct JSONTests {
  /// What `JSON.stringify(JSON.parse(text))` is; nil if it fails.
  private func rewritten(_ text: String, _ fixture: MachineFixture) throws -> String? {
    let virtualMachine = fixture.virtualMachine
    let base = virtualMachine.top
    defer { virtualMachine.pop(to: base) }
    try virtualMachine.pushNil()
    try virtualMachine.push(Array(text.utf8))
    let machine = fixture.machine
    machine.value.error = nil
    let isDone = machine.enter(at: base) {
      let window = machine.registers(at: base)
      guard machine.callCore(.jsonParse, window, 1).action == .done else { return false }
      window[1] = window[0]
      return machine.callCore(.jsonStringify, window, 1).action == .done
    }
    return isDone ? String(decoding: virtualMachine.bytes(ofString: base), as: UTF8.self) : nil
  }

  private func compare(_ seed: UInt64, count: Int, stressed: Bool) throws {
    let fixture = try #require(MachineFixture { $0.stressCollector = stressed })
    var random = SeededRandom(state: seed)
    for _ in 0..<count {
      let document = random.jsonDocument()
      let text = random.jsonText(document)
      #expect(try rewritten(text, fixture) == document.canonical, "\(text)")
    }
  }

  @Test func randomDocuments() throws { try compare(20, count: 3000, stressed: false) }

  @Test func randomDocumentsUnderStress() throws { try compare(21, count: 200, stressed: true) }

  /// One byte more or less is an error, or another document that is read as it is written.
  @Test func damagedDocuments() throws {
    let fixture = try #require(MachineFixture())
    var random = SeededRandom(state: 22)
    for _ in 0..<2000 {
      var bytes = Array(random.jsonText(random.jsonDocument(depth: 3)).utf8)
      let place = Int(random.next() % UInt64(bytes.count))
      if random.next() & 1 == 0 {
        bytes.remove(at: place)
      } else {
        bytes[place] = Array("{}[],:\"\\0-.e x".utf8).randomElement(using: &random) ?? 0
      }
      let text = String(decoding: bytes, as: UTF8.self)
      guard let written = try rewritten(text, fixture) else {
        let message = fixture.machine.value.error?.message ?? ""
        #expect(
          message.hasPrefix("Invalid JSON at line ") || message.hasSuffix("has no JSON form."), "\(text)")
        continue
      }
      #expect(try rewritten(written, fixture) == written, "\(text)")
    }
  }

  /// Numbers are the nearest, however they are written.
  @Test func numbers() throws {
    let fixture = try #require(MachineFixture())
    var random = SeededRandom(state: 23)
    for _ in 0..<20_000 {
      let text = random.jsonNumber()
      let number = try #require(Double(text))
      #expect(try fixture.call(.jsonParse, .text(text)) == .number(number), "\(text)")
      #expect(try fixture.call(.jsonParse, .text(text + " ")) == .number(number), "\(text)")
    }
    // Digits that are more than fit a word, and as many zeros as possible.
    for text in [
      "18446744073709551616.5", "36893488147419103232.25e3", "0.000000000000000000000001",
      "0.00000001844674407370955161",
      "340282366920938463463374607431768211456", "1" + String(repeating: "0", count: 40),
      "0." + String(repeating: "0", count: 400) + "1", "123456789012345678901234.5",
    ] {
      #expect(try fixture.call(.jsonParse, .text(text)) == .number(try #require(Double(text))), "\(text)")
    }
    for text in ["-", "01", "-01", "00", "1.", ".5", "1.e3", "1e", "1e+", "-e", "1.5.2", "+1", "0x1", "--1"] {
      #expect(try fixture.call(.jsonParse, .text(text)) == nil, "\(text)")
    }
  }
}
