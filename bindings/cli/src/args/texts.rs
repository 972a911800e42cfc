//! The texts of the help, in both languages.

use crate::say::Both;

/// The help of a verb.
pub(super) struct Verb {
    pub(super) about: Both,
    pub(super) usage: Both,
    pub(super) example: Both,
    pub(super) exit: Both,
}

pub(super) const PROGRAM: Both = (
    "Kommunala program mot våld i nära relationer som regler: vem som hör till målgrupperna, och vad indikatorerna blir.",
    "Municipal programmes against violence in close relations as rules: who belongs to the target groups, and what the indicators come to.",
);
pub(super) const PROGRAM_MORE: Both = (
    "\
Börja så här:
  kvinnofrid programmes
  kvinnofrid sample 1000 --output personer.ndjson
  kvinnofrid report personer.ndjson --programme stockholm/kvinnofrid --period 2013 --by stadsdel

Slutkoder: 0 klart, 1 fel i regelfilerna eller skillnader, 2 fel i kommandot eller uppgifterna, 101 fel i programmet.
Mer om ett verb: kvinnofrid VERB --help",
    "\
To begin:
  kvinnofrid programmes
  kvinnofrid sample 1000 --output persons.ndjson
  kvinnofrid report persons.ndjson --programme stockholm/kvinnofrid --period 2013 --by stadsdel

Exit codes: 0 done, 1 errors in the rule files or differences, 2 wrong arguments or data, 101 a fault of the program.
More about a verb: kvinnofrid VERB --help",
);
pub(super) const HELP: Both = ("Visar den här hjälpen", "Shows this help");
pub(super) const VERSION: Both = ("Visar programmets version", "Shows the version of the program");
pub(super) const LANG: Both =
    ("Språk: sv (om inget annat sägs) eller en", "Language: sv (unless you say otherwise) or en");

const EXIT_PLAIN: Both = (
    "Slutkoder:\n  0    klart\n  1    fel i regelfilerna\n  2    fel i kommandot eller uppgifterna\n  101  fel i programmet",
    "Exit codes:\n  0    done\n  1    errors in the rule files\n  2    wrong arguments or data\n  101  a fault of the program",
);

pub(super) const PROGRAMMES: Verb = Verb {
    about: ("Visar vilka program och utgåvor som finns", "Shows which programmes and editions there are"),
    usage: ("kvinnofrid programmes [FLAGGOR]", "kvinnofrid programmes [OPTIONS]"),
    example: (
        "Exempel: vad gällde midsommaren 2013, och i ett mellanrum?\n  kvinnofrid programmes --on 2013-06-21\n  kvinnofrid programmes --programme stockholm/kvinnofrid --on 2015-06-01\nExempel: allt vi vet om en utgåva\n  kvinnofrid programmes --programme stockholm/kvinnofrid@2007-2010",
        "Example: what was in force at midsummer 2013, and in a gap?\n  kvinnofrid programmes --on 2013-06-21\n  kvinnofrid programmes --programme stockholm/kvinnofrid --on 2015-06-01\nExample: all that is known of an edition\n  kvinnofrid programmes --programme stockholm/kvinnofrid@2007-2010",
    ),
    exit: (
        "Slutkoder:\n  0    klart\n  1    fel i regelfilerna, listan är inte fullständig\n  2    fel i kommandot, eller ingen utgåva gäller den dagen\n  101  fel i programmet",
        "Exit codes:\n  0    done\n  1    errors in the rule files, the list is not complete\n  2    wrong arguments, or no edition is in force that day\n  101  a fault of the program",
    ),
};
pub(super) const READINGS: Verb = Verb {
    about: (
        "Visar tolkningarna: det som källorna lämnar öppet, och hur det avgjorts",
        "Shows the readings: what the sources leave open, and how it was decided",
    ),
    usage: ("kvinnofrid readings [FLAGGOR] [ID[@UTGÅVA]]", "kvinnofrid readings [OPTIONS] [ID[@EDITION]]"),
    example: (
        "Exempel:\n  kvinnofrid readings stockholm/kvinnofrid@2012-2014",
        "Example:\n  kvinnofrid readings stockholm/kvinnofrid@2012-2014",
    ),
    exit: EXIT_PLAIN,
};
pub(super) const EXPLAIN_RECORD: Verb = Verb {
    about: (
        "Förklarar varför en post hör till en målgrupp eller räknas i en indikator",
        "Explains why a record belongs to a target group or counts in an indicator",
    ),
    usage: ("kvinnofrid explain [FLAGGOR] --record ID FIL", "kvinnofrid explain [OPTIONS] --record ID FILE"),
    example: (
        "Exempel: alla målgrupper, och en indikator\n  kvinnofrid explain personer.ndjson --programme stockholm/kvinnofrid --record p17 --period 2013\n  kvinnofrid explain personer.ndjson --programme stockholm/kvinnofrid --record p17 --period 2013 --of kvinnor-erbjudna",
        "Example: all target groups, and one indicator\n  kvinnofrid explain persons.ndjson --programme stockholm/kvinnofrid --record p17 --period 2013\n  kvinnofrid explain persons.ndjson --programme stockholm/kvinnofrid --record p17 --period 2013 --of kvinnor-erbjudna",
    ),
    exit: EXIT_PLAIN,
};
pub(super) const EDITION: Both = (
    "Programmet, eller en av dess utgåvor, som stockholm/kvinnofrid@2012-2014",
    "The programme, or one of its editions, as stockholm/kvinnofrid@2012-2014",
);
pub(super) const RECORD: Both =
    ("Nyckeln för den post som ska förklaras", "The key of the record to explain");
