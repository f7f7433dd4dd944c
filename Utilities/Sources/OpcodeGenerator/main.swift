import Foundation

// Writes the files that are generated from the table of opcodes; with `--check`, reports those that are out
// of date.
//
// Run from the root of the repository: `swift run --package-path Utilities OpcodeGenerator [--check]`.

let arguments = Array(CommandLine.arguments.dropFirst())
guard arguments.isEmpty || arguments == ["--check"] else { fail("usage: OpcodeGenerator [--check]") }
guard FileManager.default.fileExists(atPath: "Sources/LoxBytecode") else {
  fail("OpcodeGenerator: run it from the root of the repository")
}

let found = mistakes(in: opcodeTable)
guard found.isEmpty else { fail("OpcodeGenerator: \(found.joined(separator: "\n"))") }

let outdated = GeneratedFile.all.filter { !$0.isCurrent }
if arguments.isEmpty {
  for file in outdated {
    do {
      try file.write()
      print("wrote \(file.path)")
    } catch {
      fail("OpcodeGenerator: \(file.path): \(error.localizedDescription)")
    }
  }
} else if !outdated.isEmpty {
  for file in outdated { print("\(file.path) does not follow from the table of opcodes") }
  exit(1)
}

/// Ends the tool with a message on standard error.
func fail(_ message: String) -> Never {
  FileHandle.standardError.write(Data("\(message)\n".utf8))
  exit(2)
}
