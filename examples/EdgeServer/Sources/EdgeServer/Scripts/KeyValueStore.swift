import Lox
import Synchronization

/// What a store can hold. Objects belong to the isolate of one request, so they can't be kept.
enum StoredValue: Sendable, Equatable, ValueConvertible {
  case `nil`
  case boolean(Bool)
  case number(Double)
  case string([UInt8])

  static var loxType: String { "nil, a boolean, a number, or a string" }

  static func fromLox(_ value: Value) throws -> StoredValue {
    switch value {
    case .nil: .nil
    case .boolean(let boolean): .boolean(boolean)
    case .number(let number): .number(number)
    case .string(let text): .string(Array(text.utf8))
    case .bytes(let bytes): .string(bytes)
    // Objects.
    default: throw ConversionError(expected: loxType, actual: value.kind)
    }
  }

  func toLox(in isolate: Isolate) -> Value {
    switch self {
    case .nil: .nil
    case .boolean(let boolean): .boolean(boolean)
    case .number(let number): .number(number)
    case .string(let bytes): .bytes(bytes)
    }
  }

  /// About how many bytes it takes.
  var size: Int {
    if case .string(let bytes) = self { bytes.count } else { 8 }
  }
}

/// Values that a tenant keeps between requests, in memory and of bounded size. Requests of a tenant run in parallel; each
/// operation is atomic.
final class KeyValueStore: Sendable, HostObject {
  static let keyLimit = 1_000
  static let byteLimit = 256 << 10

  struct Full: Error, CustomStringConvertible {
    var description: String {
      "The store is full: it holds up to \(keyLimit) keys and \(byteLimit >> 10) KiB."
    }
  }

  private struct Contents {
    var values: [String: StoredValue] = [:]
    var bytes = 0

    mutating func set(_ key: String, _ value: StoredValue) throws {
      let old = values[key].map { $0.size + key.utf8.count } ?? 0
      let size = bytes - old + (value == .nil ? 0 : value.size + key.utf8.count)
      // Anything that makes the store smaller is always allowed.
      if size > bytes, size > byteLimit || (old == 0 && values.count >= keyLimit) { throw Full() }
      bytes = size
      values[key] = value == .nil ? nil : value
    }
  }

  private let contents = Mutex(Contents())

  func get(_ key: String) -> StoredValue { contents.withLock { $0.values[key] ?? .nil } }

  /// Sets the value of a key; nil removes it.
  func set(_ key: String, _ value: StoredValue) throws { try contents.withLock { try $0.set(key, value) } }

  /// Adds to a number, which is 0 if there is none yet; the result is the sum.
  func add(_ key: String, _ amount: Double) throws -> Double {
    try contents.withLock { contents in
      var sum = amount
      switch contents.values[key] {
      case nil: break
      case .number(let number): sum += number
      case .some: throw ConversionError(expected: "a number in '\(key)'", actual: "something else")
      }
      try contents.set(key, .number(sum))
      return sum
    }
  }

  /// The keys in use, and the bytes of keys and values.
  var usage: (keys: Int, bytes: Int) { contents.withLock { ($0.values.count, $0.bytes) } }
}
