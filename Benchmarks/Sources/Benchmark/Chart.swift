import Foundation

/// A picture of all ratios: a bar per peer for its geometric mean, then a row per program, with a bar for the
/// first peer and a mark for each of the others.
struct Chart {
  let peers: [String]
  let results: [ProgramResult]

  private static let width = 900.0
  private static let left = 160.0
  private static let right = 830.0
  private static let rowHeight = 22.0
  private static let header = 64.0

  /// The picture, which follows the reader's choice of light or dark.
  var svg: String {
    let ratios = results.flatMap { result in peers.compactMap { result.ratio(of: $0) } }
    let scale = LogScale(values: ratios, start: Self.left, end: Self.right)
    let meansTop = Self.header
    let legendTop = meansTop + Double(peers.count) * Self.rowHeight + 44
    let rowsTop = legendTop + 30
    let rowsBottom = rowsTop + Double(results.count) * Self.rowHeight

    var body = text(Self.left, 24, "Time of each peer / time of lox", style: "title")
    body += text(Self.left, 44, "Right of 1, lox is faster. The scale is logarithmic.", style: "note")
    body += grid(scale, from: meansTop, to: meansTop + Double(peers.count) * Self.rowHeight)
    for (index, peer) in peers.enumerated() {
      body += meanRow(peer, scale, top: meansTop + Double(index) * Self.rowHeight)
    }
    body += legend(top: legendTop)
    body += grid(scale, from: rowsTop, to: rowsBottom)
    for (index, result) in results.enumerated() {
      body += programRow(result, scale, top: rowsTop + Double(index) * Self.rowHeight)
    }
    return document(height: rowsBottom + 32, body: body)
  }

  private func document(height: Double, body: String) -> String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(number(Self.width)) \(number(height))" role="img">
    <title>Time of each peer divided by the time of lox</title>
    <style>
    text { font: 13px system-ui, sans-serif; fill: #1f2328; }
    .title { font-weight: 600; font-size: 16px; }
    .note, .tick { font-size: 12px; fill: #59636e; }
    .name { text-anchor: end; }
    .tick { text-anchor: middle; }
    .line { stroke: #d1d9e0; }
    .one { stroke: #1f2328; stroke-width: 1.5; }
    .paper, .hollow { fill: #ffffff; }
    .solid { stroke: #ffffff; }
    @media (prefers-color-scheme: dark) {
      text { fill: #f0f6fc; }
      .note, .tick { fill: #9198a1; }
      .line { stroke: #3d444d; }
      .one { stroke: #f0f6fc; }
      .paper, .hollow { fill: #0d1117; }
      .solid { stroke: #0d1117; }
    }
    </style>
    <rect class="paper" width="\(number(Self.width))" height="\(number(height))"/>
    \(body)</svg>

    """
  }

  /// The vertical lines at round ratios, and their numbers below.
  private func grid(_ scale: LogScale, from top: Double, to bottom: Double) -> String {
    scale.ticks.map { tick in
      let x = number(scale.position(of: tick))
      let style = tick == 1 ? "one" : "line"
      return
        "<line class=\"\(style)\" x1=\"\(x)\" x2=\"\(x)\" y1=\"\(number(top))\" y2=\"\(number(bottom))\"/>\n"
        + text(scale.position(of: tick), bottom + 16, String(format: "%g", tick), style: "tick")
    }.joined()
  }

  private func meanRow(_ peer: String, _ scale: LogScale, top: Double) -> String {
    guard let mean = results.meanRatio(of: peer) else { return "" }
    let mark = Mark(peer: peer)
    let end = max(scale.position(of: mean), scale.position(of: 1))
    return text(Self.left - 10, top + 15, peer, style: "name")
      + bar(scale, to: mean, top: top + 4, height: 14, mark: mark)
      + text(end + 8, top + 15, Figures.ratio(mean), style: "figure")
  }

  private func programRow(_ result: ProgramResult, _ scale: LogScale, top: Double) -> String {
    var row = text(Self.left - 10, top + 15, result.program, style: "name")
    for (index, peer) in peers.enumerated() {
      guard let ratio = result.ratio(of: peer) else { continue }
      let mark = Mark(peer: peer)
      row +=
        index == 0
        ? bar(scale, to: ratio, top: top + 5, height: 12, mark: mark)
        : dot(scale.position(of: ratio), top + 11, mark: mark)
    }
    return row
  }

  private func legend(top: Double) -> String {
    var x = Self.left
    return peers.enumerated().map { index, peer in
      defer { x += 50 + 7.5 * Double(peer.count) }
      let mark = Mark(peer: peer)
      let sign =
        index == 0
        ? rectangle(x: x, y: top - 6, width: 14, height: 12, mark: mark) : dot(x + 7, top, mark: mark)
      return sign + text(x + 20, top + 4.5, peer, style: "figure")
    }.joined()
  }

  /// A bar from the line at 1 to `value`, on whichever side that is.
  private func bar(_ scale: LogScale, to value: Double, top: Double, height: Double, mark: Mark) -> String {
    let (one, end) = (scale.position(of: 1), scale.position(of: value))
    return rectangle(x: min(one, end), y: top, width: abs(end - one), height: height, mark: mark)
  }

  private func rectangle(x: Double, y: Double, width: Double, height: Double, mark: Mark) -> String {
    "<rect x=\"\(number(x))\" y=\"\(number(y))\" width=\"\(number(width))\" height=\"\(number(height))\" "
      + "\(mark.attributes)/>\n"
  }

  private func dot(_ x: Double, _ y: Double, mark: Mark) -> String {
    "<circle cx=\"\(number(x))\" cy=\"\(number(y))\" r=\"4.5\" \(mark.attributes)/>\n"
  }

  private func text(_ x: Double, _ y: Double, _ content: String, style: String) -> String {
    "<text class=\"\(style)\" x=\"\(number(x))\" y=\"\(number(y))\">\(content)</text>\n"
  }

  private func number(_ value: Double) -> String {
    String(format: "%g", (value * 10).rounded() / 10)
  }
}

/// How a peer looks in the chart: a colour per implementation; hollow where it compiles to machine code.
private struct Mark {
  let color: String
  let isHollow: Bool

  init(peer: String) {
    color =
      switch peer.prefix(while: { $0 != " " }) {
      case "clox": "#4a86e8"
      case "lua": "#e8833a"
      case "luajit": "#2fa36b"
      default: "#a06cd5"
      }
    isHollow = peer == "luajit" || peer == "node"
  }

  var attributes: String {
    isHollow
      ? "class=\"hollow\" stroke=\"\(color)\" stroke-width=\"2\""
      : "class=\"solid\" fill=\"\(color)\""
  }
}
