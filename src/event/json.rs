//! JSON text, taken apart without reading the values inside it.
//!
//! [`skip`] validates: it accepts exactly the JSON that `serde_json` accepts. Everything else here walks over text that
//! was validated before. All functions take a position and return the next one, and none of them recurses.

mod string;

use std::borrow::Cow;

pub(crate) use self::string::{decode_string, plain_end, string_end};

/// The text is not JSON.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Broken;

/// The first position at or after `at` that is not white space.
#[inline(always)]
pub(crate) fn white_space(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at) {
        Some(byte) if *byte > b' ' => at,
        _ => white_space_end(bytes, at),
    }
}

#[cold]
#[inline(never)]
fn white_space_end(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|byte| matches!(byte, b' ' | b'\n' | b'\t' | b'\r')).count()
}

/// Validates the value that starts at `at`, and returns the position behind it.
pub(crate) fn skip(bytes: &[u8], at: usize) -> Result<usize, Broken> {
    let at = white_space(bytes, at);
    match bytes.get(at) {
        Some(b'"') => string_end(bytes, at + 1).map(|(end, _)| end),
        Some(b'{' | b'[') => skip_nested(bytes, at),
        _ => skip_literal(bytes, at),
    }
}

/// Validates an object or an array with everything inside it.
fn skip_nested(bytes: &[u8], mut at: usize) -> Result<usize, Broken> {
    let mut nesting = Nesting::default();
    loop {
        at = match bytes.get(at) {
            Some(b'"') => string_end(bytes, at + 1)?.0,
            Some(b'{') => {
                at = white_space(bytes, at + 1);
                if bytes.get(at) != Some(&b'}') {
                    nesting.open(true);
                    at = member_name_end(bytes, at)?;
                    continue;
                }
                at + 1
            }
            Some(b'[') => {
                at = white_space(bytes, at + 1);
                if bytes.get(at) != Some(&b']') {
                    nesting.open(false);
                    continue;
                }
                at + 1
            }
            _ => skip_literal(bytes, at)?,
        };
        loop {
            let Some(is_object) = nesting.innermost() else { return Ok(at) };
            at = white_space(bytes, at);
            match bytes.get(at) {
                Some(b',') => {
                    at = white_space(bytes, at + 1);
                    if is_object {
                        at = member_name_end(bytes, at)?;
                    }
                    break;
                }
                Some(b'}') if is_object => nesting.close(),
                Some(b']') if !is_object => nesting.close(),
                _ => return Err(Broken),
            }
            at += 1;
        }
    }
}

/// Validates a member's name and the colon behind it, and returns the position of the value.
fn member_name_end(bytes: &[u8], at: usize) -> Result<usize, Broken> {
    if bytes.get(at) != Some(&b'"') {
        return Err(Broken);
    }
    let at = white_space(bytes, string_end(bytes, at + 1)?.0);
    if bytes.get(at) == Some(&b':') { Ok(white_space(bytes, at + 1)) } else { Err(Broken) }
}

/// Validates a number, `true`, `false` or `null`.
fn skip_literal(bytes: &[u8], at: usize) -> Result<usize, Broken> {
    let word: &[u8] = match bytes.get(at) {
        Some(b'n') => b"null",
        Some(b't') => b"true",
        Some(b'f') => b"false",
        _ => return skip_number(bytes, at),
    };
    if bytes.get(at..).is_some_and(|rest| rest.starts_with(word)) { Ok(at + word.len()) } else { Err(Broken) }
}

