import Dispatch
import FuzzDriver

// Sequences of whatever a host can do: an input is what is done.
FuzzDriver.run { bytes in
  let done = DispatchSemaphore(value: 0)
  Task.detached {
    let (faults, _) = await CallSequenceRun(Decisions(bytes), operations: 300).run()
    precondition(faults.isEmpty, "\(faults)")
    done.signal()
  }
  done.wait()
}
