/// How an automaton reads text: as long as the table knows what comes next.
extension LazyAutomaton {
  /// Where reading has come to.
  struct Position {
    var row: Int
    /// The next byte; from right to left, the one after it.
    var place: Int
    /// Where the last match ends that was noticed; from right to left, where it begins.
    var match: Int?
  }

  enum Stop {
    /// The limit is reached.
    case limit
    /// The table does not know the next state for this column, of a unit of so many bytes.
    case unknown(column: Int, length: Int)
    /// No match is left, or the first one was enough.
    case done
    /// The state is one in which nothing has begun.
    case start
  }

  /// What reading is to look for.
  struct Purpose {
    var stopsAtMatch = false
    var stopsAtStart = false
  }

  /// Reads from left to right.
  @inline(never)
  func read(
    _ text: Span<UInt8>, _ position: inout Position, to limit: Int, _ purpose: Purpose, _ alphabet: Alphabet,
    _ work: inout Int
  ) -> Stop {
    let (rows, ascii) = (rows.span, alphabet.ascii.span)
    let (weightColumn, deadRow) = (weightColumn, UInt32(truncatingIfNeeded: deadRow))
    var (row, place, total) = (position.row, position.place, 0)
    defer {
      position.row = row
      position.place = place
      work &+= total
    }
    while place < limit {
      let byte = text[place]
      var (column, length) = (0, 1)
      if byte < 0x80 {
        column = Int(ascii[Int(byte)])
      } else {
        let unit = Units.unit(text, at: place)
        length = unit.length
        column = alphabet[unit.code]
      }
      let entry = rows[row &+ column]
      if entry >= Entry.stop {
        if entry == Entry.unknown { return .unknown(column: column, length: length) }
        if entry & Entry.match != 0 {
          position.match = place
          if purpose.stopsAtMatch { return .done }
        }
        if entry & Entry.stop != 0 {
          if entry & Entry.row == deadRow { return .done }
          if purpose.stopsAtStart {
            total &+= Int(rows[row &+ weightColumn])
            row = Int(entry & Entry.row)
            place &+= length
            return .start
          }
        }
      }
      total &+= Int(rows[row &+ weightColumn])
      row = Int(entry & Entry.row)
      place &+= length
    }
    return .limit
  }

  /// Reads from right to left.
  @inline(never)
  func readBackwards(
    _ text: Span<UInt8>, _ position: inout Position, to limit: Int, _ alphabet: Alphabet, _ work: inout Int
  ) -> Stop {
    let (rows, ascii) = (rows.span, alphabet.ascii.span)
    let weightColumn = weightColumn
    var (row, place, total) = (position.row, position.place, 0)
    defer {
      position.row = row
      position.place = place
      work &+= total
    }
    while place > limit {
      let byte = text[place &- 1]
      var (column, length) = (0, 1)
      if byte < 0x80 {
        column = Int(ascii[Int(byte)])
      } else {
        let unit = Units.unit(text, before: place)
        length = unit.length
        column = alphabet[unit.code]
      }
      let entry = rows[row &+ column]
      if entry >= Entry.stop {
        if entry == Entry.unknown { return .unknown(column: column, length: length) }
        if entry & Entry.match != 0 { position.match = place }
        if entry & Entry.stop != 0 { return .done }
      }
      total &+= Int(rows[row &+ weightColumn])
      row = Int(entry & Entry.row)
      place &-= length
    }
    return .limit
  }
}
