import LoxSource
import LoxSyntax
import LoxTooling

/// A source in which `|` marks one or more places.
struct MarkedSource {
  let text: String
  let offsets: [UInt32]
  let index: DocumentIndex

  init(_ marked: String, hostAPI: HostAPI = .standard) {
    var bytes: [UInt8] = []
    var offsets: [UInt32] = []
    for byte in marked.utf8 {
      if byte == UInt8(ascii: "|") { offsets.append(UInt32(bytes.count)) } else { bytes.append(byte) }
    }
    text = String(decoding: bytes, as: UTF8.self)
    self.offsets = offsets
    index = DocumentIndex(source: Source(name: "test", bytes: bytes), hostAPI: hostAPI)
  }

  var offset: UInt32 { offsets.first ?? 0 }

  /// The source with `[ ]` around the spans.
  func marking(_ spans: [SourceSpan]) -> String {
    var result: [UInt8] = []
    for (place, byte) in (Array(text.utf8) + [0]).enumerated() {
      if spans.contains(where: { $0.end == place }) { result.append(UInt8(ascii: "]")) }
      if spans.contains(where: { $0.start == place }) { result.append(UInt8(ascii: "[")) }
      if byte != 0 { result.append(byte) }
    }
    return String(decoding: result, as: UTF8.self)
  }

  var references: String { marking(index.references(at: offset).map(\.span)) }
  var definitions: String { marking(index.definitions(at: offset).map(\.nameSpan)) }
  var labels: [String] { index.completions(at: offset).items.map(\.label) }

  /// The renamed source, or why that is not possible.
  func renamed(to name: String) -> String {
    do {
      let spans = try index.rename(at: offset, to: name)
      return String(decoding: index.bytes(replacing: spans, with: name), as: UTF8.self)
    } catch {
      return "error: \(error)"
    }
  }
}
