extension CoreOperation {
  private static let switching = "8, and 1 for each 2 registers of its calls"

  static let ofFibers: [CoreOperation] = [
    .property(
      .fiberIsDone, of: .fiber, "isDone", "Boolean",
      "Whether the function has returned, or has ended by an error."),
    .method(
      .fiberResume, of: .fiber, "resume", [.optional("value", .any)], "Any", scaling: switching,
      "Lets the fiber run until it yields or ends, and gives what it yields or returns. The value is the result of the `Fiber.yield` that the fiber goes on from; the first one, which begins the function, is dropped. An error in the fiber comes out of `resume`.",
      errors: [
        ("const f = Fiber(() => 1); f.resume(); f.resume();", "The fiber is done."),
        ("var f = Fiber(() => f.resume()); f.resume();", "The fiber is already running."),
      ],
      example: """
        const total = Fiber(() => {
          var sum = 0;
          while (true) sum += Fiber.yield(sum);
        });
        print total.resume();   // expect: 0
        print total.resume(5);  // expect: 5
        print total.resume(10); // expect: 15
        """),
  ]

  static let ofFiberClass: [CoreOperation] = [
    .function(
      .fiberYield, of: .fiberClass, "yield", [.optional("value", .any)], "Any", scaling: switching,
      "Stops the fiber in which it is called, at any depth of calls; the value is the result of the `resume` that it was running for. When the fiber is resumed again, the result is what that `resume` was given.",
      errors: [("Fiber.yield(1);", "Can't yield outside of a fiber.")],
      example: """
        fun walk(tree) {
          if (tree == nil) return;
          walk(tree.left);
          Fiber.yield(tree.value);
          walk(tree.right);
        }
        const tree = {value: 2, left: {value: 1, left: nil, right: nil}, right: nil};
        print List(Fiber(() => walk(tree))); // expect: [1, 2]
        """),
    .function(
      .fiberMap, of: .fiberClass, "map", [.required("elements", .iterable), .required("fn", .function)],
      "List",
      scaling: "what the calls of the function cost",
      "Calls a function with each element, in a fiber of its own, and gives a list of the results. All of these calls may wait at once for asynchronous functions of the host. The fibers run in rounds: each runs, in order, until it ends, yields or waits; when none can go on, all results are waited for, and the fibers go on, in order. So what a script does depends on results alone, not on which comes first. The first error, in order, is thrown.",
      example: "print Fiber.map([1, 2, 3], x => x * x); // expect: [1, 4, 9]"),
    .function(
      .fiberAdvance, of: .fiberClass, "_advance", [.required("fiber", .any)], "Any", scaling: switching,
      "Lets a fiber of `Fiber.map` run until it ends, yields or waits."),
    .function(
      .fiberWait, of: .fiberClass, "_wait", [.optional("fibers", .list)], "nil",
      scaling: "1 for each 8 fibers",
      "Waits if none of the fibers can go on, or, without them, if no more may wait at once."),
    .function(
      .fiberAbandon, of: .fiberClass, "_abandon", [.required("fibers", .list)], "nil",
      scaling: "1 for each fiber", "Ends fibers that nobody will resume."),
  ]
}