pub(super) const CHECK: Verb = Verb {
    about: ("Granskar regelfiler och visar varje fel", "Checks rule files and shows every mistake"),
    usage: ("kvinnofrid check [FLAGGOR] [SÖKVÄG]...", "kvinnofrid check [OPTIONS] [PATH]..."),
    example: (
        "Exempel: granska en mapp, och läs om en felkod\n  kvinnofrid check rules/stockholm\n  kvinnofrid check --explain E0301",
        "Example: check a folder, and read about a code\n  kvinnofrid check rules/stockholm\n  kvinnofrid check --explain E0301",
    ),
    exit: (
        "Slutkoder:\n  0    inga fel (varningar kan finnas)\n  1    det finns fel\n  2    fel i kommandot\n  101  fel i programmet",
        "Exit codes:\n  0    no errors (there may be warnings)\n  1    there are errors\n  2    wrong arguments\n  101  a fault of the program",
    ),
};
pub(super) const TEST: Verb = Verb {
    about: (
        "Kör regelfilernas exempel och visar var det blev något annat än väntat",
        "Runs the examples of rule files and shows where something else than expected came out",
    ),
    usage: ("kvinnofrid test [FLAGGOR] [SÖKVÄG]...", "kvinnofrid test [OPTIONS] [PATH]..."),
    example: (
        "Exempel: de inbyggda reglernas exempel, och en mapps\n  kvinnofrid test\n  kvinnofrid test rules/stockholm/kvinnofrid/2012-2014\nExempel: vad exemplen inte märker, och exempel som gör det\n  kvinnofrid test --mutate rules/stockholm/kvinnofrid/2017-2020\n  kvinnofrid test --mutate --format rhai rules/stockholm/kvinnofrid/2017-2020",
        "Example: the examples of the embedded rules, and of a folder\n  kvinnofrid test\n  kvinnofrid test rules/stockholm/kvinnofrid/2012-2014\nExample: what the examples do not notice, and examples that do\n  kvinnofrid test --mutate rules/stockholm/kvinnofrid/2017-2020\n  kvinnofrid test --mutate --format rhai rules/stockholm/kvinnofrid/2017-2020",
    ),
    exit: (
        "Slutkoder:\n  0    allt blev som väntat (varningar kan finnas)\n  1    något exempel stämmer inte, en ändring märks inte, eller det finns fel i regelfilerna\n  2    fel i kommandot\n  101  fel i programmet",
        "Exit codes:\n  0    all came out as expected (there may be warnings)\n  1    some example did not, a change is not noticed, or there are errors in the rule files\n  2    wrong arguments\n  101  a fault of the program",
    ),
};
pub(super) const EXAMPLE: Verb = Verb {
    about: (
        "Gör ett exempel för regelfiler av en post, utan det som är personligt",
        "Makes an example for rule files of a record, without what is personal",
    ),
    usage: ("kvinnofrid example [FLAGGOR] --record ID FIL", "kvinnofrid example [OPTIONS] --record ID FILE"),
    example: (
        "Exempel: av en post, och av det som en ändring av regler visar\n  kvinnofrid example personer.ndjson --programme stockholm/kvinnofrid --period 2013 --record p17 --name 'Sambo, okänd ålder'\n  kvinnofrid diff stockholm/kvinnofrid@2012-2014 regler --format json --output skillnad.json\n  kvinnofrid example --from skillnad.json --rules regler --programme stockholm/kvinnofrid@2012-2014\nAllt som kan vara borta utan att svaren ändras tas bort. Av resten får nycklar nya nummer, texter tas bort, och dagar\nblir den första i sitt år eller sin månad. Det som måste vara kvar som det är sägs på standard fel: skriv då hellre om det.",
        "Example: of a record, and of what a change of rules shows\n  kvinnofrid example persons.ndjson --programme stockholm/kvinnofrid --period 2013 --record p17 --name 'Cohabitant, age unknown'\n  kvinnofrid diff stockholm/kvinnofrid@2012-2014 rules --format json --output difference.json\n  kvinnofrid example --from difference.json --rules rules --programme stockholm/kvinnofrid@2012-2014\nAll that can go without another answer is removed. Of the rest, keys get new numbers, texts are removed, and days become\nthe first of their year or month. What has to stay as it is is named on standard error: better write that anew.",
    ),
    exit: EXIT_PLAIN,
};
pub(super) const EXAMPLE_RECORD: Both =
    ("Nyckeln för den post som blir ett exempel", "The key of the record that becomes an example");
pub(super) const EXAMPLE_NAME: Both =
    ("Exemplets namn (”Nytt exempel”)", "The name of the example (“Nytt exempel”)");
