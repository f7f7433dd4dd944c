import LoxBytecode
import LoxRuntime
import LoxTooling

/// Makes a profile from a machine's samples: from counts for places in the code to the costs of functions and lines.
struct ProfileBuilder {
  private let machine: VirtualMachine

  init(_ machine: VirtualMachine) { self.machine = machine }

  func profile(title: String, time: Duration) -> Profile {
    var profile = Profile(title: title)
    guard let profiler = machine.profiler else { return profile }
    profile.nanoseconds =
      Int(time.components.seconds) * 1_000_000_000 + Int(time.components.attoseconds / 1_000_000_000)
    profile.sampleCount = profiler.sampleCount
    var numbers: [Int32: Int] = [:]
    // By the index of a program's first function.
    var codeLines: [Int: CodeLines] = [:]
    func number(of node: Profiler.Node) -> Int {
      guard let swift = node.swiftFunction else { return number(of: node.function) }
      if let known = numbers[node.function] { return known }
      numbers[node.function] = profile.functions.count
      profile.functions.append(
        Profile.Function(name: profiler.swiftTimes.functions[swift].name, sourceName: "Swift", line: 0))
      return profile.functions.count - 1
    }
    func number(of function: Int32) -> Int {
      if let known = numbers[function] { return known }
      numbers[function] = profile.functions.count
      profile.functions.append(description(of: function, &profile.sources, &codeLines))
      return profile.functions.count - 1
    }
    profile.nodes = profiler.nodes.map { node in
      Profile.Node(
        parent: node.parent < 0 ? nil : Int(node.parent), function: number(of: node),
        units: node.units, bytes: node.bytes, nanoseconds: node.nanoseconds)
    }
    profile.lines = lines(profiler).map { line in
      var line = line
      line.function = number(of: Int32(truncatingIfNeeded: line.function))
      return line
    }
    profile.swiftFunctions = profiler.swiftTimes.functions.map {
      Profile.SwiftFunction(name: $0.name, callCount: $0.callCount, nanoseconds: $0.nanoseconds)
    }
    profile.collections = profiler.collections.map { collection in
      Profile.Collection(
        startNanoseconds: Int(collection.startNanoseconds),
        pauseNanoseconds: Int(collection.pauseNanoseconds),
        isFull: collection.isFull, bytesBefore: collection.bytesBefore, bytesAfter: collection.bytesAfter)
    }
    return profile
  }

  private func description(
    of function: Int32, _ sources: inout [String: [UInt8]], _ codeLines: inout [Int: CodeLines]
  ) -> Profile.Function {
    guard let (program, number) = machine.function(at: Int(function)) else {
      return Profile.Function(name: "(calls left out)", sourceName: "", line: 0)
    }
    if machine.isOfPrelude(Int(function)) {
      let name = program.displayName(of: number)
      return Profile.Function(
        name: program.functions[number].kind == .script ? "(its start)" : name,
        sourceName: "core library", line: 0)
    }
    let first = Int(function) - number
    let lines = codeLines[first] ?? CodeLines(program)
    if codeLines.updateValue(lines, forKey: first) == nil { sources[program.sourceName] = program.source }
    return Profile.Function(
      name: program.displayName(of: number), sourceName: program.sourceName,
      line: lines.declaration(of: number))
  }

  /// The costs of the lines; the numbers of their functions are still those of the machine.
  private func lines(_ profiler: Profiler) -> [Profile.Line] {
    var lines = profiler.lines.map { line in
      Profile.Line(
        function: Int(line.function), number: line.number, units: 0, calledUnits: line.calledUnits, bytes: 0)
    }
    for (function, first) in profiler.firstPlaces.enumerated() where first >= 0 {
      guard let (program, number) = machine.function(at: function) else { continue }
      let code = program.functions[number]
      // By where they begin; if several begin there, the shortest.
      let loops = Dictionary(program.loops(of: code).map { ($0.lowerBound, $0) }) {
        $0.count <= $1.count ? $0 : $1
      }
      for pc in 0..<Int(code.code.count) where profiler.places.indices.contains(first + pc) {
        let place = profiler.places[first + pc]
        lines[Int(place.line)].bytes += place.bytes
        guard place.units > 0 else { continue }
        // At the beginning of a function or a loop, all of its words are paid for, so each line gets its share. What an
        // instruction pays in addition belongs to its own line.
        let range = pc == 0 ? 0..<Int(code.code.count) : loops[pc]
        let words = (range ?? pc - 1..<pc).clamped(to: 0..<Int(code.code.count))
        share(place.units, among: words.map { Int(profiler.places[first + $0].line) }, &lines)
      }
    }
    return lines.filter {
      ($0.units > 0 || $0.calledUnits > 0 || $0.bytes > 0) && !machine.isOfPrelude($0.function)
    }
  }

  /// Divides units so that none is lost.
  private func share(_ units: Int, among owners: [Int], _ lines: inout [Profile.Line]) {
    var (given, count) = (0, 0)
    for owner in owners {
      count += 1
      let sum = Int(Double(units) * Double(count) / Double(owners.count))
      lines[owner].units += sum - given
      given = sum
    }
  }
}
