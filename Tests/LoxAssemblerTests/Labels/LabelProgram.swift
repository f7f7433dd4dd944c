import LoxAssembler

/// What both assemblers can do with labels.
protocol LabelAssembler {
  init()
  mutating func makeLabel() -> Label
  mutating func bind(_ label: Label)
  mutating func align(to alignment: Int)
  mutating func data(_ bytes: some Sequence<UInt8>)
  func finish() throws(AssemblyError) -> Code
}

extension X86.Assembler: LabelAssembler {}
extension ARM64.Assembler: LabelAssembler {}

/// A program whose bytes depend on where its labels are.
struct LabelProgram<Assembler: LabelAssembler> {
  /// An instruction that refers to a label.
  struct Reference {
    var target: Int
    var shortSize: Int
    var longSize: Int
    /// The distances, from the first byte of the instruction, that the short form reaches.
    var reach: ClosedRange<Int>
    var emit: (inout Assembler, Label) -> Void
    /// What other assemblers read, given the name of the label, the form and the distance.
    var text: (_ label: String, _ isShort: Bool, _ distance: Int) -> String
  }

  enum Step {
    case label(Int)
    case filler(count: Int, byte: UInt8)
    case alignment(Int)
    case reference(Reference)
  }

  var steps: [Step] = []
  var labelCount = 0

  struct Result {
    var code: Code
    /// Where each step begins, and where all end.
    var offsets: [Int]
    /// Where each label is.
    var labels: [Int]
  }

  func assemble() throws -> Result {
    var assembler = Assembler()
    let labels = (0..<labelCount).map { _ in assembler.makeLabel() }
    var marks: [Label] = []
    func mark() {
      let label = assembler.makeLabel()
      assembler.bind(label)
      marks.append(label)
    }
    for step in steps {
      mark()
      switch step {
      case .label(let number): assembler.bind(labels[number])
      case .filler(let count, let byte): assembler.data([UInt8](repeating: byte, count: count))
      case .alignment(let alignment): assembler.align(to: alignment)
      case .reference(let reference): reference.emit(&assembler, labels[reference.target])
      }
    }
    mark()
    let code = try assembler.finish()
    return Result(
      code: code, offsets: marks.map { code.offset(of: $0) ?? -1 },
      labels: labels.map { code.offset(of: $0) ?? -1 })
  }

  /// The text for another assembler, with the forms that ours has chosen.
  func text(_ result: Result) -> String {
    steps.indices.map { number in
      let offset = result.offsets[number]
      let size = result.offsets[number + 1] - offset
      switch steps[number] {
      case .label(let label): return "L\(label):"
      case .filler(let count, let byte): return ".fill \(count), 1, \(byte)"
      case .alignment:
        return result.code.bytes[offset..<offset + size].map { ".byte \($0)" }.joined(separator: "\n")
      case .reference(let reference):
        return reference.text(
          "L\(reference.target)", size == reference.shortSize, result.labels[reference.target] - offset)
      }
    }.joined(separator: "\n")
  }
}
