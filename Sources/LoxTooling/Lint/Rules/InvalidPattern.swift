import LoxRegex
import LoxSource
import LoxSyntax

extension LintRule {
  public static let invalidPattern = LintRule(
    id: "invalid-pattern", severity: .error,
    summary: "The pattern of a regular expression, or its flags, make no sense.",
    explanation: """
      'Regex' is called with a pattern or with flags that make no sense. When the call is executed, the script fails.

        const date = Regex("(\\d+-(\\d+)");    // invalid-pattern: the first '(' is not closed
        const word = Regex("\\w+", "g");       // invalid-pattern: there is no flag 'g'

      The rule looks only at calls with literals.
      """
  ) { context, report in
    // Of a source that is made to take long, not all patterns are read.
    var work = CompilationWork()
    for (pattern, flags) in context.regexLiterals where work.units < 1 << 24 {
      do throws(RegularExpressionError) {
        let flags = try RegularExpressionFlags(flags.map { Array(context.bytes(of: $0)) } ?? [])
        do throws(RegularExpressionError) {
          _ = try RegularExpression(Array(context.bytes(of: pattern)), flags, work: &work)
        } catch {
          report(context.place(error.column, in: pattern), "Invalid pattern: \(error.message).")
        }
      } catch {
        report(context.ast.span(of: flags ?? pattern), "Invalid flags: \(error.message).")
      }
    }
  }
}

extension LintContext {
  /// The literals of patterns, and of flags if there are any, with which the class `Regex` of the core library is called.
  var regexLiterals: [(pattern: ExpressionID, flags: ExpressionID?)] {
    guard ast.profile == .extended else { return [] }
    return facts.calls.compactMap { call, _ in
      guard case .call(let callee, let arguments) = ast[call], isRegex(facts.unwrapped(callee)),
        let pattern = ast[arguments].first, case .string = ast[pattern]
      else { return nil }
      let others = ast[arguments].dropFirst()
      guard let flags = others.first else { return (pattern, nil) }
      guard others.count == 1, case .string = ast[flags] else { return nil }
      return (pattern, flags)
    }
  }

  private func isRegex(_ callee: ExpressionID) -> Bool {
    guard case .variable(let name) = ast[callee], facts.variables[Int(callee.index)] == nil,
      facts.name(name) == "Regex"
    else { return false }
    let global = facts.globals[Int(name.index)]
    return global.declarations == 0 && !global.isAssigned
      && options.hostAPI.class(named: "Regex")?.isCore ?? false
  }

  /// The bytes of a literal.
  fileprivate func bytes(of literal: ExpressionID) -> ArraySlice<UInt8> {
    guard case .string(let id) = ast[literal] else { return [] }
    return ast.bytes(of: id)
  }

  /// Where in the source a character of a pattern is; of a literal with escapes, all of it.
  fileprivate func place(_ column: Int?, in pattern: ExpressionID) -> SourceSpan {
    let whole = ast.span(of: pattern)
    guard let column, case .string(let id) = ast[pattern], case .source(let span) = ast.strings[Int(id.index)]
    else { return whole }
    let scalars = String(decoding: ast.source.bytes[span.range], as: UTF8.self).unicodeScalars
    guard column <= scalars.count else { return whole }
    let start = scalars.prefix(column - 1).reduce(0) { $0 + UTF8.width($1) }
    let length = scalars.dropFirst(column - 1).first.map { UTF8.width($0) } ?? 0
    return SourceSpan(
      start: span.start + UInt32(start), end: min(span.end, span.start + UInt32(start + length)))
  }
}
