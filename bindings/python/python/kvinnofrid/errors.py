"""Exceptions and warnings. None holds a value of a record: only field names, row numbers and what was expected."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from . import _language

if TYPE_CHECKING:
    from .findings import Findings

__all__ = [
    "ArgumentError",
    "DataWarning",
    "Error",
    "EvaluationError",
    "InputError",
    "InternalError",
    "LimitError",
    "RulesError",
]


class Error(Exception):
    """The base class of all exceptions of kvinnofrid. ``str()`` uses the language set by :func:`kvinnofrid.set_language`."""

    def __init__(self, sv: str, en: str | None = None, **about: Any) -> None:
        super().__init__(sv)
        self._said: tuple[str, str] = (sv, sv if en is None else en)
        self._about = about

    def message(self, lang: _language.Lang | None = None) -> str:
        """Returns what is wrong and how to fix it, in Swedish (``"sv"``) or English (``"en"``)."""
        return self._said[1 if (lang or _language.language()) == "en" else 0]

    def __str__(self) -> str:
        return self.message()

    def __reduce__(self) -> tuple[Any, ...]:
        return _made_again, (type(self), self._said, self._about)


def _made_again(kind: type[Error], said: tuple[str, str], about: dict[str, Any]) -> Error:
    return kind(*said, **about)


class RulesError(Error, ValueError):
    """Rule files have errors; :attr:`diagnostics` lists them with their locations."""

    @property
    def diagnostics(self) -> Findings:
        """All findings in the rule files."""
        from .findings import Findings

        return Findings(self._about.get("findings", ("[]", "[]")), self._about.get("drawn", ("", "")))

    def message(self, lang: _language.Lang | None = None) -> str:
        drawn = self._about.get("drawn", ("", ""))[1 if (lang or _language.language()) == "en" else 0]
        summary = super().message(lang)
        return f"{summary}\n\n{drawn}" if drawn else summary


class InputError(Error, ValueError):
    """A record or a table does not match the schema."""

    @property
    def field(self) -> str | None:
        """The path of the field, such as ``insatser[2].erbjuden`` (elements are counted from 0)."""
        field: str | None = self._about.get("field")
        return field

    @property
    def row(self) -> int | None:
        """The row of the data, counted from 1."""
        row: int | None = self._about.get("row")
        return row

    def message(self, lang: _language.Lang | None = None) -> str:
        hint = self._about.get("hint")
        said = super().message(lang)
        if hint is None:
            return said
        return f"{said}\n{hint[1 if (lang or _language.language()) == 'en' else 0]}"


class EvaluationError(Error):
    """A rule could not be evaluated for a record: overflow, or division by zero."""

    @property
    def row(self) -> int | None:
        """The row of the data, counted from 1."""
        row: int | None = self._about.get("row")
        return row


class LimitError(Error):
    """A limit was exceeded; the message names it."""


class ArgumentError(Error, ValueError):
    """An argument is invalid: an unknown programme, reading, period or field."""

    @property
    def argument(self) -> str | None:
        """The engine's name of the argument, such as ``period``."""
        argument: str | None = self._about.get("argument")
        return argument


class _UnknownName(ArgumentError, KeyError):
    """A name in brackets that is not declared: a `KeyError` too, as of a dict."""


def unknown_name(name: object, there: list[str]) -> ArgumentError:
    """Returns the error for a name that is not one of `there`."""
    near = difflib.get_close_matches(str(name).casefold(), there, n=1)
    listed = ", ".join(there)
    meant = (f"; menades `{near[0]}`?", f"; was `{near[0]}` meant?") if near else ("", "")
    return _UnknownName(
        f"det finns inget `{name}` här{meant[0]}; det som finns är: {listed}",
        f"there is no `{name}` here{meant[1]}; there are: {listed}",
        argument="name",
    )


class InternalError(Error):
    """A bug in kvinnofrid. Please report it."""


class DataWarning(UserWarning):
    """The data look wrong without being an error: a column that is not read, or a key that looks like a personnummer."""
