// swift-tools-version: 6.2
import Foundation
import PackageDescription

/// Lua is included in the comparison if its headers are installed (Debian: liblua5.4-dev).
let hasLua = FileManager.default.fileExists(atPath: "/usr/include/lua5.4/lua.h")

let package = Package(
  name: "EmbeddingBenchmark",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "OrganicLox", path: "../..")],
  targets: [
    .executableTarget(
      name: "EmbeddingBenchmark",
      dependencies: [.product(name: "Lox", package: "OrganicLox")] + (hasLua ? ["CLua"] : []))
  ] + (hasLua ? [.systemLibrary(name: "CLua", pkgConfig: "lua5.4")] : []),
  swiftLanguageModes: [.v6]
)
