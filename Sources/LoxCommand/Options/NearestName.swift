import LoxSource

/// The one of some names that is probably meant by a name that is not among them.
func nearest(to name: some Sequence<UInt8>, among names: [String]) -> String? {
  var similar = SimilarNames(to: name)
  for name in names { similar.consider(name.utf8) }
  return similar.names.first
}
