use super::*;
use crate::findings::text::Lang;

const SHIPPED: &str = "stockholm/kvinnofrid/2012-2014";

/// A programme in one file, with `¦` where the author is.
fn desk(text: &str) -> (Desk, SourceId, u32) {
    let at = text.find('¦').unwrap();
    let text = text.replace('¦', "");
    let files = [("staden/programmet/2030/10.rhai".to_owned(), text.into_bytes())];
    let desk = Desk::new(Rules::from_files(files));
    let file = desk.file("staden/programmet/2030/10.rhai").unwrap();
    (desk, file, at as u32)
}

fn offered(text: &str) -> Vec<String> {
    let (desk, file, at) = desk(text);
    desk.completions(file, at, Lang::Sv).into_iter().map(|found| found.label).collect()
}

#[track_caller]
fn offers(text: &str, wanted: &[&str], unwanted: &[&str]) {
    let found = offered(text);
    for name in wanted {
        assert!(found.iter().any(|other| other == name), "{name} is not offered in {text}: {found:?}");
    }
    for name in unwanted {
        assert!(!found.iter().any(|other| other == name), "{name} is offered in {text}: {found:?}");
    }
}

/// All rule files of the library, as files that can be edited.
fn shipped() -> Desk {
    let embedded = Rules::embedded();
    let files = embedded.sources.ids().map(|id| {
        let path = embedded.sources.name(id).strip_prefix("rules/").unwrap().to_owned();
        (path, embedded.sources.original(id).as_bytes().to_vec())
    });
    Desk::new(Rules::from_files(files.collect::<Vec<_>>()))
}

/// The place of `mark` in a file, at the end of it.
fn place(desk: &Desk, file: &str, mark: &str) -> (SourceId, u32) {
    let file = desk.file(file).unwrap();
    let at = desk.sources().text(file).find(mark).unwrap() + mark.len();
    (file, at as u32)
}

fn shown(desk: &Desk, spans: &[Span]) -> Vec<String> {
    let line = |span: &Span| {
        let (line, _) = desk.sources().line_column(*span);
        let name = desk.sources().name(span.source).rsplit('/').next().unwrap_or_default();
        format!("{name}:{line} {}", desk.sources().snippet(*span))
    };
    spans.iter().map(line).collect()
}