pub(super) const EXAMPLE_OF: Both = (
    "Det som exemplet väntar sig något av: en målgrupp, indikator, rutin … Kan anges flera gånger; annars alla målgrupper och de indikatorer som räknar posten",
    "What the example expects something of: a target group, indicator, routine … May be repeated; else all target groups, and the indicators that count the record",
);
pub(super) const EXAMPLE_FROM: Both = (
    "Gör exempel av de poster som `diff --format json` visade skillnader med",
    "Makes examples of the records that `diff --format json` showed differences with",
);
pub(super) const CLASSIFY: Verb = Verb {
    about: (
        "Svarar för varje post vilka målgrupper den hör till, som JSON rad för rad",
        "Answers for each record which target groups it belongs to, as JSON line by line",
    ),
    usage: ("kvinnofrid classify [FLAGGOR] FIL", "kvinnofrid classify [OPTIONS] FILE"),
    example: (
        "Exempel: en fil, och standard in\n  kvinnofrid classify personer.ndjson --programme stockholm/kvinnofrid --on 2013-06-30\n  kvinnofrid sample 10 | kvinnofrid classify - --programme stockholm/kvinnofrid --period 2013\nExempel: vad som är kvar att göra i ett ärende, och vart man kan vända sig\n  kvinnofrid classify post.json --programme stockholm/kvinnofrid --on 2025-08-20 --with rutiner,resurser --format text",
        "Example: a file, and standard input\n  kvinnofrid classify persons.ndjson --programme stockholm/kvinnofrid --on 2013-06-30\n  kvinnofrid sample 10 | kvinnofrid classify - --programme stockholm/kvinnofrid --period 2013\nExample: what is left to do in a case, and where to turn\n  kvinnofrid classify record.json --programme stockholm/kvinnofrid --on 2025-08-20 --with routines,resources --format text",
    ),
    exit: EXIT_PLAIN,
};
pub(super) const MEMBERS: Verb = Verb {
    about: (
        "Visar vilka poster som en siffra räknar, inte räknar eller kanske räknar, och vilka fält som avgör",
        "Shows which records a figure counts, does not count or may count, and which fields would settle it",
    ),
    usage: ("kvinnofrid members [FLAGGOR] FIL", "kvinnofrid members [OPTIONS] FILE"),
    example: (
        "Exempel: de som kanske räknas i Farsta; posterna anges med rad, eller med nyckel\n  kvinnofrid members p.ndjson --programme stockholm/kvinnofrid --period 2013 --indicator kvinnor-kända --where stadsdel=Farsta\n  kvinnofrid members p.ndjson --programme stockholm/kvinnofrid --period 2013 --show-sensitive --format csv --output poster.csv\nExempel: flera år, som raderna anger\n  kvinnofrid members p.ndjson --programme stockholm/kvinnofrid --period 2012 --period 2013",
        "Example: those who may be counted in Farsta; records are named by row, or by key\n  kvinnofrid members p.ndjson --programme stockholm/kvinnofrid --period 2013 --indicator kvinnor-kända --where stadsdel=Farsta\n  kvinnofrid members p.ndjson --programme stockholm/kvinnofrid --period 2013 --show-sensitive --format csv --output records.csv\nExample: several years, which the lines say\n  kvinnofrid members p.ndjson --programme stockholm/kvinnofrid --period 2012 --period 2013",
    ),
    exit: EXIT_PLAIN,
};
pub(super) const LINES_FORMAT: Both = (
    "json, en rad per post och indikator (om inget annat sägs), eller csv",
    "json, a line for each record and indicator (unless you say otherwise), or csv",
);
pub(super) const WORKLIST: Verb = Verb {
    about: (
        "Visar vilka fält som är värda mest att fylla i: vad som avgörs, och vad siffrorna blir",
        "Shows which fields are worth most to complete: what is settled, and what the figures become",
    ),
    usage: ("kvinnofrid worklist [FLAGGOR] FIL", "kvinnofrid worklist [OPTIONS] FILE"),
    example: (
        "Exempel: per stadsdel, och de tio poster i Farsta som avgör mest av en siffra\n  kvinnofrid worklist p.ndjson --programme stockholm/kvinnofrid --period 2013 --by stadsdel\n  kvinnofrid worklist p.ndjson --programme stockholm/kvinnofrid --period 2013 --indicator kvinnor-kända --where stadsdel=Farsta --per record --first 10\nExempel: en lista över flera år, där ett värde som fylls i räknas en gång\n  kvinnofrid worklist p.ndjson --programme stockholm/kvinnofrid --period 2012 --period 2013",
        "Example: by district, and the ten records in Farsta that settle most of a figure\n  kvinnofrid worklist p.ndjson --programme stockholm/kvinnofrid --period 2013 --by stadsdel\n  kvinnofrid worklist p.ndjson --programme stockholm/kvinnofrid --period 2013 --indicator kvinnor-kända --where stadsdel=Farsta --per record --first 10\nExample: one list over several years, in which a value that is filled in counts once\n  kvinnofrid worklist p.ndjson --programme stockholm/kvinnofrid --period 2012 --period 2013",
    ),
    exit: EXIT_PLAIN,
};
pub(super) const WORKLIST_FORMAT: Both = (
    "text (om inget annat sägs), json, csv med en rad per rad och siffra, html eller xlsx (en arbetsbok, med --output)",
    "text (unless you say otherwise), json, csv with a line for each row and figure, html or xlsx (a workbook, with --output)",
);
pub(super) const BASELINE: Verb = Verb {
    about: (
        "Kartlägger: hur många olika personer flera källor känner till, vilka kombinationer, och mörkertalet bredvid",
        "Makes a baseline: how many persons several sources know, in which combinations, and the dark figure beside",
    ),
    usage: (
        "kvinnofrid baseline [FLAGGOR] --source KÄLLA=FIL... [DELRESULTAT...]",
        "kvinnofrid baseline [OPTIONS] --source SOURCE=FILE... [PARTIAL...]",
    ),
    example: (
        "Exempel: två källor per stadsdel, med skattat mörkertal\n  kvinnofrid baseline --source socialtjänst=s.ndjson --source polis=p.csv --programme stockholm/kvinnofrid --period 2013 \\\n    --by stadsdel --population folk.csv --estimate --dependence referral\nExempel: varje källa för sig, och sedan tillsammans\n  kvinnofrid baseline --source polis=p.csv --programme stockholm/kvinnofrid --period 2013 --partial --output polis.del\n  kvinnofrid baseline polis.del socialtjänst.del --programme stockholm/kvinnofrid --period 2013\nExempel: flera år, vart och ett av det årets rader, och sedan som en serie\n  kvinnofrid baseline --source polis=p2012.csv --programme stockholm/kvinnofrid --period 2012 --partial --output p2012.del\n  kvinnofrid baseline p2012.del p2013.del --programme stockholm/kvinnofrid --period 2012 --period 2013 --format html --output kartläggning.html",
        "Example: two sources by district, with the dark figure estimated\n  kvinnofrid baseline --source socialtjänst=s.ndjson --source polis=p.csv --programme stockholm/kvinnofrid --period 2013 \\\n    --by stadsdel --population people.csv --estimate --dependence referral\nExample: each source by itself, and then together\n  kvinnofrid baseline --source polis=p.csv --programme stockholm/kvinnofrid --period 2013 --partial --output police.part\n  kvinnofrid baseline police.part social.part --programme stockholm/kvinnofrid --period 2013\nExample: several years, each of that year's rows, and then as a series\n  kvinnofrid baseline --source polis=p2012.csv --programme stockholm/kvinnofrid --period 2012 --partial --output p2012.part\n  kvinnofrid baseline p2012.part p2013.part --programme stockholm/kvinnofrid --period 2012 --period 2013 --format html --output baseline.html",
    ),
    exit: EXIT_PLAIN,
};
pub(super) const BASELINE_PARTIALS: Both = (
    "Delresultat från `baseline --partial`, att lägga ihop med källorna",
    "Partials from `baseline --partial`, to be added to the sources",
);
pub(super) const SOURCE: Both = (
    "En källa och dess fil, som polis=polis.csv: samma nyckel är samma person, och en person får ha flera rader. Samma källa kan ha flera filer. Kan anges flera gånger",
    "A source and its file, as polis=police.csv: the same key is the same person, and a person may have several rows. A source may have several files. Can be given several times",
);
pub(super) const BASELINE_POPULATION: Both = (
    "CSV med befolkningen: kolumnerna år, stadsdel (tom eller Totalt för alla) och personer",
    "CSV of the population: the columns year, district (empty or Totalt for everyone) and persons",
);
pub(super) const SURVEY: Both = (
    "CSV med enkätsvar ur befolkningen: svar (ja eller nej), och där de finns vikt, skikt och kluster; för flera perioder också period. Andelen visas bredvid",
    "CSV of answers from the population: answer (yes or no), and where there are such weight, stratum and cluster; for several periods also period. The share is shown beside",
);
pub(super) const BASELINE_FORMAT: Both = (
    "text (om inget annat sägs), json, csv med en rad per tal, eller html med diagram",
    "text (unless you say otherwise), json, csv with a line for each number, or html with a plot",
);
pub(super) const BASELINE_PARTIAL: Both = (
    "Skriver ett delresultat i stället: det kan läggas ihop med andra källors och delars, och innehåller nycklar",
    "Writes a partial instead: it can be added to those of other sources and parts, and holds keys",
);
pub(super) const WITHOUT_KEYS: Both = (
    "Utan nycklar: bara tabellerna, som kan läggas ihop över stadsdelar om varje person finns i en av dem",
    "Without keys: the tables only, which add up over districts where each person is in one of them",
);
pub(super) const VALIDATE: Verb = Verb {
    about: (
        "Visar allt som är fel eller konstigt i uppgifterna, och vad det gör med en rapport",
        "Shows everything that is wrong or odd in data, and what it does to a report",
    ),
    usage: ("kvinnofrid validate [FLAGGOR] FIL...", "kvinnofrid validate [OPTIONS] FILE..."),
    example: (
        "Exempel: för vilken rapport som helst, och för en utgåva som delas upp på stadsdel\n  kvinnofrid validate personer.csv\n  kvinnofrid validate personer.csv --table insatser=insatser.csv --programme stockholm/kvinnofrid@2012-2014 --by stadsdel",
        "Example: for any report, and for an edition that is broken down by district\n  kvinnofrid validate persons.csv\n  kvinnofrid validate persons.csv --table insatser=insatser.csv --programme stockholm/kvinnofrid@2012-2014 --by stadsdel",
    ),
    exit: (
        "Slutkoder:\n  0    inget stoppar eller ändrar en rapport\n  1    något gör det, eller fel i regelfilerna\n  2    fel i kommandot, eller filen går inte att läsa alls\n  101  fel i programmet",
        "Exit codes:\n  0    nothing stops or changes a report\n  1    something does, or errors in the rule files\n  2    wrong arguments, or the file can't be read at all\n  101  a fault of the program",
    ),
};
pub(super) const VALIDATE_FORMAT: Both = (
    "text (om inget annat sägs), json, csv eller html",
    "text (unless you say otherwise), json, csv or html",
);
pub(super) const REPORT: Verb = Verb {
    about: (
        "Räknar indikatorerna, med gränser för det som är okänt",
        "Counts the indicators, with bounds for what is unknown",
    ),
    usage: ("kvinnofrid report [FLAGGOR] FIL...", "kvinnofrid report [OPTIONS] FILE..."),
    example: (
        "Exempel: två år per stadsdel som CSV, och hur siffrorna beror på tolkningarna\n  kvinnofrid report p.ndjson --programme stockholm/kvinnofrid --period 2012 --period 2013 --by stadsdel \\\n    --format csv --output rapport.csv\n  kvinnofrid report p.ndjson --programme stockholm/kvinnofrid --period 2013 --reading '*'",
        "Example: two years by district as CSV, and how figures hang on the readings\n  kvinnofrid report p.ndjson --programme stockholm/kvinnofrid --period 2012 --period 2013 --by stadsdel \\\n    --format csv --output report.csv\n  kvinnofrid report p.ndjson --programme stockholm/kvinnofrid --period 2013 --reading '*'",
    ),
    exit: EXIT_PLAIN,
};
pub(super) const MERGE: Verb = Verb {
    about: (
        "Lägger ihop delresultat från `report --partial` till en rapport över allt",
        "Adds up partials from `report --partial` to a report of everything",
    ),
    usage: ("kvinnofrid merge [FLAGGOR] FIL...", "kvinnofrid merge [OPTIONS] FILE..."),
    example: (
        "Exempel: varje stadsdel räknar själv, staden lägger ihop\n  kvinnofrid report bromma.ndjson --programme stockholm/kvinnofrid --period 2013 --partial --output bromma.kvfpart\n  kvinnofrid merge bromma.kvfpart farsta.kvfpart --format csv --output staden.csv",
        "Example: each district counts by itself, the city adds up\n  kvinnofrid report bromma.ndjson --programme stockholm/kvinnofrid --period 2013 --partial --output bromma.kvfpart\n  kvinnofrid merge bromma.kvfpart farsta.kvfpart --format csv --output city.csv",
    ),
    exit: (
        "Slutkoder:\n  0    klart\n  2    fel i kommandot, eller delresultat som inte går att lägga ihop\n  101  fel i programmet",
        "Exit codes:\n  0    done\n  2    wrong arguments, or partials that can't be added up\n  101  a fault of the program",
    ),
};
pub(super) const VERIFY: Verb = Verb {
    about: (
        "Räknar om en rapport efter dess kvitto och säger om den stämmer",
        "Counts a report again by its receipt and says whether it holds",
    ),
    usage: ("kvinnofrid verify [FLAGGOR] RAPPORT FIL...", "kvinnofrid verify [OPTIONS] REPORT FILE..."),
    example: (
        "Exempel:\n  kvinnofrid report p.ndjson --programme stockholm/kvinnofrid --period 2013 --format json --output rapport.json\n  kvinnofrid verify rapport.json p.ndjson",
        "Example:\n  kvinnofrid report p.ndjson --programme stockholm/kvinnofrid --period 2013 --format json --output report.json\n  kvinnofrid verify report.json p.ndjson",
    ),
    exit: (
        "Slutkoder:\n  0    rapporten stämmer\n  1    den stämmer inte, eller fel i regelfilerna\n  2    fel i kommandot eller uppgifterna\n  101  fel i programmet",
        "Exit codes:\n  0    the report holds\n  1    it does not, or errors in the rule files\n  2    wrong arguments or data\n  101  a fault of the program",
    ),
};
pub(super) const BOOK: Verb = Verb {
    about: (
        "Skriver regelboken: webbsidor som i vanliga ord säger vad reglerna räknar, och en sida för papper",
        "Writes the rule book: web pages that say in plain words what the rules count, and one page for paper",
    ),
    usage: ("kvinnofrid book [FLAGGOR] --output MAPP", "kvinnofrid book [OPTIONS] --output FOLDER"),
    example: (
        "Exempel: alla inbyggda program, och en egen mapp med regler; öppna sedan bok/index.html\n  kvinnofrid book --output bok\n  kvinnofrid book --output bok --rules regler --programme stockholm/kvinnofrid",
        "Example: all programmes that are included, and a folder of your own; then open book/index.html\n  kvinnofrid book --output book\n  kvinnofrid book --output book --rules rules --programme stockholm/kvinnofrid",
    ),
    exit: EXIT_PLAIN,
};
pub(super) const BOOK_OUTPUT: Both = (
    "Mappen som sidorna skrivs i; den skapas om den inte finns, och filer med samma namn ersätts",
    "The folder that the pages are written to; created if it is not there, and files of the same names are replaced",
);
pub(super) const BOOK_PROGRAMME: Both = (
    "Bara det programmet, eller den utgåvan, som stockholm/kvinnofrid@2012-2014",
    "Only that programme or edition, as stockholm/kvinnofrid@2012-2014",
);
pub(super) const PARTIAL: Both = (
    "Skriver ett delresultat att lägga ihop med andras med `merge`. Det är personuppgifter",
    "Writes a partial to be added up with those of others by `merge`. It is personal data",
);
pub(super) const CSVW: Both = (
    "Skriver också vad varje kolumn betyder, enligt W3C:s CSVW, i en fil bredvid: FIL-metadata.json. Med `--format csv`",
    "Writes what each column means too, as W3C's CSVW, to a file beside it: FILE-metadata.json. With `--format csv`",
);
pub(super) const PUBLISHED: Both = (
    "Ställer publicerade siffror bredvid: ett svar från Koladas API, sparat som det är. Gäller indikatorer med `publicerad`",
    "Puts published figures beside: an answer of Kolada's API, saved as it is. For indicators with `published`",
);
pub(super) const PUBLISHED_FOR: Both = (
    "Vems publicerade siffror, till exempel 0180; behövs inte om filen bara har en kommuns",
    "Whose published figures, for example 0180; not needed where the file has those of one municipality",
);
pub(super) const POPULATION: Both = (
    "Hur många de publicerade siffrorna är räknade på, till exempel vuxna invånare: 2026=800000, eller 800000 för alla år; flera går bra",
    "How many the published figures are reckoned on, such as adult inhabitants: 2026=800000, or 800000 for all years; may be repeated",
);
pub(super) const PARTIALS: Both = ("Delresultat från `report --partial`", "Partials from `report --partial`");
pub(super) const LEDGER: Verb = Verb {
    about: (
        "Visar vad som är publicerat, och prövar att inget i liggaren är ändrat",
        "Shows what has been published, and checks that nothing in the ledger was changed",
    ),
    usage: ("kvinnofrid ledger [FLAGGOR] LIGGARE", "kvinnofrid ledger [OPTIONS] LEDGER"),
    example: (
        "Exempel: visa, pröva en rapport, och anteckna ett undantag\n  kvinnofrid ledger liggare.txt\n  kvinnofrid ledger liggare.txt --audit kvinnofrid-2013.json\n  kvinnofrid ledger liggare.txt --allow 2013 --reason \"en stadsdel saknades i underlaget\"",
        "Example: show, check a report, and note an allowance\n  kvinnofrid ledger ledger.txt\n  kvinnofrid ledger ledger.txt --audit kvinnofrid-2013.json\n  kvinnofrid ledger ledger.txt --allow 2013 --reason \"a district was missing from the data\"",
    ),
    exit: (
        "Slutkoder:\n  0    liggaren är hel (och rapporterna står i den)\n  1    någon rapport är inte en av publiceringarna\n  2    liggaren är ändrad eller skadad, eller fel i kommandot\n  101  fel i programmet",
        "Exit codes:\n  0    the ledger holds (and the reports are in it)\n  1    some report is not one of the publications\n  2    the ledger was changed or damaged, or wrong arguments\n  101  a fault of the program",
    ),
};
pub(super) const LEDGER_PLACE: Both =
    ("Filen med det som är publicerat", "The file with what has been published");
