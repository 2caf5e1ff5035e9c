#!/usr/bin/env python3
"""Prints what the surface of commits measures, as a table: eng/surface.py [COMMIT]... (HEAD when none is named).

Public types and API lines per package, lines of InternalsVisibleTo, the rooms of the core that use each other, files
over 300 lines, the shares of long lines and of comments, and the words that `eng/words.sh` lists. It reads files only,
so it works for any commit; migrations are left out. A room uses another where a file of its folder names a type that
only the other declares, outside comments and strings; RoomTests reads the same from the compiled assembly.
"""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
CORE = "src/GigaChat.Usage/"
# Types that are not nested: their lines are not indented, since namespaces are file-scoped.
DECLARED = re.compile(r"^[a-z][a-z ]*?\b(?:class|struct|record|interface|enum|delegate \w+)\s+(?:class |struct )?([A-Z]\w*)", re.M)
# A name where a type is meant: not after a dot, and before a member, a type argument or the name of a variable. Names of
# properties are often those of their types.
USED = re.compile(r"(?<![.\w])(?:(?<=new )([A-Z]\w*)(?=[(<])|([A-Z]\w*)(?=\.|<[^<>()]*>(?!\()|[?]?(?:\[\])? [a-z_@]\w*[ ,;)=]|[?]?>|\)\s*[;{:\n]))")
MEMBER = re.compile(r"^ +(?:private|internal|public)\b[^\n=;({]*\s([A-Z]\w*) *(?:=|;|\{)", re.M)
COMMENT_OR_STRING = re.compile(r'//[^\n]*|/\*.*?\*/|"""(?:.|\n)*?"""|"(?:\\.|[^"\\\n])*"', re.S)


def git(*arguments):
    return subprocess.run(["git", "-C", str(ROOT), *arguments], check=True, capture_output=True).stdout.decode()


def files_of(commit):
    """The text of the C# files, API lists, projects and documents of a commit, by path."""
    listed = [
        path
        for path in git("ls-tree", "-r", "--name-only", commit).splitlines()
        if path.endswith((".cs", ".csproj", ".props", ".targets", ".md")) or "/PublicAPI." in path
    ]
    packed = subprocess.run(
        ["git", "-C", str(ROOT), "cat-file", "--batch"],
        input="".join(f"{commit}:{path}\n" for path in listed).encode(),
        check=True,
        capture_output=True,
    ).stdout
    files, at = {}, 0
    for path in listed:
        end = packed.index(b"\n", at)
        size = int(packed[at:end].split()[2])
        files[path] = packed[end + 1 : end + 1 + size].decode("utf-8-sig")
        at = end + 2 + size
    return files


def code(files, *folders):
    return {
        path: text
        for path, text in files.items()
        if path.endswith(".cs") and path.startswith(folders) and "/Migrations/" not in path
    }


def packages(files):
    """Public types and API lines by package. The name of a type precedes each of its members."""
    found = {}
    for path, text in files.items():
        if "/PublicAPI." not in path:
            continue
        lines = {line for line in text.splitlines() if line and not line.startswith("#")}
        types = {line for line in lines if re.fullmatch(r"[\w.]+(<[\w, ]+>)?", line.removeprefix("~"))}
        had = found.setdefault(path.split("/")[1], [0, 0])
        had[0] += len(types)
        had[1] += len(lines)
    return found


def arrows(files):
    rooms, declared = {}, {}
    for path, text in code(files, CORE).items():
        parts = path.removeprefix(CORE).split("/")
        room = parts[0] if len(parts) > 1 else "(root)"
        bare = COMMENT_OR_STRING.sub(" ", text)
        rooms.setdefault(room, []).append(bare)
        for name in DECLARED.findall(bare):
            declared.setdefault(name, set()).add(room)
    where = {name: next(iter(places)) for name, places in declared.items() if len(places) == 1}
    found = set()
    for room, texts in rooms.items():
        for text in texts:
            for name in {first or second for first, second in USED.findall(text)} - set(MEMBER.findall(text)):
                # The root holds what everybody speaks of, the records; only uses of folders are arrows.
                if where.get(name, room) not in (room, "(root)") and room != "(root)":
                    found.add((room, where[name]))
    return found


