/// What tools ask about machine code.
extension VirtualMachine {
  /// What the machine has compiled; nil if it uses no machine code, since that is off, or the system refuses.
  public var machineCodeStatistics: NativeStatistics? { machine.value.native?.statistics }
}
