//! The time that a thread has a processor: what else the machine does is not in it, at least not all of it.

use std::{
    fs,
    time::{Duration, Instant},
};

/// The processor's time for some work, which is done again until it took this long in all; where the system does not
/// tell, all of the time.
///
/// What Linux tells may be some milliseconds old.
pub(crate) fn time(at_least: Duration, mut work: impl FnMut()) -> Duration {
    let (start, before) = (Instant::now(), used());
    for times in 1.. {
        work();
        let all = start.elapsed();
        let time = before.zip(used()).map_or(all, |(before, after)| Duration::from_nanos(after - before));
        if time >= at_least {
            return time / times;
        }
    }
    unreachable!("it takes some time")
}

/// On Linux, what this thread has used so far, in nanoseconds.
fn used() -> Option<u64> {
    let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split(' ').next()?.parse().ok()
}
