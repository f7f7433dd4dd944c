/// `error.trace`: the text of the calls that were under way where an error was first thrown.
///
/// It is made from what is noted of caught errors anyway, when it is asked for. So it costs nothing else, and is known of the errors that
/// were caught last only.
extension Pinned where Pointee == Machine {
  /// The trace of an instance of `Error` that has no member of this name, if that is `trace`: a string, or nil if it is not known. Nil
  /// otherwise, or with the error set if memory is out. The caller refuels.
  @inline(never) func trace(named name: Ref, of object: Value) -> Value? {
    guard object.isInstance, name == value.strings.find("trace", value.cage),
      value.isErrorClass(value.cage.class(ofShape: value.cage.shape(ofInstance: object.ref)))
    else { return nil }
    guard let place = value.caught.index(of: object) else { return .nil }
    let trace = value.error(ofCaught: place).trace
    value.charge(units: 64 &+ trace.frames.count &* 400)
    return makeString(String(trace.text.dropLast()))
  }
}

extension Machine {
  /// Whether a class is `Error`, or inherits from it.
  mutating func isErrorClass(_ class: Ref) -> Bool {
    if modules.errorClass.isNull { return false }
    var (ancestor, steps) = (`class`, 0)
    while !ancestor.isNull, ancestor != modules.errorClass, steps < 1 << 24 {
      ancestor = cage.ref(ancestor, ClassLayout.superclass)
      steps &+= 1
    }
    charge(units: steps >> 3)
    return ancestor == modules.errorClass
  }
}
