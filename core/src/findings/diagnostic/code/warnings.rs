//! W06: rules that can be used, but probably do not mean what their author intended.

use super::{Code, Entry, Severity};

family! {
    UNUSED_READING = "W0601" Warning {
        title: "tolkningen används inte", "the interpretation is not used";
        meaning: "Tolkningen finns, men inget villkor frågar efter den med `vald(…)` eller `enligt(…)`, och inget annat hänvisar till den.",
            "The interpretation is declared, but no condition asks for it with `vald(…)` or `enligt(…)`, and no declaration refers to it.";
        why: "Den som byter alternativ ser ingen skillnad och tror att frågan saknar betydelse.",
            "Whoever switches alternative sees no difference and believes that the question does not matter.";
        example: "tolkning(\"åldersgräns\", #{\n    nr: \"A01\", fråga: \"Från vilken ålder?\", varför: \"Källan anger ingen ålder\",\n    alternativ: #{ vuxna: \"18 år eller äldre\", alla: \"alla åldrar\" }, valt: \"vuxna\",\n});";
        fix: "Använd tolkningen där den har betydelse, eller ta bort den.",
            "Use the interpretation where it matters, or take it away.";
    }
    IDLE_ALTERNATIVE = "W0602" Warning {
        title: "alternativet ändrar inget", "the alternative changes nothing";
        meaning: "Två alternativ av en tolkning leder till precis samma villkor överallt där tolkningen används.",
            "Two alternatives of an interpretation lead to exactly the same condition wherever it is used.";
        why: "Rapporten säger då att siffran är oberoende av tolkningen, fast skillnaden kanske aldrig skrevs in.",
            "The report then says that the figure does not depend on the interpretation, though the reading may never have been written in.";
        example: "tolkning(\"åldersgräns\", #{\n    nr: \"A01\", fråga: \"Från vilken ålder?\", varför: \"Källan anger ingen ålder\",\n    alternativ: #{ vuxna: \"18 år eller äldre\", alla: \"alla åldrar\" }, valt: \"vuxna\",\n});\nmålgrupp(\"kvinnor\", #{\n    namn: \"Kvinnor\", källa: \"S3\", ställe: \"Målgrupp 1\", post: \"person\",\n    villkor: enligt(\"åldersgräns\", #{ vuxna: |p| p.kön == \"kvinna\", alla: |p| p.kön == \"kvinna\" }),\n});";
        fix: "Skriv in vad som skiljer alternativen åt, eller ta bort ett av dem.",
            "Write in what sets the alternatives apart, or take one of them away.";
    }
    ALWAYS_SAME = "W0603" Warning {
        title: "villkoret har alltid samma svar", "the condition always has the same answer";
        meaning: "Villkoret, eller en del av det, är sant för alla eller falskt för alla, vad som än står i posten.",
            "The condition, or a part of it, is true for everyone or false for everyone, whatever the record says.";
        why: "Då räknas alla eller ingen, vilket sällan är meningen.",
            "Then everyone is counted or no one, which is seldom the intention.";
        example: "målgrupp(\"kvinnor\", #{\n    namn: \"Kvinnor\", källa: \"S3\", ställe: \"Målgrupp 1\", post: \"person\",\n    villkor: |p| p.kön == \"kvinna\" && p.kön == \"man\",\n});";
        fix: "Se efter om `&&` skulle vara `||`, om en gräns är omkastad eller om en rad blivit kvar.",
            "See whether `&&` should be `||`, whether a limit is turned round or whether a line has been left behind.";
    }
    GOAL_WITHOUT_GROUP = "W0604" Warning {
        title: "målet har ingen målgrupp", "the goal has no target group";
        meaning: "Målet säger inte för vem det ska nås.",
            "The goal does not say for whom it is to be achieved.";
        why: "Målet kan inte följas upp för en målgrupp, och dess indikatorer kan hamna fel i rapporten.",
            "The goal cannot be followed up for a target group, and its indicators may end up in the wrong place of the report.";
        example: "mål(\"trygghet\", #{ namn: \"Fler är trygga\", källa: \"S3\", ställe: \"Målgrupp 1\" });";
        fix: "Lägg till `målgrupp: \"…\"`. Om källan inte säger för vem: skriv det som en tolkning.",
            "Add `målgrupp: \"…\"`. If the source does not say for whom: write it as an interpretation.";
    }
    IMPOSSIBLE_CODE = "W0605" Warning {
        title: "koden kan inte förekomma här", "the code cannot occur here";
        meaning: "Något som redan är avgjort på den här platsen utesluter koden, till exempel en tidigare gren av ett `switch` eller en jämförelse tidigare i villkoret.",
            "Something already settled at this place rules the code out, such as an earlier branch of a `switch` or a comparison earlier in the condition.";
        why: "Raden har ingen verkan, och det är lätt att tro att den har det.",
            "The line has no effect, and it is easy to believe that it has.";
        example: "gruppering(\"kön\", #{\n    namn: \"Kön\", källa: \"S3\", ställe: \"Målgrupp 1\", post: \"person\", kategorier: [\"kvinna\", \"man\", \"övriga\"],\n    värde: |p| if p.kön == \"kvinna\" { \"kvinna\" } else { switch p.kön { \"kvinna\" => \"man\", _ => \"övriga\" } },\n});";
        fix: "Ta bort raden, eller rätta den till den kod som avses.",
            "Take the line away, or correct it to the code that is meant.";
    }
    UNTRIED = "W0606" Warning {
        title: "inget exempel prövar", "no example tries";
        meaning: "Ett villkor är prövat först när något exempel uppfyller det och något annat inte gör det. Här saknas det ena eller det andra, för en målgrupp, en indikator eller en rutin och dess like.",
            "A condition has been tried only when some example meets it and another does not. One or the other is missing here, for a target group, an indicator, or a routine and its like.";
        why: "Ett fel i villkoret skulle inte märkas när exemplen körs.",
            "A mistake in the condition would not show when the examples are run.";
        example: "målgrupp(\"kvinnor\", #{\n    namn: \"Kvinnor\", källa: \"S3\", ställe: \"Målgrupp 1\", post: \"person\", villkor: |p| p.kön == \"kvinna\",\n});\nexempel(\"En kvinna\", #{\n    post: #{ kön: \"kvinna\" }, period: \"2013\", väntat: #{ målgrupper: #{ kvinnor: true } },\n});";
        fix: "Lägg till ett exempel med `true` och ett med `false` för målgruppen eller rutinen, eller ett med 1 och ett med 0 för indikatorn.",
            "Add an example with `true` and one with `false` for the target group or routine, or one with 1 and one with 0 for the indicator.";
    }
    PARAMETER_GAP = "W0607" Warning {
        title: "parametern saknar värde en del av tiden", "the parameter has no value some of the time";
        meaning: "Parameterns första värde börjar gälla senare än utgåvan. Dagar dessförinnan har den inget värde.",
            "The parameter's first value begins to apply later than the edition. On days before that it has no value.";
        why: "Det som beror på parametern är då okänt för alla, och inget fält i posten kan avgöra det.",
            "What depends on the parameter is then unknown for everyone, and no field of the record can settle it.";
        example: "parameter(\"vuxenålder\", #{\n    namn: \"Ålder\", värden: [ #{ från: \"2030-01-01\", värde: 18, källa: \"S3\", ställe: \"Målgrupp 1\" } ],\n});";
        fix: "Lägg till vad som gällde från utgåvans första dag. Säger ingen källa det: skriv det som en tolkning, eller säg varför med `okänt_före`.",
            "Add what applied from the edition's first day. If no source says so: write it as an interpretation, or say why with `okänt_före`.";
    }
    USED_WITHOUT_EFFECT = "W0608" Warning {
        title: "tolkningen har en verkan", "the interpretation has an effect";
        meaning: "Tolkningen eller parametern säger med `utan_verkan` att ingen regel beror på den, men det gör någon.",
            "The interpretation or parameter says with `utan_verkan` that no rule depends on it, but one does.";
        why: "En tolkning utan verkan kan inte bytas, så regelns andra alternativ kan aldrig prövas.",
            "An interpretation without effect can't be switched, so the rule's other alternatives can never be tried.";
        example: "tolkning(\"åldersgräns\", #{\n    nr: \"A01\", fråga: \"Från vilken ålder?\", varför: \"Källan anger ingen ålder\",\n    alternativ: #{ vuxna: \"18 år eller äldre\", alla: \"alla åldrar\" }, valt: \"vuxna\",\n    utan_verkan: \"Åldern står inte i posten\",\n});\nmålgrupp(\"kvinnor\", #{\n    namn: \"Kvinnor\", källa: \"S3\", ställe: \"Målgrupp 1\", post: \"person\",\n    villkor: |p| p.kön == \"kvinna\" && (vald(\"åldersgräns\") == \"alla\" || ålder(p.födelsedatum, period.slut) >= 18),\n});";
        fix: "Ta bort `utan_verkan`, eller det som beror på den.",
            "Take `utan_verkan` away, or that which depends on it.";
    }
    UNREAD_FILE = "W0609" Warning {
        title: "filen läses inte", "the file is not read";
        meaning: "I mappen ligger en fil som ser ut att höra till reglerna men som inte läses: namnet slutar inte på `.rhai`, det är en kopia av en regelfil, det är ingen vanlig fil, eller så är det en länk ut ur mappen.",
            "In the folder lies a file that looks as if it belonged to the rules but is not read: its name does not end with `.rhai`, it is a copy of a rule file, it is no ordinary file, or it is a link out of the folder.";
        why: "Den som skrivit filen tror att den gäller.",
            "Whoever wrote the file believes that it counts.";
        example: "// i filen 20-malgrupper.txt";
        fix: "Ge filen ett namn som slutar på `.rhai`, eller lägg den någon annanstans.",
            "Give the file a name that ends with `.rhai`, or put it somewhere else.";
    }
    UNUSED_FUNCTION = "W0610" Warning {
        title: "funktionen används inte", "the function is not used";
        meaning: "Inget villkor och ingen annan funktion anropar funktionen.",
            "No condition and no other function calls the function.";
        why: "Den som läser den tror att den avgör något. Ofta är det ett anrop som fallit bort.",
            "Whoever reads it believes that it decides something. Often it is a call that was lost.";
        example: "fn är_kvinna(p) { p.kön == \"kvinna\" }";
        fix: "Anropa den där den behövs, eller ta bort den.",
            "Call it where it is needed, or remove it.";
    }
    OTHER_TIME = "W0611" Warning {
        title: "exemplet är från en annan tid", "the example is of another time";
        meaning: "Exemplets `period` eller `på` ligger utanför den tid då utgåvan gäller.",
            "The `period` or `på` of the example lies outside the time when the edition is in force.";
        why: "Det prövar då regler på en tid som de aldrig används för. Ofta följde det med när en utgåva kopierades.",
            "It then tries rules on a time that they are never used for. Often it came along when an edition was copied.";
        example: "målgrupp(\"kvinnor\", #{\n    namn: \"Kvinnor\", källa: \"S3\", ställe: \"Målgrupp 1\", post: \"person\", villkor: |p| p.kön == \"kvinna\",\n});\nexempel(\"En kvinna\", #{\n    post: #{ kön: \"kvinna\" }, period: \"2013\", väntat: #{ målgrupper: #{ kvinnor: true } },\n});";
        fix: "Byt perioden och posternas dagar till utgåvans tid.",
            "Change the period and the days of the records to the edition's time.";
    }
    LEFT_OUT = "W0612" Warning {
        title: "fler fynd än som visas", "more findings than are shown";
        meaning: "Det finns så många fynd att alla inte visas.",
            "There are so many findings that not all are shown.";
        why: "De flesta följer sannolikt av några få fel.",
            "Most of them probably follow from a few mistakes.";
        example: "// en fil med tusentals fel";
        fix: "Rätta de fynd som visas och granska igen.",
            "Mend the findings that are shown and check again.";
    }
    SAME_NUMBER = "W0613" Warning {
        title: "två tolkningar har samma nummer", "two interpretations have the same number";
        meaning: "Två tolkningar i utgåvan har samma `nr`.",
            "Two interpretations of the edition have the same `nr`.";
        why: "Den som hänvisar till en öppen fråga med dess nummer menar då två.",
            "Whoever refers to an open question by its number then means two.";
        example: "tolkning(\"ett\", #{ nr: \"A01\", fråga: \"Vad?\", varför: \"Källan säger inget\", alternativ: #{ a: \"a\", b: \"b\" }, valt: \"a\", utan_verkan: \"prov\" });\ntolkning(\"två\", #{ nr: \"A01\", fråga: \"Vad?\", varför: \"Källan säger inget\", alternativ: #{ a: \"a\", b: \"b\" }, valt: \"a\", utan_verkan: \"prov\" });";
        fix: "Ge en av dem ett annat nummer, till exempel `A01b`.",
            "Give one of them another number, such as `A01b`.";
    }
}
