//! Records that lie within something else, or by columns, and those that only look as if they did.

use super::*;

#[test]
fn records_within_something_else_are_found_and_told_how_to_give() {
    for (json, how) in [
        (r#"{"records": [{"id": "a", "kön": "man"}]}"#, Some(".records[]")),
        (r#"{"antal": 2, "datum": "2013-01-01", "data": [{"id": "a"}, {"id": "b"}]}"#, Some(".data[]")),
        (r#"{"@odata.context": "x", "value": [{"id": "a", "kön": "man"}]}"#, Some(".value[]")),
        (r#"{"d": {"results": [{"id": "a", "kön": "man"}]}}"#, Some(".d.results[]")),
        (
            r#"{"took": 5, "hits": {"total": {"value": 1}, "hits": [{"_id": "a", "_source": {"id": "a", "kön": "man"}}]}}"#,
            Some(".hits.hits[]._source"),
        ),
        (
            r#"{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": null, "properties": {"id": "a", "kön": "man"}}]}"#,
            Some(".features[].properties"),
        ),
        (
            r#"{"entry": [{"resource": {"id": "a", "födelsedatum": "1980-01-01"}}]}"#,
            Some(".entry[].resource"),
        ),
        // With a key of its own, it would be counted as somebody.
        (r#"{"id": "uttag-7", "records": [{"id": "a", "kön": "man"}]}"#, Some(".records[]")),
        (r#"{"id": "a", "attributes": {"kön": "man", "namn": "x"}}"#, Some(".attributes")),
        (r#"{"a1": {"id": "a1", "kön": "man"}, "b2": {"id": "b2", "kön": "man"}}"#, Some(".[]")),
        (r#"{"a1": {"kön": "man", "namn": "x"}}"#, Some("to_entries[] | {id: .key} + .value")),
        (r#"{"hemligt": {"längre": [{"id": "a", "kön": "man"}]}}"#, None),
    ] {
        let said = error(json);
        assert!(said.starts_with("rad 1: fälten står inte i posten själv utan "), "{json}: {said}");
        assert_eq!(
            said.split("jq -c '").nth(1).and_then(|how| how.split('\'').next()),
            how,
            "{json}: {said}"
        );
        for hidden in ["hemligt", "uttag-7", "a1", "took"] {
            assert!(!said.contains(hidden), "{said}");
        }
    }
    let paged = error(r#"{"value": [{"id": "a", "kön": "man"}], "@odata.nextLink": "https://x"}"#);
    assert!(paged.ends_with("där står att det finns fler sidor: hämta dem också"), "{paged}");
    assert!(!error(r#"{"value": [{"id": "a", "kön": "man"}], "next": null}"#).contains("fler sidor"));
}

#[test]
fn a_table_by_columns_is_told_how_to_be_written_by_records() {
    for json in [
        r#"{"id": ["a", "b"], "kön": ["man", "kvinna"]}"#,
        r#"{"id": {"0": "a"}, "kön": {"0": "man"}}"#,
        r#"{"kön": {"0": "man"}, "id": {"0": "a"}, "annat": {"0": 1}}"#,
        r#"{"columns": ["id", "kön"], "index": [0], "data": [["a", "man"]]}"#,
    ] {
        assert_eq!(
            error(json),
            "rad 1: fälten står var för sig, med alla posters värden; skriv ett objekt per post (i pandas: `df.to_json(orient=\"records\", lines=True)`)",
            "{json}"
        );
    }
}

#[test]
fn a_record_is_its_own_whatever_else_lies_in_it() {
    for json in [
        "{}",
        r#"{"x": 1}"#,
        r#"{"records": []}"#,
        r#"{"records": [{"x": 1}]}"#,
        r#"{"id": "a", "barn": [{"id": "b", "kön": "man"}]}"#,
        r#"{"id": "a", "data": {"x": 1}}"#,
        r#"{"id": "a", "kön": "man", "records": [{"id": "b", "kön": "man"}]}"#,
        r#"{"kön": "man", "id": "a", "records": [{"id": "b", "kön": "man"}]}"#,
        r#"{"pid": 5, "kontakt": {"namn": "x"}}"#,
        r#"{"insatser": [{"typ": null}], "x": [1]}"#,
    ] {
        assert!(read(json).is_ok(), "{json}: {}", error(json));
    }
    assert!(
        error(r#"{"insatser": [{"typ": 5}], "x": [1]}"#).starts_with("rad 1: insatser[0].typ: här ska stå")
    );
    assert!(error(r#"{"id": {"$oid": "a"}, "kön": "man"}"#).contains("en nyckel"));
}
