import LoxSource
import LoxSyntax

/// What the walk over a tree finds, in the order of the source: what it finds in one declaration of the script is a part of each
/// list, which can be replaced.
struct IndexLists {
  /// The lengths of the lists.
  struct Counts {
    var declarations = 0
    var occurrences = 0
    var shorthands = 0
    var writes = 0
    var sets = 0
    var returns = 0
    var facts = 0
  }

  /// What was found in one declaration of the script.
  struct Part {
    var counts: Counts
    /// The symbols that were made for it.
    var symbols: Range<Int>
  }

  var declarations: [Declaration] = []
  var occurrences: [Occurrence] = []
  /// The properties in `{name}`, where a name stands for a variable and a property at once.
  var shorthands: [Occurrence] = []
  /// The values assigned to variables, as pairs of symbol and expression.
  var writes: [(key: UInt32, item: UInt32)] = []
  /// The assignments of properties, as pairs of name and `.set`.
  var sets: [(key: UInt32, item: UInt32)] = []
  /// The values that functions return, as pairs of function and expression.
  var returns: [(key: UInt32, item: UInt32)] = []
  /// What the source says about global variables.
  var facts: [(symbol: SymbolID, fact: SymbolFact)] = []
  private(set) var parts: [Part] = []

  var counts: Counts {
    Counts(
      declarations: declarations.count, occurrences: occurrences.count, shorthands: shorthands.count,
      writes: writes.count, sets: sets.count, returns: returns.count, facts: facts.count)
  }

  /// Ends a part that began when the lists had these lengths.
  mutating func endPart(_ before: Counts, symbols: Range<Int>) {
    let part = occurrences[before.occurrences...]
    // Names can be out of order only in sources with errors.
    if zip(part, part.dropFirst()).contains(where: { $0.span.start > $1.span.start }) {
      occurrences[before.occurrences...].sort { $0.span.start < $1.span.start }
    }
    parts.append(Part(counts: counts - before, symbols: symbols))
  }

  /// The places of some parts in the lists.
  func place(of range: Range<Int>) -> (start: Counts, end: Counts) {
    let start = parts[..<range.lowerBound].reduce(into: Counts()) { $0 = $0 + $1.counts }
    return (start, parts[range].reduce(into: start) { $0 = $0 + $1.counts })
  }

  /// Replaces some parts.
  mutating func replace(_ range: Range<Int>, with new: IndexLists) {
    let (start, end) = place(of: range)
    occurrences.replaceSubrange(start.occurrences..<end.occurrences, with: new.occurrences)
    shorthands.replaceSubrange(start.shorthands..<end.shorthands, with: new.shorthands)
    writes.replaceSubrange(start.writes..<end.writes, with: new.writes)
    sets.replaceSubrange(start.sets..<end.sets, with: new.sets)
    returns.replaceSubrange(start.returns..<end.returns, with: new.returns)
    facts.replaceSubrange(start.facts..<end.facts, with: new.facts)
    declarations.replaceSubrange(start.declarations..<end.declarations, with: new.declarations)
    let newEnd = start.declarations + new.declarations.count
    for index in start.declarations..<newEnd { declarations[index].moveContainer(by: start.declarations) }
    if newEnd != end.declarations {
      for index in newEnd..<declarations.count {
        declarations[index].moveContainer(by: newEnd - end.declarations)
      }
    }
    parts.replaceSubrange(range, with: new.parts)
  }

  mutating func move(_ shift: SourceShift) {
    for index in declarations.indices {
      shift.apply(to: &declarations[index].nameSpan)
      shift.apply(to: &declarations[index].span)
    }
    for index in occurrences.indices { shift.apply(to: &occurrences[index].span) }
    for index in shorthands.indices { shift.apply(to: &shorthands[index].span) }
    for index in facts.indices {
      guard case .declared(var symbol) = facts[index].fact else { continue }
      symbol.move(shift)
      facts[index].fact = .declared(symbol)
    }
  }
}

extension IndexLists.Counts {
  static func + (a: Self, b: Self) -> Self { combine(a, b, +) }
  static func - (a: Self, b: Self) -> Self { combine(a, b, -) }

  private static func combine(_ a: Self, _ b: Self, _ operation: (Int, Int) -> Int) -> Self {
    Self(
      declarations: operation(a.declarations, b.declarations),
      occurrences: operation(a.occurrences, b.occurrences),
      shorthands: operation(a.shorthands, b.shorthands), writes: operation(a.writes, b.writes),
      sets: operation(a.sets, b.sets), returns: operation(a.returns, b.returns),
      facts: operation(a.facts, b.facts))
  }
}

extension Declaration {
  fileprivate mutating func moveContainer(by distance: Int) {
    if let index = container { container = index + distance }
  }
}

extension Symbol {
  mutating func move(_ shift: SourceShift) {
    shift.apply(to: &nameSpan)
    shift.apply(to: &span)
    shift.apply(to: &visibility)
  }
}

/// Something that one place of a source says about a symbol.
enum SymbolFact {
  /// It is declared there; the symbol says how, and nothing else.
  case declared(Symbol)
  case constant(Bool)
  case unknownValue
  case reassigned
  case type(ExpressionID, TypeID)
  case function(FunctionID)
  case superclass(SymbolID)
  case origin(Origin)
}

extension IndexBuilder {
  /// Notes a fact; those about global variables are kept, since a change of the source takes some of them away.
  mutating func set(_ fact: SymbolFact, of id: SymbolID) {
    symbols[Int(id.index)].take(fact)
    if symbols[Int(id.index)].isGlobal { found.facts.append((id, fact)) }
  }
}

extension Symbol {
  mutating func take(_ fact: SymbolFact) {
    switch fact {
    case .declared(var symbol):
      if kind == .undeclared {
        symbol.isReassigned = isReassigned
        self = symbol
      } else if kind != .variable || symbol.kind != .variable {
        // Its value changes over time.
        isReassigned = true
      }
    case .constant(let value): isConstant = value
    case .unknownValue: hasUnknownValue = true
    case .reassigned: isReassigned = true
    case .type(let expression, let type): (self.type, annotation) = (expression, type)
    case .function(let id): function = id
    case .superclass(let id): superclass = id
    case .origin(let origin): self.origin = origin
    }
  }
}
