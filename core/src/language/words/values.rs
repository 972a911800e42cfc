//! Names and texts with a fixed meaning in rule files: field types, functions that make values, texts that a key may be,
//! and what conditions are built with.

/// A name or text with its meaning.
#[derive(Clone, Copy, Debug)]
pub struct Named {
    /// Its name in Swedish and English; the same if there is one only.
    pub name: (&'static str, &'static str),
    /// How it is written.
    pub form: &'static str,
    /// What it means, in Swedish and English.
    pub does: (&'static str, &'static str),
}

const fn named(
    name: (&'static str, &'static str),
    form: &'static str,
    does: (&'static str, &'static str),
) -> Named {
    Named { name, form, does }
}

const fn text(name: &'static str, does: (&'static str, &'static str)) -> Named {
    Named { name: (name, name), form: name, does }
}

/// How complete an edition is: its `status`.
pub const STATUSES: &[Named] = &[
    text("fullständig", ("Allt i programmet finns med.", "Everything in the programme is there.")),
    text(
        "utkast",
        ("Reglerna bygger på ett utkast till programmet.", "The rules rest on a draft of the programme."),
    ),
    text(
        "endast_rubriker",
        (
            "Bara rubriker och det som andra återger är känt.",
            "Only headings and what others quote are known.",
        ),
    ),
];

/// How an indicator compares with one of an earlier edition: `är` of `jämförbarhet`.
pub const RELATIONS: &[Named] = &[
    text("samma", ("Den räknar detsamma.", "It counts the same.")),
    text(
        "snävare",
        (
            "Den räknar en del av det som den tidigare räknar.",
            "It counts a part of what the earlier one counts.",
        ),
    ),
    text(
        "vidare",
        (
            "Den räknar det som den tidigare räknar, och mer.",
            "It counts what the earlier one counts, and more.",
        ),
    ),
    text(
        "ny_källa",
        ("Den räknar detsamma, men ur andra uppgifter.", "It counts the same, but from other data."),
    ),
    text("brott", ("De går inte att jämföra.", "They can't be compared.")),
];

/// What an edition's sources may lack: `vad` of `saknas`.
pub const LACKS: &[Named] = &[
    named(
        ("målgrupper", "target_groups"),
        "målgrupper",
        ("Programmets målgrupper är inte kända.", "The target groups of the programme are not known."),
    ),
    named(
        ("mål", "goals"),
        "mål",
        ("Programmets mål är inte kända.", "The goals of the programme are not known."),
    ),
    named(
        ("indikatorer", "indicators"),
        "indikatorer",
        ("Programmets indikatorer är inte kända.", "The indicators of the programme are not known."),
    ),
    named(
        ("aktiviteter", "activities"),
        "aktiviteter",
        ("Programmets aktiviteter är inte kända.", "The activities of the programme are not known."),
    ),
    named(
        ("rutiner", "routines"),
        "rutiner",
        ("Programmets rutiner är inte kända.", "The routines of the programme are not known."),
    ),
    named(
        ("instrument", "instruments"),
        "instrument",
        ("Programmets instrument är inte kända.", "The instruments of the programme are not known."),
    ),
    named(
        ("resurser", "resources"),
        "resurser",
        ("Programmets resurser är inte kända.", "The resources of the programme are not known."),
    ),
];

/// The questions of results-based steering: `fråga` of `rbs`.
pub const RBS_QUESTIONS: &[Named] = &[
    text("hur_mycket", ("Hur mycket gjorde vi?", "How much did we do?")),
    text("hur_bra", ("Hur bra gjorde vi det?", "How well did we do it?")),
    text("någon_bättre", ("Fick någon det bättre?", "Is anyone better off?")),
];

