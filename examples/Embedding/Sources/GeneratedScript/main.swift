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
  // Misremembers a name, and what the answer may be.
  """
  const cities = ["Oslo", "Rome", "Cairo"];
  answer(cities.max(city => temprature(city)));
  """,
  """
  const cities = ["Oslo", "Rome", "Cairo"];
  answer(cities.map(temperature));
  """,
  // Right at last.
  """
  const cities = ["Oslo", "Rome", "Cairo"];
  const warmest = cities.max(city => temperature(city));
  answer(`${warmest} is the warmest, with ${temperature(warmest)} degrees.`);
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
