import LoxJSON
import Testing

/// Scripts of several files in an editor.
@Suite struct ModuleRequestTests {
  private static let tax = """
    // lox: extended
    /// The rate of a country.
    fun rate(country) => 19;
    const _table = {};
    class Rule { init(name) { this.name = name; } }
    print rate("de");
    """

  private static let main = """
    // lox: extended
    import "shop/tax" as tax;
    import {rate, Rule as TaxRule} from "shop/tax";
    print tax.rate(1) + rate(2);
    print TaxRule("x");
    print tax.;
    """

  private static let files = [
    "/project/shop/tax.lox": tax,
    "/project/shop/facade.lox": "// lox: extended\nimport {rate} from \"shop/tax\";\nprint rate(3);\n",
    "/project/other.lox": "// lox: extended\nimport {rate as r} from \"shop/facade\";\nprint r(4);\n",
  ]

  private static func place(_ location: JSON) -> String {
    let start = location["range"]?["start"]
    let uri = location["uri"]?.stringValue ?? ""
    return
      "\(uri.dropFirst("file:///project/".count)):\(start?["line"]?.intValue ?? -1):\(start?["character"]?.intValue ?? -1)"
  }

  @Test(arguments: [
    (1, 10, "shop/tax.lox:0:0"), (2, 9, "shop/tax.lox:2:4"), (3, 11, "shop/tax.lox:2:4"),
    (3, 21, "shop/tax.lox:2:4"), (4, 8, "shop/tax.lox:4:6"), (2, 16, "shop/tax.lox:4:6"),
    (3, 7, "shop/tax.lox:0:0"),
  ])
  func definition(line: Int, character: Int, place: String) {
    let client = TestClient(Self.main, files: Self.files)
    let result = client.result("textDocument/definition", at: line, character)
    #expect(result.arrayValue?.map(Self.place) == [place])
  }

  @Test func hover() {
    let client = TestClient(Self.main, files: Self.files)
    let result = client.result("textDocument/hover", at: 3, 11)
    let text = result["contents"]?["value"]?.stringValue ?? ""
    #expect(text.contains("fun rate(country)"))
    #expect(text.contains("The rate of a country."))
    #expect(text.contains("Declared in the module `shop/tax`."))
    let module = client.result("textDocument/hover", at: 1, 22)
    #expect(module["contents"]?["value"]?.stringValue?.contains("import \"shop/tax\" as tax") == true)
  }

  @Test func completion() {
    let client = TestClient(Self.main, files: Self.files)
    let result = client.result("textDocument/completion", at: 5, 10)
    #expect(
      result["items"]?.arrayValue?.compactMap { $0["label"]?.stringValue }.sorted() == ["Rule", "rate"])
  }

  @Test func references() {
    let client = TestClient(Self.main, files: Self.files)
    let result = client.result("textDocument/references", at: 3, 11)
    let places = Set(result.arrayValue?.map(Self.place) ?? [])
    #expect(
      places.isSuperset(of: [
        "main.lox:2:8", "main.lox:3:10", "main.lox:3:20", "shop/tax.lox:2:4", "shop/tax.lox:5:6",
        "shop/facade.lox:1:8", "shop/facade.lox:2:6",
      ]))
  }

  /// How many edits each file gets.
  private static func counts(_ result: JSON) -> [String: Int] {
    var counts: [String: Int] = [:]
    for member in result["changes"]?.objectValue?.members ?? [] {
      counts[String(member.key.dropFirst("file:///project/".count))] = member.value.arrayValue?.count
    }
    return counts
  }

  @Test func rename() {
    let text = Self.main.replacing("print tax.;", with: "")
    var files = Self.files
    files["/project/main.lox"] = text
    let client = TestClient(text, files: files)
    let result = client.result("textDocument/rename", at: 3, 11, ["newName": "percent"])
    // In the last file, the name is behind an `as`.
    #expect(
      Self.counts(result) == ["main.lox": 3, "shop/tax.lox": 2, "shop/facade.lox": 2, "other.lox": 1])
    let refused = client.request("textDocument/rename", TestClient.place(3, 11, ["newName": "_percent"]))
    #expect(refused["error"]?["message"] == "Other files could not import '_percent'.")
    // The name that an import gives is the document's own.
    let local = client.result("textDocument/rename", at: 4, 8, ["newName": "Other"])
    #expect(Self.counts(local) == ["main.lox": 2])
  }
}
