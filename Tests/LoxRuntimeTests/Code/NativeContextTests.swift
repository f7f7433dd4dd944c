import LoxJIT
import Testing

@testable import LoxRuntime

/// Machine code finds what it needs where the layouts say.
@Suite struct NativeContextTests {
  @Test func fieldsAreWhereTheLayoutSays() {
    let layout = RuntimeLayout.native.context
    let offsets: [(PartialKeyPath<NativeContext>, Int)] = [
      (\.heap, layout.heap), (\.cage, layout.cage), (\.records, layout.records),
      (\.recordCount, layout.recordCount), (\.operators, layout.operators), (\.nilBits, layout.nilBits),
      (\.falseBits, layout.falseBits),
      (\.undefinedBits, layout.undefinedBits), (\.finish, layout.finish), (\.exits.leave, layout.leave),
      (\.exits.finishMember, layout.finishMember), (\.exits.step, layout.step),
      (\.exits.switchFiber, layout.switchFiber), (\.helpers.switchFiber, layout.switchFiberOfMachine),
      (\.classMembersVersion, layout.classMembersVersion),
      (\.shared.stepHere, layout.stepHere), (\.shared.barrier, layout.barrier),
      (\.shared.elementBarrier, layout.elementBarrier),
      (\.shared.readOther, layout.readOther), (\.shared.writeOther, layout.writeOther),
      (\.shared.invokeOther, layout.invokeOther),
      (\.shared.invokeCore, layout.invokeCore), (\.shared.findCallee, layout.findCallee),
      (\.shared.construct, layout.construct), (\.helpers.execute, layout.execute),
      (\.shared.stepTwoHere, layout.stepTwoHere), (\.helpers.executeHere, layout.executeHere),
      (\.helpers.finishMember, layout.finishMemberOfMachine), (\.helpers.findPlace, layout.findPlace),
      (\.shared.getOther, layout.getOther),
      (\.shared.setOther, layout.setOther), (\.shared.goOn, layout.goOn),
      (\.shared.takeObject, layout.takeObject), (\.shared.callMember, layout.callMember),
      (\.shared.callOperator, layout.callOperator),
      (\.helpers.getElement, layout.getElement), (\.helpers.nextElement, layout.nextElement),
      (\.helpers.setElement, layout.setElement), (\.helpers.getProperty, layout.getProperty),
      (\.helpers.setProperty, layout.setProperty),
      (\.helpers.invokeIntrinsic, layout.invokeIntrinsic), (\.operand, layout.operand),
      (\.helpers.rememberObject, layout.rememberObject),
      (\.helpers.rememberElement, layout.rememberElement),
      (\.helpers.findMethod, layout.findMethod), (\.foundClosure, layout.foundClosure),
    ]
    for (path, offset) in offsets {
      #expect(
        MemoryLayout<NativeContext>.offset(of: path).map { $0 + CallStackLayout.native } == offset, "\(path)")
    }
  }

  /// True follows false, and false follows nil: some templates add 1.
  @Test func truthValuesFollowEachOther() {
    #expect(Value.false.bits == Value.nil.bits + 1)
    #expect(Value.true.bits == Value.false.bits + 1)
  }
}
