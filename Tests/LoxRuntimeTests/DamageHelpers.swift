import Synchronization

@testable import LoxRuntime

/// Helpers of machine code that let an attacker write before and after they do what they should: so memory changes between any two machine
/// instructions of a template with a helper between them, not just when slices of fuel end.
enum DamageHelpers {
  /// Who attacks the machine at an address.
  private static let attackers = Mutex<[UInt: Attacker]>([:])

  final class Attacker: @unchecked Sendable {
    /// Belongs to the thread that runs the machine.
    let damage: () -> Void
    init(_ damage: @escaping () -> Void) { self.damage = damage }
  }

  /// Attacks a machine whenever its machine code calls a helper, once `install` was called.
  static func attack(_ machine: Pinned<Machine>, with damage: @escaping () -> Void) {
    attackers.withLock { $0[PinnedPlace(machine).address] = Attacker(damage) }
  }

  static func leave(_ machine: Pinned<Machine>) {
    attackers.withLock { _ = $0.removeValue(forKey: PinnedPlace(machine).address) }
  }

  /// Lets machine code call the helpers here. To be called again when there is machine code for the first time.
  static func install(_ machine: Pinned<Machine>) {
    guard machine.value.calls.native.enter != nil else { return }
    machine.value.calls.native.helpers = addresses
  }

  private static func around<Result>(_ machine: UInt, _ body: () -> Result) -> Result {
    let attacker = attackers.withLock { $0[machine] }
    attacker?.damage()
    let result = body()
    attacker?.damage()
    return result
  }

  private static let addresses = NativeHelpers(
    execute: { machine, pc, function, registers, frame, fuel in
      around(machine) { NativeHelpers.machine.execute(machine, pc, function, registers, frame, fuel) }
    },
    executeHere: { machine, pc, function, registers, frame, fuel in
      around(machine) { NativeHelpers.machine.executeHere(machine, pc, function, registers, frame, fuel) }
    },
    finishMember: { machine, pc, function, registers, frame, fuel in
      around(machine) { NativeHelpers.machine.finishMember(machine, pc, function, registers, frame, fuel) }
    },
    switchFiber: { machine, pc, function, registers, frame, fuel in
      around(machine) { NativeHelpers.machine.switchFiber(machine, pc, function, registers, frame, fuel) }
    },
    findPlace: { machine in around(machine) { NativeHelpers.machine.findPlace(machine) } },
    rememberObject: { machine, object in
      around(machine) { NativeHelpers.machine.rememberObject(machine, object) }
    },
    rememberElement: { machine, storage, place in
      around(machine) { NativeHelpers.machine.rememberElement(machine, storage, place) }
    },
    findMethod: { machine, cache, receiver in
      around(machine) { NativeHelpers.machine.findMethod(machine, cache, receiver) }
    },
    getElement: { machine, object, key in
      around(machine) { NativeHelpers.machine.getElement(machine, object, key) }
    },
    setElement: { machine, object, key in
      around(machine) { NativeHelpers.machine.setElement(machine, object, key) }
    },
    nextElement: { machine, window in
      around(machine) { NativeHelpers.machine.nextElement(machine, window) }
    },
    getProperty: { machine, object, cache in
      around(machine) { NativeHelpers.machine.getProperty(machine, object, cache) }
    },
    setProperty: { machine, object, cache in
      around(machine) { NativeHelpers.machine.setProperty(machine, object, cache) }
    },
    invokeIntrinsic: { machine, cache, window in
      around(machine) { NativeHelpers.machine.invokeIntrinsic(machine, cache, window) }
    }
  ).addresses
}
