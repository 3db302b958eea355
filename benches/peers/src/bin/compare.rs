//! Compares all candidates and prints two tables: `cargo run --release`.
//!
//! With a date, `cargo run --release -- 2026-11-22`, it writes `docs/performance-peers.md` and `docs/peers.svg` too.

use std::{env, error::Error, fs, path::Path, time::Duration};

use peers::{
    candidates, chart,
    delivery::{Delivery, STATUSES, UPDATES},
    measure::{Plan, measure},
    report,
};

fn main() -> Result<(), Box<dyn Error>> {
    let plan = Plan { rounds: 31, slice: Duration::from_millis(20) };
    let mut candidates = candidates::all();
    let deliveries = UPDATES.into_iter().map(Delivery::new).chain([Delivery::of_statuses(STATUSES)]);
    let all: Vec<_> = deliveries.map(|delivery| measure(&mut candidates, &delivery, plan)).collect();
    println!("{}\n{}", report::times(&all), report::ratios(&all));
    if let Some(date) = env::args().nth(1) {
        let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
        let processor = processor();
        fs::write(docs.join("performance-peers.md"), report::document(&all, &date, &processor))?;
        fs::write(docs.join("peers.svg"), chart::draw(&all[..UPDATES.len()], &date, &processor))?;
    }
    Ok(())
}

/// The model, as far as the system tells.
fn processor() -> String {
    let cpuinfo = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpuinfo.lines().find(|line| line.starts_with("model name"));
    model.and_then(|line| Some(line.split_once(": ")?.1)).unwrap_or("unknown processor").to_owned()
}
