import LoxJSON

/// A command as the argument parser describes it.
struct Command {
  var name: String
  var abstract: String
  var discussion: String
  var arguments: [Argument]
  /// Without the one that needs no name.
  var subcommands: [Command]
  /// What the command does without the name of a subcommand.
  private var defaults: [Command]

  init(_ json: JSON) {
    name = json["commandName"]?.stringValue ?? ""
    abstract = json["abstract"]?.stringValue ?? ""
    discussion = json["discussion"]?.stringValue ?? ""
    arguments = (json["arguments"]?.arrayValue ?? []).filter { $0["shouldDisplay"] != false }.map(
      Argument.init)
    let defaultName = json["defaultSubcommand"]?.stringValue
    let all = (json["subcommands"]?.arrayValue ?? []).map(Command.init)
    defaults = all.filter { $0.name == defaultName }
    // `help` is described by what it prints.
    subcommands = all.filter { $0.name != defaultName && $0.name != "help" }
  }

  /// Those of the default command are the command's own.
  var options: [Argument] { (defaults.first?.arguments ?? arguments).filter { $0.kind != "positional" } }
  var positionals: [Argument] { arguments.filter { $0.kind == "positional" } }
}

/// An option, a flag, or a positional argument.
struct Argument {
  /// `positional`, `option` or `flag`.
  var kind: String
  /// The names, with their dashes.
  var names: [String]
  var valueName: String
  var text: String
  var isOptional: Bool
  var isRepeating: Bool

  init(_ json: JSON) {
    kind = json["kind"]?.stringValue ?? ""
    valueName = json["valueName"]?.stringValue ?? ""
    isOptional = json["isOptional"] == true
    isRepeating = json["isRepeating"] == true
    names = (json["names"]?.arrayValue ?? []).map {
      ($0["kind"] == "short" ? "-" : "--") + ($0["name"]?.stringValue ?? "")
    }
    text = Argument.text(of: json)
  }

  private static func text(of json: JSON) -> String {
    var text = json["abstract"]?.stringValue ?? ""
    if let discussion = json["discussion"]?.stringValue { text += "\n" + discussion }
    let values = (json["allValues"]?.arrayValue ?? []).compactMap(\.stringValue)
    if !values.isEmpty { text += "\nIt is one of \(values.joined(separator: ", "))." }
    if let standard = json["defaultValue"]?.stringValue { text += "\nThe default is \(standard)." }
    return text
  }
}
