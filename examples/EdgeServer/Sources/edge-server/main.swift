import EdgeServer
import Foundation
import Hummingbird

func exitWithUsage() -> Never {
  FileHandle.standardError.write(
    Data(
      """
      Usage: edge-server FOLDER [PORT] [--upstream NAME=ADDRESS]...
             edge-server --api

      """.utf8))
  exit(64)
}

var upstreams: [String: String] = [:]
var positional: [String] = []
var arguments = CommandLine.arguments.dropFirst()
while let argument = arguments.popFirst() {
  if argument == "--upstream" {
    let parts = arguments.popFirst()?.split(separator: "=", maxSplits: 1).map(String.init) ?? []
    guard parts.count == 2 else { exitWithUsage() }
    upstreams[parts[0]] = parts[1]
  } else if argument == "--api" {
    // For editors: the contents of `lox-api.json`.
    print(try EdgeConfiguration.apiDeclaration(), terminator: "")
    exit(0)
  } else if argument.hasPrefix("-") {
    exitWithUsage()
  } else {
    positional.append(argument)
  }
}
guard let folder = positional.first, positional.count <= 2,
  let port = positional.count == 2 ? Int(positional[1]) : 8080
else { exitWithUsage() }

var configuration = EdgeConfiguration(folder: folder)
configuration.upstreams = upstreams
configuration.adminToken = ProcessInfo.processInfo.environment["EDGE_ADMIN_TOKEN"]
let host = EdgeHost(configuration)
try await host.application(address: .hostname("127.0.0.1", port: port)).runService()
