//! E02: declarations.

use super::{Code, Entry, Severity};

family! {
    UNKNOWN_WORD = "E0201" Error {
        title: "okänt ord", "unknown word";
        meaning: "En regel börjar med ett av språkets ord, såsom `målgrupp`, `mål`, `indikator` eller `tolkning`. Det här ordet finns inte.",
            "A declaration begins with one of the words of the language, such as `målgrupp`, `mål`, `indikator` or `tolkning`. There is no such word as this.";
        why: "Det som står i regeln tas inte med i programmet.",
            "What the declaration says does not become part of the programme.";
        example: "målgrup(\"kvinnor\", #{ namn: \"Kvinnor\" });";
        fix: "Välj det ord som avses. Ofta är det bara felstavat: `målgrupp`.",
            "Choose the word that is meant. Often it is only misspelt: `målgrupp`.";
    }
    WRONG_ARGUMENTS = "E0202" Error {
        title: "fel uppgifter till ordet", "wrong arguments of the word";
        meaning: "De flesta ord har först ett namn och därefter uppgifterna inom `#{ … }`. Här finns för få, för många eller fel slags uppgifter.",
            "Most words take an id and then the details within `#{ … }`. Here are too few, too many or the wrong kind.";
        why: "Utan namn kan inget annat hänvisa till det som står här, och utan uppgifter säger det inget.",
            "Without an id nothing can refer to the declaration, and without details it says nothing.";
        example: "målgrupp(\"kvinnor\", \"Kvinnor som utsatts för våld\");";
        fix: "Skriv namnet först och uppgifterna inom `#{ … }`: `målgrupp(\"kvinnor\", #{ namn: \"…\" });`.",
            "Write the id first and the details within `#{ … }`: `målgrupp(\"kvinnor\", #{ namn: \"…\" });`.";
    }
    UNKNOWN_KEY = "E0203" Error {
        title: "okänd nyckel", "unknown key";
        meaning: "En nyckel är ordet före kolonet. Regeln har ingen nyckel med det här namnet.",
            "A key is the word before the colon. The declaration has no key of this name.";
        why: "En felstavad nyckel skulle annars tyst bli utan verkan.",
            "A misspelt key would otherwise silently have no effect.";
        example: "mål(\"trygghet\", #{\n    namm: \"Fler är trygga\", källa: \"S3\", ställe: \"Målgrupp 1\", målgrupp: \"kvinnor\",\n});";
        fix: "Rätta stavningen (`namn`), eller ta bort raden.",
            "Correct the spelling (`namn`), or take the line away.";
    }
    MISSING_KEY = "E0204" Error {
        title: "en nyckel saknas", "a key is missing";
        meaning: "Regeln behöver en uppgift som inte finns med.",
            "The declaration needs a detail that is not there.";
        why: "Inget antas i stället för en uppgift som saknas: det som räknas ska vara utskrivet.",
            "Nothing is assumed for a detail that is missing: what is counted is to be written out.";
        example: "målgrupp(\"kvinnor\", #{\n    namn: \"Kvinnor\", källa: \"S3\", ställe: \"Målgrupp 1\", post: \"person\",\n});";
        fix: "Lägg till nyckeln. I exemplet saknas `villkor: |p| …`, som säger vem som hör till målgruppen.",
            "Add the key. In the example `villkor: |p| …` is missing, which says who belongs to the target group.";
    }
    WRONG_VALUE = "E0205" Error {
        title: "fel slags värde", "wrong kind of value";
        meaning: "Nyckeln väntar sig ett annat slags värde än det som står här: text, tal, ja eller nej, datum, period, lista eller villkor.",
            "The key expects another kind of value than the one here: text, number, yes or no, date, period, list or condition.";
        why: "Ett värde av fel slag går inte att använda, och en gissning kunde ge fel siffror.",
            "A value of the wrong kind cannot be used, and a guess might give wrong figures.";
        example: "mål(\"trygghet\", #{\n    namn: 17, källa: \"S3\", ställe: \"Målgrupp 1\", målgrupp: \"kvinnor\",\n});";
        fix: "Byt värdet mot ett av rätt slag. Text står inom citattecken, villkor börjar med `|p|`.",
            "Replace the value with one of the right kind. Text stands in quotation marks, conditions begin with `|p|`.";
    }
    DUPLICATE_ID = "E0206" Error {
        title: "samma namn två gånger", "the same id twice";
        meaning: "Två av samma slag har samma namn. Båda platserna pekas ut.",
            "Two declarations of the same kind have the same id. Both places are pointed at.";
        why: "Det går inte att veta vilken av dem en hänvisning eller en siffra gäller.",
            "There is no telling which of them a reference or a figure is about.";
        example: "parameter(\"vuxenålder\", #{ namn: \"Vuxen\", värden: [#{ från: \"1974-07-01\", värde: 18, källa: \"S3\", ställe: \"Målgrupp 1\" }] });\nparameter(\"vuxenålder\", #{ namn: \"Myndig\", värden: [#{ från: \"1974-07-01\", värde: 18, källa: \"S3\", ställe: \"Målgrupp 1\" }] });";
        fix: "Ge den ena ett annat namn, eller ta bort den som är överflödig.",
            "Give one of them another id, or take away the one that is not needed.";
    }
    UNKNOWN_ID = "E0207" Error {
        title: "hänvisning till något som inte finns", "reference to something that does not exist";
        meaning: "Ett namn nämns som inget i utgåvan har.",
            "An id is named that no declaration of the edition has.";
        why: "Hänvisningen leder ingenstans, så det som bygger på den kan inte räknas.",
            "The reference leads nowhere, so what builds on it cannot be counted.";
        example: "mål(\"trygghet\", #{\n    namn: \"Fler är trygga\", källa: \"S3\", ställe: \"Målgrupp 1\", målgrupp: \"kvinor\",\n});";
        fix: "Rätta namnet, eller lägg till det som saknas.",
            "Correct the id, or add the declaration that is missing.";
    }
    MISSING_CITATION = "E0208" Error {
        title: "källhänvisning saknas", "citation missing";
        meaning: "Regeln säger varken var i ett dokument den står (`källa` och `ställe`) eller vilket beslut den bygger på (`tolkning`).",
            "The declaration says neither where in a document it stands (`källa` and `ställe`) nor which decision it builds on (`tolkning`).";
        why: "Varje siffra ska kunna följas tillbaka till programmets text eller till ett uttalat beslut.",
            "Every figure is to be traced back to the text of the programme or to a stated decision.";
        example: "mål(\"trygghet\", #{ namn: \"Fler är trygga\", målgrupp: \"kvinnor\" });";
        fix: "Lägg till `källa: \"…\", ställe: \"…\"`. Om källan inte säger något: lägg till en `tolkning` och hänvisa till den.",
            "Add `källa: \"…\", ställe: \"…\"`. If the source says nothing: declare a `tolkning` and refer to it.";
    }
    UNKNOWN_PASSAGE = "E0209" Error {
        title: "stället finns inte i källan", "the passage is not in the source";
        meaning: "Källan har inget citerat ställe med det namnet bland sina `ställen`.",
            "The source has no quoted passage of that name among its `ställen`.";
        why: "Läsaren av en siffra ska kunna slå upp precis den text den bygger på.",
            "The reader of a figure is to find the very text it builds on.";
        example: "mål(\"trygghet\", #{\n    namn: \"Fler är trygga\", källa: \"S3\", ställe: \"Målgrupp 99\", målgrupp: \"kvinnor\",\n});";
        fix: "Rätta namnet på stället, eller lägg till det med sitt citat i källans `ställen`.",
            "Correct the name of the passage, or add it with its quotation to the `ställen` of the source.";
    }
    PERIOD_REVERSED = "E0210" Error {
        title: "perioden slutar innan den börjar", "the period ends before it starts";
        meaning: "Periodens sista dag ligger före dess första.",
            "The last day of the period is before its first.";
        why: "En sådan period innehåller ingen dag, så inget kan räknas i den.",
            "Such a period holds no day, so nothing can be counted in it.";
        example: "const PROGRAMTID = period(\"2014-12-31\", \"2012-01-01\");";
        fix: "Skriv den första dagen först: `period(\"2012-01-01\", \"2014-12-31\")`.",
            "Write the first day first: `period(\"2012-01-01\", \"2014-12-31\")`.";
    }
    ALTERNATIVES = "E0211" Error {
        title: "alternativen stämmer inte", "the alternatives do not fit";
        meaning: "Det valda alternativet (`valt`) finns inte bland tolkningens alternativ, eller så tar `enligt(…)` inte upp precis alla alternativ.",
            "The chosen alternative (`valt`) is not among the alternatives of the interpretation, or `enligt(…)` does not list exactly all of them.";
        why: "Alla sätt att läsa texten ska gå att räkna, även de som inte valts.",
            "Every reading of the text is to be countable, also those not chosen.";
        example: "tolkning(\"åldersgräns\", #{\n    nr: \"A01\", fråga: \"Från vilken ålder?\", varför: \"Källan anger ingen ålder\",\n    alternativ: #{ vuxna: \"18 år eller äldre\", alla: \"alla åldrar\" }, valt: \"myndiga\",\n});";
        fix: "Välj ett av alternativen, eller lägg till det som saknas.",
            "Choose one of the alternatives, or add the one that is missing.";
    }
    EDITION_COUNT = "E0212" Error {
        title: "utgåvan saknas eller anges två gånger", "the edition is missing or declared twice";
        meaning: "En mapp med regler är en utgåva och ska ha precis en `utgåva(…)`.",
            "A folder of rules is an edition and is to have exactly one declaration `utgåva(…)`.";
        why: "Utgåvan säger vilket program reglerna hör till och när de gäller.",
            "The edition says which programme the rules belong to and when they are in force.";
        example: "// en mapp där ingen fil innehåller utgåva(…)";
        fix: "Lägg till `utgåva(\"stad/program@år\", #{ … });` i en av mappens filer, eller ta bort den som är för mycket.",
            "Add `utgåva(\"city/programme@years\", #{ … });` to one of the files of the folder, or take away the one too many.";
    }
    BAD_ID = "E0213" Error {
        title: "ogiltigt namn", "invalid id";
        meaning: "Ett sådant namn består av bokstäver, siffror, bindestreck och understreck, och börjar med en bokstav. En utgåvas namn har formen `stad/program@utgåva` med bokstäverna a–z.",
            "An id consists of letters, digits, hyphens and underscores, and begins with a letter. The id of an edition has the form `city/programme@edition` with the letters a–z.";
        why: "Id:n används i filnamn, kolumnnamn och adresser, där mellanslag och andra tecken ställer till det.",
            "Ids are used in file names, column names and addresses, where blanks and other characters cause trouble.";
        example: "gruppering(\"ålder i år!\", #{\n    namn: \"Kön\", post: \"person\", kategorier: [\"kvinna\", \"övriga\"],\n    värde: |p| if p.kön == \"kvinna\" { \"kvinna\" } else { \"övriga\" },\n});";
        fix: "Byt mellanslag mot bindestreck och ta bort andra tecken: `\"ålder-i-år\"`.",
            "Replace blanks with hyphens and take away other characters: `\"ålder-i-år\"`.";
    }
    SAME_ALTERNATIVES = "E0214" Error {
        title: "alternativen går inte att skilja åt", "the alternatives can't be told apart";
        meaning: "Tolkningen har ett alternativ som ingen regel frågar efter: det räknas precis som ett annat.",
            "The interpretation has an alternative that no rule asks for: it is counted exactly as another.";
        why: "Den som väljer alternativet får samma siffror som förut och tror att frågan saknar betydelse.",
            "Whoever chooses the alternative gets the same figures as before and believes that the question does not matter.";
        example: "tolkning(\"åldersgräns\", #{\n    nr: \"A01\", fråga: \"Från vilken ålder?\", varför: \"Källan anger ingen ålder\",\n    alternativ: #{ vuxna: \"18 år eller äldre\", sexton: \"16 år eller äldre\", alla: \"alla åldrar\" }, valt: \"vuxna\",\n});\nmålgrupp(\"kvinnor\", #{\n    namn: \"Kvinnor\", källa: \"S3\", ställe: \"Målgrupp 1\", post: \"person\",\n    villkor: |p| p.kön == \"kvinna\" && (vald(\"åldersgräns\") == \"alla\" || ålder(p.födelsedatum, period.slut) >= 18),\n});";
        fix: "Skriv in i villkoret vad som skiljer alternativet från de andra, eller ta bort det. Ett `switch vald(…)` med ett fall för varje alternativ glömmer inget.",
            "Write into the condition what sets the alternative apart from the others, or remove it. A `switch vald(…)` with a case for each alternative forgets none.";
    }
    OVERLAP = "E0215" Error {
        title: "två utgåvor gäller samtidigt", "two editions are in force at the same time";
        meaning: "En dag ligger inom `gäller` för två utgåvor av samma program.",
            "A day lies within `gäller` of two editions of the same programme.";
        why: "Den dagen går det inte att säga vilka regler som räknas.",
            "On that day it can't be said which rules count.";
        example: "utgåva(\"prov/sidor@2020\", #{ revision: \"1.0.0\", titel: \"Prov\", gäller: period(\"2020-01-01\", \"2020-12-31\"), status: \"utkast\" });";
        fix: "Låt den tidigare utgåvan sluta gälla dagen innan den senare börjar.",
            "Let the earlier edition end on the day before the later begins.";
    }
}
