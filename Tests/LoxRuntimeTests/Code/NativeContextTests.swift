import Testing

@testable import LoxRuntime

/// Machine code finds what it needs where the layouts say.
@Suite struct NativeContextTests {
  @Test func fieldsAreWhereTheLayoutSays() {
    typealias Layout = NativeContextLayout
    let offsets: [(PartialKeyPath<NativeContext>, Int)] = [
      (\.heap, Layout.heap), (\.cage, Layout.cage), (\.records, Layout.records),
      (\.recordCount, Layout.recordCount), (\.nilBits, Layout.nilBits), (\.falseBits, Layout.falseBits),
      (\.undefinedBits, Layout.undefinedBits), (\.finish, Layout.finish), (\.exits.leave, Layout.leave),
      (\.exits.finishMember, Layout.finishMember), (\.exits.step, Layout.step),
      (\.shared.stepHere, Layout.stepHere), (\.shared.barrier, Layout.barrier),
      (\.shared.elementBarrier, Layout.elementBarrier),
      (\.shared.readOther, Layout.readOther), (\.shared.invokeOther, Layout.invokeOther),
      (\.shared.invokeCore, Layout.invokeCore), (\.shared.findCallee, Layout.findCallee),
      (\.shared.construct, Layout.construct), (\.helpers.execute, Layout.execute),
      (\.shared.stepTwoHere, Layout.stepTwoHere), (\.helpers.executeHere, Layout.executeHere),
      (\.helpers.finishMember, Layout.finishMemberOfMachine), (\.helpers.findPlace, Layout.findPlace),
      (\.shared.getOther, Layout.getOther),
      (\.shared.setOther, Layout.setOther), (\.helpers.getElement, Layout.getElement),
      (\.helpers.setElement, Layout.setElement), (\.helpers.getIntrinsic, Layout.getIntrinsic),
      (\.helpers.invokeIntrinsic, Layout.invokeIntrinsic), (\.operand, Layout.operand),
      (\.helpers.rememberObject, Layout.rememberObject),
      (\.helpers.rememberElement, Layout.rememberElement),
      (\.helpers.findMethod, Layout.findMethod), (\.foundClosure, Layout.foundClosure),
    ]
    for (path, offset) in offsets {
      #expect(MemoryLayout<NativeContext>.offset(of: path) == offset, "\(path)")
    }
  }

  /// True follows false, and false follows nil: some templates add 1.
  @Test func truthValuesFollowEachOther() {
    #expect(Value.false.bits == Value.nil.bits + 1)
    #expect(Value.true.bits == Value.false.bits + 1)
  }
}
