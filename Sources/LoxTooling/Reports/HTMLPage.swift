import LoxJSON

/// A page that needs no network: it contains its style, its data and the script that shows them.
struct HTMLPage {
  var title: String
  var style = ""
  /// The data for the page's script.
  var data: JSON?
  var script = ""
  /// The page's own content, unless the script generates all of it.
  var body = ""

  var text: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(HTMLPage.escaped(title))</title>
    <style>
    \(HTMLPage.commonStyle)
    \(style)
    </style>
    </head>
    <body>
    \(body)
    \(dataElement)\(script.isEmpty ? "" : "<script>\n\"use strict\";\n{\n\(script)\n}\n</script>")
    </body>
    </html>

    """
  }

  private var dataElement: String {
    guard let data else { return "" }
    // Nothing in a string may end the element.
    let text = String(data.description.map { $0 == "<" ? "\u{1}" : $0 }).split(
      separator: "\u{1}", omittingEmptySubsequences: false
    ).joined(separator: "\\u003c")
    return "<script type=\"application/json\" id=\"data\">\(text)</script>\n"
  }

  static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.append(character)
      }
    }
    return result
  }

  /// The style that all pages share.
  private static let commonStyle = """
    :root { --text: #222; --back: #fff; --quiet: #777; --line: #ddd; --panel: #f6f6f4; --hot: 214, 76, 30; --good: #2c8a4b; --bad: #c8372d; }
    @media (prefers-color-scheme: dark) {
      :root { --text: #ddd; --back: #1b1c1e; --quiet: #999; --line: #3a3c40; --panel: #25272a; --hot: 240, 120, 60; --good: #58b877; --bad: #ee6b60; }
    }
    body { font: 14px/1.45 system-ui, sans-serif; color: var(--text); background: var(--back); margin: 1.5rem auto; max-width: 1200px; padding: 0 1rem; }
    h1 { font-size: 1.3rem; margin: 0 0 .3rem; } h2 { font-size: 1.05rem; margin: 1.8rem 0 .5rem; }
    .quiet { color: var(--quiet); } .num { text-align: right; width: 1%; font-variant-numeric: tabular-nums; white-space: nowrap; }
    table { border-collapse: collapse; width: 100%; } th { text-align: left; font-weight: 600; color: var(--quiet); }
    th.num { text-align: right; } td, th { padding: .15rem 1.4rem .15rem 0; vertical-align: top; } tbody tr { border-top: 1px solid var(--line); }
    code, pre, .code td { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: 12.5px; }
    a { color: inherit; }
    """
}