/// The types of fields in `post`.
pub const FIELD_TYPES: &[Named] = &[
    named(
        ("nyckel", "key"),
        "nyckel",
        (
            "En nyckel: text eller heltal som skiljer poster eller ärenden åt. `17` och `\"17\"` är samma nyckel. Personens nyckel är en pseudonym, aldrig ett personnummer.",
            "A key: text or whole number that tells records or cases apart. `17` and `\"17\"` are the same key. A person's key is a pseudonym, never a personal identity number.",
        ),
    ),
    named(
        ("kategori", "category"),
        "kategori",
        (
            "En text ur en öppen lista, som en stadsdel. Går att dela upp en rapport på.",
            "A text of an open list, such as a district. A report can be broken down by it.",
        ),
    ),
    named(("datum", "date"), "datum", ("En dag.", "A day.")),
    named(
        ("ja_nej", "yes_no"),
        "ja_nej",
        ("Ja eller nej: `true` eller `false`.", "Yes or no: `true` or `false`."),
    ),
    named(("heltal", "integer"), "heltal", ("Ett heltal.", "A whole number.")),
    named(
        ("decimal", "decimal"),
        "decimal",
        ("Ett tal med decimaler, räknat exakt.", "A number with decimals, computed exactly."),
    ),
    named(
        ("text", "text"),
        "text",
        ("En text som ingen delar upp på.", "A text that nothing is broken down by."),
    ),
];

