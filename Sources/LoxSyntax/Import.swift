import LoxSource

/// `import "module";`, `import "module" as name;` or `import {name, name as other} from "module";`
public struct Import: Sendable {
  /// The name of the module, without its quotes.
  public var module: StringID
  /// The string with its quotes.
  public var moduleSpan: SourceSpan
  /// The variable for the module itself.
  public var binding: NameID?
  public var bindingSpan: SourceSpan
  /// A run of `AST.importedNames`.
  public var names: NodeList
}

/// A variable of a module that an import makes visible.
public struct ImportedName: Sendable {
  /// What the module calls it.
  public var name: NameID
  public var nameSpan: SourceSpan
  /// What it is called here.
  public var local: NameID
  public var localSpan: SourceSpan
}
