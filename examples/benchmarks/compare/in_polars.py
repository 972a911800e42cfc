"""Polars: one query, whose common parts Polars finds itself; categories as Enum, dates as dates.

Ways to hold and ask lists, each with both engines: as tables of their own, made ahead (`tables`); exploded in the query
(`exploded`); left as lists, asked inside each, of everyone or of members only (`lists`). Comparisons with what is missing are
missing (Kleene), so a condition that is filled with false is what is certain, and one filled with true what is possible.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal

import polars as pl
import pyarrow as pa

from .data import ADULT_FROM, CHILD_AFTER, END, ENOUGH, LISTS, START, read
from .figures import Tally
from .work import Ways

Lists = Mapping[str, pl.LazyFrame]
PERSON = ("row", "kön", "födelsedatum", "stadsdel", "känd_sedan")
ANSWERS = ("ja", "delvis", "nej")
POSITIVE = ANSWERS[:2]
Engine = Literal["in-memory", "streaming"]


def ways(path: str, threads: int) -> tuple[Ways, Any]:
    """Every way to ask. Threads are set in the environment before Polars is loaded."""
    if pl.thread_pool_size() != threads:
        raise ValueError(f"POLARS_MAX_THREADS is not {threads}")
    frame = typed(read(path)).with_row_index("row").rechunk()
    persons, nested = frame.select(PERSON).lazy(), frame.lazy()
    ahead = {name: exploded(nested, name).collect().rechunk().lazy() for name in LISTS}

    def collected(queries: Callable[[], list[pl.LazyFrame]], engine: Engine) -> Callable[[], list[pl.DataFrame]]:
        return lambda: pl.collect_all(queries(), engine=engine)

    asked: dict[str, Callable[[], list[pl.LazyFrame]]] = {
        "tables": lambda: by_tables(persons, ahead),
        "exploded": lambda: by_tables(persons, {name: exploded(nested, name) for name in LISTS}),
        "lists": lambda: by_lists(nested, ahead, members_first=False),
        "lists-of-members": lambda: by_lists(nested, ahead, members_first=True),
    }
    engines: tuple[Engine, ...] = ("in-memory", "streaming")
    found = {f"{name}-{engine}": collected(way, engine) for name, way in asked.items() for engine in engines}
    return found, lambda frames: {"counters": counters(frames)}


def typed(table: pa.Table) -> pl.DataFrame:
    """The columns that are asked about, with an Enum for each list of categories."""
    frame = pl.from_arrow(table.select([*PERSON[1:], *LISTS]))
    assert isinstance(frame, pl.DataFrame)
    return frame.cast({name: enums(table.column(name).chunk(0)) for name in frame.columns})


def enums(array: pa.Array) -> Any:
    """Polars' type of an array whose categories are in dictionaries."""
    kind = array.type
    if pa.types.is_list(kind):
        return pl.List(enums(array.values))
    if pa.types.is_struct(kind):
        return pl.Struct({field.name: enums(array.field(field.name)) for field in kind})
    if pa.types.is_dictionary(kind):
        return pl.Enum(array.dictionary.to_pylist())
    return pl.Series(array.slice(0, 0)).dtype


def exploded(frame: pl.LazyFrame, name: str) -> pl.LazyFrame:
    """A list as a table, sorted by person, with the place of each element."""
    rows = frame.select("row", name).filter(pl.col(name).list.len() > 0)
    return rows.explode(name).unnest(name).with_row_index("place").set_sorted("row")


# The conditions on one element, however it is reached.


def within(day: pl.Expr) -> pl.Expr:
    return day.is_between(START, END)


def touches(field: Callable[[str], pl.Expr]) -> pl.Expr:
    later = (field("påbörjad") >= START) | field("pågår") | (field("avslutad") >= START)
    return (field("påbörjad") <= END) & later


def violence(field: Callable[[str], pl.Expr]) -> pl.Expr:
    counts = (field("kategori") == "våld_i_nära_relation") & (field("från") <= END)
    return counts & (field("relation") != "ingen_närstående")


def support(field: Callable[[str], pl.Expr]) -> dict[str, pl.Expr]:
    because, offered = field("orsak_våld"), within(field("erbjuden"))
    return {
        "offered": because & offered,
        "granted": because & (field("beviljad") <= END),
        "took": because & touches(field),
        "own": (field("typ") == "barnets_eget_stöd") & offered,
    }


def stay(field: Callable[[str], pl.Expr]) -> tuple[pl.Expr, pl.Expr]:
    such = (field("orsak") == "våldsutsatthet") & touches(field)
    return such, such & ~(field("barnomsorg").is_in(ENOUGH) & field("skola").is_in(ENOUGH))


def consent(field: Callable[[str], pl.Expr]) -> tuple[pl.Expr, pl.Expr]:
    asked = field("vårdnadshavare") & (field("avser") == "barnets_eget_stöd") & within(field("tillfrågad"))
    such = asked & field("svar").is_in(["ja", "nej"])
    return such, such & ((field("svar") == "nej") | (field("återkallat") <= END).fill_null(False))


