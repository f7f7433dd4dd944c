import LoxSource

/// What happens to a tree when its source changes.
extension AST {
  /// Leaves nothing of some nodes that whoever looks at all nodes might find.
  public mutating func remove(_ nodes: NodeCounts.Range) {
    // Behind the end of any source that changes: no offset is in the span of such an expression.
    let nowhere = SourceSpan(start: 1 << 31, end: 1 << 31)
    for index in nodes.expressions {
      expressions[index] = .invalid
      places[index] = Place(start: nowhere.start, operatorOffset: nowhere.start)
    }
    for index in nodes.statements {
      statements[index] = .empty
      statementSpans[index] = nowhere
      if !variableTypes.isEmpty { variableTypes[StatementID(index)] = nil }
    }
    for index in nodes.functions {
      functions[index].name = .anonymous
      functions[index].nameSpan = nowhere
      functions[index].span = nowhere
    }
    for index in nodes.classes {
      classes[index].nameSpan = nowhere
      classes[index].span = nowhere
    }
  }

  /// Replaces the statements of the script.
  public mutating func setScript(_ statements: [StatementID]) {
    // Those that it had are usually the last of all lists.
    if Int(script.start) + Int(script.count) == statementLists.count {
      statementLists.removeLast(Int(script.count))
    }
    script = StatementList(start: statementLists.count, count: statements.count)
    statementLists += statements
  }

  /// Moves all places from an offset on.
  public mutating func move(_ shift: SourceShift) {
    for index in places.indices {
      shift.apply(to: &places[index].start)
      shift.apply(to: &places[index].operatorOffset)
    }
    for index in statementSpans.indices { shift.apply(to: &statementSpans[index]) }
    for index in statementOffsets.indices { shift.apply(to: &statementOffsets[index]) }
    for index in functions.indices {
      shift.apply(to: &functions[index].nameSpan)
      shift.apply(to: &functions[index].span)
    }
    for index in classes.indices {
      shift.apply(to: &classes[index].nameSpan)
      shift.apply(to: &classes[index].span)
    }
    for index in parameters.indices { shift.apply(to: &parameters[index].span) }
    for index in strings.indices {
      guard case .source(var span) = strings[index] else { continue }
      shift.apply(to: &span)
      strings[index] = .source(span)
    }
    moveExtended(shift)
  }

  /// What only extended Lox has.
  private mutating func moveExtended(_ shift: SourceShift) {
    for index in forInLoops.indices {
      shift.apply(to: &forInLoops[index].variable.span)
      if var second = forInLoops[index].second {
        shift.apply(to: &second.span)
        forInLoops[index].second = second
      }
    }
    for index in switches.indices { shift.apply(to: &switches[index].span) }
    for index in switchCases.indices { shift.apply(to: &switchCases[index].span) }
    for index in catches.indices {
      shift.apply(to: &catches[index].nameSpan)
      shift.apply(to: &catches[index].span)
    }
    for index in patterns.indices { shift.apply(to: &patterns[index].span) }
    for index in patternElements.indices {
      shift.apply(to: &patternElements[index].span)
      shift.apply(to: &patternElements[index].keySpan)
    }
    for index in imports.indices {
      shift.apply(to: &imports[index].moduleSpan)
      shift.apply(to: &imports[index].bindingSpan)
    }
    for index in importedNames.indices {
      shift.apply(to: &importedNames[index].nameSpan)
      shift.apply(to: &importedNames[index].localSpan)
    }
    for index in types.indices { shift.apply(to: &types[index].span) }
    for index in classFields.indices {
      shift.apply(to: &classFields[index].nameSpan)
      shift.apply(to: &classFields[index].span)
    }
  }
}
