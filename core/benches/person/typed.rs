//! One record of 535 bytes, and the typed structs of a program that reads nothing else.

use kvinnofrid::date::Date;
use serde::{Deserialize, Deserializer};

/// A woman with one entry in each of three lists.
pub(crate) const RECORD: &str = r#"{"id":"p-004711","kön":"kvinna","födelsedatum":"1984-05-17","stadsdel":"Södermalm","skyddade_personuppgifter":"ingen","känd_sedan":"2012-11-02","våld":[{"roll":"våldsutsatt","kategori":"våld_i_nära_relation","relation":"tidigare_partner","former":["psykiskt","fysiskt"],"från":"2010-06-01","pågående":false,"grad":"konstaterat"}],"riskbedömningar":[{"metod":"FREDA_farlighetsbedömning","datum":"2013-01-15","poäng":17}],"insatser":[{"typ":"råd_och_stöd","orsak_våld":true,"erbjuden":"2013-02-01","svar":"accepterat"}]}"#;

macro_rules! code {
    ($name:ident: $($variant:ident = $code:literal),* $(,)?) => {
        #[derive(Deserialize)]
        pub(crate) enum $name { $(#[serde(rename = $code)] $variant),* }
    };
}

code!(Kön: Kvinna = "kvinna", Man = "man", Annat = "annat");
code!(Skydd: Ingen = "ingen", Sekretess = "sekretessmarkering", Skyddad = "skyddad_folkbokföring",
    Fingerade = "fingerade_personuppgifter");
code!(Roll: Utsatt = "våldsutsatt", Utövare = "våldsutövare", Upplevt = "barn_upplevt",
    Direkt = "barn_direkt_utsatt");
code!(Kategori: Nära = "våld_i_nära_relation", Heder = "hedersrelaterat_våld_och_förtryck",
    Prostitution = "prostitution", Människohandel = "människohandel_för_sexuella_ändamål",
    Sexuellt = "sexuellt_våld_oberoende_av_relation");
code!(Relation: MakeMaka = "make_maka", Sambo = "sambo", Vän = "pojk_flickvän", Tidigare = "tidigare_partner",
    Förälder = "förälder", Barn = "barn", Syskon = "syskon", Annan = "annan_närstående",
    Ingen = "ingen_närstående");
code!(Form: Psykiskt = "psykiskt", Fysiskt = "fysiskt", Sexuellt = "sexuellt", Ekonomiskt = "ekonomiskt",
    Materiellt = "materiellt", Försummelse = "försummelse", Digitalt = "digitalt", Latent = "latent",
    Passivt = "passivt_fysiskt", Husdjur = "mot_husdjur");
code!(Grad: Misstanke = "misstanke", Konstaterat = "konstaterat");
code!(Metod: Kort = "FREDA_kortfrågor", Beskrivning = "FREDA_beskrivning", Farlighet = "FREDA_farlighetsbedömning",
    Sara = "SARA_SV", Patriark = "PATRIARK", Signs = "Signs_of_Safety", Asi = "ASI", Lokal = "lokal_mall",
    Samtal = "samtal_utan_bedömningsmetod");
code!(Nivå: Låg = "låg", Medel = "medel", Hög = "hög");
code!(Typ: Skyddat = "skyddat_boende", Tillfälligt = "tillfälligt_boende", Råd = "råd_och_stöd",
    Grupp = "gruppbehandling", Rätt = "stöd_under_rättsprocess", Kontakt = "kontaktperson",
    Bistånd = "ekonomiskt_bistånd", Barn = "barnets_eget_stöd", Utövare = "insats_till_våldsutövare",
    Annan = "annan");
code!(Svar: Accepterat = "accepterat", Avböjt = "avböjt", Obesvarat = "obesvarat");

pub(crate) struct Day(#[expect(dead_code, reason = "only reading is measured")] Date);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <&str>::deserialize(deserializer)?;
        Date::parse(text).map(Self).ok_or_else(|| serde::de::Error::custom("not a date"))
    }
}

macro_rules! record {
    ($name:ident { $($field:ident: $kind:ty),* $(,)? }) => {
        #[derive(Deserialize)]
        #[expect(dead_code, reason = "only reading is measured")]
        pub(crate) struct $name { $($field: Option<$kind>),* }
    };
}

record!(Person {
    id: String, kön: Kön, födelsedatum: Day, stadsdel: String, skyddade_personuppgifter: Skydd, känd_sedan: Day,
    våld: Vec<Våld>, riskbedömningar: Vec<Riskbedömning>, insatser: Vec<Insats>,
});
record!(Våld {
    roll: Roll, kategori: Kategori, relation: Relation, motpart_kön: Kön, former: Vec<Form>, från: Day, till: Day,
    pågående: bool, grad: Grad, registrerat: Day,
});
record!(Riskbedömning { metod: Metod, datum: Day, nivå: Nivå, poäng: i64 });
record!(Insats {
    typ: Typ,
    orsak_våld: bool,
    erbjuden: Day,
    svar: Svar,
    beviljad: Day,
    påbörjad: Day,
    avslutad: Day,
    pågår: bool,
    tillfällen: i64,
});
