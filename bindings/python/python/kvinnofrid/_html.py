"""How things show themselves in a notebook: plain HTML without scripts, escaped, that reads well on light and dark."""

from __future__ import annotations

import html
import itertools
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ._figures import bounds, broken, comparison, editions as counted_by, lines, number, period, status, when
from ._language import count, decimal, language, say

if TYPE_CHECKING:
    from .answers import Classification
    from .declared import Edition, Reason, Rule
    from .programme import Programme
    from .report import Report

MOST_ROWS = 60
"""How many rows of one breakdown are shown; the rest are counted."""

# Colours are mixed with what is behind them, so that they hold on white and on black. The doubled class is stronger than the
# rules that notebooks have for tables.
STYLE = """<style>
div.kvf.kvf{font:13px/1.5 system-ui,sans-serif;max-width:68rem}
div.kvf.kvf table{border-collapse:collapse;margin:.4em 0;font:inherit}
div.kvf.kvf tr,div.kvf.kvf tr:nth-child(even),div.kvf.kvf tr:hover{background:none}
div.kvf.kvf th,div.kvf.kvf td{padding:.25em .7em;border:0;border-bottom:1px solid rgba(128,128,128,.28);text-align:right;
 vertical-align:top;white-space:nowrap;font-variant-numeric:tabular-nums}
div.kvf.kvf th{font-weight:600}div.kvf.kvf .t{text-align:left;white-space:normal}div.kvf.kvf .n{min-width:16rem;max-width:34rem}
div.kvf.kvf .m{opacity:.68}div.kvf.kvf .b{font-weight:600}div.kvf.kvf summary{cursor:pointer}div.kvf.kvf details details{margin-left:1.1em}
div.kvf.kvf .bar{position:relative;display:inline-block;width:9em;height:.75em;margin-top:.35em;border-radius:2px;
 background:rgba(128,128,128,.18);overflow:hidden}
div.kvf.kvf .bar i{position:absolute;top:0;bottom:0;background:#4a8fc7}
div.kvf.kvf .bar i.u{background:repeating-linear-gradient(115deg,#4a8fc7 0 2px,rgba(74,143,199,.25) 2px 5px)}
div.kvf.kvf .bar i.v{width:3px;background:#e0792b}
div.kvf.kvf td.x{font-size:11px;color:#c9563f;border-bottom:1px dashed #c9563f;padding-top:.6em}
div.kvf.kvf pre{white-space:pre-wrap;background:rgba(128,128,128,.1);padding:.6em .8em;border-radius:4px;margin:.3em 0;
 font-size:12px;color:inherit}
div.kvf.kvf code{background:none;color:inherit}
</style>"""


def _page(*parts: str) -> str:
    return f'{STYLE}<div class="kvf">{"".join(parts)}</div>'


def _text(value: object) -> str:
    return html.escape(str(value))


def _heads(names: Iterable[str]) -> str:
    return "".join(f'<th class="t">{_text(name)}</th>' for name in names)


def note(text: str) -> str:
    """One line by itself."""
    return _page(f'<span class="m">{_text(text)}</span>')


def truth(value: bool | None) -> str:
    """Yes, no or unknown."""
    if value is None:
        return say("okänt", "unknown")
    return say("ja", "yes") if value else say("nej", "no")


# A report


