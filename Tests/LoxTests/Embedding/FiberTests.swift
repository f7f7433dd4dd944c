import Lox
import Synchronization
import Testing

/// Fibers, as their hosts see them.
@Suite(.stressedCrossings) struct FiberTests {
  @Test(arguments: [false, true]) func drivenByTheHost(stressed: Bool) throws {
    let host = try Host(stressed: stressed)
    try host.run(
      """
      class Guard {
        init(name) {
          this.name = name;
          this.steps = [];
        }
        patrol() {
          for (var place in ["gate", "tower"]) {
            for (var i in 1...2) this.steps.add(`${place} ${Fiber.yield(this.name + "@" + place)}`);
          }
          return "asleep";
        }
      }
      const guards = ["a", "b", "c"].map(name => Guard(name));
      fun begin(i) => Fiber(guards[i].patrol);
      """)
    let fibers = try (0..<3).map { try host.isolate.call("begin", $0, as: Fiber.self) }
    for frame in 0..<4 {
      for (index, fiber) in fibers.enumerated() {
        #expect(!fiber.isDone)
        let place = frame < 2 ? "gate" : "tower"
        #expect(try fiber.resume(frame) == .string("\(["a", "b", "c"][index])@\(place)"))
      }
    }
    for fiber in fibers {
      #expect(try fiber.resume("end", as: String.self) == "asleep")
      #expect(fiber.isDone)
    }
    let message = "The fiber is done."
    #expect { try fibers[0].resume() } throws: { ($0 as? RuntimeError)?.message == message }
    #expect(
      try host.run("print guards[1].steps;") == #"["gate 1", "gate 2", "tower 3", "tower end"]"# + "\n")
  }

  @Test func handles() throws {
    let host = try Host()
    try host.run("const f = Fiber(() => Fiber.yield(1)); const g = Fiber(() => 1);")
    guard case .fiber(let fiber)? = host.isolate["f"] else {
      Issue.record("no fiber")
      return
    }
    #expect("\(Value.fiber(fiber))" == "Fiber instance")
    #expect(Value.fiber(fiber).kind == "a fiber")
    #expect(host.isolate["f"] == .fiber(fiber))
    #expect(host.isolate["g"] != .fiber(fiber))
    try host.isolate.define("same") { (fiber: Fiber) in fiber }
    #expect(try host.run("print same(f) == f;") == "true\n")
    #expect(host.message("same(1);") == "Argument 1 of 'same' must be a fiber, not a number.")
    let weak = WeakReference(.fiber(fiber))
    #expect(weak.value == .fiber(fiber))
  }

