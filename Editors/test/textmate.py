"""Compares what the TextMate grammar makes of scripts with the tokens of Lox's own scanner.

    textmate.py TOKEN_LISTER FILE...

Needs textmate-grammar-python, a port of the engine of VS Code.
"""

import json
import logging
import multiprocessing
import pathlib
import subprocess
import sys

from textmate_grammar.parsers.base import LanguageParser

GRAMMAR = pathlib.Path(__file__).parent.parent / "vscode/syntaxes/lox.tmLanguage.json"

# A token's category by the beginning of its scope's name; the first that fits counts.
CATEGORIES = [
    ("comment.", "comment"),
    ("string.", "string"),
    ("constant.numeric.", "number"),
    ("storage.type.", "keyword"),
    ("keyword.control.", "keyword"),
    ("keyword.other.", "keyword"),
    ("keyword.operator.logical.", "keyword"),
    ("constant.language.", "keyword"),
    ("variable.language.", "keyword"),
    ("entity.", "identifier"),
    ("variable.other.", "identifier"),
    # The values in a template.
    ("meta.embedded.", "other"),
]


def category(scopes):
    # The innermost scope comes last.
    for scope in reversed(scopes):
        for prefix, name in CATEGORIES:
            if scope.startswith(prefix):
                return name
    return "other"


def by_scanner(text, tokens):
    """The category of each character, from offsets of bytes."""
    places = []
    for index, character in enumerate(text):
        places += [index] * len(character.encode())
    places.append(len(text))
    categories = [None] * len(text)
    for kind, start, end in tokens:
        for index in range(places[start], places[end]):
            categories[index] = kind
    return categories


def by_grammar(text, parser):
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    categories = [None] * len(text)
    element = parser.parse_string(text)
    for (line, column), part, scopes in element.flatten() if element else []:
        start = starts[line] + column
        kind = category(scopes)
        categories[start : start + len(part)] = [kind] * len(part)
    return categories


def mismatch(name, text, tokens, parser):
    expected = by_scanner(text, tokens)
    actual = by_grammar(text, parser)
    for index, character in enumerate(text):
        # Blanks within strings and comments have no category of their own in all engines.
        if character.isspace() or expected[index] == actual[index]:
            continue
        # Behind what begins no token, and in a comment without an end, the grammar may see something else.
        if expected[index] is None or expected[index] == "other" and text.startswith("/*", index):
            return None
        if expected[index] == "word" and actual[index] in ("keyword", "identifier"):
            continue
        line = text.count("\n", 0, index) + 1
        column = index - (text.rfind("\n", 0, index) + 1) + 1
        return f"{name}:{line}:{column}: {character!r} is {expected[index]}, the grammar says {actual[index]}"
    return None


def check(group):
    logging.disable(logging.CRITICAL)
    parser = LanguageParser(json.loads(GRAMMAR.read_text()))
    return [mismatch(name, text, tokens, parser) for name, text, tokens in group]


def scripts(lister, names):
    """The scripts that are text, with their tokens."""
    tokens = {}
    listing = subprocess.run([lister, *names], check=True, capture_output=True, text=True).stdout
    for line in listing.split("\n"):
        kind, _, rest = line.partition(" ")
        if kind == "file":
            current = tokens.setdefault(rest, [])
        elif kind:
            start, end = rest.split()
            current.append((kind, int(start), int(end)))
    for name in names:
        try:
            text = pathlib.Path(name).read_bytes().decode()
        except UnicodeDecodeError:
            continue
        # Editors split lines at these, too.
        if "\r" in text.replace("\r\n", "") or "\0" in text:
            continue
        # Of two brackets in a row that end the same rule, which is in itself, this port of the engine loses the second.
        if "`" in text and "}}" in text:
            continue
        yield name, text, tokens[name]


def main():
    lister, names = sys.argv[1], sys.argv[2:]
    # Large scripts say the same again and again, and this engine is slow.
    chosen = [script for script in scripts(lister, names) if len(script[1]) <= 4000]
    groups = [chosen[start::16] for start in range(16)]
    with multiprocessing.Pool() as pool:
        problems = [problem for result in pool.map(check, groups) for problem in result if problem]
    for problem in problems[:20]:
        print(problem)
    print(f"TextMate grammar: {len(chosen) - len(problems)} of {len(chosen)} scripts as the scanner says")
    sys.exit(1 if problems or len(chosen) < 1000 else 0)


main()
