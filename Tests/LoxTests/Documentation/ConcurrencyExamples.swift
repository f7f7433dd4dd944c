import Lox
import Testing

/// The examples of the article on concurrency.
@Suite struct ConcurrencyExamples {
  @Test func manyIsolates() async throws {
    // The example begins.
    let program = try Program("fun square(n) { return n * n; }")
    let squares = try await withThrowingTaskGroup(of: Int.self) { group in
      for number in 1...100 {
        group.addTask {
          let isolate = try Isolate()
          try await isolate.run(program)
          return try await isolate.call("square", number)
        }
      }
      return try await group.reduce(0, +)
    }
    // The example ends.
    #expect(squares == 338_350)
  }

  @Test func sending() async throws {
    // The example begins.
    let isolate = try Isolate()
    try isolate.setGlobal("name", to: "Ada")
    let greeting = Task {
      try await isolate.run(try Program("var greeting = \"Hello, \" + name;"))
      return try isolate.global("greeting", as: String.self)
    }
    // The isolate is the task's now: to use it here is an error of the compiler.
    // The example ends.
    #expect(try await greeting.value == "Hello, Ada")
  }

  @Test func actors() async throws {
    // The example begins.
    actor Session {
      private let isolate: Isolate

      init() throws {
        isolate = try Isolate()
        try isolate.defineAsync("fetch") { (key: String) async throws -> String in
          try await Task.sleep(for: .milliseconds(1))
          return "value of \(key)"
        }
      }

      func run(_ program: Program) async throws { try await isolate.run(program) }
      func text(_ name: String) throws -> String? { try isolate.global(name) }
    }

    let session = try Session()
    try await session.run(
      try Program(
        """
        class Page {
          init(key) { this.body = fetch(key); }
        }
        var result = Page("title").body;
        """))
    let result = try await session.text("result")  // value of title
    // The example ends.
    #expect(result == "value of title")
  }

  @Test func severalCallsAtOnce() async throws {
    // The example begins.
    let weather = try Isolate()
    try weather.defineAsync("forecast") { (city: String) async throws -> Double in
      try await Task.sleep(for: .milliseconds(10))
      return Double(city.count)
    }
    try await weather.run(
      try Program("const forecasts = Fiber.map([\"Berlin\", \"Rome\", \"Oslo\"], city => forecast(city));"))
    let degrees = try weather.global("forecasts", as: [Double].self)  // [6, 4, 4], after 10 ms
    // The example ends.
    #expect(degrees == [6, 4, 4])
  }

  @Test func fibersOfTheHost() throws {
    // The example begins.
    let game = try Isolate()
    try game.run(
      try Program(
        """
        fun patrol(name) {
          for (var step in 1...2) Fiber.yield(`${name} takes step ${step}`);
          return `${name} sleeps`;
        }
        fun begin(name) => Fiber(() => patrol(name));
        """))
    let creatures = try ["Ada", "Bob"].map { try game.call("begin", $0, as: Fiber.self) }
    var frame: [String] = []
    while creatures.contains(where: { !$0.isDone }) {
      frame = try creatures.map { try $0.resume(nil as Int?, as: String.self) }
    }
    // The last frame is ["Ada sleeps", "Bob sleeps"].
    // The example ends.
    #expect(frame == ["Ada sleeps", "Bob sleeps"])
  }

  @Test func taskCancellation() async throws {
    // The example begins.
    let task = Task {
      let isolate = try Isolate()
      try isolate.defineAsync("wait") { (seconds: Double) async throws in
        try await Task.sleep(for: .seconds(seconds))
      }
      try await isolate.run(try Program("while (true) wait(10);"))
    }
    task.cancel()
    let result = await task.result  // a RuntimeError of the kind cancelled
    // The example ends.
    let error = #expect(throws: RuntimeError.self) { try result.get() }
    #expect(error?.kind == .cancelled)
  }

  @Test func synchronousInAsynchronous() async throws {
    // The example begins.
    /// Runs it at once, without a suspension.
    func runNow(_ program: Program, in isolate: Isolate) throws { try isolate.run(program) }
    // The example ends.
    let isolate = try Isolate()
    try runNow(try Program("var x = 1;"), in: isolate)
    #expect(isolate["x"] == 1)
  }
}
