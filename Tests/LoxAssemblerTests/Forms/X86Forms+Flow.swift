import LoxAssembler

extension X86Forms {
  static let flow: [FormGroup] =
    unary("jmp", [.qword], { a, r, _ in a.jmp(r) }, { a, m, _ in a.jmp(m) })
    + unary("call", [.qword], { a, r, _ in a.call(r) }, { a, m, _ in a.call(m) })
    + X86.Condition.allCases.flatMap(conditional) + [single, padding]

  private static func conditional(_ condition: X86.Condition) -> [FormGroup] {
    registers("cmov\(condition)", O.wide) { $0.cmov(condition, $1, $2, $3) }
      + loads("cmov\(condition)", O.wide) { $0.cmov(condition, $1, $2, $3) }
      + unary(
        "set\(condition)", [.byte], { a, r, _ in a.set(condition, r) }, { a, m, _ in a.set(condition, m) })
  }

  private static let single = FormGroup(
    "without operands",
    [
      .x86("ret") { $0.ret() }, .x86("int3") { $0.int3() }, .x86("ud2") { $0.ud2() },
      .x86("nop") { $0.nop() },
    ])

  private static let padding = FormGroup(
    "nop",
    [
      .x86("data16 nop") { $0.nop(2) },
      .x86("nop dword ptr [rax]") { $0.nop(3) },
      .x86("{disp8} nop dword ptr [rax]") { $0.nop(4) },
      .x86("{disp8} nop dword ptr [rax + rax * 1]") { $0.nop(5) },
      .x86("{disp8} nop word ptr [rax + rax * 1]") { $0.nop(6) },
      .x86("{disp32} nop dword ptr [rax]") { $0.nop(7) },
      .x86("{disp32} nop dword ptr [rax + rax * 1]") { $0.nop(8) },
      .x86("{disp32} nop word ptr [rax + rax * 1]") { $0.nop(9) },
      .x86("{disp32} nop word ptr [rax + rax * 1]; nop") { $0.nop(10) },
    ])
}