def circles(pairs):
    """The groups of rooms that reach each other."""
    reach = {room: {to for from_, to in pairs if from_ == room} for pair in pairs for room in pair}
    for middle in reach:
        for room in reach:
            if middle in reach[room]:
                reach[room] |= reach[middle]
    return {frozenset({room} | {to for to in reach[room] if room in reach[to]}) for room in reach if room in reach[room]}


def words(texts):
    """Words of the list per 10,000, and the number of words read."""
    listed = (ROOT / "eng/words.sh").read_text().split("<<'LIST'\n")[1].split("\nLIST")[0].splitlines()
    patterns = [re.compile(line.rsplit("|", 1)[0], re.I | re.M) for line in listed]
    text = "\n".join(texts)
    total = len(text.split())
    return 10_000 * sum(len(pattern.findall(text)) for pattern in patterns) / max(1, total), total


def xml_docs(files):
    for text in code(files, "src/").values():
        for line in re.findall(r"^\s*///\s?(.*)", text, re.M):
            yield re.sub(r"<c>[^<]*</c>|<[^>]*>", "", line)


def prose(files):
    for path, text in files.items():
        english = path == "README.md" or (path.startswith("docs/") and not path.endswith(".ru.md"))
        if english and path.endswith(".md") and "/adr/" not in path:
            yield re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.S)


def measure(commit):
    files = files_of(commit)
    source = code(files, "src/")
    everything = code(files, "src/", "tests/", "samples/", "benchmarks/")
    lines = [line for text in source.values() for line in text.splitlines()]
    pairs = arrows(files)
    friends = [
        (path.split("/")[1], friend)
        for path, text in files.items()
        if path.startswith("src/")
        for friend in re.findall(r'InternalsVisibleTo(?: Include=|\(")"?([\w.]+)', text)
    ]
    shipped = {path.split("/")[1] for path in files if "/PublicAPI." in path}
    inside, outside = packages(files), sum(1 for _, friend in friends if friend in shipped)
    share = lambda count: f"{100 * count / len(lines):.1f} %"
    result = {}
    for name in sorted(inside):
        result[f"{name}: public types / API lines"] = f"{inside[name][0]} / {inside[name][1]:,}"
    result["all packages: public types / API lines"] = (
        f"{sum(types for types, _ in inside.values())} / {sum(count for _, count in inside.values()):,}"
    )
    result["lines of `InternalsVisibleTo` in src / of them to another package"] = f"{len(friends)} / {outside}"
    result["uses of one folder of the core by another"] = str(len(pairs))
    result["pairs of folders that use each other"] = str(sum((to, from_) in pairs for from_, to in pairs) // 2)
    result["folders in a circle"] = ", ".join(sorted(set().union(*circles(pairs)))) or "none"
    for folder, part in (("src", source), ("tests, samples, benchmarks", {**everything})):
        long = [path for path, text in part.items() if (folder == "src") == path.startswith("src/") and text.count("\n") > 300]
        result[f"files over 300 lines, {folder}"] = str(len(long))
    result["lines of C# in src"] = f"{len(lines):,}"
    result["lines over 120 characters"] = share(sum(len(line) > 120 for line in lines))
    result["lines that are XML docs"] = share(sum(bool(re.match(r"\s*///", line)) for line in lines))
    result["lines with a `//` comment"] = share(sum(bool(re.search(r"(^|\s)//(?!/)", line)) for line in lines))
    result["listed words per 10,000, XML docs"] = "{:.1f} (of {:,} words)".format(*words(xml_docs(files)))
    result["listed words per 10,000, README and docs"] = "{:.1f} (of {:,} words)".format(*words(prose(files)))
    return result


def main():
    commits = sys.argv[1:] or ["HEAD"]
    columns = [measure(commit) for commit in commits]
    names = [git("log", "-1", "--format=%h (%cs)", commit).strip() for commit in commits]
    rows = dict.fromkeys(row for column in columns[::-1] for row in column)
    # Packages first, then their sum, then the rest.
    print("| | " + " | ".join(names) + " |")
    print("|---|" + "--:|" * len(columns))
    for row in rows:
        print(f"| {row} | " + " | ".join(column.get(row, "–") for column in columns) + " |")


if __name__ == "__main__":
    main()
