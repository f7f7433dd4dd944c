import Synchronization

/// Reservations of isolates that are gone, for those to come: all zeros, as new ones are.
///
/// PERF: for an isolate that lives for a few microseconds, as one that serves a request, three quarters of the time went to the kernel:
/// mapping, page faults, and unmapping. This is the one piece of state that isolates share, beside the secret of the string hashes.
/// Only what small isolates leave behind is kept, and only as much as a busy server uses again at once.
enum ReservationPool {
  private static let reservations = Mutex<[Reservation]>([])
  private static let capacity = 32

  /// A reservation, or nil if there is none and the system has no more addresses to give.
  static func take() -> Reservation? {
    reservations.withLock { $0.popLast() } ?? Reservation()
  }

  /// Takes back a reservation that was cleared.
  static func giveBack(_ reservation: Reservation) {
    let isKept = reservations.withLock { reservations in
      guard reservations.count < capacity else { return false }
      reservations.append(reservation)
      return true
    }
    if !isKept { reservation.release() }
  }
}
