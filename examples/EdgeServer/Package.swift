// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [.strictMemorySafety()]

let package = Package(
  name: "EdgeServer",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(url: "https://github.com/apple/swift-http-types", from: "1.0.0"),
    .package(name: "OrganicLox", path: "../.."),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.30.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.0.0"),
  ],
  targets: [
    .target(
      name: "EdgeServer",
      dependencies: [
        .product(name: "Lox", package: "OrganicLox"),
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      swiftSettings: strict),
    .executableTarget(name: "edge-server", dependencies: ["EdgeServer"], swiftSettings: strict),
    .testTarget(
      name: "EdgeServerTests",
      dependencies: ["EdgeServer", .product(name: "HummingbirdTesting", package: "hummingbird")],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
