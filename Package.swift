// swift-tools-version: 6.2
import PackageDescription

/// Every target checks its use of unsafe constructs.
let strict: [SwiftSetting] = [.strictMemorySafety()]

let package = Package(
  name: "OrganicLox",
  products: [
    .library(name: "Lox", targets: ["Lox"]),
    .library(name: "LoxFoundation", targets: ["LoxFoundation"]),
    .library(name: "LoxTooling", targets: ["LoxTooling", "LoxSyntax", "LoxSemantics"]),
    .executable(name: "lox", targets: ["LoxCommand"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0")
  ],
  targets: [
    // The library, from source text to result; each target sees only those above it.
    .target(name: "LoxSyntax", swiftSettings: strict),
    .target(name: "LoxSemantics", dependencies: ["LoxSyntax"], swiftSettings: strict),
    .target(name: "LoxBytecode", swiftSettings: strict),
    .target(
      name: "LoxCompiler", dependencies: ["LoxSyntax", "LoxSemantics", "LoxBytecode"], swiftSettings: strict),
    .target(name: "LoxRuntime", dependencies: ["LoxBytecode"], swiftSettings: strict),
    .target(name: "Lox", dependencies: ["LoxCompiler", "LoxJSON", "LoxRuntime"], swiftSettings: strict),

    // What hosts that use Foundation want beside it.
    .target(name: "LoxFoundation", dependencies: ["Lox"], swiftSettings: strict),

    // What tools need beside it.
    .target(name: "LoxJSON", swiftSettings: strict),

    // What tools know of sources.
    .target(
      name: "LoxTooling", dependencies: ["LoxSyntax", "LoxSemantics", "LoxRuntime", "LoxJSON"],
      swiftSettings: strict),

    // The language server, but for the reading and writing.
    .target(
      name: "LoxLanguageServer",
      dependencies: ["Lox", "LoxTooling", "LoxSyntax", "LoxSemantics", "LoxJSON"], swiftSettings: strict),

    // Editing of input on a terminal; knows nothing of Lox.
    .target(name: "LoxTerminal", swiftSettings: strict),

    // The command.
    .executableTarget(
      name: "LoxCommand",
      dependencies: [
        "Lox", "LoxBytecode", "LoxJSON", "LoxRuntime", "LoxSemantics", "LoxSyntax", "LoxTerminal",
        "LoxTooling",
        "LoxLanguageServer",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    // Makes the sources that follow from the table of opcodes.
    .executableTarget(name: "OpcodeGenerator", swiftSettings: strict),

    // Lists tokens, for the tests of the editors' grammars.
    .executableTarget(name: "TokenLister", dependencies: ["LoxSyntax"], swiftSettings: strict),

    // Makes the manual page.
    .executableTarget(name: "ManualGenerator", dependencies: ["LoxJSON"], swiftSettings: strict),

    // Random programs for the differential tests.
    .target(name: "LoxGenerator", swiftSettings: strict),

    .testTarget(name: "LoxSyntaxTests", dependencies: ["LoxSyntax"], swiftSettings: strict),
    .testTarget(
      name: "LoxSemanticsTests", dependencies: ["LoxSemantics", "LoxSyntax"], swiftSettings: strict),
    .testTarget(
      name: "LoxBytecodeTests", dependencies: ["LoxBytecode", "LoxCompiler", "LoxSemantics", "LoxSyntax"],
      swiftSettings: strict),
    .testTarget(
      name: "LoxCompilerTests", dependencies: ["LoxCompiler", "LoxBytecode", "LoxSemantics", "LoxSyntax"],
      swiftSettings: strict),
    .testTarget(name: "LoxRuntimeTests", dependencies: ["LoxRuntime", "LoxCompiler"], swiftSettings: strict),
    .testTarget(name: "LoxJSONTests", dependencies: ["LoxJSON"], swiftSettings: strict),
    .testTarget(name: "LoxTerminalTests", dependencies: ["LoxTerminal"], swiftSettings: strict),
    .testTarget(
      name: "LoxToolingTests",
      dependencies: [
        "LoxTooling", "LoxCompiler", "LoxBytecode", "LoxSyntax", "LoxSemantics", "LoxGenerator", "LoxJSON",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "LoxLanguageServerTests",
      dependencies: ["LoxLanguageServer", "LoxTooling", "LoxJSON", "LoxSyntax", "LoxGenerator"],
      swiftSettings: strict),
    .testTarget(name: "LoxCommandTests", swiftSettings: strict),
    .testTarget(
      name: "LoxTests", dependencies: ["Lox", "LoxFoundation", "LoxRuntime", "LoxGenerator", "LoxJSON"],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
