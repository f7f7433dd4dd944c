/// A mode to find whatever is kept over a crossing between machine and host, and must not be: at each one, all that can move moves,
/// and what is free is overwritten.
extension Pinned where Pointee == Machine {
  /// The host comes in or goes out; the state is parked, and `hostTop` says what is live.
  @inline(__always) func cross() { if value.host.stressesCrossings { shake() } }

  @inline(never) private func shake() {
    guard !value.isClosed else { return }
    value.host.crossingCount &+= 1
    // After so many, ever more rarely, and of large heaps only as often as that takes time in proportion.
    guard value.host.crossingCount % max(1, value.host.crossingCount >> 10) == 0,
      value.host.crossingBytes >> 12 <= 1 << 12 &+ value.host.crossingCount
    else { return }
    value.host.crossingBytes &+= value.heap.value.usedBytes
    var roots = MachineRoots(machine: self)
    if value.host.crossingCount & 3 == 0 {
      value.heap.value.collectFull(roots: &roots)
    } else {
      value.heap.value.collectMinor(roots: &roots)
    }
    releaseDeadOfHost()
    value.modules.programs.moveRecords()
    value.noteRecords()
    value.calls.frames.overwrite(from: value.calls.depth)
  }
}
