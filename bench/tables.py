"""Figures of bench/run as tables, and where they are kept."""
import json
import pathlib
import typing

SCALES = ("10k", "100k", "300k")
BEGIN, END = "<!-- results -->", "<!-- end of results -->"


class Row(typing.NamedTuple):
    """Ours beside a peer. Faster: the ratio is peer / ours and shall be at least the targets;
    else it is ours / peer and shall be at most the targets."""

    claim: str
    ours: str
    peer: str
    targets: tuple = ()
    faster: bool = False


ROWS = (
    Row("`import` against `git fast-import` of the same content", "import", "git fast-import", (2.2,), True),
    Row("the pack that it writes, against that of `git fast-import`", "pack", "pack of git fast-import", (0.7,)),
    Row("the same, against `git repack -adf`", "pack", "pack of git repack -adf", (0.7,)),
    Row("walk and field changes of the whole history, one thread, against `git log -p`", "walk", "git log -p",
        (1.1, 0.6)),
    Row("the same, two threads", "walk, two threads", "git log -p", (0.8, 0.35)),
    Row("`audit --no-index`, two threads, against `git log -p`", "audit --no-index", "git log -p", (3, 1.5)),
    Row("`audit` from the index, against `git log -p`", "audit", "git log -p", (0.2,)),
    Row("`verify`, two threads, against `git fsck --full`", "verify", "git fsck --full", (1.0,)),
    Row("a pair of notices in memory, against jsondiffpatch", "pair", "pair by jsondiffpatch", (3,), True),
    Row("the same, against jansson on both sides", "pair", "pair by jansson", (8,), True),
    Row("`log NOTICE` from the index, against `git log -- PATH` with commit-graph and Bloom filters", "log NOTICE",
        "git log -- PATH", (20,), True),
    Row("building the index, against `git log -p`", "index --rebuild", "git log -p", (1.2,)),
    Row("its size, against the pack", "index size", "pack", (0.15,)),
    Row("`changelog --since` of the last year from the index, against `git log --since -p`", "changelog --since",
        "git log --since -p", (20,), True),
    Row("parsing a document, against jansson reading what it says", "parse", "parse by jansson"),
    Row("one notice of 5,000 revisions: `log`, against `git log -p`", "5,000 revisions: log",
        "5,000 revisions: git log -p"),
    Row("the same: `blame`, against `git blame`", "5,000 revisions: blame", "5,000 revisions: git blame"),
    Row("the same: `record` of one more", "5,000 revisions: record", ""),
    Row("100 notices of 1 MB: `import`, against `git fast-import`", "1 MB: import", "1 MB: git fast-import", (),
        True),
    Row("the same: `diff` of one, against `git diff`", "1 MB: diff", "1 MB: git diff"),
)

# What a revision costs, and where the growth of that is bounded.
COSTS = (("import", 2), ("git fast-import", None), ("audit --no-index", 2), ("audit", None),
         ("verify", None), ("index --rebuild", None), ("git log -p", None), ("git fsck --full", None))


def amount(measure):
    value, unit = measure["value"], measure["unit"]
    for least, factor, name in {"s": ((1, 1, "s"), (0, 1000, "ms")), "us": ((0, 1, "µs"),),
                                "B": ((1e6, 1e-6, "MB"), (0, 1e-3, "KB"))}[unit]:
        if value >= least:
            return f"{value * factor:.{0 if value * factor >= 100 else 1 if value * factor >= 10 else 2}f} {name}"
    return str(value)


def ratio(row, measures, key="value"):
    ours, peer = (measures.get(name, {}).get(key) for name in (row.ours, row.peer))
    if not ours or not peer:
        return None
    return peer / ours if row.faster else ours / peer


def verdict(row, value):
    met = [value >= target if row.faster else value <= target for target in row.targets]
    if not met or all(met):
        return "yes" if met else ""
    return "the first" if any(met) else "**no**"


def table(head, rows):
    return "\n".join("| " + " | ".join(cells) + " |" for cells in [head, ["---"] * len(head), *rows])


def targets(result):
    rows = []
    for row in ROWS:
        measures = result["measures"]
        if row.ours not in measures:
            continue
        value, cpu = ratio(row, measures), ratio(row, measures, "cpu")
        sign = "≥ " if row.faster else "≤ "
        rows.append([row.claim, amount(measures[row.ours]),
                     amount(measures[row.peer]) if row.peer in measures else "",
                     f"{value:.2f}" if value else "", f"{cpu:.2f}" if cpu else "",
                     ", then ".join(sign + f"{target:g}" for target in row.targets),
                     verdict(row, value) if value else ""])
    head = ["what", "ours", "the other", "ratio", "of CPU time", "target", "met"]
    return "\n\n".join([table(head, rows), *result["notes"]])


def commands(result):
    rows = [[name, f"`{measure['command']}`", f"{measure['min']:.3f}–{measure['max']:.3f}",
             f"{measure['cpu']:.3f}", str(measure["runs"])]
            for name, measure in result["measures"].items() if "cpu" in measure]
    return table(["name", "command", "wall, s", "CPU, s", "runs"], rows)


def growth(results):
    """By scale, with the last scale against the first."""
    rows = []

    def add(what, values, shown, bound=""):
        if all(values):
            rows.append([what, *map(shown, values), f"{values[-1] / values[0]:.2f}", bound])

    def figures(name, key="value", each=True):
        return [result["measures"].get(name, {}).get(key, 0) / (result["revisions"] if each else 1)
                for result in results]

    for name, bound in COSTS:
        add(f"`{name}`, CPU time", figures(name, "cpu"), lambda cost: f"{cost * 1e6:.0f} µs",
            f"≤ {bound}" if bound else "")
    for name in ("pack", "index size"):
        add(name, figures(name), lambda size: f"{size:.0f} B")
    for name in ("log NOTICE", "git log -- PATH"):
        add(f"`{name}`, in all", figures(name, each=False), lambda time: f"{time * 1e3:.1f} ms")
    for name in ("import", "audit --no-index", "audit", "verify", "index"):
        add(f"peak memory of `{name}`", [result["memory"].get(name, 0) for result in results],
            lambda size: f"{size / 1e6:.0f} MB", "≤ 600 MB at 300k" if name.startswith("audit") else "")
    head = ["for each revision", *(result["scale"] for result in results), "last against first", "target"]
    return table(head, rows)


def section(result):
    about = result["machine"]
    return f"""### {result['scale']}: {result['revisions']:,} revisions

{result['day']}, {about['cores']} cores of {about['cpu']}, {about['memory'] / 2**30:.0f} GiB, git {about['git']}; \
{about['minutes']:.0f} minutes, load {about['load']:.1f} before and {about['load after']:.1f} after.

{targets(result)}

<details><summary>Commands and times</summary>

{commands(result)}

</details>
"""


def keep(folder, result):
    """Keep the figures of a scale, and write those of all scales into the README."""
    results = folder / "results"
    readme = folder / "README.md"
    results.mkdir(exist_ok=True)
    (results / f"{result['scale']}.json").write_text(json.dumps(result, indent=1, sort_keys=True) + "\n")
    kept = [json.loads((results / f"{scale}.json").read_text()) for scale in SCALES
            if (results / f"{scale}.json").exists()]
    text = "\n".join([*map(section, kept), "### Growth\n", growth(kept), ""])
    before, rest = readme.read_text().split(BEGIN, 1)
    readme.write_text(f"{before}{BEGIN}\n\n{text}\n{END}{rest.split(END, 1)[1]}")
