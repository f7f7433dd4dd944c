/// A command of the debugger in the terminal.
enum DebugWord: String, CaseIterable {
  case `break`, delete, breakpoints, watch, unwatch, `catch`, `continue`, next, step, finish, backtrace,
    frame, up, down,
    print, set, locals,
    globals, list, run, help, quit

  /// The short forms.
  private static let abbreviations: [String: DebugWord] = [
    "b": .break, "d": .delete, "bl": .breakpoints, "info": .breakpoints, "c": .continue, "n": .next,
    "s": .step,
    "out": .finish, "fin": .finish, "bt": .backtrace, "where": .backtrace, "f": .frame, "u": .up, "p": .print,
    "l": .list, "w": .watch,
    "r": .run, "restart": .run, "h": .help, "?": .help, "q": .quit, "exit": .quit,
  ]

  /// The command that a word means: its name, its short form, or the beginning of one name only.
  init?(_ word: String) {
    if let known = DebugWord(rawValue: word) ?? DebugWord.abbreviations[word] {
      self = known
      return
    }
    let candidates = DebugWord.allCases.filter { !word.isEmpty && $0.rawValue.hasPrefix(word) }
    guard candidates.count == 1 else { return nil }
    self = candidates[0]
  }

  static let overview = """
    b LINE [if CONDITION]   stop on a line; FILE:LINE and the name of a function work as well
    d [NUMBER]              delete a breakpoint, or all
    breakpoints             list the breakpoints
    watch NAME              stop when a global variable, a field, an element or an entry has changed;
                            alone, list what is watched
    unwatch [NUMBER]        end that, or all of it
    catch thrown|uncaught   stop at errors that are thrown, or that nobody catches; 'catch off' for neither
    c                       go on
    n, s                    step to the next statement, over calls or into them
    finish                  go on until the function has returned
    bt                      show the calls under way
    f NUMBER, up, down      look at another call
    p EXPRESSION            show a value
    set NAME = EXPRESSION   change a variable, a field or an element
    locals, globals         show variables
    l [LINE]                show the source
    r                       run the script from its beginning
    q                       leave
    An empty line repeats the last step.

    """
}
