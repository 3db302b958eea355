//! Whether the time of a check tells how much of a guess was right.
//!
//! Guesses that are wrong at the start are timed in turn with those that are only wrong at the end, and Welch's
//! t-test says whether the two take the same time on average. As in dudect, the slowest measurements are cut off in
//! several ways, because what interrupts a check now and then hides what it tells.

use std::{array, env, hint::black_box, process::Command, time::Instant};

use crate::{
    comparisons::{
        APP, APP_IN_A_LIST, APP_UP_TO_ITS_NAME, CREDENTIAL, Comparison, Digits, SECRET, SIGNATURE,
        SIGNATURE_AS_TEXT, SIGNATURE_BY_BYTE, TOKEN, TOKEN_AS_TEXT, TOKEN_BY_BYTE, comparison, right, wrong,
    },
    random::{self, Random},
};

/// How many checks are timed for each seed. `WEBHOOK_TIMINGS` gives another number.
const SAMPLES: usize = 1_000_000;

/// How many guesses are made at first; they are shuffled before each pass.
const GUESSES: usize = 8192;
/// The parts of all measurements that are looked at, in percent: the fastest ones.
const PARTS: [usize; 7] = [100, 99, 95, 90, 75, 50, 25];
/// Beyond this the two kinds of guesses differ, beyond reasonable doubt.
const DIFFERENT: f64 = 4.5;

/// In nanoseconds: checks of two known apps differ by up to 1.6, because their credentials have different addresses.
const OF_ADDRESSES: f64 = 3.0;

/// How many processes time the checks of apps.
const PROCESSES: usize = 32;

struct Guess {
    is_right_at_first: bool,
    digits: Digits,
}

fn guesses(right: &Digits, random: &mut Random) -> Vec<Guess> {
    (0..GUESSES)
        .map(|at| {
            let is_right_at_first = at % 2 == 0;
            let places = if is_right_at_first { 62..64 } else { 0..8 };
            Guess { is_right_at_first, digits: wrong(right, places, random.next()) }
        })
        .collect()
}

/// Guesses for a known app, in the place of those that are right at first, and for an unknown one.
fn guesses_of_apps() -> Vec<Guess> {
    (0..GUESSES)
        .map(|at| {
            let mut digits = *SECRET;
            digits[63] = if at % 2 == 0 { b'1' } else { b'0' };
            Guess { is_right_at_first: at % 2 == 0, digits }
        })
        .collect()
}

fn shuffle<T>(items: &mut [T], random: &mut Random) {
    for last in (1..items.len()).rev() {
        items.swap(last, random.below(last + 1));
    }
}

struct Timing {
    nanoseconds: u32,
    is_right_at_first: bool,
}

/// Nothing near the clock depends on the kind of the guess: it is copied to one place, whichever it is.
fn timings(
    comparison: &Comparison,
    mut guesses: Vec<Guess>,
    samples: usize,
    random: &mut Random,
) -> Vec<Timing> {
    let mut timings = Vec::with_capacity(samples);
    let mut digits = *SECRET;
    while timings.len() < samples {
        shuffle(&mut guesses, random);
        for guess in guesses.iter().take(samples - timings.len()) {
            digits.copy_from_slice(&guess.digits);
            let check = comparison(black_box(&digits));
            let start = Instant::now();
            let is_right = check();
            let nanoseconds = start.elapsed().as_nanos() as u32;
            assert!(!is_right);
            timings.push(Timing { nanoseconds, is_right_at_first: guess.is_right_at_first });
        }
    }
    timings
}

/// The mean of one kind of guesses, and the variance of that mean.
fn mean(timings: &[Timing], is_right_at_first: bool) -> (f64, f64) {
    let of_kind = || {
        timings.iter().filter(|t| t.is_right_at_first == is_right_at_first).map(|t| f64::from(t.nanoseconds))
    };
    let count = of_kind().count() as f64;
    let mean = of_kind().sum::<f64>() / count;
    let variance = of_kind().map(|nanoseconds| (nanoseconds - mean).powi(2)).sum::<f64>() / (count - 1.0);
    (mean, variance / count)
}

/// The difference of the means of the two kinds, in nanoseconds, and its variance.
type Difference = (f64, f64);

/// The difference in each of the parts.
fn differences(mut timings: Vec<Timing>) -> [Difference; PARTS.len()] {
    timings.sort_unstable_by_key(|timing| timing.nanoseconds);
    PARTS.map(|percent| {
        let slowest = timings[timings.len() * percent / 100 - 1].nanoseconds;
        let end = timings.partition_point(|timing| timing.nanoseconds <= slowest);
        let ((one, of_one), (other, of_other)) = (mean(&timings[..end], true), mean(&timings[..end], false));
        (one - other, of_one + of_other)
    })
}

/// The largest t of all parts, the part, and the difference in it.
fn largest_t(differences: [Difference; PARTS.len()]) -> (f64, usize, f64) {
    let of_part = |((difference, variance), part): (Difference, usize)| {
        let t = (difference / variance.sqrt()).abs();
        let t = match difference {
            // Where all of the fastest took the same time, there is no difference.
            0.0 => 0.0,
            // Where one of the two kinds is not among the fastest at all, there is nothing to compute, and all is told.
            _ if t.is_nan() => f64::INFINITY,
            _ => t,
        };
        (t, part, difference)
    };
    let of_parts = differences.into_iter().zip(PARTS).map(of_part);
    of_parts.max_by(|one, other| one.0.total_cmp(&other.0)).unwrap()
}

