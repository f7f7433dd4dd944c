import Lox

/// A creature in the world. Scripts make subclasses of it and say in `update` what it does in each frame.
final class Entity: HostObject {
  let name: String
  var x: Double
  var y: Double
  private(set) var health = 3

  init(name: String, x: Double, y: Double) {
    self.name = name
    self.x = x
    self.y = y
  }

  /// Moves towards a place, by one step at most.
  func step(towardX x: Double, y: Double) {
    let (dx, dy) = (x - self.x, y - self.y)
    let distance = max(1, (dx * dx + dy * dy).squareRoot())
    self.x += dx / distance
    self.y += dy / distance
  }

  func distance(to other: Entity) -> Double {
    let (dx, dy) = (other.x - x, other.y - y)
    return (dx * dx + dy * dy).squareRoot()
  }

  func hurt() { health = max(0, health - 1) }

  /// What scripts can see of it.
  static let hostClass = HostClass<Entity>("Entity")
    .initializer { (name: String, x: Double, y: Double) in Entity(name: name, x: x, y: y) }
    .property("name", \.name)
    .property("x", \.x)
    .property("y", \.y)
    .property("health", get: { $0.health })
    .method("step") { (entity: inout Entity, x: Double, y: Double) in entity.step(towardX: x, y: y) }
    .method("distanceTo") { (entity: inout Entity, other: Entity) in entity.distance(to: other) }
    .method("hurt") { (entity: inout Entity) in entity.hurt() }
}
