//! Whether a secret is ever branched on or used as an index.
//!
//! Valgrind is told that the secret is undefined memory. It follows what is computed from it and reports each jump and
//! each address that depends on it.

#![allow(unsafe_code, reason = "valgrind is spoken to by instructions that do nothing otherwise")]

use std::{arch::asm, hint::black_box};

use crate::{
    comparisons::{
        CREDENTIAL, Digits, SECRET, SECRETS, SIGNATURE, SIGNATURE_AS_TEXT, SIGNATURE_BY_BYTE,
        SIGNATURE_BY_TABLE, TOKEN, TOKEN_AS_TEXT, TOKEN_BY_BYTE, comparison, right, wrong,
    },
    valgrind,
};

/// A layer lets a request through or not, and says why not; that takes some jumps. Measured were 4 at most, and 63 for
/// a token that is compared byte by byte.
const JUMPS_ON_THE_VERDICT: usize = 8;

const COUNT_ERRORS: usize = 0x1201;
const MAKE_UNDEFINED: usize = 0x4d43_0001;
const MAKE_DEFINED: usize = 0x4d43_0002;

/// A client request, as `valgrind.h` writes it. Without valgrind the answer is 0.
fn ask_valgrind(request: usize, start: usize, length: usize) -> usize {
    let arguments = [request, start, length, 0, 0, 0];
    let mut answer = 0_usize;
    // SAFETY: the rotations add up to 128 bits and the exchange is of a register with itself. Valgrind takes the
    // sequence as a question and writes the answer to `rdx`; it marks memory and does not change it.
    unsafe {
        asm!(
            "rol rdi, 3",
            "rol rdi, 13",
            "rol rdi, 61",
            "rol rdi, 51",
            "xchg rbx, rbx",
            in("rax") &raw const arguments,
            inout("rdx") answer,
        );
    }
    answer
}

fn mark<T>(request: usize, memory: &T) {
    ask_valgrind(request, std::ptr::from_ref(memory).expose_provenance(), size_of::<T>());
}

fn errors() -> usize {
    ask_valgrind(COUNT_ERRORS, 0, 0)
}

/// What the process does that valgrind watches; nothing in any other.
#[test]
fn the_check_is_made_whose_secret_is_undefined() {
    let Some((name, guess)) = valgrind::asked() else { return };
    let secret = *SECRET;
    mark(MAKE_UNDEFINED, &secret);
    // When a secret is taken it is searched for white space. That is before any guess is made, so it is not counted.
    let comparison = comparison(&name, black_box(&secret));
    let check = comparison(&guess);
    let before = errors();
    let outcome = valgrind::watched_check(check);
    let after = errors();
    mark(MAKE_DEFINED, &outcome);
    println!("ERRORS {}", after - before);
    black_box(outcome);
}

/// How many jumps and addresses of a check depend on the secret.
fn dependent(name: &str, guess: &Digits) -> usize {
    let test = "undefined::the_check_is_made_whose_secret_is_undefined";
    let said = valgrind::watch(&["--tool=memcheck"], test, name, guess);
    said.lines().find_map(|line| line.split_once("ERRORS ")).unwrap().1.parse().unwrap()
}

/// The same for a guess that is wrong at its start, one that is wrong at its end, and the right one.
fn dependent_of_each(name: &str) -> [usize; 3] {
    let right = right(name, SECRET);
    let counts = [("start", wrong(&right, 0..2, 0)), ("end", wrong(&right, 62..64, 0)), ("nowhere", right)]
        .map(|(what, guess)| (what, dependent(name, &guess)));
    println!("jumps and addresses that depend on the secret, in a check of {name}: {counts:?}");
    counts.map(|(_, count)| count)
}

fn nothing_depends(counts: [usize; 3]) -> bool {
    counts == [0; 3]
}

fn only_the_verdict_depends([start, end, nowhere]: [usize; 3]) -> bool {
    start == end && (1..=JUMPS_ON_THE_VERDICT).contains(&start.max(nowhere))
}

#[test]
fn no_jump_and_no_address_depends_on_a_secret_while_a_signature_is_verified() {
    if !valgrind::is_there() {
        return;
    }
    assert!(nothing_depends(dependent_of_each(SIGNATURE)));
    for bad in [SIGNATURE_AS_TEXT, SIGNATURE_BY_BYTE, SIGNATURE_BY_TABLE] {
        assert!(!nothing_depends(dependent_of_each(bad)));
    }
}

#[test]
fn a_layer_jumps_on_its_verdict_and_on_nothing_else_that_depends_on_a_secret() {
    if !valgrind::is_there() {
        return;
    }
    for good in [SECRETS, TOKEN, CREDENTIAL] {
        assert!(only_the_verdict_depends(dependent_of_each(good)));
    }
    for bad in [TOKEN_AS_TEXT, TOKEN_BY_BYTE] {
        assert!(!only_the_verdict_depends(dependent_of_each(bad)));
    }
}
