//! Whether the time of a check tells how much of a guess was right.
//!
//! Guesses that are wrong at the start are timed in turn with those that are only wrong at the end, and Welch's
//! t-test says whether the two take the same time on average. As in dudect, the slowest measurements are cut off in
//! several ways, because what interrupts a check now and then hides what it tells.

use std::{env, hint::black_box, time::Instant};

use crate::{
    comparisons::{
        APP, APP_UP_TO_ITS_NAME, CREDENTIAL, Comparison, Digits, SECRET, SIGNATURE, SIGNATURE_AS_TEXT,
        SIGNATURE_BY_BYTE, TOKEN, TOKEN_AS_TEXT, TOKEN_BY_BYTE, comparison, right, wrong,
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
fn guesses_of_apps(_: &Digits, _: &mut Random) -> Vec<Guess> {
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
    guesses: fn(&Digits, &mut Random) -> Vec<Guess>,
    right: &Digits,
    samples: usize,
    mut random: Random,
) -> Vec<Timing> {
    let mut guesses = guesses(right, &mut random);
    let mut timings = Vec::with_capacity(samples);
    let mut digits = *right;
    while timings.len() < samples {
        shuffle(&mut guesses, &mut random);
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

/// The largest t of all parts, the part, and the difference of the means in it, in nanoseconds.
fn largest_t(mut timings: Vec<Timing>) -> (f64, usize, f64) {
    timings.sort_unstable_by_key(|timing| timing.nanoseconds);
    let of_part = |percent: usize| {
        let slowest = timings[timings.len() * percent / 100 - 1].nanoseconds;
        let end = timings.partition_point(|timing| timing.nanoseconds <= slowest);
        let ((one, error_of_one), (other, error_of_other)) =
            (mean(&timings[..end], true), mean(&timings[..end], false));
        let difference = one - other;
        let t = (difference / (error_of_one + error_of_other).sqrt()).abs();
        let t = match difference {
            // Where all of the fastest took the same time, there is no difference.
            0.0 => 0.0,
            // Where one of the two kinds is not among the fastest at all, there is nothing to compute, and all is told.
            _ if t.is_nan() => f64::INFINITY,
            _ => t,
        };
        (t, percent, difference)
    };
    PARTS.map(of_part).into_iter().max_by(|one, other| one.0.total_cmp(&other.0)).unwrap()
}

/// The t of three seeds, the smallest one first. On a busy machine one of them may be off, so the one in the middle
/// decides.
fn t_of(name: &str) -> [f64; 3] {
    let right = right(name, SECRET);
    assert!(comparison(name, SECRET)(&right)(), "{name}: the right one is accepted");
    t_of_guesses(name, guesses, &right)
}

fn t_of_guesses(name: &str, guesses: fn(&Digits, &mut Random) -> Vec<Guess>, right: &Digits) -> [f64; 3] {
    let samples = env::var("WEBHOOK_TIMINGS").map_or(SAMPLES, |samples| samples.parse().unwrap());
    let comparison = comparison(name, SECRET);
    let mut of_seeds = [0, 1, 2].map(|number| {
        let seed = random::seed() + number;
        let (t, part, difference) =
            largest_t(timings(&comparison, guesses, right, samples, Random::new(seed)));
        println!(
            "timing of {name}: seed {seed:#x}, {samples} checks, |t| {t:.2} ({difference:+.3} ns in {part} %)"
        );
        t
    });
    of_seeds.sort_unstable_by(f64::total_cmp);
    of_seeds
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
    assert!(is_the_same(t_of_guesses(APP, guesses_of_apps, SECRET)));
    assert!(is_caught(t_of_guesses(APP_UP_TO_ITS_NAME, guesses_of_apps, SECRET), 50.0));
}
