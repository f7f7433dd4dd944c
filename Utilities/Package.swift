// swift-tools-version: 6.2
import PackageDescription

/// Every target checks its use of unsafe constructs.
let strict: [SwiftSetting] = [.strictMemorySafety()]
let tooling: Target.Dependency = .product(name: "LoxTooling", package: "OrganicLox")

let package = Package(
  name: "Utilities",
  dependencies: [.package(name: "OrganicLox", path: "..")],
  targets: [
    // Writes generated files, or checks them.
    .target(name: "GeneratedFiles", swiftSettings: strict),

    // Makes the sources that follow from the table of opcodes.
    .executableTarget(name: "OpcodeGenerator", dependencies: ["GeneratedFiles"], swiftSettings: strict),

    // Makes the reference of the core library, and the tour that the command contains.
    .executableTarget(
      name: "DocumentationGenerator", dependencies: ["GeneratedFiles", tooling], swiftSettings: strict),

    // Lists tokens, for the tests of the editors' grammars.
    .executableTarget(name: "TokenLister", dependencies: [tooling], swiftSettings: strict),

    // Makes the manual page.
    .executableTarget(name: "ManualGenerator", dependencies: [tooling], swiftSettings: strict),

    .testTarget(
      name: "OpcodeGeneratorTests", dependencies: ["OpcodeGenerator", "GeneratedFiles"], swiftSettings: strict
    ),
    .testTarget(
      name: "DocumentationGeneratorTests", dependencies: ["DocumentationGenerator", tooling],
      swiftSettings: strict),
    .testTarget(
      name: "TokenListerTests", dependencies: ["TokenLister", tooling], swiftSettings: strict),
    .testTarget(
      name: "ManualGeneratorTests", dependencies: ["ManualGenerator", tooling], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
