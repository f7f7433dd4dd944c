/// A part of a layout: a word of the source, or what may happen between two.
///
/// A group is either *flat*, all on one line, or *broken*: then each break that lies in it, but not in a group within
/// it, is a new line. It is flat if it fits.
///
///     text f  open  text (  indent  break  text a  text ,  break  text b  dedent  break  text )  close  text ;
struct LayoutItem {
  enum Kind: UInt8 {
    /// The bytes `start..<end` of the source, on one line and each a column wide.
    case text
    /// The same, but there may be line feeds and other characters than those of ASCII among them.
    case string
    /// A new line if the group is broken, else a blank or nothing.
    case line, softLine
    /// Always a new line.
    case hardLine
    case indent, dedent
    /// A group that begins with this item; `start` is how many columns it takes if it is flat, up to where the next
    /// break is possible.
    case open
    case close
    /// The bytes `start..<end` of the source are a comment behind a text, one below such a comment in the same column,
    /// or one on a line of its own.
    case trailingComment, continuedComment, ownComment
    /// An empty line comes next.
    case emptyLine
  }

  var kind: Kind
  /// Of a text: whether a blank precedes it. Of a hard line and a comment: whether an empty line does. Of a group:
  /// whether it must break.
  var flag = false
  /// Of a group: whether it is flat however long it is, unless it must break.
  var isKept = false
  var start: UInt32 = 0
  var end: UInt32 = 0
}
