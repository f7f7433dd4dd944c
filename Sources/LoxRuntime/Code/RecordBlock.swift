import LoxBytecode

/// The records of one program in one isolate, in one block.
@safe struct RecordBlock {
  private let block: UnsafeMutableRawPointer
  /// The size of the block in bytes.
  let byteCount: Int
  /// The record of the script.
  let script: FunctionRecord

  /// Lays out a record for each function of the program and enters it in the table, from `firstIndex` on. Constants have yet to
  /// be set, and caches are empty. Nil if the system has no memory.
  init?(_ program: Program, image: CodeImage, firstIndex: Int, into table: inout RecordTable) {
    var size = 0
    for function in program.functions {
      size += Int(function.caches.count) * InlineCache.size + RecordBlock.recordSize(function)
    }
    guard let block = unsafe makeMemory(size, alignment: InlineCache.size) else { return nil }
    unsafe self.block = block
    byteCount = size
    unsafe block.initializeMemory(as: UInt8.self, repeating: 0, count: size)
    // SAFETY: the sum above covers each function's caches, header and constants in this order.
    var place = unsafe block
    let scriptCaches = Int(program.functions.first?.caches.count ?? 0) * InlineCache.size
    unsafe script = FunctionRecord(block + scriptCaches)
    for (index, function) in program.functions.enumerated() {
      unsafe place += Int(function.caches.count) * InlineCache.size
      let record = unsafe place
      let code = image.pointer(at: Int(function.code.start))
      unsafe record.storeBytes(of: code, toByteOffset: RecordLayout.entry, as: CodePointer.self)
      unsafe record.storeBytes(of: code, toByteOffset: RecordLayout.code, as: CodePointer.self)
      unsafe record.storeBytes(
        of: function.registerCount &* 8, toByteOffset: RecordLayout.windowBytes, as: UInt32.self)
      unsafe record.storeBytes(of: function.code.count, toByteOffset: RecordLayout.codeCount, as: UInt32.self)
      unsafe record.storeBytes(
        of: UInt32(function.arity) | (function.hasRest ? UInt32(RecordLayout.restBit) : 0),
        toByteOffset: RecordLayout.arity, as: UInt32.self)
      unsafe record.storeBytes(
        of: function.requiredCount, toByteOffset: RecordLayout.requiredCount, as: UInt8.self)
      unsafe record.storeBytes(
        of: UInt32(truncatingIfNeeded: firstIndex + index), toByteOffset: RecordLayout.index, as: UInt32.self)
      unsafe record.storeBytes(
        of: UInt32(truncatingIfNeeded: firstIndex), toByteOffset: RecordLayout.firstIndex, as: UInt32.self)
      unsafe record.storeBytes(
        of: function.kind.rawValue, toByteOffset: RecordLayout.kind, as: UInt8.self)
      unsafe record.storeBytes(
        of: program.isExtended ? 1 : 0, toByteOffset: RecordLayout.isExtended, as: UInt8.self)
      unsafe record.storeBytes(
        of: function.member.rawValue | (function.isOfClass ? RecordLayout.classBit : 0),
        toByteOffset: RecordLayout.member, as: UInt8.self)
      table.set(firstIndex + index, to: unsafe FunctionRecord(record))
      unsafe record.storeBytes(
        of: function.captures.count, toByteOffset: RecordLayout.captureCount, as: UInt32.self)
      let constantsEnd = RecordLayout.constants + Int(function.constants.count) * 8
      unsafe record.storeBytes(
        of: UInt32(truncatingIfNeeded: constantsEnd), toByteOffset: RecordLayout.captures, as: UInt32.self)
      for (number, capture) in program.captures[function.captures.range].enumerated() {
        let word = UInt32(capture.index) | (capture.isRegister ? CaptureWord.registerBit : 0)
        unsafe record.storeBytes(of: word, toByteOffset: constantsEnd + number * 4, as: UInt32.self)
      }
      unsafe place += RecordBlock.recordSize(function)
    }
  }

  func free() { unsafe freeMemory(block) }

  /// Header, constants and captures; a multiple of a cache's size, so that each cache is in one cache line of the processor.
  private static func recordSize(_ function: Function) -> Int {
    (RecordLayout.constants + Int(function.constants.count) * 8 + Int(function.captures.count) * 4 + 63) & ~63
  }
}
