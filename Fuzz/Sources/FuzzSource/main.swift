import Dispatch
import FuzzDriver
import Lox

// Any bytes as a script: compiled in both languages, with and without the optimiser, and run in every mode. Whatever they are, nothing
// traps; and all modes agree on what the script does, until its end or until a limit.
FuzzDriver.run { bytes in
  // How it is run depends on the script, so that it fails again when it is run again.
  let seed = bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 } as UInt64
  let done = DispatchSemaphore(value: 0)
  Task.detached {
    for language in [Program.Language.extended, .book] {
      var comparison = TierComparison(bytes, language, seed: seed)
      let isProgram = await comparison.compare()
      if !comparison.differences.isEmpty { fatalError("\(comparison.differences)") }
      // What the book permits does the same in the other language, but for its traces.
      if !isProgram || seed % 4 != 0 { break }
    }
    done.signal()
  }
  done.wait()
}
