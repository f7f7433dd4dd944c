import Foundation
import Hummingbird

/// What the status page shows, as JSON.
struct StatusReport: Codable {
  struct TenantReport: Codable {
    var name: String
    /// How often the script was deployed, with its modules; 0 if nothing runs.
    var version: Int
    /// The modules of the version that runs.
    var modules: [String]
    var loaded: Date?
    /// What is wrong with the newest version of the script or its modules, while the one before still runs.
    var diagnostics: String?
    var succeeded: Int
    var failed: Int
    var exceeded: Int
    var refused: Int
    var penaltyPoints: Int
    var isOnProbation: Bool
    /// Seconds.
    var blockedFor: Double?
    var storedKeys: Int
    var storedBytes: Int
    var log: [String]
  }

  var tenants: [TenantReport]

  init(_ tenants: [Tenant]) { self.tenants = tenants.map { TenantReport($0) } }

  var response: Response {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      encoder.dateEncodingStrategy = .iso8601
      return Response(
        status: 200, headers: [("content-type", "application/json")], body: Array(try encoder.encode(self)))
    }
  }
}

extension StatusReport.TenantReport {
  init(_ tenant: Tenant) {
    let state = tenant.snapshot
    let usage = tenant.store.usage
    self.init(
      name: tenant.name, version: state.script.version,
      modules: (state.script.deployment?.names ?? []).sorted(), loaded: state.script.loaded,
      diagnostics: state.script.diagnostics, succeeded: state.counters.succeeded,
      failed: state.counters.failed, exceeded: state.counters.exceeded, refused: state.counters.refused,
      penaltyPoints: state.standing.points,
      isOnProbation: state.standing.isOnProbation,
      blockedFor: state.standing.blocked(at: .now).map { $0 / .seconds(1) }, storedKeys: usage.keys,
      storedBytes: usage.bytes, log: tenant.log.all)
  }
}