pub(super) const AUDIT: Both = (
    "Prövar om rapporten är en av publiceringarna; flera kan anges",
    "Checks whether the report is one of the publications; several can be given",
);
pub(super) const ALLOW: Both = (
    "Låter perioden publiceras en gång till fast den krockar med det som är ute; kräver ett skäl",
    "Lets the period be published once more although it clashes with what is out; needs a reason",
);
pub(super) const SEAL_KEY: Both = (
    "Prövar posternas sigill med nyckeln (flera kan anges), så att en omskriven liggare syns; med --allow: förseglar undantaget",
    "Verifies the seals of the entries with the key (several can be given), so that a rewritten ledger shows; with --allow: seals the allowance",
);
pub(super) const REASON: Both = ("Varför; det står kvar i liggaren", "Why; it stays in the ledger");
pub(super) const KEY_FILE: Both = (
    "Den hemliga nyckeln: en fil med minst 16 byte slumpdata",
    "The secret key: a file with at least 16 bytes of random data",
);
pub(super) const LEDGER_FILE: Both = (
    "Filen som minns vad som är publicerat; den skapas om den inte finns",
    "The file that remembers what has been published; it is made where there is none",
);
pub(super) const CLAIM: Both = (
    "Rapporten som `report --format json` skrev den, eller bara dess kvitto",
    "The report as `report --format json` wrote it, or its receipt alone",
);
pub(super) const WORDS: Verb = Verb {
    about: (
        "Visar vad orden i regelfiler betyder: ord, nycklar, funktioner, fält, koder och tolkningar",
        "Shows what the words of rule files mean: words, keys, functions, fields, codes and readings",
    ),
    usage: ("kvinnofrid words [FLAGGOR] [NAMN]", "kvinnofrid words [OPTIONS] [NAME]"),
    example: (
        "Exempel: alla ord, och vad några av dem betyder\n  kvinnofrid words\n  kvinnofrid words senaste\n  kvinnofrid words målgrupp.villkor\n  kvinnofrid words barn_upplevt --programme stockholm/kvinnofrid",
        "Example: all words, and what some of them mean\n  kvinnofrid words\n  kvinnofrid words latest\n  kvinnofrid words målgrupp.villkor\n  kvinnofrid words barn_upplevt --programme stockholm/kvinnofrid",
    ),
    exit: EXIT_PLAIN,
};
pub(super) const LSP: Verb = Verb {
    about: (
        "Hjälper en redigerare med regelfiler, över standard in och ut (Language Server Protocol)",
        "Helps an editor with rule files, over standard input and output (Language Server Protocol)",
    ),
    usage: ("kvinnofrid lsp [FLAGGOR]", "kvinnofrid lsp [OPTIONS]"),
    example: (
        "Exempel: inställningen i Helix (languages.toml); andra redigerare står i bindings/editors/README.md\n  [language-server.kvinnofrid]\n  command = \"kvinnofrid\"\n  args = [\"lsp\"]",
        "Example: the setting of Helix (languages.toml); other editors are in bindings/editors/README.md\n  [language-server.kvinnofrid]\n  command = \"kvinnofrid\"\n  args = [\"lsp\", \"--lang\", \"en\"]",
    ),
    exit: (
        "Slutkoder:\n  0    redigeraren avslutade\n  1    förbindelsen bröts utan att redigeraren avslutade\n  2    det som kom in är inget meddelande\n  101  fel i programmet",
        "Exit codes:\n  0    the editor ended the session\n  1    the connection was closed without that\n  2    what came in is no message\n  101  a fault of the program",
    ),
};
pub(super) const STDIO: Both = ("Över standard in och ut", "Over standard input and output");
pub(super) const FMT: Verb = Verb {
    about: (
        "Formaterar regelfiler: indrag och mellanrum, aldrig vad reglerna betyder",
        "Formats rule files: indentation and spaces, never what the rules mean",
    ),
    usage: ("kvinnofrid fmt [FLAGGOR] [SÖKVÄG…]", "kvinnofrid fmt [OPTIONS] [PATH…]"),
    example: (
        "Exempel: alla regelfiler i en mapp\n  kvinnofrid fmt regler\n  kvinnofrid fmt --check regler",
        "Example: all rule files of a folder\n  kvinnofrid fmt rules\n  kvinnofrid fmt --check rules",
    ),
    exit: (
        "Slutkoder:\n  0    klart\n  1    en fil kan inte formateras, eller behöver formateras (--check)\n  2    fel i kommandot\n  101  fel i programmet",
        "Exit codes:\n  0    done\n  1    a file can't be formatted, or needs formatting (--check)\n  2    wrong arguments\n  101  a fault of the program",
    ),
};
pub(super) const FMT_PATH: Both = (
    "Mappar eller filer; utan dem mappen du står i. - läser standard in och skriver standard ut",
    "Folders or files; without them the current folder. - reads standard input and writes standard output",
);
pub(super) const FMT_CHECK: Both = (
    "Skriver inget, men säger vilka filer som behöver formateras",
    "Writes nothing, but says which files need formatting",
);
pub(super) const DIFF: Verb = Verb {
    about: (
        "Visar vad en ändring av regler betyder: vilka villkor som blir snävare eller vidare, och för vem",
        "Shows what a change of rules means: which conditions get stricter or looser, and for whom",
    ),
    usage: ("kvinnofrid diff [FLAGGOR] GAMMALT NYTT", "kvinnofrid diff [OPTIONS] OLD NEW"),
    example: (
        "Exempel: en ändrad kopia mot den som ingår, och vilka som flyttar\n  kvinnofrid diff stockholm/kvinnofrid@2012-2014 mina/regler\n  kvinnofrid diff stockholm/kvinnofrid@2012-2014 mina/regler --period 2013 --data personer.ndjson --by stadsdel",
        "Example: an edited copy against the one included, and who moves\n  kvinnofrid diff stockholm/kvinnofrid@2012-2014 my/rules\n  kvinnofrid diff stockholm/kvinnofrid@2012-2014 my/rules --period 2013 --data persons.ndjson --by stadsdel",
    ),
    exit: (
        "Slutkoder:\n  0    klart, ingenting skiljer\n  1    något skiljer, eller fel i regelfilerna\n  2    fel i kommandot eller uppgifterna\n  101  fel i programmet",
        "Exit codes:\n  0    done, nothing differs\n  1    something differs, or errors in the rule files\n  2    wrong arguments or data\n  101  a fault of the program",
    ),
};
pub(super) const DIFF_OLD: Both = (
    "De gamla reglerna: en mapp, eller en utgåva som ingår (ID@UTGÅVA)",
    "The old rules: a folder, or an edition that is included (ID@EDITION)",
);
pub(super) const DIFF_NEW: Both = ("De nya reglerna, likadant", "The new rules, likewise");
pub(super) const DIFF_PROGRAMME: Both = (
    "Jämför bara det programmet, eller bara den utgåvan",
    "Compares that programme only, or that edition only",
);
pub(super) const DIFF_DATA: Both = (
    "Fil med poster: visar också vilka som räknas på ett annat sätt. Kan anges flera gånger",
    "File of records: also shows who is counted differently. Can be given several times",
);
pub(super) const NEW: Verb = Verb {
    about: (
        "Skriver en mapp med regelfiler för en ny utgåva, att gå vidare från",
        "Writes a folder of rule files for a new edition, to go on from",
    ),
    usage: (
        "kvinnofrid new PROGRAM@UTGÅVA --rules MAPP [--from UTGÅVA]",
        "kvinnofrid new PROGRAMME@EDITION --rules FOLDER [--from EDITION]",
    ),
    example: (
        "Exempel: från ingenting, och från en annan utgåva\n  kvinnofrid new staden/kvinnofrid@2030-2031 --rules regler\n  kvinnofrid new stockholm/kvinnofrid@2026-2028 --rules regler --from 2012-2014",
        "Example: from nothing, and from another edition\n  kvinnofrid new staden/kvinnofrid@2030-2031 --rules rules\n  kvinnofrid new stockholm/kvinnofrid@2026-2028 --rules rules --from 2012-2014",
    ),
    exit: (
        "Slutkoder:\n  0    klart\n  1    fel i reglerna för den andra utgåvan\n  2    fel i kommandot, eller mappen finns redan\n  101  fel i programmet",
        "Exit codes:\n  0    done\n  1    errors in the rules of the other edition\n  2    wrong arguments, or the folder exists\n  101  a fault of the program",
    ),
};
pub(super) const NEW_EDITION: Both = (
    "Den nya utgåvan, med åren som den gäller, som staden/kvinnofrid@2030-2031",
    "The new edition, with the years that it is in force, as staden/kvinnofrid@2030-2031",
);
pub(super) const NEW_RULES: Both = (
    "Mapp att skriva i; en mapp för utgåvan görs där",
    "Folder to write to; a folder for the edition is made there",
);
pub(super) const NEW_FROM: Both = (
    "Utgåva att utgå från, av samma program eller med hela sitt namn; exemplen flyttas till den nya tiden",
    "Edition to start from, of the same programme or with its whole id; its examples are moved to the new time",
);
pub(super) const WORD_NAME: Both = (
    "Ordet, på svenska eller engelska, som villkor, målgrupp.villkor eller våld.roll; utan det visas alla",
    "The word, in Swedish or English, as condition, målgrupp.villkor or våld.roll; without it all are shown",
);
pub(super) const WORDS_PROGRAMME: Both = (
    "Visar också programmets fält, koder, tolkningar, regler och funktioner",
    "Shows the fields, codes, readings, rules and functions of the programme too",
);
pub(super) const RULE_TEXT: Both = (
    "Visar också varje villkor som det står i regelfilen",
    "Shows each condition as the rule file has it, too",
);
pub(super) const WORDS_FORMAT: Both =
    ("text (om inget annat sägs) eller json", "text (unless you say otherwise) or json");