def report(shown: Report) -> str:
    """A row for each indicator (and period); what it is broken down by unfolds below it."""
    receipt = shown.receipt
    periods = ", ".join(period(*one) for one in when(shown))
    title = f"{receipt['programme']} {', '.join(one['edition'] for one in counted_by(shown))}, {periods}"
    records = [(count(one["records"]), count(one["rejected"])) for one in counted_by(shown)]
    # Editions that read the same records count as many.
    counted = "; ".join(
        say(f"{read} poster räknade, {bad} avvisade", f"{read} records counted, {bad} rejected")
        for read, bad in dict.fromkeys(records)
    )
    switched = _switched(shown)
    tracks = lines(shown)
    several = len(receipt["periods"]) > 1
    noted = any(row["status"] != "ok" for line in tracks for row in line.rows)
    heads = [
        f'<th class="t">{say("indikator", "indicator")}</th>',
        f"<th>{say('period', 'period')}</th>" if several else "",
        f"<th>{say('värde', 'value')}</th>",
        f'<th class="t">{_legend()}</th>',
        f"<th>{say('gränser', 'bounds')}</th>",
        f"<th>{say('okända', 'unknown')}</th>",
        f'<th class="t">{say("anmärkning", "note")}</th>' if noted else "",
    ]
    width = len([head for head in heads if head])
    body = []
    for line in tracks:
        totals = [row for row in line.rows if all(row[field] == "Totalt" for field in shown.by)]
        top = _top(totals)
        marks = [broken(row) if place else None for place, row in enumerate(totals)]
        rows = len(totals) + len([mark for mark in marks if mark])
        label = f'<td class="t n" rowspan="{rows}">{_text(line.name)} <span class="m">{_text(line.id)}</span></td>'
        for row, mark in zip(totals, marks, strict=True):
            if mark:
                body.append(f'<tr><td class="t x" colspan="{width - 1}">{_text(mark)}</td></tr>')
            day = f"<td>{period(row['period_start'], row['period_end'])}</td>" if several else ""
            body.append(f"<tr>{label}{day}{_figures(row, top, noted)}</tr>")
            label = ""
        parts = [row for row in line.rows if any(row[field] != "Totalt" for field in shown.by)]
        if parts:
            body.append(f'<tr><td class="t" colspan="{width}">{_breakdown(shown, parts, several)}</td></tr>')
    return _page(
        f'<div><span class="b">{_text(title)}</span> <span class="m">{_text(counted)}</span></div>',
        f'<div class="m">{_text(switched)}</div>' if switched else "",
        f"<table><thead><tr>{''.join(heads)}</tr></thead><tbody>{''.join(body)}</tbody></table>",
        _series_notes(shown),
        _bridges(shown),
        _published(shown),
        _footnotes(shown),
    )


def _series_notes(shown: Report) -> str:
    """Why there are periods without figures, and how editions compare."""
    notes = shown._report.notes(language())
    return "".join(
        f'<details open><summary class="m">{_text(heading)}</summary><ul class="m">'
        + "".join(f"<li>{_text(one)}</li>" for one in told)
        + "</ul></details>"
        for heading, told in notes
    )


def _bridges(shown: Report) -> str:
    """What two editions counted for the same period."""
    if not shown.receipt.get("bridges"):
        return ""
    found = []
    for line in lines(shown):
        totals = [
            row
            for row in shown.rows
            if row["indicator"] in line.ids
            and row.get("reading") is None
            and row["edition"] is not None
            and all(row[field] == "Totalt" for field in shown.by)
        ]
        both = {(row["period_start"], row["period_end"]) for row in totals if row["bridge"]}
        bridged = [row for row in totals if (row["period_start"], row["period_end"]) in both and row["lower"] is not None]
        found += sorted(bridged, key=lambda row: (row["period_start"], row["edition"]))
    heads = [say("indikator", "indicator"), "period", say("utgåva", "edition"), say("värde", "value"), say("gränser", "bounds")]
    rows = "".join(
        f'<tr><td class="t">{_text(row["indicator"])}</td><td>{period(row["period_start"], row["period_end"])}</td>'
        f'<td class="t">{_text(row["edition"])}</td><td class="b">{number(row["value"], row["kind"])}</td>'
        f"<td>{bounds(row)}</td></tr>"
        for row in found
    )
    title = say(
        "Broar: vad två utgåvor räknar för samma period (hela befolkningen)",
        "Bridges: what two editions count for the same period (totals)",
    )
    return (
        f'<details open><summary class="m">{title}</summary>'
        f"<table><thead><tr>{_heads(heads)}</tr></thead><tbody>{rows}</tbody></table></details>"
    )


