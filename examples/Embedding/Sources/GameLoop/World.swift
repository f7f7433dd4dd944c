import Lox

/// The game's state: one isolate, in which all creatures live, and its frames.
final class World {
  /// What all scripts together may use in a frame.
  private static let frameFuel = 40_000
  /// What one creature may use of it.
  private static let entityFuel = 10_000
  /// A game has about 16 ms for a frame. Here it is much more, so that the transcript is the same on slow machines as well.
  private static let frameTime = Duration.seconds(10)

  /// A creature on the stage: its instance, which scripts see, and its Swift object.
  private struct Actor {
    let instance: Instance
    let entity: Entity
    var isEnabled = true
  }

  private let isolate: Isolate
  private var actors: [Actor] = []

  init() throws {
    var limits = Limits()
    limits.heapBytes = 8 << 20
    limits.callDepth = 500
    limits.outputBytes = 4 << 10
    isolate = try Isolate(limits: limits) { print("    \($0)") }

    try isolate.define(Entity.hostClass)
    try isolate.define("spawn") { [unowned self] (instance: Instance) in
      guard let entity: Entity = instance.hostObject() else {
        throw ConversionError(expected: "an entity", actual: Value.instance(instance).kind)
      }
      actors.append(Actor(instance: instance, entity: entity))
    }
    try isolate.define("find") { [unowned self] (name: String) in
      actors.first { $0.entity.name == name }?.instance
    }
  }

  /// Runs a script that declares and spawns creatures. If it fails, the world continues without them.
  func load(_ script: String, name: String) {
    do {
      isolate.limits.fuel = Self.entityFuel
      isolate.limits.deadline = .after(Self.frameTime)
      try isolate.run(try Program(script, name: name))
    } catch let errors as CompileErrors {
      report("\(name) is not loaded", errors.formatted(.rich(color: false)))
    } catch let error as RuntimeError {
      report("\(name) has failed", error.formatted(.rich(color: false)))
    } catch {
      report("\(name) has failed", "\(error)")
    }
  }

  /// Lets each creature do something. One that fails or takes too long does nothing from then on; the others continue.
  func frame(_ number: Int) {
    print("frame \(number)")
    var fuel = Self.frameFuel
    isolate.limits.deadline = .at(ContinuousClock.now + Self.frameTime)
    for index in actors.indices where actors[index].isEnabled && actors[index].entity.health > 0 {
      isolate.limits.fuel = min(Self.entityFuel, fuel)
      let before = isolate.usedFuel
      do {
        try actors[index].instance.call("update", number)
      } catch {
        actors[index].isEnabled = false
        let text = (error as? RuntimeError)?.formatted(.rich(color: false)) ?? "\(error)"
        report("\(actors[index].entity.name) stops", text)
      }
      fuel -= isolate.usedFuel - before
    }
    for actor in actors {
      let entity = actor.entity
      let state = entity.health == 0 ? "caught" : actor.isEnabled ? "health \(entity.health)" : "disabled"
      print("  \(entity.name) at \(rounded(entity.x)), \(rounded(entity.y)): \(state)")
    }
  }

  private func rounded(_ number: Double) -> Double { (number * 10).rounded() / 10 + 0 }

  private func report(_ title: String, _ text: String) {
    print("  \(title):")
    for line in text.split(separator: "\n") { print("    | \(line)") }
  }
}
