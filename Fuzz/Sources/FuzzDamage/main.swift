import FuzzDriver
import LoxRuntime

// The damage test of the cage, without an end: the input determines what is written where.
FuzzDriver.run { bytes in
  var seed: UInt64 = 0
  for byte in bytes { seed = (seed ^ UInt64(byte)) &* 0x100_0000_01b3 }
  guard let surroundings = DamageSurroundings(), let run = DamageRun(seed: seed) else {
    fatalError("There are no addresses left.")
  }
  defer { surroundings.release() }
  run.run()
  precondition(run.isGuardClean, "something was written behind the cage")
}
