-- Fyller ärendesystemet med påhittade personer, som `fyll` i rapport.py har lagt i schemat `prov`.

INSERT INTO arenden.klient
SELECT id, kon.kod, födelsedatum, stadsdel, skydd.kod, känd_sedan, 'hemligt'
FROM prov.person
LEFT JOIN arenden.kod AS kon ON kon.lista = 'kon' AND kon.klartext = person.kön
LEFT JOIN arenden.kod AS skydd ON skydd.lista = 'skydd' AND skydd.klartext = person.skyddade_personuppgifter;

INSERT INTO arenden.vald
SELECT löpnummer, id, roll.kod, kategori, relation, motpart.kod, former, från, till, pågående, grad, registrerat
FROM prov."våld" AS v
LEFT JOIN arenden.kod AS roll ON roll.lista = 'roll' AND roll.klartext = v.roll
LEFT JOIN arenden.kod AS motpart ON motpart.lista = 'kon' AND motpart.klartext = v.motpart_kön;

INSERT INTO arenden.arende (lopnr, slag, klient_id, arendenr, oppnat, orsak_vald, fran_vem, utfall, avslutat)
SELECT löpnummer, 'anmälan', id, ärende, inkom, orsak_våld, anmälare, beslut, beslutsdatum FROM prov."anmälningar";

INSERT INTO arenden.arende (lopnr, slag, klient_id, arendenr, typ, oppnat, avslutat, orsak_vald, utfall)
SELECT löpnummer, 'utredning', id, ärende, typ, inledd, avslutad, orsak_våld, resultat FROM prov.utredningar;

INSERT INTO arenden.arende (lopnr, slag, klient_id, arendenr, typer, oppnat, avslutat, strukturerad)
SELECT löpnummer, 'familjerätt', id, ärende, typer, uppdrag, färdig, strukturerad_bedömning
FROM prov."familjerättsutredningar";

INSERT INTO arenden.beslut
SELECT löpnummer, id, typ, form, orsak_våld, erbjuden, kod.kod, beviljad, påbörjad, avslutad, pågår, tillfällen, avslutsorsak,
    utförare
FROM prov.insatser
LEFT JOIN arenden.kod ON kod.lista = 'svar' AND kod.klartext = insatser.svar;
