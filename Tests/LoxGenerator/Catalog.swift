/// Names a signature of the catalog.
typealias SignatureID = Int

/// Names a class of the catalog.
typealias ClassID = Int

/// How a function is called, and how much a call may cost.
///
/// A body calls only functions of lower tiers, so every program ends, whatever function values travel through
/// its variables. The tier also bounds the steps of one call and the frames it needs.
struct Signature: Hashable {
  var parameters: [Kind]
  var result: Kind
  var tier: Int

  /// The tier of the script itself.
  static let scriptTier = 4

  /// The most steps that one call of a function of `tier` may take.
  static func stepLimit(tier: Int) -> Int {
    switch tier {
    case ...0: 40
    case 1: 300
    case 2: 1_600
    case 3: 8_000
    default: 150_000
    }
  }
}

/// A named member of a class: a method with its signature, or a field with the kind of its values.
struct Member<Description> {
  let name: String
  let description: Description
}

/// A class of the program: all that its instances have, inherited members included.
struct ClassModel {
  /// Whether it has the members that `ProgramGenerator.extendedMembers` writes.
  var hasExtendedMembers = false
  let name: String
  var superclass: ClassID?
  /// The number of ancestors.
  var level = 0
  /// The parameters of a call of the class; without an initializer it takes no arguments.
  var initializer: SignatureID?
  var methods: [Member<SignatureID>] = []
  var fields: [Member<Kind>] = []
}

/// All signatures and classes of one program.
struct Catalog {
  private(set) var signatures: [Signature] = []
  private(set) var classes: [ClassModel] = []

  /// The number of `signature`, which is added if it is new.
  mutating func intern(_ signature: Signature) -> SignatureID {
    if let known = signatures.firstIndex(of: signature) { return known }
    signatures.append(signature)
    return signatures.count - 1
  }

  /// Adds a class and returns its number.
  mutating func add(_ model: ClassModel) -> ClassID {
    classes.append(model)
    return classes.count - 1
  }

  /// How an instance of the class is made.
  func construction(of id: ClassID) -> Signature {
    guard let initializer = classes[id].initializer else {
      return Signature(parameters: [], result: .instance(id), tier: 0)
    }
    var signature = signatures[initializer]
    signature.result = .instance(id)
    return signature
  }

  /// Whether the class is `ancestor` or inherits from it.
  func inherits(_ id: ClassID, from ancestor: ClassID) -> Bool {
    var candidate: ClassID? = id
    while let current = candidate {
      if current == ancestor { return true }
      candidate = classes[current].superclass
    }
    return false
  }

  /// Whether a value of kind `actual` is acceptable where `wanted` is required.
  func fits(_ actual: Kind, _ wanted: Kind) -> Bool {
    switch (actual, wanted) {
    case (_, .anything), (.count, .number): true
    case (.instance(let id), .instance(let ancestor)): inherits(id, from: ancestor)
    default: actual == wanted
    }
  }
}
