"""One report of many files, each counted where there is room: in processes of this machine, on Dask, or on Ray.

There is nothing to learn: `programme.partial` where the records are, `kvinnofrid.merge` where the figures are wanted. Programmes
and partials can be pickled, so any scheduler can carry them. Partials hold keys of persons: carry them as you would the records.
The only condition is that a person is in one part only.
"""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pyarrow.parquet

import kvinnofrid as kf


def count(programme: kf.Programme, path: str) -> kf.Partial:
    """The partial of one file."""
    return programme.partial(pyarrow.parquet.read_table(path), period="2013", by="stadsdel")


def with_processes(programme: kf.Programme, paths: list[str]) -> kf.Report:
    """In processes of this machine."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        return kf.merge(pool.map(count, [programme] * len(paths), paths)).finish()


def with_dask(programme: kf.Programme, paths: list[str]) -> kf.Report:
    """On Dask: on this machine, or on the cluster that a `Client` is connected to."""
    import dask

    return kf.merge(dask.compute(*[dask.delayed(count)(programme, path) for path in paths])).finish()


def with_ray(programme: kf.Programme, paths: list[str]) -> kf.Report:
    """On Ray."""
    import ray

    counting = ray.remote(count)
    return kf.merge(ray.get([counting.remote(programme, path) for path in paths])).finish()


WAYS = {"processes": with_processes, "dask": with_dask, "ray": with_ray}

if __name__ == "__main__":
    _, way, *files = sys.argv
    print(WAYS[way](kf.load("stockholm/kvinnofrid"), files).to_csv(), end="")
