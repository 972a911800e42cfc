//! What is packaged says the same version, licence and description as the workspace.

use super::root;
use std::fs;

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
