/// A function that scripts can call and the machine provides.
struct NativeFunction: Sendable {
  var name: String
  var body: @Sendable () -> Value

  /// `clock()`: seconds of processor time, as in the book.
  static let clock = NativeFunction(name: "clock") { Value(ProcessorClock.seconds()) }
}

extension Machine {
  /// Makes the function a global; ignored if memory is out.
  mutating func defineNative(_ native: NativeFunction) {
    guard let name = intern(native.name), let slot = globalSlot(name) else { return }
    let ref = heap.value.allocateOld(size: NativeLayout.size)
    guard !ref.isNull else { return }
    cage.fill(ref.offset, count: NativeLayout.size, with: 0)
    cage.store32(ObjectKind.native.rawValue, ref.offset)
    cage.store32(UInt32(NativeLayout.size), ref.offset, 4)
    cage.store32(UInt32(natives.count), ref.offset, NativeLayout.index)
    cage.store32(name.offset, ref.offset, NativeLayout.name)
    natives.append(native)
    cage.store(Value(.object, ref), slot)
  }
}
