/// Errors and members of classes.
extension ProgramGenerator {
  // MARK: - Errors

  /// A `try` that catches what is thrown in it.
  mutating func tryStatement(depth: Int) {
    writer.open("try")
    scopes.push()
    statements(random.within(0...2), depth: depth + 1)
    if random.chance(60) {
      // In brackets, since a parenthesis or a minus sign would not begin a value.
      let value = expression(someKind(), depth: min(2, expressionDepth)).operand(.assignment)
      writer.line("\(random.chance(60) ? "if (\(condition())) " : "")throw [\(value)];")
      if random.chance(30) { statements(1, depth: depth + 1) }
    }
    scopes.pop()
    if random.chance(30) {
      let name = privateNames(1)[0]
      writer.reopen("} catch (\(name) is \(random.oneOf("String", "List", "Error", "Number")))")
      writer.line("print \(name) is List;")
      scopedStatements(random.within(0...1), depth: depth)
    }
    if random.chance(20) {
      writer.reopen("} catch")
      scopedStatements(random.within(0...2), depth: depth)
    } else {
      scopes.push()
      let name = freshName()
      scopes.declare(Variable(name: name, kind: .anything))
      writer.reopen("} catch (\(name))")
      scopedStatements(random.within(0...2), depth: depth)
      scopes.pop()
    }
    if random.chance(40) {
      let outer = current.isInFinally
      current.isInFinally = true
      writer.reopen("} finally")
      scopedStatements(random.within(0...2), depth: depth)
      current.isInFinally = outer
    }
    writer.close()
  }

  // MARK: - Classes

  /// Members with names that no other member has. The first class of a family has all of them, others some.
  mutating func extendedMembers(hasOwn: Bool) {
    let members = [
      "computed => \(filler());", "computed2 { return \(filler()); }",
      "set computed(it) { this.assigned = it; }",
      "operator +(it) => \(filler());", "operator -() { return \(filler()); }",
      "operator <(it) => \(random.oneOf("true", "false", "nil"));",
      "operator [](it) => it;", "operator []=(it, to) { this.assigned = to; }",
      "class shared = \(filler());", "class made => \(filler());",
      "class make(it) { return it ?? (\(filler())); }",
      "class set made(it) { this.shared = it; }",
    ]
    for member in members where hasOwn || random.chance(20) { writer.line(member) }
    if random.chance(15) { writer.line("description => \"text\";") }
    if random.chance(15) { writer.line("iterate() => [\(filler())];") }
  }

  /// A statement that uses some of them.
  mutating func useOfMembers() -> String? {
    let variables = scopes.visible.filter { variable in
      switch variable.kind {
      case .instance(let id), .blueprint(let id): catalog.classes[id].hasExtendedMembers
      default: false
      }
    }
    guard let variable = random.pick(variables) else { return nil }
    let name = mention(variable)
    spend(4)
    if case .blueprint = variable.kind {
      return random.oneOf(
        "print \(name).shared;", "\(name).shared = \(filler());", "print \(name).made;",
        "print \(name).make(1);",
        "\(name).made = 2;", "print \(name).name;", "print [1, nil].map(\(name).make);")
    }
    return random.oneOf(
      "print \(name).computed;", "\(name).computed = \(filler());", "print \(name).computed2;",
      "print \(name) + 1;",
      "print -\(name);", "print \(name) < 1;", "print \(name) >= nil;", "print \(name)[\(filler())];",
      "\(name)[0] = \(filler());", "print \(name)?.computed;", "if (\(name) > 2) print `${\(name)}`;")
  }
}
