//! New connections: TCP, TLS 1.3, login, quit.

use std::fmt;
use std::path::Path;

use testkit::Resumption;

use crate::families::{Contender, Part};
use crate::figures::{Bar, Spread, median, micros};
use crate::site::Site;
use crate::threads::PARALLEL;
use crate::turns::{self, Cost, Processes, Turn};

/// What a server shows, and how TLS begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    certificate: &'static str,
    resumption: Resumption,
}

/// As we issue them.
pub const ECDSA: Kind = Kind {
    certificate: "ECDSA P-256",
    resumption: Resumption::Off,
};

pub const RESUMED: Kind = Kind {
    resumption: Resumption::On,
    ..ECDSA
};

/// As most servers have them that are not ours.
pub const RSA: Kind = Kind {
    certificate: "RSA-2048",
    ..ECDSA
};

impl Kind {
    fn bar(self) -> f64 {
        match self.resumption {
            Resumption::Off => 0.95,
            Resumption::On => 0.90,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let handshakes = match self.resumption {
            Resumption::Off => "full handshakes",
            Resumption::On => "sessions resumed",
        };
        write!(f, "{}, {handshakes}", self.certificate)
    }
}

/// What a comparison came to.
pub struct Outcome {
    pub kind: Kind,
    /// Microseconds of the server per login of the local user.
    pub local_micros: f64,
    /// Those whose token the server asks for.
    pub asked: Vec<Compared>,
    /// Those who send it at once, where that is another way.
    pub at_once: Vec<Compared>,
}

/// One against the local user.
pub struct Compared {
    /// The ratio of logins per second.
    pub rate: f64,
    /// That of the processor time of all three processes, the other way round.
    pub cost: f64,
    /// Microseconds of the server per login.
    pub server_micros: f64,
}

/// Compares who logs in to one server, in every way that it can be done there.
pub fn compare(site: &Site<'_>, rounds: usize) -> Vec<Outcome> {
    let (ours, mut outcomes) = (site.ca(), Vec::new());
    for resumption in site.engine.family.handshakes() {
        let kind = Kind {
            resumption: *resumption,
            ..ECDSA
        };
        outcomes.push(compare_by(site, kind, &ours, rounds));
    }
    let other = site.show_rsa();
    outcomes.push(compare_by(site, RSA, &other, rounds));
    outcomes
}

fn compare_by(site: &Site<'_>, kind: Kind, ca: &Path, rounds: usize) -> Outcome {
    println!(
        "\n{}: new connections over TLS 1.3, {kind}, {PARALLEL} at a time, {rounds} rounds\n{:<52} \
         {:>8} {:>6} {:>13} {:>15}  {:>9} {:>6} {:>6} {:>6}",
        site.engine,
        "",
        "logins/s",
        "ratio",
        "(quarters)",
        "bar",
        "µs server",
        "agent",
        "client",
        "ratio"
    );
    let door = site.door(ca, kind.resumption);
    let contenders = site.engine.family.contenders(&door, &site.tokens);
    let processes = Processes {
        server: site.cluster.server().pid,
        agent: site.cluster.stand_in.agent().expect("an agent").pid,
    };
    let turns = turns::take(&contenders, rounds, processes);
    check_resumption(&turns, kind.resumption);
    let figures: Vec<_> = turns
        .iter()
        .map(|own| Figures::of(own, &turns[0]))
        .collect();
    for (contender, figures) in contenders.iter().zip(&figures) {
        figures.print(contender, kind);
    }
    let compared = |part| {
        let all = contenders.iter().zip(&figures);
        let those = all.filter(|(contender, _)| contender.part == part);
        those.map(|(_, figures)| figures.compared()).collect()
    };
    Outcome {
        kind,
        local_micros: micros(figures[0].cost.server),
        asked: compared(Part::Measured),
        at_once: compared(Part::AtOnce),
    }
}

fn check_resumption(turns: &[Vec<Turn>], resumption: Resumption) {
    let all = turns.iter().flatten();
    let resumed: u64 = all.clone().map(|turn| turn.resumed).sum();
    let logins: u64 = all.map(|turn| turn.logins).sum();
    match resumption {
        Resumption::Off => assert_eq!(resumed, 0),
        Resumption::On => assert!(
            resumed * 10 > logins * 9,
            "{resumed} of {logins} handshakes resumed a session"
        ),
    }
}

/// One contender's.
struct Figures {
    rate: f64,
    /// By the rate of the one who is measured against, round by round.
    ratio: Spread,
    cost: Cost,
    /// What the latter's login costs all three processes, by what this one's does.
    cost_ratio: f64,
}

impl Figures {
    fn of(own: &[Turn], measure: &[Turn]) -> Self {
        let rounds = own.iter().zip(measure);
        let cost = Cost::per_login(own);
        Self {
            rate: median(own.iter().map(|turn| turn.rate)),
            ratio: Spread::of(rounds.map(|(own, measure)| own.rate / measure.rate)),
            cost_ratio: Cost::per_login(measure).sum().div_duration_f64(cost.sum()),
            cost,
        }
    }

    fn compared(&self) -> Compared {
        Compared {
            rate: self.ratio.median,
            cost: self.cost_ratio,
            server_micros: micros(self.cost.server),
        }
    }

    fn print(&self, contender: &Contender<'_>, kind: Kind) {
        let bar = match contender.part {
            Part::Measured | Part::AtOnce => Bar::AtLeast(kind.bar()),
            Part::Measure | Part::Comparison => Bar::None,
        };
        let Spread {
            quarter,
            median,
            three_quarters,
        } = self.ratio;
        println!(
            "  {:<50} {:>8.0} {median:>6.2} {:>13} {:>15}  {:>9.0} {:>6.0} {:>6.0} {:>6.2}",
            contender.label,
            self.rate,
            format!("({quarter:.2}..{three_quarters:.2})"),
            bar.verdict(median),
            micros(self.cost.server),
            micros(self.cost.agent),
            micros(self.cost.client),
            self.cost_ratio,
        );
    }
}
