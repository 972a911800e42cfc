//! `members`, `worklist` and `baseline` over several periods and editions.

use crate::kvinnofrid;
use insta::assert_snapshot;
use serde_json::Value;
use std::fs;

const RECORDS: &str = r#"{"id":"k","kön":"kvinna","våld":[{"roll":"våldsutsatt","kategori":"våld_i_nära_relation"}],"insatser":[{"erbjuden":"2014-05-01","orsak_våld":false},{"erbjuden":"2017-03-01","orsak_våld":true}],"placeringar":[],"utredningar":[]}
{"id":"u","våld":[{"roll":"våldsutsatt","kategori":"våld_i_nära_relation"}],"insatser":[{"erbjuden":"2014-04-01"}],"placeringar":[],"utredningar":[]}
"#;

const LINDBY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/serie/rules");

/// Runs a verb over the records.
fn ran(verb: &str, file: &str, more: &[&str]) -> crate::Ran {
    let mut args = vec![verb, file, "--rules", LINDBY, "--programme", "lindby/kvinnofrid"];
    args.extend(more);
    kvinnofrid(&args)
}

#[test]
fn lines_say_their_period_and_edition_and_one_period_stays_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("p.ndjson");
    fs::write(&file, RECORDS).unwrap();
    let file = file.to_str().unwrap();
    let several = ["--period", "2017", "--period", "2015", "--period", "2014", "--format", "csv"];
    let listed = ran("members", file, &several);
    assert_snapshot!(listed.err, @r#"
    varning: resultatet är personuppgifter: behandla det som uppgifterna det räknats ur
    varning: 2015-01-01/2015-12-31 räknas inte: ingen utgåva gäller; närmast före: 2012-2014, närmast efter: 2017-2019
    "#);
    assert_snapshot!(listed.out, @r#"
    period,edition,id,indicator,answer,missing,denominator,certain,possible,open
    2014-01-01/2014-12-31,2012-2014,#1,erbjudna,true,,,1,0,false
    2014-01-01/2014-12-31,2012-2014,#1,skyddade,false,,,0,0,false
    2014-01-01/2014-12-31,2012-2014,#1,utredningar,false,,,0,0,false
    2014-01-01/2014-12-31,2012-2014,#2,erbjudna,,kön,,0,1,false
    2014-01-01/2014-12-31,2012-2014,#2,skyddade,false,,,0,0,false
    2014-01-01/2014-12-31,2012-2014,#2,utredningar,false,,,0,0,false
    2017-01-01/2017-12-31,2017-2019,#1,erbjudna-insats,true,,,1,0,false
    2017-01-01/2017-12-31,2017-2019,#1,skyddade,false,,,0,0,false
    2017-01-01/2017-12-31,2017-2019,#2,erbjudna-insats,false,,,0,0,false
    2017-01-01/2017-12-31,2017-2019,#2,skyddade,false,,,0,0,false
    "#);
    let one = ran("members", file, &["--period", "2014", "--format", "csv"]);
    assert!(one.out.starts_with("id,indicator,answer"), "{}", one.out);
    let own = listed.out.lines().filter_map(|line| line.strip_prefix("2014-01-01/2014-12-31,2012-2014,"));
    assert_eq!(own.collect::<Vec<_>>(), one.out.lines().skip(1).collect::<Vec<_>>());

    let list = ran("worklist", file, &["--period", "2014", "--period", "2017"]);
    assert_snapshot!(list.out, @r#"
    Arbetslista för lindby/kvinnofrid@2012-2014, lindby/kvinnofrid@2017-2019, 2014, 2017
    Ordning: det som avgör flest okända enheter per värde att fylla i kommer först, alla perioder
    sammantagna. Ett värde som fylls i räknas som arbete en gång, och det som det avgör räknas i varje
    period. Inget värde gissas: gränserna visas för det minsta och det största som de ifyllda fälten kan
    ge.

    1 okända enheter i siffrorna; 0 är kvar när raderna är gjorda
      nr  fält  poster  värden  avgör  kvar
       1  kön        1       1      1     0

    Vad siffrorna blir, om inget respektive allt av det ifyllda räknas:
      1. erbjudna (2014, 2012-2014): 1–2 blir 1 eller upp till 2; bredd högst 0, 0 okända kvar
    "#);
    let lang = ran("worklist", file, &["--period", "2014", "--period", "2015", "--lang", "en"]);
    assert_snapshot!(lang.out, @r#"
    Worklist for lindby/kvinnofrid@2012-2014, 2014
    Order: what settles most unknown units for each value to fill in comes first, over all periods
    together. A value that is filled in counts as work once, and what it settles counts in each period.
    No value is guessed: bounds are shown for the least and the most that the completed fields can give.
    2015: no edition is in force; nearest before: 2012-2014, nearest after: 2017-2019

    1 unknown units in the figures; 0 are left when the rows are done
      no.  field  records  values  settles  left
        1  kön          1       1        1     0

    What the figures become, where none and where all of what is completed counts:
      1. erbjudna (2014): 1–2 becomes 1 or up to 2; 0 wide at most, 0 unknown left
    "#);
}

#[test]
fn what_cannot_be_over_several_periods_says_why() {
    let refused = |more: &[&str]| ran("members", "-", more).refused(2);
    assert_snapshot!(refused(&["--period", "2014", "--period", "2017"]), @"fel: en serie över flera utgåvor läser uppgifterna en gång för varje utgåva; spara dem i en fil i stället för `-`");
    assert_snapshot!(refused(&["--period", "2015", "--period", "2016"]), @"fel: ingen utgåva av `lindby/kvinnofrid` gäller 2015-01-01/2015-12-31; närmast före: 2012-2014 (2012-01-01/2014-12-31), närmast efter: 2017-2019 (2017-01-01/2019-12-31)");
    assert_snapshot!(refused(&["--period", "2014", "--period", "2014-07-01/2017-06-30"]), @"fel: ingen utgåva av `lindby/kvinnofrid` gäller hela 2014-07-01/2017-06-30; dela perioden där en utgåva börjar eller slutar: 2014-07-01/2014-12-31, 2015-01-01/2016-12-31, 2017-01-01/2017-06-30");
    assert_snapshot!(refused(&["--period", "2014", "--period", "2017", "--indicator", "okänd"]), @"fel: det finns ingen indikator `okänd`; det som finns är: erbjudna, erbjudna-insats, skyddade, utredningar");
}

#[test]
fn partials_of_years_become_a_series_as_text_csv_and_a_page() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let programme = ["--rules", LINDBY, "--programme", "lindby/kvinnofrid"];
    let mut partials = Vec::new();
    for (year, from) in [("2013", 0), ("2014", 20), ("2017", 40)] {
        let keys =
            |from: u32, to: u32| (from..to).map(|n| format!("{{\"id\": \"p{n}\"}}\n")).collect::<String>();
        fs::write(at("a.ndjson"), keys(from, from + 60)).unwrap();
        fs::write(at("b.ndjson"), keys(from + 30, from + 80)).unwrap();
        let (a, b, out) = (at("a.ndjson"), at("b.ndjson"), at(&format!("{year}.del")));
        let (a, b) = (format!("--source=socialtjänst={a}"), format!("--source=polis={b}"));
        let mut args =
            vec!["baseline", &a, &b, "--period", year, "--partial", "--without-keys", "--output", &out];
        args.extend(programme);
        let done = kvinnofrid(&args);
        assert_eq!(done.code, 0, "{}", done.err);
        partials.push(out);
    }
    let series = |more: &[&str]| {
        let mut args = vec!["baseline"];
        args.extend(partials.iter().map(String::as_str));
        args.extend(programme);
        args.extend(["--period", "2013", "--period", "2014", "--period", "2017", "--estimate"]);
        args.extend(more);
        let done = kvinnofrid(&args);
        assert_eq!(done.code, 0, "{}", done.err);
        done.out
    };
    assert_snapshot!(series(&[]), @r#"
    Kartläggning för lindby/kvinnofrid, 2013, 2014, 2017
    Siffrorna är exakta och bara för arbete inom huset. Det som ska spridas måste först skyddas.

    ‖ brott före 2017: siffrorna fortsätter inte dem som kommer före: utgåvan är 2017-2019 i stället för
    2012-2014
    I polis, socialtjänst räknas alla, och raderna är lika många i varje period. Är det samma rader
    säger siffrorna inget om någon förändring: gör då ett delresultat för varje period, av den periodens
    rader, och lägg ihop dem.

    Kända personer över tid, säkert (gränser)
      källa         2013  2014  ‖ 2017
      någon källa     80    80      80
      polis           50    50      50
      socialtjänst    60    60      60

    Kombinationer över tid
      i just dessa källor   2013  2014  ‖ 2017
      polis                   20    20      20
      socialtjänst            30    30      30
      polis + socialtjänst    30    30      30

    Överlappning över tid
      i båda                2013  2014  ‖ 2017
      polis + socialtjänst    30    30      30

    Kända och okända, skattade, över tid – inte räknade (95 %)
      metod: källor                                                2013         2014       ‖ 2017
      Chapman, två källor: polis + socialtjänst             99 (89–121)  99 (89–121)  99 (89–121)
      Chaos undre gräns, upprepade kontakter: polis                   –            –            –
      Chaos undre gräns, upprepade kontakter: socialtjänst            –            –            –
      Skattningarna läggs aldrig ihop med de kända. Att de skiljer sig mellan perioder kan bero på
      modellen: jämför intervallen, och läs förutsättningarna för varje period nedan.

    ── 2013, utgåva 2012-2014 ──

    Kända personer, varje person en gång
      källa         hör till gruppen  rader  avvisade  utan nyckel  säkert  gränser
      polis         alla i källan        50         0            0      50       50
      socialtjänst  alla i källan        60         0            0      60       60
      någon källa                                                       80       80

    Kombinationer
      i just dessa källor   säkert  gränser
      polis                     20       20
      socialtjänst              30       30
      polis + socialtjänst      30       30

    Överlappning
      i båda                säkert  gränser
      polis + socialtjänst      30       30

    Mörkertal, skattat, Totalt (95 %)
      metod                                   källor                sedda  skattning  intervall
      Chapman, två källor                     polis + socialtjänst     80         99     89–121
      Chaos undre gräns, upprepade kontakter  polis                     –          –          –
      Chaos undre gräns, upprepade kontakter  socialtjänst              –          –          –
      för lågt om källorna hänvisar till varandra, för högt om den som finns i en källa undviker en
      annan – chapman
      ingen skattning: ingen, eller alla, återkom: skatta inte, eller använd Chaos undre gräns med
      korrigering – chao (polis), chao (socialtjänst)
      förutsätter: ingen kommer till eller försvinner under perioden – chapman
      förutsätter: samma person känns alltid igen, och två personer blandas aldrig ihop – chapman
      förutsätter: alla som räknas kan finnas i varje källa – chapman
      förutsätter: att en person finns i den ena källan gör det varken mer eller mindre sannolikt att
      hon finns i den andra – chapman
      förutsätter: i minst en av källorna är chansen att finnas där densamma för alla – chapman

    Alla som står i källorna räknas; att de hör till det som kartläggs, och till perioden, är
    uppgiftslämnarens ord.
    Skattningarna är av alla, kända och okända, och står bredvid de kända: de är inte räknade och läggs
    inte till. Vilken metod som passar avgörs av det man vet om källorna, inte av talen.

    ── 2014, utgåva 2012-2014 ──

    Kända personer, varje person en gång
      källa         hör till gruppen  rader  avvisade  utan nyckel  säkert  gränser
      polis         alla i källan        50         0            0      50       50
      socialtjänst  alla i källan        60         0            0      60       60
      någon källa                                                       80       80

    Kombinationer
      i just dessa källor   säkert  gränser
      polis                     20       20
      socialtjänst              30       30
      polis + socialtjänst      30       30

    Överlappning
      i båda                säkert  gränser
      polis + socialtjänst      30       30

    Mörkertal, skattat, Totalt (95 %)
      metod                                   källor                sedda  skattning  intervall
      Chapman, två källor                     polis + socialtjänst     80         99     89–121
      Chaos undre gräns, upprepade kontakter  polis                     –          –          –
      Chaos undre gräns, upprepade kontakter  socialtjänst              –          –          –
      för lågt om källorna hänvisar till varandra, för högt om den som finns i en källa undviker en
      annan – chapman
      ingen skattning: ingen, eller alla, återkom: skatta inte, eller använd Chaos undre gräns med
      korrigering – chao (polis), chao (socialtjänst)
      förutsätter: ingen kommer till eller försvinner under perioden – chapman
      förutsätter: samma person känns alltid igen, och två personer blandas aldrig ihop – chapman
      förutsätter: alla som räknas kan finnas i varje källa – chapman
      förutsätter: att en person finns i den ena källan gör det varken mer eller mindre sannolikt att
      hon finns i den andra – chapman
      förutsätter: i minst en av källorna är chansen att finnas där densamma för alla – chapman

    Alla som står i källorna räknas; att de hör till det som kartläggs, och till perioden, är
    uppgiftslämnarens ord.
    Skattningarna är av alla, kända och okända, och står bredvid de kända: de är inte räknade och läggs
    inte till. Vilken metod som passar avgörs av det man vet om källorna, inte av talen.

    ── 2017, utgåva 2017-2019 ──

    Kända personer, varje person en gång
      källa         hör till gruppen  rader  avvisade  utan nyckel  säkert  gränser
      polis         alla i källan        50         0            0      50       50
      socialtjänst  alla i källan        60         0            0      60       60
      någon källa                                                       80       80

    Kombinationer
      i just dessa källor   säkert  gränser
      polis                     20       20
      socialtjänst              30       30
      polis + socialtjänst      30       30

    Överlappning
      i båda                säkert  gränser
      polis + socialtjänst      30       30

    Mörkertal, skattat, Totalt (95 %)
      metod                                   källor                sedda  skattning  intervall
      Chapman, två källor                     polis + socialtjänst     80         99     89–121
      Chaos undre gräns, upprepade kontakter  polis                     –          –          –
      Chaos undre gräns, upprepade kontakter  socialtjänst              –          –          –
      för lågt om källorna hänvisar till varandra, för högt om den som finns i en källa undviker en
      annan – chapman
      ingen skattning: ingen, eller alla, återkom: skatta inte, eller använd Chaos undre gräns med
      korrigering – chao (polis), chao (socialtjänst)
      förutsätter: ingen kommer till eller försvinner under perioden – chapman
      förutsätter: samma person känns alltid igen, och två personer blandas aldrig ihop – chapman
      förutsätter: alla som räknas kan finnas i varje källa – chapman
      förutsätter: att en person finns i den ena källan gör det varken mer eller mindre sannolikt att
      hon finns i den andra – chapman
      förutsätter: i minst en av källorna är chansen att finnas där densamma för alla – chapman

    Alla som står i källorna räknas; att de hör till det som kartläggs, och till perioden, är
    uppgiftslämnarens ord.
    Skattningarna är av alla, kända och okända, och står bredvid de kända: de är inte räknade och läggs
    inte till. Vilken metod som passar avgörs av det man vet om källorna, inte av talen.
    "#);
    let english = series(&["--lang", "en"]);
    assert!(english.contains("‖ break before 2017"), "{english}");
    let csv = series(&["--format", "csv"]);
    assert!(csv.starts_with("period,edition,comparable,stratum,what,"), "{csv}");
    assert!(csv.contains("2017-01-01/2017-12-31,2017-2019,brott,Totalt,known,,80,80,80"), "{csv}");
    let json: Value = serde_json::from_str(&series(&["--format", "json"])).unwrap();
    assert_eq!(json["periods"][1]["receipt"]["period"], "2014-01-01/2014-12-31");
    let page = series(&["--format", "html"]);
    let drawn = |class: &str| page.matches(&format!("class=\"{class}\"")).count();
    // Of each year one bar and one estimate, and the break among both.
    assert_eq!((drawn("count"), drawn("estimate"), drawn("break")), (3, 3, 2), "{page}");
}
