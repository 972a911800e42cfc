//! The table of keys: every map of rule files that has keys of its own.

use super::Required::{No, Or, Unless, With, Yes};
use super::{Key, Place, Required, Takes};
use crate::language::words::Word;
use crate::language::words::values::{LACKS, RBS_QUESTIONS, RELATIONS, STATUSES};

const fn key(
    name: &'static str,
    required: Required,
    takes: Takes,
    does: (&'static str, &'static str),
) -> Key {
    Key { name, required, takes, by_reading: false, does }
}

/// A key whose value may be chosen by a reading.
const fn open(
    name: &'static str,
    required: Required,
    takes: Takes,
    does: (&'static str, &'static str),
) -> Key {
    Key { name, required, takes, by_reading: true, does }
}

const SOURCE: Key = key(
    "källa",
    Or("tolkning"),
    Takes::Id(Word::Source),
    ("Dokumentet som säger att det är så.", "The document that says so."),
);
const PASSAGE: Key = key(
    "ställe",
    With("källa"),
    Takes::Passage,
    (
        "Var i källan det står; ordalydelsen finns under källans `ställen`.",
        "Where in the source it stands; the wording is under the source's `passages`.",
    ),
);
const READING: Key = key(
    "tolkning",
    Or("källa"),
    Takes::Id(Word::Interpretation),
    (
        "Tolkningen som avgör det, där källorna lämnar det öppet.",
        "The interpretation that settles it, where the sources leave it open.",
    ),
);
const OWN_SOURCE: Key = Key { required: No, ..SOURCE };
const OWN_READING: Key = Key { required: No, ..READING };
const NOTE: Key =
    key("anmärkning", No, Takes::Text, ("En upplysning till den som läser.", "A note for the reader."));
const RECORD: Key = key(
    "post",
    Yes,
    Takes::Id(Word::Record),
    ("Vilket slag av poster det gäller.", "Which record type it is about."),
);
const RESPONSIBLE: Key = key("ansvariga", No, Takes::Texts, ("Vilka som ansvarar.", "Who is responsible."));
const APPLIES: Key = open(
    "villkor",
    No,
    Takes::Condition,
    (
        "När det gäller för en person. Utan villkor gäller det alla.",
        "When it applies to a person. Without a condition it applies to all.",
    ),
);
const WITHOUT_EFFECT: Key = key(
    "utan_verkan",
    No,
    Takes::Text,
    (
        "Varför ingen regel beror på den, om det är meningen.",
        "Why no rule depends on it, if that is intended.",
    ),
);
const PATHS: Key = key(
    "saknas",
    No,
    Takes::Paths,
    ("De fält som ska nämnas som saknade.", "The fields that must be named as missing."),
);

