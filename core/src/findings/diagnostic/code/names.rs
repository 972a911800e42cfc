//! E03: names in conditions.

use super::{Code, Entry, Severity};

family! {
    UNKNOWN_FIELD = "E0301" Error {
        title: "okänt fält", "unknown field";
        meaning: "Villkoret frågar efter ett fält som posten inte har.",
            "The condition asks for a field that the record does not have.";
        why: "Ett fält som inte finns är alltid okänt, och då skulle villkoret aldrig ge något svar.",
            "A field that does not exist is always unknown, and the condition would never give an answer.";
        example: "målgrupp(\"kvinnor\", #{\n    namn: \"Kvinnor\", källa: \"S3\", ställe: \"Målgrupp 1\", post: \"person\",\n    villkor: |p| p.kon == \"kvinna\",\n});";
        fix: "Rätta namnet (`p.kön`). Fälten och deras typer visas av `kvinnofrid schema`.",
            "Correct the name (`p.kön`). The fields and their types are shown by `kvinnofrid schema`.";
    }
    UNKNOWN_VARIABLE = "E0302" Error {
        title: "okänt namn", "unknown name";
        meaning: "Namnet är varken en parameter mellan `|…|`, ett `let` i villkoret, en konstant eller `period`. I en funktion syns inte konstanter som står utanför den.",
            "The name is neither a parameter between `|…|`, a `let` of the condition, a constant nor `period`. Inside a function constants outside it cannot be seen.";
        why: "Utan värde för namnet kan villkoret inte prövas.",
            "Without a value for the name the condition cannot be tested.";
        example: "målgrupp(\"kvinnor\", #{\n    namn: \"Kvinnor\", källa: \"S3\", ställe: \"Målgrupp 1\", post: \"person\",\n    villkor: |p| person.kön == \"kvinna\",\n});";
        fix: "Använd det namn som står mellan strecken, här `p`. I en funktion: skicka med värdet som parameter.",
            "Use the name between the bars, here `p`. In a function: pass the value as a parameter.";
    }
    UNKNOWN_FUNCTION = "E0303" Error {
        title: "okänd funktion", "unknown function";
        meaning: "Funktionen är varken en av språkets egna, såsom `ålder` och `känd`, eller skriven med `fn` i utgåvans filer.",
            "The function is neither one of the language's own, such as `ålder` and `känd`, nor declared with `fn` in the files of the edition.";
        why: "Villkoret kan inte prövas utan att veta vad funktionen gör.",
            "The condition cannot be tested without knowing what the function does.";
        example: "målgrupp(\"vuxna\", #{\n    namn: \"Vuxna\", källa: \"S3\", ställe: \"Målgrupp 1\", post: \"person\",\n    villkor: |p| åldern(p.födelsedatum, period.slut) >= 18,\n});";
        fix: "Rätta namnet (`ålder`), eller lägg till funktionen: `fn åldern(född, dag) { … }`.",
            "Correct the name (`ålder`), or declare the function: `fn åldern(född, dag) { … }`.";
    }
    UNKNOWN_CODE = "E0304" Error {
        title: "okänd kod", "unknown code";
        meaning: "Fältet har en sluten lista av koder, och den här texten är inte en av dem.",
            "The field has a closed list of codes, and this text is not one of them.";
        why: "En jämförelse med en kod som inte finns är aldrig sann, och ingen skulle räknas.",
            "A comparison with a code that does not exist is never true, and no one would be counted.";
        example: "målgrupp(\"kvinnor\", #{\n    namn: \"Kvinnor\", källa: \"S3\", ställe: \"Målgrupp 1\", post: \"person\",\n    villkor: |p| p.kön == \"kvinnor\",\n});";
        fix: "Välj en av fältets koder, här `\"kvinna\"`.",
            "Choose one of the codes of the field, here `\"kvinna\"`.";
    }
    UNKNOWN_READING = "E0305" Error {
        title: "okänd tolkning eller okänt alternativ", "unknown reading or alternative";
        meaning: "`vald(…)` eller `enligt(…)` nämner en tolkning som inte finns, eller så jämförs en tolkning med ett alternativ den inte har.",
            "`vald(…)` or `enligt(…)` names an interpretation that is not declared, or an interpretation is compared with an alternative it does not have.";
        why: "Villkoret skulle inte påverkas när tolkningen ändras.",
            "The condition would not change when the interpretation is changed.";
        example: "målgrupp(\"alla\", #{\n    namn: \"Alla\", källa: \"S3\", ställe: \"Målgrupp 1\", post: \"person\",\n    villkor: |p| vald(\"aldersgrans\") == \"alla\",\n});";
        fix: "Rätta namnet, eller lägg till tolkningen med sina alternativ.",
            "Correct the name, or declare the interpretation with its alternatives.";
    }
    UNKNOWN_METHOD = "E0306" Error {
        title: "okänd listmetod", "unknown list method";
        meaning: "Listor kan frågas med `some`, `all`, `none`, `count`, `filter`, `map`, `sum`, `min`, `max`, `first`, `last`, `len`, `senaste` och `tidigaste`. Den här metoden finns inte.",
            "Lists can be asked with `some`, `all`, `none`, `count`, `filter`, `map`, `sum`, `min`, `max`, `first`, `last`, `len`, `senaste` and `tidigaste`. This method does not exist.";
        why: "Villkoret kan inte prövas utan att veta vad metoden gör.",
            "The condition cannot be tested without knowing what the method does.";
        example: "målgrupp(\"utsatta\", #{\n    namn: \"Utsatta\", källa: \"S3\", ställe: \"Målgrupp 1\", post: \"person\",\n    villkor: |p| p.våld.any(|v| v.roll == \"våldsutsatt\"),\n});";
        fix: "Använd en av metoderna. För ”minst en” heter den `some`.",
            "Use one of the methods. For “at least one” it is `some`.";
    }
    UNKNOWN_PARAMETER = "E0307" Error {
        title: "okänd parameter", "unknown parameter";
        meaning: "`gällande(…)` frågar efter en parameter som inte finns i utgåvan.",
            "`gällande(…)` asks for a parameter that the edition does not declare.";
        why: "Utan parameterns värden och datum går det inte att veta vad som gällde den dagen.",
            "Without the values and dates of the parameter there is no telling what applied on that day.";
        example: "målgrupp(\"vuxna\", #{\n    namn: \"Vuxna\", källa: \"S3\", ställe: \"Målgrupp 1\", post: \"person\",\n    villkor: |p| ålder(p.födelsedatum, period.slut) >= gällande(\"vuxenalder\", period.slut),\n});";
        fix: "Rätta namnet (`\"vuxenålder\"`), eller lägg till parametern med sina värden.",
            "Correct the name (`\"vuxenålder\"`), or declare the parameter with its values.";
    }
}
