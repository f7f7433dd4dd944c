extension CodeBuffer {
  /// Writes all sections, one after the other.
  func finish() throws(AssemblyError) -> Code {
    if let failure { throw failure }
    let sections = sections
    var layout = Layout(sections, places)
    layout.relax()
    let starts = layout.fragmentStarts()
    var code = CodeBytes()
    code.reserve(layout.byteCount + starts[layout.sites.count])
    var (alignment, index) = (Part.unit, 0)
    for section in sections {
      var written = 0
      // PERF: by index, as an element is a struct, and copying one costs.
      for number in section.sites.indices {
        let place = section.sites[number].place
        code.append(section.bytes, written..<place)
        written = place
        if layout.sites[index].label < 0 {
          Part.pad(starts[index + 1] - starts[index], to: &code)
          alignment = max(alignment, layout.sites[index].alignment)
        } else {
          guard let target = layout.target(of: index, starts) else {
            throw missing(section.sites[number].part.target)
          }
          try section.sites[number].part.write(
            distance: target - code.count, isShort: layout.sites[index].isShort, to: &code)
        }
        index += 1
      }
      code.append(section.bytes, written..<section.bytes.count)
    }
    var offsets: [Int?] = []
    offsets.reserveCapacity(layout.labels.count)
    for label in layout.labels { offsets.append(label.isInside ? label.bytes + starts[label.sites] : nil) }
    return Code(bytes: Array(code.all), alignment: alignment, offsets: offsets)
  }

  /// Why a label has no place.
  private func missing(_ label: Label?) -> AssemblyError {
    if let label, places.indices.contains(label.number) { .unboundLabel } else { .unknownLabel }
  }
}
