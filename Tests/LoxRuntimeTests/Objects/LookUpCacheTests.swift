import Testing

@testable import LoxRuntime

@Suite struct LookUpCacheTests {
  private let shape = Ref(offset: Cage.oldStart)
  private let name = Ref(offset: Cage.oldStart + 64)

  /// A member as something that can be compared.
  private func text(_ member: Member?) -> String {
    switch member {
    case .field(let slot): "field \(slot)"
    case .method(let closure): "method \(closure.offset)"
    case nil: "nothing"
    }
  }

  @Test func whatWasInsertedIsFound() {
    var cache = LookUpCache()
    #expect(text(cache.find(name, in: shape)) == "nothing")
    cache.insert(name, in: shape, .field(70_000))
    #expect(text(cache.find(name, in: shape)) == "field 70000")
    cache.insert(name, in: shape, .method(Ref(offset: 1234)))
    #expect(text(cache.find(name, in: shape)) == "method 1234")
    #expect(text(cache.find(shape, in: name)) == "nothing")
    #expect(text(cache.find(name, in: Ref(offset: shape.offset + 40))) == "nothing")
    #expect(text(cache.find(Ref(offset: name.offset + 24), in: shape)) == "nothing")
  }

  @Test func entriesThatShareAPlaceAreNotMistakenForEachOther() {
    var cache = LookUpCache()
    var found = 0
    func shape(_ number: Int) -> Ref { Ref(offset: Cage.oldStart + UInt32(number) * 40) }
    for number in 0..<5000 {
      cache.insert(name, in: shape(number), .field(number))
      #expect(text(cache.find(name, in: shape(number))) == "field \(number)")
      // Other names of the same shape share its places, too.
      let other = Ref(offset: name.offset + 8 + UInt32(number) * 8)
      #expect(text(cache.find(other, in: shape(number))) == "nothing")
    }
    for number in 0..<5000 {
      let member = text(cache.find(name, in: shape(number)))
      if member == "nothing" { continue }
      #expect(member == "field \(number)")
      found += 1
    }
    #expect((1...512).contains(found))
  }

  @Test func clearingForgetsAll() {
    var cache = LookUpCache()
    cache.insert(name, in: shape, .field(1))
    cache.setHostShape(shape, displacement: 16)
    #expect(cache.hostShape == shape && cache.hostDisplacement == 16)
    cache.clear()
    #expect(text(cache.find(name, in: shape)) == "nothing")
    #expect(cache.hostShape == .null)
  }

  /// A name that a shape does not have is not remembered: a class may get it as a method.
  @Test func theMachineAsksItFirst() throws {
    let fixture = try #require(MachineFixture())
    try fixture.run("class C { m() {} } var c = C(); c.x = 1;")
    let name = fixture.intern("x")
    let slot = try #require(fixture.virtualMachine.global("c"))
    let shape = fixture.machine.value.cage.shape(ofInstance: fixture.machine[slot].ref)
    fixture.machine.value.lookUpCache.clear()
    #expect(text(fixture.machine.value.lookUp(name, in: shape)) == "field 0")
    #expect(text(fixture.machine.value.lookUpCache.find(name, in: shape)) == "field 0")
    fixture.machine.value.lookUpCache.insert(name, in: shape, .field(7))
    #expect(text(fixture.machine.value.lookUp(name, in: shape)) == "field 7")
    let unknown = fixture.intern("unknown")
    #expect(text(fixture.machine.value.lookUp(unknown, in: shape)) == "nothing")
    #expect(text(fixture.machine.value.lookUpCache.find(unknown, in: shape)) == "nothing")
  }
}
