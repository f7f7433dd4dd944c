import Synchronization

/// The reservations of former isolates, for new ones: all zeros, like a new reservation.
///
/// PERF: for an isolate that lives for a few microseconds, such as one that serves a request, the kernel took three quarters of the
/// time: mapping, page faults, and unmapping. This is the only state that isolates share, besides the secret of the string hashes.
/// Only the memory of small isolates is kept, and only as much as a busy server uses again at once.
enum ReservationPool {
  private static let reservations = Mutex<[Reservation]>([])
  private static let capacity = 32

  /// A reservation; nil if the pool is empty and the system has no more addresses to give.
  static func take() -> Reservation? {
    reservations.withLock { $0.popLast() } ?? Reservation()
  }

  /// Takes back a reservation that has been cleared.
  static func giveBack(_ reservation: Reservation) {
    let isKept = reservations.withLock { reservations in
      guard reservations.count < capacity else { return false }
      reservations.append(reservation)
      return true
    }
    if !isKept { reservation.release() }
  }
}
