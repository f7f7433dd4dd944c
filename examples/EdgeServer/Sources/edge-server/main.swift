import EdgeServer
import Foundation
import Hummingbird

let arguments = CommandLine.arguments.dropFirst()
guard let folder = arguments.first, arguments.count <= 2,
  let port = arguments.count == 2 ? Int(arguments[2]) : 8080
else {
  FileHandle.standardError.write(Data("Usage: edge-server FOLDER [PORT]\n".utf8))
  exit(64)
}

var configuration = EdgeConfiguration(folder: folder)
configuration.adminToken = ProcessInfo.processInfo.environment["EDGE_ADMIN_TOKEN"]
let host = EdgeHost(configuration)
try await host.application(address: .hostname("127.0.0.1", port: port)).runService()