fn skip_number(bytes: &[u8], at: usize) -> Result<usize, Broken> {
    let at = at + usize::from(bytes.get(at) == Some(&b'-'));
    let mut at = if bytes.get(at) == Some(&b'0') { at + 1 } else { digits(bytes, at)? };
    if bytes.get(at) == Some(&b'.') {
        at = digits(bytes, at + 1)?;
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        at = digits(bytes, at + 1 + usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-'))))?;
    }
    Ok(at)
}

/// Validates one or more digits.
fn digits(bytes: &[u8], at: usize) -> Result<usize, Broken> {
    let rest = bytes.get(at..).unwrap_or_default();
    match rest.iter().take_while(|byte| byte.is_ascii_digit()).count() {
        0 => Err(Broken),
        count => Ok(at + count),
    }
}

/// The objects and arrays around a position: a bit for each, so that a body of brackets costs an eighth of its length.
#[derive(Default)]
struct Nesting {
    depth: usize,
    innermost: u64,
    outer: Vec<u64>,
}

impl Nesting {
    #[inline]
    fn open(&mut self, is_object: bool) {
        if self.depth > 0 && self.depth.is_multiple_of(64) {
            self.outer.push(self.innermost);
        }
        self.innermost = self.innermost << 1 | u64::from(is_object);
        self.depth += 1;
    }

    #[inline]
    fn close(&mut self) {
        self.depth -= 1;
        self.innermost >>= 1;
        if self.depth > 0 && self.depth.is_multiple_of(64) {
            self.innermost = self.outer.pop().unwrap_or_default();
        }
    }

    /// Whether the innermost one is an object; `None` outside of all.
    #[inline]
    fn innermost(&self) -> Option<bool> {
        (self.depth > 0).then_some(self.innermost & 1 == 1)
    }
}

/// The position behind a value of validated text.
#[inline]
pub(crate) fn end(bytes: &[u8], at: usize) -> usize {
    skip(bytes, at).unwrap_or(bytes.len())
}

/// The position of the next element of an array in validated text. `at` is behind the bracket or behind an element.
#[inline]
pub(crate) fn next_element(bytes: &[u8], at: usize) -> Option<usize> {
    let at = white_space(bytes, at);
    match bytes.get(at)? {
        b']' => None,
        b',' => Some(white_space(bytes, at + 1)),
        _ => Some(at),
    }
}

/// A member of an object in validated text.
#[derive(Clone, Copy)]
pub(crate) struct Member<'a> {
    /// Where the quote in front of its name stands.
    pub(crate) at: usize,
    /// The name as it is spelled between its quotes, escapes and all.
    spelling: &'a str,
    plain: bool,
    /// Where its value starts.
    pub(crate) value: usize,
}

impl<'a> Member<'a> {
    /// The name, with its escapes decoded.
    #[inline]
    pub(crate) fn name(&self) -> Cow<'a, str> {
        if self.plain { Cow::Borrowed(self.spelling) } else { decode_string(self.spelling).into() }
    }

    pub(crate) fn is(&self, name: &str) -> bool {
        self.name() == name
    }
}

/// Validates the name of the member that starts at `at`, and the colon behind it.
#[inline]
pub(crate) fn first_member(text: &str, at: usize) -> Result<Member<'_>, Broken> {
    let bytes = text.as_bytes();
    if bytes.get(at) != Some(&b'"') {
        return Err(Broken);
    }
    let (end, plain) = string_end(bytes, at + 1)?;
    let colon = white_space(bytes, end);
    if bytes.get(colon) != Some(&b':') {
        return Err(Broken);
    }
    let spelling = text.get(at + 1..end - 1).ok_or(Broken)?;
    Ok(Member { at, spelling, plain, value: white_space(bytes, colon + 1) })
}

/// The next member of an object in validated text. `at` is behind the brace or behind the value of a member.
#[inline]
pub(crate) fn next_member(text: &str, at: usize) -> Option<Member<'_>> {
    let mut at = white_space(text.as_bytes(), at);
    if text.as_bytes().get(at) == Some(&b',') {
        at = white_space(text.as_bytes(), at + 1);
    }
    first_member(text, at).ok()
}

