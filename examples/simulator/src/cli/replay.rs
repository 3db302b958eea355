//! `replay`: the notifications of a folder.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use futures_util::{StreamExt, stream};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use super::{
    Outcome, Target, say,
    send::{line, told},
    settings::Settings,
};

pub(super) async fn run(dir: &Path, connections: usize, target: Target) -> Outcome {
    let mut files = Vec::new();
    find(dir, &mut files).map_err(|error| format!("{}: {error}", dir.display()))?;
    files.sort();
    if files.is_empty() {
        return Err(format!("{} has no file that ends in .json", dir.display()).into());
    }
    let simulator = Settings::from_environment()?.simulator(&target).with_connections(connections);
    let meta = simulator.with_clock_stopped_at(SystemTime::now()).start().await?;
    // Hidden by itself where standard error is no terminal.
    let bar = ProgressBar::new(files.len() as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos} of {len}, {per_sec}, {eta} left") {
        bar.set_style(style);
    }
    let deliver = |file: &PathBuf| {
        let file = file.clone();
        let meta = &meta;
        async move {
            let body =
                tokio::fs::read(&file).await.map_err(|error| format!("{}: {error}", file.display()))?;
            Ok::<_, String>((file, meta.posts(body).await))
        }
    };
    let mut statuses: BTreeMap<String, usize> = BTreeMap::new();
    let mut outcomes = stream::iter(&files).map(deliver).buffered(connections.max(1));
    while let Some(outcome) = outcomes.next().await {
        let (file, outcome) = outcome?;
        let Some(attempt) = outcome.attempts.first() else { continue };
        let name = file.display().to_string();
        let status = attempt.status.as_ref().map_or("no answer".to_owned(), u16::to_string);
        *statuses.entry(status).or_default() += 1;
        // Of those that were taken, the count is enough for a person.
        if target.json || !attempt.is_taken() {
            bar.suspend(|| say(target.json, &told(&name, attempt), &format!("{name}: {}", line(attempt))))?;
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    let taken = statuses.get("200").copied().unwrap_or_default();
    let told: Vec<_> = statuses.iter().map(|(status, count)| format!("{count} × {status}")).collect();
    say(
        target.json,
        &json!({ "files": files.len(), "statuses": statuses }),
        &format!("{} files: {}", files.len(), told.join(", ")),
    )?;
    Ok(taken == files.len())
}

fn find(dir: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            find(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "json") {
            files.push(path);
        }
    }
    Ok(())
}
