//! Structs written for this record, as a program would have them that knows no other: serde_json reads into them, and a
//! function asks them.

use crate::{DAYS, Groups, Outcome, Way};
use kvinnofrid::Date;
use serde::{Deserialize, Deserializer};

macro_rules! code {
    ($name:ident: $($variant:ident = $code:literal),* $(,)?) => {
        #[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
        enum $name { $(#[serde(rename = $code)] $variant),* }
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
code!(Beslut: Inleda = "inleda", Inte = "inte_inleda", Pågående = "pågående_utredning");
code!(Utredningstyp: Barn = "barnavårdsutredning", Utsatt = "vuxenutredning_våldsutsatt",
    Utövare = "vuxenutredning_våldsutövare", Annan = "annan");
code!(Resultat: Insats = "insats", Ingen = "ingen_insats", Avbruten = "avbruten");
code!(Fråga: Vårdnad = "vårdnad", Boende = "boende", Umgänge = "umgänge", Upplysning = "upplysning");
code!(Metod: Kort = "FREDA_kortfrågor", Beskrivning = "FREDA_beskrivning", Farlighet = "FREDA_farlighetsbedömning",
    Sara = "SARA_SV", Patriark = "PATRIARK", Signs = "Signs_of_Safety", Asi = "ASI", Lokal = "lokal_mall",
    Samtal = "samtal_utan_bedömningsmetod");
code!(Nivå: Låg = "låg", Medel = "medel", Hög = "hög");
code!(Insatstyp: Skyddat = "skyddat_boende", Tillfälligt = "tillfälligt_boende", Råd = "råd_och_stöd",
    Grupp = "gruppbehandling", Rätt = "stöd_under_rättsprocess", Kontakt = "kontaktperson",
    Bistånd = "ekonomiskt_bistånd", Barn = "barnets_eget_stöd", Utövare = "insats_till_våldsutövare",
    Annan = "annan");
code!(Insatsform: Bistånd = "biståndsbeslut", Service = "service", Utan = "utan_behovsprövning");
code!(Erbjudande: Accepterat = "accepterat", Avböjt = "avböjt", Obesvarat = "obesvarat");
code!(Avslut: Helt = "mål_nått_helt", Delvis = "mål_nått_delvis", Ej = "mål_ej_nått", Avbruten = "avbruten",
    Flytt = "flytt");
code!(Utförare: Egen = "egen_regi", Extern = "extern_regi");
code!(Orsak: Våld = "våldsutsatthet", Annan = "annan");
code!(Skolgång: Deltar = "deltar", Inskriven = "inskriven", Saknas = "saknas", EjAktuell = "ej_aktuell_ålder");
code!(Avser: Stöd = "barnets_eget_stöd", Annan = "annan");
code!(Samtyckessvar: Ja = "ja", Nej = "nej", EjTillfrågad = "ej_tillfrågad", Krävs = "krävs_ej");
code!(Svar: Ja = "ja", Delvis = "delvis", Nej = "nej", Vet = "vet_ej", EjBesvarad = "ej_besvarad");

struct Day(i32);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <&str>::deserialize(deserializer)?;
        Date::parse(text).map(|day| Self(day.0)).ok_or_else(|| serde::de::Error::custom("not a date"))
    }
}

macro_rules! record {
    ($name:ident { $($field:ident: $kind:ty),* $(,)? }) => {
        #[derive(Deserialize)]
        #[allow(dead_code, reason = "most fields are only read")]
        struct $name { $($field: Option<$kind>),* }
    };
}

record!(Person {
    id: String, kön: Kön, födelsedatum: Day, stadsdel: String, skyddade_personuppgifter: Skydd, känd_sedan: Day,
    våld: Vec<Våld>, anmälningar: Vec<Anmälan>, utredningar: Vec<Utredning>,
    familjerättsutredningar: Vec<Familjerättsutredning>, riskbedömningar: Vec<Riskbedömning>, insatser: Vec<Insats>,
    placeringar: Vec<Placering>, samtycken: Vec<Samtycke>, enkätsvar: Vec<Enkätsvar>,
});
record!(Våld {
    roll: Roll, kategori: Kategori, relation: Relation, motpart_kön: Kön, former: Vec<Form>, från: Day, till: Day,
    pågående: bool, grad: Grad, registrerat: Day,
});
record!(Anmälan {
    ärende: String,
    inkom: Day,
    orsak_våld: bool,
    anmälare: String,
    beslut: Beslut,
    beslutsdatum: Day
});
record!(Utredning {
    ärende: String,
    typ: Utredningstyp,
    inledd: Day,
    avslutad: Day,
    orsak_våld: bool,
    resultat: Resultat
});
record!(Familjerättsutredning {
    ärende: String,
    typer: Vec<Fråga>,
    uppdrag: Day,
    färdig: Day,
    strukturerad_bedömning: bool
});
record!(Riskbedömning { metod: Metod, datum: Day, nivå: Nivå, poäng: i64 });
record!(Insats {
    typ: Insatstyp,
    form: Insatsform,
    orsak_våld: bool,
    erbjuden: Day,
    svar: Erbjudande,
    beviljad: Day,
    påbörjad: Day,
    avslutad: Day,
    pågår: bool,
    tillfällen: i64,
    avslutsorsak: Avslut,
    utförare: Utförare,
});
record!(Placering {
    påbörjad: Day,
    avslutad: Day,
    pågår: bool,
    orsak: Orsak,
    eget_beslut: bool,
    barnomsorg: Skolgång,
    skola: Skolgång,
});
record!(Samtycke {
    barn: String,
    avser: Avser,
    vårdnadshavare: bool,
    tillfrågad: Day,
    svar: Samtyckessvar,
    återkallat: Day,
    beslut_utan_samtycke: Day,
});
record!(Enkätsvar { fråga: String, datum: Day, svar: Svar, ombud: bool });

/// The three groups in two-valued logic: these records lack nothing that the groups need.
fn groups(person: &Person) -> Groups {
    let [last, adult, no_child] = DAYS.map(|(_, day, _)| day);
    let born = person.födelsedatum.as_ref().map(|day| day.0);
    let adult = born.is_some_and(|born| born <= adult);
    let child = born.is_some_and(|born| born > no_child);
    let some = |role: Roll| {
        person.våld.iter().flatten().any(|v| {
            v.roll == Some(role)
                && v.kategori == Some(Kategori::Nära)
                && v.från.as_ref().is_some_and(|day| day.0 <= last)
                && v.relation != Some(Relation::Ingen)
        })
    };
    [
        Some(person.kön == Some(Kön::Kvinna) && adult && some(Roll::Utsatt)),
        Some(child && some(Roll::Upplevt)),
        Some(person.kön == Some(Kön::Man) && adult && some(Roll::Utövare)),
    ]
}

pub fn ways(lines: &[String]) -> Outcome<Vec<(&'static str, Way<'_>)>> {
    let persons: Vec<Person> =
        lines.iter().map(|line| serde_json::from_str(line)).collect::<Result<_, _>>()?;
    let parsed: Way<'_> = Box::new(move |record| Ok(groups(&persons[record])));
    let typed: Way<'_> = Box::new(|record| {
        std::hint::black_box(serde_json::from_str::<Person>(&lines[record])?);
        Ok([None; 3])
    });
    let value: Way<'_> = Box::new(|record| {
        std::hint::black_box(serde_json::from_str::<serde_json::Value>(&lines[record])?);
        Ok([None; 3])
    });
    Ok(vec![("parsed-structs", parsed), ("json-typed", typed), ("json-value", value)])
}
