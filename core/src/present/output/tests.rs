use super::*;
use crate::figures::partial::tests::{districts, header, partial, stratum};
use crate::figures::partial::{Breakdown, Header, Outcome};
use crate::language::truth::Truth::{self, False, True, Unknown};

/// Three persons: two in Bromma, one with no known district and a missing list.
pub(super) fn report(header: Header) -> Report {
    let by = !header.breakdowns.is_empty();
    let runs = header.runs.len();
    let mut partial = partial(header).with_fields(["kön".to_owned(), "samtycken".to_owned()]);
    partial.note_seen("kön");
    let people: [(&str, Truth, bool, (Truth, Truth)); 3] = [
        ("Bromma", True, false, (True, True)),
        ("Bromma", Unknown, false, (True, Unknown)),
        ("?", False, true, (True, False)),
    ];
    for (row, (district, counts, open, (denominator, numerator))) in (1..).zip(people) {
        partial.open_record(Some(&row.to_string()), row).unwrap();
        for run in 0..runs {
            let strata = [stratum(district)];
            let cell = partial.cell(run, if by { &strata } else { &[] }).unwrap();
            partial.add(cell, 0, Outcome::Persons(counts)).unwrap();
            partial.add(cell, 1, Outcome::Elements { certain: 2, possible: 1, open }).unwrap();
            partial.add(cell, 3, Outcome::Share { denominator, numerator, asked: false }).unwrap();
            if counts == Unknown {
                partial.note_missing(run, 0, "insatser.erbjuden");
                partial.note_missing(run, 0, "födelsedatum");
            }
        }
    }
    partial.reject();
    partial.finish().unwrap()
}

