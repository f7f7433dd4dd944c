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
      for site in section.sites {
        code.append(section.bytes, written..<site.place)
        written = site.place
        if site.part.target == nil {
          Part.pad(starts[index + 1] - starts[index], to: &code)
          alignment = max(alignment, site.part.alignment)
        } else {
          guard let target = layout.target(of: index, starts) else { throw missing(site.part.target) }
          try site.part.write(
            distance: target - code.count, isShort: layout.sites[index].isShort, to: &code)
        }
        index += 1
      }
      code.append(section.bytes, written..<section.bytes.count)
    }
    let offsets = layout.labels.map { label -> Int? in
      label.isInside ? label.bytes + starts[label.sites] : nil
    }
    return Code(bytes: Array(code.all), alignment: alignment, offsets: offsets)
  }

  /// Why a label has no place.
  private func missing(_ label: Label?) -> AssemblyError {
    if let label, places.indices.contains(label.number) { .unboundLabel } else { .unknownLabel }
  }
}
