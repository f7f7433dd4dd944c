import LoxSemantics
import LoxSource
import LoxSyntax

/// A function of a script that a command calls because of its name: a test or a benchmark.
public struct CalledFunction: Hashable, Sendable {
  public var name: String
  /// The line of its declaration.
  public var line: Int

  /// With what the names of such functions begin.
  public enum Prefix: String, Sendable {
    case test
    case bench
  }

  /// Whether a function of this name is a test: `testDiscount`, `test2`, `test_empty`, but not `test` or `testament`.
  public static func isName(_ name: some Collection<UInt8>, _ prefix: Prefix = .test) -> Bool {
    let word = prefix.rawValue.utf8
    guard name.starts(with: word), let next = name.dropFirst(word.count).first else { return false }
    return 0x41...0x5A ~= next || 0x30...0x39 ~= next || next == UInt8(ascii: "_")
  }

  /// The tests of a source, in the order of their declarations; none if the source has errors.
  public static func all(
    in source: Source, profile: LanguageProfile, _ prefix: Prefix = .test
  ) -> [CalledFunction] {
    // Most sources have none, and need not be parsed.
    guard mayHave(prefix, source.bytes) else { return [] }
    let analyzed = FrontEnd.analyze(source: source, profile: profile)
    guard analyzed.diagnostics.isEmpty else { return [] }
    let lines = LineTable(source)
    return analyzed.ast.functions(named: prefix).map { id in
      CalledFunction(
        name: analyzed.ast.names.name(analyzed.ast[id].name),
        line: lines.line(at: analyzed.ast[id].nameSpan.start))
    }
  }

  private static func mayHave(_ prefix: Prefix, _ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while let start = rest.firstIndex(where: { $0 == prefix.rawValue.utf8.first }) {
      if isName(rest[start...], prefix) { return true }
      rest = rest[(start + 1)...]
    }
    return false
  }
}

extension AST {
  /// The functions that are declared outside of all blocks, can be called without arguments, and have the name of a test. Of several
  /// declarations of a name, the last one counts.
  func functions(named prefix: CalledFunction.Prefix) -> [FunctionID] {
    var last: [NameID: StatementID] = [:]
    for statement in self[script] {
      switch self[statement] {
      case .function(let id): last[self[id].name] = statement
      case .class(let id): last[self[id].name] = statement
      case .variable(let name, _), .constant(let name, _): last[name] = statement
      default: break
      }
    }
    return self[script].compactMap { statement in
      guard case .function(let id) = self[statement], last[self[id].name] == statement,
        CalledFunction.isName(names.bytes(self[id].name), prefix),
        self[self[id].parameters].allSatisfy({ $0.defaultValue != nil || $0.isRest })
      else { return nil }
      return id
    }
  }
}
