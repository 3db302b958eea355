//! What a receiver sees of every fixture, in files that a person has read.
//!
//! `UPDATE_SNAPSHOTS=1 cargo test snapshots` writes them again.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    fmt::{Debug, Write as _},
    fs,
    path::{Path, PathBuf},
};

use whatsapp_webhook::{Update, WebhookEvent};

use super::{all_fixtures, event};

/// What a receiver sees of the delivery.
fn seen(event: &WebhookEvent) -> String {
    event.updates().map(|update| seen_of(&update)).collect()
}

fn seen_of(update: &Update) -> String {
    let mut seen = format!("{} {}", update.field(), update.kind());
    let mut note = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            write!(seen, "  {name} {value}").unwrap();
        }
    };
    note("id", update.id().map(str::to_owned));
    note("at", update.occurred_at().map(|time| time.as_secs().to_string()));
    note("waba", update.waba_id().map(ToString::to_string));
    note("number", update.phone_number_id().map(ToString::to_string));
    note("display number", update.display_phone_number().map(|number| format!("<{} bytes>", number.len())));
    for (role, user) in [("from", update.sender()), ("to", update.recipient())] {
        let Some(user) = user else { continue };
        let known = [
            ("phone", user.phone.is_some()),
            ("user_id", user.user_id.is_some()),
            ("parent_user_id", user.parent_user_id.is_some()),
            ("username", user.username.is_some()),
            ("name", user.name.is_some()),
        ];
        let known: Vec<_> = known.into_iter().filter_map(|(name, known)| known.then_some(name)).collect();
        note(role, (!known.is_empty()).then(|| known.join("+")));
    }
    note("contact", update.contact().map(in_one_line));
    note("context", update.conversation_context().as_ref().map(in_one_line));
    for (depth, line) in shown(&update.content) {
        let _ = write!(seen, "\n  {:width$}{line}", "", width = 2 * depth);
    }
    seen + "\n"
}

fn in_one_line(value: &impl Debug) -> String {
    let lines: Vec<String> = shown(value).into_iter().map(|(_, line)| line).collect();
    lines.join(" ").replace(", }", " }")
}

/// The lines of `{:#?}`, each with its depth, without absent members and without `Some` around the others.
fn shown(value: &impl Debug) -> Vec<(usize, String)> {
    let text = format!("{value:#?}");
    let (mut lines, mut open, mut before) = (Vec::new(), Vec::new(), String::new());
    for line in text.lines().map(str::trim_start) {
        let depth = || open.iter().filter(|is_shown| **is_shown).count();
        if line.ends_with(": None,") || line.ends_with(": [],") {
            continue;
        }
        if line.starts_with([')', ']', '}']) {
            if open.pop() == Some(true) {
                let depth = open.iter().filter(|is_shown| **is_shown).count();
                lines.push((depth, line.to_owned()));
            }
        } else if let Some(member) = line.strip_suffix("Some(").or_else(|| line.strip_suffix("OneOrMany(")) {
            before.push_str(member);
            open.push(false);
        } else {
            lines.push((depth(), std::mem::take(&mut before) + line));
            if line.ends_with(['(', '[', '{']) {
                open.push(true);
            }
        }
    }
    lines
}

fn path(field: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots").join(format!("{field}.txt"))
}

/// The cases of a snapshot, in their order.
fn cases(snapshot: &str) -> Vec<&str> {
    snapshot.split_inclusive("\n\n").collect()
}

/// Where two texts differ, with a few lines before it.
fn difference(before: &str, now: &str) -> String {
    let (before, now): (Vec<_>, Vec<_>) = (before.lines().collect(), now.lines().collect());
    let same = before.iter().zip(&now).take_while(|(one, other)| one == other).count();
    let end = before[same..]
        .iter()
        .rev()
        .zip(now[same..].iter().rev())
        .take_while(|(one, other)| one == other)
        .count();
    let mut told = before.first().map(|heading| format!("{heading}\n")).unwrap_or_default();
    let mut tell = |mark: char, lines: &[&str]| {
        lines.iter().for_each(|line| writeln!(told, "{mark} {line}").unwrap());
    };
    tell(' ', &before[same.saturating_sub(3).max(1).min(same)..same]);
    tell('-', &before[same..before.len() - end]);
    tell('+', &now[same..now.len() - end]);
    told
}

#[test]
fn a_receiver_sees_what_the_snapshots_show() {
    let mut snapshots = BTreeMap::<String, String>::new();
    for (name, body) in all_fixtures() {
        let (field, case) = name.split_once('/').unwrap();
        let snapshot = snapshots.entry(field.to_owned()).or_default();
        writeln!(snapshot, "# {case}\n{}", seen(&event(body.to_string().into_bytes()))).unwrap();
    }
    let files: BTreeSet<_> = fs::read_dir(path("").parent().unwrap())
        .map(|entries| entries.map(|entry| entry.unwrap().path()).collect())
        .unwrap_or_default();
    if env::var_os("UPDATE_SNAPSHOTS").is_some() {
        files.iter().for_each(|file| fs::remove_file(file).unwrap());
        fs::create_dir_all(path("").parent().unwrap()).unwrap();
        snapshots.iter().for_each(|(field, snapshot)| fs::write(path(field), snapshot).unwrap());
        return;
    }
    let mut told = String::new();
    for (field, now) in &snapshots {
        let before = fs::read_to_string(path(field)).unwrap_or_default().replace("\r\n", "\n");
        let (before, now) = (cases(&before), cases(now));
        let heading = |case: &str| case.lines().next().unwrap_or_default().to_owned();
        let old: BTreeMap<_, _> = before.iter().map(|case| (heading(case), *case)).collect();
        let new: BTreeMap<_, _> = now.iter().map(|case| (heading(case), *case)).collect();
        for case in old.keys().chain(new.keys()).collect::<BTreeSet<_>>() {
            match (old.get(case), new.get(case)) {
                (Some(_), None) => writeln!(told, "{field}: {case} is gone").unwrap(),
                (None, Some(_)) => writeln!(told, "{field}: {case} is new").unwrap(),
                (Some(old), Some(new)) if old != new => {
                    write!(told, "{field}: {}", difference(old, new)).unwrap()
                }
                _ => {}
            }
        }
    }
    let fields: BTreeSet<_> = snapshots.keys().map(|field| path(field)).collect();
    files.difference(&fields).for_each(|file| writeln!(told, "{} has no fixtures", file.display()).unwrap());
    assert!(
        told.is_empty(),
        "a receiver sees something else than the snapshots (-) show; if this (+) is right, write them again with \
         UPDATE_SNAPSHOTS=1\n{told}"
    );
}
