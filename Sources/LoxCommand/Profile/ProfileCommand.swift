import Lox
import LoxTooling

/// `lox profile FILE`: runs a script, and tells where it did its work.
enum ProfileCommand {
  static func run(_ file: Path, html: Path?, _ options: ScriptOptions) -> Never {
    let console = Console()
    let source = File.read(file, options.diagnostics, or: console)
    var options = options
    options.compiler.makesSourceMap = true
    let session = ScriptSession(options, console)
    session.machine.startProfiling()
    // Control-C ends the script, and what is known of it until then is shown.
    let interruption = Interruption()
    Signals.watch { signal in
      switch signal {
      case .interrupt: if !interruption.request() { Process.exitAtOnce(130) }
      case .resize: break
      case .end(let status): Process.exitAtOnce(status)
      }
    }
    let clock = ContinuousClock()
    let start = clock.now
    let result = interruption.whileRunning {
      session.evaluate(source, name: file.sourceName, cancellation: $0).result
    }
    let time = clock.now - start
    if result.status != .success {
      console.writeError(result.message(DiagnosticStyle.format(options.diagnostics))[...])
    }
    if case .compileErrors = result { console.exit(result.status) }

    let profile = ProfileBuilder(session.machine).profile(title: file.sourceName, time: time)
    // The script's output stays what it is.
    console.writeError("\n" + ProfileReport(profile).text)
    if let html {
      do {
        try File.write(Array(ProfilePage(profile).html.utf8), to: html)
      } catch {
        console.writeError(error.message[...])
        console.exit(.fileError)
      }
    }
    console.exit(result.status)
  }
}
