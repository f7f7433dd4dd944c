// swift-tools-version: 6.2
import PackageDescription

/// The archive of libFuzzer without a main function: `run` finds it in the toolchain.
let libFuzzer = Context.environment["LIBFUZZER"].map { [$0] } ?? []

/// With FUZZ_ADDRESS set, any access to memory outside an allocation ends the process.
let sanitizers = Context.environment["FUZZ_ADDRESS"] == nil ? "fuzzer" : "fuzzer,address"

/// All code is compiled with counters for libFuzzer, so this package has the library's targets again, as
/// links to their folders.
let counted: [SwiftSetting] = [
  .strictMemorySafety(), .unsafeFlags(["-sanitize=\(sanitizers)", "-enable-testing"]),
]
let link: [LinkerSetting] = [
  .unsafeFlags(
    libFuzzer + ["-use-ld=lld"] + (sanitizers == "fuzzer" ? [] : ["-sanitize=address"])),
  .linkedLibrary("stdc++"),
]

let package = Package(
  name: "Fuzz",
  targets: [
    .target(name: "LoxSource", swiftSettings: counted),
    .target(name: "LoxBuiltins", swiftSettings: counted),
    .target(name: "LoxSyntax", dependencies: ["LoxSource"], swiftSettings: counted),
    .target(name: "LoxSemantics", dependencies: ["LoxSource", "LoxSyntax"], swiftSettings: counted),
    .target(name: "LoxBytecode", dependencies: ["LoxSource"], swiftSettings: counted),
    .target(
      name: "LoxCompiler", dependencies: ["LoxSource", "LoxSyntax", "LoxSemantics", "LoxBytecode"],
      swiftSettings: counted),
    .target(name: "LoxAssembler", swiftSettings: counted),
    .target(name: "LoxJIT", dependencies: ["LoxAssembler", "LoxBytecode"], swiftSettings: counted),
    .target(
      name: "LoxRuntime", dependencies: ["LoxSource", "LoxBuiltins", "LoxBytecode", "LoxRegex", "LoxJIT"],
      swiftSettings: counted),
    .target(name: "LoxRegex", dependencies: ["LoxSource"], swiftSettings: counted),
    .target(name: "LoxJSON", swiftSettings: counted),
    .target(
      name: "LoxDiagnostics", dependencies: ["LoxSource", "LoxSyntax", "LoxJSON"], swiftSettings: counted),
    .target(
      name: "Lox",
      dependencies: ["LoxSource", "LoxSyntax", "LoxCompiler", "LoxDiagnostics", "LoxJSON", "LoxRuntime"],
      swiftSettings: counted),
    .target(name: "LoxGenerator", swiftSettings: [.strictMemorySafety()]),

    .systemLibrary(name: "LibFuzzer"),
    .target(name: "FuzzDriver", dependencies: ["LibFuzzer"], swiftSettings: [.strictMemorySafety()]),
    .executableTarget(
      name: "fuzz-source", dependencies: ["FuzzDriver", "Lox"], path: "Sources/FuzzSource",
      swiftSettings: counted, linkerSettings: link),
    .executableTarget(
      name: "fuzz-programs", dependencies: ["FuzzDriver", "Lox", "LoxGenerator"], path: "Sources/FuzzPrograms",
      swiftSettings: counted, linkerSettings: link),
    .executableTarget(
      name: "fuzz-bytecode", dependencies: ["FuzzDriver", "Lox"], path: "Sources/FuzzBytecode",
      swiftSettings: counted, linkerSettings: link),
    .executableTarget(
      name: "fuzz-damage", dependencies: ["FuzzDriver", "Lox", "LoxGenerator"], path: "Sources/FuzzDamage",
      swiftSettings: counted, linkerSettings: link),
    .executableTarget(
      name: "fuzz-calls", dependencies: ["FuzzDriver", "Lox"], path: "Sources/FuzzCalls",
      swiftSettings: counted, linkerSettings: link),
    .executableTarget(
      name: "fuzz-diagnostics", dependencies: ["FuzzDriver", "Lox", "LoxJSON"],
      path: "Sources/FuzzDiagnostics",
      swiftSettings: counted, linkerSettings: link),
    .executableTarget(
      name: "fuzz-regex", dependencies: ["FuzzDriver", "LoxRegex"], path: "Sources/FuzzRegex",
      swiftSettings: counted, linkerSettings: link + [.linkedLibrary("m")]),
  ],
  swiftLanguageModes: [.v6]
)