def _published(shown: Report) -> str:
    """What others have published, beside ours on the same scale."""
    told = shown.to_dict().get("published")
    if told is None:
        return ""

    def figure(value: float | None) -> str:
        return "–" if value is None else decimal(f"{value:.2f}").replace("-", "\N{MINUS SIGN}")

    heads = [
        say("indikator", "indicator"), "period", say("publicerat", "published"), say("vårt", "ours"),
        say("gränser", "bounds"), say("skillnad", "difference"), say("anmärkning", "note"),
    ]  # fmt: skip
    body = ""
    for row in shown.rows:
        if row["comparison"] is None:
            continue
        lower, upper = row["own_lower"], row["own_upper"]
        between = "–" if lower is None else f"{figure(lower)}–{'?' if upper is None else figure(upper)}"
        note = comparison(row["comparison"])
        if row["comparison"] == "compared" and lower <= row["published"] and (upper is None or row["published"] <= upper):
            note = say("inom gränserna", "within the bounds")
        numbers = (figure(row["published"]), figure(row["own"]), between, figure(row["difference"]))
        body += (
            f'<tr><td class="t">{_text(row["indicator"])}</td><td>{period(row["period_start"], row["period_end"])}</td>'
            f'{"".join(f"<td>{one}</td>" for one in numbers)}<td class="t m">{_text(note)}</td></tr>'
        )
    title = say(f"Publicerat för {told['area']}, och vårt på samma skala", f"Published for {told['area']}, and ours on the same scale")
    notes = "".join(f"<li>{_text(note)}</li>" for note in shown._report.beside_notes(language()))
    return (
        f'<details open><summary class="m">{_text(title)}</summary>'
        f'<table><thead><tr>{_heads(heads)}</tr></thead><tbody>{body}</tbody></table><ul class="m">{notes}</ul></details>'
    )


def _switched(shown: Report) -> str:
    alternatives = shown.receipt["options"]["alternatives"]
    if not alternatives:
        return ""
    return say(
        f"räknat också under {len(alternatives)} andra alternativ av tolkningarna: se `rows`, kolumnen `reading`",
        f"counted under {len(alternatives)} other alternatives of the readings too: see `rows`, the column `reading`",
    )


def _legend() -> str:
    solid, hatched = '<i style="left:0;right:0"></i>', '<i class="u" style="left:0;right:0"></i>'
    box = '<span class="bar" style="width:1.4em">{}</span> {}'
    both = [box.format(solid, say("säkert", "certain")), box.format(hatched, say("kanske", "possible"))]
    return f'<span style="white-space:nowrap;font-weight:400">{" ".join(both)}</span>'


def _breakdown(shown: Report, rows: Sequence[dict[str, Any]], several: bool) -> str:
    heads = _heads(shown.by)
    if several:
        heads += "<th>period</th>"
    heads += f"<th>{say('värde', 'value')}</th><th></th><th>{say('gränser', 'bounds')}</th><th>{say('okända', 'unknown')}</th>"
    top = _top(rows)
    noted = any(row["status"] != "ok" for row in rows)
    heads += f'<th class="t">{say("anmärkning", "note")}</th>' if noted else ""
    body = []
    for row in itertools.islice(rows, MOST_ROWS):
        strata = "".join(f'<td class="t">{_text(row[field])}</td>' for field in shown.by)
        day = f"<td>{period(row['period_start'], row['period_end'])}</td>" if several else ""
        body.append(f"<tr>{strata}{day}{_figures(row, top, noted)}</tr>")
    rest = len(rows) - MOST_ROWS
    more = f'<div class="m">{say(f"… och {rest} rader till", f"… and {rest} more rows")}</div>' if rest > 0 else ""
    by = ", ".join(shown.by)
    summary = say(f"efter {by}", f"by {by}")
    return (
        f'<details><summary class="m">{_text(summary)}</summary><table><thead><tr>{heads}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table>{more}</details>"
    )


def _top(rows: Iterable[dict[str, Any]]) -> float:
    """What a whole bar stands for: all of a share, the greatest of counts."""
    found = [row for row in rows if row["kind"] == "antal"]
    known = [figure for row in found for figure in (row["lower"], row["upper"]) if figure is not None]
    # Room for what has no upper bound.
    room = 1.4 if any(row["upper"] is None for row in found) else 1.0
    return room * max([*known, 1]) if found else 1.0


def _figures(row: dict[str, Any], top: float, noted: bool) -> str:
    cells = [
        f'<td class="b">{number(row["value"], row["kind"])}</td>',
        f'<td class="t">{_bar(row, top)}</td>',
        f"<td>{bounds(row)}</td>",
        f"<td>{count(row['unknown']) if row['unknown'] is not None else '–'}</td>",
    ]
    if noted:
        cells.append(f'<td class="t m">{_text(status(row["status"]))}</td>')
    return "".join(cells)


