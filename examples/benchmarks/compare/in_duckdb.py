"""DuckDB: one statement over tables of its own in memory; categories as ENUM, dates as DATE.

Two ways to hold and ask lists: as tables of their own (`tables`), and as lists that lambdas ask (`lists`). What is missing is
NULL and conditions are SQL's, so FILTER takes what is certain, and IS NOT FALSE what is possible.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
import pyarrow as pa

from .data import ADULT_FROM, CHILD_AFTER, END, ENOUGH, LISTS, START, read
from .figures import Tally
from .work import Ways

DURING = f"BETWEEN DATE '{START}' AND DATE '{END}'"
BY_END = f"<= DATE '{END}'"
IN_ENOUGH = "IN (" + ", ".join(f"'{name}'" for name in ENOUGH) + ")"
ROLES = {"v": "våldsutsatt", "u": "våldsutövare", "c": "barn_upplevt"}
PERSON = ("kön", "födelsedatum", "stadsdel", "känd_sedan")


def touches(x: str) -> str:
    begun = f"{x}.påbörjad"
    return f"{begun} {BY_END} AND ({begun} >= DATE '{START}' OR {x}.pågår OR {x}.avslutad >= DATE '{START}')"


def violence(x: str) -> str:
    return f"{x}.kategori = 'våld_i_nära_relation' AND {x}.från {BY_END} AND {x}.relation <> 'ingen_närstående'"


def support(x: str) -> dict[str, str]:
    return {
        "offered": f"{x}.orsak_våld AND {x}.erbjuden {DURING}",
        "granted": f"{x}.orsak_våld AND {x}.beviljad {BY_END}",
        "took": f"{x}.orsak_våld AND {touches(x)}",
        "own": f"{x}.typ = 'barnets_eget_stöd' AND {x}.erbjuden {DURING}",
    }


def stay(x: str) -> dict[str, str]:
    such = f"{x}.orsak = 'våldsutsatthet' AND {touches(x)}"
    return {"stay": such, "stay_lacks": f"{such} AND NOT ({x}.barnomsorg {IN_ENOUGH} AND {x}.skola {IN_ENOUGH})"}


def consent(x: str) -> dict[str, str]:
    about = f"{x}.vårdnadshavare AND {x}.avser = 'barnets_eget_stöd'"
    such = f"{about} AND {x}.tillfrågad {DURING} AND {x}.svar IN ('ja', 'nej')"
    return {"consent": such, "consent_lacks": f"{such} AND ({x}.svar = 'nej' OR coalesce({x}.återkallat {BY_END}, false))"}


QUESTIONS = {"safe": "trygg_med_insatserna", "knows": "kunskap_om_rättigheter"}
REPORTED = f"x.inkom {DURING} AND x.orsak_våld"
INQUIRY = f"x.typ = 'barnavårdsutredning' AND x.inledd {DURING}"
CUSTODY = f"x.färdig {DURING} AND x.strukturerad_bedömning"

GROUPS = f"""
    SELECT *, kön = 'kvinna' AND födelsedatum <= DATE '{ADULT_FROM}' AND v AS k,
        födelsedatum > DATE '{CHILD_AFTER}' AND c AS b,
        kön = 'man' AND födelsedatum <= DATE '{ADULT_FROM}' AND u AS m
    FROM lived"""


def sums() -> dict[tuple[str, int], str]:
    """The sums by district, over groups of members with the same value in every flag."""
    found: dict[tuple[str, int], str] = {("barn-utredningar", 0): "sum(opened) FILTER (WHERE b)"}

    def where(indicator: str, place: int, condition: str) -> None:
        found[indicator, place] = f"sum(alike) FILTER (WHERE {condition})"

    def persons(indicator: str, group: str, flag: str) -> None:
        where(indicator, 0, f"{group} AND {flag}")
        where(indicator, 1, f"{group} AND may_{flag} AND NOT {flag}")

    def share(indicator: str, inside: str, positive: str) -> None:
        where(indicator, 0, f"{inside} AND {positive}")
        where(indicator, 1, f"{inside} AND NOT {positive}")

    where("kvinnor-kända", 0, "k AND known")
    where("kvinnor-kända", 1, "k AND known IS NULL")
    for name, group in (("kvinnor", "k"), ("män", "m")):
        persons(f"{name}-erbjudna", group, "offered")
        persons(f"{name}-deltagit", group, "took")
    persons("barn-eget-stöd", "b", "own")
    definite, positive = "{} IN ('ja', 'delvis', 'nej')", "{} IN ('ja', 'delvis')"
    safe, is_safe = definite.format("safe"), positive.format("safe")
    share("kvinnor-trygga", f"k AND granted AND {safe}", is_safe)
    perhaps = f"k AND may_granted AND NOT granted AND {safe}"
    where("kvinnor-trygga", 3, f"{perhaps} AND NOT {is_safe}")
    where("kvinnor-trygga", 4, f"{perhaps} AND {is_safe}")
    for name, group in (("kvinnor", "k"), ("barn", "b"), ("män", "m")):
        share(f"{name}-kunskap", f"{group} AND {definite.format('knows')}", positive.format("knows"))
    share("barn-skyddat-boende", "b AND stay", "NOT stay_lacks")
    share("män-samtycke", "m AND consent", "NOT consent_lacks")
    return found


SUMS = sums()
FLAGS = [*support("x"), *(f"may_{name}" for name in support("x")), *stay("x"), *consent("x")]

KEYS = f"""
    anmälda AS (
        SELECT 'barn-anmälningar' AS indicator, stadsdel, x.ärende, true AS certain
        FROM anmälningar x JOIN members USING (person) WHERE b AND {REPORTED}),
    utredda AS (
        SELECT 'barn-familjerätt', stadsdel, x.ärende, coalesce({CUSTODY}, false)
        FROM familjerättsutredningar x JOIN members USING (person) WHERE b AND ({CUSTODY}) IS NOT FALSE),
    once AS (
        SELECT indicator, stadsdel, ärende, bool_or(certain) AS certain, GROUPING(stadsdel) AS everywhere
        FROM (FROM anmälda UNION ALL FROM utredda)
        GROUP BY GROUPING SETS ((indicator, stadsdel, ärende), (indicator, ärende))),
    cases AS (
        SELECT indicator, if(everywhere = 1, 'Totalt', stadsdel::VARCHAR) AS district,
            count(*) FILTER (WHERE certain) AS certain, count(*) FILTER (WHERE NOT certain) AS possible
        FROM once GROUP BY ALL)"""

# Few are the ways in which members differ: counted by these first, the many sums are over few rows.
FIGURES = (
    "alike AS (SELECT stadsdel, known, k, b, m, safe, knows, "
    + ", ".join(FLAGS)
    + ", count(*) AS alike, sum(inquiries) AS opened FROM whole GROUP BY ALL), "
    "figures AS (SELECT stadsdel::VARCHAR AS district, "
    + ", ".join(f'{what} AS "{indicator} {place}"' for (indicator, place), what in SUMS.items())
    + " FROM alike GROUP BY stadsdel)"
)
LAST = "SELECT figures.*, {'cases': (SELECT list(cases) FROM cases)} AS distinct_cases FROM figures"


def by_tables() -> str:
    """Tables of lists, made a row a person, and joined to the members of the groups."""

    def some(flags: dict[str, str]) -> str:
        return ", ".join(f"coalesce(bool_or({what}), false) AS {name}" for name, what in flags.items())

    # Each condition on an element is evaluated once; one unknown element makes the answer possible.
    asked = ", ".join(f"{what} AS {name}" for name, what in support("x").items())
    supported = ", ".join(
        f"coalesce(bool_or({name}), false) AS {name}, bool_or({name} IS NULL) AS may_{name}" for name in support("x")
    )
    roles = {flag: f"x.roll = '{role}'" for flag, role in ROLES.items()}
    # The latest day, and of several elements on it the last: both are packed into one number, whose maximum is taken.
    answers = ", ".join(
        f"arg_max(x.svar, (date_diff('day', DATE '{START}', x.datum)::BIGINT << 40) + x.place) "
        f"FILTER (WHERE x.fråga = '{question}') AS {name}"
        for name, question in QUESTIONS.items()
    )
    columns = ", ".join(f"coalesce({flag}, false) AS {flag}" for flag in FLAGS)
    return f"""
    WITH roles AS (SELECT person, {some(roles)} FROM våld x WHERE {violence("x")} GROUP BY person),
    lived AS (FROM persons JOIN roles USING (person)),
    members AS (FROM ({GROUPS}) WHERE k OR b OR m),
    supported AS (
        SELECT person, {supported} FROM (SELECT person, {asked} FROM insatser x) GROUP BY person),
    stayed AS (SELECT person, {some(stay("x"))} FROM placeringar x GROUP BY person),
    consented AS (SELECT person, {some(consent("x"))} FROM samtycken x GROUP BY person),
    answered AS (
        SELECT person, {answers} FROM enkätsvar x
        WHERE x.datum {DURING} AND x.fråga IN ({", ".join(f"'{q}'" for q in QUESTIONS.values())}) GROUP BY person),
    opened AS (SELECT person, count(*) AS inquiries FROM utredningar x WHERE {INQUIRY} GROUP BY person),
    whole AS (
        SELECT stadsdel, känd_sedan {BY_END} AS known, k, b, m, safe, knows, inquiries, {columns}
        FROM members LEFT JOIN supported USING (person) LEFT JOIN stayed USING (person)
            LEFT JOIN consented USING (person) LEFT JOIN answered USING (person) LEFT JOIN opened USING (person)),
    {KEYS},
    {FIGURES}
    {LAST}"""


def by_lists() -> str:
    """Lists asked by lambdas; of cases only, the tables."""

    def some(name: str, flags: dict[str, str]) -> list[str]:
        # Whether a list has an element that is so is whether its filter is empty: faster than making a list of truths.
        return [f"len(list_filter({name}, lambda x: {what})) > 0 AS {flag}" for flag, what in flags.items()]

    insatser = support("x")
    insatser |= {f"may_{name}": f"({what}) IS NOT FALSE" for name, what in support("x").items()}
    roles = {flag: f"x.roll = '{role}' AND {violence('x')}" for flag, role in ROLES.items()}
    columns = [*some("insatser", insatser), *some("placeringar", stay("x")), *some("samtycken", consent("x"))]
    for name, question in QUESTIONS.items():
        asked = f"list_filter(enkätsvar, lambda x: x.fråga = '{question}' AND x.datum {DURING})"
        latest = "list_reduce({}, lambda a, x: if(x.datum >= a.datum, x, a)).svar AS {}"
        columns.append(f"if(len({asked}) = 0, NULL, {asked})".join(latest.split("{}", 1)).format(name))
    columns.append(f"len(list_filter(utredningar, lambda x: {INQUIRY})) AS inquiries")
    return f"""
    WITH lived AS (SELECT *, {", ".join(some("våld", roles))} FROM nested),
    members AS (FROM ({GROUPS}) WHERE k OR b OR m),
    whole AS (SELECT stadsdel, känd_sedan {BY_END} AS known, k, b, m, {", ".join(columns)} FROM members),
    {KEYS},
    {FIGURES}
    {LAST}"""


def ways(path: str, threads: int) -> tuple[Ways, Any]:
    """Both ways, on tables that are made ahead."""
    table = read(path).select([*PERSON, *LISTS])
    connection = duckdb.connect(config={"threads": threads, "preserve_insertion_order": False})
    connection.register("given", table)
    columns = ", ".join(f"{name}::{kind(table.column(name).chunk(0))} AS {name}" for name in table.column_names)
    # By number, so that persons lie in the order of their lists.
    connection.execute("SET preserve_insertion_order = true")
    connection.execute(f"CREATE TABLE nested AS SELECT row_number() OVER ()::INTEGER AS person, {columns} FROM given")
    connection.execute(f"CREATE TABLE persons AS SELECT person, {', '.join(PERSON)} FROM nested")
    for name in LISTS:
        elements = f"SELECT person, unnest({name}, max_depth := 2) FROM nested"
        connection.execute(f"CREATE TABLE {name} AS SELECT row_number() OVER ()::INTEGER AS place, * FROM ({elements})")
    connection.execute("SET preserve_insertion_order = false")
    connection.unregister("given")

    def asked(statement: str) -> Callable[[], list[tuple[Any, ...]]]:
        return lambda: connection.execute(statement).fetchall()

    found: Ways = {"tables": asked(by_tables()), "lists": asked(by_lists())}
    names = [f"{indicator} {place}" for indicator, place in SUMS]
    return found, lambda rows: {"counters": counters(names, rows)}


def kind(array: pa.Array) -> str:
    """DuckDB's type of an array whose categories are in dictionaries."""
    if pa.types.is_list(array.type):
        return f"{kind(array.values)}[]"
    if pa.types.is_struct(array.type):
        fields = (f'"{field.name}" {kind(array.field(field.name))}' for field in array.type)
        return f"STRUCT({', '.join(fields)})"
    if pa.types.is_dictionary(array.type):
        return "ENUM(" + ", ".join(f"'{name}'" for name in array.dictionary.to_pylist()) + ")"
    names = {pa.date32(): "DATE", pa.bool_(): "BOOLEAN", pa.int64(): "BIGINT", pa.string(): "VARCHAR"}
    return names[array.type]


def counters(names: list[str], rows: list[tuple[Any, ...]]) -> dict[str, dict[str, list[int]]]:
    """The counters by indicator and district."""
    tally = Tally()
    for district, *numbers, distinct in rows:
        for name, number in zip(names, numbers, strict=True):
            indicator, place = name.split()
            tally.add(indicator, district, int(place), int(number or 0))
    for case in rows[0][-1]["cases"]:
        tally.add(case["indicator"], case["district"], 0, case["certain"])
        tally.add(case["indicator"], case["district"], 1, case["possible"])
    return tally.counters
