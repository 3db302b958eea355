//! Whether a check takes as many instructions for any guess, to the last one.
//!
//! Valgrind does not know the instructions that processors have for SHA-256, so it counts those of the portable
//! code. `timing` runs the others.

use crate::{
    comparisons::{
        APP, APP_UP_TO_ITS_NAME, CREDENTIAL, Digits, SECRET, SECRETS, SECRETS_IN_TURN, SIGNATURE,
        SIGNATURE_AS_TEXT, SIGNATURE_BY_BYTE, TOKEN, TOKEN_AS_TEXT, TOKEN_BY_BYTE, comparison, previous,
        right, wrong,
    },
    valgrind,
};

/// How often a check is counted; once more is not, because the first one finds no memory to use again.
const CHECKS: u64 = 100;

/// What the process does that valgrind watches; nothing in any other.
#[test]
fn the_checks_are_made_whose_instructions_are_counted() {
    let Some((name, guess)) = valgrind::asked() else { return };
    let comparison = comparison(&name, SECRET);
    let outcome = comparison(&guess)();
    for _ in 0..CHECKS {
        assert_eq!(valgrind::watched_check(comparison(&guess)), outcome);
    }
}

fn instructions(name: &str, guess: &Digits) -> u64 {
    let options = ["--tool=callgrind", "--callgrind-out-file=/dev/null", "--toggle-collect=*watched_check*"];
    let test = "instructions::the_checks_are_made_whose_instructions_are_counted";
    let log = valgrind::watch(&options, test, name, guess);
    log.lines().find_map(|line| line.split_once("Collected :")).unwrap().1.trim().parse().unwrap()
}

/// Whether all guesses cost the same.
fn are_the_same<'a>(name: &str, guesses: impl IntoIterator<Item = (&'a str, Digits)>) -> bool {
    let counts: Vec<(&str, u64)> =
        guesses.into_iter().map(|(what, guess)| (what, instructions(name, &guess))).collect();
    println!("instructions of {CHECKS} checks of {name}: {counts:?}");
    assert!(counts.iter().all(|(_, count)| *count > 100 * CHECKS), "nothing was counted");
    counts.windows(2).all(|pair| pair[0].1 == pair[1].1)
}

fn wrong_guesses(name: &str) -> [(&'static str, Digits); 3] {
    let right = right(name, SECRET);
    [("start", 0..2), ("middle", 30..32), ("end", 62..64)]
        .map(|(what, places)| (what, wrong(&right, places, 0)))
}

#[test]
fn a_signature_costs_as_many_instructions_wherever_it_is_wrong_and_when_it_is_right() {
    if !valgrind::is_there() {
        return;
    }
    let guesses = wrong_guesses(SIGNATURE).into_iter().chain([("nowhere", right(SIGNATURE, SECRET))]);
    assert!(are_the_same(SIGNATURE, guesses));
    for bad in [SIGNATURE_AS_TEXT, SIGNATURE_BY_BYTE] {
        assert!(!are_the_same(bad, wrong_guesses(bad)));
    }
}

#[test]
fn a_request_costs_as_many_instructions_whichever_secret_signed_it() {
    if !valgrind::is_there() {
        return;
    }
    let [second, third] = previous(SECRET);
    let signed = [("by the first", SECRET), ("by the second", &second), ("by the third", &third)]
        .map(|(what, secret)| (what, right(SECRETS, secret)));
    assert!(are_the_same(SECRETS, signed));
    assert!(are_the_same(SECRETS, wrong_guesses(SECRETS)));
    assert!(!are_the_same(SECRETS_IN_TURN, signed));
}

/// What a check of an unknown app takes more than that of a known one, or less.
fn difference_of_an_unknown_app(name: &str) -> u64 {
    let [known, unknown] = [b'1', b'0'].map(|last| {
        let mut guess = *SECRET;
        guess[63] = last;
        instructions(name, &guess) / CHECKS
    });
    println!("instructions of a check of {name}: {known} if it is known, {unknown} if not");
    known.abs_diff(unknown)
}

#[test]
fn an_unknown_app_costs_as_many_instructions_as_a_known_one() {
    if !valgrind::is_there() {
        return;
    }
    // A few, as one of the two finds credentials, and the other takes those of the layer.
    assert!(difference_of_an_unknown_app(APP) <= 20);
    assert!(difference_of_an_unknown_app(APP_UP_TO_ITS_NAME) > 1_000);
}

#[test]
fn a_token_or_credential_costs_as_many_instructions_wherever_it_is_wrong() {
    if !valgrind::is_there() {
        return;
    }
    for good in [TOKEN, CREDENTIAL] {
        assert!(are_the_same(good, wrong_guesses(good)));
    }
    for bad in [TOKEN_AS_TEXT, TOKEN_BY_BYTE] {
        assert!(!are_the_same(bad, wrong_guesses(bad)));
    }
}
