extension CodeBuffer {
  func place(of label: Label) -> Place {
    places.indices.contains(label.number) ? places[label.number] : .unbound
  }

  /// Writes all fragments.
  func finish() throws(AssemblyError) -> Code {
    if let failure { throw failure }
    let isShort = Relaxation(self).isShort
    let sizes = offsets(isShort)
    var code: [UInt8] = []
    code.reserveCapacity(bytes.count + sizes[sites.count])
    var alignment = Part.unit
    var written = 0
    for (index, site) in sites.enumerated() {
      code.append(contentsOf: bytes[written..<site.place])
      written = site.place
      if let target = site.part.target {
        let offset = try self.offset(of: target, sizes)
        try site.part.write(distance: offset - code.count, isShort: isShort[index], to: &code)
      } else {
        Part.pad(sizes[index + 1] - sizes[index], to: &code)
        alignment = max(alignment, site.part.alignment)
      }
    }
    code.append(contentsOf: bytes[written...])
    let offsets = places.map { place -> Int? in
      if case .inside(let bytes, let sites) = place { bytes + sizes[sites] } else { nil }
    }
    return Code(bytes: code, alignment: alignment, offsets: offsets)
  }

  /// The number of bytes that the fragments before each have, and those of all.
  private func offsets(_ isShort: [Bool]) -> [Int] {
    var result = Array(repeating: 0, count: sites.count + 1)
    var sum = 0
    for (index, site) in sites.enumerated() {
      result[index] = sum
      if site.part.target == nil {
        sum += -(site.place + sum) & (site.part.alignment - 1)
      } else {
        sum += isShort[index] ? site.part.shortSize : site.part.longSize
      }
    }
    result[sites.count] = sum
    return result
  }

  private func offset(of label: Label, _ sizes: [Int]) throws(AssemblyError) -> Int {
    guard places.indices.contains(label.number) else { throw .unknownLabel }
    return switch places[label.number] {
    case .unbound: throw .unboundLabel
    case .inside(let bytes, let sites): bytes + sizes[sites]
    case .outside(let offset): offset
    }
  }
}
