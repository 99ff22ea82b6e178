//! The locked packages as a table for people.

use sandbox_packages::{Lock, Locked};

/// One line for each package, in columns.
pub(super) fn render(lock: &Lock, present: &dyn Fn(Locked<'_>) -> bool) -> String {
    let rows: Vec<[String; 6]> = lock
        .all()
        .into_iter()
        .map(|package| {
            [
                package.language().to_string(),
                package.name().to_owned(),
                package.version().to_owned(),
                package.license().unwrap_or("unknown").to_owned(),
                package.bytes().to_string(),
                if present(package) { "cached" } else { "not fetched" }.to_owned(),
            ]
        })
        .collect();
    let heads = ["language", "name", "version", "licence", "bytes", "state"].map(str::to_owned);
    let rows: Vec<_> = std::iter::once(heads).chain(rows).collect();
    let widths: Vec<_> = (0..6)
        .map(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0))
        .collect();
    let line = |row: &[String; 6]| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        format!("{}\n", cells.collect::<Vec<_>>().join("  ").trim_end())
    };
    rows.iter().map(line).collect::<Vec<_>>().concat()
}
