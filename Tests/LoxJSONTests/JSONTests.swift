import LoxJSON
import Testing

@Suite struct JSONTests {
  private static let cases: [(String, JSON)] = [
    ("null", JSON.null), ("true", true), (" false ", false), ("0", 0), ("-0.5e+2", -50), ("12E-1", 1.2),
    ("\"\"", ""), ("[]", []), ("{}", [:]), ("\t[1 ,\r\n2 ]", [1, 2]),
    (#"{"b":1,"a":{"c":[null]}}"#, ["b": 1, "a": ["c": [nil]]]),
    (#""a\"\\\/\b\f\n\r\té""#, "a\"\\/\u{8}\u{C}\n\r\té"),
    (#""é😀""#, "é😀"), (#""\uD83D\uDE00\u00e9""#, "😀é"),
    (#""\ud83dx\ude00\ud83d\u0041""#, "\u{FFFD}x\u{FFFD}\u{FFFD}A"),
    (#""\r\n\u0301""#, "\r\n\u{301}"),
  ]

  @Test(arguments: cases)
  func parses(_ text: String, _ value: JSON) throws {
    #expect(try JSON(parsing: text) == value)
  }

  @Test(arguments: [
    "", " ", "nul", "nulll", "True", "+1", "01", "1.", ".5", "1e", "1e+", "-", "--1", "0x10", "NaN",
    "Infinity", "1e400",
    "[", "[1", "[1,", "[1,]", "[,]", "[1 2]", "]", "{", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,}",
    "{a:1}", "{1:1}",
    "{\"a\" 1}", "\"", "\"a", "\"\\", "\"\\x\"", "\"\\u12\"", "\"\\u12G4\"", "\"\\uD83D\\u\"", "\"\n\"",
    "\"\u{1}\"", "1 2",
    "// 1", "'a'", "\u{FEFF}1",
  ])
  func rejects(_ text: String) {
    #expect(throws: JSONError.self) { try JSON(parsing: text) }
  }

  @Test(
    arguments: [[0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82]]
      as [[UInt8]])
  func invalidUTF8(_ bytes: [UInt8]) {
    let quoted = [UInt8(ascii: "\"")] + bytes + [UInt8(ascii: "\"")]
    #expect(throws: JSONError(message: "Invalid UTF-8.", offset: 0)) { try JSON(parsing: quoted) }
    #expect(throws: JSONError.self) { try JSON(parsing: bytes) }
  }

  @Test func nesting() throws {
    let deep = { (count: Int) in
      String(repeating: "[{\"a\":", count: count) + "1" + String(repeating: "}]", count: count)
    }
    #expect(try JSON(parsing: deep(127)).description == deep(127))
    #expect(throws: JSONError.self) { try JSON(parsing: deep(128)) }
    #expect(throws: JSONError.self) { try JSON(parsing: String(repeating: "[", count: 1_000_000)) }
  }

  @Test func errorsSayWhere() {
    #expect(throws: JSONError(message: "Expect ',' or ']'.", offset: 3)) { try JSON(parsing: "[1 x]") }
    #expect(throws: JSONError(message: "The value is missing.", offset: 0)) { try JSON(parsing: "") }
  }

  @Test func writes() {
    let value: JSON = [
      "z": [1, -2.5, 1e300, .number(.nan), .number(-.infinity), -0.0], "a": "\"\\/\u{0}\u{1f}\n\r\t\u{7f}é😀",
      "": nil,
      "b": [true, [:], []],
    ]
    #expect(
      value.description
        == #"{"z":[1,-2.5,1e+300,null,null,-0.0],"a":"\"\\/\u0000\u001f\n\r\t"# + "\u{7f}"
        + #"é😀","":null,"b":[true,{},[]]}"#)
    #expect(JSON(1 << 53).description == "9007199254740992.0")
  }

  @Test func writesAnyDepth() {
    var value: JSON = nil
    for _ in 0..<5000 { value = [value] }
    #expect(value.bytes.count == 10_004)
  }

  @Test func access() {
    var object = JSONObject([.init("a", 1), .init("b", 2), .init("a", 3)])
    #expect(object["a"] == 3)
    object["c"] = "x"
    object["b"] = true
    object["a"] = nil
    #expect(JSON.object(object).description == #"{"b":true,"c":"x"}"#)
    let value: JSON = ["a": [1, "x", false, 1.5]]
    #expect(value["a"]?[0]?.intValue == 1)
    #expect(value["a"]?[1]?.stringValue == "x")
    #expect(value["a"]?[2]?.boolValue == false)
    #expect(value["a"]?[3]?.numberValue == 1.5)
    #expect(value["a"]?[3]?.intValue == nil)
    #expect(value["a"]?[4] == nil)
    #expect(value["a"]?[-1] == nil)
    #expect(value["b"] == nil)
    #expect(value[0] == nil)
  }

  /// Whatever is parsed is written as it was, and no bytes make the parser trap.
  @Test func randomBytes() throws {
    let alphabet = Array(#"[]{}:,"\u0aD8def19-+.eE truefalsn"#.utf8) + [0xC3, 0xA9, 0x0A, 0xFF]
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<20_000 {
      let bytes = (0..<Int.random(in: 0..<12, using: &generator)).map { _ in
        alphabet.randomElement(using: &generator) ?? 0
      }
      guard let value = try? JSON(parsing: bytes) else { continue }
      #expect(try JSON(parsing: value.bytes) == value)
    }
  }
}
