"""Shared fixtures."""

from __future__ import annotations

import pytest

import kvinnofrid as kf


@pytest.fixture(scope="session")
def programme() -> kf.Programme:
    """The first embedded edition."""
    return kf.load("stockholm/kvinnofrid", edition="2012-2014")


@pytest.fixture(scope="session")
def persons() -> kf.Table:
    """Synthetic persons, with the gaps of real data."""
    return kf.sample(400, seed=1)
