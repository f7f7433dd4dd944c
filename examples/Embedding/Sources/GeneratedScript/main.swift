import Lox

let model = RecordedModel(replies: [
  // Thinks of another language.
  """
  let best = null;
  answer(best);
  """,
  // Never ends.
  """
  var hours = 0;
  while (temperature != nil) hours = hours + 1;
  answer("Cairo");
  """,
  // Misremembers a name, and what `+` takes.
  """
  fun describe(city) { return city + " has " + temprature(city); }
  answer(describe("Cairo"));
  """,
  """
  fun describe(city) { return city + " has " + temperature(city); }
  answer(describe("Cairo"));
  """,
  // Right at last.
  """
  class City {
    init(name) {
      this.name = name;
      this.degrees = temperature(name);
    }
  }

  fun warmer(a, b) {
    if (a.degrees > b.degrees) return a;
    return b;
  }

  var best = warmer(City("Oslo"), warmer(City("Rome"), City("Cairo")));
  answer(best.name + " is the warmest, with " + text(best.degrees) + " degrees.");
  """,
])

var conversation = Conversation()
conversation.say(.system, Sandbox.manual)
conversation.say(.user, "Which is the warmest of Oslo, Rome and Cairo?")

let sandbox = Sandbox()
attempts: for _ in 1...6 {
  let script = try await model.reply(to: conversation.messages)
  conversation.say(.assistant, script)
  switch try await sandbox.run(script) {
  case .answer(let text):
    conversation.say(.tool, text)
    break attempts
  case .failure(let diagnostics):
    // What went wrong, and where, is the model's next input.
    conversation.say(.tool, diagnostics)
  }
}
