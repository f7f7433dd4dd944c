/// Earlier states of a buffer.
struct UndoLog: Sendable {
  private var past: [EditBuffer] = []
  private var future: [EditBuffer] = []
  /// Whether the last change was typing, with which further typing is undone together.
  private var isTyping = false

  private static let capacity = 256

  /// Records a state before it changes.
  mutating func record(_ buffer: EditBuffer, isTyping: Bool = false) {
    defer { self.isTyping = isTyping }
    if isTyping && self.isTyping { return }
    if past.last == buffer { return }
    past.append(buffer)
    if past.count > UndoLog.capacity { past.removeFirst() }
    future = []
  }

  /// Makes the next character a change of its own.
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