/// The mean of differences that were measured apart, and its variance.
fn mean_of(differences: &[f64]) -> Difference {
    let count = differences.len() as f64;
    let mean = differences.iter().sum::<f64>() / count;
    let variance =
        differences.iter().map(|difference| (difference - mean).powi(2)).sum::<f64>() / (count - 1.0);
    (mean, variance / count)
}

/// The t of three seeds, the smallest one first. On a busy machine one of them may be off, so the one in the middle
/// decides.
fn t_of_seeds(name: &str, differences: impl Fn(&mut Random) -> [Difference; PARTS.len()]) -> [f64; 3] {
    let mut of_seeds = [0, 1, 2].map(|number| {
        let seed = random::seed() + number;
        let (t, part, difference) = largest_t(differences(&mut Random::new(seed)));
        println!("timing of {name}: seed {seed:#x}, |t| {t:.2} ({difference:+.3} ns in {part} %)");
        t
    });
    of_seeds.sort_unstable_by(f64::total_cmp);
    of_seeds
}

fn samples() -> usize {
    env::var("WEBHOOK_TIMINGS").map_or(SAMPLES, |samples| samples.parse().unwrap())
}

fn t_of(name: &str) -> [f64; 3] {
    let right = right(name, SECRET);
    let comparison = comparison(name, SECRET);
    assert!(comparison(&right)(), "{name}: the right one is accepted");
    t_of_seeds(name, |random| differences(timings(&comparison, guesses(&right, random), samples(), random)))
}

/// Set for a process that times checks for a known app and for an unknown one: the seed and the comparison.
const TIMED: &str = "WEBHOOK_TIMED";

/// What such a process does; nothing in any other.
#[test]
fn the_checks_of_apps_are_timed_that_another_process_asks_for() {
    let Ok(asked) = env::var(TIMED) else { return };
    let (seed, name) = asked.split_once('/').unwrap();
    let mut random = Random::new(seed.parse().unwrap());
    let timings = timings(&comparison(name, SECRET), guesses_of_apps(), samples() / PROCESSES, &mut random);
    let differences = differences(timings).map(|(difference, _)| difference.to_string());
    println!("{TIMED}: {}", differences.join(" "));
}

fn differences_in_a_process(name: &str, seed: u64) -> [f64; PARTS.len()] {
    let output = Command::new(env::current_exe().unwrap())
        .args([
            "--exact",
            "timing::the_checks_of_apps_are_timed_that_another_process_asks_for",
            "--nocapture",
        ])
        .env(TIMED, format!("{seed}/{name}"))
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let differences = said.lines().find_map(|line| line.strip_prefix(TIMED)?.strip_prefix(": ")).unwrap();
    let differences: Vec<f64> =
        differences.split(' ').map(|difference| difference.parse().unwrap()).collect();
    differences.try_into().unwrap()
}

/// The t of a known app against an unknown one, of what they differ by beyond `OF_ADDRESSES`.
///
/// Addresses differ from process to process, so the mean of many processes is tested.
fn t_of_apps(name: &str) -> [f64; 3] {
    t_of_seeds(name, |random| {
        let of_processes = [(); PROCESSES].map(|()| differences_in_a_process(name, random.next()));
        array::from_fn(|part| {
            let (difference, variance) = mean_of(&of_processes.map(|of_process| of_process[part]));
            let of_addresses = difference.clamp(-OF_ADDRESSES, OF_ADDRESSES);
            (difference - of_addresses, variance)
        })
    })
}

fn is_the_same([_, t, _]: [f64; 3]) -> bool {
    t < DIFFERENT
}

/// Whether a check that leaks is caught, and clearly so.
fn is_caught(ts: [f64; 3], at_least: f64) -> bool {
    !is_the_same(ts) && ts[2] > at_least
}

#[test]
#[cfg_attr(debug_assertions, ignore = "only optimized code keeps its secrets")]
fn the_time_of_a_check_does_not_tell_how_much_of_a_signature_was_right() {
    assert!(is_the_same(t_of(SIGNATURE)));
    assert!(is_caught(t_of(SIGNATURE_AS_TEXT), 10.0));
    assert!(is_caught(t_of(SIGNATURE_BY_BYTE), 50.0));
}

#[test]
#[cfg_attr(debug_assertions, ignore = "only optimized code keeps its secrets")]
fn the_time_of_a_handshake_does_not_tell_how_much_of_a_token_was_right() {
    assert!(is_the_same(t_of(TOKEN)));
    assert!(is_caught(t_of(TOKEN_AS_TEXT), 10.0));
    assert!(is_caught(t_of(TOKEN_BY_BYTE), 50.0));
}

#[test]
#[cfg_attr(debug_assertions, ignore = "only optimized code keeps its secrets")]
fn the_time_of_a_rejection_does_not_tell_how_much_of_a_credential_was_right() {
    assert!(is_the_same(t_of(CREDENTIAL)));
}

#[test]
#[cfg_attr(debug_assertions, ignore = "only optimized code keeps its secrets")]
fn the_time_of_a_check_does_not_tell_whether_an_app_is_known() {
    assert!(is_the_same(t_of_apps(APP)));
    assert!(is_caught(t_of_apps(APP_IN_A_LIST), 10.0));
    assert!(is_caught(t_of_apps(APP_UP_TO_ITS_NAME), 50.0));
}
