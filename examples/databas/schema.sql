-- Ett påhittat ärendesystem i PostgreSQL: klienter, våld, ärenden och beslut, och kodtabeller som säger vad koderna betyder.

CREATE SCHEMA arenden;

CREATE TABLE arenden.kod (lista text, kod text, klartext text NOT NULL, PRIMARY KEY (lista, kod));
INSERT INTO arenden.kod VALUES
    ('kon', 'K', 'kvinna'), ('kon', 'M', 'man'), ('kon', 'X', 'annat'),
    ('skydd', '0', 'ingen'), ('skydd', '1', 'sekretessmarkering'), ('skydd', '2', 'skyddad_folkbokföring'),
    ('skydd', '3', 'fingerade_personuppgifter'),
    ('roll', 'U', 'våldsutsatt'), ('roll', 'G', 'våldsutövare'), ('roll', 'BU', 'barn_upplevt'),
    ('roll', 'BD', 'barn_direkt_utsatt'),
    ('svar', 'J', 'accepterat'), ('svar', 'N', 'avböjt'), ('svar', 'O', 'obesvarat');

CREATE TABLE arenden.klient (
    klient_id text PRIMARY KEY,
    kon text,
    fodelsedag date,
    omrade text,
    skydd text,
    forsta_kontakt date,
    -- Läses aldrig.
    anteckning text
);

CREATE TABLE arenden.vald (
    lopnr bigint PRIMARY KEY,
    klient_id text NOT NULL REFERENCES arenden.klient,
    roll text,
    kategori text,
    relation text,
    motpart_kon text,
    former text[],
    fran date,
    till date,
    pagaende boolean,
    grad text,
    registrerat date
);

-- Ett ärende är en anmälan, en utredning eller en familjerättsutredning.
CREATE TABLE arenden.arende (
    lopnr bigint,
    slag text CHECK (slag IN ('anmälan', 'utredning', 'familjerätt')),
    klient_id text NOT NULL REFERENCES arenden.klient,
    arendenr text,
    typ text,
    typer text[],
    oppnat date,
    avslutat date,
    orsak_vald boolean,
    fran_vem text,
    utfall text,
    strukturerad boolean,
    PRIMARY KEY (slag, lopnr)
);

CREATE TABLE arenden.beslut (
    lopnr bigint PRIMARY KEY,
    klient_id text NOT NULL REFERENCES arenden.klient,
    insats text,
    form text,
    orsak_vald boolean,
    erbjuden date,
    svar text,
    beviljad date,
    paborjad date,
    avslutad date,
    pagar boolean,
    tillfallen integer,
    avslutsorsak text,
    utforare text
);