pub(super) const SCHEMA: Verb = Verb {
    about: ("Visar vilka fält en post har", "Shows which fields a record has"),
    usage: ("kvinnofrid schema [FLAGGOR]", "kvinnofrid schema [OPTIONS]"),
    example: (
        "Exempel: JSON Schema till den som lämnar uppgifterna\n  kvinnofrid schema --programme stockholm/kvinnofrid --on 2013-06-30 --format json",
        "Example: a JSON Schema for whoever delivers the data\n  kvinnofrid schema --programme stockholm/kvinnofrid --on 2013-06-30 --format json",
    ),
    exit: EXIT_PLAIN,
};
pub(super) const SAMPLE: Verb = Verb {
    about: (
        "Gör påhittade personer att pröva med; siffror ur dem säger ingenting om någon stad",
        "Makes invented persons to try with; figures from them say nothing about any city",
    ),
    usage: ("kvinnofrid sample [FLAGGOR] [N]", "kvinnofrid sample [OPTIONS] [N]"),
    example: (
        "Exempel: samma flaggor ger alltid samma personer\n  kvinnofrid sample 1000 --seed 7 --output personer.ndjson",
        "Example: the same options always give the same persons\n  kvinnofrid sample 1000 --seed 7 --output persons.ndjson",
    ),
    exit: (
        "Slutkoder:\n  0    klart\n  2    fel i kommandot\n  101  fel i programmet",
        "Exit codes:\n  0    done\n  2    wrong arguments\n  101  a fault of the program",
    ),
};

