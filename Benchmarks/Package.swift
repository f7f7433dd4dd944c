// swift-tools-version: 6.2

import PackageDescription

let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "benchmark", targets: ["Benchmark"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    .executableTarget(
      name: "Benchmark",
      dependencies: [.product(name: "ArgumentParser", package: "swift-argument-parser")],
      swiftSettings: [.strictMemorySafety()]
    ),
    .testTarget(
      name: "BenchmarkTests",
      dependencies: ["Benchmark"],
      swiftSettings: [.strictMemorySafety()]
    ),
  ]
)