#[test]
fn the_table_reads_well_with_one_breakdown() {
    let text = write(&report(header(&["2013"], &[districts()])), Format::Text, Lang::Sv).unwrap();
    insta::assert_snapshot!(text, @r#"
    stockholm/kvinnofrid 2012-2014, revision 1.0.0
    räknade poster: 3, avvisade: 1
    period 2013

    Antal personer som räknas (personer, antal person)
      stadsdel  värde      gränser  bland kända  täljare  nämnare  okända  anmärkning
      Totalt        1          1–2                                      1
      Bromma        1          1–2                                      1
      okänt         0            0                                      0

    Antal utredningar som räknas (utredningar, antal utredning)
      stadsdel  värde      gränser  bland kända  täljare  nämnare  okända  anmärkning
      Totalt        6          6–?                                      3  en lista saknas
      Bromma        4          4–6                                      2
      okänt         2          2–?                                      1  en lista saknas

    Antal anmälningar, varje ärende en gång (anmälningar, antal anmälan)
      stadsdel  värde      gränser  bland kända  täljare  nämnare  okända  anmärkning
      Totalt        0            0                                      0
      Bromma        0            0                                      0
      okänt         0            0                                      0

    Andel personer som känner sig trygga (trygga, andel person)
      stadsdel  värde      gränser  bland kända  täljare  nämnare  okända  anmärkning
      Totalt    0,333  0,333–0,667        0,500        1        3       1
      Bromma    0,500  0,500–1,000        1,000        1        2       1
      okänt     0,000        0,000        0,000        0        1       0

    Det okända hänger på dessa fält (och hur många poster):
      personer: födelsedatum (1), insatser.erbjuden (1)

    Dessa fält saknas helt i uppgifterna, och det som hänger på dem är okänt för alla: samtycken

    Siffrorna är exakta och bara för arbete inom huset. Det som ska spridas måste först skyddas.
    "#);
}

#[test]
fn the_table_stays_within_a_hundred_columns_with_the_longest_district() {
    let mut partial = partial(header(&["2013"], &[districts()]));
    partial.open_record(Some("a"), 1).unwrap();
    let cell = partial.cell(0, &[stratum("Hägersten-Liljeholmen")]).unwrap();
    partial.add(cell, 1, Outcome::Elements { certain: 12_345, possible: 60_000, open: false }).unwrap();
    partial
        .add(
            cell,
            2,
            Outcome::Distinct {
                certain: &[],
                possible: &[],
                certain_unkeyed: 0,
                possible_unkeyed: 0,
                open: true,
            },
        )
        .unwrap();
    partial.add(cell, 3, Outcome::Share { denominator: Unknown, numerator: Unknown, asked: false }).unwrap();
    for lang in [Lang::Sv, Lang::En] {
        let text = write(&partial.finish().unwrap(), Format::Text, lang).unwrap();
        let widest = text.lines().map(|line| line.chars().count()).max();
        assert!(widest <= Some(100), "{widest:?} {text}");
    }
}

#[test]
fn the_table_of_a_plain_report_has_one_line_an_indicator() {
    let text = write(&report(header(&["2013"], &[])), Format::Text, Lang::En).unwrap();
    insta::assert_snapshot!(text, @r#"
    stockholm/kvinnofrid 2012-2014, revision 1.0.0
    records counted: 3, rejected: 1
    period 2013

      value       bounds  among known  num.  denom.  unknown  note

    Antal personer som räknas (personer, antal person)
          1          1–2                                   1

    Antal utredningar som räknas (utredningar, antal utredning)
          6          6–?                                   3  a list is missing

    Antal anmälningar, varje ärende en gång (anmälningar, antal anmälan)
          0            0                                   0

    Andel personer som känner sig trygga (trygga, andel person)
      0.333  0.333–0.667        0.500     1       3        1

    What is unknown hangs on these fields (and how many records):
      personer: födelsedatum (1), insatser.erbjuden (1)

    These fields are not in the data at all, and what hangs on them is unknown for everyone: samtycken

    The figures are exact and for work inside the house only. What is to be published must be protected
    first.
    "#);
}

#[test]
fn the_table_of_a_series_with_a_reading_puts_periods_below_each_other() {
    let mut header = header(&["2012", "2013-T1", "2013-T1"], &[]);
    header.indicators[0].name = "Antal personer ".repeat(8);
    header.runs[2].reading = Some(("åldersgräns".into(), "alla".into()));
    let text = write(&report(header), Format::Text, Lang::Sv).unwrap();
    insta::assert_snapshot!(text, @r#"
    stockholm/kvinnofrid 2012-2014, revision 1.0.0
    räknade poster: 3, avvisade: 1
    period 2012, 2013-T1

    Antal personer Antal personer Antal personer Antal personer Antal personer Antal personer Antal
    personer Antal personer (personer, antal person)
      period   värde      gränser  bland kända  täljare  nämnare  okända  anmärkning
      2012         1          1–2                                      1
      2013-T1      1          1–2                                      1

    Antal utredningar som räknas (utredningar, antal utredning)
      period   värde      gränser  bland kända  täljare  nämnare  okända  anmärkning
      2012         6          6–?                                      3  en lista saknas
      2013-T1      6          6–?                                      3  en lista saknas

    Antal anmälningar, varje ärende en gång (anmälningar, antal anmälan)
      period   värde      gränser  bland kända  täljare  nämnare  okända  anmärkning
      2012         0            0                                      0
      2013-T1      0            0                                      0

    Andel personer som känner sig trygga (trygga, andel person)
      period   värde      gränser  bland kända  täljare  nämnare  okända  anmärkning
      2012     0,333  0,333–0,667        0,500        1        3       1
      2013-T1  0,333  0,333–0,667        0,500        1        3       1

    Vad tolkningarna betyder: varje annat alternativ för sig, det som flyttar siffran mest först (hela
    befolkningen)

    Antal personer Antal personer Antal personer Antal personer Antal personer Antal personer Antal
    personer Antal personer (personer)
      inget alternativ ändrar något

    Antal utredningar som räknas (utredningar)
      inget alternativ ändrar något

    Antal anmälningar, varje ärende en gång (anmälningar)
      inget alternativ ändrar något

    Andel personer som känner sig trygga (trygga)
      inget alternativ ändrar något

    Det okända hänger på dessa fält:
      personer: födelsedatum, insatser.erbjuden

    Dessa fält saknas helt i uppgifterna, och det som hänger på dem är okänt för alla: samtycken

    Siffrorna är exakta och bara för arbete inom huset. Det som ska spridas måste först skyddas.
    "#);
}

#[test]
fn csv_has_the_tidy_columns_and_leaves_what_is_not_there_empty() {
    let csv = write(&report(header(&["2013"], &[districts()])), Format::Csv, Lang::Sv).unwrap();
    assert!(csv.ends_with("\r\n"));
    insta::assert_snapshot!(csv.replace("\r\n", "\n"), @r#"
    programme,edition,revision,indicator,kind,unit,period_start,period_end,stadsdel,value,lower,upper,value_known,numerator,denominator,unknown,status,name
    stockholm/kvinnofrid,2012-2014,1.0.0,personer,antal,person,2013-01-01,2013-12-31,Totalt,1,1,2,1,,,1,ok,Antal personer som räknas
    stockholm/kvinnofrid,2012-2014,1.0.0,personer,antal,person,2013-01-01,2013-12-31,Bromma,1,1,2,1,,,1,ok,Antal personer som räknas
    stockholm/kvinnofrid,2012-2014,1.0.0,personer,antal,person,2013-01-01,2013-12-31,okänt,0,0,0,0,,,0,ok,Antal personer som räknas
    stockholm/kvinnofrid,2012-2014,1.0.0,utredningar,antal,utredning,2013-01-01,2013-12-31,Totalt,6,6,,6,,,3,open_upper,Antal utredningar som räknas
    stockholm/kvinnofrid,2012-2014,1.0.0,utredningar,antal,utredning,2013-01-01,2013-12-31,Bromma,4,4,6,4,,,2,ok,Antal utredningar som räknas
    stockholm/kvinnofrid,2012-2014,1.0.0,utredningar,antal,utredning,2013-01-01,2013-12-31,okänt,2,2,,2,,,1,open_upper,Antal utredningar som räknas
    stockholm/kvinnofrid,2012-2014,1.0.0,anmälningar,antal,anmälan,2013-01-01,2013-12-31,Totalt,0,0,0,0,,,0,ok,"Antal anmälningar, varje ärende en gång"
    stockholm/kvinnofrid,2012-2014,1.0.0,anmälningar,antal,anmälan,2013-01-01,2013-12-31,Bromma,0,0,0,0,,,0,ok,"Antal anmälningar, varje ärende en gång"
    stockholm/kvinnofrid,2012-2014,1.0.0,anmälningar,antal,anmälan,2013-01-01,2013-12-31,okänt,0,0,0,0,,,0,ok,"Antal anmälningar, varje ärende en gång"
    stockholm/kvinnofrid,2012-2014,1.0.0,trygga,andel,person,2013-01-01,2013-12-31,Totalt,0.3333333333333333,0.3333333333333333,0.6666666666666666,0.5,1,3,1,ok,Andel personer som känner sig trygga
    stockholm/kvinnofrid,2012-2014,1.0.0,trygga,andel,person,2013-01-01,2013-12-31,Bromma,0.5,0.5,1.0,1.0,1,2,1,ok,Andel personer som känner sig trygga
    stockholm/kvinnofrid,2012-2014,1.0.0,trygga,andel,person,2013-01-01,2013-12-31,okänt,0.0,0.0,0.0,0.0,0,1,0,ok,Andel personer som känner sig trygga
    "#);
}

#[test]
fn csv_quotes_what_would_break_a_row() {
    let breakdown = Breakdown { name: "stad\"sdel".into(), categories: None };
    let mut partial = partial(header(&["2013"], &[breakdown]));
    partial.open_record(Some("a"), 1).unwrap();
    partial.cell(0, &[stratum("Enskede, \"Årsta\"\nVantör")]).unwrap();
    let csv = write(&partial.finish().unwrap(), Format::Csv, Lang::Sv).unwrap();
    assert!(csv.contains(",\"stad\"\"sdel\","));
    assert!(csv.contains(",\"Enskede, \"\"Årsta\"\"\nVantör\","));
}

#[test]
fn json_keeps_the_order_of_keys_and_whole_numbers_whole() {
    let mut header = header(&["2013", "2013"], &[]);
    header.runs[1].reading = Some(("åldersgräns".into(), "alla".into()));
    let json = write(&report(header), Format::Json, Lang::Sv).unwrap();
    serde_json::from_str::<serde_json::Value>(&json).unwrap();
    insta::assert_snapshot!(json.replace(env!("CARGO_PKG_VERSION"), "VERSION"), @r#"
    {
    "receipt": {"engine_version":"VERSION","programme":"stockholm/kvinnofrid","edition":"2012-2014","revision":"1.0.0","digest":"ab12","record":"person","periods":["2013-01-01/2013-12-31"],"records":3,"rejected":1,"options":{"by":[],"alternatives":["åldersgräns=alla"],"assume_unique":false},"readings":{"åldersgräns":"vuxna"},"minimum":null,"protection":"internal","absent_fields":["samtycken"]},
    "rows": [
    {"programme":"stockholm/kvinnofrid","edition":"2012-2014","revision":"1.0.0","indicator":"personer","kind":"antal","unit":"person","period_start":"2013-01-01","period_end":"2013-12-31","value":1,"lower":1,"upper":2,"value_known":1,"numerator":null,"denominator":null,"unknown":1,"status":"ok","reading":null,"name":"Antal personer som räknas"},
    {"programme":"stockholm/kvinnofrid","edition":"2012-2014","revision":"1.0.0","indicator":"utredningar","kind":"antal","unit":"utredning","period_start":"2013-01-01","period_end":"2013-12-31","value":6,"lower":6,"upper":null,"value_known":6,"numerator":null,"denominator":null,"unknown":3,"status":"open_upper","reading":null,"name":"Antal utredningar som räknas"},
    {"programme":"stockholm/kvinnofrid","edition":"2012-2014","revision":"1.0.0","indicator":"anmälningar","kind":"antal","unit":"anmälan","period_start":"2013-01-01","period_end":"2013-12-31","value":0,"lower":0,"upper":0,"value_known":0,"numerator":null,"denominator":null,"unknown":0,"status":"ok","reading":null,"name":"Antal anmälningar, varje ärende en gång"},
    {"programme":"stockholm/kvinnofrid","edition":"2012-2014","revision":"1.0.0","indicator":"trygga","kind":"andel","unit":"person","period_start":"2013-01-01","period_end":"2013-12-31","value":0.3333333333333333,"lower":0.3333333333333333,"upper":0.6666666666666666,"value_known":0.5,"numerator":1,"denominator":3,"unknown":1,"status":"ok","reading":null,"name":"Andel personer som känner sig trygga"},
    {"programme":"stockholm/kvinnofrid","edition":"2012-2014","revision":"1.0.0","indicator":"personer","kind":"antal","unit":"person","period_start":"2013-01-01","period_end":"2013-12-31","value":1,"lower":1,"upper":2,"value_known":1,"numerator":null,"denominator":null,"unknown":1,"status":"ok","reading":"åldersgräns=alla","name":"Antal personer som räknas"},
    {"programme":"stockholm/kvinnofrid","edition":"2012-2014","revision":"1.0.0","indicator":"utredningar","kind":"antal","unit":"utredning","period_start":"2013-01-01","period_end":"2013-12-31","value":6,"lower":6,"upper":null,"value_known":6,"numerator":null,"denominator":null,"unknown":3,"status":"open_upper","reading":"åldersgräns=alla","name":"Antal utredningar som räknas"},
    {"programme":"stockholm/kvinnofrid","edition":"2012-2014","revision":"1.0.0","indicator":"anmälningar","kind":"antal","unit":"anmälan","period_start":"2013-01-01","period_end":"2013-12-31","value":0,"lower":0,"upper":0,"value_known":0,"numerator":null,"denominator":null,"unknown":0,"status":"ok","reading":"åldersgräns=alla","name":"Antal anmälningar, varje ärende en gång"},
    {"programme":"stockholm/kvinnofrid","edition":"2012-2014","revision":"1.0.0","indicator":"trygga","kind":"andel","unit":"person","period_start":"2013-01-01","period_end":"2013-12-31","value":0.3333333333333333,"lower":0.3333333333333333,"upper":0.6666666666666666,"value_known":0.5,"numerator":1,"denominator":3,"unknown":1,"status":"ok","reading":"åldersgräns=alla","name":"Andel personer som känner sig trygga"}
    ],
    "missing": [
    {"indicator":"personer","period_start":"2013-01-01","period_end":"2013-12-31","field":"födelsedatum","records":1,"reading":null},
    {"indicator":"personer","period_start":"2013-01-01","period_end":"2013-12-31","field":"insatser.erbjuden","records":1,"reading":null},
    {"indicator":"personer","period_start":"2013-01-01","period_end":"2013-12-31","field":"födelsedatum","records":1,"reading":"åldersgräns=alla"},
    {"indicator":"personer","period_start":"2013-01-01","period_end":"2013-12-31","field":"insatser.erbjuden","records":1,"reading":"åldersgräns=alla"}
    ],
    "indicators": [
    {"id":"personer","name":"Antal personer som räknas","kind":"antal","unit":"person","target_group":"alla","goal":null,"rbs":null},
    {"id":"utredningar","name":"Antal utredningar som räknas","kind":"antal","unit":"utredning","target_group":"alla","goal":null,"rbs":null},
    {"id":"anmälningar","name":"Antal anmälningar, varje ärende en gång","kind":"antal","unit":"anmälan","target_group":"alla","goal":null,"rbs":null},
    {"id":"trygga","name":"Andel personer som känner sig trygga","kind":"andel","unit":"person","target_group":"alla","goal":null,"rbs":null}
    ],
    "goals": []
    }
    "#);
}

#[test]
fn shares_are_written_with_the_digits_that_read_back_the_same() {
    for share in [0.0, 1.0, 0.5, 1.0 / 3.0, 2.0 / 3.0, 1e-7] {
        assert_eq!(share_text(share).parse::<f64>().unwrap().to_bits(), f64::to_bits(share));
    }
}

#[test]
fn a_category_cannot_move_the_cursor_of_a_terminal() {
    let mut partial = partial(header(&["2013"], &[districts()]));
    partial.open_record(Some("a"), 1).unwrap();
    partial.cell(0, &[stratum("A\u{1b}[2J")]).unwrap();
    let text = write(&partial.finish().unwrap(), Format::Text, Lang::Sv).unwrap();
    assert!(!text.contains('\u{1b}') && text.contains("A\u{fffd}[2J"));
}

#[test]
fn csv_for_excel_has_semicolons_decimal_commas_and_a_byte_order_mark() {
    let report = report(header(&["2013"], &[]));
    let standard = write(&report, Format::Csv, Lang::Sv).unwrap();
    let excel = write_csv(&report, OutputDialect::Excel);
    assert_eq!(write_csv(&report, OutputDialect::Standard), standard);
    let cells = excel.strip_prefix('\u{feff}').unwrap();
    assert!(standard.contains(",0.5,") && cells.contains(";0,5;") && !cells.contains("0.5"));
    let columns = |text: &str, separator: char| -> Vec<usize> {
        text.lines().map(|line| line.split(separator).count()).collect()
    };
    // One name contains a comma.
    assert_eq!(columns(cells, ';'), columns(&standard.replace("anmälningar, varje", "anmälningar"), ','));
}
