import Foundation
import Lox
import Synchronization

/// The tenants: one for each script in a folder.
final class TenantDirectory: Sendable {
  /// Larger scripts are not read.
  static let scriptBytes = 256 << 10

  /// What distinguishes a version of a file from the next one.
  private struct Stamp: Equatable {
    var modified: Date
    var size: Int
  }

  private struct Entry {
    var tenant: Tenant
    var stamp: Stamp
  }

  private let folder: URL
  private let throttling: Throttling
  private let entries = Mutex<[String: Entry]>([:])

  init(folder: String, throttling: Throttling) {
    self.folder = URL(fileURLWithPath: folder, isDirectory: true)
    self.throttling = throttling
  }

  func tenant(_ name: some StringProtocol) -> Tenant? { entries.withLock { $0[String(name)]?.tenant } }

  /// All tenants by name.
  var tenants: [Tenant] { entries.withLock { $0.values.map(\.tenant) }.sorted { $0.name < $1.name } }

  /// Looks for scripts that are new, changed or gone; only those that changed are compiled. Must not be called twice at once.
  func refresh() {
    var gone = Set(entries.withLock { $0.keys })
    let files =
      (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
    for file in files where file.pathExtension == "lox" {
      let name = file.deletingPathExtension().lastPathComponent
      guard Self.isName(name), let stamp = Self.stamp(of: file) else { continue }
      gone.remove(name)
      let known = entries.withLock { $0[name] }
      if known?.stamp == stamp { continue }
      let tenant = known?.tenant ?? Tenant(name: name, throttling: throttling)
      Self.load(file, stamp, into: tenant)
      entries.withLock { $0[name] = Entry(tenant: tenant, stamp: stamp) }
    }
    entries.withLock { entries in
      for name in gone { entries[name] = nil }
    }
  }

  private static func load(_ file: URL, _ stamp: Stamp, into tenant: Tenant) {
    guard stamp.size <= scriptBytes else {
      return tenant.reject("The script has more than \(scriptBytes >> 10) KiB.")
    }
    do {
      tenant.use(try Program(bytes: Array(try Data(contentsOf: file)), name: file.lastPathComponent))
    } catch let errors as CompileErrors {
      tenant.reject(errors.formatted(.rich(color: false)))
    } catch {
      tenant.reject("The script can't be read: \(error.localizedDescription)")
    }
  }

  /// Names are used in URLs as they are.
  static func isName(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count <= 64 && name.first != "-"
      && name.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
      }
  }

  private static func stamp(of file: URL) -> Stamp? {
    let attributes = try? FileManager.default.attributesOfItem(atPath: file.resolvingSymlinksInPath().path)
    guard let attributes, attributes[.type] as? FileAttributeType == .typeRegular,
      let modified = attributes[.modificationDate] as? Date, let size = attributes[.size] as? Int
    else { return nil }
    return Stamp(modified: modified, size: size)
  }
}
