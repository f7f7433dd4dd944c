import Foundation
import Lox

/// Foundation's types in the form that people expect in scripts, which is not how they encode themselves: a
/// URL is a string, a decimal number a number.
extension CodingOptions {
  /// How a `Date` is represented in Lox.
  public enum DateStrategy: Sendable {
    /// The seconds since 1970: a number.
    case secondsSince1970
    /// The milliseconds since 1970: a number.
    case millisecondsSince1970
    /// A string such as `2026-03-01T12:00:00Z`, without fractions of a second.
    case iso8601
    /// As it encodes itself: the seconds since 2001.
    case deferredToDate
  }

  /// How `Data` is represented in Lox.
  public enum DataStrategy: Sendable {
    /// A Base64 string.
    case base64
    /// A string of these bytes, whether or not they are text.
    case bytes
    /// As it encodes itself: a list of numbers.
    case deferredToData
  }

  /// Options for Foundation's types: dates are the seconds since 1970, data is Base64.
  public static var foundation: CodingOptions {
    var options = CodingOptions()
    options.representFoundationTypes()
    return options
  }

  /// Represents dates and data as requested, a `URL` as a string, and a `Decimal` as a number. A `UUID` is a
  /// string anyway.
  public mutating func representFoundationTypes(
    dates: DateStrategy = .secondsSince1970, data: DataStrategy = .base64
  ) {
    represent(dates)
    represent(data)
    represent(URL.self, as: String.self, encode: { $0.absoluteString }) { text in
      guard let url = URL(string: text) else { throw ConversionError(expected: "a URL", actual: "'\(text)'") }
      return url
    }
    represent(Decimal.self, as: Double.self, encode: { try Self.number(of: $0) }) { try Self.decimal(of: $0) }
  }

  private mutating func represent(_ dates: DateStrategy) {
    switch dates {
    case .secondsSince1970:
      represent(Date.self, as: Double.self, encode: { $0.timeIntervalSince1970 }) {
        Date(timeIntervalSince1970: $0)
      }
    case .millisecondsSince1970:
      represent(Date.self, as: Double.self, encode: { $0.timeIntervalSince1970 * 1000 }) {
        Date(timeIntervalSince1970: $0 / 1000)
      }
    case .iso8601:
      represent(Date.self, as: String.self, encode: { $0.formatted(.iso8601) }) { text in
        guard let date = try? Date(text, strategy: .iso8601) else {
          throw ConversionError(expected: "a date in ISO 8601", actual: "'\(text)'")
        }
        return date
      }
    case .deferredToDate: break
    }
  }

  private mutating func represent(_ data: DataStrategy) {
    switch data {
    case .base64:
      represent(Data.self, as: String.self, encode: { $0.base64EncodedString() }) { text in
        guard let data = Data(base64Encoded: text) else {
          throw ConversionError(expected: "a string of Base64", actual: "another one")
        }
        return data
      }
    case .bytes:
      represent(Data.self, as: Value.self, encode: { .bytes([UInt8]($0)) }) { value in
        switch value {
        case .bytes(let bytes): return Data(bytes)
        case .string(let text): return Data(text.utf8)
        default: throw ConversionError(expected: "a string", actual: value.kind)
        }
      }
    case .deferredToData: break
    }
  }

  /// The double with the same digits.
  private static func number(of decimal: Decimal) throws -> Double {
    guard let number = Double(decimal.description), Decimal(string: number.description) == decimal else {
      throw ConversionError(expected: "a decimal number that a double can hold", actual: decimal.description)
    }
    return number
  }

  private static func decimal(of number: Double) throws -> Decimal {
    guard number.isFinite, let decimal = Decimal(string: number.description) else {
      throw ConversionError(expected: "a decimal number", actual: number.description)
    }
    return decimal
  }
}
