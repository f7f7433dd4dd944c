import LoxDiagnostics
import LoxJSON
import LoxSyntax
import LoxTooling

extension LanguageServer {
  func formatting(_ parameters: JSON) throws(ResponseError) -> JSON {
    let document = try document(parameters)
    return JSON(try layoutEdits(document).map { textEdit($0.span, $0.text, in: document) })
  }

  func rangeFormatting(_ parameters: JSON) throws(ResponseError) -> JSON {
    let document = try document(parameters)
    let range = try span(parameters["range"], in: document)
    let edits = try layoutEdits(document).filter { $0.span.end >= range.start && $0.span.start <= range.end }
    return JSON(edits.map { textEdit($0.span, $0.text, in: document) })
  }

  private func layoutEdits(_ document: Document) throws(ResponseError) -> [Fix.Edit] {
    do {
      return try Formatter(profile: settings.profile).edits(document.source)
    } catch {
      let message = error.diagnostics.first?.description ?? "The script has errors."
      throw ResponseError(.requestFailed, "A script with errors can't be formatted. \(message)")
    }
  }
}
