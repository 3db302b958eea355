//! What may be a secret, a token or a credential. Each answer is compared with the rule, written down once more here.

use std::fmt;

use whatsapp_webhook::{AppSecret, Authorization, ConfigError, VerifyToken};

use crate::random::{Random, repetitions, seed};

/// What a constructor said of an input: nothing, or why not.
type Verdict = Result<(), ConfigError>;

/// Compares a constructor with the rule for its input. Counts what was accepted, and lists what was answered wrongly.
fn compare<I: fmt::Debug>(
    inputs: impl IntoIterator<Item = I>,
    construct: impl Fn(&I) -> Verdict,
    rule: impl Fn(&I) -> Verdict,
) -> (usize, Vec<I>) {
    let mut accepted = 0;
    let mut wrong = Vec::new();
    for input in inputs {
        let verdict = construct(&input);
        accepted += usize::from(verdict.is_ok());
        if verdict != rule(&input) {
            wrong.push(input);
        }
    }
    (accepted, wrong)
}

fn app_secret(bytes: &[u8]) -> Verdict {
    AppSecret::new(bytes).map(drop)
}

fn app_secret_rule(bytes: &[u8]) -> Verdict {
    let has_white_space = match str::from_utf8(bytes) {
        Ok(text) => text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace),
        Err(_) => [bytes.first(), bytes.last()].iter().flatten().any(|byte| byte.is_ascii_whitespace()),
    };
    match bytes.len() {
        0 => Err(ConfigError::EmptyAppSecret),
        _ if has_white_space => Err(ConfigError::AppSecretWhiteSpace),
        1..16 => Err(ConfigError::ShortAppSecret),
        _ => Ok(()),
    }
}

fn has_outer_white_space(text: &str) -> bool {
    text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace)
}

fn verify_token_rule(text: &str) -> Verdict {
    match text {
        "" => Err(ConfigError::EmptyVerifyToken),
        text if has_outer_white_space(text) => Err(ConfigError::VerifyTokenWhiteSpace),
        _ => Ok(()),
    }
}

fn bearer_rule(token: &str) -> Verdict {
    if has_outer_white_space(token) {
        Err(ConfigError::MalformedCredential)
    } else if token.len() < 16 {
        Err(ConfigError::ShortCredential)
    } else if token.chars().any(|char| !char.is_ascii_graphic()) {
        Err(ConfigError::MalformedCredential)
    } else {
        Ok(())
    }
}

fn basic_rule((user, password): &(String, String)) -> Verdict {
    if has_outer_white_space(user) || user.contains(':') || has_outer_white_space(password) {
        Err(ConfigError::MalformedCredential)
    } else if password.len() < 16 {
        Err(ConfigError::ShortCredential)
    } else {
        Ok(())
    }
}

/// Text of 0 to 23 characters, rich in what is easily overlooked.
fn text(random: &mut Random) -> String {
    const RARE: [char; 14] = [
        ' ',
        '\t',
        '\n',
        '\r',
        '\u{b}',
        '\u{85}',
        '\u{a0}',
        '\u{2003}',
        '\u{200b}',
        '\u{feff}',
        '\0',
        ':',
        '\u{e9}',
        '\u{1f600}',
    ];
    let length = random.below(24);
    let rarity = 1 + random.below(40);
    (0..length)
        .map(|_| match random.below(rarity) {
            0 => RARE[random.below(RARE.len())],
            _ => char::from(b'!' + random.below(94) as u8),
        })
        .collect()
}

/// Text as bytes, a third of the time with a byte that makes it no text.
fn bytes(random: &mut Random) -> Vec<u8> {
    let mut bytes = text(random).into_bytes();
    if random.below(3) == 0 && !bytes.is_empty() {
        let at = random.below(bytes.len());
        bytes[at] = 0x80 | random.next() as u8;
    }
    bytes
}

#[test]
fn every_bad_secret_of_the_table_is_rejected() {
    use ConfigError::{AppSecretWhiteSpace, EmptyAppSecret, ShortAppSecret};
    let mut table = vec![
        (vec![], Err(EmptyAppSecret)),
        (vec![0; 16], Ok(())),
        (vec![b' '; 32], Err(AppSecretWhiteSpace)),
        (b"0123456789abcdef\n".to_vec(), Err(AppSecretWhiteSpace)),
        (b"0123456789abcdef\r\n".to_vec(), Err(AppSecretWhiteSpace)),
        (b"\n0123456789abcdef".to_vec(), Err(AppSecretWhiteSpace)),
        ("\u{feff}0123456789abcdef".into(), Ok(())),
        ("\u{a0}0123456789abcdef".into(), Err(AppSecretWhiteSpace)),
        (vec![0xff; 4096], Ok(())),
    ];
    table.extend((1..16).map(|length| (vec![b'a'; length], Err(ShortAppSecret))));
    for (input, expected) in table {
        assert_eq!(app_secret(&input), expected, "{input:?}");
        assert_eq!(app_secret_rule(&input), expected, "{input:?}");
    }
}

#[test]
fn ten_thousand_random_strings_of_each_kind_are_judged_by_the_rule() {
    fn judge<I: fmt::Debug>(
        what: &str,
        make: impl Fn(&mut Random) -> I,
        construct: impl Fn(&I) -> Verdict,
        rule: impl Fn(&I) -> Verdict,
    ) {
        let seed = seed();
        let mut random = Random::new(seed);
        let count = repetitions(10_000);
        let (accepted, wrong) = compare((0..count).map(|_| make(&mut random)), construct, rule);
        println!(
            "construction: seed {seed:#x}, {count} {what}, {accepted} accepted, {} judged wrongly",
            wrong.len()
        );
        assert!(wrong.is_empty(), "{wrong:?}");
        assert!((count / 20..count).contains(&accepted), "the inputs tell little: {accepted}");
    }

    let token = |text: &String| VerifyToken::new(text.as_str()).map(drop);
    let bearer = |text: &String| Authorization::bearer(text).map(drop);
    let basic = |(user, password): &(String, String)| Authorization::basic(user, password).map(drop);
    judge("app secrets", bytes, |secret| app_secret(secret), |secret| app_secret_rule(secret));
    judge("verify tokens", text, token, |token| verify_token_rule(token));
    judge("bearer tokens", text, bearer, |token| bearer_rule(token));
    judge("users and passwords", |random| (text(random), text(random)), basic, basic_rule);
}

#[test]
fn a_careless_constructor_would_be_found_out() {
    let careless: [fn(&[u8]) -> Verdict; 4] = [
        |_| Ok(()),
        // one byte too few
        |bytes| if bytes.len() == 15 { Ok(()) } else { app_secret_rule(bytes) },
        // trims what it should reject
        |bytes| app_secret_rule(bytes.trim_ascii()),
        // knows no white space but ASCII's
        |bytes| {
            if bytes.trim_ascii() == bytes && bytes.len() >= 16 { Ok(()) } else { app_secret_rule(bytes) }
        },
    ];
    for (index, construct) in careless.into_iter().enumerate() {
        let mut random = Random::new(seed());
        let inputs = (0..10_000).map(|_| bytes(&mut random));
        let (_, wrong) = compare(inputs, |bytes| construct(bytes), |bytes| app_secret_rule(bytes));
        println!("construction: careless constructor {index} is wrong {} times of 10000", wrong.len());
        assert!(!wrong.is_empty());
    }
}
