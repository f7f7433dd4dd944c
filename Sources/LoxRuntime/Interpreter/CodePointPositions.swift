/// Positions in strings, which count code points. The texts may be long, so all of this asks from time to time whether the run must end: then
/// the result is nil, and the error set. The caller charges.
extension Pinned where Pointee == Machine {
  /// So many bytes are gone through in a fraction of a millisecond, whatever is in them.
  private static var portion: Int { 1 << 16 }

  /// How many code points begin before a byte.
  func position(ofByte index: Int, in text: TextRun) -> Int? {
    var (count, place) = (0, 0)
    while place < index {
      // Of a portion, no more than the last code point reaches beyond it.
      let end = min(text.count, min(index, place &+ Self.portion))
      while place < end {
        if place &+ 8 <= end, text.word(place) & 0x8080_8080_8080_8080 == 0 {
          place &+= 8
          count &+= 8
        } else {
          place &+= text.cage.codePointLength(text.bytes, at: place)
          count &+= 1
        }
      }
      if place < index, value.isInterrupted() { return nil }
    }
    return count
  }

  /// The byte at which the code point begins that is so many after the one at another byte; the end if there are not so many.
  func byte(ofPosition position: Int, in text: TextRun, from start: Int = 0) -> Int? {
    var (left, place) = (position, start)
    while left > 0, place < text.count {
      let count = min(left, Self.portion / 4)
      place = text.cage.advance(text.bytes, from: place, by: count)
      left &-= count
      if left > 0, value.isInterrupted() { return nil }
    }
    return place
  }

  /// How many code points there are.
  func codePointCount(_ text: TextRun) -> Int? { position(ofByte: text.count, in: text) }
}