  /// A fiber that is resumed within a function of the host, which a fiber has called.
  @Test(arguments: [false, true]) func acrossTheHost(stressed: Bool) throws {
    let host = try Host(stressed: stressed)
    try host.isolate.define("apply") { (f: Function) in try f.call() }
    try host.isolate.define("resume") { (f: Fiber) in try f.resume() }
    #expect(
      try host.run(
        """
        const inner = Fiber(() => {
          Fiber.yield("a");
          Fiber.yield("b");
          return "c";
        });
        const outer = Fiber(() => {
          Fiber.yield(resume(inner));
          Fiber.yield(apply(() => resume(inner)));
          return inner.resume();
        });
        for (var i in 0..<3) print outer.resume();
        """) == "a\nb\nc\n")
    #expect(
      host.message("Fiber(() => apply(() => Fiber.yield(1))).resume();")
        == "Can't yield across a host function.")
    #expect(host.message("apply(() => Fiber.yield(1));") == "Can't yield outside of a fiber.")
    #expect(host.message("const f = Fiber(() => resume(f)); resume(f);") == "The fiber is already running.")
    // What fails within is done, and what is around goes on.
    #expect(
      try host.run(
        """
        const broken = Fiber(() => nil());
        const around = Fiber(() => {
          try { resume(broken); } catch (e) { Fiber.yield(e.message); }
          return broken.isDone;
        });
        print around.resume();
        print around.resume();
        """) == "Can only call functions and classes.\ntrue\n")
  }

  /// A trace tells who has resumed whom.
  @Test func traces() throws {
    let isolate = try Isolate()
    let program = try Program(
      """
      fun inner() {
        nil();
      }
      fun outer() {
        Fiber(inner).resume();
      }
      for (var x in Fiber(outer)) print x;
      """, name: "t.lox")
    do {
      try isolate.run(program)
      Issue.record("no error")
    } catch let error as RuntimeError {
      #expect(error.trace.text == "[line 2] in inner()\n[line 5] in outer()\n[line 7] in script\n")
      #expect(error.trace.frames.map(\.beginsFiber) == [true, true, false])
      let text = error.formatted(.rich(color: false))
      #expect(
        text.contains(
          """
          trace:
            in inner() at t.lox:2:3
            in a fiber, resumed
            in outer() at t.lox:5:3
            in a fiber, resumed
            in script at t.lox:7:1
          """), "\(text)")
    }
  }

  /// Whatever a fiber keeps stays alive while it is suspended, and only that.
  @Test(arguments: [false, true]) func collections(stressed: Bool) throws {
    let host = try Host(stressed: stressed)
    #expect(
      try host.run(
        """
        fun deep(n, values) {
          const own = [n];
          if (n == 0) Fiber.yield(); else deep(n - 1, values);
          values.add(own[0]);
        }
        const fibers = [];
        for (var i in 0..<20) fibers.add(Fiber(() => {
          const values = [];
          deep(5, values);
          return values;
        }));
        for (var f in fibers) f.resume();
        var garbage = nil;
        for (var i in 0..<300) garbage = [garbage is List ? [1] : [2]];
        for (var f in fibers) print f.resume();
        """) == String(repeating: "[0, 1, 2, 3, 4, 5]\n", count: 20))
    host.isolate.collectGarbage()
    let before = host.isolate.usedBytes
    try host.run(
      """
      for (var i in 0..<200) {
        const f = Fiber(() => {
          const big = "x".repeat(10000);
          Fiber.yield();
          print big;
        });
        f.resume();
      }
      """)
    host.isolate.collectGarbage()
    #expect(host.isolate.usedBytes < before + 50_000)
  }

  /// What fibers take outside of the heap counts.
  @Test func memory() throws {
    var limits = Limits()
    limits.heapBytes = 4 << 20
    let isolate = try Isolate(limits: limits)
    let program = try Program(
      """
      fun down(n) {
        if (n == 0) Fiber.yield(); else down(n - 1);
      }
      const fibers = [];
      while (true) {
        const f = Fiber(() => down(400));
        f.resume();
        fibers.add(f);
      }
      """)
    #expect { try isolate.run(program) } throws: { ($0 as? RuntimeError)?.kind == .outOfMemory }
    try isolate.run(try Program("fibers.clear();"))
    isolate.collectGarbage()
    #expect(isolate.usedBytes < 1 << 20)
  }

  @Test func limits() throws {
    var limits = Limits()
    limits.fuel = 100_000
    let isolate = try Isolate(limits: limits)
    try isolate.run(
      try Program(
        "fun loop() { while (true) Fiber.yield(); } const f = Fiber(loop); const g = Fiber(() => { for (;;) {} });"
      ))
    guard case .fiber(let f)? = isolate["f"], case .fiber(let g)? = isolate["g"] else { return }
    // Each resume is a run of its own.
    for _ in 0..<10_000 { try f.resume() }
    #expect { try g.resume() } throws: { ($0 as? RuntimeError)?.kind == .outOfFuel }
    #expect(g.isDone)
    #expect(throws: Never.self) { try f.resume() }
  }

  // MARK: - Waiting

  @Test(arguments: [false, true]) func waits(stressed: Bool) async throws {
    let host = try Host(stressed: stressed)
    try host.isolate.defineAsync("fetch") { (key: String) async throws -> String in
      await Task.yield()
      return "<\(key)>"
    }
    try await host.isolate.run(
      try Program(
        """
        const f = Fiber(() => {
          for (var key in ["a", "b"]) Fiber.yield(fetch(key));
          return fetch("c");
        });
        var log = [];
        for (var x in f) log.add(x);
        const g = Fiber(() => fetch(Fiber.yield(fetch("d"))));
        log.add(g.resume());
        """))
    #expect(try host.run("print log;") == "[\"<a>\", \"<b>\", \"<d>\"]\n")
    guard case .fiber(let g)? = host.isolate["g"] else { return }
    #expect(try await g.resume("e", as: String.self) == "<e>")
    #expect(g.isDone)
  }

  /// The fibers of `Fiber.map` wait at once, and go on in order.
  @Test(arguments: [false, true]) func rounds(stressed: Bool) async throws {
    let host = try Host(stressed: stressed)
    let calls = Mutex<[String]>([])
    try host.isolate.defineAsync("fetch") { (key: String) async throws -> String in
      calls.withLock { $0.append("begin \(key)") }
      // The first ends last.
      for _ in 0..<(key.hasPrefix("a") ? 20 : 1) { await Task.yield() }
      calls.withLock { $0.append("end \(key)") }
      return "<\(key)>"
    }
    try await host.isolate.run(
      try Program(
        """
        var log = [];
        const results = Fiber.map(["a", "b", "c"], key => {
          log.add(key);
          const first = fetch(key);
          log.add(first);
          if (key == "b") return first;
          const second = fetch(key + "2");
          log.add(second);
          return first + second;
        });
        """))
    #expect(
      try host.run("print results; print log;") == """
        ["<a><a2>", "<b>", "<c><c2>"]
        ["a", "b", "c", "<a>", "<b>", "<c>", "<a2>", "<c2>"]

        """)
    let seen = calls.withLock { $0 }
    #expect(seen.prefix(3) == ["begin a", "begin b", "begin c"])
    #expect(seen.firstIndex(of: "begin a2")! > seen.firstIndex(of: "end a")!)
  }

  @Test func roundsWithoutWaiting() throws {
    let host = try Host()
    #expect(
      try host.run(
        """
        print Fiber.map(1...5, x => x * x);
        print Fiber.map([], x => x);
        print Fiber.map({a: 1, b: 2}, key => key + "!");
        // Those that yield go on in the next round.
        const log = [];
        print Fiber.map([1, 2, 3], x => {
          for (var i in 0..<x) {
            log.add(x);
            Fiber.yield();
          }
          return -x;
        });
        print log;
        """) == "[1, 4, 9, 16, 25]\n[]\n[\"a!\", \"b!\"]\n[-1, -2, -3]\n[1, 2, 3, 2, 3, 3]\n")
    #expect(host.message("Fiber.map([1], 2);") == "Argument 2 of 'map' must be a function, not a number.")
    #expect(host.message("Fiber.map(1, x => x);") != nil)
    #expect(host.message("Fiber._wait(nil);") == "Can only call functions and classes.")
    #expect(
      host.message("const w = Fiber._advance; w(Fiber(() => 1));") == "Can only call functions and classes.")
  }

  @Test(arguments: [false, true]) func errorsInRounds(stressed: Bool) async throws {
    struct Oops: Error, CustomStringConvertible { let description: String }
    let host = try Host(stressed: stressed)
    let begun = Mutex(0)
    try host.isolate.defineAsync("work") { (n: Int) async throws -> Int in
      begun.withLock { $0 += 1 }
      for _ in 0..<(10 - n) { await Task.yield() }
      if n % 2 == 1 { throw Oops(description: "no \(n)") }
      return n
    }
    try await host.isolate.run(
      try Program(
        """
        var caught = nil;
        try {
          Fiber.map([0, 2, 3, 4, 5], n => {
            const result = work(n);
            work(result);
            return result;
          });
        } catch (e) {
          caught = e.message;
        }
        // Errors can be caught where the call is.
        const results = Fiber.map([1, 2, 3], n => {
          try {
            return work(n);
          } catch (e) {
            return e.message;
          } finally {
            work(0);
          }
        });
        """))
    #expect(host.isolate["caught"] == "no 3")
    #expect(try host.run("print results;") == #"["no 1", 2, "no 3"]"# + "\n")
    // Of the first map, the second calls of 0 and 2 were never begun.
    #expect(begun.withLock { $0 } == 5 + 6)
  }

  @Test(arguments: [false, true]) func nestedRounds(stressed: Bool) async throws {
    let host = try Host(stressed: stressed)
    let running = Mutex(0)
    let most = Mutex(0)
    try host.isolate.defineAsync("work") { (n: Int) async throws -> Int in
      let now = running.withLock {
        $0 += 1
        return $0
      }
      most.withLock { $0 = max($0, now) }
      for _ in 0..<5 { await Task.yield() }
      running.withLock { $0 -= 1 }
      return n
    }
    try await host.isolate.run(
      try Program(
        """
        const sums = Fiber.map([10, 20, 30], tens => {
          const parts = Fiber.map([1, 2, 3], one => work(tens + one));
          return parts.sum() + work(1000);
        });
        const generated = Fiber.map([1, 2], n => {
          var sum = 0;
          for (var x in Fiber(() => {
            for (var i in 0..<3) Fiber.yield(work(n + i));
          })) sum += x;
          return sum;
        });
        """))
    #expect(try host.run("print sums; print generated;") == "[1036, 1066, 1096]\n[6, 9]\n")
    #expect(most.withLock { $0 } >= 3)
  }

  @Test func pendingCallsAreLimited() async throws {
    var limits = Limits()
    limits.pendingCalls = 4
    let isolate = try Isolate(limits: limits)
    let running = Mutex(0)
    let most = Mutex(0)
    try isolate.defineAsync("work") { (n: Int) async throws -> Int in
      let now = running.withLock {
        $0 += 1
        return $0
      }
      most.withLock { $0 = max($0, now) }
      for _ in 0..<5 { await Task.yield() }
      running.withLock { $0 -= 1 }
      return n * 2
    }
    try await isolate.run(try Program("const results = Fiber.map(0..<30, n => work(n));"))
    #expect(try isolate.global("results", as: [Int].self) == (0..<30).map { $0 * 2 })
    #expect(most.withLock { $0 } <= 4)
  }

  @Test func cancellationInRounds() async throws {
    let (begun, begin) = AsyncStream.makeStream(of: Void.self)
    let cancelled = Mutex(0)
    let task = Task {
      let isolate = try Isolate()
      try isolate.defineAsync("forever") { () async throws in
        begin.yield()
        do { try await Task.sleep(for: .seconds(1000)) } catch {
          cancelled.withLock { $0 += 1 }
          throw error
        }
      }
      try await isolate.run(try Program("Fiber.map([1, 2, 3], n => forever());"))
    }
    var count = 0
    for await _ in begun {
      count += 1
      if count == 3 { break }
    }
    task.cancel()
    do {
      try await task.value
      Issue.record("no error")
    } catch { #expect((error as? RuntimeError)?.kind == .cancelled) }
    while cancelled.withLock({ $0 }) < 3 { await Task.yield() }
  }

  @Test func deadlineInRounds() async throws {
    var limits = Limits()
    limits.deadline = .after(.milliseconds(20))
    let isolate = try Isolate(limits: limits)
    try isolate.defineAsync("forever") { () async throws in try await Task.sleep(for: .seconds(1000)) }
    do {
      try await isolate.run(try Program("Fiber.map([1, 2], n => forever());"))
      Issue.record("no error")
    } catch { #expect((error as? RuntimeError)?.kind == .deadlineExceeded) }
    // Nothing is left of it.
    isolate.limits = Limits()
    try isolate.defineAsync("quick") { (n: Int) async throws in n }
    try await isolate.run(try Program("const results = Fiber.map([1, 2], n => quick(n));"))
    #expect(try isolate.global("results", as: [Int].self) == [1, 2])
  }

  /// While fibers wait, the host uses the isolate, and its runs have fibers too.
  @MainActor @Test(arguments: [false, true]) func usedMeanwhile(stressed: Bool) async throws {
    let host = try Host(stressed: stressed)
    let isolate = host.isolate
    try await isolate.run(
      try Program(
        """
        var count = 0;
        fun tick(n) {
          const f = Fiber(() => {
            for (var i in 0..<n) Fiber.yield(i);
          });
          count += List(f).length;
          return Fiber.map([1, 2], x => x + n).sum();
        }
        """))
    try isolate.defineAsync("wait") { (n: Int) async throws -> Int in
      for _ in 0..<n { await Task.yield() }
      return n
    }
    func tick(_ n: Int) throws -> Int { try isolate.call("tick", n) }
    let ticks = Task { @MainActor () async throws in
      for n in 1...20 {
        let sum = try tick(n % 4)
        #expect(sum == 3 + 2 * (n % 4))
        await Task.yield()
      }
    }
    try await isolate.run(
      try Program("const results = Fiber.map([30, 20, 10], n => wait(n) + wait(n / 10));"))
    try await ticks.value
    #expect(try tick(3) == 9)
    #expect(try isolate.global("results", as: [Int].self) == [33, 22, 11])
  }

  /// A program stays loaded while a fiber will go on in it, though nothing else refers to it.
  @Test(arguments: [false, true]) func programsOfSuspendedFibersStay(stressed: Bool) throws {
    let host = try Host(stressed: stressed)
    try host.run(
      """
      var f = Fiber(() => {
        const inner = x => Fiber.yield(x) + 1;
        var sum = 0;
        for (var i in 0..<3) sum += inner(i);
        return sum;
      });
      f.resume();
      """)
    guard case .fiber(let fiber)? = host.isolate["f"] else { return }
    host.isolate.removeGlobal("f")
    for n in 0..<40 {
      try host.run("fun g\(n)(x) => x * \(n); g\(n)(1);")
      host.isolate.collectGarbage()
    }
    #expect(try fiber.resume(10) == 1)
    #expect(try fiber.resume(20) == 2)
    #expect(try fiber.resume(30) == 63)
    #expect(host.isolate.machine.heapProblems.isEmpty)
  }

  @Test func handlesOfOtherIsolates() throws {
    let (one, other) = (try Isolate(), try Isolate())
    try one.run(try Program("const f = Fiber(() => Fiber.yield(1));"))
    let fiber = try #require(try one.global("f", as: Fiber.self))
    #expect(throws: HandleError.self) { try other.setGlobal("f", to: fiber) }
    #expect(throws: HandleError.self) { try fiber.resume(try other.encode([1])) }
    #expect(try fiber.resume() == 1)
  }

  /// Methods and initializers of host classes wait in rounds as functions do.
  @Test(arguments: [false, true]) func hostClassesInRounds(stressed: Bool) async throws {
    actor Store: HostObject {
      private var sum = 0
      func add(_ n: Int) async -> Int {
        await Task.yield()
        sum += n
        return n * 10
      }
    }
    let host = try Host(stressed: stressed)
    try host.isolate.define(
      HostClass<Store>("Store").asyncInitializer { () async in Store() }
        .asyncMethod("add") { (store, n: Int) async in await store.add(n) })
    try await host.isolate.run(
      try Program(
        """
        const results = Fiber.map([1, 2, 3], n => {
          const store = Store();
          const list = [];
          for (var i in 0..<n) list.add(store.add(n));
          return list;
        });
        """))
    #expect(try host.run("print results;") == "[[10], [20, 20], [30, 30, 30]]\n")
  }
}
