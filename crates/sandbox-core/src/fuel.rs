//! How the fuel used compares with the budget, and what budget to try next.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::policy::MAX_FUEL;

/// How much of its budget a program used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FuelStatus {
    /// The engine does not count.
    Unknown,
    /// Less than half.
    Efficient,
    /// From 50 % to below 75 %.
    Moderate,
    /// From 75 % to below 90 %.
    Warning,
    /// From 90 % to below 100 %.
    Critical,
    /// All of it.
    Exhausted,
}

/// The fuel used against the budget, with advice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FuelAnalysis {
    /// Instructions executed; null on an engine that does not count.
    pub consumed: Option<u64>,
    /// Instructions allowed.
    pub budget: u64,
    /// The part of the budget that was used, in percent with two decimals, rounded down: 100 means all of it.
    pub utilization_percent: Option<f64>,
    /// The part used, as a word.
    pub status: FuelStatus,
    /// One sentence of advice.
    pub recommendation: String,
    /// What usually uses that much; empty unless the budget was nearly or fully used.
    #[serde(default)]
    pub likely_causes: Vec<String>,
    /// The budget to try next, in instructions, if the present one is (nearly) too small.
    #[serde(default)]
    pub suggested_budget: Option<u64>,
}

/// What programs usually do that run out of fuel.
const LIKELY_CAUSES: [&str; 3] = [
    "a loop whose end is never reached",
    "an algorithm whose cost grows faster than its input, such as nested loops over the same data",
    "more input than the budget was chosen for",
];

/// Compares the fuel used with the budget. `consumed` is `None` on an engine that does not count.
#[must_use]
pub fn analyze_fuel(consumed: Option<u64>, budget: u64) -> FuelAnalysis {
    let Some(used) = consumed else {
        return FuelAnalysis {
            consumed,
            budget,
            utilization_percent: None,
            status: FuelStatus::Unknown,
            recommendation: "this engine does not count fuel; the wall-clock limit still holds".into(),
            likely_causes: Vec::new(),
            suggested_budget: None,
        };
    };
    let hundredths = hundredths_of_a_percent(used, budget);
    let status = match hundredths {
        0..5_000 => FuelStatus::Efficient,
        5_000..7_500 => FuelStatus::Moderate,
        7_500..9_000 => FuelStatus::Warning,
        9_000..10_000 => FuelStatus::Critical,
        _ => FuelStatus::Exhausted,
    };
    let suggested_budget = match status {
        FuelStatus::Warning => Some(suggest(used, budget, 3)),
        FuelStatus::Critical | FuelStatus::Exhausted => Some(suggest(used, budget, 4)),
        FuelStatus::Unknown | FuelStatus::Efficient | FuelStatus::Moderate => None,
    };
    let likely_causes = match status {
        FuelStatus::Critical | FuelStatus::Exhausted => LIKELY_CAUSES.map(String::from).to_vec(),
        _ => Vec::new(),
    };
    FuelAnalysis {
        consumed,
        budget,
        utilization_percent: Some(f64::from(hundredths) / 100.0),
        status,
        recommendation: recommend(status, used, budget, suggested_budget),
        likely_causes,
        suggested_budget,
    }
}

/// Rounded down, so that only a budget that is really used up counts as 100 %.
fn hundredths_of_a_percent(used: u64, budget: u64) -> u32 {
    let part = u128::from(used) * 10_000 / u128::from(budget.max(1));
    u32::try_from(part).unwrap_or(u32::MAX)
}

/// `halves` / 2 times what was used (or allowed, if that is more than could be used), rounded up to two digits.
fn suggest(used: u64, budget: u64, halves: u64) -> u64 {
    let basis = used.min(budget.max(1)).max(1);
    round_up(u128::from(basis) * u128::from(halves) / 2).min(MAX_FUEL)
}

fn round_up(value: u128) -> u64 {
    let mut step = 1;
    while value.div_ceil(step) >= 100 {
        step *= 10;
    }
    u64::try_from(value.div_ceil(step) * step).unwrap_or(u64::MAX)
}

fn recommend(status: FuelStatus, used: u64, budget: u64, suggested: Option<u64>) -> String {
    let figures = format!("used {} of {}", human(used), human(budget));
    match (status, suggested) {
        (FuelStatus::Exhausted, Some(next)) => {
            format!(
                "{figures}; make the program do less, or raise fuel_budget to {}",
                figure(next)
            )
        }
        (_, Some(next)) => format!("{figures}; raise fuel_budget to {} for larger input", figure(next)),
        (_, None) => format!("{figures}; the budget is large enough"),
    }
}

/// A number for people and for a policy: `6B (6,000,000,000)`.
pub(crate) fn figure(value: u64) -> String {
    let (short, long) = (human(value), grouped(value));
    if short == long {
        short
    } else {
        format!("{short} ({long})")
    }
}

