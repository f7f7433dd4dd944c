/// The `file` URIs by which clients name documents.
enum DocumentURI {
  /// The path of a `file:` URI; nil for another scheme.
  static func path(_ uri: String) -> [UInt8]? {
    var rest = Array(uri.utf8)[...]
    guard rest.count > 7, rest.prefix(7).map({ $0 | 0x20 }).elementsEqual("file://".utf8.map { $0 | 0x20 })
    else {
      return nil
    }
    rest = rest.dropFirst(7)
    // An authority between the slashes can only be the name of this machine.
    guard let slash = rest.firstIndex(of: UInt8(ascii: "/")) else { return nil }
    rest = rest[slash...]
    var path: [UInt8] = []
    while let byte = rest.popFirst() {
      let digits = rest.prefix(2)
      if byte == UInt8(ascii: "%"), digits.count == 2, digits.first != UInt8(ascii: "+"),
        let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
      {
        path.append(value)
        rest = rest.dropFirst(2)
      } else {
        path.append(byte)
      }
    }
    return path
  }

  /// The URI of a path.
  static func uri(ofPath path: [UInt8]) -> String {
    var uri = Array("file://".utf8)
    for byte in path {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        uri.append(byte)
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        uri += (byte < 16 ? "%0\(digits)" : "%\(digits)").utf8
      }
    }
    return String(decoding: uri, as: UTF8.self)
  }
}