/// Every map with keys of its own.
pub const PLACES: &[Place] = &[
    Place {
        word: Word::Edition,
        within: &[],
        keys: &[
            key(
                "revision",
                Yes,
                Takes::Text,
                (
                    "Reglernas version, tre tal som `\"1.0.0\"`. Höj den när reglerna ändras.",
                    "The version of the rules, three numbers as `\"1.0.0\"`. Raise it when the rules change.",
                ),
            ),
            key(
                "titel",
                Yes,
                Takes::Text,
                ("Programmets titel i den här utgåvan.", "The title of the programme in this edition."),
            ),
            open(
                "gäller",
                Yes,
                Takes::Period,
                (
                    "Första och sista dagen som utgåvan gäller.",
                    "The first and last day on which the edition is in force.",
                ),
            ),
            key(
                "status",
                Yes,
                Takes::OneOf(STATUSES),
                (
                    "Hur mycket av programmet som utgåvan återger.",
                    "How much of the programme the edition contains.",
                ),
            ),
            key(
                "antagen",
                No,
                Takes::Text,
                ("När programmet antogs och av vem.", "When the programme was adopted and by whom."),
            ),
            key(
                "ersätter",
                No,
                Takes::EditionId,
                ("Utgåvan som den efterträder.", "The edition that it replaces."),
            ),
            NOTE,
            open(
                "minsta_antal",
                No,
                Takes::OptionalMap,
                (
                    "De minsta antal svar som en andel i en enkät får vila på.",
                    "The smallest numbers of answers that a share of a survey may rest on.",
                ),
            ),
            open(
                "kontakt_giltig_dagar",
                No,
                Takes::Days,
                (
                    "Hur länge en resurs kontaktuppgifter gäller sedan de kontrollerats.",
                    "For how long the contact data of a resource hold after they were checked.",
                ),
            ),
            key(
                "avsnitt",
                No,
                Takes::Maps,
                (
                    "Avsnitt i dokumentet som ingenting räknas ur.",
                    "Sections of the document that nothing is computed from.",
                ),
            ),
            key(
                "saknas",
                No,
                Takes::Maps,
                (
                    "Vad källorna inte återger av programmet.",
                    "What the sources do not contain of the programme.",
                ),
            ),
            OWN_SOURCE,
            PASSAGE,
            OWN_READING,
        ],
    },
    Place {
        word: Word::Edition,
        within: &["minsta_antal"],
        keys: &[
            key(
                "svar",
                Yes,
                Takes::Whole,
                (
                    "Det minsta antalet svar i täljaren, eller i resten.",
                    "The smallest number of answers in the numerator, or in the rest.",
                ),
            ),
            key(
                "svarande",
                Yes,
                Takes::Whole,
                ("Det minsta antalet svarande.", "The smallest number of respondents."),
            ),
        ],
    },
    Place {
        word: Word::Edition,
        within: &["avsnitt"],
        keys: &[
            key("namn", Yes, Takes::Text, ("Avsnittets rubrik.", "The heading of the section.")),
            SOURCE,
            PASSAGE,
            READING,
        ],
    },
    Place {
        word: Word::Edition,
        within: &["saknas"],
        keys: &[
            key("vad", Yes, Takes::OneOf(LACKS), ("Vad som saknas.", "What is missing.")),
            key("varför", Yes, Takes::Text, ("Varför det saknas.", "Why it is missing.")),
            SOURCE,
            PASSAGE,
            READING,
        ],
    },
    Place {
        word: Word::Source,
        within: &[],
        keys: &[
            key("titel", Yes, Takes::Text, ("Dokumentets titel.", "The title of the document.")),
            key("utgivare", No, Takes::Text, ("Vem som gett ut det.", "Who published it.")),
            key(
                "datum",
                No,
                Takes::Text,
                ("När det gavs ut, så långt det är känt.", "When it was published, as far as that is known."),
            ),
            NOTE,
            key(
                "ställen",
                No,
                Takes::TextsByName,
                (
                    "De ställen som andra hänvisar till, med ordalydelsen.",
                    "The passages that others cite, with their wording.",
                ),
            ),
        ],
    },
    // The keys of a record type are its fields.
    Place { word: Word::Record, within: &[], keys: &[] },
    Place {
        word: Word::TargetGroup,
        within: &[],
        keys: &[
            key(
                "namn",
                Yes,
                Takes::Text,
                (
                    "Målgruppens namn, som källan skriver det.",
                    "The name of the target group, as the source has it.",
                ),
            ),
            RECORD,
            open(
                "villkor",
                Yes,
                Takes::Condition,
                ("Vem som hör till målgruppen.", "Who belongs to the target group."),
            ),
            key(
                "skild_från",
                No,
                Takes::Texts,
                (
                    "Målgrupper som ingen hör till på samma gång. `check` söker en post som hör till båda.",
                    "Target groups that no one belongs to at the same time. `check` searches for a record that belongs to both.",
                ),
            ),
            SOURCE,
            PASSAGE,
            READING,
        ],
    },
    Place {
        word: Word::Goal,
        within: &[],
        keys: &[
            key("namn", Yes, Takes::Text, ("Målet, ordagrant.", "The goal, word for word.")),
            key(
                "målgrupp",
                No,
                Takes::OptionalId(Word::TargetGroup),
                (
                    "Den målgrupp som målet gäller. Utelämnas den blir det en varning.",
                    "The target group that the goal is for. Leaving it out gives a warning.",
                ),
            ),
            SOURCE,
            PASSAGE,
            READING,
        ],
    },
    Place {
        word: Word::Indicator,
        within: &[],
        keys: &[
            key("namn", Yes, Takes::Text, ("Indikatorn, ordagrant.", "The indicator, word for word.")),
            key(
                "målgrupp",
                Yes,
                Takes::Id(Word::TargetGroup),
                ("Målgruppen som räknas.", "The target group that is counted."),
            ),
            open(
                "antal",
                Or("andel"),
                Takes::ConditionOrList,
                (
                    "Det som räknas: hur många i målgruppen som uppfyller villkoret, eller hur många delar listan har.",
                    "What is counted: how many of the target group meet the condition, or how many elements the list has.",
                ),
            ),
            key(
                "andel",
                Or("antal"),
                Takes::Map,
                (
                    "Hur stor del av några (`av`) som uppfyller något (`som`).",
                    "What share of some (`of`) meet something (`that`).",
                ),
            ),
            open(
                "unik",
                No,
                Takes::KeyOfElement,
                (
                    "Vad som räknas en gång även om flera personer har det, som ett ärende.",
                    "What is counted once even if several persons have it, such as a case.",
                ),
            ),
            open(
                "krets",
                No,
                Takes::OptionalCondition,
                (
                    "Vilka som räknas i stället för målgruppen.",
                    "Who is counted in place of the target group.",
                ),
            ),
            open(
                "tillfrågade",
                No,
                Takes::Condition,
                (
                    "Vilka som fick frågan, för en andel ur en enkät. Ger svarsfrekvensen.",
                    "Who was asked, for a share of a survey. Gives the response rate.",
                ),
            ),
            open(
                "mål",
                No,
                Takes::OptionalId(Word::Goal),
                ("Målet som indikatorn följer upp.", "The goal that the indicator follows up."),
            ),
            open(
                "årsmål",
                No,
                Takes::Maps,
                ("Vad värdet ska bli ett visst år.", "What the figure is to be in a certain year."),
            ),
            key(
                "rbs",
                No,
                Takes::Map,
                (
                    "Vilken fråga i resultatbaserad styrning som indikatorn svarar på.",
                    "Which question of results-based steering the indicator answers.",
                ),
            ),
            key(
                "publicerad",
                No,
                Takes::Map,
                ("Var andra publicerar samma siffra.", "Where others publish the same figure."),
            ),
            SOURCE,
            PASSAGE,
            READING,
        ],
    },
    Place {
        word: Word::Indicator,
        within: &["andel"],
        keys: &[
            open(
                "av",
                Yes,
                Takes::Condition,
                (
                    "Nämnaren: vilka i målgruppen som andelen tas av.",
                    "The denominator: of whom in the target group the share is taken.",
                ),
            ),
            open(
                "som",
                Yes,
                Takes::Condition,
                (
                    "Täljaren: vad de ska uppfylla. Prövas bara för dem som är i nämnaren.",
                    "The numerator: what they should meet. Tested only for those in the denominator.",
                ),
            ),
        ],
    },
    Place {
        word: Word::Indicator,
        within: &["årsmål"],
        keys: &[
            key("år", Yes, Takes::Whole, ("Året som målet gäller.", "The year that the target is for.")),
            key(
                "minst",
                Or("högst"),
                Takes::Number,
                (
                    "Värdet ska bli minst så stort. En andel skrivs som ett tal från 0 till 1.",
                    "The figure is to be at least this. A share is written as a number from 0 to 1.",
                ),
            ),
            key(
                "högst",
                Or("minst"),
                Takes::Number,
                ("Värdet ska bli högst så stort.", "The figure is to be at most this."),
            ),
            SOURCE,
            PASSAGE,
            READING,
        ],
    },
    Place {
        word: Word::Indicator,
        within: &["rbs"],
        keys: &[
            open(
                "fråga",
                Yes,
                Takes::OneOf(RBS_QUESTIONS),
                ("Frågan som indikatorn svarar på.", "The question that the indicator answers."),
            ),
            SOURCE,
            PASSAGE,
            READING,
        ],
    },
    Place {
        word: Word::Indicator,
        within: &["publicerad"],
        keys: &[
            key(
                "nyckeltal",
                Yes,
                Takes::Text,
                ("Nyckeltalets beteckning, som `\"U30750\"`.", "The id of the key figure, as `\"U30750\"`."),
            ),
            key(
                "per",
                No,
                Takes::Whole,
                ("Hur många invånare siffran anges per.", "Per how many inhabitants the figure is given."),
            ),
            key(
                "av",
                No,
                Takes::Text,
                (
                    "Vilka den anges per, som `\"vuxna invånare\"`.",
                    "Per whom it is given, as `\"vuxna invånare\"`.",
                ),
            ),
            NOTE,
            SOURCE,
            PASSAGE,
            READING,
        ],
    },
    Place {
        word: Word::Interpretation,
        within: &[],
        keys: &[
            key("nr", No, Takes::Text, ("Frågans nummer.", "The number of the question.")),
            key(
                "fråga",
                Yes,
                Takes::Text,
                ("Frågan som källorna lämnar öppen.", "The question that the sources leave open."),
            ),
            key(
                "varför",
                Yes,
                Takes::Text,
                ("Varför källorna inte avgör den.", "Why the sources do not settle it."),
            ),
            key(
                "alternativ",
                Yes,
                Takes::TextsByName,
                (
                    "Svaren som går att försvara, minst två, med vad vart och ett betyder.",
                    "The answers that can be defended, at least two, with what each means.",
                ),
            ),
            key(
                "valt",
                Yes,
                Takes::Alternative,
                (
                    "Det alternativ som gäller om den som räknar inte säger annat.",
                    "The alternative that holds unless the user says otherwise.",
                ),
            ),
            WITHOUT_EFFECT,
        ],
    },
    Place {
        word: Word::Parameter,
        within: &[],
        keys: &[
            key("namn", Yes, Takes::Text, ("Vad det är.", "What it is.")),
            key(
                "värden",
                Yes,
                Takes::Maps,
                ("Värdena, vart och ett från sin första dag.", "The values, each from its first day."),
            ),
            key(
                "okänt_före",
                No,
                Takes::Text,
                (
                    "Varför värdet är okänt före den första dagen, om det är meningen.",
                    "Why the value is unknown before the first day, if that is intended.",
                ),
            ),
            WITHOUT_EFFECT,
        ],
    },
    Place {
        word: Word::Parameter,
        within: &["värden"],
        keys: &[
            key(
                "från",
                Yes,
                Takes::Day,
                ("Den första dagen som värdet gäller.", "The first day on which the value holds."),
            ),
            key("värde", Yes, Takes::Value, ("Värdet från den dagen.", "The value from that day.")),
            SOURCE,
            PASSAGE,
            READING,
        ],
    },
    Place {
        word: Word::Activity,
        within: &[],
        keys: &[
            key("namn", Yes, Takes::Text, ("Vad som ska göras.", "What is to be done.")),
            RESPONSIBLE,
            key(
                "område",
                No,
                Takes::Text,
                ("Området som aktiviteten hör till.", "The area that the activity belongs to."),
            ),
            key(
                "mål",
                No,
                Takes::Id(Word::Goal),
                ("Målet som aktiviteten ska bidra till.", "The goal that the activity is to serve."),
            ),
            key(
                "målgrupp",
                No,
                Takes::Id(Word::TargetGroup),
                ("Målgruppen som aktiviteten är till för.", "The target group that the activity is for."),
            ),
            key("när", No, Takes::Text, ("När det ska göras.", "When it is to be done.")),
            APPLIES,
            NOTE,
            SOURCE,
            PASSAGE,
            READING,
        ],
    },
    Place {
        word: Word::Routine,
        within: &[],
        keys: &[
            key(
                "namn",
                Yes,
                Takes::Text,
                ("Vad som ska göras i ett ärende.", "What is to be done in a case."),
            ),
            RECORD,
            open(
                "villkor",
                No,
                Takes::ConditionOrList,
                (
                    "När rutinen gäller. En lista betyder att den gäller för var och en av dess delar. Utan villkor gäller den alla.",
                    "When the routine applies. A list means that it applies to each of its elements. Without a condition it applies to all.",
                ),
            ),
            open("klar", No, Takes::Condition, ("När den är gjord.", "When it is done.")),
            open(
                "senast",
                No,
                Takes::ValueOfRecord,
                ("Den sista dagen som den kan göras i tid.", "The last day on which it can be done in time."),
            ),
            RESPONSIBLE,
            NOTE,
            SOURCE,
            PASSAGE,
            READING,
        ],
    },
    Place {
        word: Word::Resource,
        within: &[],
        keys: &[
            key("namn", Yes, Takes::Text, ("Vart man kan vända sig.", "Where to turn.")),
            RECORD,
            open(
                "villkor",
                No,
                Takes::Condition,
                (
                    "Vem resursen är till för. Utan villkor är den till för alla.",
                    "Whom the resource is for. Without a condition it is for all.",
                ),
            ),
            key(
                "kontakt",
                No,
                Takes::Text,
                (
                    "Hur man får kontakt: det som är tänkt för allmänheten.",
                    "How to get in touch: what is meant for the public.",
                ),
            ),
            key(
                "kontrollerad",
                No,
                Takes::Day,
                (
                    "Den dag då kontaktuppgifterna senast kontrollerades.",
                    "The day on which the contact data were last checked.",
                ),
            ),
            open(
                "giltig_dagar",
                No,
                Takes::Days,
                (
                    "Hur länge en kontroll gäller för just den här resursen.",
                    "For how long a check holds for this resource.",
                ),
            ),
            NOTE,
            SOURCE,
            PASSAGE,
            READING,
        ],
    },
    Place {
        word: Word::Instrument,
        within: &[],
        keys: &[
            key("namn", Yes, Takes::Text, ("Metodens namn.", "The name of the method.")),
            RECORD,
            open(
                "villkor",
                No,
                Takes::Condition,
                (
                    "Vem metoden kan användas för. Utan villkor för alla.",
                    "Whom the method can be used for. Without a condition, all.",
                ),
            ),
            key(
                "för",
                No,
                Takes::Text,
                ("Vad metoden är till för, och för vilka.", "What the method is for, and for whom."),
            ),
            key("delar", No, Takes::Maps, ("Metodens delar.", "The parts of the method.")),
            key(
                "nivåer",
                No,
                Takes::Texts,
                ("De nivåer som metoden kan visa.", "The levels that the method can show."),
            ),
            NOTE,
            SOURCE,
            PASSAGE,
            READING,
        ],
    },
    Place {
        word: Word::Instrument,
        within: &["delar"],
        keys: &[
            key("namn", Yes, Takes::Text, ("Delens namn.", "The name of the part.")),
            NOTE,
            OWN_SOURCE,
            PASSAGE,
            OWN_READING,
        ],
    },
    Place {
        word: Word::Grouping,
        within: &[],
        keys: &[
            key(
                "namn",
                Yes,
                Takes::Text,
                ("Vad grupperingen delar upp på.", "What the grouping divides by."),
            ),
            RECORD,
            key(
                "kategorier",
                No,
                Takes::Texts,
                (
                    "Kategorierna, i den ordning de ska visas. Alla visas, även de som ingen hör till.",
                    "The categories, in the order in which they are shown. All are shown, even those that nobody belongs to.",
                ),
            ),
            open(
                "värde",
                Yes,
                Takes::ValueOfRecord,
                ("Kategorin som en post hör till.", "The category that a record belongs to."),
            ),
            SOURCE,
            PASSAGE,
            READING,
        ],
    },
    Place {
        word: Word::Comparability,
        within: &[],
        keys: &[
            key(
                "är",
                Unless("indikatorer"),
                Takes::OneOf(RELATIONS),
                (
                    "Hur de indikatorer som inte nämns för sig förhåller sig till den tidigare utgåvans.",
                    "How the indicators that are not named one by one compare with those of the earlier edition.",
                ),
            ),
            key("varför", Unless("indikatorer"), Takes::Text, ("Varför det är så.", "Why that is so.")),
            key(
                "indikatorer",
                No,
                Takes::Maps,
                ("De indikatorer som jämförs för sig.", "The indicators that are compared one by one."),
            ),
            SOURCE,
            PASSAGE,
            READING,
        ],
    },
    Place {
        word: Word::Comparability,
        within: &["indikatorer"],
        keys: &[
            key(
                "tidigare",
                Yes,
                Takes::EarlierIndicator,
                ("Indikatorn i den tidigare utgåvan.", "The indicator of the earlier edition."),
            ),
            key(
                "indikator",
                No,
                Takes::Id(Word::Indicator),
                (
                    "Den som fortsätter den här. Utelämnas bara om ingen gör det.",
                    "The one that continues it here. Left out only if none does.",
                ),
            ),
            key(
                "är",
                Yes,
                Takes::OneOf(RELATIONS),
                ("Hur de två förhåller sig till varandra.", "How the two compare."),
            ),
            key("varför", Yes, Takes::Text, ("Varför det är så.", "Why that is so.")),
            SOURCE,
            PASSAGE,
            READING,
        ],
    },
    Place {
        word: Word::Baseline,
        within: &[],
        keys: &[
            key("namn", Yes, Takes::Text, ("Vad som kartläggs.", "What is mapped.")),
            key(
                "målgrupper",
                No,
                Takes::Texts,
                ("Målgrupperna som kartläggs, vid namn.", "The target groups that are mapped, by name."),
            ),
            open(
                "källor",
                No,
                Takes::Maps,
                (
                    "Varifrån uppgifterna kommer. Utan källor avgör den som kartlägger.",
                    "Where the data come from. Without sources that is up to the caller.",
                ),
            ),
            open("period", No, Takes::Period, ("Tiden som kartläggs.", "The time that is mapped.")),
            key(
                "krets",
                No,
                Takes::Text,
                (
                    "Den befolkning som antalet kända jämförs med; hur många de är anges vid anropet.",
                    "The population that those known are compared with; how many they are is given with the call.",
                ),
            ),
            NOTE,
            SOURCE,
            PASSAGE,
            READING,
        ],
    },
    Place {
        word: Word::Baseline,
        within: &["källor"],
        keys: &[
            key(
                "id",
                Yes,
                Takes::Text,
                (
                    "Namnet som uppgifterna lämnas under, som polis.",
                    "The name that the data are given under, such as polis.",
                ),
            ),
            key("namn", Yes, Takes::Text, ("Vad källan heter.", "What the source is called.")),
            key(
                "system",
                No,
                Takes::Text,
                (
                    "Systemet eller registret som uppgifterna hämtas ur.",
                    "The system or register that the data are from.",
                ),
            ),
            OWN_SOURCE,
            PASSAGE,
            OWN_READING,
        ],
    },
    Place {
        word: Word::Example,
        within: &[],
        keys: &[
            key(
                "post",
                Yes,
                Takes::Record,
                (
                    "Posten som prövas. Det som inte skrivs ut är okänt.",
                    "The record that is tried. What is not written is unknown.",
                ),
            ),
            key(
                "period",
                Or("på"),
                Takes::ExamplePeriod,
                ("Perioden som den prövas för.", "The period that it is tried for."),
            ),
            key(
                "på",
                Or("period"),
                Takes::Day,
                ("Dagen som den prövas för.", "The day that it is tried for."),
            ),
            key(
                "läsningar",
                No,
                Takes::Readings,
                (
                    "Andra alternativ än de valda, för bara det här exemplet.",
                    "Other alternatives than those chosen, for this example only.",
                ),
            ),
            key(
                "väntat",
                Yes,
                Takes::Map,
                (
                    "Vad som ska komma ut. Det som inte nämns prövas inte.",
                    "What must come out. What is not mentioned is not tried.",
                ),
            ),
        ],
    },
    Place {
        word: Word::Example,
        within: &["väntat"],
        keys: &[
            key(
                "målgrupper",
                No,
                Takes::TruthByGroup,
                ("Vilka målgrupper posten hör till.", "Which target groups the record belongs to."),
            ),
            key(
                "saknas",
                No,
                Takes::PathsByGroup,
                (
                    "Vilka fält som ska nämnas som saknade, för varje målgrupp.",
                    "Which fields must be named as missing, for each target group.",
                ),
            ),
            key(
                "indikatorer",
                No,
                Takes::FigureByIndicator,
                (
                    "Vad varje indikator blir för posten ensam.",
                    "What each indicator becomes for the record alone.",
                ),
            ),
            key(
                "rutiner",
                No,
                Takes::TruthBy(Word::Routine),
                ("Vilka rutiner som gäller.", "Which routines apply."),
            ),
            key(
                "instrument",
                No,
                Takes::TruthBy(Word::Instrument),
                ("Vilka instrument som kan användas.", "Which instruments can be used."),
            ),
            key(
                "aktiviteter",
                No,
                Takes::TruthBy(Word::Activity),
                ("Vilka aktiviteter som gäller.", "Which activities apply."),
            ),
            key(
                "resurser",
                No,
                Takes::TruthBy(Word::Resource),
                ("Vilka resurser som är till för personen.", "Which resources are for the person."),
            ),
        ],
    },
    Place {
        word: Word::Example,
        within: &["väntat", "rutiner", "*"],
        keys: &[
            key("villkor", No, Takes::Truth, ("Om rutinen gäller.", "Whether the routine applies.")),
            key("klar", No, Takes::Truth, ("Om den är gjord.", "Whether it is done.")),
            key(
                "senast",
                No,
                Takes::DayOrUnknown,
                ("Den sista dagen för det som är kvar.", "The last day for what is left."),
            ),
            PATHS,
        ],
    },
    Place { word: Word::Example, within: &["väntat", "instrument", "*"], keys: CASE },
    Place { word: Word::Example, within: &["väntat", "aktiviteter", "*"], keys: CASE },
    Place { word: Word::Example, within: &["väntat", "resurser", "*"], keys: CASE },
];

const CASE: &[Key] = &[key("villkor", No, Takes::Truth, ("Om den gäller.", "Whether it applies.")), PATHS];