def _bar(row: dict[str, Any], top: float) -> str:
    lower, upper = row["lower"], row["upper"]
    if lower is None:
        return '<span class="bar"></span>'

    def share(figure: float) -> str:
        return f"{100 * min(figure / top, 1):.1f}%"

    end = top if upper is None else upper
    possible = f'<i class="u" style="left:{share(lower)};width:{share(end - lower)}"></i>'
    if row["kind"] == "antal":
        parts = f'<i style="left:0;width:{share(lower)}"></i>{possible}'
    else:
        value = row["value"]
        parts = possible + ("" if value is None else f'<i class="v" style="left:calc({share(value)} - {3 * value:.1f}px)"></i>')
    return f'<span class="bar">{parts}</span>'


def _footnotes(shown: Report) -> str:
    notes = [say("exakta siffror, om få personer: inte för publicering", "exact figures, of few people: not for publication")]
    absent = sorted({field for one in counted_by(shown) for field in one["absent_fields"]})
    if absent:
        names = ", ".join(absent)
        notes.append(
            say(
                f"ingen post har: {names}; det som hänger på dem är okänt för alla",
                f"no record has: {names}; what hangs on them is unknown for everyone",
            )
        )
    return "".join(f'<div class="m">{_text(one)}</div>' for one in notes)


# A record


def classification(shown: Classification) -> str:
    """A row for each target group."""
    rows = []
    for group, belongs in shown.groups.items():
        fields = ", ".join(shown.missing.get(group, []))
        decides = "" if shown.why is None else f'<td class="t m">{_text(shown.why[group])}</td>'
        rows.append(
            f'<tr><td class="t">{_text(group)}</td><td class="t b">{truth(belongs)}</td>'
            f'<td class="t m">{_text(fields)}</td>{decides}</tr>'
        )
    head = "" if shown.id is None else f'<div class="b">{_text(say(f"post {shown.id}", f"record {shown.id}"))}</div>'
    heads = [say("målgrupp", "target group"), say("hör dit", "belongs"), say("saknas", "missing")]
    heads += [] if shown.why is None else [say("avgörs av", "decided by")]
    return _page(
        head,
        f"<table><thead><tr>{_heads(heads)}</tr></thead>",
        f"<tbody>{''.join(rows)}</tbody></table>",
    )


def explanation(whole: dict[str, Any]) -> str:
    """A sentence for each answer, below which its tree unfolds."""
    parts = []
    if whole["id"] is not None:
        parts.append(f'<div class="b">{_text(say("post", "record"))} {_text(whole["id"])}</div>')
    parts.append(f'<div class="m">{_text(whole["edition"])} ({_text(whole["revision"])}), {_text(whole["period"])}</div>')
    for answer in whole["answers"]:
        parts.append(f"<details><summary>{_mark(answer['value'])} {_text(answer['reason'])}</summary>")
        if answer["missing"]:
            parts.append(f'<div class="m">{say("saknas", "missing")}: {_text(", ".join(answer["missing"]))}</div>')
        if answer["citation"]:
            parts.append(f'<div class="m">{say("vilar på", "rests on")}: {_text(answer["citation"])}</div>')
        for trace in answer["traces"]:
            parts.append(f'<div class="m">{_text(trace["role"])}:</div>{_tree(trace["trace"])}')
        parts.append("</details>")
    return _page(*parts)


def _mark(value: bool | None) -> str:
    sign, colour = {True: ("✓", "#2f9e55"), False: ("✗", "#c9563f"), None: ("?", "#c28a1b")}[value]
    return f'<span class="b" style="color:{colour}" title="{truth(value)}">{sign}</span>'


def _tree(node: dict[str, Any]) -> str:
    element = f'<span class="m">{_text(node["element"])}:</span> ' if "element" in node else ""
    reading = f' <span class="m">({_text(node["reading"])})</span>' if "reading" in node else ""
    said = _text(node.get("fact", node["condition"]))
    place = f' <span class="m" title="{_text(node["file"])}:{node["line"]}">{_text(node["condition"])}</span>' if "fact" in node else ""
    line = f"{_mark(node['value'])} {element}{said}{reading}{place}"
    parts = node.get("parts", [])
    if not parts:
        return f'<div style="margin-left:1.1em">{line}</div>'
    return f"<details open><summary>{line}</summary>{''.join(_tree(part) for part in parts)}</details>"


