//! The codes of the person record, with their weights. The weights are invented: they make every code occur and the
//! common ones common; they say nothing about any real city.

use super::draw::Weighted;

pub(super) const VICTIM_SEX: &Weighted = &[("kvinna", 87), ("man", 11), ("annat", 2)];
pub(super) const PERPETRATOR_SEX: &Weighted = &[("kvinna", 10), ("man", 89), ("annat", 1)];
pub(super) const CHILD_SEX: &Weighted = &[("kvinna", 490), ("man", 500), ("annat", 10)];

pub(super) const PROTECTION_OF_AFFECTED: &Weighted = &[
    ("ingen", 925),
    ("sekretessmarkering", 55),
    ("skyddad_folkbokföring", 15),
    ("fingerade_personuppgifter", 5),
];
pub(super) const PROTECTION_OF_OTHERS: &Weighted = &[
    ("ingen", 990),
    ("sekretessmarkering", 7),
    ("skyddad_folkbokföring", 2),
    ("fingerade_personuppgifter", 1),
];

pub(super) const HOUSEHOLD_CATEGORY: &Weighted =
    &[("våld_i_nära_relation", 88), ("hedersrelaterat_våld_och_förtryck", 12)];
pub(super) const OTHER_CATEGORY: &Weighted = &[
    ("prostitution", 30),
    ("människohandel_för_sexuella_ändamål", 15),
    ("sexuellt_våld_oberoende_av_relation", 55),
];
pub(super) const OTHER_RELATION: &Weighted =
    &[("ingen_närstående", 85), ("annan_närstående", 10), ("tidigare_partner", 5)];
pub(super) const COUPLE: &Weighted = &[("make_maka", 42), ("sambo", 40), ("pojk_flickvän", 18)];
pub(super) const APART: &Weighted = &[
    ("tidigare_partner", 62),
    ("pojk_flickvän", 12),
    ("barn", 6),
    ("förälder", 8),
    ("syskon", 6),
    ("annan_närstående", 6),
];
pub(super) const CHILDS_RELATION: &Weighted = &[("förälder", 88), ("syskon", 4), ("annan_närstående", 8)];
pub(super) const CHILDS_ROLE: &Weighted = &[("barn_upplevt", 78), ("barn_direkt_utsatt", 22)];
pub(super) const FORMS: &Weighted = &[
    ("psykiskt", 70),
    ("fysiskt", 60),
    ("sexuellt", 22),
    ("ekonomiskt", 18),
    ("materiellt", 16),
    ("försummelse", 8),
    ("digitalt", 12),
    ("latent", 14),
    ("passivt_fysiskt", 4),
    ("mot_husdjur", 4),
];
pub(super) const DEGREE: &Weighted = &[("konstaterat", 72), ("misstanke", 28)];

pub(super) const REPORTER: &Weighted = &[
    ("polis", 40),
    ("skola", 18),
    ("förskola", 6),
    ("hälso_och_sjukvård", 14),
    ("annan_myndighet", 5),
    ("socialtjänsten", 7),
    ("privatperson", 6),
    ("anonym", 4),
];
pub(super) const DECISION: &Weighted = &[("inleda", 55), ("inte_inleda", 30), ("pågående_utredning", 15)];
pub(super) const RESULT: &Weighted = &[("insats", 52), ("ingen_insats", 40), ("avbruten", 8)];
pub(super) const CUSTODY: &Weighted = &[("vårdnad", 60), ("boende", 45), ("umgänge", 50), ("upplysning", 20)];

pub(super) const METHOD_FOR_VICTIM: &Weighted = &[
    ("FREDA_kortfrågor", 32),
    ("FREDA_beskrivning", 16),
    ("FREDA_farlighetsbedömning", 20),
    ("SARA_SV", 6),
    ("PATRIARK", 6),
    ("lokal_mall", 8),
    ("samtal_utan_bedömningsmetod", 12),
];
pub(super) const METHOD_FOR_PERPETRATOR: &Weighted =
    &[("SARA_SV", 45), ("PATRIARK", 8), ("ASI", 12), ("lokal_mall", 10), ("samtal_utan_bedömningsmetod", 25)];
pub(super) const METHOD_FOR_CHILD: &Weighted =
    &[("Signs_of_Safety", 45), ("PATRIARK", 5), ("lokal_mall", 20), ("samtal_utan_bedömningsmetod", 30)];
pub(super) const LEVEL: &Weighted = &[("låg", 35), ("medel", 45), ("hög", 20)];

pub(super) const SUPPORT_FOR_VICTIM: &Weighted = &[
    ("skyddat_boende", 16),
    ("tillfälligt_boende", 5),
    ("råd_och_stöd", 40),
    ("gruppbehandling", 6),
    ("stöd_under_rättsprocess", 12),
    ("kontaktperson", 6),
    ("ekonomiskt_bistånd", 11),
    ("annan", 4),
];
pub(super) const SUPPORT_FOR_PERPETRATOR: &Weighted = &[
    ("insats_till_våldsutövare", 62),
    ("tillfälligt_boende", 8),
    ("råd_och_stöd", 12),
    ("gruppbehandling", 12),
    ("annan", 6),
];
pub(super) const SUPPORT_FOR_CHILD: &Weighted = &[
    ("barnets_eget_stöd", 58),
    ("råd_och_stöd", 14),
    ("kontaktperson", 12),
    ("gruppbehandling", 8),
    ("skyddat_boende", 5),
    ("annan", 3),
];
pub(super) const SUPPORT_FOR_OTHERS: &Weighted =
    &[("ekonomiskt_bistånd", 50), ("råd_och_stöd", 20), ("kontaktperson", 10), ("annan", 20)];
pub(super) const SUPPORT_FORM: &Weighted =
    &[("biståndsbeslut", 66), ("service", 26), ("utan_behovsprövning", 8)];
pub(super) const OFFER_ANSWER: &Weighted = &[("accepterat", 82), ("avböjt", 11), ("obesvarat", 7)];
pub(super) const END_REASON: &Weighted =
    &[("mål_nått_helt", 38), ("mål_nått_delvis", 32), ("mål_ej_nått", 10), ("avbruten", 14), ("flytt", 6)];
pub(super) const PROVIDER: &Weighted = &[("egen_regi", 74), ("extern_regi", 26)];

pub(super) const STAY_CAUSE: &Weighted = &[("våldsutsatthet", 93), ("annan", 7)];
pub(super) const SCHOOLING: &Weighted = &[("deltar", 58), ("inskriven", 24), ("saknas", 18)];

pub(super) const CONSENT_FOR: &Weighted = &[("barnets_eget_stöd", 85), ("annan", 15)];
pub(super) const CONSENT_ANSWER: &Weighted =
    &[("ja", 62), ("nej", 20), ("ej_tillfrågad", 10), ("krävs_ej", 8)];

pub(super) const SURVEY_ANSWER: &Weighted =
    &[("ja", 44), ("delvis", 26), ("nej", 15), ("vet_ej", 8), ("ej_besvarad", 7)];
