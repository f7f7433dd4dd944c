import GeneratedFiles

// Writes the files that are generated from the table of opcodes; with `--check`, reports those that are out
// of date.
//
// Run from the root of the repository: `swift run --package-path Utilities OpcodeGenerator [--check]`.

let generator = Generator(name: "OpcodeGenerator", origin: "the table of opcodes")
let found = mistakes(in: opcodeTable)
guard found.isEmpty else { generator.fail(found.joined(separator: "\n")) }
generator.run(generatedFiles)
