import LoxAssembler
import LoxBytecode

/// The rest of an instruction whose member has returned, as the machine would do it (`MemberCalls`).
extension TemplateTarget {
  /// Instructions of one word that write the result to the register `A`, by their numbers.
  private static var results: ClosedRange<UInt8> { Opcode.subtract.rawValue...Opcode.negate.rawValue }

  /// The record and the window are those of the function that has called the member, and the frame above its own is that of the instruction.
  /// Unless this is one of those below, nothing is changed; `a` is kept in any case.
  mutating func finishMember(_ layout: RuntimeLayout, orBranchTo label: Label) {
    let (isText, isResult, isProperty, isDone, wordSize) = (
      makeLabel(), makeLabel(), makeLabel(), makeLabel(), MemoryLayout<UInt32>.size
    )
    load(.e, .record(layout.record.nativePlaces), .double)
    branch(.equal, .e, 0, .double, to: label)
    // The frame has the place behind two words.
    load(.d, .frame(layout.frame.returnAddress - layout.frame.size), .double)
    add(.d, -2 * wordSize, .double)
    load(.b, .code(.d), .word)
    add(.d, wordSize, .double)
    copy(.c, .b, .word)
    and(.c, UInt32(UInt8.max))
    branch(.equal, .c, Int(Opcode.getProperty.rawValue), .word, to: isProperty)
    branch(.equal, .c, Int(Opcode.getElement.rawValue), .word, to: isResult)
    branch(.equal, .c, Int(Opcode.add.rawValue), .word, to: isText)
    let isSetter = makeLabel()
    branch(.equal, .c, Int(Opcode.setProperty.rawValue), .word, to: isSetter)
    branch(.below, .c, Int(Self.results.lowerBound), .word, to: label)
    branch(.above, .c, Int(Self.results.upperBound), .word, to: label)
    jump(isResult)

    // If an operand is a string, the result is the text of the other one.
    bind(isText)
    for position in [16, 24] {
      copy(.c, .b, .word)
      shiftRight(.c, position, .word)
      and(.c, UInt32(UInt8.max))
      load(.c, .entry(.window, .c), .double)
      shiftRight(.c, 32, .double)
      branch(.equal, .c, Int(layout.values.stringTag), .word, to: label)
    }
    jump(isResult)

    bind(isProperty)
    add(.d, wordSize, .double)
    bind(isResult)
    load(.c, .record(layout.record.windowBytes), .word)
    shiftRight(.c, MemoryLayout<UInt64>.size.trailingZeroBitCount, .word)
    load(.c, .entry(.window, .c), .double)
    shiftRight(.b, 8, .word)
    and(.b, UInt32(UInt8.max))
    store(.c, .entry(.window, .b), .double)
    jump(isDone)
    bind(isSetter)
    add(.d, wordSize, .double)
    bind(isDone)
    add(.frame, -layout.frame.size, .double)
    load(.e, .native(places: .e, pc: .d), .word)
    add(.e, .record(layout.record.nativeEntry), .double)
    jump(Register.e)
  }
}
