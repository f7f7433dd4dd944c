import Foundation
import Testing

/// What all forms of an architecture come to, as a file says it that hosts without another assembler can compare with.
///
/// A line has the name of a group, how many forms it has, a checksum of all their bytes, and the bytes of a few.
struct ExpectedForms {
  let file: URL

  init(_ name: String) {
    file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
      "Expected/\(name).txt")
  }

  static func line(_ group: FormGroup) -> String {
    var checksum: UInt64 = 0xcbf2_9ce4_8422_2325
    for form in group.forms {
      let bytes = form.bytes ?? []
      // FNV-1a, with the lengths.
      for byte in [UInt8(truncatingIfNeeded: bytes.count)] + bytes {
        checksum = (checksum ^ UInt64(byte)) &* 0x100_0000_01b3
      }
    }
    let samples = (0..<min(5, group.forms.count)).map { number in
      hexadecimal(group.forms[(number * group.forms.count / 5 + number) % group.forms.count].bytes ?? [])
    }
    return
      "\(group.name): \(group.forms.count) \(String(checksum, radix: 16)) \(samples.joined(separator: " "))"
  }

  /// Compares, or writes the file if the environment says so.
  func check(_ groups: [FormGroup]) throws {
    let lines = groups.map(Self.line)
    if ProcessInfo.processInfo.environment["LOX_WRITE_FORMS"] != nil {
      try (lines.joined(separator: "\n") + "\n").write(to: file, atomically: true, encoding: .utf8)
    }
    let expected = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
    #expect(lines.count == expected.count)
    for (line, expected) in zip(lines, expected) { #expect(line == expected) }
  }
}
