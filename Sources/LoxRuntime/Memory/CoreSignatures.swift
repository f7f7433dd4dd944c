import LoxBuiltins

/// The signatures of the core library for the machine, in memory that is never given back: reading one neither asks whether they were made
/// yet nor counts references.
// SAFETY: nothing changes what is there.
@safe struct CoreSignatures: @unchecked Sendable {
  private let start: UnsafePointer<CoreSignature>

  static let shared = CoreSignatures()

  private init() {
    let signatures = CoreSignature.all
    let memory = UnsafeMutablePointer<CoreSignature>.allocate(capacity: signatures.count)
    // SAFETY: there is room for all of them.
    for (index, signature) in signatures.enumerated() { unsafe (memory + index).initialize(to: signature) }
    unsafe start = UnsafePointer(memory)
  }

  // SAFETY: there is one for each identity.
  @inline(always) subscript(identity: CoreOperation.Identity) -> CoreSignature {
    unsafe start[Int(identity.rawValue)]
  }
}
