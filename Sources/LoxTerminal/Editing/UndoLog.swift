/// The states of a buffer that a user can go back to.
struct UndoLog: Sendable {
  private var past: [EditBuffer] = []
  private var future: [EditBuffer] = []
  /// Whether the last change was typing: more of that is undone together with it.
  private var isTyping = false

  private static let capacity = 256

  /// Notes a state before it changes.
  mutating func record(_ buffer: EditBuffer, isTyping: Bool = false) {
    defer { self.isTyping = isTyping }
    if isTyping && self.isTyping { return }
    if past.last == buffer { return }
    past.append(buffer)
    if past.count > UndoLog.capacity { past.removeFirst() }
    future = []
  }

  /// The next character begins a change of its own.
  mutating func endTyping() { isTyping = false }

  mutating func undo(_ buffer: inout EditBuffer) {
    isTyping = false
    guard let earlier = past.popLast() else { return }
    future.append(buffer)
    buffer = earlier
  }

  mutating func redo(_ buffer: inout EditBuffer) {
    isTyping = false
    guard let later = future.popLast() else { return }
    past.append(buffer)
    buffer = later
  }
}
