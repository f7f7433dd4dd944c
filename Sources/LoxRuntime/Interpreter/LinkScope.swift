import LoxBytecode

/// What the names of a program mean while it is linked.
struct LinkScope {
  let module: ModuleID
  /// By the places of its imports.
  let imports: [ModuleID]
  /// The strings of the program, interned.
  let strings: [Ref]
  let isExtended: Bool
  /// The globals that it declares or assigns; nil if that does not matter.
  let written: GlobalUse?
}

extension Machine {
  /// Makes the names that a program imports, and sees to it that it does not change what modules see of the host. Nil if memory is out.
  mutating func makeScope(
    of program: Program, as module: ModuleID, _ imports: [ModuleID], _ strings: [Ref]
  ) -> LinkScope? {
    let written = modules.areInUse && !modules.isPreludeLoading ? program.globalUse : nil
    let scope = LinkScope(
      module: module, imports: imports, strings: strings, isExtended: program.isExtended, written: written)
    if let written, module == .main {
      for (index, name) in strings.enumerated() where written.isWritten(UInt32(index)) {
        guard separate(name) else { return nil }
      }
    }
    for (declaration, imported) in zip(program.imports, imports) {
      for name in declaration.names {
        if module == .main, !keepForModules(strings[Int(name.local)]) { return nil }
        guard makeName(strings[Int(name.local)], in: module, for: strings[Int(name.name)], of: imported)
        else {
          return nil
        }
      }
    }
    return scope
  }

  /// Lets a variable be another name of one of a module.
  mutating func makeName(
    _ local: Ref, in module: ModuleID, for name: Ref, of imported: ModuleID
  ) -> Bool {
    guard let number = globalNumber(local, of: module), let original = globalNumber(name, of: imported) else {
      return false
    }
    modules.globals.setOriginal(of: number, to: original)
    modules.globals.shorten(number)
    return true
  }

  /// A script is about to declare or assign a name: modules go on seeing what the host has defined, and a variable of a module that an
  /// earlier script has imported is left alone.
  private mutating func separate(_ name: Ref) -> Bool {
    guard let number = modules.globals.number(name) else { return true }
    if modules.globals.isOtherName(number) {
      let heap = heap
      return modules.globals.separate(number, heap: &heap.value)
    }
    return keepForModules(name)
  }

  /// Lets modules go on seeing what the host has defined, whatever becomes of the name for scripts.
  private mutating func keepForModules(_ name: Ref) -> Bool {
    guard let number = modules.globals.number(name), modules.globals.entries[number].isOfHost,
      !modules.globals.isOtherName(number)
    else { return true }
    return slotOfHost(name) != nil
  }

  /// The slot in which modules see what the host has defined.
  private mutating func slotOfHost(_ name: Ref) -> UInt32? {
    if let known = modules.globals.slot(name, of: .host) { return known }
    guard let slot = globalSlot(name, of: .host) else { return nil }
    if let number = modules.globals.number(name), modules.globals.entries[number].isOfHost {
      cage.store(cage.value(modules.globals.slot(number)), slot)
    }
    return slot
  }

  /// The slot of a global of a module: its own, if it declares or assigns the name, otherwise the host's.
  mutating func slot(ofGlobal index: UInt32, inModule scope: LinkScope) -> UInt32? {
    let name = scope.strings[Int(index)]
    let isOwn =
      scope.written?.isWritten(index) == true
      || modules.globals.number(name, of: scope.module).map { modules.globals.isOtherName($0) } == true
    return isOwn ? globalSlot(name, of: scope.module) : slotOfHost(name)
  }

  /// Whether a name of a program is one of another module's variables.
  mutating func isImported(_ name: Ref, _ scope: LinkScope) -> Bool {
    !modules.all.isEmpty
      && modules.globals.number(name, of: scope.module).map { modules.globals.isOtherName($0) } == true
  }
}
