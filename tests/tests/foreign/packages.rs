//! What is packaged says the same version, licence and description as the workspace.

use super::{output, root};
use serde_json::Value;
use std::fs;
use std::process::Command;

#[test]
fn manifests_of_java_and_dotnet_say_what_the_workspace_says() {
    let workspace = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let said = |key: &str| {
        let line = workspace.lines().find_map(|line| line.strip_prefix(&format!("{key} = \""))).unwrap();
        line.trim_end_matches('"').to_owned()
    };
    let (version, description) = (said("version"), said("description"));
    let maven = fs::read_to_string(root().join("bindings/java/pom.xml")).unwrap();
    assert!(
        maven.contains(&format!("<artifactId>kvinnofrid</artifactId>\n  <version>{version}</version>")),
        "{maven}"
    );
    assert!(maven.contains(&description), "{maven}");
    assert!(maven.contains("<name>Apache-2.0</name>") && maven.contains("<name>MIT</name>"), "{maven}");
    let nuget = fs::read_to_string(root().join("bindings/dotnet/Kvinnofrid.csproj")).unwrap();
    for element in [
        format!("<Version>{version}</Version>"),
        format!("<Description>{description}</Description>"),
        format!("<PackageLicenseExpression>{}</PackageLicenseExpression>", said("license")),
    ] {
        assert!(nuget.contains(&element), "{element}: {nuget}");
    }
}

/// Runs `.ci/sbom`; nothing where Python 3.11 is not installed.
fn bill_of_materials(package: &str) -> Option<Value> {
    let new = Command::new("python3").args(["-c", "import tomllib"]).status();
    if !new.is_ok_and(|done| done.success()) {
        eprintln!("left out: no Python 3.11");
        return None;
    }
    let said = output(Command::new("python3").arg(".ci/sbom").arg(package).current_dir(root()));
    Some(serde_json::from_str(&said).unwrap())
}

#[test]
fn the_bill_of_materials_has_what_is_shipped_and_no_tests() {
    let Some(bill) = bill_of_materials("kvinnofrid-c") else { return };
    assert_eq!((&bill["bomFormat"], &bill["specVersion"]), (&"CycloneDX".into(), &"1.5".into()));
    assert_eq!(bill["metadata"]["component"]["name"], "kvinnofrid-c");
    let components = bill["components"].as_array().unwrap();
    let names: Vec<&str> = components.iter().filter_map(|one| one["name"].as_str()).collect();
    // What the engine stands on, what it has by a feature of the library, and what builds it.
    for name in ["kvinnofrid", "rhai", "arrow-array", "rust_xlsxwriter"] {
        assert!(names.contains(&name), "{name} is not in {names:?}");
    }
    // Tests, and the features of others.
    for name in ["proptest", "criterion", "cbindgen", "insta", "clap", "pyo3"] {
        assert!(!names.contains(&name), "{name} is in {names:?}");
    }
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    for one in components.iter().filter(|one| one["name"] != "kvinnofrid") {
        let (name, version) = (one["name"].as_str().unwrap(), one["version"].as_str().unwrap());
        let checksum = one["hashes"][0]["content"].as_str().unwrap_or_else(|| panic!("{name} has no hash"));
        let locked = format!("name = \"{name}\"\nversion = \"{version}\"\n");
        let entry = lock.split("[[package]]\n").find(|entry| entry.starts_with(&locked)).unwrap();
        assert!(entry.contains(checksum), "{name}");
        assert!(one["licenses"][0]["expression"].is_string(), "{name} has no licence");
        assert_eq!(one["purl"], format!("pkg:cargo/{name}@{version}"));
    }
    let known: Vec<&Value> = components.iter().map(|one| &one["bom-ref"]).collect();
    for one in bill["dependencies"].as_array().unwrap() {
        for other in one["dependsOn"].as_array().unwrap() {
            assert!(known.contains(&other), "{other} is no component");
        }
    }
}