/// The functions that make values of declarations.
pub const VALUE_FUNCTIONS: &[Named] = &[
    named(
        ("period", "period"),
        r#"period("2012-01-01", "2014-12-31")"#,
        ("Tiden från en dag till en annan, båda med.", "The time from one day to another, both included."),
    ),
    named(("datum", "date"), r#"datum("2013-01-31")"#, ("En dag.", "A day.")),
    named(
        ("kod", "code"),
        r#"kod(["ja", "nej"])"#,
        (
            "Typen av ett fält som är en av koderna i listan, och ingen annan.",
            "The type of a field that is one of the codes of the list, and no other.",
        ),
    ),
    named(
        ("lista", "list"),
        r#"lista("våld")"#,
        (
            "Typen av ett fält som är en lista: av poster av ett slag, eller av koder, `lista(kod([…]))`.",
            "The type of a field that is a list: of records of one type, or of codes, `list(code([…]))`.",
        ),
    ),
    named(
        ("känslig", "sensitive"),
        "känslig(datum)",
        (
            "Ett fält vars värde inte visas i förklaringar, om ingen ber om det.",
            "A field whose value is not shown in explanations unless requested.",
        ),
    ),
    named(
        ("skyddad", "protected"),
        r#"skyddad(kod(["nej", "ja"]), ["ja"])"#,
        (
            "Ett känsligt fält där vissa koder betyder skyddad identitet: de personerna räknas bara i totalerna när siffror skyddas.",
            "A sensitive field some codes of which mean a protected identity: those persons are counted only in totals when figures are protected.",
        ),
    ),
    named(
        ("enligt", "according_to"),
        r#"enligt("åldersdag", #{ början: |p| …, slut: |p| … })"#,
        (
            "Ett värde för varje alternativ i en tolkning, där alternativen inte ryms i ett och samma villkor.",
            "A value for each alternative of an interpretation, where the alternatives do not fit into one condition.",
        ),
    ),
];

/// Names that are always there.
pub const NAMES: &[Named] = &[
    named(
        ("period", "period"),
        "period.start, period.slut, d in period",
        (
            "Perioden som räknas. Dess första dag är `period.start` och dess sista `period.slut`.",
            "The period that is counted. Its first day is `period.start` and its last `period.slut`.",
        ),
    ),
    named(
        ("okänt", "unknown"),
        "okänt",
        (
            "Det som ett exempel väntar sig när svaret inte går att veta.",
            "What an example expects where the answer can't be known.",
        ),
    ),
    named(("true", "true"), "true", ("Ja.", "Yes.")),
    named(("false", "false"), "false", ("Nej.", "No.")),
];

/// What conditions are built with, beside functions and list methods.
#[derive(Clone, Copy, Debug)]
pub struct Construct {
    /// Its symbol or word.
    pub name: &'static str,
    /// How it is written.
    pub form: &'static str,
    /// What it means, in Swedish and English.
    pub does: (&'static str, &'static str),
    /// A condition that has it, a record, and the answer.
    pub example: (&'static str, &'static str, Option<bool>),
}

/// What conditions are built with.
pub const CONSTRUCTS: &[Construct] = &[
    Construct {
        name: "|p|",
        form: "|p| villkor",
        does: (
            "Börjar ett villkor. Namnet mellan strecken är posten, eller det element i listan som prövas.",
            "Begins a condition. The name between the bars is the record, or the element of the list that is tried.",
        ),
        example: ("p.l.some(|x| x.b)", r#"{"l":[{"b":true}]}"#, Some(true)),
    },
    Construct {
        name: "&&",
        form: "a && b",
        does: (
            "Och: sant om båda är sanna. Är det ena falskt är svaret nej, vad det andra än är.",
            "And: true if both are true. If one is false the answer is no, whatever the other is.",
        ),
        example: ("p.b && p.n > 1", r#"{"b":false}"#, Some(false)),
    },
    Construct {
        name: "||",
        form: "a || b",
        does: (
            "Eller: sant om något av dem är sant. Är det ena sant är svaret ja, vad det andra än är.",
            "Or: true if either is true. If one is true the answer is yes, whatever the other is.",
        ),
        example: ("p.b || p.n > 1", r#"{"b":true}"#, Some(true)),
    },
    Construct {
        name: "!",
        form: "!a",
        does: (
            "Inte: sant om det är falskt. Av det okända blir det okänt.",
            "Not: true if it is false. Of what is unknown it is unknown.",
        ),
        example: ("!p.b", "{}", None),
    },
    Construct {
        name: "==",
        form: "a == b",
        does: (
            "Är lika med. Saknas värdet är svaret okänt.",
            "Equals. If the value is missing the answer is unknown.",
        ),
        example: (r#"p.c == "ja""#, r#"{"c":"ja"}"#, Some(true)),
    },
    Construct {
        name: "!=",
        form: "a != b",
        does: ("Är inte lika med.", "Does not equal."),
        example: (r#"p.c != "ja""#, r#"{"c":"nej"}"#, Some(true)),
    },
    Construct {
        name: "<",
        form: "a < b",
        does: ("Är mindre än; för dagar: är före.", "Is less than; of days: is before."),
        example: ("p.d < period.start", r#"{"d":"2012-12-31"}"#, Some(true)),
    },
    Construct {
        name: "<=",
        form: "a <= b",
        does: ("Är högst; för dagar: är senast.", "Is at most; of days: is no later than."),
        example: ("p.d <= period.slut", r#"{"d":"2013-12-31"}"#, Some(true)),
    },
    Construct {
        name: ">",
        form: "a > b",
        does: ("Är större än; för dagar: är efter.", "Is greater than; of days: is after."),
        example: ("p.n > 1", r#"{"n":1}"#, Some(false)),
    },
    Construct {
        name: ">=",
        form: "a >= b",
        does: ("Är minst; för dagar: är tidigast.", "Is at least; of days: is no earlier than."),
        example: ("p.n >= 1", r#"{"n":1}"#, Some(true)),
    },
    Construct {
        name: "in",
        form: r#"a in ["…", "…"], d in period"#,
        does: (
            "Är ett av värdena i listan, eller en dag i perioden.",
            "Is one of the values of the list, or a day of the period.",
        ),
        example: ("p.d in period", r#"{"d":"2013-06-01"}"#, Some(true)),
    },
    Construct {
        name: "()",
        form: "a == ()",
        does: (
            "Inget värde: `a == ()` är sant om uppgiften saknas. Svaret är alltid ja eller nej.",
            "No value: `a == ()` is true if the information is missing. The answer is always yes or no.",
        ),
        example: ("p.d == ()", "{}", Some(true)),
    },
    Construct {
        name: "??",
        form: "a ?? b",
        does: (
            "Det första, eller det andra om det första saknas.",
            "The first, or the second if the first is missing.",
        ),
        example: ("(p.n ?? 0) == 0", "{}", Some(true)),
    },
    Construct {
        name: "if",
        form: "if a { b } else { c }",
        does: (
            "Det ena villkoret eller det andra, beroende på ett tredje.",
            "One condition or the other, depending on a third.",
        ),
        example: ("if p.b { p.n > 1 } else { p.n > 9 }", r#"{"b":true,"n":2}"#, Some(true)),
    },
    Construct {
        name: "switch",
        form: r#"switch a { "…" => b, _ => c }"#,
        does: (
            "Olika villkor för olika koder eller alternativ. `_` är alla andra.",
            "Different conditions for different codes or alternatives. `_` is all others.",
        ),
        example: (r#"switch p.c { "ja" => p.n > 1, "nej" => false }"#, r#"{"c":"ja","n":2}"#, Some(true)),
    },
    Construct {
        name: "let",
        form: "let namn = värde;",
        does: ("Ger ett värde ett namn, inom `{ … }`.", "Gives a value a name, within `{ … }`."),
        example: ("{ let dubbelt = p.n * 2; dubbelt > 5 }", r#"{"n":3}"#, Some(true)),
    },
    Construct {
        name: "fn",
        form: "fn namn(p) { … }",
        does: (
            "Ger ett villkor ett namn, så att flera kan använda det. Konstanter utanför syns inte i det.",
            "Gives a condition a name, so that several can use it. Constants outside are not seen inside it.",
        ),
        example: ("finns(p.l, |x| x.b)", r#"{"l":[{"b":true}]}"#, Some(true)),
    },
    Construct {
        name: "+",
        form: "a + b",
        does: ("Summan av två tal.", "The sum of two numbers."),
        example: ("p.n + 1 == 3", r#"{"n":2}"#, Some(true)),
    },
    Construct {
        name: "-",
        form: "a - b",
        does: ("Skillnaden mellan två tal.", "The difference of two numbers."),
        example: ("p.n - 1 == 1", r#"{"n":2}"#, Some(true)),
    },
    Construct {
        name: "*",
        form: "a * b",
        does: ("Produkten av två tal.", "The product of two numbers."),
        example: ("p.n * 2 == 4", r#"{"n":2}"#, Some(true)),
    },
    Construct {
        name: "/",
        form: "a / b",
        does: (
            "Kvoten av två tal. Av två heltal skärs decimalerna bort. Att dela med noll är ett fel.",
            "The quotient of two numbers. Of two whole numbers the decimals are cut off. Division by zero is an error.",
        ),
        example: ("p.n / 2 == 1", r#"{"n":3}"#, Some(true)),
    },
    Construct {
        name: "%",
        form: "a % b",
        does: (
            "Det som blir över när ett heltal delas med ett annat.",
            "What is left when a whole number is divided by another.",
        ),
        example: ("p.n % 2 == 1", r#"{"n":3}"#, Some(true)),
    },
    Construct {
        name: "const",
        form: "const NAMN = värde;",
        does: (
            "Ger ett värde ett namn för hela filen, men inte inom `fn`.",
            "Gives a value a name for the whole file, but not within `fn`.",
        ),
        example: ("p.n >= GRÄNS", r#"{"n":18}"#, Some(true)),
    },
    Construct {
        name: "//",
        form: "// …",
        does: (
            "En kommentar till den som läser, till radens slut.",
            "A comment for the reader, to the end of the line.",
        ),
        example: ("p.b // säkert", r#"{"b":true}"#, Some(true)),
    },
];
