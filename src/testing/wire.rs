//! JSON in the bytes of Meta.

use std::fmt::Write as _;

/// Writes JSON as Meta does: without white space, with `\/` for a slash, and in ASCII, so `é` is `\u00e9`.
pub(crate) fn write(json: &str) -> String {
    let mut wire = String::with_capacity(json.len());
    let (mut is_in_string, mut is_escaped) = (false, false);
    for c in json.chars() {
        match c {
            '"' if !is_escaped => {
                is_in_string = !is_in_string;
                wire.push('"');
            }
            // A slash that is escaped already has its backslash.
            '/' if is_in_string && !is_escaped => wire.push_str("\\/"),
            ' ' | '\n' | '\r' | '\t' if !is_in_string => {}
            c if c.is_ascii() => wire.push(c),
            c => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    let _ = write!(wire, "\\u{unit:04x}");
                }
            }
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    wire
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::write;

    #[test]
    fn json_is_written_in_the_bytes_of_meta() {
        for (json, wire) in [
            (r#"{ "a" : [1, 2.50] }"#, r#"{"a":[1,2.50]}"#),
            (r#""a b/c\/d""#, r#""a b\/c\/d""#),
            (r#""say \"é\" \\ /""#, r#""say \"\u00e9\" \\ \/""#),
            ("\"👍\u{200e}\"", r#""\ud83d\udc4d\u200e""#),
        ] {
            assert_eq!(write(json), wire);
            let [before, after] = [json, wire].map(|text| serde_json::from_str::<Value>(text).unwrap());
            assert_eq!(before, after);
        }
    }
}
