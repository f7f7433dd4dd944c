import Hummingbird
import HummingbirdTesting
import Testing

@testable import EdgeServer

@Suite struct HandlerTests {
  @Test func requestsReachTheirHandler() async throws {
    let scripts = [
      "echo": """
      fun show(value) { if (value == nil) return "nil"; return value; }
      fun handle(r) {
        return r.method + " " + r.path + " " + show(r.query("q")) + " " + show(r.query("none")) + " "
          + show(r.header("X-Test")) + " " + r.body;
      }
      """,
      "other": "fun handle(request) { return \"other\"; }",
    ]
    try await withServer(scripts) { (client) async throws in
      let response = try await client.execute(
        uri: "/echo/a/b%20c?q=x%26y+z&q=2", method: .post, headers: [.init("x-test")!: "yes"],
        body: ByteBuffer(string: "body"))
      #expect(response.status == .ok)
      #expect(response.text == "POST /a/b c x&y z nil yes body")
      #expect(try await client.get("/other").text == "other")
      #expect(try await client.get("/echo").text == "GET / nil nil nil ")
      #expect(try await client.get("/nobody").status == .notFound)
      #expect(try await client.get("/").status == .notFound)
    }
  }

  @Test func responses() async throws {
    let scripts = [
      "built": """
      fun handle(request) {
        var r = Response(200);
        r.status = 418;
        return r.header("x-one", "1").header("content-type", "application/json")
          .header("content-length", "7").header("bad name", "x").write("[").write(1.5).write(nil).write("]");
      }
      """,
      "empty": "fun handle(request) {}",
      "bytes": "fun handle(request) { return Response(200).write(request.body); }",
      "number": "fun handle(request) { return 1; }",
      "status": "fun handle(request) { return Response(99); }",
      "none": "var handle = 1;",
    ]
    try await withServer(scripts) { (client) async throws in
      let built = try await client.get("/built")
      #expect(built.status.code == 418)
      #expect(built.headers[.contentType] == "application/json")
      #expect(built.headers[.init("x-one")!] == "1")
      #expect(built.text == "[1.5nil]")
      #expect(try await client.get("/empty").status == .noContent)
      let bytes = ByteBuffer(bytes: [0, 255, 10, 128])
      #expect(try await client.execute(uri: "/bytes", method: .put, body: bytes).body == bytes)
      for name in ["number", "status", "none"] {
        let response = try await client.get("/\(name)")
        #expect(response.status == .internalServerError)
        #expect(response.text == "The handler failed.\n")
        #expect(try await client.report(of: name).failed == 1)
      }
      #expect(
        try await client.report(of: "number").log
          == ["'handle' must return a response, a string, or nil, not a number."])
    }
  }

  /// Each request has its own globals; what must last is in the store, which no other tenant sees.
  @Test func isolation() async throws {
    let script = """
      var count = 0;
      fun handle(request) {
        count = count + 1;
        store.set("name", request.query("name"));
        return Response(200).write(count).write(" ").write(store.add("count", 1));
      }
      """
    try await withServer(["a": script, "b": script]) { (client) async throws in
      #expect(try await client.get("/a?name=x").text == "1 1")
      #expect(try await client.get("/a").text == "1 2")
      #expect(try await client.get("/b").text == "1 1")
      #expect(try await client.report(of: "b").storedKeys == 1)
    }
  }

  @Test func stores() throws {
    let store = KeyValueStore()
    #expect(store.get("a") == .nil)
    try store.set("a", .string([1, 2]))
    #expect(store.get("a") == .string([1, 2]))
    #expect(throws: (any Error).self) { try store.add("a", 1) }
    try store.set("a", .nil)
    #expect(store.usage.keys == 0)
    #expect(store.usage.bytes == 0)
    #expect(throws: KeyValueStore.Full.self) {
      try store.set("b", .string(Array(repeating: 0, count: KeyValueStore.byteLimit)))
    }
    for key in 0..<KeyValueStore.keyLimit { try store.set("\(key)", .boolean(true)) }
    #expect(throws: KeyValueStore.Full.self) { try store.set("new", .boolean(true)) }
    try store.set("0", .number(1))
  }

  @Test func logs() async throws {
    let script = "fun handle(request) { log(request.path); print 1 + 1; log(nil); }"
    try await withServer(["a": script]) { (client) async throws in
      _ = try await client.get("/a/x")
      let log = try await client.report(of: "a").log
      #expect(log.sorted() == ["/x", "2", "nil"])
      for _ in 0..<100 { _ = try await client.get("/a") }
      #expect(try await client.report(of: "a").log.count == TenantLog.lineCount)
    }
  }

  /// The sample scripts of the server.
  @Test func samples() async throws {
    try await withServer([:], configure: { $0.folder = sampleFolder("Tenants") }) { (client) async throws in
      #expect(try await client.get("/hello?name=Ada").text == "Hello, Ada!")
      let put = try await client.execute(uri: "/notes/a", method: .put, body: ByteBuffer(string: "milk"))
      #expect(put.status == .created)
      #expect(try await client.get("/notes/a").text == "milk")
      #expect(try await client.execute(uri: "/notes/a", method: .delete).status == .noContent)
      #expect(try await client.get("/notes/a").status == .notFound)
      #expect(try await client.get("/notes").text == "1 visits")
    }
  }

  @Test func statusIsForAdministrators() async throws {
    try await withServer(["a": "fun handle(r) {}"], configure: { $0.adminToken = "secret" }) {
      (client) async throws in
      #expect(try await client.get("/-/status").status == .unauthorized)
      #expect(try await client.get("/-/status", headers: [.authorization: "Bearer secret"]).status == .ok)
      #expect(
        try await client.get("/-/status/b", headers: [.authorization: "Bearer secret"]).status == .notFound)
    }
  }
}
