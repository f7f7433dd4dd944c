@testable import LoxRuntime

/// Notes what a scan shows of one object, with displacements in it.
struct RecordingVisitor: ObjectVisitor {
  enum Event: Hashable {
    case values(Int, count: Int)
    case reference(Int, String)
    case function(UInt32)
    case shape(UInt32)
    case transitions(Int)
  }

  let object: Ref
  private(set) var events: [Event] = []

  init(_ object: Ref) { self.object = object }

  private func displacement(_ offset: UInt32) -> Int { Int(offset &- object.offset) }

  mutating func visitValues(at offset: UInt32, count: Int) {
    events.append(.values(displacement(offset), count: count))
  }
  mutating func visit(_ value: Value) -> Value { value }
  mutating func visit(_ ref: Ref) -> Ref { ref }
  mutating func visitShape(_ shape: UInt32) { events.append(.shape(shape)) }
  mutating func visitReference(at slot: UInt32, to target: ReferenceTarget) {
    events.append(.reference(displacement(slot), RecordingVisitor.text(target)))
  }
  mutating func visitTransitions(at slot: UInt32) { events.append(.transitions(displacement(slot))) }
  mutating func visitFunction(_ index: UInt32) { events.append(.function(index)) }

  private static func text(_ target: ReferenceTarget) -> String {
    switch target {
    case .kind(let kind): "\(kind)"
    case .name: "name"
    case .elements: "elements"
    case .bytes: "bytes"
    case .member: "member"
    case .transitions: "transitions"
    }
  }
}
