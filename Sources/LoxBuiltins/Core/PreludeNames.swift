extension CoreOperation {
  /// The names of the operations that are written in Lox, or have a form that is.
  public static let preludeNames: Set<String> = [
    "any", "count", "every", "filter", "find", "flatMap", "forEach", "groupBy", "indexWhere", "map",
    "mapValues", "max", "min",
    "reduce", "removeWhere", "replace", "replaceFirst", "sort", "sorted", "sortedBy", "unique",
  ]
}
