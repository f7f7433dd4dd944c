/// What a collection does at each reference inside of an object.
protocol ObjectVisitor: ReferenceVisitor {
  /// The shape of an instance, which is always old.
  mutating func visitShape(_ shape: UInt32)
  /// A bare reference in the cage (0: none); its low three bits may hold flags of a header.
  mutating func visitReference(at slot: UInt32)
  /// The transitions of a shape: a reference that marking takes for a weak one.
  mutating func visitTransitions(at slot: UInt32)
  /// The function that a closure is of, by its index.
  mutating func visitFunction(_ index: UInt32)
}

extension ObjectVisitor {
  @inline(__always) mutating func visitTransitions(at slot: UInt32) { visitReference(at: slot) }
  /// Only a full collection wants to know.
  @inline(__always) mutating func visitFunction(_ index: UInt32) {}
}

/// The one place that knows where objects keep their references.
extension Cage {
  /// The bytes that an object with this header claims to take: not to be trusted.
  @inline(__always) func claimedSize(_ offset: UInt32, header: UInt32) -> Int {
    let word = header >= Cage.oldStart ? load32(header, ShapeLayout.instanceSize) : load32(offset, 4)
    return max(8, Int(word & ~HeaderFlags.mask))
  }

  /// Shows all references of the object at `offset`, of which `size` bytes may be accessed.
  @inline(__always) func scan<V: ObjectVisitor>(
    _ offset: UInt32, header: UInt32, size: Int, _ visitor: inout V
  ) {
    if header >= Cage.oldStart {
      visitor.visitShape(header)
      visitor.visitReference(at: offset &+ UInt32(InstanceLayout.overflow))
      visitor.visitValues(at: offset &+ UInt32(InstanceLayout.fields), count: (size &- 8) / 8)
    } else {
      scanOther(offset, kind: header, size: size, &visitor)
    }
  }

  /// Objects that are no instances. A part that the object has no room for isn't looked at.
  @inline(never) private func scanOther<V: ObjectVisitor>(
    _ offset: UInt32, kind: UInt32, size: Int, _ visitor: inout V
  ) {
    @inline(__always) func reference(_ displacement: Int) {
      if displacement &+ 4 <= size { visitor.visitReference(at: offset &+ UInt32(displacement)) }
    }
    @inline(__always) func values(_ displacement: Int, count: Int) {
      let room = max(0, size &- displacement) / 8
      visitor.visitValues(at: offset &+ UInt32(displacement), count: min(count, room))
    }
    @inline(__always) func entries(_ visitEntry: (_ displacement: Int) -> Void) {
      let room = max(0, size &- TableLayout.entries) / 8
      for index in 0..<min(room, Int(load32(offset, TableLayout.capacity))) {
        visitEntry(TableLayout.entries &+ index &* 8)
      }
    }

    switch kind {
    case ObjectKind.slice.rawValue:
      reference(StringLayout.buffer)
    case ObjectKind.closure.rawValue:
      visitor.visitFunction(load32(offset, ClosureLayout.function))
      values(ClosureLayout.captures, count: Int(load32(offset, ClosureLayout.count)))
    case ObjectKind.box.rawValue:
      values(BoxLayout.value, count: 1)
    case ObjectKind.boundMethod.rawValue:
      values(BoundMethodLayout.receiver, count: 1)
      values(BoundMethodLayout.method, count: 1)
    case ObjectKind.fields.rawValue:
      values(FieldsLayout.values, count: Int(load32(offset, FieldsLayout.capacity)))
    case ObjectKind.native.rawValue, ObjectKind.accessor.rawValue:
      reference(NativeLayout.name)
    case ObjectKind.class.rawValue:
      reference(ClassLayout.name)
      reference(ClassLayout.superclass)
      reference(ClassLayout.methods)
      reference(ClassLayout.rootShape)
      reference(ClassLayout.initializer)
    case ObjectKind.shape.rawValue:
      reference(ShapeLayout.class)
      reference(ShapeLayout.parent)
      reference(ShapeLayout.name)
      reference(ShapeLayout.slots)
      if ShapeLayout.transitions &+ 4 <= size {
        visitor.visitTransitions(at: offset &+ UInt32(ShapeLayout.transitions))
      }
    case ObjectKind.slotTable.rawValue:
      entries { reference($0) }
    case ObjectKind.referenceTable.rawValue:
      entries {
        reference($0)
        reference($0 &+ 4)
      }
    default:
      break  // Strings and buffers refer to nothing.
    }
  }
}
