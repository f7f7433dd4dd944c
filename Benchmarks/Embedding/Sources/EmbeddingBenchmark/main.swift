/// Prints the cost of having Lox inside a Swift program, and the same for Lua if it is installed.

let lox = LoxFigures()
report("Lox", "")
report("  new isolate + ten-line script + drop", "\(text(try lox.newIsolate)) us", goal: "25 us or less")
let calls = try lox.calls
report("  Swift -> Lox function -> back", "\(text(calls.handle, 0)) ns", goal: "120 ns or less")
report("  the same by name", "\(text(calls.name, 0)) ns")
report("  Lox -> typed host function -> back", "\(text(try lox.hostCall, 0)) ns", goal: "80 ns or less")
let object = try lox.hostObject
report("  Lox -> property that can't be set, by key path", "\(text(object.readOnly, 0)) ns")
report("  Lox -> property by key path, get, set", "\(text(object.getPath, 0)), \(text(object.setPath, 0)) ns")
report("  Lox -> property by closures, get, set", "\(text(object.get, 0)), \(text(object.set, 0)) ns")
report("  Lox -> method of a host object", "\(text(object.method, 0)) ns")
report("  Lox -> asynchronous function that does not wait", "\(text(try await lox.asyncCall(), 0)) ns")
let install = try lox.install
report(
  "  API of 22 globals: offered, all mentioned", "\(text(install.offered)), \(text(install.mentioned)) us")
report("  two threads against one", "\(text(try lox.scaling(), 2)) x", goal: "1.85 x or more")
report("  limits on against limits off", "\(text((try lox.costOfLimits() - 1) * 100)) %", goal: "3 % or less")
let cancellation = try lox.cancellation()
report(
  "  cancellation to end of run, median and worst",
  "\(text(cancellation.median, 2)), \(text(cancellation.worst, 2)) ms", goal: "1 ms")
let deadline = try lox.deadline()
report(
  "  deadline to end of run, median and worst",
  "\(text(deadline.median, 2)), \(text(deadline.worst, 2)) ms", goal: "2 ms")
let resident = try lox.residentBytes(count: 10000)
report("  resident for each of 10,000 isolates", "\(text(resident.each / 1024)) KiB", goal: "100 KiB or less")
report(
  "  the process with all of them", "\(text(Double(resident.total) / Double(1 << 30), 2)) GiB",
  goal: "1.2 GiB or less")

#if canImport(CLua)
  let lua = LuaFigures()
  report("Lua 5.4", "")
  report("  new state + the same script + drop", "\(text(lua.newState)) us")
  report("  Swift -> Lua function -> back", "\(text(lua.call, 0)) ns")
  report("  Lua -> C function in Swift -> back", "\(text(lua.hostCall, 0)) ns")
  report("  resident for each of 10,000 states", "\(text(lua.residentBytes(count: 10000) / 1024)) KiB")
#else
  report("Lua 5.4 is not compared with: its headers were not found.", "")
#endif
