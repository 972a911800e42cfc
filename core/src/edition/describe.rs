//! Everything an edition declares, as JSON for presentation: groups, goals, indicators, readings and their citations.

use crate::edition::Edition;
use crate::findings::span::Span;
use crate::language::expr::{Id, Kind};
use crate::language::lower::Typed;
use crate::language::model::{Citation, Interpretation, Measure};
use crate::language::script::statement_at;
use serde_json::{Value, json};
use std::collections::BTreeSet;

impl Edition {
    /// Returns what the edition declares: the members of [`summary`](Self::summary), and the lists `groups`, `goals`,
    /// `indicators`, `readings`, `sources`, `groupings`. A group or indicator has its `definition` as written in the
    /// rule file, its place (`file`, `line`), its `citation` (`null` if it has none) and the ids of the readings it
    /// depends on, those of its target group included.
    ///
    /// ```
    /// let edition = kvinnofrid::Rules::embedded().programme("stockholm/kvinnofrid")?.edition("2012-2014")?;
    /// let described = edition.describe();
    /// let known = &described["indicators"][0];
    /// assert_eq!((&known["id"], &known["kind"]), (&"kvinnor-kända".into(), &"antal".into()));
    /// assert_eq!(known["citation"]["passage"], "Målgrupp 1, rad 1");
    /// assert!(known["readings"].as_array().unwrap().contains(&"åldersgräns".into()));
    /// # Ok::<(), kvinnofrid::Error>(())
    /// ```
    #[must_use]
    pub fn describe(&self) -> Value {
        let model = self.model();
        let group_id = |number: usize| model.groups.get(number).map(|group| group.id.as_str());
        let goal_id = |number: usize| model.goals.get(number).map(|goal| goal.id.as_str());
        let groups = model.groups.iter().enumerate().map(|(number, group)| {
            let mut about = self.stated(&group.id, &group.name, group.span, group.citation.as_ref());
            about["readings"] = self.reading_ids(&self.typed().readings_of_group(number));
            about
        });
        let goals = model.goals.iter().map(|goal| {
            let mut about = self.stated(&goal.id, &goal.name, goal.span, goal.citation.as_ref());
            about["group"] = goal.group.and_then(group_id).into();
            about
        });
        let indicators = model.indicators.iter().enumerate().map(|(number, indicator)| {
            let mut about =
                self.stated(&indicator.id, &indicator.name, indicator.span, indicator.citation.as_ref());
            about["kind"] = match indicator.measure {
                Measure::Count { .. } => "antal".into(),
                Measure::Share { .. } => "andel".into(),
            };
            about["group"] = group_id(indicator.group).into();
            about["published"] = indicator.publication.as_ref().map(|one| one.key_figure.as_str()).into();
            let chosen: Vec<usize> = model.interpretations.iter().map(|reading| reading.chosen).collect();
            about["goal"] = indicator.goal.under(&chosen).copied().flatten().and_then(goal_id).into();
            let mut readings = self.typed().readings_of_indicator(number);
            readings.extend(self.typed().readings_of_group(indicator.group));
            readings.extend(indicator.goal.reading());
            readings.extend(indicator.targets.reading());
            about["readings"] = self.reading_ids(&readings);
            about
        });
        let groupings = model.groupings.iter().map(|grouping| {
            let mut about =
                self.stated(&grouping.id, &grouping.name, grouping.span, grouping.citation.as_ref());
            about["categories"] = grouping.categories.clone().into();
            about
        });
        let sources = model.sources.iter().map(|source| {
            json!({
                "id": source.id,
                "title": source.title,
                "publisher": source.publisher,
                "date": source.date,
                "note": source.note,
            })
        });
        let mut all = self.summary();
        all["groups"] = groups.collect();
        all["goals"] = goals.collect();
        all["indicators"] = indicators.collect();
        all["readings"] = model.interpretations.iter().map(Interpretation::to_json).collect();
        all["groupings"] = groupings.collect();
        all["sources"] = sources.collect();
        all
    }

