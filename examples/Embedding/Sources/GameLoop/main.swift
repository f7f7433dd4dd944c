import Foundation
import Lox

let world = try World()
let folder = Bundle.module.resourceURL?.appending(path: "Behaviours") ?? URL(filePath: ".")
let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
for file in files.sorted(by: { $0.lastPathComponent < $1.lastPathComponent }) {
  world.load(try String(contentsOf: file, encoding: .utf8), name: file.lastPathComponent)
}
for number in 1...5 { world.frame(number) }
