/// The instructions of arm64 that compiled code consists of.
///
/// Encodings are those of the *Arm Architecture Reference Manual for A-profile architecture*, part C; nothing beyond Armv8.0 is used.
package enum ARM64 {}
