/// A Lox value in 64 bits: a double as it is, or a tag and a payload in the space of negative quiet NaNs.
///
///      63            48 47                32 31                                0
///     +----------------+--------------------+----------------------------------+
///     |  a double; results that are not a number are made the one NaN 0x7ff8_0000_0000_0000   |
///     |     0xfff9     |         0          |  0 nil, 1 false, 2 true, 3 undefined |
///     |     0xfff9     |         1          |  number of a name of the core library |
///     |     0xfff9     |         2          |  number of a module               |
///     |     0xfffa     |         0          |  offset of a string              |
///     |     0xfffb     |         0          |  offset of an instance           |
///     |     0xfffc     |         0          |  offset of a closure             |
///     |     0xfffd     |         0          |  offset of another object        |
///     +----------------+--------------------+----------------------------------+
///
/// All objects compare above all other values, so "is it an object" is one comparison. An
/// arithmetic operation with a value that is not a number yields a NaN, so only the result needs to be checked.
struct Value: Equatable {
  var bits: UInt64

  @inline(always) init(bits: UInt64) { self.bits = bits }

  /// A number; any NaN becomes the one canonical NaN.
  @inline(always) init(_ number: Double) {
    bits = number.isNaN ? Value.canonicalNaN : Value.bits(of: number)
  }

  /// The bits of a double.
  // PERF: the run loop is so large that `bitPattern` may be a call there.
  // SAFETY: both have 64 bits, any of which are valid.
  @inline(always) static func bits(of number: Double) -> UInt64 {
    unsafe unsafeBitCast(number, to: Value.self).bits
  }

  @inline(always) init(_ boolean: Bool) {
    bits = boolean ? Value.true.bits : Value.false.bits
  }

  @inline(always) init(_ tag: Tag, _ ref: Ref) {
    bits = UInt64(tag.rawValue) << 32 | UInt64(ref.offset)
  }

  static let canonicalNaN = ValueBits.nan
  static let negativeZero: UInt64 = 1 << 63
  static let `nil` = Value(bits: ValueBits.nil)
  static let `false` = Value(bits: ValueBits.false)
  static let `true` = Value(bits: ValueBits.true)
  /// What a global variable holds before its definition; no script sees it.
  static let undefined = Value(bits: ValueBits.undefined)

  /// The high 32 bits of a value that refers to an object, or to a name of the core library or a module, which need none.
  enum Tag: UInt32 {
    case core = 0xfff9_0001
    case module = 0xfff9_0002
    case string = 0xfffa_0000
    case instance = 0xfffb_0000
    case closure = 0xfffc_0000
    case object = 0xfffd_0000
  }

  /// The smallest bits of a value that refers to an object.
  static let firstObject: UInt64 = 0xfffa_0000_0000_0000
  /// The smallest bits of a value that is not a number.
  static let firstTagged = ValueBits.nil

  @inline(always) var isNumber: Bool { bits < Value.firstTagged }
  @inline(always) var isObject: Bool { bits >= Value.firstObject }
  /// Nil and false are falsey; everything else is truthy.
  @inline(always) var isFalsey: Bool { bits &- Value.nil.bits <= 1 }
  @inline(always) var isString: Bool { has(.string) }
  @inline(always) var isInstance: Bool { has(.instance) }
  @inline(always) var isClosure: Bool { has(.closure) }
  @inline(always) var isCore: Bool { has(.core) }
  @inline(always) var isModule: Bool { has(.module) }
  @inline(always) func has(_ tag: Tag) -> Bool { UInt32(truncatingIfNeeded: bits >> 32) == tag.rawValue }

  /// The bits as a double: a NaN for values that are not numbers.
  @inline(always) var number: Double { Double(bitPattern: bits) }
  /// The whole number that it is, if that is less than a bound, which is at most 2 to the power of 52; nil for all other values.
  @inline(always) func wholeNumber(below bound: UInt64) -> UInt64? {
    // PERF: a whole number from 0 is in the low bits of its sum with 2 to the power of 52. No conversion can trap.
    let shifted = number + 0x1p52
    let whole = Value.bits(of: shifted) &- 0x4330_0000_0000_0000
    return whole < bound && shifted - 0x1p52 == number ? whole : nil
  }
  /// The low bits as a reference; meaningful only for objects, harmless for all values.
  @inline(always) var ref: Ref { Ref(offset: UInt32(truncatingIfNeeded: bits)) }
  /// Whether it refers to an object in the nursery.
  @inline(always) var isYoung: Bool { isObject && ref.isYoung }
}

/// A reference to an object: its offset in the cage.
struct Ref: Hashable {
  var offset: UInt32

  @inline(always) init(offset: UInt32) { self.offset = offset }

  /// No object.
  static let null = Ref(offset: 0)
  @inline(always) var isNull: Bool { offset == 0 }
  /// Whether it is in the nursery.
  @inline(always) var isYoung: Bool { offset < Cage.nurseryEnd }
}
