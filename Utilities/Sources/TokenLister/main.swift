// Lists the tokens of scripts, for the tests of the editors' grammars.
//
//     TokenLister FILE...
//
// For each file, writes a line with its name, then a line for each token: its category, the offset of its
// first byte, and that of the byte after its last. Comments are listed, too, where they occur.

import Foundation
import LoxSource

for name in CommandLine.arguments.dropFirst() {
  let bytes = try Array(Data(contentsOf: URL(fileURLWithPath: name)))
  print("file \(name)")
  print(tokens(of: Source(name: name, bytes: bytes)), terminator: "")
}
