"""A reader of everything published, by linear programming with HiGHS: all indicators and years in one program."""

from __future__ import annotations

import random
from itertools import combinations

import highspy

from tauargus import silent
from tables import BASE, TOTAL, City, Key, Place

MOST = 1e6


class Reader:
    """Knows what is published, that no count is negative, and which count is a part of which."""

    def __init__(self, exact: City, published: City) -> None:
        self.exact, self.published = exact, published
        self.inner = [place for place in exact.places() if TOTAL not in place]
        self.keys = list(exact.counts)
        with silent():
            self.program = highspy.Highs()
            self.program.setOptionValue("output_flag", False)
        self.column = {}
        for key in self.keys:
            for place in self.inner:
                self.column[key, place] = len(self.column)
                self.program.addVar(0.0, MOST)
        for key in self.keys:
            for place, number in published.counts[key].items():
                if number is not None:
                    self.know(self.terms(key, place), float(number), float(number))
        for part, whole in self.parts():
            for place in self.inner:
                self.know({self.column[whole, place]: 1.0, self.column[part, place]: -1.0}, 0.0, MOST)

    def know(self, terms: dict[int, float], least: float, greatest: float) -> None:
        self.program.addRow(least, greatest, len(terms), list(terms), list(terms.values()))

    def terms(self, key: Key, row: Place) -> dict[int, float]:
        cells = (place for place in self.inner if all(a in (TOTAL, b) for a, b in zip(row, place, strict=True)))
        return {self.column[key, place]: 1.0 for place in cells}

    def parts(self) -> list[tuple[Key, Key]]:
        """Of one period, or of one indicator: what is no larger anywhere. What follows from others is left out."""
        vectors = {key: [self.exact.counts[key][place] or 0 for place in self.inner] for key in self.keys}
        found = set()
        for one, other in combinations(self.keys, 2):
            if one[2] != other[2] and one[:2] != other[:2]:
                continue
            below = all(a <= b for a, b in zip(vectors[one], vectors[other], strict=True))
            above = all(a >= b for a, b in zip(vectors[one], vectors[other], strict=True))
            if below != above:
                found.add((one, other) if below else (other, one))
            elif below:
                found.update({(one, other), (other, one)})
        return [
            (part, whole)
            for part, whole in found
            if (whole, part) in found
            or not any((part, between) in found and (between, whole) in found for between in self.keys)
        ]

    def range(self, key: Key, row: Place) -> tuple[float, float]:
        terms = self.terms(key, row)
        ends = []
        for sense in (highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize):
            self.program.changeObjectiveSense(sense)
            for column in terms:
                self.program.changeColCost(column, 1.0)
            self.program.run()
            if self.program.getModelStatus() != highspy.HighsModelStatus.kOptimal:
                raise RuntimeError(f"HiGHS: {self.program.getModelStatus()}")
            ends.append(self.program.getInfo().objective_function_value)
        for column in terms:
            self.program.changeColCost(column, 0.0)
        return ends[0], ends[1]

    def attack(self, most: int) -> dict[str, int]:
        """Attacks hidden small counts, at most ``most`` of them chosen at random but the same in each run."""
        places = self.exact.places()
        small = [(key, place) for key in self.keys for place in places if (self.exact.counts[key][place] or 0) < BASE]
        chosen = random.Random(1).sample(small, min(most, len(small)))
        result = {"attacked": len(chosen), "small": len(small), "known": 0, "zeros": 0, "narrow": 0}
        for key, place in chosen:
            least, greatest = self.range(key, place)
            result["known"] += least > 1 - 1e-6 and greatest < BASE - 1e-6
            result["zeros"] += greatest < 1 - 1e-6
            result["narrow"] += least > 1e-6 or greatest < BASE - 1e-6
        return result