pub(super) const SIGN: Verb = Verb {
    about: (
        "Signerar regler, så att det syns om de ändras av någon annan",
        "Signs rules, so that it shows if others change them",
    ),
    usage: ("kvinnofrid sign --rules MAPP --key FIL", "kvinnofrid sign --rules FOLDER --key FILE"),
    example: (
        "Exempel: en nyckel görs en gång, med minisign; signera när reglerna är beslutade\n  minisign -G -p regler.pub -s regler.key\n  kvinnofrid sign --rules regler/ --key regler.key\n  kvinnofrid report personer.ndjson --rules regler/ --trusted-key regler.pub --period 2013",
        "Example: a key is made once, by minisign; sign when the rules are decided\n  minisign -G -p rules.pub -s rules.key\n  kvinnofrid sign --rules rules/ --key rules.key\n  kvinnofrid report persons.ndjson --rules rules/ --trusted-key rules.pub --period 2013",
    ),
    exit: (
        "Slutkoder:\n  0    klart\n  1    reglerna har fel\n  2    fel i argumenten, nyckeln eller lösenordet\n  101  fel i programmet",
        "Exit codes:\n  0    done\n  1    the rules have errors\n  2    wrong arguments, key or password\n  101  a fault of the program",
    ),
};
pub(super) const SIGN_RULES: Both = (
    "Mapp med regelfiler att signera, med `gemensamt`; listan och signaturen skrivs där",
    "Folder of rule files to sign, with `gemensamt`; the list and the signature are written there",
);
pub(super) const SIGN_KEY: Both = (
    "Hemlig nyckel som minisign gjort. Har den lösenord, läses det ur terminalen eller ur standard in",
    "Secret key that minisign made. A password of it is read from the terminal or from standard input",
);
pub(super) const TRUSTED_KEY: Both = (
    "Publik nyckel som reglerna måste vara signerade med; annars används de inte",
    "Public key that the rules must be signed with; otherwise they are not used",
);

