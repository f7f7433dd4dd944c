// Generates the manual page of `lox` from a template and from the command's own help.
//
//     lox --experimental-dump-help | ManualGenerator FRAME > lox.1

import Foundation
import LoxJSON

guard CommandLine.arguments.count == 2 else {
  FileHandle.standardError.write(Data("usage: ManualGenerator FRAME\n".utf8))
  exit(64)
}
let frame = try String(contentsOfFile: CommandLine.arguments[1], encoding: .utf8)
let help = try JSON(parsing: FileHandle.standardInput.readDataToEndOfFile())
let manual = Manual(command: Command(help["command"] ?? .null))
print(manual.text(in: frame), terminator: "")
