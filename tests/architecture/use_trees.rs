//! Paths and use trees in Rust code, found in the text.

/// Where `word` starts in the code, if not in the middle of a name; `$crate` is a name too.
pub(super) fn starts<'a>(code: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    code.match_indices(word).map(|(at, _)| at).filter(|at| {
        let before = code[..*at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '$' | ':'))
    })
}

/// Each path behind `crate::`: `A` and `b::C` in `crate::{A, b::C}`.
pub(super) fn paths_of_crate(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for at in starts(code, "crate::") {
        let rest = &code[at + "crate::".len()..];
        found.extend(paths(&rest[..tree(rest)]));
    }
    found
}

pub(super) fn segments(path: &str) -> Vec<String> {
    path.split("::").map(|part| part.trim().to_owned()).collect()
}

fn name(text: &str) -> usize {
    text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len())
}

/// The length of the use tree that the text starts with: of `a::{B, c::D}`, or of the path `a::B`.
pub(super) fn tree(text: &str) -> usize {
    let mut length = 0;
    loop {
        let rest = &text[length..];
        if rest.starts_with('{') {
            return length + group(rest);
        }
        length += name(rest);
        match text[length..].strip_prefix("::") {
            Some(rest) if rest.starts_with(|c: char| c == '{' || c == '_' || c.is_alphabetic()) => {
                length += 2
            }
            _ => return length,
        }
    }
}

/// The length of the group in braces that the text starts with.
fn group(text: &str) -> usize {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        depth += i32::from(c == '{') - i32::from(c == '}');
        if depth == 0 {
            return at + 1;
        }
    }
    panic!("a brace is not closed: {text}");
}

/// The paths of a use tree: `a::{B, c::D}` is `a::B` and `a::c::D`.
pub(super) fn paths(tree: &str) -> Vec<String> {
    let tree = tree.trim();
    let Some(open) = tree.find('{') else {
        return vec![tree.to_owned()];
    };
    let (prefix, inner) = (&tree[..open], &tree[open + 1..tree.len() - 1]);
    let mut parts = vec![String::new()];
    let mut depth = 0;
    for c in inner.chars() {
        depth += i32::from(c == '{') - i32::from(c == '}');
        match c {
            ',' if depth == 0 => parts.push(String::new()),
            _ => parts.last_mut().unwrap().push(c),
        }
    }
    parts.retain(|part| !part.trim().is_empty());
    parts.iter().flat_map(|part| paths(part)).map(|path| format!("{prefix}{path}")).collect()
}

#[test]
fn each_path_of_a_use_tree_is_found() {
    let code = "use crate::{A, b::{C, d::E}}; crate::f::g(x); $crate::h; crate::I::J { k: 1 }";
    assert_eq!(paths_of_crate(code), ["A", "b::C", "b::d::E", "f::g", "I::J"]);
}