pub(super) const RULE_LIMIT: Both = (
    "Sänker eller höjer hur mycket regelfiler som läses, som rule_bytes=1000000: rule_files eller rule_bytes. Kan anges flera gånger",
    "Lowers or raises how much of rule files is read, as rule_bytes=1000000: rule_files or rule_bytes. Can be given several times",
);

pub(super) const RULES: Both =
    ("Mapp med regelfiler i stället för de inbyggda", "Folder of rule files in place of the embedded ones");
pub(super) const OUTPUT: Both = (
    "Fil att skriva till i stället för standard ut; den syns först när den är klar. Utan `--format` väljer namnets slut format",
    "File to write to in place of standard output; it appears when it is complete. Without `--format` the end of its name chooses the format",
);
pub(super) const PROGRAMME: Both = (
    "Programmet, och utgåvan om den inte ska väljas efter dag eller period. Behövs inte när det bara finns ett program",
    "The programme, and its edition unless that is to be chosen by day or period. Not needed when there is only one programme",
);
pub(super) const ONE_PROGRAMME: Both = (
    "Visar bara det programmet; med en utgåva (ID@UTGÅVA) allt vi vet om den",
    "Shows that programme only; with an edition (ID@EDITION) all that is known of it",
);
pub(super) const ARRANGE: Both = (
    "Ordna tabellen efter mål (mål) eller efter RBS frågor (rbs)",
    "Arrange the table by goal (goal) or by the questions of RBS (rbs)",
);
pub(super) const JSON_OR_TEXT: Both = (
    "json, en rad per post (om inget annat sägs), text eller html",
    "json, a line for each record (unless you say otherwise), text or html",
);
pub(super) const INPUT_FORMAT: Both = (
    "ndjson, json, csv, xlsx, ods, parquet eller arrow, om det inte syns på filens namn. Standard in är annars ndjson; Excel och Parquet därifrån hålls i minnet",
    "ndjson, json, csv, xlsx, ods, parquet or arrow, where the file's name does not tell. Standard input is otherwise ndjson; Excel and Parquet from there are held in memory",
);
pub(super) const TABLE: Both = (
    "Fil med en av posternas listor, som insatser=insatser.csv: en rad per element, med postens nyckel. CSV till poster i CSV, Parquet eller Arrow till sådana, och blad till arbetsböcker: insatser=FIL.xlsx#BLAD, eller insatser=#BLAD i posternas egen. Kan anges flera gånger",
    "File with one of the lists of the records, as insatser=insatser.csv: a row for each element, with the key of the record. CSV with records in CSV, Parquet or Arrow with such, and sheets with workbooks: insatser=FILE.xlsx#SHEET, or insatser=#SHEET in that of the records. Can be given several times",
);
pub(super) const DATABASE: Both = (
    "Databas att läsa ur: postgresql://…, duckdb:FIL eller sqlite:FIL. FIL, och filerna i --table, är då tabeller eller frågor, med en kolumn för postens nyckel. Drivrutinen (adbc_driver_postgresql, duckdb, adbc_driver_sqlite) installeras för sig och hittas i mappen i ADBC_DRIVER_PATH; lösenordet hör hemma i PGPASSWORD eller PGPASSFILE",
    "Database to read from: postgresql://…, duckdb:FILE or sqlite:FILE. FILE, and the files of --table, are tables or queries then, with a column for the key of the record. The driver (adbc_driver_postgresql, duckdb, adbc_driver_sqlite) is installed by itself and found in the folder in ADBC_DRIVER_PATH; the password belongs in PGPASSWORD or PGPASSFILE",
);
pub(super) const DRAFT_MAP: Both = (
    "Gör ett utkast till karta av kolumnerna i en fil (CSV, Excel, Parquet eller Arrow), och av dem i --table. Korta koder visas, aldrig andra värden",
    "Drafts a map from the columns of a file (CSV, Excel, Parquet or Arrow), and of those of --table. Short codes are shown, never other values",
);
pub(super) const EXCEL: Both = (
    "CSV som svenska Excel läser den: semikolon, decimalkomma och UTF-8 med byteordningsmärke",
    "CSV as Swedish Excel reads it: semicolon, decimal comma and UTF-8 with a byte order mark",
);
pub(super) const FILE: Both = (
    "Poster i .ndjson, .json, .csv, .xlsx, .ods, .parquet eller .arrow; - är standard in",
    "Records in .ndjson, .json, .csv, .xlsx, .ods, .parquet or .arrow; - is standard input",
);
pub(super) const FILES: Both = (
    "Poster i .ndjson, .json, .csv, .xlsx, .ods, .parquet eller .arrow; - är standard in. Flera filer räknas som en",
    "Records in .ndjson, .json, .csv, .xlsx, .ods, .parquet or .arrow; - is standard input. Several files are counted as one",
);
pub(super) const TEXT_OR_JSON: Both =
    ("text (om inget annat sägs), json eller html", "text (unless you say otherwise), json or html");
