"""The Python package as a surface of the test corpus (tests/cases): reads a question, writes the result."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

import kvinnofrid as kf


def asked(question: dict[str, object], *, single: bool) -> dict[str, object]:
    """Returns the arguments of a call."""
    given = {"period": question["period"] or None, "on": question["on"], "readings": question["readings"]}
    if single:
        return given | {"with_": question["with"], "why": question["why"]}
    return given | {"by": question["by"], "bridge": question["bridge"] or False}


def loaded(question: dict[str, object]) -> kf.Programme:
    """Loads the programme of a question."""
    return kf.load(str(question["programme"]), edition=question["edition"], rules=question["rules"])


def report(question: dict[str, object], records: str) -> str:
    """Returns the report as CSV."""
    programme = loaded(question)
    shown = programme.report([json.loads(line) for line in records.splitlines()], **asked(question, single=False))
    if question["protect"]:
        method, key = question["protect"]
        with tempfile.TemporaryDirectory() as folder:
            shown = shown.protect(method, key=key.encode(), ledger=Path(folder) / "ledger.txt")
    return shown.to_csv()


def classify(question: dict[str, object], records: str) -> str:
    """Returns the classifications as lines of JSON."""
    programme = loaded(question)
    answers = programme.classify([json.loads(line) for line in records.splitlines()], **asked(question, single=True))
    return "".join(json.dumps(answer.to_dict(), ensure_ascii=False, separators=(",", ":")) + "\n" for answer in answers)


def members(question: dict[str, object], records: str) -> str:
    """Returns the records behind figures as lines of JSON."""
    found = loaded(question).members(
        [json.loads(line) for line in records.splitlines()],
        period=question["period"] or None,
        on=question["on"],
        readings=question["readings"],
        indicators=question["indicators"] or None,
        where=question["where"],
    )
    return "".join(json.dumps(member, ensure_ascii=False, separators=(",", ":")) + "\n" for member in found)


def worklist(question: dict[str, object], records: str) -> str:
    """Returns the worklist as JSON."""
    return loaded(question).worklist(
        [json.loads(line) for line in records.splitlines()],
        period=question["period"] or None,
        on=question["on"],
        by=question["by"],
        readings=question["readings"],
        indicators=question["indicators"] or None,
        where=question["where"],
        per=question["per"] or "field",
    ).to_json()


def validate(question: dict[str, object], records: str) -> str:
    """Returns what is wrong or odd as JSON."""
    return loaded(question).validate(
        [json.loads(line) for line in records.splitlines()],
        period=question["period"] or None,
        on=question["on"],
        by=question["by"],
    ).to_json()


def baseline(question: dict[str, object], sources: list[tuple[str, str]]) -> str:
    """Returns the baseline as JSON."""
    return loaded(question).baseline(
        {name: [json.loads(line) for line in records.splitlines()] for name, records in sources},
        period=question["period"] or None,
        on=question["on"],
        by=question["by"],
        readings=question["readings"],
        group=question["group"],
        listed=question["listed"] or None,
        contacts=question["contacts"],
        estimate=question["estimate"],
        dependence=question["dependence"] or "unknown",
    ).to_json()


def diff(question: dict[str, object], old: str, new: str) -> str:
    """Returns what a change of rules means as JSON."""
    period = question["period"] or None
    return kf.diff(old, new, programme=question["programme"], period=period, renamed=question["renamed"]).to_json()


def check(folder: str) -> str:
    """Returns the findings in rule files, one per line."""
    names = {"error": "fel", "warning": "varning"}
    lines = []
    for finding in kf.check(folder):
        place = "" if finding.file is None else f"{finding.file}:{finding.line}:{finding.column}: "
        lines.append(f"{place}{names[finding.severity]}[{finding.code}] {finding.message}\n")
    return "".join(lines)


if __name__ == "__main__":
    verb, *arguments = json.load(sys.stdin)
    try:
        sys.stdout.write({"report": report, "classify": classify, "members": members, "worklist": worklist, "validate": validate, "baseline": baseline, "diff": diff, "check": check}[verb](*arguments))
    except kf.Error as error:
        sys.exit(error.message("en"))
