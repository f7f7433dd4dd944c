import LoxCompiler
import LoxRuntime
import LoxSource

/// The part of the core library that calls back, in extended Lox: so functions that are given to it can do whatever functions can,
/// and fuel, limits and traces need nothing of their own.
///
/// The methods of each class here are those of the built-in kind of the same name. The script's value is the list of the classes,
/// in the order that the machine expects.
enum Prelude {
  /// The compiled program.
  static let image: ProgramImage? = {
    let source = Source(name: "prelude", text: text)
    guard let program = try? Compiler.compile(source, profile: .extended, returnsValue: true) else {
      return nil
    }
    return try? ProgramImage(program)
  }()

  private static let text = #"""
    // lox: extended
    (() => {
      class List {
        map(fn) {
          const result = [];
          for (var x in this) result.add(fn(x));
          return result;
        }

        filter(fn) {
          const result = [];
          for (var x in this) if (fn(x)) result.add(x);
          return result;
        }

        flatMap(fn) {
          const result = [];
          for (var x in this) result.addAll(fn(x));
          return result;
        }

        forEach(fn) {
          for (var x in this) fn(x);
        }

        reduce(fn, initial = nil) {
          const hasInitial = initial != nil;
          if (this.isEmpty and !hasInitial) assert(false, "An empty list can't be reduced without an initial value.");
          var result = initial;
          for (var i, x in this) result = i > 0 or hasInitial ? fn(result, x) : x;
          return result;
        }

        find(fn) {
          for (var x in this) if (fn(x)) return x;
          return nil;
        }

        indexWhere(fn) {
          for (var i, x in this) if (fn(x)) return i;
          return nil;
        }

        any(fn) {
          for (var x in this) if (fn(x)) return true;
          return false;
        }

        every(fn) {
          for (var x in this) if (!fn(x)) return false;
          return true;
        }

        count(fn) {
          var result = 0;
          for (var x in this) if (fn(x)) result++;
          return result;
        }

        removeWhere(fn) {
          const kept = [];
          for (var x in this) if (!fn(x)) kept.add(x);
          const removed = this.length - kept.length;
          if (removed > 0) {
            this.clear();
            this.addAll(kept);
          }
          return removed;
        }

        min(key = x => x) {
          var best = nil;
          var least = nil;
          for (var i, x in this) {
            const k = key(x);
            if (i == 0 or k < least) {
              best = x;
              least = k;
            }
          }
          return best;
        }

        max(key = x => x) {
          var best = nil;
          var greatest = nil;
          for (var i, x in this) {
            const k = key(x);
            if (i == 0 or greatest < k) {
              best = x;
              greatest = k;
            }
          }
          return best;
        }

        unique(key) {
          const seen = {};
          var hasNil = false;
          const result = [];
          for (var x in this) {
            const k = key(x);
            if (k == nil) {
              if (hasNil) continue;
              hasNil = true;
            } else if (k == k) {
              if (seen.has(k)) continue;
              seen[k] = true;
            }
            result.add(x);
          }
          return result;
        }

        groupBy(key) {
          const groups = {};
          for (var x in this) {
            const k = key(x);
            const group = groups[k];
            if (group == nil) groups[k] = [x]; else group.add(x);
          }
          return groups;
        }

        sorted(order = nil) {
          const result = this.copy();
          result.sort(order);
          return result;
        }

        sortedBy(key) {
          const pairs = [];
          for (var x in this) pairs.add([key(x), x]);
          pairs.sort((a, b) => a[0] < b[0]);
          const result = [];
          for (var pair in pairs) result.add(pair[1]);
          return result;
        }

        // A merge sort from the bottom up: stable, and it ends whatever the order says.
        sort(order = (a, b) => a < b) {
          const count = this.length;
          const number = Number;
          const fail = () => assert(false, "The order of a sort must give a number or a boolean.");
          // Runs of a few elements are sorted by insertion.
          var from = this.copy();
          var width = 8;
          for (var low = 0; low < count; low += width) {
            const high = low + width < count ? low + width : count;
            for (var i = low + 1; i < high; i++) {
              const x = from[i];
              var j = i;
              while (j > low) {
                const y = from[j - 1];
                const result = order(x, y);
                if (result == false or result != true and (result is number or fail()) and !(result < 0)) break;
                from[j] = y;
                j--;
              }
              from[j] = x;
            }
          }
          var to = from.copy();
          while (width < count) {
            for (var low = 0; low < count; low += 2 * width) {
              const middle = low + width < count ? low + width : count;
              const high = low + 2 * width < count ? low + 2 * width : count;
              var left = low;
              var right = middle;
              var i = low;
              if (right < high) {
                var x = from[left];
                var y = from[right];
                while (true) {
                  const result = order(y, x);
                  if (result == false or result != true and (result is number or fail()) and !(result < 0)) {
                    to[i] = x;
                    i++;
                    left++;
                    if (left == middle) break;
                    x = from[left];
                  } else {
                    to[i] = y;
                    i++;
                    right++;
                    if (right == high) break;
                    y = from[right];
                  }
                }
              }
              for (; left < middle; left++) {
                to[i] = from[left];
                i++;
              }
              for (; right < high; right++) {
                to[i] = from[right];
                i++;
              }
            }
            const other = from;
            from = to;
            to = other;
            width *= 2;
          }
          assert(this.length == count, "The list was changed while it was sorted.");
          for (var i, x in from) this[i] = x;
        }
      }

      class Map {
        filter(fn) {
          const result = {};
          for (var key, value in this) if (fn(key, value)) result[key] = value;
          return result;
        }

        mapValues(fn) {
          const result = {};
          for (var key, value in this) result[key] = fn(key, value);
          return result;
        }
      }

      class Range {
        map(fn) {
          const result = [];
          for (var x in this) result.add(fn(x));
          return result;
        }

        filter(fn) {
          const result = [];
          for (var x in this) if (fn(x)) result.add(x);
          return result;
        }
      }

      class String {
        replace(text, fn) {
          const parts = this.split(text);
          var result = parts[0];
          for (var i in 1..<parts.length) result += `${fn(text)}${parts[i]}`;
          return result;
        }

        replaceFirst(text, fn) {
          const at = this.indexOf(text);
          if (at == nil) return this;
          return `${this[0..<at]}${fn(text)}${this[at + text.length..<this.length]}`;
        }
      }

      class FiberClass {
        map(elements, fn) {
          const fibers = [];
          const results = [];
          for (var x in elements) {
            fibers.add(Fiber(() => fn(x)));
            results.add(nil);
          }
          var left = fibers.length;
          try {
            while (left > 0) {
              for (var i, fiber in fibers) {
                if (fiber.isDone) continue;
                this._wait();
                const result = this._advance(fiber);
                if (fiber.isDone) {
                  results[i] = result;
                  left--;
                }
              }
              if (left > 0) this._wait(fibers);
            }
          } finally {
            this._abandon(fibers);
          }
          return results;
        }
      }

      class Regex {
        replace(text, fn) {
          const parts = this.parts(text);
          for (var i in (1..<parts.length).by(2)) parts[i] = fn(parts[i]);
          return parts.join("");
        }
      }

      class Error {
        init(message = "") {
          this.message = message;
        }

        // A subclass may have set no message.
        description {
          const name = classOf(this).name;
          const message = this?.message;
          return message == nil ? name : `${name}: ${message}`;
        }
      }

      class HostError < Error {
        init(message = "", details = nil) {
          super.init(message);
          this.details = details;
        }
      }

      return [List, Map, Range, String, FiberClass, Regex, Error, HostError];
    })();
    """#
}
