"""Compares what the Vim syntax file makes of scripts with the tokens of Lox's own scanner.

    vim.py EDITOR TOKEN_LISTER FILE...

The editor is `vim` or `nvim`.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent


def by_scanner(lister, names):
    """For each script the category of each byte."""
    categories = {}
    listing = subprocess.run([lister, *names], check=True, capture_output=True, text=True).stdout
    for line in listing.split("\n"):
        kind, _, rest = line.partition(" ")
        if kind == "file":
            current = categories[rest] = [None] * len(pathlib.Path(rest).read_bytes())
        elif kind:
            start, end = map(int, rest.split())
            current[start:end] = [kind] * (end - start)
    return categories


def by_editor(editor, names):
    with tempfile.TemporaryDirectory() as folder:
        files, result = pathlib.Path(folder, "files"), pathlib.Path(folder, "result")
        files.write_text("".join(f"{name}\n" for name in names))
        mode = ["--headless"] if editor == "nvim" else ["-N", "-X", "--not-a-term", "-T", "dumb"]
        plugin = HERE.parent / "vim"
        command = [editor, *mode, "-u", "NONE", "-i", "NONE", "-n", "--cmd", f"set rtp^={plugin}"]
        command += ["--cmd", "filetype plugin indent on", "-S", HERE / "vim.vim"]
        environment = {**os.environ, "FILES": str(files), "RESULT": str(result)}
        subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, timeout=600)
        lines = result.read_text().split("\n")
    categories, undetected = {}, []
    for line in lines:
        if line.startswith("not detected: "):
            undetected.append(line)
        elif line.startswith("file "):
            current = categories[line[5:]] = []
        else:
            words = line.split()
            current.append(list(zip(map(int, words[::2]), words[1::2])))
    return categories, undetected


def mismatch(name, expected, lines):
    data = pathlib.Path(name).read_bytes()
    place = 0
    for number, line in enumerate(data.split(b"\n")):
        runs = lines[number] if number < len(lines) else []
        starts = [start - 1 for start, _ in runs] + [len(line)]
        actual = [kind for (_, kind), start, end in zip(runs, starts, starts[1:]) for _ in range(start, end)]
        for column, byte in enumerate(line):
            kind = expected[place + column]
            # A comment without an end is none.
            if kind == "other" and line.startswith(b"/*", column):
                return None
            if kind == "word" and actual[column] in ("keyword", "identifier"):
                continue
            if kind is not None and not chr(byte).isspace() and kind != actual[column]:
                return f"{name}:{number + 1}:{column + 1}: {chr(byte)!r} is {kind}, the syntax says {actual[column]}"
        place += len(line) + 1
    return None


def is_plain(name):
    """Whether an editor shows a script byte by byte; large scripts say the same again and again."""
    data = pathlib.Path(name).read_bytes()
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return len(data) <= 4000 and not data.startswith(b"\xef\xbb\xbf") and b"\0" not in data


def main():
    editor, lister, names = sys.argv[1], sys.argv[2], sys.argv[3:]
    names = [name for name in names if is_plain(name)]
    expected = by_scanner(lister, names)
    actual, problems = by_editor(editor, names)
    found = (mismatch(name, expected[name], actual.get(name, [])) for name in names)
    problems += [problem for problem in found if problem]
    for problem in problems[:20]:
        print(problem)
    print(f"{editor} syntax: {len(names) - len(problems)} of {len(names)} scripts as the scanner says")
    sys.exit(1 if problems or len(names) < 1000 else 0)


main()
