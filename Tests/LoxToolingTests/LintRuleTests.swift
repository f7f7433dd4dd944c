import LoxTooling
import Testing

@Suite struct LintRuleTests {
  /// Comments and scripts of users name the codes: words of small letters, joined by hyphens.
  @Test(arguments: LintRule.allCases) func codes(_ rule: LintRule) {
    #expect(rule.rawValue.split(separator: "-", omittingEmptySubsequences: false).count >= 2)
    #expect(
      rule.rawValue.utf8.allSatisfy {
        $0 == UInt8(ascii: "-") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
      })
    #expect(LintRule(rawValue: rule.rawValue) == rule)
  }
}
