import LoxBytecode

/// A place in verified code. Only the run loop moves it, as the code says, and the verifier has checked all code.
@safe struct CodePointer: Equatable {
  private var pointer: UnsafePointer<UInt32>

  @unsafe init(_ pointer: UnsafePointer<UInt32>) { unsafe self.pointer = pointer }

  // SAFETY: verified code jumps to instructions of its own function only and never runs off its end, and the code image
  // outlives the isolates that run it.

  static func == (a: CodePointer, b: CodePointer) -> Bool { unsafe a.pointer == b.pointer }

  /// The word at this place; moves past it.
  @inline(always) mutating func fetch() -> Instruction {
    let instruction = Instruction(word: unsafe pointer.pointee)
    unsafe pointer += 1
    return instruction
  }

  /// The word at this place: after `fetch`, the second word of the instruction.
  @inline(always) var word: Int { Int(unsafe pointer.pointee) }

  @inline(always) mutating func skipWord() { unsafe pointer += 1 }

  /// The place after the second word.
  @inline(always) var afterWord: CodePointer { unsafe CodePointer(pointer + 1) }

  /// The jump distance at this place.
  @inline(always) var distance: Int { Int(Int32(bitPattern: unsafe pointer.pointee)) }

  /// Follows the jump distance at this place, which counts from the end of its word.
  @inline(always) mutating func jump() {
    unsafe pointer += Int(Int32(bitPattern: pointer.pointee)) &+ 1
  }

  /// The place so many words after this one; only what the verifier has checked.
  func advanced(by words: Int) -> CodePointer { unsafe CodePointer(pointer + words) }

  /// The place one word before.
  var beforeWord: CodePointer { unsafe CodePointer(pointer - 1) }

  /// The word `distance` words before this place.
  @inline(always) func wordBefore(_ distance: Int) -> Instruction {
    Instruction(word: unsafe (pointer - distance).pointee)
  }

  /// The address as a number, for machine code.
  var address: UInt { unsafe UInt(bitPattern: pointer) }

  /// The number of words between an earlier place in the same image and this one.
  func distance(from start: CodePointer) -> Int { unsafe pointer - start.pointer }
}

extension Instruction {
  // SAFETY: the verifier accepts only bytes that are opcodes, and opcodes are numbered without gaps.
  @inline(always) var opcode: Opcode { unsafe unsafeBitCast(rawOpcode, to: Opcode.self) }
}

/// The verified code of a program at a fixed address, shared by all isolates that run it.
@safe final class CodeImage: @unchecked Sendable {
  private let words: UnsafeMutablePointer<UInt32>
  /// What of it was compiled to machine code.
  let machineCode = MachineCodeStore()

  /// SAFETY of the shared pointer: the words are written here once and only read afterwards.
  init(_ code: [UInt32]) {
    unsafe words = .allocate(capacity: max(1, code.count))
    for (index, word) in code.enumerated() {
      unsafe (words + index).initialize(to: word)
    }
  }

  deinit { unsafe words.deallocate() }

  func pointer(at index: Int) -> CodePointer { unsafe CodePointer(UnsafePointer(words + index)) }
}
