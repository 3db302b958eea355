//! All candidates by turns, in one thread, so that whatever slows the machine down slows them all.

use std::time::Duration;

use crate::{
    candidates::Candidate,
    delivery::{Delivery, Kind},
};

/// The first rounds are thrown away.
const WARM_UP: usize = 2;

/// How much is measured.
#[derive(Clone, Copy)]
pub struct Plan {
    pub rounds: usize,
    /// How long a candidate has in each round, at least.
    pub slice: Duration,
}

/// The times of all candidates for one delivery.
pub struct Times {
    pub kind: Kind,
    pub updates: usize,
    pub bytes: usize,
    rows: Vec<Row>,
}

struct Row {
    name: &'static str,
    /// Nanoseconds in each round; or in a word why there are none.
    rounds: Result<Vec<f64>, String>,
}

impl Times {
    /// Nanoseconds for one delivery: the median of the rounds.
    ///
    /// # Errors
    ///
    /// Why the candidate has no times, in a word.
    pub fn median(&self, name: &str) -> Result<f64, &str> {
        Ok(median(self.rounds(name)?.to_vec()))
    }

    /// How many times as long the one takes as the other: the median of the rounds' quotients.
    ///
    /// # Errors
    ///
    /// Why one of them has no times, in a word.
    pub fn ratio(&self, one: &str, other: &str) -> Result<f64, &str> {
        let pairs = self.rounds(one)?.iter().zip(self.rounds(other)?);
        Ok(median(pairs.map(|(one, other)| one / other).collect()))
    }

    fn rounds(&self, name: &str) -> Result<&[f64], &str> {
        let row = self.rows.iter().find(|row| row.name == name).ok_or("absent")?;
        row.rounds.as_deref().map_err(String::as_str)
    }
}

/// Checks each candidate, and then measures those that take the delivery.
///
/// # Panics
///
/// If one accepts what is forged or counts wrongly.
pub fn measure(candidates: &mut [Candidate], delivery: &Delivery, plan: Plan) -> Times {
    let rounds = |candidate: &mut Candidate| match candidate.check(delivery) {
        Ok(()) => Ok(Vec::new()),
        Err(status) => Err(status.as_u16().to_string()),
    };
    let mut rows: Vec<Row> = candidates
        .iter_mut()
        .map(|candidate| Row { name: candidate.name, rounds: rounds(candidate) })
        .collect();
    let count = candidates.len();
    for round in 0..WARM_UP + plan.rounds {
        for turn in 0..count {
            let place = (round + turn) % count; // each begins a round in its turn
            if let Ok(times) = &mut rows[place].rounds {
                let time = slice(&mut candidates[place], delivery, plan.slice);
                if round >= WARM_UP {
                    times.push(time);
                }
            }
        }
    }
    Times { kind: delivery.kind, updates: delivery.updates, bytes: delivery.body.len(), rows }
}

/// Nanoseconds for one delivery, from as many as fit into the slice.
fn slice(candidate: &mut Candidate, delivery: &Delivery, slice: Duration) -> f64 {
    // Few enough to stay in the cache, and enough for the clock not to count.
    let batch = (100_000 / delivery.body.len()).clamp(1, 64);
    let (mut time, mut times) = (Duration::ZERO, 0_u32);
    while time < slice {
        time += candidate.time(delivery, batch);
        times += batch as u32;
    }
    time.as_secs_f64() * 1e9 / f64::from(times)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len().is_multiple_of(2) { (values[middle - 1] + values[middle]) / 2.0 } else { values[middle] }
}
