import LoxJSON
import LoxTooling
import Testing

@Suite struct HostAPITests {
  private static let text = """
    {
      "loxAPI": 1, "later": [1],
      "functions": [
        { "name": "spawn", "parameters": ["kind", { "name": "count", "type": "number", "optional": true,
          "documentation": "How many." }], "returns": "Entity", "documentation": "Makes things." },
        { "name": "log", "parameters": [{ "name": "texts", "variadic": true }] }
      ],
      "classes": [
        { "name": "Node", "methods": [{ "name": "parent", "returns": "Node" }] },
        { "name": "Entity", "superclass": "Node", "initializer": ["kind"],
          "methods": [{ "name": "move", "parameters": ["x", "y"], "documentation": "Moves it." }],
          "properties": [{ "name": "health", "type": "number", "readOnly": true }],
          "operators": [{ "name": "+", "parameters": ["other"], "returns": "Color" },
            { "name": "*", "parameters": ["other"], "returns": "string" }, { "name": "-()", "returns": "Node" },
            { "name": "[]", "parameters": ["index"], "returns": "Color" }],
          "staticMethods": [{ "name": "named", "parameters": ["name"], "returns": "Entity", "async": true,
            "documentation": "Finds one." }] },
        { "name": "Color", "initializer": ["red"], "async": true,
          "staticProperties": [{ "name": "black", "type": "Color", "readOnly": true }],
          "properties": [{ "name": "red", "type": "number" }] },
        { "name": "Monster", "superclass": "Entity",
          "staticProperties": [{ "name": "count", "type": "number" }] }
      ],
      "values": [{ "name": "player", "type": "Entity", "documentation": "You." }]
    }
    """

  private static func api() throws -> HostAPI { .standard.merging(try HostAPI(parsing: text.utf8)) }

  @Test func roundTrip() throws {
    let api = try HostAPI(parsing: Self.text.utf8)
    #expect(api.functions.map(\.name) == ["spawn", "log"])
    #expect(api.functions.first?.parameters.first == HostAPI.Parameter(name: "kind"))
    #expect(try HostAPI(parsing: api.json.bytes) == api)
    #expect(try HostAPI(HostAPI.standard.json) == .standard)
  }

