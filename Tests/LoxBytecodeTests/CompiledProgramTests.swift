import Foundation
import LoxBytecode
import LoxCompiler
import LoxSemantics
import LoxSource
import LoxSyntax
import Testing

/// The compiler's output passes the verifier.
@Suite struct CompiledProgramTests {
  @Test func scripts() throws {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    var count = 0
    for folder in [tests.appending(path: "Conformance"), tests.appending(path: "../Benchmarks/programs")] {
      let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
      while let file = files?.nextObject() as? URL {
        guard file.pathExtension == "lox" else { continue }
        guard let program = try compile(Array(Data(contentsOf: file)), name: file.path) else { continue }
        #expect(throws: Never.self, "\(file.path)") { try program.verify() }
        if program.code.count < 1000 { #expect(!Disassembler(program).text.isEmpty) }
        count += 1
      }
    }
    #expect(count > 100)
  }

  /// More locals, captures and constants than 8-bit operands can name.
  @Test func largeFunctions() throws {
    let names = (0..<600).map { "v\($0)" }
    let locals = names.map { "var \($0) = \($0.dropFirst()).5; " }.joined()
    let uses = names.map { "\($0) = \($0) + v1;" }.joined()
    let calls = names.map { "f(\($0), v2, v3);" }.joined()
    let loop = "while (v0 < v599) { \(uses) \(calls) v0 = v599 + 1; }"
    let program = try compile(
      Array("fun f(a, b, c) { \(locals) \(loop) fun g() { \(uses) } return g; }".utf8), name: "large")
    try #require(program).verify()
  }

  @Test func shortcuts() throws {
    let source = "class A { get() { return this.x; } set(y) { (this.x = y); } other(y) { this.x = this; } }"
    let program = try #require(try compile(Array(source.utf8), name: "shortcuts"))
    try program.verify()
    #expect(program.functions.map { $0.shortcut != nil } == [false, true, true, false])
  }

  /// The program of a source; nil if the source has errors.
  private func compile(_ bytes: [UInt8], name: String) throws -> Program? {
    let analyzed = FrontEnd.analyze(source: Source(name: name, bytes: bytes), profile: .extended)
    guard analyzed.diagnostics.isEmpty else { return nil }
    return try Compiler.compile(analyzed.ast, analyzed.resolution)
  }
}
