/// The instructions of x86-64 that compiled code consists of.
///
/// Encodings are those of the *Intel 64 and IA-32 Architectures Software Developer's Manual*, volume 2. Of several encodings of an
/// instruction, the shortest is taken. SSE4.1 (`roundsd`) is the only extension beyond the architecture's first version.
package enum X86 {}
