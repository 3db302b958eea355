//! JSON strings: where they end, and what their escapes mean.

use super::Broken;

/// Validates a string from behind its opening quote. Returns the position behind the closing quote, and whether the
/// string has no escapes.
#[inline(always)]
pub(crate) fn string_end(bytes: &[u8], at: usize) -> Result<(usize, bool), Broken> {
    let at = plain_end(bytes, at);
    if bytes.get(at) == Some(&b'"') { Ok((at + 1, true)) } else { escaped_end(bytes, at) }
}

#[cold]
#[inline(never)]
fn escaped_end(bytes: &[u8], mut at: usize) -> Result<(usize, bool), Broken> {
    loop {
        match bytes.get(at) {
            Some(b'"') => return Ok((at + 1, false)),
            Some(b'\\') => at = escape_end(bytes, at + 1)?,
            _ => return Err(Broken),
        }
        at = plain_end(bytes, at);
    }
}

fn escape_end(bytes: &[u8], at: usize) -> Result<usize, Broken> {
    match bytes.get(at) {
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Ok(at + 1),
        Some(b'u') => match bytes.get(at + 1..at + 5) {
            Some(digits) if digits.iter().all(u8::is_ascii_hexdigit) => Ok(at + 5),
            _ => Err(Broken),
        },
        _ => Err(Broken),
    }
}

/// The position of the first quote, backslash or control character at or after `at`.
///
/// Most strings are short, so eight bytes at a time come first, and blocks that the compiler vectorizes later.
pub(crate) fn plain_end(bytes: &[u8], mut at: usize) -> usize {
    let mut rest = bytes.get(at..).unwrap_or_default();
    for _ in 0..SHORT_WORDS {
        let Some((word, behind)) = rest.split_first_chunk() else { break };
        let special = special_bytes(u64::from_le_bytes(*word));
        if special != 0 {
            return at + special.trailing_zeros() as usize / 8;
        }
        at += size_of::<u64>();
        rest = behind;
    }
    at + long_plain_length(rest)
}

const SHORT_WORDS: usize = 4;

#[inline(never)]
fn long_plain_length(bytes: &[u8]) -> usize {
    let mut length = 0;
    for block in bytes.as_chunks::<32>().0 {
        if block.iter().fold(0, |found, byte| found | is_special(*byte)) != 0 {
            break;
        }
        length += block.len();
    }
    let rest = bytes.get(length..).unwrap_or_default();
    for word in rest.as_chunks().0 {
        let special = special_bytes(u64::from_le_bytes(*word));
        if special != 0 {
            return length + special.trailing_zeros() as usize / 8;
        }
        length += size_of::<u64>();
    }
    let rest = bytes.get(length..).unwrap_or_default();
    length + rest.iter().take_while(|byte| is_special(**byte) == 0).count()
}

/// Whether the byte ends plain text, without a branch.
#[inline]
fn is_special(byte: u8) -> u8 {
    u8::from(byte == b'"') | u8::from(byte == b'\\') | u8::from(byte < b' ')
}

/// Eight bytes at a time: the first of them that ends plain text has its highest bit set; those behind it say nothing.
#[inline]
fn special_bytes(word: u64) -> u64 {
    const ONES: u64 = u64::MAX / 0xff;
    const HIGHEST: u64 = ONES << 7;
    // With the second bit flipped, a quote and the control characters are the bytes below 0x21.
    let quote_or_control = word ^ (ONES * 0b10);
    let backslash = word ^ (ONES * b'\\' as u64);
    let below = |word: u64, limit: u64| word.wrapping_sub(ONES * limit) & !word;
    (below(quote_or_control, 0x21) | below(backslash, 1)) & HIGHEST
}

/// The text of a validated string, from the spelling between its quotes.
///
/// An emoji that was cut in half arrives as one escape of a surrogate pair. No Rust string can hold it, so U+FFFD
/// stands in its place.
#[cold]
pub(crate) fn decode_string(spelling: &str) -> String {
    let mut text = String::with_capacity(spelling.len());
    let mut rest = spelling;
    while let Some((plain, escape)) = rest.split_once('\\') {
        text.push_str(plain);
        let mut characters = escape.chars();
        match characters.next() {
            Some('u') => rest = decode_unicode(characters.as_str(), &mut text),
            Some(escaped) => {
                text.push(match escaped {
                    'b' => '\u{8}',
                    'f' => '\u{c}',
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    itself => itself,
                });
                rest = characters.as_str();
            }
            None => rest = "",
        }
    }
    text.push_str(rest);
    text
}

/// Decodes what stands behind `\u`, together with the second half of a pair if there is one. Returns what follows.
fn decode_unicode<'a>(escape: &'a str, text: &mut String) -> &'a str {
    let (unit, rest) = code_unit(escape);
    let second = rest.strip_prefix("\\u").map(code_unit);
    match (char::decode_utf16([unit]).next(), second) {
        (Some(Err(_)), Some((second, behind))) => {
            if let Some(Ok(pair)) = char::decode_utf16([unit, second]).next() {
                text.push(pair);
                return behind;
            }
            text.push(char::REPLACEMENT_CHARACTER);
        }
        (Some(Ok(character)), _) => text.push(character),
        _ => text.push(char::REPLACEMENT_CHARACTER),
    }
    rest
}

fn code_unit(escape: &str) -> (u16, &str) {
    let (digits, rest) = escape.split_at_checked(4).unwrap_or((escape, ""));
    (u16::from_str_radix(digits, 16).unwrap_or_default(), rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Strings around the lengths at which the scan changes its step, with each character that ends plain text or nearly does at each
    /// place.
    #[test]
    fn a_string_ends_where_serde_json_ends_it() {
        for character in ['"', '\\', '\0', '\u{1f}', ' ', '!', '#', '[', ']', '\u{7f}', '\u{80}', 'é', '😀']
        {
            for place in (0..20).chain(40..60).chain(78..100) {
                for behind in [0, 1, 9, 70] {
                    let text =
                        ["\"", &"x".repeat(place), character.encode_utf8(&mut [0; 4]), &"\"z".repeat(behind)]
                            .concat();
                    let mut theirs = serde_json::Deserializer::from_str(&text).into_iter::<String>();
                    match theirs.next().and_then(Result::ok) {
                        Some(string) => {
                            let (end, _) = string_end(text.as_bytes(), 1).unwrap();
                            assert_eq!(end, theirs.byte_offset(), "{text}");
                            assert_eq!(decode_string(text.get(1..end - 1).unwrap()), string, "{text}");
                        }
                        None => assert!(string_end(text.as_bytes(), 1).is_err(), "{text}"),
                    }
                }
            }
        }
    }

    #[test]
    fn escapes_are_decoded_and_a_lone_surrogate_is_replaced() {
        for (spelling, text) in [
            (r#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{c}\n\r\t"),
            (r"a\u00e4\u0000b", "aä\0b"),
            (r"\ud83d\ude00", "😀"),
            (r"\ud83d", "\u{fffd}"),
            (r"\ude00\ud83d", "\u{fffd}\u{fffd}"),
            (r"a\ud83d\n\ud83d\ude00\udc00b", "a\u{fffd}\n😀\u{fffd}b"),
            (r"\ud83d\ud83d\ude00", "\u{fffd}😀"),
            (r"\ud83d\u0041", "\u{fffd}A"),
            (r"\\\ud83d\u00e4", "\\\u{fffd}ä"),
            (r"\\ud83d", "\\ud83d"),
        ] {
            assert_eq!(decode_string(spelling), text, "{spelling}");
        }
    }
}
