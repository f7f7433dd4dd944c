// swift-tools-version: 6.2
import PackageDescription

let lox: [Target.Dependency] = [.product(name: "Lox", package: "OrganicLox")]

let package = Package(
  name: "Embedding",
  dependencies: [.package(name: "OrganicLox", path: "../..")],
  targets: [
    // A server's discount rules, which shop owners write.
    .executableTarget(name: "RulesEngine", dependencies: lox, resources: [.copy("Shops")]),
    // A game whose creatures are scripts.
    .executableTarget(name: "GameLoop", dependencies: lox, resources: [.copy("Behaviours")]),
    // A script that a language model has written, and what it is told about its mistakes.
    .executableTarget(name: "GeneratedScript", dependencies: lox),
  ],
  swiftLanguageModes: [.v6]
)
