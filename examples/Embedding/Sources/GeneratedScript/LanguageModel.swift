/// Something that writes scripts: in a real program, a client of a service.
protocol LanguageModel {
  /// The next reply in the conversation so far.
  func reply(to conversation: [Message]) async throws -> String
}

struct Message {
  enum Role: String { case system, user, assistant, tool }

  var role: Role
  var text: String
}

/// The conversation so far; it is printed as it grows.
struct Conversation {
  private(set) var messages: [Message] = []

  mutating func say(_ role: Message.Role, _ text: String) {
    messages.append(Message(role: role, text: text))
    print("\(role.rawValue):")
    for line in text.split(separator: "\n") { print("  \(line)") }
  }
}

/// Replies from a recorded conversation, mistakes included, so that the transcript is always the same.
struct RecordedModel: LanguageModel {
  let replies: [String]

  struct NothingLeft: Error {}

  func reply(to conversation: [Message]) async throws -> String {
    let count = conversation.count { $0.role == .assistant }
    guard count < replies.count else { throw NothingLeft() }
    return replies[count]
  }
}