    fn stated(&self, id: &str, name: &str, span: Span, citation: Option<&Citation>) -> Value {
        let sources = self.sources();
        let text = statement_at(sources.text(span.source), span.start as usize);
        let (line, _) = sources.line_column(span);
        json!({
            "id": id,
            "name": name,
            "definition": text,
            "file": sources.name(span.source),
            "line": line,
            "citation": citation.map(|citation| self.citation(citation)),
        })
    }

    fn citation(&self, citation: &Citation) -> Value {
        let wording = self.model().wording(citation);
        match citation {
            Citation::Passage { source, passage } => {
                let title = self.model().sources.iter().find(|s| s.id == *source).map(|s| &s.title);
                json!({ "source": source, "title": title, "passage": passage, "wording": wording })
            }
            Citation::Interpretation(id) => json!({ "reading": id, "wording": wording }),
        }
    }

    fn reading_ids(&self, numbers: &BTreeSet<usize>) -> Value {
        let readings = numbers.iter().filter_map(|number| self.model().interpretations.get(*number));
        readings.map(|reading| reading.id.as_str()).collect()
    }
}

impl Typed {
    /// Returns the indices of the readings that a target group depends on.
    fn readings_of_group(&self, number: usize) -> BTreeSet<usize> {
        let Some(condition) = self.groups.get(number) else { return BTreeSet::new() };
        let mut found: BTreeSet<usize> = condition.reading().into_iter().collect();
        self.add_readings(condition.values().to_vec(), &mut found);
        found
    }

    /// Returns the indices of the readings that an indicator's measure depends on.
    fn readings_of_indicator(&self, number: usize) -> BTreeSet<usize> {
        let Some(indicator) = self.indicators.get(number) else { return BTreeSet::new() };
        let mut found: BTreeSet<usize> = indicator.choosing().collect();
        self.add_readings(indicator.roots(), &mut found);
        found
    }

    /// Adds the readings that are referenced below `roots`.
    fn add_readings(&self, mut roots: Vec<Id>, found: &mut BTreeSet<usize>) {
        let mut seen = BTreeSet::new();
        while let Some(id) = roots.pop() {
            if !seen.insert(id) {
                continue;
            }
            let kind = &self.arena[id].kind;
            if let Kind::Chosen(reading) = kind {
                found.insert(*reading);
            }
            kind.parts(|part| roots.push(part));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::edition::rules::Rules;

    #[test]
    fn a_definition_is_as_the_rule_file_writes_it() {
        let edition =
            Rules::embedded().programme("stockholm/kvinnofrid").unwrap().edition("2012-2014").unwrap();
        let described = edition.describe();
        let group = &described["groups"][0];
        let definition = group["definition"].as_str().unwrap();
        assert!(definition.starts_with("målgrupp(") && definition.ends_with(");"), "{definition}");
        assert!(group["file"].as_str().unwrap().ends_with("20-malgrupper.rhai"));
    }

    #[test]
    fn the_readings_of_an_indicator_are_its_own_and_its_groups() {
        let edition =
            Rules::embedded().programme("stockholm/kvinnofrid").unwrap().edition("2012-2014").unwrap();
        let described = edition.describe();
        let readings = |id: &str| -> Vec<String> {
            let all = described["indicators"].as_array().unwrap();
            let found = all.iter().find(|indicator| indicator["id"] == id).unwrap();
            found["readings"].as_array().unwrap().iter().map(|r| r.as_str().unwrap().to_owned()).collect()
        };
        let known = readings("kvinnor-kända");
        assert!(known.contains(&"känd".to_owned()) && known.contains(&"åldersgräns".to_owned()), "{known:?}");
        assert!(!known.contains(&"anmälans_enhet".to_owned()));
        assert!(readings("barn-anmälningar").contains(&"anmälans_enhet".to_owned()));
    }
}
