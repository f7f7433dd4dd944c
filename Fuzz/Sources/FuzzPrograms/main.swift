import Dispatch
import FuzzDriver
import Lox
import LoxGenerator

// Random programs, as the input determines: all modes agree on what they do, until their end or until a limit.
FuzzDriver.run { bytes in
  let seed = bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 } as UInt64
  let done = DispatchSemaphore(value: 0)
  Task.detached {
    let text = makeProgram(seed)
    var comparison = TierComparison(Array(text.utf8), .extended, seed: seed)
    let isProgram = await comparison.compare()
    if !isProgram || !comparison.differences.isEmpty {
      fatalError("seed \(seed): \(comparison.differences)\n\(text)")
    }
    done.signal()
  }
  done.wait()
}

func makeProgram(_ seed: UInt64) -> String {
  if seed % 4 != 0 {
    var generator = UntypedProgramGenerator(seed: seed)
    return generator.makeProgram()
  }
  var options = ProgramGenerator.Options()
  options.isExtended = seed % 8 != 0
  options.size = 4 + Int(seed >> 8 % 12)
  var generator = ProgramGenerator(seed: seed, options: options)
  return generator.makeProgram()
}