# A programme


def editions(shown: Iterable[Edition]) -> str:
    """A row for each edition."""
    heads = [
        say("program", "programme"),
        say("utgåva", "edition"),
        say("gäller", "in force"),
        "status",
        "revision",
        "digest",
        say("titel", "title"),
    ]
    rows = []
    for one in shown:
        cells = [one.programme, one.edition, f"{one.start}–{one.end}", one.status, one.revision, one.digest[:12]]
        short = "".join(f'<td class="t" style="white-space:nowrap">{_text(cell)}</td>' for cell in cells)
        rows.append(f'{short}<td class="t">{_text(one.title)}</td>')
    return _page(
        f"<table><thead><tr>{_heads(heads)}</tr></thead>",
        f"<tbody>{''.join(f'<tr>{row}</tr>' for row in rows)}</tbody></table>",
    )


def reasons(shown: Iterable[Reason]) -> str:
    """A row for each part that can decide."""
    heads = [say("målgrupp", "target group"), say("kod", "code"), say("villkor", "condition")]
    rows = "".join(
        f'<tr><td class="t">{_text(one.group)}</td><td class="t" style="white-space:nowrap">{_text(one.code)}</td>'
        f'<td class="t"><code>{_text(one.counts)}</code></td></tr>'
        for one in shown
    )
    return _page(f"<table><thead><tr>{_heads(heads)}</tr></thead><tbody>{rows}</tbody></table>")


def programme(shown: Programme) -> str:
    """Target groups, goals, indicators and readings, each of which unfolds."""
    one = shown.edition
    parts = [
        f'<div class="b">{_text(one.title)}</div>',
        f'<div class="m">{_text(one.programme)}@{_text(one.edition)}, {one.start}–{one.end}, {_text(one.status)}, '
        f"revision {_text(one.revision)}, {_text(one.digest[:12])}</div>",
    ]
    if one.note:
        parts.append(f'<div class="m">{_text(one.note)}</div>')
    for head, rules in (
        (say("Målgrupper", "Target groups"), shown.groups),
        (say("Mål", "Goals"), shown.goals),
        (say("Indikatorer", "Indicators"), shown.indicators),
    ):
        inner = "".join(_rule(rule) for rule in rules)
        parts.append(f'<details open><summary class="b">{head} ({len(rules)})</summary>{inner}</details>')
    readings = "".join(
        f"<details><summary>{_text(reading.question)} <span class='m'>{_text(reading.id)} = {_text(reading.chosen)}</span>"
        f"</summary><div class='m'>{_text(reading.why)}</div><ul>"
        + "".join(
            f"<li{' class=b' if name == reading.chosen else ''}>{_text(name)}: {_text(meaning)}</li>"
            for name, meaning in reading.alternatives.items()
        )
        + "</ul></details>"
        for reading in shown.readings
    )
    head = say("Tolkningar", "Readings")
    parts.append(f'<details><summary class="b">{head} ({len(shown.readings)})</summary>{readings}</details>')
    return _page(*parts)


def _rule(rule: Rule) -> str:
    cited = "" if rule.citation is None else f'<div class="m">{say("vilar på", "rests on")}: {_text(rule.citation)}</div>'
    readings = ""
    if rule.readings:
        names = ", ".join(rule.readings)
        readings = f'<div class="m">{say("beror på tolkningarna", "depends on the readings")}: {_text(names)}</div>'
    kind = "" if rule.kind is None else f", {rule.kind}"
    return (
        f'<details><summary>{_text(rule.name)} <span class="m">{_text(rule.id)}{_text(kind)}</span></summary>'
        f"{cited}{readings}<pre>{_text(rule.definition)}</pre>"
        f'<div class="m">{_text(rule.file)}:{rule.line}</div></details>'
    )


def rule(shown: Rule) -> str:
    """One rule by itself, unfolded."""
    return _page(_rule(shown).replace("<details>", "<details open>", 1))