def report_of(field: Callable[[str], pl.Expr]) -> pl.Expr:
    return within(field("inkom")) & field("orsak_våld")


def inquiry(field: Callable[[str], pl.Expr]) -> pl.Expr:
    return (field("typ") == "barnavårdsutredning") & within(field("inledd"))


def custody(field: Callable[[str], pl.Expr]) -> pl.Expr:
    return within(field("färdig")) & field("strukturerad_bedömning")


# The persons


def sexes_and_ages(roles: Mapping[str, pl.Expr]) -> dict[str, pl.Expr]:
    adult, sex = pl.col("födelsedatum") <= ADULT_FROM, pl.col("kön")
    return {
        "k": (sex == "kvinna") & adult & roles["våldsutsatt"],
        "b": (pl.col("födelsedatum") > CHILD_AFTER) & roles["barn_upplevt"],
        "m": (sex == "man") & adult & roles["våldsutövare"],
    }


def sums(members: pl.LazyFrame) -> pl.LazyFrame:
    """The counters of persons and shares, from members with a flag for every condition."""
    k, b, m = pl.col("k"), pl.col("b"), pl.col("m")
    flags: dict[tuple[str, int], pl.Expr] = {("barn-utredningar", 0): pl.when(b).then("inquiries").otherwise(0)}

    def persons(indicator: str, group: pl.Expr, certain: pl.Expr, possible: pl.Expr) -> None:
        flags[indicator, 0] = group & certain
        flags[indicator, 1] = group & possible & ~certain

    def share(indicator: str, group: pl.Expr, inside: pl.Expr, positive: pl.Expr) -> None:
        flags[indicator, 0] = group & inside & positive
        flags[indicator, 1] = group & inside & ~positive

    known = pl.col("känd_sedan") <= END
    persons("kvinnor-kända", k, known.fill_null(False), known.fill_null(True))
    for name, group in (("kvinnor", k), ("män", m)):
        persons(f"{name}-erbjudna", group, pl.col("offered"), pl.col("offered?"))
        persons(f"{name}-deltagit", group, pl.col("took"), pl.col("took?"))
    persons("barn-eget-stöd", b, pl.col("own"), pl.col("own?"))
    definite = {name: pl.col(name).is_in(ANSWERS) for name in ("safe", "knows")}
    positive = {name: pl.col(name).is_in(POSITIVE) for name in ("safe", "knows")}
    safe = definite["safe"]
    share("kvinnor-trygga", k, pl.col("granted") & safe, positive["safe"])
    perhaps = k & pl.col("granted?") & ~pl.col("granted") & safe
    flags["kvinnor-trygga", 3], flags["kvinnor-trygga", 4] = perhaps & ~positive["safe"], perhaps & positive["safe"]
    for name, group in (("kvinnor", k), ("barn", b), ("män", m)):
        share(f"{name}-kunskap", group, definite["knows"], positive["knows"])
    share("barn-skyddat-boende", b, pl.col("stay"), ~pl.col("stay lacks"))
    share("män-samtycke", m, pl.col("consent"), ~pl.col("consent lacks"))
    return members.group_by("stadsdel").agg(flag.sum().alias(f"{name} {place}") for (name, place), flag in flags.items())


def keys(elements: pl.LazyFrame) -> list[pl.LazyFrame]:
    """Of elements with `ärende`, `stadsdel` and whether they certainly count: the distinct keys by district and in all."""
    once = elements.group_by("stadsdel", "ärende").agg(pl.col("certain").any())
    numbers = (pl.col("certain").sum().alias("certain"), (~pl.col("certain")).sum().alias("possible"))
    return [once.group_by("stadsdel").agg(numbers), once.group_by("ärende").agg(pl.col("certain").any()).select(numbers)]


def by_tables(persons: pl.LazyFrame, lists: Lists) -> list[pl.LazyFrame]:
    """Filtered tables of lists, made a row a person, and joined to the members of the groups."""
    roles = ("våldsutsatt", "barn_upplevt", "våldsutövare")
    lived = lists["våld"].filter(violence(pl.col) & pl.col("roll").is_in(roles))
    lived = lived.group_by("row").agg((pl.col("roll") == role).any().alias(role) for role in roles)
    members = persons.join(lived, on="row").with_columns(**sexes_and_ages({role: pl.col(role) for role in roles}))
    members = members.filter(pl.any_horizontal("k", "b", "m"))
    rows = members.select("row")

    def flags(name: str, flags: dict[str, pl.Expr]) -> pl.LazyFrame:
        """A row for each person of whom one of the flags holds."""
        elements = lists[name].select("row", **flags).filter(pl.any_horizontal(*flags))
        return elements.group_by("row").agg(pl.col(flag).any() for flag in flags)

    asked = support(pl.col)
    insatser = {name: flag.fill_null(False) for name, flag in asked.items()}
    insatser |= {f"{name}?": flag.fill_null(True) for name, flag in asked.items()}
    housed, ill_housed = stay(pl.col)
    consented, refused = consent(pl.col)
    opened = lists["utredningar"].filter(inquiry(pl.col)).group_by("row").agg(pl.len().alias("inquiries"))
    tables = [
        flags("insatser", insatser),
        flags("placeringar", {"stay": housed, "stay lacks": ill_housed}),
        flags("samtycken", {"consent": consented, "consent lacks": refused}),
        answers(lists["enkätsvar"]),
        opened,
    ]
    whole = members
    for table in tables:
        whole = whole.join(table, on="row", how="left")
    whole = whole.with_columns(pl.col(pl.Boolean).fill_null(False))
    return [sums(whole), *cases(members, lists)]


