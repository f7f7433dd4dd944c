import Foundation
import LoxTooling
import Testing

struct ProfileTests {
  /// script calls outer, which calls itself and inner.
  private var profile: Profile {
    var profile = Profile(title: "a.lox")
    profile.sources = ["a.lox": Array("fun outer() {\n  </script> & more\n}\n".utf8)]
    profile.functions = ["script", "outer", "inner"].enumerated().map {
      Profile.Function(name: $0.element, sourceName: "a.lox", line: $0.offset + 1)
    }
    profile.nodes = [
      Profile.Node(parent: nil, function: 0, units: 10, bytes: 0),
      Profile.Node(parent: 0, function: 1, units: 20, bytes: 512),
      Profile.Node(parent: 1, function: 1, units: 30, bytes: 0),
      Profile.Node(parent: 2, function: 2, units: 40, bytes: 1536),
    ]
    profile.lines = [
      Profile.Line(function: 1, number: 2, units: 50, calledUnits: 70, bytes: 512),
      Profile.Line(function: 2, number: 9, units: 40, calledUnits: 0, bytes: 1536),
    ]
    profile.collections = [
      Profile.Collection(
        startNanoseconds: 5, pauseNanoseconds: 1_500_000, isFull: true, bytesBefore: 100, bytesAfter: 10)
    ]
    profile.nanoseconds = 2_500_000
    profile.sampleCount = 1234
    return profile
  }

  @Test func recursionCountsOnce() {
    let costs = profile.functionCosts
    #expect(costs.map(\.function) == [1, 2, 0])
    #expect(costs.map(\.units) == [50, 40, 10])
    #expect(costs.map(\.totalUnits) == [90, 40, 100])
    #expect(costs.map(\.totalBytes) == [2048, 1536, 2048])
  }

  @Test func report() {
    #expect(
      ProfileReport(profile).text == """
        a.lox: 2.5 ms, 100 units of work in 1,234 samples, 2.0 KiB allocated

        Functions
            self    total
          50.0 %   90.0 %  outer   a.lox:2
          40.0 %   40.0 %  inner   a.lox:3
          10.0 %  100.0 %  script  a.lox:1

        Lines
            self   calls
          50.0 %  70.0 %  a.lox:2  outer  </script> & more
          40.0 %   0.0 %  a.lox:9  inner

        Allocations
          1.5 KiB  75.0 %  a.lox:9  inner
            512 B  25.0 %  a.lox:2  outer  </script> & more

        Collections
          0 minor, 1 full; paused 1.5 ms, 1.5 ms at most

        """)
  }

  @Test func smallPartsAreLeftOut() {
    var profile = profile
    for number in 0..<100 {
      profile.nodes.append(
        Profile.Node(parent: number == 0 ? 0 : 4 + number / 2, function: 2, units: 1, bytes: 0))
    }
    let pruned = profile.pruned(toNodes: 20)
    #expect(pruned.nodes.count <= 40)
    #expect(pruned.nodes.count >= 10)
    #expect(pruned.units == profile.units)
    #expect(pruned.bytes == profile.bytes)
    #expect(pruned.nodes.enumerated().allSatisfy { ($0.element.parent ?? -1) < $0.offset })
    #expect(pruned.functionCosts.first { $0.function == 0 }?.totalUnits == profile.units)
    #expect(pruned.functions[3].name == "(small parts)")
    #expect(profile.pruned(toNodes: 1000).nodes.count == profile.nodes.count)
  }

  /// The same, in which `inner` calls two functions that are written in Swift.
  private var timedProfile: Profile {
    var profile = profile
    for (number, name) in ["Regex.findAll", "print"].enumerated() {
      profile.functions.append(Profile.Function(name: name, sourceName: "Swift", line: 0))
      profile.nodes.append(
        Profile.Node(parent: 3, function: 3 + number, units: 0, bytes: 0, nanoseconds: (2 - number) * 500_000)
      )
    }
    profile.swiftFunctions = [
      Profile.SwiftFunction(name: "print", callCount: 1, nanoseconds: 500_000),
      Profile.SwiftFunction(name: "Regex.findAll", callCount: 1_200, nanoseconds: 1_000_000),
    ]
    return profile
  }

  @Test func timeInFunctionsOfSwift() {
    let text = ProfileReport(timedProfile).text
    #expect(
      text.contains(
        """
        Time in functions of Swift
          1.0 ms  40.0 %  1,200 calls  Regex.findAll
          500 us  20.0 %       1 call  print

        """))
    // Work is shown as before.
    #expect(text.contains("  10.0 %  100.0 %  script  a.lox:1\n\n"))
    #expect(timedProfile.pruned(toNodes: 1).swiftNanoseconds == 1_500_000)
    #expect(
      CollapsedStacks(timedProfile, .time).text == """
        script (a.lox:1);outer (a.lox:2);outer (a.lox:2);inner (a.lox:3);Regex.findAll (Swift) 1000000
        script (a.lox:1);outer (a.lox:2);outer (a.lox:2);inner (a.lox:3);print (Swift) 500000

        """)
    #expect(CollapsedStacks(timedProfile).text == CollapsedStacks(profile).text)
    let speedscope = SpeedscopeProfile(timedProfile).text
    #expect(speedscope.contains("\"unit\":\"nanoseconds\"") && speedscope.contains("[1000000,500000]"))
    #expect(!SpeedscopeProfile(profile).text.contains("nanoseconds"))
    #expect(ProfilePage(timedProfile).html.contains("[\"Regex.findAll\",1200,1000000]"))
  }

  @Test func emptyProfile() {
    #expect(
      ProfileReport(Profile(title: "x")).text == "x: 0 us, 0 units of work in 0 samples, 0 B allocated\n")
  }

  @Test func nothingInAPageEndsItsData() {
    let html = ProfilePage(profile).html
    #expect(html.contains("\\u003c/script> & more"))
    #expect(html.components(separatedBy: "</script>").count == 3)
    #expect(!html.contains("http://") || html.contains("http://www.w3.org/2000/svg"))
    #expect(!html.contains("src="))
  }
}
