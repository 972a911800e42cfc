"""The results for people: a table in Markdown, the same as CSV, and a figure."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("agg")
import matplotlib.pyplot as plt  # noqa: E402

OURS = "kvinnofrid, Rust"
TITLES = {
    "dense": "Dense: most persons are in a target group",
    "sparse": "Sparse: few are",
    "gaps": "Dense with gaps: three values of a hundred are lost",
}
GREY, BLUE, PALE = "#8a8a8a", "#1f5f8b", "#c9c9c9"


def write(run: dict[str, Any], folder: Path) -> None:
    """All files."""
    each = 1e9 / run["persons"]
    rows = [{**row, "ns": row["median"] * each, "best": row["fastest"] * each, "work": row["cpu"] * each} for row in run["columns"]]
    tables = "\n".join([conditions(run), *(table(rows, population) for population in populations(rows)), one_record(run)])
    (folder / "results.md").write_text(tables)
    with (folder / "results.csv").open("w", newline="") as file:
        names = "population threads engine way ns best work cores foreign rounds thrown_away quiet bytes".split()
        writer = csv.DictWriter(file, names, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
        records = ({**row, "ns": row["median"] * 1e9, "best": row["fastest"] * 1e9, "work": row["cpu"] * 1e9} for row in run.get("records", []))
        writer.writerows({"population": "one record", "threads": 1, **row} for row in records)
    figure(rows, run["persons"], folder)


def populations(rows: Iterable[dict[str, Any]]) -> list[str]:
    """Their names, in order."""
    return list(dict.fromkeys(row["population"] for row in rows))


def conditions(run: dict[str, Any]) -> str:
    """What the figures were measured on."""
    machine, asked = run["machine"], run["conditions"]
    versions = ", ".join(f"{name} {number}" for name, number in machine["versions"].items())
    return (
        f"{run['persons']:,} persons. {machine['processor']}, {machine['cores']} cores; {versions}. Medians of "
        f"{asked['rounds']} rounds of at least {asked['seconds']} s each, during which other programs took at most {asked['most_foreign']:.0%} of a core; "
        "where that could not be had, the row says (noisy).\n"
    )


def table(rows: list[dict[str, Any]], population: str) -> str:
    """One population: nanoseconds a person, and how many times ours that is."""
    own = [row for row in rows if row["population"] == population]
    threads = sorted({row["threads"] for row in own})
    ours = {row["threads"]: row["ns"] for row in own if row["engine"] == OURS}
    head = ["", *(f"{number} thread{'s' * (number > 1)}, ns a person (fastest)" for number in threads)]
    head += [f"times ours, {number}" for number in threads] + ["processor, ns a person", "cores at work", "other programs", "way"]
    lines = [f"### {TITLES[population]}\n", "| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for engine in dict.fromkeys(row["engine"] for row in own):
        of = {row["threads"]: row for row in own if row["engine"] == engine}
        noisy = {number: "" if row["quiet"] else " (noisy)" for number, row in of.items()}
        cells = [engine]
        cells += [f"{row['ns']:.1f} ({row['best']:.1f}){noisy[number]}" for number, row in of.items()]
        cells += [f"{row['ns'] / ours[number]:.3g}" for number, row in of.items()]
        for name, form in (("work", ".1f"), ("cores", ".2f"), ("foreign", ".0%")):
            cells.append(", ".join(format(row[name], form) for row in of.values()))
        cells.append(", ".join(dict.fromkeys(row["way"] for row in of.values())))
        lines.append("| " + " | ".join(cells) + " |")
    touched = next((row["bytes"] for row in own if row["bytes"]), None)
    if touched:
        lines.append(f"\nThe indicators touch {touched / 1e6:,.0f} MB.")
    return "\n".join(lines) + "\n"


def one_record(run: dict[str, Any]) -> str:
    """One record at a time."""
    rows = run.get("records", [])
    if not rows:
        return ""
    lines = [f"### One record at a time: its target groups, of {rows[0]['bytes']:,.0f} bytes of JSON; one thread\n"]
    lines += ["| | ns a record (fastest) | times ours | processor, ns | other programs |", "|---|---|---|---|---|"]
    for start in ("parsed", "json"):
        own = [row for row in rows if row["way"].startswith(start)]
        ours = next(row["median"] for row in own if row["way"].endswith("kvinnofrid"))
        for row in own:
            noisy = "" if row["quiet"] else " (noisy)"
            spent = f"{row['median'] * 1e9:,.0f} ({row['fastest'] * 1e9:,.0f}){noisy}"
            lines.append(f"| {row['engine']} | {spent} | {row['median'] / ours:.3g} | {row['cpu'] * 1e9:,.0f} | {row['foreign']:.0%} |")
    return "\n".join(lines) + "\n"


def figure(rows: list[dict[str, Any]], persons: int, folder: Path) -> None:
    """Bars on a logarithmic scale, a panel for each population, a bar for each number of threads."""
    panels, engines = populations(rows), list(dict.fromkeys(row["engine"] for row in rows))[::-1]
    threads = sorted({row["threads"] for row in rows})
    height = 0.8 / len(threads)
    plt.rcParams.update({"svg.hashsalt": "kvinnofrid", "font.size": 9})
    size = (2.2 + 3.4 * len(panels), 1.4 + 0.36 * len(engines))
    drawn, axes = plt.subplots(1, len(panels), figsize=size, squeeze=False, sharex=True, sharey=True, layout="constrained")
    for axis, population in zip(axes[0], panels, strict=True):
        for row in rows:
            if row["population"] != population:
                continue
            place = engines.index(row["engine"]) + (0.4 - height / 2) - threads.index(row["threads"]) * height
            color = PALE if row["way"] == "floor" else BLUE if row["engine"].startswith("kvinnofrid") else GREY
            axis.barh(place, row["ns"], height * 0.92, color=color, alpha=1 if row["threads"] == threads[0] else 0.6)
            number = f"{row['ns']:,.0f}" if row["ns"] >= 10 else f"{row['ns']:.1f}"
            axis.text(row["ns"] * 1.08, place, number, va="center", fontsize=7)
        axis.set_xscale("log")
        axis.set_title(TITLES[population].split(":")[0], fontsize=9, loc="left")
        axis.set_xlabel("nanoseconds a person, logarithmic")
        axis.spines[["top", "right"]].set_visible(False)
    axes[0][0].set_yticks(range(len(engines)), engines)
    axes[0][0].set_xlim(right=max(row["ns"] for row in rows) * 3)
    names = [f"{number} thread{'s' * (number > 1)}" for number in threads]
    shades = ", ".join(f"{shade}: {name}" for shade, name in zip(("full colour", "pale"), names, strict=False))
    drawn.suptitle(f"Fifteen indicators by district, {persons:,} persons ({shades})", x=0.01, ha="left", fontsize=10)
    for kind in ("svg", "png"):
        drawn.savefig(folder / f"results.{kind}", dpi=130, metadata={"Date": None} if kind == "svg" else None)
    plt.close(drawn)
