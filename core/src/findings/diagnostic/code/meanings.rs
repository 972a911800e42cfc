//! W06: what is found about the meaning of conditions, most of it by a proof over all records.

use super::{Code, Entry, Severity};

family! {
    NEVER_HOLDS = "W0614" Warning {
        title: "villkoret kan aldrig uppfyllas", "the condition can never be met";
        meaning: "Det är bevisat att ingen post uppfyller villkoret, vad som än står i den, med de valda tolkningarna under utgåvans år. För ett villkor på ett annat, som en täljare i sin nämnare, gäller det bland dem som uppfyller det andra.",
            "It is proved that no record meets the condition, whatever it says, under the chosen readings in the years of the edition. Of a condition within another one, as a numerator in its denominator, that holds among those who meet the other.";
        why: "Siffran är då alltid 0, och det ser ut som ett resultat.",
            "The figure is then always 0, and that looks like a result.";
        example: "målgrupp(\"unga\", #{\n    namn: \"Unga\", källa: \"S3\", ställe: \"Målgrupp 1\", post: \"person\",\n    villkor: |p| ålder(p.födelsedatum, period.slut) < 18 && p.födelsedatum < datum(\"1990-01-01\"),\n});";
        fix: "Se efter om en gräns är omkastad, om `&&` skulle vara `||`, eller om delarna var för sig menar olika personer.",
            "See whether a limit is turned round, whether `&&` should be `||`, or whether the parts mean different persons.";
    }
    NEVER_FALSE = "W0615" Warning {
        title: "villkoret är aldrig falskt", "the condition is never false";
        meaning: "Det är bevisat att villkoret är sant eller okänt för alla poster. För en täljare gäller det bland dem i nämnaren.",
            "It is proved that the condition is true or unknown for all records. Of a numerator that holds among those in the denominator.";
        why: "Då räknas alla, utom där en uppgift saknas, vilket sällan är meningen.",
            "Then everyone is counted, except where something is missing, which is seldom the intention.";
        example: "målgrupp(\"kvinnor\", #{\n    namn: \"Kvinnor\", källa: \"S3\", ställe: \"Målgrupp 1\", post: \"person\",\n    villkor: |p| ålder(p.födelsedatum, period.slut) >= 18 || ålder(p.födelsedatum, period.slut) < 21,\n});";
        fix: "Se efter om `||` skulle vara `&&`, eller om en gräns är omkastad.",
            "See whether `||` should be `&&`, or whether a limit is turned round.";
    }
    WITHOUT_EFFECT = "W0616" Warning {
        title: "delen ändrar inget svar", "the part changes no answer";
        meaning: "Det är bevisat att alla poster får samma svar överallt även utan delen, grenen eller värdet, vilka tolkningar som än väljs. Av två delar som säger samma sak är båda utan verkan, men bara en av dem kan tas bort.",
            "It is proved that all records get the same answer everywhere without the part, branch or value too, whichever readings are chosen. Of two parts that say the same both are without effect, but only one of them can be removed.";
        why: "Den som läser regeln tror att delen avgör något. Ofta skulle den ha sagt något annat.",
            "Whoever reads the rule believes that the part decides something. Often it should have said something else.";
        example: "målgrupp(\"kvinnor\", #{\n    namn: \"Kvinnor\", källa: \"S3\", ställe: \"Målgrupp 1\", post: \"person\",\n    villkor: |p| p.kön == \"kvinna\" && (p.kön != \"man\" || p.våld.some(|v| v.roll == \"våldsutsatt\")),\n});";
        fix: "Skriv in vad delen ska skilja åt, eller ta bort den och granska igen.",
            "Write in what the part should set apart, or remove it and check again.";
    }
    SAME_GROUP = "W0617" Warning {
        title: "två målgrupper är samma grupp", "two target groups are the same group";
        meaning: "Det är bevisat att varje post får samma svar för båda målgrupperna, med de valda tolkningarna under utgåvans år.",
            "It is proved that every record gets the same answer for both target groups, under the chosen readings in the years of the edition.";
        why: "Samma människor räknas då två gånger under olika namn. Ofta är den ena kopierad och inte färdig.",
            "The same people are then counted twice under different names. Often one is a copy that was not finished.";
        example: "målgrupp(\"kvinnor\", #{\n    namn: \"Kvinnor\", källa: \"S3\", ställe: \"Målgrupp 1\", post: \"person\", villkor: |p| p.kön == \"kvinna\",\n});\nmålgrupp(\"mödrar\", #{\n    namn: \"Mödrar\", källa: \"S3\", ställe: \"Målgrupp 1\", post: \"person\", villkor: |p| !(p.kön != \"kvinna\"),\n});";
        fix: "Skriv in vad som skiljer grupperna åt, eller ta bort en av dem.",
            "Write in what sets the groups apart, or remove one of them.";
    }
    GROUPS_NOT_APART = "W0618" Warning {
        title: "målgrupper som ska vara skilda har en post gemensam", "target groups that should be apart share a record";
        meaning: "Målgruppen säger med `skild_från` att ingen hör till den och den andra på en gång, men posten som visas gör det.",
            "The target group says with `apart_from` that no one belongs to it and the other at once, but the record that is shown does.";
        why: "Den som lägger ihop gruppernas siffror räknar någon två gånger.",
            "Whoever adds up the groups' figures counts someone twice.";
        example: "målgrupp(\"barn\", #{\n    namn: \"Barn\", källa: \"S3\", ställe: \"Målgrupp 2\", post: \"person\", villkor: |p| minderårig(p, period.start),\n});\nmålgrupp(\"vuxna\", #{\n    namn: \"Vuxna\", källa: \"S3\", ställe: \"Målgrupp 1\", post: \"person\", skild_från: [\"barn\"],\n    villkor: |p| vuxen(p, period.slut),\n});";
        fix: "Ändra ett av villkoren så att posten bara hör till den ena, eller ta bort `skild_från` om människor får höra till båda.",
            "Change one of the conditions so that the record belongs to one of them only, or remove `apart_from` if people may belong to both.";
    }
    NUMERATOR_OUTSIDE = "W0619" Warning {
        title: "täljaren ligger utanför nämnaren", "the numerator lies outside the denominator";
        meaning: "Det är bevisat att ingen i nämnaren uppfyller täljaren, fast andra gör det: till exempel posten som visas.",
            "It is proved that no one in the denominator meets the numerator, though others do: such as the record that is shown.";
        why: "Täljaren räknas bara inom nämnaren, så andelen är alltid 0.",
            "The numerator is only counted within the denominator, so the share is always 0.";
        example: "målgrupp(\"kvinnor\", #{\n    namn: \"Kvinnor\", källa: \"S3\", ställe: \"Målgrupp 1\", post: \"person\", villkor: |p| p.kön == \"kvinna\",\n});\nindikator(\"andel-trygga\", #{\n    namn: \"Andel trygga\", källa: \"S3\", ställe: \"Målgrupp 1, rad 2\", målgrupp: \"kvinnor\",\n    andel: #{ av: |p| p.insatser.some(|i| i.tillfällen > 0), som: |p| p.insatser.none(|i| i.tillfällen >= 1) },\n});";
        fix: "Se efter om nämnaren är för trång, eller om täljaren säger motsatsen till vad den ska.",
            "See whether the denominator is too narrow, or whether the numerator says the opposite of what it should.";
    }
    LIMITS_DO_NOT_MEET = "W0620" Warning {
        title: "två målgruppers gränser möts inte", "the limits of two target groups do not meet";
        meaning: "Två målgrupper delar efter samma värde, men just ett värde faller emellan eller hör till båda: posten som visas har det. Flyttas en gräns ett steg hör den till precis en av dem.",
            "Two target groups divide by the same value, but just one value falls in between or belongs to both: the record that is shown has it. With a limit moved by one step it belongs to exactly one of them.";
        why: "Den som är precis arton år, eller fyller år sista dagen, räknas då inte alls eller två gånger.",
            "Whoever is exactly eighteen, or has a birthday on the last day, is then not counted at all or twice.";
        example: "målgrupp(\"barn\", #{\n    namn: \"Barn\", källa: \"S3\", ställe: \"Målgrupp 2\", post: \"person\", villkor: |p| ålder(p.födelsedatum, period.slut) < 18,\n});\nmålgrupp(\"vuxna\", #{\n    namn: \"Vuxna\", källa: \"S3\", ställe: \"Målgrupp 1\", post: \"person\", villkor: |p| ålder(p.födelsedatum, period.slut) > 18,\n});";
        fix: "Skriv `>=` för `>` (eller `<` för `<=`) i en av grupperna.",
            "Write `>=` for `>` (or `<` for `<=`) in one of the groups.";
    }
    OTHER_LIMIT = "W0621" Warning {
        title: "gränsen ligger ett steg från källans", "the limit is one step from the source's";
        meaning: "Det ställe som regeln hänvisar till anger en gräns i år eller dagar, och villkoret har nästa tal. Posten som visas får ett annat svar än med källans gräns.",
            "The passage that the rule cites states a limit in years or days, and the condition has the number next to it. The record that is shown gets another answer than with the source's limit.";
        why: "Så ser ett skrivfel ut, eller `>` där det skulle stå `>=`: alla på själva gränsen räknas fel.",
            "That is what a slip of the pen looks like, or `>` where `>=` should be: everyone at the limit itself is counted wrongly.";
        example: "källa(\"P\", #{ titel: \"Programmet\", ställen: #{ \"1\": \"Vuxna, 18 år eller äldre\" } });\nmålgrupp(\"vuxna\", #{\n    namn: \"Vuxna\", källa: \"P\", ställe: \"1\", post: \"person\", villkor: |p| ålder(p.födelsedatum, period.slut) > 18,\n});";
        fix: "Skriv källans gräns. Menas en annan, hänvisa till en `tolkning` som säger varför.",
            "Write the source's limit. If another one is meant, cite an `interpretation` that says why.";
    }
    SPACES_AROUND = "W0622" Warning {
        title: "en text börjar eller slutar med ett mellanslag", "a text begins or ends with a space";
        meaning: "Villkoret jämför med en text som har ett mellanslag eller en radbrytning först eller sist.",
            "The condition compares with a text that has a space or a line break first or last.";
        why: "Värdet i posten har det sällan, och jämförs tecken för tecken: ingen räknas.",
            "The value in the record seldom has it, and is compared letter by letter: no one is counted.";
        example: "målgrupp(\"farsta\", #{\n    namn: \"Farsta\", källa: \"S3\", ställe: \"Målgrupp 1\", post: \"person\", villkor: |p| p.stadsdel == \"Farsta \",\n});";
        fix: "Ta bort mellanslaget. Står det i uppgifterna, ändra det där.",
            "Remove the space. If it is in the data, change it there.";
    }
}
