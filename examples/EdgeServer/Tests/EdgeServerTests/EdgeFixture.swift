import Foundation
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import EdgeServer

/// A folder of scripts that is deleted at the end.
final class ScriptFolder: Sendable {
  let path: String

  init(_ scripts: [String: String] = [:]) throws {
    path = FileManager.default.temporaryDirectory.appending(path: "edge-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: "\(path)/modules", withIntermediateDirectories: true)
    for (name, text) in scripts { try write(name, text) }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ name: String, _ text: String) throws {
    try text.write(toFile: "\(path)/\(name).lox", atomically: true, encoding: .utf8)
  }

  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: "\(path)/\(name).lox") }
}

/// Limits that leave time even on a busy machine, so that only fuel counts.
func patientConfiguration(_ folder: ScriptFolder) -> EdgeConfiguration {
  var configuration = EdgeConfiguration(folder: folder.path)
  configuration.deadline = .seconds(60)
  return configuration
}

/// Runs a server with these scripts, without a network.
func withServer(
  _ scripts: [String: String], configure: (inout EdgeConfiguration) -> Void = { _ in },
  _ test: @escaping @Sendable (any TestClientProtocol) async throws -> Void
) async throws {
  let folder = try ScriptFolder(scripts)
  var configuration = patientConfiguration(folder)
  configure(&configuration)
  try await EdgeHost(configuration).application().test(.router) { try await test($0) }
}

extension TestResponse {
  var text: String { String(buffer: body) }
}

extension TestClientProtocol {
  func get(_ uri: String, headers: HTTPFields = [:]) async throws -> TestResponse {
    try await execute(uri: uri, method: .get, headers: headers)
  }

  func report(of tenant: String) async throws -> StatusReport.TenantReport {
    let response = try await get("/-/status/\(tenant)")
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    let report = try decoder.decode(StatusReport.self, from: Data(response.body.readableBytesView))
    return try #require(report.tenants.first)
  }
}

/// A folder of the package.
func sampleFolder(_ name: String) -> String {
  let path = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
  return (path + [Substring(name)]).joined(separator: "/")
}