const READINGS: &str = r#"
tolkning("gräns", #{ fråga: "Var går gränsen?", varför: "Det står inte.",
    alternativ: #{ vuxna: "18 år", alla: "alla åldrar" }, valt: "vuxna" });
källa("S1", #{ titel: "Programmet", ställen: #{ "Mål 1": "Ingen ska utsättas." } });
fn utsatt(v) { v.roll == "våldsutsatt" }
"#;

#[test]
fn at_the_top_level_words_are_offered_with_the_keys_that_they_need() {
    offers("mål¦", &["målgrupp", "mål", "fn", "const"], &["villkor", "p"]);
    offers("¦", &["utgåva", "exempel"], &[]);
    let (desk, file, at) = desk("målg¦");
    let found = desk.completions(file, at, Lang::Sv);
    let group = found.iter().find(|found| found.label == "målgrupp").unwrap();
    assert!(group.snippet.contains("namn: \"$2\"") && group.snippet.contains("villkor: |p| "));
    assert_eq!((group.span.start, group.span.end), (0, 5));
}

#[test]
fn within_a_map_its_own_keys_are_offered_once() {
    offers("målgrupp(\"a\", #{ namn: \"A\", ¦ });", &["villkor", "källa", "tolkning"], &["namn", "antal"]);
    offers("målgrupp(\"a\", #{ källa: \"S\", ställe: \"x\", ¦ });", &["villkor"], &["tolkning", "källa"]);
    offers("målgrupp(\"a\", #{ ¦namn: \"A\", källa: \"S\" });", &["villkor"], &["namn", "källa", "tolkning"]);
    offers("indikator(\"a\", #{ andel: #{ ¦ } });", &["av", "som"], &["namn"]);
    offers("exempel(\"a\", #{ väntat: #{ ¦ } });", &["målgrupper", "indikatorer"], &["post"]);
    // An edition that is in English is completed in English.
    offers("target_group(\"a\", #{ ¦ });", &["name", "condition"], &["namn"]);
}

#[test]
fn fields_and_list_methods_are_those_of_what_stands_before_the_dot() {
    let group = |condition: &str| format!("{READINGS}målgrupp(\"a\", #{{ villkor: |p| {condition} }});");
    offers(&group("p.¦"), &["kön", "våld", "insatser"], &["roll", "some"]);
    offers(&group("p.våld.¦"), &["some", "filter", "senaste"], &["roll", "kön"]);
    offers(&group("p.våld.some(|v| v.¦"), &["roll", "relation"], &["kön", "some"]);
    offers(&group("p.våld.filter(|v| v.pågående).some(|x| x.ro¦)"), &["roll"], &["kön"]);
    offers(&group("p.våld.senaste(|v| v.från).¦"), &["roll"], &["kön"]);
    offers(&group("p.känd_sedan in period && period.¦"), &["start", "slut"], &["roll"]);
}

#[test]
fn a_function_knows_its_parameters_from_how_it_is_called() {
    let text = "målgrupp(\"a\", #{ villkor: |p| p.våld.some(|v| a(v)) });\nfn a(x) { b(x) }\nfn b(y) { y.¦ }";
    offers(text, &["roll", "relation"], &["kön"]);
}

#[test]
fn texts_are_completed_with_what_may_stand_there() {
    let group = |condition: &str| format!("{READINGS}målgrupp(\"a\", #{{ {condition} }});");
    offers(&group("villkor: |p| p.kön == \"¦\""), &["kvinna", "man", "annat"], &["p", "våldsutsatt"]);
    offers(&group("villkor: |p| p.kön == ¦"), &["kvinna", "p"], &[]);
    offers(&group("villkor: |p| p.kön in [\"¦\"]"), &["kvinna", "man"], &[]);
    offers(&group("villkor: |p| switch p.kön { \"¦\" => true }"), &["kvinna", "man"], &[]);
    offers(&group("villkor: |p| vald(\"¦\") == \"alla\""), &["gräns"], &["vuxna"]);
    offers(&group("villkor: |p| vald(\"gräns\") == \"¦\""), &["vuxna", "alla"], &["gräns"]);
    offers(&group("källa: \"¦\""), &["S1"], &["gräns"]);
    offers(&group("källa: \"S1\", ställe: \"¦\""), &["Mål 1"], &["S1"]);
    offers(&group("villkor: enligt(\"gräns\", #{ ¦ })"), &["vuxna", "alla"], &["namn"]);
    offers(&group("post: \"¦\""), &["person"], &["kvinna"]);
}

#[test]
fn examples_are_completed_with_fields_codes_and_what_is_expected() {
    let text =
        |rest: &str| format!("{READINGS}målgrupp(\"kvinnor\", #{{}});\nexempel(\"e\", #{{ {rest} }});");
    offers(&text("post: #{ ¦ }"), &["kön", "våld"], &["roll"]);
    offers(&text("post: #{ våld: [#{ ¦ }] }"), &["roll"], &["kön"]);
    offers(&text("post: #{ våld: [#{ roll: \"¦\" }] }"), &["våldsutsatt"], &[]);
    offers(&text("väntat: #{ målgrupper: #{ ¦ } }"), &["kvinnor"], &["målgrupper"]);
    offers(&text("läsningar: #{ gräns: \"¦\" }"), &["alla", "vuxna"], &[]);
    offers(&text("väntat: #{ saknas: #{ kvinnor: [\"¦\"] } }"), &["födelsedatum", "våld[0].roll"], &[]);
}

#[test]
fn nothing_is_offered_in_a_comment_or_a_free_text() {
    offers("// mål¦\n", &[], &["målgrupp"]);
    assert_eq!(offered("målgrupp(\"a\", #{ namn: \"¦\" });"), Vec::<String>::new());
}

#[test]
fn hovering_says_what_stands_there() {
    let desk = shipped();
    let hover = |file: &str, mark: &str| {
        let (file, at) = place(&desk, &format!("{SHIPPED}/{file}"), mark);
        desk.hover(file, at, Lang::Sv).unwrap().text
    };
    let key = hover("20-malgrupper.rhai", "villk");
    assert!(key.contains("ett villkor") && key.contains("Krav"), "{key}");
    let field = hover("20-malgrupper.rhai", "p.kö");
    assert!(field.contains("`person.kön`") && field.contains("Sant om"), "{field}");
    let passage = hover("40-indikatorer.rhai", "Målgrupp 1, rad");
    assert!(passage.contains("> "), "{passage}");
    let reading = hover("15-funktioner.rhai", "vald(\"åldersgrä");
    assert!(reading.contains("Från vilken ålder") && reading.contains("**(valt)**"), "{reading}");
    let function = hover("20-malgrupper.rhai", "i_vuxen_ål");
    assert!(function.contains("fn i_vuxen_ålder(p)"), "{function}");
    let group = hover("40-indikatorer.rhai", "målgrupp: \"kvin");
    assert!(group.contains("Hit hör den för vilken"), "{group}");
    let method = hover("40-indikatorer.rhai", "p.insatser.so");
    assert!(method.contains("för något element"), "{method}");
    let local = hover("15-funktioner.rhai", "fn räknas(v");
    assert!(local.contains("en post `våld`"), "{local}");
    let code = hover("15-funktioner.rhai", "\"våld_i_nära");
    assert!(code.contains("en av koderna i `våld.kategori`"), "{code}");
}

#[test]
fn a_name_leads_to_its_declaration_and_to_all_its_places() {
    let desk = shipped();
    let (file, at) = place(&desk, &format!("{SHIPPED}/40-indikatorer.rhai"), "i_nämnaren");
    assert_eq!(shown(&desk, &desk.definition(file, at)), ["15-funktioner.rhai:223 trygghet_i_nämnaren"]);
    let (file, at) = place(&desk, &format!("{SHIPPED}/15-funktioner.rhai"), "vald(\"våldets_dag");
    assert_eq!(shown(&desk, &desk.definition(file, at)).len(), 1);
    let places = shown(&desk, &desk.references(file, at, true));
    assert!(places.iter().any(|place| place.starts_with("10-tolkningar")), "{places:?}");
    assert!(places.iter().any(|place| place.starts_with("95-lasningar")), "{places:?}");
    // A field is shared: it is found in every edition, in records of examples and in paths.
    let (file, at) = place(&desk, "gemensamt/10-poster.rhai", "känd_sed");
    let places = desk.references(file, at, false);
    let editions: std::collections::BTreeSet<&str> = places
        .iter()
        .filter_map(|span| desk.sources().name(span.source).rsplit_once('/'))
        .map(|it| it.0)
        .collect();
    assert!(editions.len() > 1, "{editions:?}");
    let texts: std::collections::BTreeSet<&str> =
        places.iter().map(|span| desk.sources().snippet(*span)).collect();
    assert_eq!(texts, ["känd_sedan"].into());
}

#[test]
fn renaming_changes_every_place_and_no_meaning() {
    let mut desk = shipped();
    let own = |file: &str| format!("{SHIPPED}/{file}");
    for (file, mark, name, least) in [
        (own("20-malgrupper.rhai"), "målgrupp(\"kvin", "kvinnor-alla", 50),
        (own("15-funktioner.rhai"), "fn räkna", "våldet_räknas", 3),
        (own("10-tolkningar.rhai"), "tolkning(\"åldersgrä", "lägsta_ålder", 3),
        (own("10-tolkningar.rhai"), "{ vuxn", "arton-år", 2),
        (own("15-funktioner.rhai"), "fn våldet_räknas(v", "våldet", 4),
        ("gemensamt/10-poster.rhai".to_owned(), "känd_sed", "bekant_sedan", 10),
        ("gemensamt/10-poster.rhai".to_owned(), "\"våldsutsa", "utsatt_för_våld", 200),
    ] {
        let (file, at) = place(&desk, &file, mark);
        let edits = desk.rename(file, at, name).unwrap();
        assert!(edits.len() >= least, "{name}: {} places", edits.len());
        let mut texts: BTreeMap<SourceId, String> = BTreeMap::new();
        for edit in edits.iter().rev() {
            let source = edit.span.source;
            let text = texts.entry(source).or_insert_with(|| desk.sources().text(source).to_owned());
            text.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
        }
        let files = desk.sources().ids().map(|id| {
            let text = texts.get(&id).map_or(desk.sources().text(id), String::as_str);
            (desk.sources().name(id).to_owned(), text.as_bytes().to_vec())
        });
        desk = Desk::new(Rules::from_files(files.collect::<Vec<_>>()));
    }
    let findings: Vec<_> =
        desk.rules().check().iter().map(|found| found.headline(Lang::En).into_owned()).collect();
    assert_eq!(findings, Vec::<String>::new());
    let run = desk.rules().test();
    assert!(run.passed(), "{}", run.to_text(desk.sources(), Lang::En));
}

#[test]
fn a_name_that_cannot_be_one_is_refused() {
    let desk = shipped();
    let (file, at) = place(&desk, &format!("{SHIPPED}/15-funktioner.rhai"), "fn räkna");
    for (name, why) in [
        ("två ord", "kan inte vara ett namn"),
        ("if", "kan inte vara ett namn"),
        ("visst_nog", "finns redan"),
        ("ålder", "har redan en betydelse"),
    ] {
        let error = desk.rename(file, at, name).unwrap_err();
        assert!(error.message(Lang::Sv).contains(why), "{name}: {}", error.message(Lang::Sv));
    }
    let (file, at) = place(&desk, &format!("{SHIPPED}/15-funktioner.rhai"), "val");
    assert!(desk.rename(file, at, "vald2").is_err());
    // The library's shared files are nobody's to change.
    let (desk, file, at) = super::tests::desk("målgrupp(\"a\", #{ villkor: |p| p.kön¦ == \"man\" });");
    let error = desk.rename(file, at, "sex").unwrap_err();
    assert!(error.message(Lang::Sv).contains("hör till biblioteket"), "{}", error.message(Lang::Sv));
}

#[test]
fn a_finding_comes_with_the_edit_that_mends_it() {
    let found = |text: &str| {
        let (desk, file, at) = desk(text);
        let fixes = desk.fixes(Span::new(file, at, at));
        fixes.into_iter().map(|fix| (fix.finding.code.0, fix.edit.text)).collect::<Vec<_>>()
    };
    assert_eq!(found("målgrupp(\"a\", #{ vil¦kor: |p| true });"), [("E0203", "villkor".to_owned())]);
    let group = "målgrupp(\"a\", #{ namn: \"A\", post: \"person\", källa: \"S1\", ställe: \"Mål 1\", villkor: |p| p.kön == \"kvi¦na\" });";
    let edition = "utgåva(\"staden/programmet@2030\", #{ revision: \"1.0.0\", titel: \"T\", status: \"utkast\", gäller: period(\"2030-01-01\", \"2030-12-31\"), källa: \"S1\", ställe: \"Mål 1\" });";
    let fixes = found(&format!("{edition}{READINGS}{group}"));
    assert_eq!(fixes.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>(), ["\"kvinna\""]);
    assert_eq!(found("¦målgrupp(\"a\", #{ vilkor: |p| true });"), []);
}

#[test]
fn the_outline_has_declarations_functions_and_what_is_within_them() {
    let (desk, file, _) = desk(&format!("{READINGS}const N = 1;¦"));
    let symbols = desk.symbols(file);
    let names: Vec<&str> = symbols.iter().map(|symbol| symbol.name.as_str()).collect();
    assert_eq!(names, ["gräns", "S1", "utsatt", "N"]);
    assert_eq!(symbols[0].detail, "Var går gränsen?");
    assert_eq!(symbols[0].within.len(), 2);
    assert_eq!(symbols[1].within[0].name, "Mål 1");
}

#[test]
fn chosen_alternatives_are_shown_where_rules_ask_for_them() {
    let (desk, file, at) = desk(&format!("{READINGS}fn a(p) {{ vald(\"gräns\") == \"alla\" }}¦"));
    let hints = desk.hints(Span::new(file, 0, at));
    let labels: Vec<&str> = hints.iter().map(|hint| hint.label.as_str()).collect();
    assert_eq!(labels, ["= vuxna"]);
    let before = desk.sources().text(file).get(..hints[0].span.start as usize).unwrap();
    assert!(before.ends_with("vald(\"gräns\")"));
    assert!(hints[0].meaning.get(Lang::Sv).contains("18 år"));
}

#[test]
fn tokens_are_coloured_by_what_they_mean() {
    let (desk, file, _) = desk(&format!("{READINGS}¦"));
    let colours = desk.colours(file);
    let of = |text: &str| {
        let found = colours.iter().find(|found| desk.sources().snippet(found.span) == text);
        found.unwrap_or_else(|| panic!("{text}")).colour
    };
    assert_eq!(of("tolkning"), Colour::Keyword);
    assert_eq!(of("fråga"), Colour::Key);
    assert_eq!(of("vuxna"), Colour::Code);
    assert_eq!(of("gräns"), Colour::Declared);
    assert_eq!(of("fn"), Colour::Keyword);
    assert_eq!(of("v"), Colour::Local);
    assert_eq!(of("=="), Colour::Operator);
    assert!(colours.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
}

#[test]
fn examples_are_run_and_say_what_came_out() {
    let desk = shipped();
    let file = desk.file(&format!("{SHIPPED}/90-kvinnor.exempel.rhai")).unwrap();
    assert!(desk.tried_already(file).is_none());
    let tried = desk.tried(file);
    assert!(tried.len() > 200 && tried.iter().all(Tried::passed));
    assert_eq!(tried[0].text().get(Lang::Sv), "✓ stämmer");

    let path = format!("{SHIPPED}/90-kvinnor.exempel.rhai");
    let files = desk.sources().ids().map(|id| {
        let name = desk.sources().name(id).to_owned();
        let mut text = desk.sources().text(id).to_owned();
        if name == path {
            text = text.replacen("kvinnor: true", "kvinnor: false", 1);
        }
        (name, text.into_bytes())
    });
    let desk = Desk::new(Rules::from_files(files.collect::<Vec<_>>()));
    let failed: Vec<&Tried> =
        desk.tried(desk.file(&path).unwrap()).iter().filter(|it| !it.passed()).collect();
    assert_eq!(failed.len(), 1);
    assert_eq!(failed[0].text().get(Lang::Sv), "✗ väntat kvinnor = false, men blev kvinnor = true");
}

#[test]
fn formatting_replaces_only_the_lines_that_change() {
    let (desk, file, _) = desk("const A = 1;\nconst  B = 2;\nconst C = 3;\n¦");
    let (range, text) = desk.format(file).unwrap().unwrap();
    assert_eq!((range, text.as_str()), (13..27, "const B = 2;\n"));
    let (desk, file, _) = self::desk("const A = 1;\n¦");
    assert_eq!(desk.format(file).unwrap(), None);
}

#[test]
fn whatever_is_half_written_has_an_answer_at_every_place() {
    let text = format!(
        "{READINGS}målgrupp(\"a\", #{{ namn: \"A\", villkor: |p| p.våld.some(|v| utsatt(v) && v.från <= period.slut) }});\nexempel(\"e\", #{{ post: #{{ våld: [#{{ roll: \"x\" }}] }} }});\n"
    );
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    for cut in ends.iter().step_by(7) {
        for kept in [text.get(..*cut).unwrap().to_owned(), text.get(*cut..).unwrap().to_owned()] {
            let (desk, file, at) = desk(&format!("{kept}¦"));
            let _ = desk.completions(file, at, Lang::Sv);
            let _ = desk.completions(file, at / 2, Lang::Sv);
            let _ = (desk.symbols(file), desk.colours(file), desk.hints(Span::new(file, 0, at)));
            let _ = (desk.definition(file, at / 2), desk.references(file, at / 3, true));
        }
    }
}

#[test]
fn deep_nesting_is_passed_without_a_stack_that_overflows() {
    let mut chains = "a".to_owned();
    for _ in 0..150 {
        chains = format!("f({chains}){}", ".a".repeat(100));
    }
    for text in [
        chains,
        "(".repeat(50_000),
        "#{a:".repeat(50_000),
        "|x|".repeat(50_000),
        "if ".repeat(50_000),
        format!("p{}", ".a".repeat(50_000)),
        "{".repeat(50_000),
        "switch a {".repeat(20_000),
    ] {
        let (desk, file, at) = desk(&format!("{text}¦"));
        let _ = desk.completions(file, at, Lang::Sv);
        let _ = desk.colours(file);
    }
}

#[test]
fn positions_are_those_of_the_authors_own_text() {
    use crate::findings::source::Units;
    // Decomposed letters, CRLF and a byte order mark: the text that is parsed has none of them.
    let text = "\u{feff}// x\r\nma\u{30a}l(\"a\u{308}\", #{ namn: \"𝄞\", x: 1 });\r\n";
    let files = [("staden/programmet/2030/10.rhai".to_owned(), text.as_bytes().to_vec())];
    let desk = Desk::new(Rules::from_files(files));
    let file = desk.file("staden/programmet/2030/10.rhai").unwrap();
    let symbols = desk.symbols(file);
    assert_eq!(symbols[0].name, "ä");
    assert_eq!(desk.sources().range_in(symbols[0].name_span, Units::Utf16), ((1, 6), (1, 8)));
    assert_eq!(desk.sources().range_in(symbols[0].name_span, Units::Utf8), ((1, 7), (1, 10)));
    for (column, mark) in [(6, "ä"), (8, "\", #")] {
        let at = desk.sources().offset_from(file, 1, column, Units::Utf16);
        assert!(desk.sources().text(file).get(at as usize..).unwrap().starts_with(mark));
    }
    let at = desk.sources().offset_from(file, 9, 0, Units::Utf16);
    assert_eq!(at as usize, desk.sources().text(file).len());
}

#[test]
fn a_file_of_a_folder_that_is_gone_is_put_on_a_desk_of_its_own() {
    let path = Path::new("/nowhere/at/all/10.rhai");
    let edited = BTreeMap::from([(path.to_path_buf(), "mål(\"a\", #{ nam: \"A\" });".to_owned())]);
    let desk = Desk::open(path, &edited);
    let file = desk.file("/nowhere/at/all/10.rhai").unwrap();
    assert!(desk.findings(file).iter().any(|found| found.code.0 == "E0203"));
    assert!(!desk.is_lent(file));
}
