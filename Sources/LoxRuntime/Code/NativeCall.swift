/// What machine code passes to the helper that executes an instruction: where the machine is, and the state of the run loop.
struct NativeCall {
  let machine: PinnedPlace
  let pc: CodePointer
  let function: FunctionRecord
  let registers: Registers
  let frame: FramePointer
  let fuel: Int

  // SAFETY: compiled code calls only helpers, and passes what it has in its registers: the state that it got when it was entered, moved
  // as the run loop would move it.
  init(_ machine: UInt, _ pc: UInt, _ function: UInt, _ registers: UInt, _ frame: UInt, _ fuel: UInt) {
    self.machine = PinnedPlace(address: machine)
    self.pc = unsafe CodePointer(UnsafePointer(bitPattern: pc).unsafelyUnwrapped)
    self.function = unsafe FunctionRecord(UnsafeMutableRawPointer(bitPattern: function).unsafelyUnwrapped)
    self.registers = Registers(address: registers)
    self.frame = unsafe FramePointer(UnsafeMutableRawPointer(bitPattern: frame).unsafelyUnwrapped)
    self.fuel = Int(bitPattern: fuel)
  }
}

/// The functions that machine code calls, as C has them.
struct NativeHelpers {
  /// Executes the instruction before a place: the machine, the place, the function's record, the window, the frame, the fuel. The result is
  /// the address where to go on.
  let execute: @convention(c) (UInt, UInt, UInt, UInt, UInt, UInt) -> UInt
  /// The same; the result is 0 if the run fails, or pauses, else 1.
  let executeHere: @convention(c) (UInt, UInt, UInt, UInt, UInt, UInt) -> Bool
  /// Goes on with the instruction whose member has returned: the arguments and the result are those of `execute`.
  let finishMember: @convention(c) (UInt, UInt, UInt, UInt, UInt, UInt) -> UInt
  /// Executes an instruction that is likely to switch to another fiber: the arguments and the result are those of `execute`.
  let switchFiber: @convention(c) (UInt, UInt, UInt, UInt, UInt, UInt) -> UInt
  /// The address where to go on with the state that is parked: the machine.
  let findPlace: @convention(c) (UInt) -> UInt
  /// An old object refers to a young one now: the machine, the object.
  let rememberObject: @convention(c) (UInt, UInt) -> Void
  /// The same for the elements of a list: the machine, the storage, the place of the element.
  let rememberElement: @convention(c) (UInt, UInt, UInt) -> Void
  /// Finds a method for a shape that its site does not know: the machine, the site's cache, the receiver and in the upper half the
  /// number of arguments. The result is the address of its record, and its closure is in the context; 0 if the machine is to execute the
  /// instruction.
  let findMethod: @convention(c) (UInt, UInt, UInt) -> UInt
  /// The element of an object for a key, if that is found at once; else, what is undefined: the machine, the object, the key.
  let getElement: @convention(c) (UInt, UInt64, UInt64) -> UInt64
  /// Sets it to the context's operand; 0 if nothing was done, else 1.
  let setElement: @convention(c) (UInt, UInt64, UInt64) -> UInt
  /// Goes on with an iteration, if that is done at once: the machine, the window and above it the number of variables. The result is that of
  /// `setElement`.
  let nextElement: @convention(c) (UInt, UInt) -> UInt
  /// The property that a site does not know, of an instance or of what is none: the machine, the object, the site's cache. The result is that
  /// of `getElement`.
  let getProperty: @convention(c) (UInt, UInt64, UInt) -> UInt64
  /// Sets a field that the instance has, and the site does not know, to the context's operand: the machine, the instance, the site's cache. The
  /// result is that of `setElement`.
  let setProperty: @convention(c) (UInt, UInt64, UInt) -> UInt
  /// The result of a method of what is no instance: the machine, the cache, the window and above it the number of arguments. The result is
  /// that of `getElement`.
  let invokeIntrinsic: @convention(c) (UInt, UInt, UInt) -> UInt64

  // SAFETY: functions of C are addresses.
  var addresses: NativeHelperAddresses {
    NativeHelperAddresses(
      execute: unsafe unsafeBitCast(execute, to: UInt.self),
      executeHere: unsafe unsafeBitCast(executeHere, to: UInt.self),
      finishMember: unsafe unsafeBitCast(finishMember, to: UInt.self),
      switchFiber: unsafe unsafeBitCast(switchFiber, to: UInt.self),
      findPlace: unsafe unsafeBitCast(findPlace, to: UInt.self),
      rememberObject: unsafe unsafeBitCast(rememberObject, to: UInt.self),
      rememberElement: unsafe unsafeBitCast(rememberElement, to: UInt.self),
      findMethod: unsafe unsafeBitCast(findMethod, to: UInt.self),
      getElement: unsafe unsafeBitCast(getElement, to: UInt.self),
      setElement: unsafe unsafeBitCast(setElement, to: UInt.self),
      nextElement: unsafe unsafeBitCast(nextElement, to: UInt.self),
      getProperty: unsafe unsafeBitCast(getProperty, to: UInt.self),
      setProperty: unsafe unsafeBitCast(setProperty, to: UInt.self),
      invokeIntrinsic: unsafe unsafeBitCast(invokeIntrinsic, to: UInt.self))
  }
}
