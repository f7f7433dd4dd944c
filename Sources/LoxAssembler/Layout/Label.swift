/// A place in code, which may be named before it is known. It belongs to the assembler that made it.
package struct Label: Hashable, Sendable {
  let number: Int
}
