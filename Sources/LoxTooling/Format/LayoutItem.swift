/// A part of a layout: a word of the source, or a possible separation between two words.
///
/// A group is either *flat*, all on one line, or *broken*: then each break that is directly in it, not in a
/// nested group, is a new line. It is flat if it fits.
///
///     text f  open  text (  indent  break  text a  text ,  break  text b  dedent  break  text )  close  text ;
struct LayoutItem {
  enum Kind: UInt8 {
    /// The bytes `start..<end` of the source, on one line and one column each.
    case text
    /// The same, but with line feeds and non-ASCII characters allowed.
    case string
    /// A new line if the group is broken, otherwise a blank or nothing.
    case line, softLine
    /// Always a new line.
    case hardLine
    case indent, dedent
    /// A group that begins with this item; `start` is its flat width, up to the next possible break.
    case open
    case close
    /// The bytes `start..<end` of the source are a comment: after a text, below such a comment in the same
    /// column, or on a line of its own.
    case trailingComment, continuedComment, ownComment
    /// An empty line comes next.
    case emptyLine
  }

  var kind: Kind
  /// For a text: whether a blank precedes it. For a hard line and a comment: whether an empty line does. For
  /// a group: whether it must break.
  var flag = false
  /// For a group: whether it is flat however long it is, unless it must break.
  var isKept = false
  var start: UInt32 = 0
  var end: UInt32 = 0
}
