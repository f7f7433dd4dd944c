import LoxSource

/// The function `expect`, which scripts have while `lox test` runs their tests, in extended Lox.
///
/// The source is the only description of it: its comments are what an editor shows.
public enum ExpectLibrary {
  /// The name of the source, which is that of no file.
  public static let sourceName = "<expect>"

  /// The value of the script is a function that makes `expect`. It takes two functions of the host: `fail(expected, actual)` ends the test, and
  /// `text(value)` is a value as one would write it.
  ///
  /// What it needs of the core library it takes before the script that is tested runs, which may have other functions of those names.
  public static let source = Source(
    name: sourceName,
    text: #"""
      // lox: extended
      (
        fun (fail, text) {
          const areEqual = equals;
          const require = assert;
          const AnyError = Error;
          const AnyFunction = Function;
          const AnyList = List;
          const AnyNumber = Number;
          const AnyString = String;

          class Expectation {
            init(actual, isNegated) {
              this._actual = actual;
              this._isNegated = isNegated;
            }

            // Turns the expectation around: `expect(list).not.toContain(3)`.
            not => Expectation(this._actual, !this._isNegated);

            // Expects an equal value. Lists, maps and ranges are compared by what is in them, all else by `==`, as `equals` does.
            toEqual(expected) {
              this._check(areEqual(this._actual, expected), () => text(expected));
            }

            // Expects the same value by `==`: of lists and maps, the same object.
            toBe(expected) {
              this._check(this._actual == expected, () => text(expected));
            }

            // Expects nil.
            toBeNil() {
              this._check(this._actual == nil, () => "nil");
            }

            // Expects `true` itself, not only a value that counts as true.
            toBeTrue() {
              this._check(this._actual == true, () => "true");
            }

            // Expects `false` itself, not nil.
            toBeFalse() {
              this._check(this._actual == false, () => "false");
            }

            // Expects an instance of a class or of one that inherits from it: `expect(shape).toBeA(Circle)`.
            toBeA(type) {
              this._check(this._actual is type, () => `an instance of ${type.name}`);
            }

            // Expects a number that differs by no more than the tolerance.
            toBeCloseTo(expected, tolerance = 1e-9) {
              const actual = this._actual;
              const isClose = actual is AnyNumber
                and (actual == expected or (actual - expected).abs() <= tolerance);
              this._check(isClose, () => `${text(expected)}, give or take ${text(tolerance)}`);
            }

            // Expects a list with an equal element, a map with the key, a string with the text, or whatever else has it for `in`.
            toContain(part) {
              const actual = this._actual;
              const isFound = actual is AnyList ? actual.any(x => areEqual(x, part)) : part in actual;
              this._check(isFound, () => `something that contains ${text(part)}`);
            }

            // Expects that a function throws when it is called: anything, an error whose message contains a text, or an instance of a
            // class.
            //
            //     expect(() => order("tea", -1)).toThrow("negative");
            toThrow(expected = nil) {
              const called = this._actual;
              require(
                called is AnyFunction and called.arity == 0,
                "Only a function without parameters can be expected to throw: expect(() => ...).toThrow()."
              );
              var isMet = false;
              var actual = "no error";
              try {
                called();
              } catch (e) {
                const message = e is AnyError ? `${e.message}` : `${e}`;
                isMet = expected == nil or (expected is AnyString ? expected in message : e is expected);
                actual = e is AnyError ? `${e}` : text(e);
              }
              this._check(
                isMet,
                () => expected == nil
                  ? "an error"
                  : expected is AnyString
                    ? `an error whose message contains ${text(expected)}`
                    : `an error of the class ${expected.name}`,
                actual
              );
            }

            _check(isMet, expected, actual = nil) {
              if (isMet != this._isNegated) return;
              fail(this._isNegated ? `not ${expected()}` : expected(), actual ?? text(this._actual));
            }
          }

          // What a value should be: `expect(price(3)).toEqual(27)`. If it is not, the test ends, and the failure shows both.
          fun expect(actual) {
            return Expectation(actual, false);
          }

          return expect;
        }
      );
      """#)
}
