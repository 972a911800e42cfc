"""The language of messages and output: Swedish, like the programmes, or English."""

from __future__ import annotations

from typing import Literal

Lang = Literal["sv", "en"]

_chosen: Lang = "sv"


def set_language(lang: Lang) -> None:
    """Sets the language of messages, tables and figures: Swedish (``"sv"``, the default) or English (``"en"``).

    Names of indicators stay Swedish, since they are quotations. The setting applies to the whole process.
    """
    global _chosen
    if not isinstance(lang, str) or lang not in ("sv", "en"):
        from .errors import ArgumentError

        raise ArgumentError('språket är "sv" eller "en"', 'the language is "sv" or "en"', argument="lang")
    _chosen = lang


def language() -> Lang:
    """Returns the language in use."""
    return _chosen


def say(sv: str, en: str) -> str:
    """Returns the text in the language in use."""
    return en if _chosen == "en" else sv


def count(number: int) -> str:
    """Formats an integer with thousands separators."""
    return f"{number:,}".replace(",", "\N{NARROW NO-BREAK SPACE}" if _chosen == "sv" else ",")


def decimal(text: str) -> str:
    """Replaces the decimal point by the decimal separator of the language in use."""
    return text.replace(".", ",") if _chosen == "sv" else text
