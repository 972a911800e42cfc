//! E05: constructs not allowed in conditions.

use super::{Code, Entry, Severity};

family! {
    CONSTRUCT = "E0501" Error {
        title: "detta får inte stå i ett villkor", "this may not stand in a condition";
        meaning: "Villkor består av jämförelser, `&&`, `||` och `!`, räkning, `in`, `??`, `if`, `switch`, `let`, listmetoder och funktioner. Slingor, utskrifter och annat som gör något i stället för att svara hör inte dit.",
            "Conditions consist of comparisons, `&&`, `||` and `!`, arithmetic, `in`, `??`, `if`, `switch`, `let`, list methods and functions. Loops, printing and whatever does something rather than answers do not belong there.";
        why: "Bara då är det säkert att villkoret alltid ger ett svar, och att två utgåvor kan jämföras.",
            "Only then is it certain that the condition always gives an answer, and that two editions can be compared.";
        example: "fn utsatt(p) {\n    for v in p.våld { if v.roll == \"våldsutsatt\" { return true; } }\n    false\n}\nmålgrupp(\"utsatta\", #{\n    namn: \"Utsatta\", källa: \"S3\", ställe: \"Målgrupp 1\", post: \"person\", villkor: |p| utsatt(p),\n});";
        fix: "Skriv om frågan med en listmetod, här `p.våld.some(|v| v.roll == \"våldsutsatt\")`.",
            "Put the question with a list method, here `p.våld.some(|v| v.roll == \"våldsutsatt\")`.";
    }
    RECURSION = "E0502" Error {
        title: "funktionen anropar sig själv", "the function calls itself";
        meaning: "En funktion använder sig själv, direkt eller genom en annan funktion.",
            "A function uses itself, directly or through another function.";
        why: "Ett sådant villkor kan hålla på utan slut.",
            "Such a condition may go on without end.";
        example: "fn räknas_in(p) { räknas_in(p) && p.kön == \"kvinna\" }\nmålgrupp(\"vuxna\", #{\n    namn: \"Vuxna\", källa: \"S3\", ställe: \"Målgrupp 1\", post: \"person\", villkor: |p| räknas_in(p),\n});";
        fix: "Skriv ut frågan utan att funktionen nämner sig själv, ofta med en listmetod.",
            "Write the question out without the function naming itself, often with a list method.";
    }
    TOO_COMPLEX = "E0503" Error {
        title: "villkoret är för stort eller för djupt", "the condition is too large or too deep";
        meaning: "Villkoret har fler led, eller fler nivåer inuti varandra, än vad som tillåts när funktionerna har satts in.",
            "The condition has more parts, or more levels within each other, than is allowed once the functions have been put in.";
        why: "Gränsen gör att reglerna alltid kan granskas, jämföras och räknas på rimlig tid.",
            "The limit makes sure that rules can always be checked, compared and counted in reasonable time.";
        example: "// ett villkor med flera hundra || efter varandra";
        fix: "Räkna upp värden med `in […]` i stället för många `||`, eller dela upp villkoret i flera.",
            "List values with `in […]` instead of many `||`, or divide the condition into several.";
    }
    ELSE_MISSING = "E0504" Error {
        title: "`else` saknas", "`else` is missing";
        meaning: "`if` ger ett värde och behöver säga vad det är även när svaret är nej. `switch` behöver på samma sätt en sista rad `_ => …`, om inte alla koder finns med.",
            "`if` gives a value and needs to say what it is also when the answer is no. In the same way `switch` needs a last line `_ => …`, unless every code is there.";
        why: "Annars blir värdet okänt för alla som inte nämns.",
            "Otherwise the value is unknown for everyone not mentioned.";
        example: "gruppering(\"åldersgrupp\", #{\n    namn: \"Åldersgrupp\", post: \"person\", kategorier: [\"barn\", \"vuxen\"],\n    värde: |p| if ålder(p.födelsedatum, period.slut) < 18 { \"barn\" },\n});";
        fix: "Lägg till `else { … }`, eller `_ => …` sist i ett `switch`.",
            "Add `else { … }`, or `_ => …` last in a `switch`.";
    }
    ASSIGNMENT = "E0505" Error {
        title: "ett villkor får inte ändra något", "a condition may not change anything";
        meaning: "Ett ensamt `=` ger ett namn ett nytt värde. Jämförelser skrivs med `==`.",
            "A single `=` gives a name a new value. Comparisons are written with `==`.";
        why: "Ett villkor som ändrar något kan ge olika svar beroende på vad som frågats före.",
            "A condition that changes something may answer differently depending on what was asked before.";
        example: "målgrupp(\"kvinnor\", #{\n    namn: \"Kvinnor\", källa: \"S3\", ställe: \"Målgrupp 1\", post: \"person\",\n    villkor: |p| { let x = p.kön; x = \"man\"; x == \"kvinna\" },\n});";
        fix: "Skriv `==` om det är en jämförelse. Behövs ett mellanled: ge det ett eget namn med `let`.",
            "Write `==` if it is a comparison. If a step between is needed: give it a name of its own with `let`.";
    }
}
