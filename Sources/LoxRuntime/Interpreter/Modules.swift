/// The programs of an isolate and the variables that they share.
struct Modules {
  var programs = LinkedPrograms()
  var globals = Globals()

  /// The functions of all programs, by their numbers in the isolate.
  var records: RecordTable { @inline(always) get { programs.records } }
}
