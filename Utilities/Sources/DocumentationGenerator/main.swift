import Foundation
import GeneratedFiles

// Writes the reference of the core library, from the tables of `LoxBuiltins`, and the tour that the command contains, from
// `Documentation/Tour.md`; with `--check`, reports what is out of date.
//
// Run from the root of the repository: `swift run --package-path Utilities DocumentationGenerator [--check]`.

let generator = Generator(
  name: "DocumentationGenerator", origin: "the tables of LoxBuiltins and Documentation/Tour.md")
generator.run {
  let tour = try String(contentsOfFile: "Documentation/Tour.md", encoding: .utf8)
  return [
    GeneratedFile(path: "Documentation/Core.md", text: CoreReference().text),
    GeneratedFile(path: "Sources/LoxCommand/Tour/Generated/TourText.swift", text: tourSource(tour)),
  ]
}
