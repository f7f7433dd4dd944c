import LoxJSON
import Testing

/// What editors show about imports while they are typed, and about calls of what is imported.
@Suite struct ImportRequestTests {
  private static let files = [
    "/project/shop/tax.lox": """
    // lox: extended
    /// The rate of a country.
    fun rate(country, year = 2020) => 19;
    fun sum(...parts) => 0;
    class Rule { init(name) { this.name = name; } }
    class Empty {}
    class Derived < Rule {}
    var replaced = 1;
    fun replaced(a) {}
    fun _private() {}
    """,
    "/project/shop/facade.lox": "// lox: extended\nimport {rate as rateOf} from \"shop/tax\";\n",
    "/project/other.lox": "// lox: extended\nfun other() {}\n",
    "/project/lox-api.json": """
    {"loxAPI": 1, "modules": [{"name": "net", "functions": [{"name": "get", "parameters": ["address"]}],
      "classes": [{"name": "Socket", "initializer": ["port"]}]}]}
    """,
  ]

  /// The labels that are offered at the `|` in a source.
  private static func labels(_ marked: String) -> [String] {
    let text = "// lox: extended\n" + marked
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let line = lines.firstIndex { $0.contains("|") } ?? 0
    let character =
      lines[line].utf16.firstIndex(of: UInt16(UInt8(ascii: "|")))
      .map { lines[line].utf16.distance(from: lines[line].startIndex, to: $0) } ?? 0
    let client = TestClient(text.replacing("|", with: ""), files: files)
    let result = client.result("textDocument/completion", at: line, character)
    return result["items"]?.arrayValue?.compactMap { $0["label"]?.stringValue }.sorted() ?? []
  }

  @Test(arguments: [
    ("import \"|\";", ["net", "other", "shop/facade", "shop/tax"]),
    ("import \"sh|", ["net", "other", "shop/facade", "shop/tax"]),
    ("import \"|\nprint \"x\";", ["net", "other", "shop/facade", "shop/tax"]),
    ("import {} from \"|\";", ["net", "other", "shop/facade", "shop/tax"]),
    ("import {|} from \"shop/facade\";", ["rateOf"]),
    ("import {rate, |} from \"shop/tax\";", ["Derived", "Empty", "Rule", "replaced", "sum"]),
    ("import {ra|} from \"shop/tax\";", ["Derived", "Empty", "Rule", "rate", "replaced", "sum"]),
    ("import {|} from \"net\";", ["Socket", "get"]),
    ("import {|", []),
    ("import {rate |} from \"shop/tax\";", ["as"]),
    ("import {rate as |} from \"shop/tax\";", []),
    ("import {rate} |", ["from"]),
    ("import \"shop/tax\" |;", ["as"]),
    ("import \"shop/tax\" a|", ["as"]),
    ("import \"shop/tax\" as |;", []),
    ("import \"other\"; import \"|\";", ["net", "other", "shop/facade", "shop/tax"]),
  ])
  func completion(marked: String, expected: [String]) {
    #expect(Self.labels(marked) == expected, "\(marked)")
  }

  /// Elsewhere, the word is one of many.
  @Test func keyword() {
    #expect(Self.labels("|").contains("import"))
    #expect(Self.labels("import \"other\"; imp|").contains("import"))
    #expect(!Self.labels("fun f() { | }").contains("import"))
    #expect(!Self.labels("print |").contains("import"))
    #expect(Self.labels("var imports = 1; print imp|;").contains("imports"))
    #expect(Self.labels("print \"import |\";") == [])
    #expect(Self.labels("const m = {import: 1}; m.import; var x = |;").contains("m"))
  }

  @Test(arguments: [
    ("rate(", "rate(country, year = 2020)"), ("tax.rate(1, ", "rate(country, year = 2020)"),
    ("TaxRule(", "Rule(name)"), ("tax.Derived(", "Derived(name)"), ("through(", "rate(country, year = 2020)"),
    ("get(", "get(address)"), ("net.Socket(", "Socket(port)"), ("tax.none(", nil),
  ])
  func signatures(call: String, label: String?) {
    let text = """
      // lox: extended
      import "shop/tax" as tax;
      import {rate, Rule as TaxRule} from "shop/tax";
      import {rateOf as through} from "shop/facade";
      import "net" as net;
      import {get} from "net";
      print \(call)
      """
    let client = TestClient(text, files: Self.files)
    let help = client.result("textDocument/signatureHelp", at: 6, 6 + call.utf16.count)
    #expect(help["signatures"]?[0]?["label"]?.stringValue == label)
    if label?.hasPrefix("rate") == true {
      #expect(help["activeParameter"]?.intValue == (call.contains(",") ? 1 : 0))
      #expect(help["signatures"]?[0]?["documentation"]?["value"] == "The rate of a country.")
    }
  }

  @Test func argumentCounts() {
    let text = """
      // lox: extended
      import "shop/tax" as tax;
      import {rate, Rule as TaxRule, sum, Empty, Derived, replaced} from "shop/tax";
      import "net" as net;
      rate();
      tax.rate(1, 2, 3);
      TaxRule();
      Empty(1);
      net.get();
      // These are right, or not known.
      rate(1); tax.rate(1, 2); TaxRule("x"); sum(); sum(1, 2, 3); Empty(); Derived(); replaced();
      rate(...[]); net.Socket(1);
      fun f(rate) { rate(); }
      f(nil);
      """
    let client = TestClient(text, files: Self.files)
    #expect(
      client.diagnostics.map { $0.split(separator: " ", maxSplits: 1).last.map(String.init) } == [
        "'rate' expects at least 1 argument, but gets 0.",
        "'tax.rate' expects at most 2 arguments, but gets 3.",
        "'TaxRule' expects 1 argument, but gets 0.", "'Empty' expects 0 arguments, but gets 1.",
        "'net.get' expects 1 argument, but gets 0.",
      ])
  }
}
