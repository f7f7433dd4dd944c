import Dispatch
import FuzzDriver

// Sequences of everything that a host can do, as determined by the input.
FuzzDriver.run { bytes in
  let done = DispatchSemaphore(value: 0)
  Task.detached {
    let (faults, _) = await CallSequenceRun(Decisions(bytes), operations: 300).run()
    precondition(faults.isEmpty, "\(faults)")
    done.signal()
  }
  done.wait()
}
