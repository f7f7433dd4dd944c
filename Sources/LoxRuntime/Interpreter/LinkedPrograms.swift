import LoxBytecode
import LoxSource

/// A program as linked into an isolate.
struct LinkedProgram {
  let program: Program
  let image: CodeImage
  let block: RecordBlock
  /// The index of its script among the isolate's functions.
  let firstIndex: Int
  /// Its strings, interned.
  let strings: [Ref]
  /// The module that it is, and those that it imports, by the places of the imports.
  let module: ModuleID
  let imports: [ModuleID]
  /// Where its lines begin: made for the first trace that tells of it.
  fileprivate(set) var lines: LineTable?
}

/// The programs of an isolate, and the records of their functions.
///
/// A program stays as long as a closure of one of its functions lives: a full collection unloads the others, and their
/// indices are given to programs to come.
struct LinkedPrograms {
  private(set) var records = RecordTable()
  /// In the order of their first index; the first is the entry stub.
  private(set) var all: [LinkedProgram] = []
  /// The indices that unloaded programs had.
  private var freeIndices: [Range<Int>] = []
  /// Where the first index of an image is, found by its address; -1 for nowhere.
  private var table = [Int32](repeating: -1, count: 16)
  /// The first index of a program that stays though it has no closure yet.
  var pinned: Int?
  /// What all records take, and how much of it makes a full collection due.
  private(set) var byteCount = 0
  private(set) var byteThreshold = LinkedPrograms.minimumThreshold

  private static let minimumThreshold = 1 << 20

  /// The index of the image's script, if it is linked.
  func firstIndex(of image: CodeImage, as module: ModuleID = .main) -> Int? {
    let index = table[place(of: image, module)]
    return index < 0 ? nil : Int(index)
  }

  /// Where the table has an image, or has room for it.
  private func place(of image: CodeImage, _ module: ModuleID) -> Int {
    let mask = table.count - 1
    var place = Int(truncatingIfNeeded: UInt(bitPattern: ObjectIdentifier(image).hashValue) >> 4) & mask
    while table[place] >= 0,
      number(ofFirstIndex: Int(table[place])).map({
        all[$0].image !== image || all[$0].module != module
      }) ?? true
    {
      place = (place + 1) & mask
    }
    return place
  }

  private mutating func rebuildTable() {
    var size = 16
    while size < all.count * 2 { size *= 2 }
    table = [Int32](repeating: -1, count: size)
    for linked in all {
      table[place(of: linked.image, linked.module)] = Int32(truncatingIfNeeded: linked.firstIndex)
    }
  }

  /// Makes records for a program whose strings are interned; nil if the system has no memory.
  mutating func add(
    _ program: Program, image: CodeImage, strings: [Ref], as module: ModuleID = .main,
    imports: [ModuleID] = []
  ) -> LinkedProgram? {
    let count = program.functions.count
    let free = freeIndices.lastIndex { $0.count >= count }
    let firstIndex = free.map { freeIndices[$0].lowerBound } ?? records.count
    guard records.reserve(firstIndex + count),
      let block = RecordBlock(program, image: image, firstIndex: firstIndex, into: &records)
    else { return nil }
    if let free {
      freeIndices[free] = firstIndex + count..<freeIndices[free].upperBound
      if freeIndices[free].isEmpty { freeIndices.remove(at: free) }
    }
    let linked = LinkedProgram(
      program: program, image: image, block: block, firstIndex: firstIndex, strings: strings, module: module,
      imports: imports)
    all.insert(linked, at: all.count - all.reversed().prefix { $0.firstIndex > firstIndex }.count)
    byteCount += block.byteCount
    if all.count * 2 > table.count {
      rebuildTable()
    } else {
      table[place(of: image, module)] = Int32(truncatingIfNeeded: firstIndex)
    }
    return linked
  }

