/// Something that writes scripts: in earnest, a client of a service.
protocol LanguageModel {
  /// The next reply to what was said up to now.
  func reply(to conversation: [Message]) async throws -> String
}

struct Message {
  enum Role: String { case system, user, assistant, tool }

  var role: Role
  var text: String
}

/// What was said up to now; it is printed as it grows.
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
