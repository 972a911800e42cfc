"""Rapporten ur ett påhittat ärendesystem i PostgreSQL. Körs som `python rapport.py postgresql:///databas`."""

from __future__ import annotations

import sys
from pathlib import Path

import kvinnofrid as kf

HERE = Path(__file__).parent


def data(url: str) -> kf.Database:
    """Frågorna: en rad per klient, och en per element av varje lista. Löpnumret först bevarar ordningen."""
    return kf.database(
        url,
        persons="arenden.klient",
        # Kodtabellen kan översätta här, eller kartan.
        våld="""SELECT v.lopnr, v.klient_id, kod.klartext AS roll, kategori, relation, motpart_kon, former, fran, till, pagaende,
                    grad, registrerat
                FROM arenden.vald AS v LEFT JOIN arenden.kod ON kod.lista = 'roll' AND kod.kod = v.roll""",
        anmälningar="""SELECT lopnr, klient_id, arendenr AS ärende, oppnat AS inkom, orsak_vald AS orsak_våld,
                    fran_vem AS anmälare, utfall AS beslut, avslutat AS beslutsdatum
                FROM arenden.arende WHERE slag = 'anmälan'""",
        utredningar="""SELECT lopnr, klient_id, arendenr AS ärende, typ, oppnat AS inledd, avslutat AS avslutad,
                    orsak_vald AS orsak_våld, utfall AS resultat
                FROM arenden.arende WHERE slag = 'utredning'""",
        familjerättsutredningar="""SELECT lopnr, klient_id, arendenr AS ärende, typer, oppnat AS uppdrag, avslutat AS färdig,
                    strukturerad AS strukturerad_bedömning
                FROM arenden.arende WHERE slag = 'familjerätt'""",
        insatser="arenden.beslut",
    )


def report(url: str) -> kf.Report:
    """Räknar 2012 och 2013 efter stadsdel."""
    programme = kf.load("stockholm/kvinnofrid", edition="2012-2014")
    return programme.report(data(url), period=["2012", "2013"], by="stadsdel", map=HERE / "karta.toml")


if __name__ == "__main__":
    print(report(sys.argv[1]).to_text())