/// The members of the object that starts at `at` in validated text; none where something else starts there.
pub(crate) fn members(text: &str, at: usize) -> impl Iterator<Item = Member<'_>> {
    let bytes = text.as_bytes();
    let mut next = (bytes.get(at) == Some(&b'{')).then_some(at + 1);
    std::iter::from_fn(move || {
        let member = next_member(text, next?)?;
        next = Some(end(bytes, member.value));
        Some(member)
    })
}

/// The positions of the elements of the array that starts at `at` in validated text; none where something else starts there.
pub(crate) fn elements(text: &str, at: usize) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    let mut next = (bytes.get(at) == Some(&b'[')).then_some(at + 1);
    std::iter::from_fn(move || {
        let element = next_element(bytes, next?)?;
        next = Some(end(bytes, element));
        Some(element)
    })
}

/// The position of the value of a member, of which the last counts if there are several of that name.
pub(crate) fn member(text: &str, at: usize, name: &str) -> Option<usize> {
    members(text, at).filter(|member| member.is(name)).last().map(|member| member.value)
}

/// The string that starts at `at` in validated text.
pub(crate) fn string(text: &str, at: usize) -> Option<Cow<'_, str>> {
    string_with_end(text, at).map(|(string, _)| string)
}

/// The string that starts at `at` in validated text, and the position behind it.
#[inline]
pub(crate) fn string_with_end(text: &str, at: usize) -> Option<(Cow<'_, str>, usize)> {
    if text.as_bytes().get(at) != Some(&b'"') {
        return None;
    }
    let (end, plain) = string_end(text.as_bytes(), at + 1).ok()?;
    let spelling = text.get(at + 1..end - 1)?;
    Some((if plain { spelling.into() } else { decode_string(spelling).into() }, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_json(text: &str) -> bool {
        skip(text.as_bytes(), 0).is_ok_and(|end| white_space(text.as_bytes(), end) == text.len())
    }

    #[test]
    fn the_same_text_is_json_to_serde_json() {
        for text in [
            r#"{"a":[1,-2.5,true,false,null,"x","\u00e4",[],{}],"\n":{"b":{}},"":" "}"#,
            " [ 1 , { \"a\" : null } ,\n\t\r[ ] ] ",
            "[1,]",
            "[,1]",
            "[1 2]",
            "{\"a\":1,}",
            "{,}",
            "{\"a\"}",
            "{\"a\":}",
            "{a:1}",
            "[",
            "{",
            "[1",
            "{\"a\":1",
            "[1}",
            "{\"a\":1]",
            "]",
            "nul",
            "nulll",
            "[null",
            "tru",
            "1 1",
            "\"",
            "\"\\\"",
            "",
            "01",
            "-",
            "-0",
            "1.",
            ".5",
            "1e",
            "1e+",
            "1e5",
            "1.5E-7",
            "--1",
            "+1",
            "1e999",
            "\u{a0}1",
            "\"\\u12\"",
            "\"\\u123g\"",
            "\"\\ud800\"",
            "\"\\x\"",
        ] {
            assert_eq!(is_json(text), serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn nesting_is_followed_to_any_depth() {
        for depth in [1, 63, 64, 65, 127, 128, 129, 100_000] {
            let (open, close) = ("[{\"a\":".repeat(depth), "}]".repeat(depth));
            assert!(is_json(&format!("{open}1{close}")), "{depth}");
            assert!(!is_json(&format!("{open}1{close}]")), "{depth}");
            assert!(!is_json(&format!("{open}1]{close}")), "{depth}");
            assert!(!is_json(&format!("{open}1{}", close.get(1..).unwrap())), "{depth}");
        }
    }

    #[test]
    fn the_last_of_two_members_with_one_name_counts() {
        let text = r#"{"a":1,"b":2,"\u0061":3}"#;
        assert_eq!(member(text, 0, "a").and_then(|at| text.get(at..=at)), Some("3"));
        assert_eq!(member("[1]", 0, "a"), None);
    }
}
