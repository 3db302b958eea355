//! The chart: nanoseconds for each byte of a delivery, sizes as groups, drawn as SVG.

use std::fmt::Write;

use crate::{
    candidates as c,
    measure::Times,
    report::{digits, size},
};

/// The bars of each group, and the class that gives them a color.
const BARS: [(&str, &str, &str); 7] = [
    (c::HMAC_AND_BORROWED, "HMAC + minimal parse", "floor"),
    (c::EVENT, "this crate: layer, event, updates", "ours"),
    (c::ROUTE, "this crate: axum route", "ours"),
    (c::VERIFY_AND_PARSE, "webhook-verify + minimal parse", "peer"),
    (c::GITHUB_AND_PARSE, "tower-github-webhook + minimal parse", "peer"),
    (c::BY_HAND, "axum handler by hand, Value", "peer"),
    (c::BUSINESS, "whatsapp-business-rs", "peer"),
];

const WIDTH: f64 = 820.0;
const BARS_FROM: f64 = 300.0;
const BARS_TO: f64 = 760.0;
const LINE: f64 = 20.0;
const HEAD: f64 = 64.0;
const GROUP_HEAD: f64 = 30.0;

/// Readable on light and on dark pages.
const STYLE: &str = "\
.page { fill: #ffffff }
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.title, .group { font-weight: 600 } .title { font-size: 15px } .small { font-size: 12px; fill: #59636e }
.floor { fill: #8c959f } .ours { fill: #1a7f37 } .peer { fill: #bc6c25 }
@media (prefers-color-scheme: dark) {
.page { fill: #0d1117 }
text { fill: #f0f6fc } .small { fill: #9198a1 }
.floor { fill: #7d8590 } .ours { fill: #3fb950 } .peer { fill: #db8b45 }
}";

/// All of `docs/peers.svg`.
pub fn draw(all: &[Times], date: &str, processor: &str) -> String {
    let group = GROUP_HEAD + LINE * BARS.len() as f64;
    let height = HEAD + group * all.len() as f64 + 16.0;
    let longest = all.iter().flat_map(|times| BARS.map(|(name, ..)| per_byte(times, name).unwrap_or(0.0)));
    let scale = (BARS_TO - BARS_FROM) / longest.fold(f64::MIN_POSITIVE, f64::max);

    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\">\n\
         <title>Time for each byte of a delivery, by crate and size</title>\n<style>\n{STYLE}\n</style>\n\
         <rect class=\"page\" width=\"100%\" height=\"100%\"/>\n"
    );
    text(&mut svg, "title", 16.0, 26.0, "Verify a delivery, decode it, count its updates: ns for each byte");
    text(&mut svg, "small", 16.0, 46.0, &format!("shorter is better · {date} · {processor}, one thread"));
    for (index, times) in all.iter().enumerate() {
        let top = HEAD + group * index as f64;
        text(&mut svg, "group", 16.0, top + 20.0, &size(times));
        for (line, (name, label, class)) in BARS.into_iter().enumerate() {
            let y = top + GROUP_HEAD + LINE * line as f64;
            text(&mut svg, "", 24.0, y + 13.0, label);
            let (width, value) = match per_byte(times, name) {
                Ok(time) => ((time * scale).max(1.0), digits(time)),
                Err(word) => (0.0, format!("rejected with {word}")),
            };
            let _ = writeln!(
                svg,
                r#"<rect class="{class}" x="{BARS_FROM}" y="{}" width="{width:.1}" height="{}" rx="2"/>"#,
                y + 2.0,
                LINE - 5.0
            );
            text(&mut svg, "small", BARS_FROM + width + 6.0, y + 13.0, &value);
        }
    }
    svg.push_str("</svg>\n");
    svg
}

fn per_byte<'a>(times: &'a Times, name: &str) -> Result<f64, &'a str> {
    Ok(times.median(name)? / times.bytes as f64)
}

fn text(svg: &mut String, class: &str, x: f64, y: f64, text: &str) {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    let _ = writeln!(svg, r#"<text class="{class}" x="{x:.1}" y="{y:.1}">{text}</text>"#);
}
