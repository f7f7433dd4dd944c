/// The rule of relaxation, done naively: all are long, and one after the other becomes short, until none can.
struct NaiveLayout {
  /// Where each step begins, and where all end.
  var offsets: [Int] = []

  init<Assembler>(_ program: LabelProgram<Assembler>) {
    var shortSteps: Set<Int> = []
    var places: [Int: Int] = [:]
    for (number, step) in program.steps.enumerated() {
      if case .label(let label) = step { places[label] = number }
    }
    while true {
      let bounds = Self.offsets(program, shortSteps, padsFully: true)
      let next = program.steps.indices.first { number in
        guard case .reference(let reference) = program.steps[number], !shortSteps.contains(number),
          let place = places[reference.target]
        else { return false }
        let saved = place > number ? reference.longSize - reference.shortSize : 0
        return reference.reach ~= bounds[place] - saved - bounds[number]
      }
      guard let next else { break }
      shortSteps.insert(next)
    }
    offsets = Self.offsets(program, shortSteps, padsFully: false)
  }

  private static func offsets<Assembler>(
    _ program: LabelProgram<Assembler>, _ shortSteps: Set<Int>, padsFully: Bool
  ) -> [Int] {
    var result = [0]
    for (number, step) in program.steps.enumerated() {
      let offset = result[number]
      switch step {
      case .label: result.append(offset)
      case .filler(let count, _): result.append(offset + count)
      case .alignment(let alignment):
        let size = padsFully ? alignment - 1 : (alignment - offset % alignment) % alignment
        result.append(offset + size)
      case .reference(let reference):
        result.append(offset + (shortSteps.contains(number) ? reference.shortSize : reference.longSize))
      }
    }
    return result
  }
}
