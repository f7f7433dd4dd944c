import Foundation

/// A tool that writes generated files, or with `--check` reports those that are out of date. It is run from the root of the repository.
public struct Generator {
  /// The name of the tool, for messages.
  public var name: String
  /// What the files are generated from.
  public var origin: String

  public init(name: String, origin: String) {
    self.name = name
    self.origin = origin
  }

  public func run(_ makeFiles: () throws -> [GeneratedFile]) {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard arguments.isEmpty || arguments == ["--check"] else {
      fail("usage: \(name) [--check]", isUsage: true)
    }
    guard FileManager.default.fileExists(atPath: "Sources/LoxBytecode") else {
      fail("run it from the root of the repository")
    }
    do {
      let outdated = try makeFiles().filter { !$0.isCurrent }
      for file in outdated {
        if arguments.isEmpty {
          try file.write()
          print("wrote \(file.path)")
        } else {
          print("\(file.path) does not follow from \(origin): run \(name)")
        }
      }
      if !arguments.isEmpty, !outdated.isEmpty { exit(1) }
    } catch {
      fail(error.localizedDescription)
    }
  }

  /// Ends the tool with a message on standard error.
  public func fail(_ message: String, isUsage: Bool = false) -> Never {
    FileHandle.standardError.write(Data("\(isUsage ? "" : "\(name): ")\(message)\n".utf8))
    exit(2)
  }
}