pub(super) const SAMPLE_FORMAT: Both = (
    "ndjson, parquet eller arrow; annars det som syns på namnet i --output, eller ndjson",
    "ndjson, parquet or arrow; otherwise what the name of --output tells, or ndjson",
);
pub(super) const SCHEMA_FORMAT: Both = (
    "text (om inget annat sägs) eller json, som ger JSON Schema",
    "text (unless you say otherwise) or json, which gives JSON Schema",
);
pub(super) const REPORT_FORMAT: Both = (
    "text (om inget annat sägs), json, csv, html eller xlsx (en arbetsbok, med --output)",
    "text (unless you say otherwise), json, csv, html or xlsx (a workbook, with --output)",
);
pub(super) const CHECK_FORMAT: Both = (
    "text (om inget annat sägs), concise med en rad per fel, eller json",
    "text (unless you say otherwise), concise with a line for each finding, or json",
);
pub(super) const TEST_FORMAT: Both = (
    "text (om inget annat sägs), concise med en rad per fel, json, eller rhai: ett exempel att lägga till för det som inget märker",
    "text (unless you say otherwise), concise with a line for each finding, json, or rhai: an example to add for what none notices",
);
pub(super) const COVERAGE: Both = (
    "Visar vilka villkor, led, koder och alternativ som inget exempel prövar åt båda hållen",
    "Shows which conditions, parts, codes and alternatives no example turns both ways",
);
pub(super) const MUTATE: Both = (
    "Ändrar villkoren lite i taget och visar vad inget exempel märker, med en post som skulle märka det",
    "Changes the conditions a little at a time and shows what no example notices, with a record that would",
);
pub(super) const CHECK_PATH: Both = (
    "Mappar eller filer att granska; utan dem de inbyggda reglerna. En fil granskas med hela sin mapp",
    "Folders or files to check; without them the embedded rules. A file is checked with all of its folder",
);
pub(super) const TEST_PATH: Both = (
    "Mappar eller filer vars exempel körs; utan dem de inbyggda reglernas. En fil läses med hela sin mapp",
    "Folders or files whose examples are run; without them the embedded rules. A file is read with all of its folder",
);
pub(super) const EXPLAIN: Both = (
    "Förklarar en felkod, som E0301; utan kod visas alla",
    "Explains the code of a finding, as E0301; without a code all are listed",
);
pub(super) const PERSONS: Both = ("Hur många personer (1000)", "How many persons (1000)");
pub(super) const SEED: Both = ("Vilket urval, som ett heltal (1)", "Which sample, as a whole number (1)");
pub(super) const FROM: Both =
    ("Första dagen något händer (2011-01-01)", "The first day something happens (2011-01-01)");
pub(super) const TO: Both =
    ("Sista dagen något händer (2015-12-31)", "The last day something happens (2015-12-31)");
pub(super) const AFFECTED: Both =
    ("Hur många av tusen som har våld noterat (600)", "How many of a thousand have violence recorded (600)");
pub(super) const MISSING: Both =
    ("Hur många av tusen värden som saknas (30)", "How many of a thousand values are missing (30)");
pub(super) const BORDER: Both = (
    "Hur många av tusen dagar som läggs vid en gräns (50)",
    "How many of a thousand days are put at a border (50)",
);
pub(super) const DISTRICT: Both = (
    "Stadsdel att bo i, i stället för Stockholms. Kan anges flera gånger",
    "District to live in, in place of Stockholm's. Can be given several times",
);