  @Test(arguments: [
    ("", "The value is missing"), ("[]", "loxAPI"), ("{}", "loxAPI"), (#"{"loxAPI": 2}"#, "Version 2"),
    (#"{"loxAPI": 1, "functions": {}}"#, "functions: Expect an array."),
    (#"{"loxAPI": 1, "functions": [{}]}"#, "functions[0].name: Expect a string."),
    (
      #"{"loxAPI": 1, "classes": [{"name": "A", "methods": [{"name": "m", "parameters": [1]}]}]}"#,
      "classes[0].methods[0].parameters[0].name: Expect a string."
    ),
    (
      #"{"loxAPI": 1, "values": [{"name": "a", "readOnly": 1}]}"#, "values[0].readOnly: Expect true or false."
    ),
  ])
  func errors(_ text: String, _ message: String) throws {
    let error = #expect(throws: HostAPIError.self) { try HostAPI(parsing: text.utf8) }
    #expect(error?.description.contains(message) == true, "\(String(describing: error))")
  }

  @Test(arguments: [
    ("player.|", ["health", "move", "parent"]), ("spawn(1).|", ["health", "move", "parent"]),
    ("Entity(1).parent().|", ["parent"]),
    // Operators, those of an ancestor included.
    ("(player + 1).|", ["red"]), ("(-player).|", ["parent"]), ("player[0].|", ["red"]),
    ("Entity.|", ["named"]), ("Monster.|", ["named", "count"]), ("Color.black.|", ["red"]),
    ("Entity.named(1).|", ["health", "move", "parent"]),
    ("class Mine < Entity { m() { this.| } }", ["m", "health", "move", "parent"]),
    ("class Mine < Entity { m() { super.| } }", ["health", "move", "parent"]),
  ])
  func members(_ source: String, _ expected: [String]) throws {
    #expect(Set(MarkedSource(source, hostAPI: try Self.api()).labels) == Set(expected))
  }

  @Test func hostNamesAreOffered() throws {
    let source = MarkedSource("|", hostAPI: try Self.api())
    let items = source.index.completions(at: 0).items
    for label in ["spawn", "log", "Entity", "player", "clock"] { #expect(source.labels.contains(label)) }
    let spawn = try #require(items.first { $0.label == "spawn" })
    #expect(spawn.detail == "fun spawn(kind, count: number?): Entity")
    #expect(source.index.documentation(of: spawn) == "Makes things.\n\n- `count`: How many.")
  }

  @Test func signatures() throws {
    let source = MarkedSource("spawn(1, |)", hostAPI: try Self.api())
    let help = try #require(source.index.signatureHelp(at: source.offset).first)
    #expect(help.label == "spawn(kind, count: number?): Entity")
    #expect(help.parameterDocumentation == [nil, "How many."])
    #expect(help.activeParameter == 1)
    let variadic = MarkedSource("log(1, 2, |)", hostAPI: try Self.api())
    #expect(variadic.index.signatureHelp(at: variadic.offset).first?.activeParameter == 0)
    let unknown = MarkedSource("fun f(x) { x.move(|", hostAPI: try Self.api())
    #expect(unknown.index.signatureHelp(at: unknown.offset).first?.label == "Entity.move(x, y)")
  }

  @Test func hover() throws {
    let source = MarkedSource("|player.|move(1, 2);", hostAPI: try Self.api())
    #expect(source.index.hover(at: source.offsets[0])?.markdown.contains("player: Entity") == true)
    #expect(source.index.hover(at: source.offsets[1])?.markdown.contains("Moves it.") == true)
    let named = MarkedSource("Entity.|named(1);", hostAPI: try Self.api())
    let markdown = try #require(named.index.hover(at: named.offset)?.markdown)
    #expect(markdown.contains("Finds one.") && markdown.contains("asynchronous"))
  }

  @Test(arguments: [
    ("player |+ 1;", ["Entity.operator +(other): Color", "An operator of `Entity`, a class of the host."]),
    ("player|+1;", ["Entity.operator +(other)"]), ("|-player;", ["Entity.operator -(): Node"]),
    ("player|[0];", ["Entity.operator [](index): Color"]), ("(player) |* 2;", ["Entity.operator *(other)"]),
    ("class Mine < Entity {} Mine(1) |* 2;", ["Entity.operator *(other)"]),
    ("class V { operator +(o) => 1; } V() |+ 1;", ["V.operator +(o)", "An operator of `V`."]),
    ("class V { operator <(o) => true; } 1 |> V();", ["V.operator <(o)"]),
  ])
  func hoverOfOperators(_ source: String, _ parts: [String]) throws {
    let source = MarkedSource(source, hostAPI: try Self.api())
    let markdown = try #require(source.index.hover(at: source.offset)).markdown
    for part in parts { #expect(markdown.contains(part), "\(markdown)") }
  }

  @Test(arguments: ["1 |+ 2;", "player |- 1;", "player |== 1;", "// lox: book\nplayer |+ 1;"])
  func noHoverOfOperators(_ source: String) throws {
    let source = MarkedSource(source, hostAPI: try Self.api())
    #expect(source.index.hover(at: source.offset) == nil)
  }

  @Test(arguments: [
    ("class Mine < Entity { |move() {} }", "go", "class of the host"),
    ("class Mine < Entity { |m() {} }", "health", "already has a member"),
    ("class Mine { |move() {} } fun f(x) { x.move(); }", "go", "class of the host"),
    ("var |mine;", "player", "host already defines"),
  ])
  func renaming(_ source: String, _ name: String, _ reason: String) throws {
    let result = MarkedSource(source, hostAPI: try Self.api()).renamed(to: name)
    #expect(result.hasPrefix("error: ") && result.contains(reason), "\(result)")
  }
}
