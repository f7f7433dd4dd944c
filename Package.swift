// swift-tools-version: 6.2
import PackageDescription

/// Every target checks its use of unsafe constructs.
let strict: [SwiftSetting] = [.strictMemorySafety()]

let package = Package(
  name: "OrganicLox",
  // The first ones with the standard library's `Mutex` and `Atomic`.
  platforms: [.macOS(.v15), .iOS(.v18), .tvOS(.v18), .watchOS(.v11), .visionOS(.v2)],
  products: [
    .library(name: "Lox", targets: ["Lox"]),
    .library(name: "LoxFoundation", targets: ["LoxFoundation"]),
    .library(name: "LoxDebugger", targets: ["LoxDebugger", "LoxDebugAdapter"]),
    .library(
      name: "LoxTooling",
      targets: [
        "LoxTooling", "LoxBuiltins", "LoxSource", "LoxSyntax", "LoxSemantics", "LoxDiagnostics", "LoxJSON",
      ]),
    .executable(name: "lox", targets: ["LoxCommand"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0")
  ],
  targets: [
    // The library, from source text to result; each target sees only those above it.
    .target(name: "LoxSource", swiftSettings: strict),
    .target(name: "LoxBuiltins", swiftSettings: strict),
    .target(name: "LoxRegex", dependencies: ["LoxSource"], swiftSettings: strict),
    .target(name: "LoxSyntax", dependencies: ["LoxSource"], swiftSettings: strict),
    .target(name: "LoxSemantics", dependencies: ["LoxSource", "LoxSyntax"], swiftSettings: strict),
    .target(name: "LoxBytecode", dependencies: ["LoxSource"], swiftSettings: strict),
    .target(
      name: "LoxCompiler", dependencies: ["LoxSource", "LoxSyntax", "LoxSemantics", "LoxBytecode"],
      swiftSettings: strict),
    .target(name: "LoxJIT", dependencies: ["LoxAssembler", "LoxBytecode"], swiftSettings: strict),
    .target(
      name: "LoxRuntime", dependencies: ["LoxSource", "LoxBuiltins", "LoxBytecode", "LoxRegex", "LoxJIT"],
      swiftSettings: strict),
    .target(name: "LoxAssembler", swiftSettings: strict),
    .target(name: "LoxJSON", swiftSettings: strict),
    .target(
      name: "LoxDiagnostics", dependencies: ["LoxSource", "LoxSyntax", "LoxJSON"], swiftSettings: strict),
    .target(
      name: "Lox",
      dependencies: ["LoxSource", "LoxSyntax", "LoxCompiler", "LoxDiagnostics", "LoxJSON", "LoxRuntime"],
      swiftSettings: strict),

    // What hosts that use Foundation want beside it.
    .target(name: "LoxFoundation", dependencies: ["Lox"], swiftSettings: strict),

    // What tools know of sources.
    .target(
      name: "LoxTooling",
      dependencies: [
        "LoxSource", "LoxBuiltins", "LoxRegex", "LoxSyntax", "LoxSemantics", "LoxDiagnostics", "LoxJSON",
      ],
      swiftSettings: strict),

    // Debugging of isolates.
    .target(
      name: "LoxDebugger", dependencies: ["Lox", "LoxBytecode", "LoxRuntime", "LoxSource"],
      swiftSettings: strict),

    .target(
      name: "LoxDebugAdapter", dependencies: ["Lox", "LoxDebugger", "LoxJSON", "LoxRuntime"],
      swiftSettings: strict),

    // The language server, but for the reading and writing.
    .target(
      name: "LoxLanguageServer",
      dependencies: [
        "Lox", "LoxTooling", "LoxSource", "LoxSyntax", "LoxSemantics", "LoxDiagnostics", "LoxJSON",
      ],
      swiftSettings: strict),

    // Editing of input on a terminal; knows nothing of Lox.
    .target(name: "LoxTerminal", dependencies: ["LoxSource"], swiftSettings: strict),

    // The command.
    .executableTarget(
      name: "LoxCommand",
      dependencies: [
        "Lox", "LoxBytecode", "LoxDiagnostics", "LoxJIT", "LoxJSON", "LoxRuntime", "LoxSemantics",
        "LoxSource",
        "LoxSyntax",
        "LoxTerminal",
        "LoxTooling", "LoxLanguageServer", "LoxDebugger", "LoxDebugAdapter",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    // Random programs for the tests.
    .target(name: "LoxGenerator", path: "Tests/LoxGenerator", swiftSettings: strict),

    // What machine code does, read from its bytes, for the tests.
    .target(
      name: "LoxDisassembler", dependencies: ["LoxAssembler"], path: "Tests/LoxDisassembler",
      swiftSettings: strict),

    // Machine code as a process, emulated if it is for another processor, for the tests.
    .target(
      name: "LoxExecution", dependencies: ["LoxAssembler"], path: "Tests/LoxExecution", swiftSettings: strict),

    .testTarget(name: "LoxSourceTests", dependencies: ["LoxSource"], swiftSettings: strict),
    .testTarget(
      name: "LoxSyntaxTests", dependencies: ["LoxSource", "LoxSyntax", "LoxGenerator"], swiftSettings: strict),
    .testTarget(
      name: "LoxSemanticsTests", dependencies: ["LoxSource", "LoxSemantics", "LoxSyntax"],
      swiftSettings: strict),
    .testTarget(
      name: "LoxBytecodeTests",
      dependencies: ["LoxSource", "LoxBytecode", "LoxCompiler", "LoxSemantics", "LoxSyntax", "LoxGenerator"],
      swiftSettings: strict),
    .testTarget(
      name: "LoxCompilerTests",
      dependencies: ["LoxSource", "LoxCompiler", "LoxBytecode", "LoxSemantics", "LoxSyntax", "LoxTooling"],
      swiftSettings: strict),
    .testTarget(
      name: "LoxRuntimeTests",
      dependencies: ["LoxBuiltins", "LoxSource", "LoxRuntime", "LoxCompiler", "LoxGenerator", "LoxJIT"],
      swiftSettings: strict),
    .testTarget(name: "LoxRegexTests", dependencies: ["LoxRegex"], swiftSettings: strict),
    .testTarget(
      name: "LoxAssemblerTests", dependencies: ["LoxAssembler", "LoxDisassembler", "LoxExecution"],
      exclude: ["Expected"], swiftSettings: strict),
    .testTarget(
      name: "LoxJITTests",
      dependencies: ["Lox", "LoxAssembler", "LoxBytecode", "LoxExecution", "LoxJIT", "LoxRuntime"],
      swiftSettings: strict),
    .testTarget(name: "LoxJSONTests", dependencies: ["LoxJSON"], swiftSettings: strict),
    .testTarget(name: "LoxTerminalTests", dependencies: ["LoxTerminal"], swiftSettings: strict),
    .testTarget(
      name: "LoxToolingTests",
      dependencies: [
        "LoxTooling", "LoxCompiler", "LoxBytecode", "LoxDiagnostics", "LoxSource", "LoxSyntax",
        "LoxSemantics", "LoxGenerator",
        "LoxJSON",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "LoxLanguageServerTests",
      dependencies: ["LoxLanguageServer", "LoxTooling", "LoxJSON", "LoxSource", "LoxSyntax", "LoxGenerator"],
      swiftSettings: strict),
    .testTarget(name: "LoxCommandTests", swiftSettings: strict),
    .testTarget(
      name: "LoxDebugAdapterTests", dependencies: ["LoxDebugAdapter", "LoxDebugger", "Lox", "LoxJSON"],
      swiftSettings: strict),
    .testTarget(
      name: "LoxDebuggerTests", dependencies: ["LoxDebugger", "Lox", "LoxRuntime"], swiftSettings: strict),
    .testTarget(
      name: "LoxTests",
      dependencies: [
        "Lox", "LoxAssembler", "LoxBuiltins", "LoxDisassembler", "LoxExecution", "LoxFoundation",
        "LoxDiagnostics",
        "LoxJIT",
        "LoxRegex", "LoxRuntime", "LoxGenerator", "LoxJSON",
        "LoxTooling",
      ],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
