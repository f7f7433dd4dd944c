import LoxJSON

/// A message of a client, in JSON-RPC 2.0.
enum Message {
  case request(id: JSON, method: String, parameters: JSON)
  case notification(method: String, parameters: JSON)
  /// The answer to a request of the server.
  case response(id: JSON)
  /// Anything else, with its id if it has one.
  case invalid(id: JSON, ResponseError)

  /// Reads the bytes of a message.
  init(_ bytes: [UInt8]) {
    let json: JSON
    do {
      json = try JSON(parsing: ByteRepair.repaired(bytes))
    } catch {
      self = .invalid(id: .null, ResponseError(.parseError, error.description))
      return
    }
    let id = json["id"]
    if let method = json["method"]?.stringValue {
      let parameters = json["params"] ?? .null
      switch id {
      case nil: self = .notification(method: method, parameters: parameters)
      case .number, .string: self = .request(id: id ?? .null, method: method, parameters: parameters)
      default: self = .invalid(id: .null, ResponseError(.invalidRequest, "An id is a number or a string."))
      }
    } else if let id, json["result"] != nil || json["error"] != nil {
      self = .response(id: id)
    } else {
      self = .invalid(id: .null, ResponseError(.invalidRequest, "This is no request."))
    }
  }
}

/// Why a request has no result.
struct ResponseError: Error {
  enum Code: Int {
    case parseError = -32700
    case invalidRequest = -32600
    case methodNotFound = -32601
    case invalidParameters = -32602
    case internalError = -32603
    case serverNotInitialized = -32002
    case requestCancelled = -32800
    case requestFailed = -32803
  }

  var code: Code
  var message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  var json: JSON { ["code": JSON(code.rawValue), "message": JSON(message)] }
}

/// Text that should be UTF-8.
enum ByteRepair {
  /// The bytes, with a question mark in place of each that belongs to no character.
  ///
  /// Some editors send a file's contents even if they are not valid UTF-8. Replacing byte for byte keeps
  /// positions in a line as these editors count them.
  static func repaired(_ bytes: [UInt8]) -> [UInt8] {
    if String(validating: bytes, as: UTF8.self) != nil { return bytes }
    var result = bytes
    var index = 0
    while index < bytes.count {
      let length = characterLength(at: index, in: bytes)
      if length == 0 { result[index] = UInt8(ascii: "?") }
      index += max(1, length)
    }
    return result
  }

  /// The length in bytes of the character that begins here; 0 if none does.
  static func characterLength(at index: Int, in bytes: [UInt8]) -> Int {
    let first = bytes[index]
    let length =
      first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0
    guard length > 1 else { return length }
    guard index + length <= bytes.count else { return 0 }
    let second = bytes[index + 1]
    switch first {
    case 0xE0 where second < 0xA0, 0xED where second > 0x9F, 0xF0 where second < 0x90,
      0xF4 where second > 0x8F:
      return 0
    default: return bytes[(index + 1)..<(index + length)].allSatisfy { $0 & 0xC0 == 0x80 } ? length : 0
    }
  }

  /// The same, but a byte that belongs to no character counts as one.
  static func lengthOfAny(at index: Int, in bytes: [UInt8]) -> Int {
    bytes[index] < 0x80 ? 1 : max(1, characterLength(at: index, in: bytes))
  }
}
