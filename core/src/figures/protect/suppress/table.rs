//! The exact counts of a publication as a table: its rows are those of the report.

use super::{Amount, Count, GREATEST, MOST_CELLS, Refused, Row, Table};
use crate::figures::partial::Partial;
use crate::figures::protect::cube::{Counted, TOTALS_ONLY, label};
use std::collections::BTreeMap;

/// A table, with the labels of its rows.
pub(in crate::figures::protect) struct Named {
    pub(in crate::figures::protect) table: Table,
    /// By row and breakdown; `*` where it is a sum.
    pub(super) labels: Vec<Vec<String>>,
    /// By chain: the first of its counts. Chains that are alike have the same ones.
    pub(super) first_of_chain: Vec<usize>,
}

impl Named {
    /// Returns the name of a row, as in the ledger: `["Farsta",*]`.
    pub(super) fn name(&self, row: usize) -> String {
        let labels: Vec<&str> = self.labels.get(row).into_iter().flatten().map(String::as_str).collect();
        row_name(&labels)
    }

    /// Converts what was counted. Cells where nobody was counted are in the table too: that nobody is there is not
    /// published either.
    pub(in crate::figures::protect) fn of(counted: &Counted, partials: &[&Partial]) -> Result<Self, Refused> {
        let axes = axes(counted, partials);
        let cells = axes.iter().fold(1u64, |cells, axis| cells.saturating_mul(axis.len() as u64));
        Amount::Cells.check(cells, MOST_CELLS)?;
        let mut named = Self { table: Table::default(), labels: Vec::new(), first_of_chain: Vec::new() };
        named.table.base = whole(counted.cube.base)?;
        // By cell of the table: the cell of the cube.
        let mut cells: Vec<Option<usize>> = Vec::new();
        let mut rows: BTreeMap<String, usize> = BTreeMap::new();
        for place in product(&axes) {
            let labels: Vec<&str> =
                axes.iter().zip(&place).filter_map(|(axis, at)| axis.get(*at).map(String::as_str)).collect();
            let cell = cells.len();
            cells.push(counted.cells.get(&row_name(&labels)).copied());
            // Every choice of breakdowns that are summed over.
            for kept in 0..1usize << axes.len() {
                let of_row: Vec<&str> = labels
                    .iter()
                    .enumerate()
                    .map(|(axis, label)| if kept >> axis & 1 == 1 { label } else { "*" })
                    .collect();
                let row = *rows.entry(row_name(&of_row)).or_insert_with(|| {
                    let level = kept.count_ones() as usize;
                    named.labels.push(of_row.iter().map(|label| (*label).to_owned()).collect());
                    named.table.rows.push(Row { cells: Vec::new(), level, is_in_report: true });
                    named.table.rows.len() - 1
                });
                if let Some(row) = named.table.rows.get_mut(row) {
                    row.cells.push(cell);
                }
            }
            named.table.places.push(Some(place));
        }
        if counted.has_identities {
            let cell = cells.len();
            cells.push(counted.cells.get(TOTALS_ONLY).copied());
            named.table.places.push(None);
            if let Some(total) = named.table.rows.first_mut() {
                total.cells.push(cell);
            }
            named.labels.push(vec![TOTALS_ONLY.to_owned()]);
            let level = axes.len();
            named.table.rows.push(Row { cells: vec![cell], level, is_in_report: false });
        }
        named.count(counted, partials, &cells)?;
        Ok(named)
    }

    /// Adds the counts of all chains, in their order, by cell of the table.
    fn count(
        &mut self,
        counted: &Counted,
        partials: &[&Partial],
        cells: &[Option<usize>],
    ) -> Result<(), Refused> {
        let mut names: BTreeMap<String, usize> = BTreeMap::new();
        let mut number = |name: String| {
            let next = names.len();
            *names.entry(name).or_insert(next)
        };
        for (chain, of) in counted.cube.chains.iter().zip(&counted.of_chain) {
            if let Some(first) = of.alike.and_then(|alike| self.first_of_chain.get(alike)).copied() {
                self.first_of_chain.push(first);
                continue;
            }
            self.first_of_chain.push(self.table.counts.len());
            let header = partials.get(of.partial).map(|partial| partial.header());
            let head = header.and_then(|header| header.indicators.get(of.indicator));
            let reading = header.and_then(|header| header.runs.get(of.run)?.reading.clone());
            let period = number(format!("period {}", of.period));
            let group = number(format!("group {}", head.map_or("", |head| &head.target_group)));
            let reading = number(format!("reading {reading:?}"));
            let id = head.map_or("", |head| &head.id);
            for (place, weight) in chain.weights.iter().enumerate() {
                let value = |cell: &Option<usize>| {
                    let value = cell.and_then(|cell| chain.counts.get(cell)?.get(place)).copied();
                    whole(value.unwrap_or(0))
                };
                let measure = number(format!("measure {id} {place} {}", of.is_asked));
                self.table.counts.push(Count {
                    weight: *weight,
                    period,
                    series: number(format!("series {reading} {measure}")),
                    group,
                    reading,
                    measure,
                    values: cells.iter().map(value).collect::<Result<_, _>>()?,
                    fixed: None,
                });
            }
        }
        Ok(())
    }
}

/// Returns the labels of each breakdown, in all partials.
fn axes(counted: &Counted, partials: &[&Partial]) -> Vec<Vec<String>> {
    let of_axis = |axis: usize| {
        let mut labels: Vec<String> = Vec::new();
        for name in partials.iter().flat_map(|partial| partial.categories(axis)) {
            let name = label(Some(name));
            if !labels.contains(&name) {
                labels.push(name);
            }
        }
        // In whatever order they occurred in the data.
        labels.sort();
        labels.push(label(None));
        labels
    };
    (0..counted.by.len()).map(of_axis).collect()
}

/// Returns all combinations of categories, by number.
fn product(axes: &[Vec<String>]) -> Vec<Vec<usize>> {
    let mut places = vec![Vec::new()];
    for axis in axes {
        places = places
            .iter()
            .flat_map(|place| (0..axis.len()).map(move |at| [place.as_slice(), &[at]].concat()))
            .collect();
    }
    places
}

/// Returns the name of a row with these labels.
pub(super) fn row_name(labels: &[&str]) -> String {
    format!("[{}]", labels.join(","))
}

fn whole(number: u64) -> Result<i64, Refused> {
    Amount::Persons.check(number, GREATEST)?;
    i64::try_from(number).map_err(|_| Amount::Persons.stopped(GREATEST))
}
