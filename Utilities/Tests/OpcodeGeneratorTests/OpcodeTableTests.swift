import Testing

@testable import OpcodeGenerator

/// Mistakes in the table of opcodes are found before anything is generated from it.
@Suite struct OpcodeTableTests {
  @Test func theTableIsInOrder() {
    #expect(mistakes(in: opcodeTable).isEmpty)
    #expect(mistakes(in: []).isEmpty)
  }

  @Test func theRolesMustFitTheFormat() {
    let entries = [
      OpcodeEntry("abc", .abc, [.write, .read], ""), OpcodeEntry("ad", .ad, [.write, .read, .none], ""),
      OpcodeEntry("aw", .aw, [.window], ""), OpcodeEntry("right", .ad, [.write, .constant], ""),
    ]
    #expect(
      mistakes(in: entries) == ["abc", "ad", "aw"].map { "\($0): the roles don't fit the format" })
  }

  @Test func allCallsHaveTheLengthThatReturnAddressesCountOn() {
    let short = OpcodeEntry("short", .aw, [.argumentCount, .window], "")
    let long = OpcodeEntry("long", .aw, [.argumentCount, .window], word: .cache, "")
    #expect(mistakes(in: [short, long]) == ["short: a call of another length than \(callLength) words"])
  }

  @Test func onlyCallsHaveRegistersAfterTheirArguments() {
    let entry = OpcodeEntry("move", .abc, [.write, .read, .none], registersAfterArguments: 1, "")
    #expect(mistakes(in: [entry]) == ["move: registers after the arguments of what has no window"])
  }

  @Test func namesAreDifferentAndFitAByte() {
    func entries(_ names: some Sequence<String>) -> [OpcodeEntry] {
      names.map { OpcodeEntry($0, .abc, [.none, .none, .none], "") }
    }
    #expect(mistakes(in: entries(["a", "b", "a"])) == ["names twice, or too many"])
    #expect(mistakes(in: entries((0..<256).map { "o\($0)" })).isEmpty)
    #expect(mistakes(in: entries((0..<257).map { "o\($0)" })) == ["names twice, or too many"])
  }
}