/// A count with at most three digits and a unit of its own size: `6B`, `94.2M`, `100K`, `7`.
fn human(value: u64) -> String {
    const UNITS: [(u64, &str); 5] = [
        (1_000_000_000_000_000, "Q"),
        (1_000_000_000_000, "T"),
        (1_000_000_000, "B"),
        (1_000_000, "M"),
        (1_000, "K"),
    ];
    let Some((unit, name)) = UNITS.into_iter().find(|(unit, _)| value >= *unit) else {
        return value.to_string();
    };
    let (whole, hundredths) = (value / unit, value % unit * 100 / unit);
    match (whole, hundredths) {
        (100.., _) | (10.., 0..10) | (_, 0) => format!("{whole}{name}"),
        (10.., _) => format!("{whole}.{}{name}", hundredths / 10),
        (_, _) if hundredths % 10 == 0 => format!("{whole}.{}{name}", hundredths / 10),
        _ => format!("{whole}.{hundredths:02}{name}"),
    }
}

/// A number with commas: `10,000,000,000`.
pub(crate) fn grouped(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const BILLION: u64 = 1_000_000_000;

    #[test]
    fn conformance_105_the_thresholds() {
        for (percent, status) in [
            (0, FuelStatus::Efficient),
            (40, FuelStatus::Efficient),
            (50, FuelStatus::Moderate),
            (60, FuelStatus::Moderate),
            (75, FuelStatus::Warning),
            (80, FuelStatus::Warning),
            (90, FuelStatus::Critical),
            (94, FuelStatus::Critical),
            (100, FuelStatus::Exhausted),
        ] {
            let analysis = analyze_fuel(Some(percent * BILLION / 20), 5 * BILLION);
            assert_eq!(analysis.status, status, "{percent}");
            assert_eq!(
                analysis.utilization_percent,
                Some(f64::from(u32::try_from(percent).unwrap()))
            );
            assert_eq!(analysis.suggested_budget.is_some(), percent >= 75, "{percent}");
        }
        assert_eq!(analyze_fuel(None, BILLION).status, FuelStatus::Unknown);
        assert!(
            analyze_fuel(Some(4 * BILLION), 5 * BILLION)
                .recommendation
                .contains("6B")
        );
    }

    #[test]
    fn conformance_026_an_exhausted_budget() {
        let analysis = analyze_fuel(Some(100_000_000), 100_000_000);
        assert_eq!((analysis.consumed, analysis.budget), (Some(100_000_000), 100_000_000));
        assert_eq!(
            (analysis.utilization_percent, analysis.status),
            (Some(100.0), FuelStatus::Exhausted)
        );
        assert!(!analysis.likely_causes.is_empty());
        assert_eq!(
            serde_json::from_value::<FuelAnalysis>(serde_json::to_value(&analysis).unwrap()).unwrap(),
            analysis
        );
    }

    #[test]
    fn weakness_b15_advice_has_the_unit_of_the_figures() {
        let analysis = analyze_fuel(Some(100_000_000), 100_000_000);
        assert_eq!(analysis.suggested_budget, Some(200_000_000));
        assert_eq!(
            analysis.recommendation,
            "used 100M of 100M; make the program do less, or raise fuel_budget to 200M (200,000,000)"
        );
        assert_eq!(
            analyze_fuel(Some(5 * BILLION), 5 * BILLION).suggested_budget,
            Some(10 * BILLION)
        );
        assert_eq!(analyze_fuel(Some(7), 7).suggested_budget, Some(14));
    }

    #[test]
    fn almost_everything_is_not_everything() {
        let analysis = analyze_fuel(Some(BILLION - 1), BILLION);
        assert_eq!(
            (analysis.utilization_percent, analysis.status),
            (Some(99.99), FuelStatus::Critical)
        );
    }

    #[test]
    fn numbers_for_people() {
        for (value, text) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1K"),
            (1_250, "1.25K"),
            (1_200, "1.2K"),
            (1_050, "1.05K"),
            (94_200_000, "94.2M"),
            (94_020_000, "94M"),
            (999_999_999, "999M"),
            (20 * BILLION, "20B"),
            (u64::MAX, "18446Q"),
        ] {
            assert_eq!(human(value), text);
        }
        assert_eq!(
            (figure(120).as_str(), figure(6 * BILLION).as_str()),
            ("120", "6B (6,000,000,000)")
        );
        assert_eq!((grouped(0).as_str(), grouped(999).as_str()), ("0", "999"));
        assert_eq!(
            (grouped(1_000).as_str(), grouped(10 * BILLION).as_str()),
            ("1,000", "10,000,000,000")
        );
    }

    proptest! {
        #[test]
        fn a_suggestion_is_larger_than_the_budget_and_valid(used: u64, budget in 1..=MAX_FUEL) {
            let analysis = analyze_fuel(Some(used), budget);
            if let Some(next) = analysis.suggested_budget {
                prop_assert!(next > budget || next == MAX_FUEL);
                prop_assert!(next <= MAX_FUEL);
                prop_assert!(!analysis.recommendation.contains(" 0B"));
            }
        }
    }
}
