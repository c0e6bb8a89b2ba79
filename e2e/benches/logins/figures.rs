//! Medians, bars, and where numbers come from.

use std::fs;
use std::time::Duration;

/// What a figure must be.
#[derive(Clone, Copy, Debug)]
pub enum Bar {
    AtLeast(f64),
    /// At most so far from one: the same, but for noise.
    SameWithin(f64),
    /// Shown for comparison only.
    None,
}

impl Bar {
    /// The bar, and whether the figure meets it.
    pub fn verdict(self, figure: f64) -> String {
        let (bar, met) = match self {
            Self::AtLeast(bar) => (format!("≥ {bar:.2}"), figure >= bar),
            Self::SameWithin(noise) => {
                let off = (figure - 1.0).abs();
                (format!("1 ± {noise:.2}"), off <= noise)
            }
            Self::None => return String::new(),
        };
        format!("{bar:<8} {}", if met { "pass" } else { "BELOW" })
    }
}

/// The middle of some figures, and the quarters beside it.
#[derive(Clone, Copy, Debug)]
pub struct Spread {
    pub quarter: f64,
    pub median: f64,
    pub three_quarters: f64,
}

impl Spread {
    pub fn of(figures: impl IntoIterator<Item = f64>) -> Self {
        let mut sorted: Vec<_> = figures.into_iter().collect();
        sorted.sort_by(f64::total_cmp);
        let at = |share: usize| sorted[(sorted.len() - 1) * share / 4];
        Self {
            quarter: at(1),
            median: at(2),
            three_quarters: at(3),
        }
    }
}

/// The median.
pub fn median(figures: impl IntoIterator<Item = f64>) -> f64 {
    Spread::of(figures).median
}

/// Processor time that a process has used: all its threads together, also those that have ended, and
/// the child processes that it has waited for.
pub fn processor_time(process: u32) -> Duration {
    let line = fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    let (_, fields) = line.rsplit_once(')').unwrap();
    // User and system time, its own and its children's, the 14th to the 17th field, in `USER_HZ`
    // (proc(5)).
    let ticks = fields.split_whitespace().skip(11).take(4);
    let ticks = ticks
        .map(|field| field.parse::<u64>().unwrap())
        .sum::<u64>();
    Duration::from_millis(ticks * 10)
}

/// How many child processes a process has, which its first thread started.
pub fn children(process: u32) -> usize {
    let children = format!("/proc/{process}/task/{process}/children");
    let children = fs::read_to_string(children).unwrap();
    children.split_whitespace().count()
}

/// A duration in microseconds.
pub fn micros(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e6
}

/// Says what else is going on.
pub fn machine() {
    let load = fs::read_to_string("/proc/loadavg").unwrap();
    let load: Vec<_> = load.split(' ').take(3).collect();
    let processors = std::thread::available_parallelism().unwrap();
    println!("{processors} processors, load average {}", load.join(", "));
}
