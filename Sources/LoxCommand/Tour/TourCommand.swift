import ArgumentParser
import LoxTerminal

/// `lox tour CHAPTER`: learn the language.
struct TourCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tour",
    abstract: "Learn Lox and extended Lox, chapter by chapter.",
    discussion: """
      The tour takes about ten minutes. 'lox tour' lists its chapters; 'lox tour lists' shows one of them, with examples and what \
      they print. The same text is in Documentation/Tour.md.
      """)

  @Argument(
    help: ArgumentHelp(
      "The chapter, or the beginning of its name; without one, all are listed.", valueName: "chapter"),
    completion: .list(Tour.chapters.map(\.name)))
  var chapter: String?

  @Flag(help: "Show all chapters.")
  var all = false

  @Flag(name: .customLong("try"), help: "Afterwards, start an interactive session in extended Lox.")
  var tries = false

  func validate() throws {
    guard let chapter, Tour.chapter(chapter) == nil else { return }
    let hint =
      nearest(to: chapter.utf8, among: Tour.chapters.map(\.name)).map { "Did you mean '\($0)'?" }
      ?? "'lox tour' lists all of them."
    throw ValidationError("There is no single chapter named '\(chapter)'. \(hint)")
  }

  func run() {
    let console = Console()
    console.write(text)
    guard tries else { console.exit(.success) }
    console.flush()
    var options = ScriptOptions()
    options.compiler.language = .extended
    Repl.run(options)
  }

  private var text: String {
    var page = TourPage(
      columns: Descriptor.output.isTerminal ? min(Terminal.outputSize.columns, 100) : 80,
      hasColor: DiagnosticStyle.hasColor(.output))
    if all {
      for chapter in Tour.chapters { page.add(chapter) }
    } else if let index = chapter.flatMap(Tour.chapter) {
      page.add(Tour.chapters[index])
      let next = index + 1
      if Tour.chapters.indices.contains(next) { page.add("Next: `lox tour \(Tour.chapters[next].name)`") }
    } else {
      page.addContents(Tour.chapters)
      page.add("`lox tour values` shows a chapter, and `lox tour values --try` then lets you try it out.")
    }
    return page.text
  }
}
