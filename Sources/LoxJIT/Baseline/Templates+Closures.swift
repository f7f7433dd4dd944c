import LoxAssembler
import LoxBytecode

/// Closures, made in eden.
extension Baseline {
  /// Closures with more captures are made by the machine: the code for so many is long.
  private var maximumCaptureCount: Int { 8 }

  /// False if the machine makes the closure: what a script declares itself is born old.
  mutating func closure(_ i: Instruction) -> Bool {
    let captures = program.functions.indices.contains(word) ? program.functions[word].captures.range : 0..<0
    guard function.kind != .script, program.functions.indices.contains(word),
      captures.count <= maximumCaptureCount
    else {
      stepHere()
      return false
    }
    let size = layout.objects.closureCaptures + captures.count * valueSize
    let cost = size / layout.core.bytesPerUnit
    target.branch(.less, .fuel, cost, to: step())
    allocate(size, orBranchTo: step())
    target.add(.fuel, -cost, .double)
    setHeader(size, captures.count)
    // The register is written before the captures are read: a function may capture itself.
    store(.a, layout.values.closureTag, register(i.a))
    known.forget(i.a)
    for (number, capture) in program.captures[captures].enumerated() {
      let place = Place.cage(.a, layout.objects.closureCaptures + number * valueSize)
      if capture.isRegister {
        target.load(.b, register(Int(capture.index)), .double)
      } else {
        target.load(.c, .frame(layout.frame.closure - layout.frame.size), .word)
        let captured = field(
          .c, layout.objects.closureCaptures + Int(capture.index) * valueSize, reach: layout.memory.loadReach)
        target.load(.b, captured, .double)
      }
      target.store(.b, place, .double)
    }
    return true
  }

  private mutating func setHeader(_ size: Int, _ count: Int) {
    target.set(.b, UInt64(layout.objects.closureKind) | UInt64(size) << 32)
    target.store(.b, .cage(.a, 0), .double)
    target.load(.b, .record(layout.record.firstIndex), .word)
    target.add(.b, word, .word)
    target.store(.b, .cage(.a, layout.objects.closureFunction), .word)
    target.store(UInt32(count), .cage(.a, layout.objects.closureCount))
  }
}
