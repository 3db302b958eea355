//! Everything that can go wrong at once, by seeds.

use std::{
    collections::{BTreeMap, HashMap},
    env,
    panic::resume_unwind,
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::{
    runtime,
    task::JoinSet,
    time::{sleep, timeout},
};
use tower::service_fn;
use whatsapp_webhook::inbox::{Failure, Inbox, Job, Retries};

use super::{
    model::{Call, Fault, Model, Sabotage},
    notification,
};

/// A small generator of pseudo-random numbers (xorshift).
#[derive(Clone)]
struct Random(Arc<Mutex<u64>>);

impl Random {
    fn new(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)))
    }

    fn below(&self, bound: u64) -> u64 {
        let mut state = self.0.lock().unwrap();
        *state ^= *state << 13;
        *state ^= *state >> 7;
        *state ^= *state << 17;
        (*state >> 11) % bound
    }
}

/// What the handlers did.
#[derive(Default)]
struct Seen {
    /// The messages of each conversation in the order in which they were first done.
    done: BTreeMap<String, Vec<u64>>,
    times: HashMap<(String, u64), u64>,
    /// The conversations with a handler that runs.
    running: HashMap<String, u64>,
    faults: Vec<String>,
}

/// Notes that a handler ended, or was dropped.
struct Running {
    seen: Arc<Mutex<Seen>>,
    conversation: String,
}

impl Drop for Running {
    fn drop(&mut self) {
        *self.seen.lock().unwrap().running.get_mut(&self.conversation).unwrap() -= 1;
    }
}

async fn handle(job: Job, seen: Arc<Mutex<Seen>>, random: Random) -> Result<(), Failure> {
    let id = job.update().id().unwrap().to_owned();
    let (conversation, number) = id.split_once('-').unwrap();
    let (conversation, number) = (conversation.to_owned(), number.parse().unwrap());
    {
        let mut seen = seen.lock().unwrap();
        let running = seen.running.entry(conversation.clone()).or_default();
        *running += 1;
        if *running > 1 {
            seen.faults.push(format!("two jobs of conversation {conversation} at once"));
        }
    }
    let _running = Running { seen: Arc::clone(&seen), conversation: conversation.clone() };
    sleep(Duration::from_millis(random.below(3000))).await;
    match random.below(20) {
        0 => return Err(Failure::retry_in(Duration::from_millis(random.below(5000)), "busy")),
        1 => resume_unwind(Box::new(())), // a panic that says nothing
        _ => {}
    }
    let mut seen = seen.lock().unwrap();
    let times = seen.times.entry((conversation.clone(), number)).or_default();
    *times += 1;
    if *times == 1 {
        seen.done.entry(conversation).or_default().push(number);
    }
    Ok(())
}

/// Of conversations with messages, some hours in the life of an inbox. Returns what went wrong.
async fn simulate(seed: u64, sabotage: Option<Sabotage>) -> Vec<String> {
    const CONVERSATIONS: u64 = 5;
    const MESSAGES: u64 = 8;
    const CONCURRENCY: usize = 3;
    let random = Random::new(seed);
    let faults = Arc::new(Mutex::new(0_u64));
    let model = Model::faulty({
        let (random, faults) = (random.clone(), Arc::clone(&faults));
        move |call| {
            let fault = match random.below(40) {
                0 => Fault::FailsBefore,
                1 => Fault::FailsAfter,
                2 => Fault::Hangs,
                number => return Some(Fault::Takes(number)),
            };
            *faults.lock().unwrap() += u64::from(call == Call::Settle);
            Some(fault)
        }
    })
    .sabotaged(sabotage);
    let inbox = Inbox::new(model.clone()).with_drain(Duration::from_secs(2));
    let seen = Arc::new(Mutex::new(Seen::default()));

    // Meta sends the messages of a conversation in order, each until it is acknowledged, and some of them twice.
    let mut senders = JoinSet::new();
    for conversation in 0..CONVERSATIONS {
        let (inbox, random) = (inbox.clone(), random.clone());
        senders.spawn(async move {
            for number in 0..MESSAGES {
                let (from, id) = (conversation.to_string(), format!("{conversation}-{number}"));
                let event = notification(&[(&from, &id)]);
                while inbox.push(&event).await.is_err() {
                    sleep(Duration::from_millis(random.below(2000))).await;
                }
                if random.below(4) == 0 {
                    let _ = inbox.push(&event).await;
                }
                sleep(Duration::from_millis(random.below(2000))).await;
            }
        });
    }

    // Workers join, are killed, and stop.
    let (mut workers, mut killed) = (JoinSet::new(), 0);
    for round in 0..400 {
        let handler = {
            let (seen, random) = (Arc::clone(&seen), random.clone());
            service_fn(move |job| handle(job, Arc::clone(&seen), random.clone()))
        };
        let retries = Retries::new()
            .with_attempts(1000)
            .with_pauses(Duration::from_millis(100), Duration::from_secs(2));
        let worker = inbox
            .worker(handler)
            .with_concurrency(CONCURRENCY)
            .with_lease(Duration::from_secs(3))
            .with_retries(retries);
        let life = Duration::from_millis(random.below(20_000));
        if random.below(2) == 0 {
            killed += 1;
            workers.spawn(async move { drop(timeout(life, worker.run_until(std::future::pending())).await) });
        } else {
            workers.spawn(async move {
                let _ = worker.run_until(sleep(life)).await;
            });
        }
        while workers.len() >= 3 {
            workers.join_next().await;
        }
        if round > 5 && senders.is_empty() && inbox.depth().await.unwrap().waiting == 0 {
            break;
        }
        while senders.try_join_next().is_some() {}
    }
    while workers.join_next().await.is_some() {}

    let depth = inbox.depth().await.unwrap();
    let seen = seen.lock().unwrap();
    let mut wrong = seen.faults.clone();
    if !senders.is_empty() || depth.waiting + depth.dead > 0 {
        wrong.push(format!("{} senders and {depth:?} are left", senders.len()));
    }
    for conversation in 0..CONVERSATIONS {
        let done = seen.done.get(&conversation.to_string()).cloned().unwrap_or_default();
        if done != (0..MESSAGES).collect::<Vec<_>>() {
            wrong.push(format!("conversation {conversation} was handled as {done:?}"));
        }
    }
    // A job that was done is done again only if it could not be settled, or if its worker was killed before it was.
    let repeats: u64 = seen.times.values().map(|times| times - 1).sum();
    let faults = *faults.lock().unwrap();
    if repeats > faults + killed * CONCURRENCY as u64 {
        wrong.push(format!("{repeats} repeats, {faults} faults, {killed} killed"));
    }
    wrong
}

fn run(seed: u64, sabotage: Option<Sabotage>) -> Vec<String> {
    let runtime = runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    runtime.block_on(simulate(seed, sabotage))
}

#[test]
fn no_update_is_lost_or_handled_out_of_order_when_calls_and_workers_fail() {
    // `SEEDS=100000 cargo test --release --features inbox --test it simulation` is the long form.
    let seeds = env::var("SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(100);
    for seed in 0..seeds {
        let wrong = run(seed, None);
        assert!(wrong.is_empty(), "seed {seed}: {wrong:#?}");
    }
    println!("simulation: {seeds} seeds");
}

#[test]
fn a_queue_with_a_defect_is_found_out() {
    for sabotage in [Sabotage::AcknowledgesFaults, Sabotage::LocksNoLane, Sabotage::SettlesFirst] {
        let found = (0..20).find_map(|seed| run(seed, Some(sabotage)).into_iter().next());
        println!("{sabotage:?}: {}", found.unwrap());
    }
}
