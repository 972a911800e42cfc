"""Which language the package speaks: Swedish, as the programmes do, or English."""

from __future__ import annotations

from typing import Literal

Lang = Literal["sv", "en"]

_chosen: Lang = "sv"


def set_language(lang: Lang) -> None:
    """Says whether messages, tables and figures are in Swedish (``"sv"``, at first) or English (``"en"``).

    Names of indicators stay Swedish: they are quotations. It holds for the whole process.
    """
    global _chosen
    if not isinstance(lang, str) or lang not in ("sv", "en"):
        from .errors import ArgumentError

        raise ArgumentError('språket är "sv" eller "en"', 'the language is "sv" or "en"', argument="lang")
    _chosen = lang


def language() -> Lang:
    """The language chosen."""
    return _chosen


def say(sv: str, en: str) -> str:
    """The wording in the language chosen."""
    return en if _chosen == "en" else sv


def count(number: int) -> str:
    """A whole number with its thousands apart."""
    return f"{number:,}".replace(",", "\N{NARROW NO-BREAK SPACE}" if _chosen == "sv" else ",")


def decimal(text: str) -> str:
    """A number written with a decimal point, as the language writes it."""
    return text.replace(".", ",") if _chosen == "sv" else text
