//! E04: types in conditions.

use super::{Code, Entry, Severity};

family! {
    TYPE_MISMATCH = "E0401" Error {
        title: "värdet är av fel slag här", "the value is of the wrong kind here";
        meaning: "Här behövs ett annat slags värde än det som står: till exempel en lista där det står ett datum, eller ett tal där det står en text.",
            "Another kind of value is needed here than the one that stands: for example a list where there is a date, or a number where there is a text.";
        why: "Beräkningen har inget svar för värden av det slaget.",
            "The calculation has no answer for values of that kind.";
        example: "målgrupp(\"vuxna\", #{\n    namn: \"Vuxna\", källa: \"S3\", ställe: \"Målgrupp 1\", post: \"person\",\n    villkor: |p| ålder(p.kön, period.slut) >= 18,\n});";
        fix: "Använd ett fält eller ett uttryck av rätt slag, här `p.födelsedatum`.",
            "Use a field or an expression of the right kind, here `p.födelsedatum`.";
    }
    CROSS_TYPE_COMPARISON = "E0402" Error {
        title: "jämförelse mellan olika slags värden", "comparison of different kinds of value";
        meaning: "De två sidorna är av olika slag, till exempel ett tal och en text.",
            "The two sides are of different kinds, for example a number and a text.";
        why: "En sådan jämförelse är aldrig sann. Den skulle tyst ge noll i stället för rätt antal.",
            "Such a comparison is never true. It would silently give zero instead of the right number.";
        example: "målgrupp(\"vuxna\", #{\n    namn: \"Vuxna\", källa: \"S3\", ställe: \"Målgrupp 1\", post: \"person\",\n    villkor: |p| ålder(p.födelsedatum, period.slut) >= \"18\",\n});";
        fix: "Gör båda sidorna till samma slag. Tal skrivs utan citattecken: `18`.",
            "Make both sides the same kind. Numbers are written without quotation marks: `18`.";
    }
    NOT_YES_NO = "E0403" Error {
        title: "villkoret ska vara ja eller nej", "the condition must be yes or no";
        meaning: "Ett villkor, och varje led mellan `&&` och `||`, ska vara en fråga med svaret ja eller nej. Det här är något annat.",
            "A condition, and each part between `&&` and `||`, is to be a question answered yes or no. This is something else.";
        why: "Det går inte att avgöra vem som räknas av ett datum, ett tal eller en text.",
            "A date, a number or a text does not decide who is counted.";
        example: "målgrupp(\"kvinnor\", #{\n    namn: \"Kvinnor\", källa: \"S3\", ställe: \"Målgrupp 1\", post: \"person\",\n    villkor: |p| p.födelsedatum,\n});";
        fix: "Gör en fråga av värdet: jämför det med något, eller fråga om det finns med `känd(…)`.",
            "Make a question of the value: compare it with something, or ask whether it is there with `känd(…)`.";
    }
    BRANCH_TYPES = "E0404" Error {
        title: "grenarna ger olika slags värden", "the branches give different kinds of value";
        meaning: "`if`, `switch` och `enligt` ger ett värde, och det ska vara av samma slag vilken väg som än tas.",
            "`if`, `switch` and `enligt` give a value, and it is to be of the same kind whichever way is taken.";
        why: "Det som använder värdet måste veta vad det är.",
            "What uses the value must know what it is.";
        example: "gruppering(\"åldersgrupp\", #{\n    namn: \"Åldersgrupp\", post: \"person\", kategorier: [\"barn\", \"vuxen\"],\n    värde: |p| if ålder(p.födelsedatum, period.slut) < 18 { \"barn\" } else { 18 },\n});";
        fix: "Låt alla grenar ge samma slag, här texter: `else { \"vuxen\" }`.",
            "Let all branches give the same kind, here texts: `else { \"vuxen\" }`.";
    }
    ARGUMENT_COUNT = "E0405" Error {
        title: "fel antal värden inom parentesen", "wrong number of arguments";
        meaning: "Funktionen eller metoden anropas med fler eller färre värden än den tar.",
            "The function or method is called with more or fewer values than it takes.";
        why: "Inget antas för ett värde som saknas.",
            "Nothing is assumed for a value that is missing.";
        example: "målgrupp(\"vuxna\", #{\n    namn: \"Vuxna\", källa: \"S3\", ställe: \"Målgrupp 1\", post: \"person\",\n    villkor: |p| ålder(p.födelsedatum) >= 18,\n});";
        fix: "Ge precis de värden som behövs. Ålder räknas alltid per en dag: `ålder(p.födelsedatum, period.slut)`.",
            "Give exactly the values needed. An age is always as of a day: `ålder(p.födelsedatum, period.slut)`.";
    }
    NO_ORDER = "E0406" Error {
        title: "värdena har ingen ordning", "the values have no order";
        meaning: "`<`, `<=`, `>` och `>=` frågar vad som kommer först. Tal och datum har en ordning, men inte koder, texter, ja och nej eller listor.",
            "`<`, `<=`, `>` and `>=` ask what comes first. Numbers and dates have an order, but codes, texts, yes and no and lists do not.";
        why: "Bokstavsordning säger inget om vad koderna betyder: `\"hög\"` kommer före `\"låg\"`.",
            "Alphabetical order says nothing of what the codes mean: `\"hög\"` (high) comes before `\"låg\"` (low).";
        example: "målgrupp(\"hög-risk\", #{\n    namn: \"Hög risk\", källa: \"S3\", ställe: \"Målgrupp 1\", post: \"person\",\n    villkor: |p| p.riskbedömningar.some(|r| r.nivå >= \"medel\"),\n});";
        fix: "Räkna upp de värden som avses: `r.nivå in [\"medel\", \"hög\"]`.",
            "List the values that are meant: `r.nivå in [\"medel\", \"hög\"]`.";
    }
    DATE_WITH_TEXT = "E0407" Error {
        title: "ett datum jämförs med en text", "a date is compared with a text";
        meaning: "Fältet är ett datum, men på andra sidan står en text som ser ut som ett datum.",
            "The field is a date, but on the other side stands a text that looks like a date.";
        why: "En text är inte ett datum, hur den än ser ut, och jämförelsen skulle aldrig vara sann.",
            "A text is not a date, whatever it looks like, and the comparison would never be true.";
        example: "målgrupp(\"nya\", #{\n    namn: \"Nya\", källa: \"S3\", ställe: \"Målgrupp 1\", post: \"person\",\n    villkor: |p| p.känd_sedan >= \"2013-01-01\",\n});";
        fix: "Skriv datumet som ett datum: `datum(\"2013-01-01\")`. Om det är periodens första dag: `period.start`.",
            "Write the date as a date: `datum(\"2013-01-01\")`. If it is the first day of the period: `period.start`.";
    }
    NOT_COMPUTABLE = "E0408" Error {
        title: "räkningen går inte att göra", "the computation can't be done";
        meaning: "Något i villkoret räknas alltid fel, vad som än står i posten: en division med noll, ett tal som blir för stort eller ett tal med fler siffror än vad som kan räknas med.",
            "Something in the condition always fails to compute, whatever the record says: a division by zero, a number that becomes too large or a number with more digits than can be computed with.";
        why: "Varje rapport skulle avbrytas vid första raden.",
            "Every report would stop at the first row.";
        example: "målgrupp(\"kvinnor\", #{\n    namn: \"Kvinnor\", källa: \"S3\", ställe: \"Målgrupp 1\", post: \"person\",\n    villkor: |p| p.våld.len() / 0 > 1,\n});";
        fix: "Rätta talet. Är det som divideras ett fält: fråga först om det är skilt från noll, `x != 0 && a / x > 1`.",
            "Correct the number. If what is divided by is a field: ask first whether it is not zero, `x != 0 && a / x > 1`.";
    }
}