  /// Where the lines of a program begin.
  mutating func lines(ofProgram number: Int) -> LineTable {
    if let known = all[number].lines { return known }
    let lines = LineTable(all[number].program.source)
    all[number].lines = lines
    return lines
  }

  /// Whether so much was linked that it is time to look what is still in use.
  var wantsCollection: Bool { byteCount > byteThreshold }

  /// Gives back the programs of which no function is live.
  mutating func unload(isLive: (Int) -> Bool) {
    var kept: [LinkedProgram] = []
    kept.reserveCapacity(all.count)
    for (number, linked) in all.enumerated() {
      let indices = linked.firstIndex..<linked.firstIndex + linked.program.functions.count
      if number == 0 || linked.module != .main || linked.firstIndex == pinned
        || indices.contains(where: isLive)
      {
        kept.append(linked)
        continue
      }
      for index in indices { records.set(index, to: nil) }
      byteCount -= linked.block.byteCount
      linked.block.free()
    }
    if kept.count < all.count {
      all = kept
      findFreeIndices()
      rebuildTable()
    }
    byteThreshold = max(LinkedPrograms.minimumThreshold, byteCount * 2)
  }

  private mutating func findFreeIndices() {
    freeIndices = []
    var end = 0
    for linked in all {
      if linked.firstIndex > end { freeIndices.append(end..<linked.firstIndex) }
      end = linked.firstIndex + linked.program.functions.count
    }
    if end < records.count { freeIndices.append(end..<records.count) }
  }

  /// The program that a function belongs to, and its index there.
  func place(of record: FunctionRecord) -> (program: Int, function: Int)? {
    guard let number = number(ofFirstIndex: record.firstIndex) else { return nil }
    let index = record.index - all[number].firstIndex
    guard index >= 0, index < all[number].program.functions.count else { return nil }
    return (number, index)
  }

  private func number(ofFirstIndex firstIndex: Int) -> Int? {
    // Over the indices, as an element is a program, and copying one counts the references to a dozen arrays.
    let next = all.indices.partitioningIndex { all[$0].firstIndex > firstIndex }
    return all.isEmpty ? nil : max(0, next - 1)
  }

  /// Shows every inline cache, with what it is for.
  func forEachCache(_ body: (InlineCache, CacheKind) -> Void) {
    // By index, as an element is a program, and copying one counts the references to a dozen arrays.
    for number in all.indices {
      for index in all[number].program.functions.indices {
        guard let record = records[UInt32(all[number].firstIndex + index)] else { continue }
        let caches = all[number].program.functions[index].caches.range
        for cache in caches {
          body(record.cache(cache - caches.lowerBound), all[number].program.caches[cache].kind)
        }
      }
    }
  }

  /// Shows the slot of every global that code mentions.
  func forEachGlobal(_ body: (UInt32) -> Void) {
    for number in all.indices {
      for index in all[number].program.functions.indices {
        guard let record = records[UInt32(all[number].firstIndex + index)] else { continue }
        let constants = all[number].program.functions[index].constants.range
        for constant in constants {
          switch all[number].program.constants[constant] {
          case .global, .imported: body(record.globalSlot(constant - constants.lowerBound))
          case .nil, .boolean, .number, .string: break
          }
        }
      }
    }
  }

  /// Shows every name that an import makes, and every one that it takes, with the module whose it is.
  func forEachImportedName(_ body: (_ name: Ref, _ module: ModuleID) -> Void) {
    for number in all.indices where !all[number].imports.isEmpty {
      let linked = all[number]
      for (declaration, imported) in zip(linked.program.imports, linked.imports) {
        for name in declaration.names {
          body(linked.strings[Int(name.local)], linked.module)
          body(linked.strings[Int(name.name)], imported)
        }
      }
    }
  }

  /// Moves the table of records to other memory. For tests.
  mutating func moveRecords() { records.move() }

  func free() {
    for linked in all { linked.block.free() }
    records.free()
  }
}
