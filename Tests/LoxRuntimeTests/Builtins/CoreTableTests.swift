import LoxBuiltins
import Testing

@testable import LoxRuntime

/// The table of the core library.
@Suite struct CoreTableTests {
  @Test func eachIdentityHasOneEntryAtItsPlace() {
    #expect(CoreOperation.all.map(\.identity) == CoreOperation.Identity.allCases)
    for (place, operation) in CoreOperation.all.enumerated() {
      #expect(Int(operation.identity.rawValue) == place)
      #expect(operation.identity.operation.name == operation.name)
    }
  }

  @Test func namesAreFound() throws {
    let fixture = try #require(MachineFixture())
    for operation in CoreOperation.all {
      #expect(operation.name.utf8.count <= 16)
      #expect(
        CoreOperation.all(of: operation.owner).count { $0.name == operation.name }
          == (operation.isInternal ? 0 : 1))
      let name = fixture.intern(operation.name)
      #expect(CoreNames.find(name, of: operation.owner, fixture.machine.value.cage) == operation.identity)
      #expect(CoreOperation.named(operation.name.utf8, of: operation.owner)?.identity == operation.identity)
    }
    for name in ["", "x", "abcdefghabcdefgh", "abcdefghabcdefghi", "Maths"] {
      #expect(CoreNames.find(fixture.intern(name), of: .global, fixture.machine.value.cage) == nil)
    }
  }

  @Test func entriesAreComplete() {
    for operation in CoreOperation.all {
      #expect(operation.documentation.hasSuffix("."), "\(operation.name)")
      #expect(operation.parameters.count <= 8)
      // Optional parameters come last, and only the last one takes any number of arguments.
      let optional = operation.parameters.drop { !$0.isOptional }
      #expect(!optional.contains { !$0.isOptional })
      #expect(!operation.parameters.dropLast().contains { $0.isRest })
      let signature = operation.identity.signature
      for (index, parameter) in operation.parameters.enumerated() {
        #expect(signature.type(index) == parameter.type)
      }
    }
  }

  @Test func coreNamesAreNoGlobals() throws {
    let fixture = try #require(MachineFixture())
    try fixture.run("print Math.sin(0); print Number(\"1\");")
    #expect(
      !fixture.machine.value.modules.globals.entries.map(\.name).contains {
        fixture.machine.value.text(ofString: $0) == "Math"
      }
        || fixture.machine.value.modules.globals.slot(fixture.intern("Math")).map {
          fixture.machine.value.cage.value($0)
        } == .undefined)
  }
}
