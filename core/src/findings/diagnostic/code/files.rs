//! E01: reading a file.

use super::{Code, Entry, Severity};

family! {
    NOT_UTF8 = "E0101" Error {
        title: "filen är inte sparad som UTF-8", "the file is not saved as UTF-8";
        meaning: "Teckenkodningen avgör vilka bokstäver en sparad fil har. Regelfiler läses som UTF-8, och här finns tecken som inte är det.",
            "A file is a row of bytes, and the encoding decides which letters they stand for. Rule files are read as UTF-8, and here are bytes that are not.";
        why: "Med fel teckenkodning blir å, ä och ö andra tecken, och då är `kön` inte längre samma namn.",
            "With the wrong encoding å, ä and ö become other characters, and `kön` is no longer the same name.";
        example: "const KVINNA = \"kön: kvinna\";   // en fil sparad som Windows-1252";
        fix: "Spara filen på nytt med teckenkodningen UTF-8. I Anteckningar väljs den under Spara som, Kodning. Kontrollera sedan att å, ä och ö ser rätt ut.",
            "Save the file anew with the encoding UTF-8. In Notepad it is chosen under Save as, Encoding. Then check that å, ä and ö look right.";
    }
    SYNTAX = "E0102" Error {
        title: "texten går inte att läsa som regler", "the text cannot be read as rules";
        meaning: "Ett tecken står där det inte kan stå, eller så saknas ett: ofta ett kommatecken mellan två rader, ett kolon efter en nyckel eller ett semikolon efter en regel.",
            "A character stands where it cannot stand, or one is missing: often a comma between two lines, a colon after a key or a semicolon after a declaration.";
        why: "Regeln hoppas över tills den kan läsas. Resten av filen granskas ändå.",
            "The declaration is left out until it can be read. The rest of the file is checked all the same.";
        example: "mål(\"trygghet\", #{\n    namn: \"Fler är trygga\"\n    målgrupp: \"kvinnor\",\n});";
        fix: "Se efter strax före den plats som pekas ut. I exemplet saknas ett kommatecken efter `\"Fler är trygga\"`.",
            "Look just before the place pointed at. In the example a comma is missing after `\"Fler är trygga\"`.";
    }
    UNCLOSED = "E0103" Error {
        title: "en parentes eller ett citattecken är inte stängt", "a bracket or a quotation mark is not closed";
        meaning: "Varje `(`, `[`, `{` och `\"` ska ha sin motsvarighet. Här börjar något som aldrig slutar.",
            "Every `(`, `[`, `{` and `\"` needs its counterpart. Here something begins that never ends.";
        why: "Utan slutet går det inte att veta var regeln slutar och nästa börjar.",
            "Without the end there is no telling where the declaration ends and the next begins.";
        example: "mål(\"trygghet\", #{\n    namn: \"Fler är trygga,\n    målgrupp: \"kvinnor\",\n});";
        fix: "Sätt dit det som saknas. En text i citattecken slutar på samma rad som den börjar.",
            "Put in what is missing. A text in quotation marks ends on the line where it begins.";
    }
    TOO_LARGE = "E0104" Error {
        title: "filen är för stor", "the file is too large";
        meaning: "En regelfil får vara högst 1 MiB, ha högst 65 000 rader och högst 65 000 tecken på en rad.",
            "A rule file may be at most 1 MiB, have at most 65 000 lines and at most 65 000 characters in a line.";
        why: "Gränserna gör att granskningen alltid blir klar och alltid kan peka ut rätt rad.",
            "The limits make sure that the check always finishes and can always point at the right line.";
        example: "// en fil på mer än en miljon tecken";
        fix: "Dela upp innehållet på flera filer i samma mapp. De läses som ett enda program, i filnamnens ordning.",
            "Divide the content among several files of the folder. They are read as one program, in the order of their names.";
    }
    TOP_LEVEL = "E0105" Error {
        title: "detta får inte stå ytterst i en regelfil", "this may not stand at the top level of a rule file";
        meaning: "Ytterst i en regelfil står regler (`målgrupp(…);`), konstanter (`const NAMN = …;`) och funktioner (`fn namn(…) { … }`), inget annat.",
            "At the top level of a rule file stand declarations (`målgrupp(…);`), constants (`const NAME = …;`) and functions (`fn name(…) { … }`), nothing else.";
        why: "Reglerna ska gå att läsa en och en, utan att något som står före ändrar vad de betyder.",
            "The rules are to be read one by one, without anything before them changing what they mean.";
        example: "let gräns = 18;";
        fix: "Gör värdet till en konstant, till exempel `const GRÄNS = 18;`, eller flytta raden in i en funktion.",
            "Make the value a constant, such as `const GRÄNS = 18;`, or move the line into a function.";
    }
    DECLARATION_FAILED = "E0106" Error {
        title: "regeln gick inte att läsa in", "the declaration could not be carried out";
        meaning: "Regeln är rätt skriven, men något i den gick fel när den lästes in: ett namn som inte finns, ett datum som inte finns i kalendern eller ett anrop med fel slags värde.",
            "The declaration is written right, but something in it failed when it was read: a name that does not exist, a date that is not in the calendar or a call with the wrong kind of value.";
        why: "Det som skulle ha beskrivits finns därför inte, och det som hänvisar till det går inte heller att använda.",
            "What was to be declared is therefore missing, and what refers to it cannot be used either.";
        example: "const STÖRST = 9223372036854775807 + 1;";
        fix: "Rätta det som pekas ut. I exemplet har februari inte trettio dagar.",
            "Correct what is pointed at. In the example February has no thirty days.";
    }
    EMPTY_FILE = "E0107" Error {
        title: "filen är tom", "the file is empty";
        meaning: "Regelfilen har inget innehåll.",
            "The rule file has no content.";
        why: "Det som filen skulle ha beskrivit saknas för resten av utgåvan. Ofta är det en fil som sparats fel.",
            "What the file would have described is missing for the rest of the edition. Often it is a file that was saved wrongly.";
        example: "// 20-malgrupper.rhai, 0 tecken";
        fix: "Hämta tillbaka innehållet, eller ta bort filen.",
            "Bring the content back, or remove the file.";
    }
    HIDDEN_SIGNS = "E0108" Error {
        title: "dolda tecken", "hidden characters";
        meaning: "Filen har tecken som inte syns: de får text att visas i en annan ordning än den läses, ser ut som radslut utan att vara det, eller visas inte alls.",
            "The file has characters that are not shown: they make text appear in another order than it is read, look like the end of a line and are not, or do not appear at all.";
        why: "Den som granskar regeln ser då något annat än det som räknas.",
            "Whoever reviews the rule then sees something else than what is counted.";
        example: "// räknas \u{202E}etni\u{202C}\n";
        fix: "Ta bort tecknet på den plats som pekas ut, och skriv om raden för hand.",
            "Remove the character at the place pointed at, and write the line anew by hand.";
    }
    MISNAMED_FILE = "E0109" Error {
        title: "regelfilens namn slutar inte på `.rhai`", "the name of the rule file does not end with `.rhai`";
        meaning: "Filen är sparad som regelfil, men under ett namn som gör att den inte läses: `.rhai` står med stora bokstäver, eller så följer en annan ändelse. Anteckningar lägger ofta till `.txt`.",
            "The file was saved as a rule file, but under a name that keeps it from being read: `.rhai` is in capitals, or another ending follows. Notepad often adds `.txt`.";
        why: "Det som filen beskriver saknas för resten av utgåvan. Fynd om det som saknas visas inte förrän filen läses.",
            "What the file describes is missing for the rest of the edition. Findings about what is missing are not shown until the file is read.";
        example: "// i filen 20-malgrupper.rhai.txt";
        fix: "Byt namn på filen. I Utforskaren syns hela namnet om Filnamnstillägg är valt under Visa. Ska den inte läsas: lägg den någon annanstans.",
            "Rename the file. Explorer shows the whole name if File name extensions is chosen under View. If it is not to be read: put it somewhere else.";
    }
}
