import LoxTooling
import Testing

@Suite struct LintRuleTests {
  /// Comments and scripts of users contain the codes: words in lower case, joined by hyphens.
  @Test(arguments: LintRule.all) func codes(_ rule: LintRule) {
    #expect(rule.id.split(separator: "-", omittingEmptySubsequences: false).count >= 2)
    #expect(
      rule.id.utf8.allSatisfy {
        $0 == UInt8(ascii: "-") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
      })
    // It is in the list, and no other rule has its code.
    #expect(LintRule(id: rule.id)?.summary == rule.summary)
    #expect(LintRule.all.count { $0.id == rule.id } == 1)
  }

  @Test(arguments: LintRule.all) func texts(_ rule: LintRule) {
    #expect(rule.explanation.contains(rule.id))
    #expect(rule.explanation.split(separator: "\n").allSatisfy { $0.count <= 125 })
    #expect(rule.explanation.contains("\n\n  "), "an example")
    #expect(rule.summary.hasSuffix(".") && rule.summary.count <= 75)
  }

  @Test func unknownCodes() {
    #expect(LintRule(id: "nothing") == nil)
    #expect(LintRule(id: "") == nil)
  }
}
