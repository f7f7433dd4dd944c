import Testing

@testable import LoxRuntime

@Suite struct OutgrownInstancesTests {
  /// After how many instances the sites look again.
  private func distance(_ outgrown: inout OutgrownInstances) -> Int {
    var count = 1
    while !outgrown.note(), count < 10_000 { count += 1 }
    return count
  }

  @Test func aWalkOverAllCachesIsPaidByInstances() {
    var outgrown = OutgrownInstances()
    #expect(distance(&outgrown) == 16)
    outgrown.beginAnew(cacheCount: 0)
    #expect(distance(&outgrown) == 16)
    outgrown.beginAnew(cacheCount: 16 * 100)
    #expect(distance(&outgrown) == 100)
    outgrown.beginAnew(cacheCount: 10)
    #expect(distance(&outgrown) == 16)
  }

  /// A site that has remembered the shape of a class forgets it when many instances have outgrown that.
  @Test func sitesLearnTheNewShape() throws {
    let fixture = try #require(MachineFixture())
    try fixture.run(
      """
      class C {}
      fun make() { return C(); }
      fun fill(c) { c.a = 1; c.b = 1; c.c = 1; c.d = 1; c.e = 1; }
      for (var i = 0; i < 40; i = i + 1) fill(make());
      var last = make();
      """)
    let slot = try #require(fixture.virtualMachine.global("last"))
    let cage = fixture.machine.value.cage
    let shape = cage.shape(ofInstance: fixture.machine[slot].ref)
    let known = cage.load32(cage.class(ofShape: shape).offset, ClassLayout.inlineCapacity)
    #expect(known >= 5)
    #expect(cage.inlineCapacity(ofShape: shape) == Int(known))
  }
}