def answers(table: pl.LazyFrame) -> pl.LazyFrame:
    """What each person answered to the two questions in the period."""
    questions = {"safe": "trygg_med_insatserna", "knows": "kunskap_om_rättigheter"}
    # The latest day, and of several elements on it the last: both are packed into one number, whose maximum is taken.
    latest = (
        (pl.col("datum").to_physical().cast(pl.Int64) * (1 << 40))
        + (pl.col("place").cast(pl.Int64) * 8)
        + pl.col("svar").to_physical().cast(pl.Int64)
    )
    asked = within(pl.col("datum")) & pl.col("fråga").is_in(list(questions.values()))
    codes = table.collect_schema()["svar"]
    return table.filter(asked).select("row", "fråga", latest=latest).group_by("row").agg(
        (pl.col("latest").filter(pl.col("fråga") == question).max() % 8).cast(pl.UInt8).cat.to(codes).alias(name)
        for name, question in questions.items()
    )


def cases(members: pl.LazyFrame, lists: Lists) -> list[pl.LazyFrame]:
    """The distinct cases of the children, from the tables of their lists."""
    children = members.filter("b").select("row", "stadsdel")
    anmälda = lists["anmälningar"].filter(report_of(pl.col)).select("row", "ärende", certain=pl.lit(True))
    utredda = lists["familjerättsutredningar"].select("row", "ärende", certain=custody(pl.col))
    utredda = utredda.filter(pl.col("certain").fill_null(True)).with_columns(pl.col("certain").fill_null(False))
    return [*keys(children.join(anmälda, on="row")), *keys(children.join(utredda, on="row"))]


def by_lists(nested: pl.LazyFrame, lists: Lists, *, members_first: bool) -> list[pl.LazyFrame]:
    """Each list asked by one expression over its elements and reduced there, for everyone or for members only.

    The flags of an element are bytes of one number: a list's sum, which is the fastest there is, has how often each was so.
    """
    field = pl.element().struct.field

    def bytes_of(name: str, flags: Iterable[pl.Expr]) -> pl.Expr:
        numbers = [flag.fill_null(False).cast(pl.UInt64) * (1 << (8 * place)) for place, flag in enumerate(flags)]
        return pl.col(name).list.eval(pl.sum_horizontal(numbers)).list.sum()

    def unpacked(name: str, flags: Iterable[str]) -> dict[str, pl.Expr]:
        return {flag: (pl.col(name) & (0xFF << (8 * place))) != 0 for place, flag in enumerate(flags)}

    roles = ("våldsutsatt", "barn_upplevt", "våldsutövare")
    counts = violence(field)
    lived = bytes_of("våld", [counts & (field("roll") == role) for role in roles])
    members = nested.with_columns(lived.alias("roles")).with_columns(**sexes_and_ages(unpacked("roles", roles)))
    if members_first:
        members = members.filter(pl.any_horizontal("k", "b", "m"))

    insatser = support(field)
    housed, ill_housed = stay(field)
    consented, refused = consent(field)
    packed = {
        "support": bytes_of("insatser", [*insatser.values(), *(flag.fill_null(True) for flag in insatser.values())]),
        "stays": bytes_of("placeringar", [housed, ill_housed]),
        "consents": bytes_of("samtycken", [consented, refused]),
        "inquiries": pl.col("utredningar").list.eval(inquiry(field).cast(pl.UInt32)).list.sum(),
    }
    whole = members.select("row", "stadsdel", "känd_sedan", "k", "b", "m", **packed).with_columns(
        **unpacked("support", [*insatser, *(f"{name}?" for name in insatser)]),
        **unpacked("stays", ["stay", "stay lacks"]),
        **unpacked("consents", ["consent", "consent lacks"]),
    )
    whole = whole.join(answers(lists["enkätsvar"]), on="row", how="left")
    return [sums(whole), *cases(members, lists)]


def counters(frames: Iterable[pl.DataFrame]) -> dict[str, dict[str, list[int]]]:
    """The counters by indicator and district."""
    sums, *distinct = frames
    tally = Tally()
    for row in sums.to_dicts():
        district = row.pop("stadsdel")
        for name, number in row.items():
            indicator, place = name.split()
            tally.add(indicator, district, int(place), number)
    for indicator, frames_of in zip(("barn-anmälningar", "barn-familjerätt"), (distinct[:2], distinct[2:]), strict=True):
        for row in pl.concat(frames_of, how="diagonal").to_dicts():
            district = row["stadsdel"] or "Totalt"
            tally.add(indicator, district, 0, row["certain"])
            tally.add(indicator, district, 1, row["possible"])
    return tally.counters
