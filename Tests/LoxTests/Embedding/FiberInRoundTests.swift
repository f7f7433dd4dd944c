import Lox
import Synchronization
import Testing

/// Fibers that wait within `Fiber.map`: only the branch waits in which they run.
@Suite(.stressedCrossings) struct FiberInRoundTests {
  /// Notes what begins and ends.
  private final class Journal: Sendable {
    private let lines = Mutex<[String]>([])
    func add(_ line: String) { lines.withLock { $0.append(line) } }
    var all: [String] { lines.withLock { $0 } }
  }

  private func host(stressed: Bool = false, _ journal: Journal = Journal()) throws -> Host {
    let host = try Host(stressed: stressed)
    try host.isolate.defineAsync("fetch") { (key: String) async throws -> String in
      journal.add("begin \(key)")
      // The first ends last.
      for _ in 0..<(key.hasPrefix("a") ? 20 : 1) { await Task.yield() }
      journal.add("end \(key)")
      return "<\(key)>"
    }
    return host
  }

  @Test(arguments: [false, true]) func othersGoOn(stressed: Bool) async throws {
    let journal = Journal()
    let host = try host(stressed: stressed, journal)
    try await host.isolate.run(
      try Program(
        """
        fun pages(key) => Fiber(() => {
          for (var i in 1...2) Fiber.yield(fetch(`${key}${i}`));
          return "end";
        });
        const results = Fiber.map(["a", "b", "c"], key => {
          const fiber = pages(key);
          const first = [fiber.resume()];
          for (var page in fiber) first.add(page);
          return first.join() + fiber.isDone;
        });
        """))
    #expect(
      try host.run("print results;") == """
        ["<a1><a2>true", "<b1><b2>true", "<c1><c2>true"]

        """)
    #expect(journal.all.prefix(3) == ["begin a1", "begin b1", "begin c1"])
    #expect(journal.all.dropFirst(6).prefix(3) == ["begin a2", "begin b2", "begin c2"])
  }

  /// Fibers in fibers, with calls, members and iterations between them, and garbage meanwhile.
  @Test(arguments: [false, true]) func deep(stressed: Bool) async throws {
    let host = try host(stressed: stressed)
    let program = """
      class Source {
        init(key) { this.key = key; }
        iterate() => Fiber(() => {
          for (var i in 1...3) Fiber.yield(this[i]);
        });
        operator [](i) {
          const inner = Fiber(() => {
            const garbage = [i, [i]];
            Fiber.yield(fetch(`${this.key}${garbage[1][0]}`));
            return fetch("end");
          });
          return inner.resume() + inner.resume();
        }
      }
      const results = Fiber.map(["a", "b", "c"], key => {
        const values = [];
        for (var i, x in Source(key)) {
          const garbage = [i, x];
          values.add(`${i}${garbage[1]}`);
        }
        return values.join(" ");
      });
      """
    try await host.isolate.run(try Program(program))
    let expected = ["a", "b", "c"].map { key in
      (1...3).map { "\($0 - 1)<\(key)\($0)><end>" }.joined(separator: " ")
    }
    #expect(try host.isolate.global("results", as: [String].self) == expected)
    #expect(host.isolate.machine.heapProblems.isEmpty)
  }

  @Test func collectionsAtEveryAllocation() async throws {
    var options = Isolate.Options()
    options.stressesCollector = true
    let isolate = try Isolate(options: options)
    try isolate.defineAsync("work") { (n: Int) async throws -> Int in
      await Task.yield()
      return n
    }
    try await isolate.run(
      try Program(
        """
        const results = Fiber.map([10, 20], n => {
          const kept = [n];
          const fiber = Fiber(() => {
            const own = [kept[0] + 1];
            const sums = Fiber.map([1, 2], x => work(x + own[0]) + kept[0]);
            Fiber.yield([work(own[0]), sums.sum()]);
            return [work(own[0] + 1), 0];
          });
          return [kept, fiber.resume(), fiber.resume()];
        });
        """))
    #expect(
      try isolate.global("results", as: [[[Int]]].self)
        == [[[10], [11, 45], [12, 0]], [[20], [21, 85], [22, 0]]])
  }

  /// A callback of the core library that yields and waits, in the midst of `try` and `finally`.
  @Test(arguments: [false, true]) func sortingCallbacks(stressed: Bool) async throws {
    let host = try host(stressed: stressed)
    try await host.isolate.run(
      try Program(
        """
        const results = Fiber.map([[3, 1, 2], [5, 4], []], list => {
          const log = [];
          const sorter = Fiber(() => list.sorted((a, b) => {
            try {
              Fiber.yield(fetch(`${a}`));
              return a - b;
            } finally {
              log.add(fetch(`${b}`));
            }
          }));
          var last = nil;
          while (!sorter.isDone) last = sorter.resume();
          return [last, log.length > 0, log.every(text => text.startsWith("<"))];
        });
        """))
    #expect(
      try host.run("print results;")
        == "[[[1, 2, 3], true, true], [[4, 5], true, true], [[], false, true]]\n")
  }

  /// A map in a fiber in a map: all operations of both wait at once.
  @Test(arguments: [false, true]) func mapsInFibers(stressed: Bool) async throws {
    let journal = Journal()
    let host = try host(stressed: stressed, journal)
    try await host.isolate.run(
      try Program(
        """
        const results = Fiber.map(["a", "b"], key => {
          const fiber = Fiber(() => Fiber.map(["1", "2"], n => {
            const inner = Fiber(() => fetch(key + n));
            return inner.resume();
          }));
          return fiber.resume().join();
        });
        """))
    #expect(try host.isolate.global("results", as: [String].self) == ["<a1><a2>", "<b1><b2>"])
    #expect(journal.all.prefix(4) == ["begin a1", "begin a2", "begin b1", "begin b2"])
  }

  @Test(arguments: [false, true]) func errors(stressed: Bool) async throws {
    struct Oops: Error, CustomStringConvertible { let description: String }
    let host = try host(stressed: stressed)
    try host.isolate.defineAsync("fail") { (n: Int) async throws in
      await Task.yield()
      throw Oops(description: "no \(n)")
    }
    try await host.isolate.run(
      try Program(
        """
        const fibers = [];
        fun begin(f) {
          const fiber = Fiber(f);
          fibers.add(fiber);
          return fiber;
        }
        const log = [];
        // Caught in the fiber, around it, and around the map.
        const results = Fiber.map([1, 2], n => {
          const fiber = begin(() => {
            try { fail(n); } catch (e) { Fiber.yield(e.message); } finally { log.add(n); }
            fail(n + 10);
          });
          const first = fiber.resume();
          try { fiber.resume(); } catch (e) { return [first, e.message, fiber.isDone]; }
        });
        var caught = nil;
        try {
          Fiber.map([3, 4, 5], n => {
            const fiber = begin(() => {
              if (n == 4) fail(n);
              fetch("x");
              fetch("never");
            });
            fiber.resume();
          });
        } catch (e) { caught = e.message; }
        const done = fibers.map(fiber => fiber.isDone);
        """))
    #expect(
      try host.run("print results; print log; print caught; print done;") == """
        [["no 1", "no 11", true], ["no 2", "no 12", true]]
        [1, 2]
        no 4
        [true, true, true, true, true]

        """)
  }

  /// While its branch waits, the fiber runs: nobody else can resume it.
  @Test func sharedFibers() async throws {
    let host = try host()
    try await host.isolate.run(
      try Program(
        """
        const shared = Fiber(() => fetch("a"));
        const results = Fiber.map([1, 2], n => {
          try { return shared.resume(); } catch (e) { return e.message + shared.isDone; }
        });
        const end = shared.isDone;
        """))
    #expect(
      try host.run("print results; print end;")
        == "[\"<a>\", \"The fiber is already running.false\"]\ntrue\n")
  }

  /// What a run leaves behind that was cancelled, or came to its deadline, is done.
  @Test(arguments: [false, true]) func cancelled(byDeadline: Bool) async throws {
    var limits = Limits()
    if byDeadline { limits.deadline = .after(.milliseconds(300)) }
    let token = CancellationToken()
    if !byDeadline { limits.cancellation = token }
    let isolate = try Isolate()
    try await isolate.run(try Program("var fibers = [];"))
    isolate.limits = limits
    let begun = Mutex(0)
    try isolate.defineAsync("forever") { () async throws in
      let count = begun.withLock {
        $0 += 1
        return $0
      }
      if count == 3, !byDeadline { token.cancel() }
      try await Task.sleep(for: .seconds(1000))
    }
    let program = try Program(
      """
      Fiber.map([1, 2, 3], n => {
        const fiber = Fiber(() => forever());
        fibers.add(fiber);
        fiber.resume();
      });
      """)
    do {
      try await isolate.run(program)
      Issue.record("no error")
    } catch {
      #expect((error as? RuntimeError)?.kind == (byDeadline ? .deadlineExceeded : .cancelled))
    }
    let count = begun.withLock { $0 }
    #expect(byDeadline ? count <= 3 : count == 3)
    isolate.limits = Limits()
    try await isolate.run(try Program("const done = fibers.map(fiber => fiber.isDone); fibers = nil;"))
    #expect(try isolate.global("done", as: [Bool].self) == Array(repeating: true, count: count))
    isolate.collectGarbage()
    #expect(isolate.machine.heapProblems.isEmpty)
    try isolate.defineAsync("quick") { (n: Int) async throws in n }
    try await isolate.run(
      try Program("const results = Fiber.map([1, 2], n => Fiber(() => quick(n)).resume());"))
    #expect(try isolate.global("results", as: [Int].self) == [1, 2])
  }

  @Test func pendingCallsAreLimited() async throws {
    var limits = Limits()
    limits.pendingCalls = 3
    let isolate = try Isolate(limits: limits)
    let running = Mutex((now: 0, most: 0))
    try isolate.defineAsync("work") { (n: Int) async throws -> Int in
      running.withLock {
        $0.now += 1
        $0.most = max($0.most, $0.now)
      }
      for _ in 0..<5 { await Task.yield() }
      running.withLock { $0.now -= 1 }
      return n * 2
    }
    try await isolate.run(
      try Program(
        """
        const results = Fiber.map(0..<20, n => {
          for (var x in Fiber(() => Fiber.yield(work(n)))) return x;
        });
        """))
    #expect(try isolate.global("results", as: [Int].self) == (0..<20).map { $0 * 2 })
    #expect(running.withLock { $0.most } == 3)
  }

  /// What is put aside counts, however deep it is.
  @Test func memory() async throws {
    var limits = Limits()
    limits.heapBytes = 4 << 20
    limits.pendingCalls = 1000
    let isolate = try Isolate(limits: limits)
    try isolate.defineAsync("wait") { () async throws in await Task.yield() }
    // What is needed once.
    try await isolate.run(try Program("Fiber.map([1, 2], n => Fiber(() => wait()).resume());"))
    isolate.collectGarbage()
    let before = isolate.usedBytes
    let program = try Program(
      """
      fun down(n) {
        if (n == 0) wait(); else Fiber(() => down(n - 1)).resume();
      }
      Fiber.map(0..<1000, n => down(300));
      """)
    do {
      try await isolate.run(program)
      Issue.record("no error")
    } catch { #expect((error as? RuntimeError)?.kind == .outOfMemory) }
    isolate.collectGarbage()
    #expect(isolate.usedBytes < before + (1 << 20))
    try await isolate.run(try Program("down(100); Fiber.map([1, 2], n => down(50));"))
  }

  /// A run of the host, while another one waits within a fiber in a map.
  @MainActor @Test(arguments: [false, true]) func usedMeanwhile(stressed: Bool) async throws {
    let host = try Host(stressed: stressed)
    let isolate = host.isolate
    try isolate.defineAsync("wait") { (n: Int) async throws -> Int in
      for _ in 0..<n { await Task.yield() }
      return n
    }
    try await isolate.run(
      try Program(
        "fun tick(n) => Fiber.map([1, 2], x => Fiber(() => x + n).resume()).sum(); var last = nil;"))
    func tick(_ n: Int) throws -> Int { try isolate.call("tick", n) }
    let ticks = Task { @MainActor () async throws in
      for n in 1...10 {
        let sum = try tick(n)
        #expect(sum == 3 + 2 * n)
        isolate.collectGarbage()
        await Task.yield()
      }
    }
    try await isolate.run(
      try Program(
        """
        const results = Fiber.map([30, 20, 10], n => {
          last = Fiber(() => wait(n) + wait(n / 10));
          return last.resume();
        });
        """))
    try await ticks.value
    #expect(try isolate.global("results", as: [Int].self) == [33, 22, 11])
    #expect(isolate.machine.heapProblems.isEmpty)
  }
}
