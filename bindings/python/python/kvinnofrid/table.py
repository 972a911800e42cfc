"""Tables that the package returns, readable as Arrow."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from . import _core, _html
from ._language import say

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow


class Table:
    """Rows and columns. Any library that imports Arrow (``__arrow_c_stream__``) can read it without a copy."""

    def __init__(self, table: _core.Table) -> None:
        self._table = table

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return self._table.columns

    def __len__(self) -> int:
        return len(self._table)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._table.__arrow_c_stream__(requested_schema)

    def __arrow_c_schema__(self) -> object:
        return self._table.__arrow_c_schema__()

    def to_arrow(self) -> pyarrow.Table:
        """Returns a pyarrow table."""
        return needed("pyarrow", "pandas").table(self._table)

    def to_pandas(self) -> pandas.DataFrame:
        """Returns a pandas DataFrame, with nullable booleans (``boolean``) and dates as ``datetime64``."""
        frame: pandas.DataFrame = pandas_of(self._table)
        return frame

    def to_polars(self) -> polars.DataFrame:
        """Returns a Polars DataFrame."""
        frame: polars.DataFrame = needed("polars", "polars").DataFrame(self._table)
        return frame

    def to_dicts(self) -> list[dict[str, Any]]:
        """Returns a dict for each row."""
        rows: list[dict[str, Any]] = self.to_arrow().to_pylist()
        return rows

    # Immutable, so that a copy is the table itself.

    def __copy__(self) -> Table:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Table:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return _table_again, (to_ipc(self._table),)

    def __repr__(self) -> str:
        return say(
            f"<tabell med {len(self)} rader: {', '.join(self.columns)}>",
            f"<table of {len(self)} rows: {', '.join(self.columns)}>",
        )

    def _repr_html_(self) -> str:
        return _html.note(repr(self).strip("<>"))


def to_ipc(table: object) -> bytes:
    """Returns a table as a stream of Arrow IPC, for pickling."""
    pa = needed("pyarrow", "pandas")
    whole, sink = pa.table(table), pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, whole.schema) as stream:
        stream.write_table(whole)
    written: bytes = sink.getvalue().to_pybytes()
    return written


def of_ipc(written: bytes) -> Any:
    """Returns the pyarrow table that `to_ipc` wrote."""
    return needed("pyarrow", "pandas").ipc.open_stream(written).read_all()


def _table_again(written: bytes) -> Table:
    return Table(_core.Persons(of_ipc(written), None).table())


def needed(module: str, extra: str) -> Any:
    """Imports an optional dependency; where it is not installed, the error names the extra to install."""
    try:
        return importlib.import_module(module)
    except ImportError as missing:
        raise ImportError(
            say(
                f"det här behöver {module}: `pip install 'kvinnofrid[{extra}]'`",
                f"this needs {module}: `pip install 'kvinnofrid[{extra}]'`",
            ),
            name=module,
        ) from missing


def pandas_of(table: object) -> Any:
    """Converts Arrow data to a pandas DataFrame."""
    pa, pd = needed("pyarrow", "pandas"), needed("pandas", "pandas")
    types = {pa.bool_(): pd.BooleanDtype(), pa.int64(): pd.Int64Dtype()}
    return pa.table(table).to_pandas(types_mapper=types.get, date_as_object=False)
