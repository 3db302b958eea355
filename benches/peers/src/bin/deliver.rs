//! Prints a delivery: the right signature, a forged one, and then the body, a line each: `deliver UPDATES [LETTERS]`.
//!
//! The first text is longer by so many letters.

use std::{
    env,
    error::Error,
    io::{Write, stdout},
};

use peers::delivery::Delivery;

fn main() -> Result<(), Box<dyn Error>> {
    let updates = env::args().nth(1).ok_or("deliver UPDATES [LETTERS]")?.parse()?;
    let letters = env::args().nth(2).map_or(Ok(0), |letters| letters.parse())?;
    let delivery = Delivery::with_longer_text(updates, letters);
    let mut out = stdout().lock();
    for delivery in [&delivery, &delivery.forged()] {
        out.write_all(delivery.header().map_or(&b""[..], |header| header.as_bytes()))?;
        writeln!(out)?;
    }
    out.write_all(&delivery.body)?;
    Ok(())
}
