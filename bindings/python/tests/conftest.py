"""What the tests share."""

from __future__ import annotations

import pytest

import kvinnofrid as kf


@pytest.fixture(scope="session")
def programme() -> kf.Programme:
    """The edition shipped first."""
    return kf.load("stockholm/kvinnofrid", edition="2012-2014")


@pytest.fixture(scope="session")
def persons() -> kf.Table:
    """Invented persons, with the gaps that real data have."""
    return kf.sample(400, seed=1)
