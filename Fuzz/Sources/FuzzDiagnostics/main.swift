import FuzzDriver
import Lox
import LoxJSON

// Any bytes as a script: whatever is wrong with it, or goes wrong when it runs, can be written in all formats, and each is well
// formed.
FuzzDriver.run { bytes in
  do {
    var limits = Limits()
    limits.fuel = 100_000
    limits.heapBytes = 4 << 20
    try Isolate(limits: limits).run(Program(bytes: bytes, name: "script"))
  } catch let errors as CompileErrors {
    precondition(errors.bytes(.plain) == errors.diagnostics.bytes(.plain))
    for diagnostic in errors.diagnostics { check(diagnostic) }
  } catch let error as RuntimeError {
    precondition(error.bytes(.plain) == error.diagnostic.bytes(.plain))
    check(error.diagnostic)
  } catch {
    fatalError("\(error)")
  }
}

func check(_ diagnostic: Diagnostic) {
  let text = diagnostic.formatted(.rich(color: false))
  for scalar in text.unicodeScalars {
    precondition(
      scalar == "\n" || scalar.value >= 0x20 && !(0x7F..<0xA0 ~= scalar.value), "a control character")
  }
  _ = diagnostic.formatted(.rich(color: true))
  let json = diagnostic.bytes(.json)
  precondition(json.firstIndex(of: 0x0A) == json.count - 1, "JSON of several lines")
  do {
    let object = try JSON(parsing: json)
    precondition(object["message"] == JSON(diagnostic.message))
  } catch {
    fatalError("\(error)")
  }
}
