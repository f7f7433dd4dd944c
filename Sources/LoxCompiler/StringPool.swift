import LoxBytecode
import LoxSource
import LoxSyntax

/// The strings of a program: names and literals, each once and in order of first use.
///
/// The names of local variables do not exist at run time, so a name becomes a string of the program only on
/// request.
struct StringPool {
  /// Finds equal names and literals; borrowed from the tree whose names are looked up.
  var table = NameTable()
  /// For each id of the table, one more than the index of its string in the program, or 0.
  private var places: [UInt32] = []
  private(set) var strings: [StringRange] = []
  private(set) var bytes: [UInt8] = []

  /// The index of a name among the program's strings.
  mutating func index(of name: NameID) -> UInt32 {
    let id = Int(name.index)
    if places.count <= id { places.append(contentsOf: repeatElement(0, count: table.count &- places.count)) }
    if places[id] == 0 {
      let text = table.bytes(name)
      strings.append(StringRange(start: bytes.count, count: text.count))
      bytes.append(contentsOf: text)
      places[id] = UInt32(truncatingIfNeeded: strings.count)
    }
    return places[id] &- 1
  }

  /// The index of the string with these bytes.
  mutating func index(of source: [UInt8], _ span: SourceSpan) -> UInt32 {
    index(of: table.intern(source, span))
  }
}
