//! The state of the simulated platform: pure values, without sockets and timers.

mod business;
mod clock;
mod customers;
mod dispatch;
mod media;
mod message;
mod sample;
mod schedule;
mod template;

use std::{
    collections::{BTreeMap, VecDeque},
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use http::Uri;
use serde_json::Value;
use whatsapp_webhook::testing::{Chaos, Item, Notification};

pub use self::dispatch::{Attempt, Dispatch};
pub(crate) use self::{
    clock::Clock,
    customers::{Person, kind_of},
    media::{Media, MediaFile},
    message::{Button, ButtonKind, Message, Progress, Rendered},
    schedule::PAUSES,
    template::Template,
};

/// The identifiers of the business that the simulator plays.
pub(crate) const ACCOUNT: &str = "102290129340398";
pub(crate) const PHONE_NUMBER_ID: &str = "106540352242922";
pub(crate) const APP_ID: &str = "670843887433847";

/// How many messages and notifications are kept; the oldest ones are dropped.
pub(crate) const KEPT_MESSAGES: usize = 500;
pub(crate) const KEPT_DISPATCHES: usize = 200;
/// How many notifications there are at most, those included that are still to be delivered.
const MOST_DISPATCHES: usize = 10_000;
/// How many bytes of notifications are kept, whatever their number.
const KEPT_BYTES: usize = 64 * 1024 * 1024;
/// The most updates of a notification, according to Meta.
const LONGEST_BATCH: usize = 1000;

/// How long after a message was sent it reaches the phone.
const ON_THE_WAY: Duration = Duration::from_secs(1);

/// Everything that the simulator knows.
pub(crate) struct World {
    /// Where notifications go.
    pub(crate) webhook: Uri,
    pub(crate) clock: Clock,
    pub(crate) people: Vec<Person>,
    pub(crate) messages: VecDeque<Message>,
    pub(crate) dispatches: VecDeque<Dispatch>,
    pub(crate) media: Media,
    pub(crate) templates: Vec<Template>,
    /// Whether the app is subscribed to the account. Without that, Meta sends nothing.
    pub(crate) is_subscribed: bool,
    /// Whether updates wait until they are released.
    pub(crate) is_held: bool,
    pub(crate) held: Vec<Item>,
    /// The error code with which the next message of the business is rejected.
    pub(crate) rejects_next: Option<i64>,
    /// The outcome of the last handshake, as the page shows it.
    pub(crate) handshake: Option<Value>,
    /// The timers by time, in the order in which they were set.
    timers: BTreeMap<(SystemTime, u64), Timer>,
    /// The number of the last message, notification or timer.
    last: u64,
}

/// An event that is due at a time.
#[derive(Clone, Debug)]
enum Timer {
    Attempt(u64),
    Progress(String, Progress),
}

impl World {
    pub(crate) fn new(webhook: Uri, clock: Clock) -> Self {
        Self {
            webhook,
            clock,
            people: Vec::new(),
            messages: VecDeque::new(),
            dispatches: VecDeque::new(),
            media: Media::default(),
            templates: Template::of_every_account(),
            is_subscribed: true,
            is_held: false,
            held: Vec::new(),
            rejects_next: None,
            handshake: None,
            timers: BTreeMap::new(),
            last: 0,
        }
    }

    /// A number that nothing else has.
    fn next(&mut self) -> u64 {
        self.last += 1;
        self.last
    }

    fn set_timer(&mut self, time: SystemTime, timer: Timer) {
        let order = self.next();
        self.timers.insert((time, order), timer);
    }

    /// Sends an update on its own, or holds it. Returns the number of its notification.
    pub(crate) fn send(&mut self, item: Item, contents: &str) -> Option<u64> {
        if !self.is_subscribed {
            return None;
        }
        if self.is_held {
            self.held.push(item);
            return None;
        }
        Some(self.post(Notification::of([item]).body().clone(), contents))
    }

    /// Sends a notification in the bytes as they are. Returns its number.
    pub(crate) fn post(&mut self, body: Bytes, contents: &str) -> u64 {
        let (number, now) = (self.next(), self.clock.now());
        self.dispatches.push_back(Dispatch {
            number,
            body,
            contents: contents.to_owned(),
            created: now,
            attempts: Vec::new(),
            under_way: 0,
            next_attempt: None,
        });
        self.again(number);
        self.forget();
        number
    }

    /// Sends a notification again, now.
    pub(crate) fn again(&mut self, number: u64) {
        let now = self.clock.now();
        if let Some(dispatch) = self.dispatch_mut(number) {
            dispatch.next_attempt = Some(now);
            self.set_timer(now, Timer::Attempt(number));
        }
    }

    /// Releases what is held: in order, or by a seed as Meta may on a bad day. Returns the numbers of the notifications.
    pub(crate) fn release(&mut self, seed: Option<u64>) -> Vec<u64> {
        let items = std::mem::take(&mut self.held);
        let notifications = match seed {
            Some(seed) => Chaos::seeded(seed).notifications(items),
            None => {
                items.chunks(LONGEST_BATCH).map(|batch| Notification::of(batch.iter().cloned())).collect()
            }
        };
        let post = |notification: Notification| {
            let contents = contents_of(notification.body());
            self.post(notification.body().clone(), &contents)
        };
        notifications.into_iter().map(post).collect()
    }

    /// When something is due next.
    pub(crate) fn next_due(&self) -> Option<SystemTime> {
        self.timers.keys().next().map(|(time, _)| *time)
    }

    /// Does all that is due, up to the next notification to send, of which it returns number and bytes.
    pub(crate) fn advance_to_attempt(&mut self) -> Option<(u64, Bytes)> {
        while self.next_due().is_some_and(|time| time <= self.clock.now()) {
            let ((time, _), timer) = self.timers.pop_first()?;
            match timer {
                Timer::Progress(id, progress) => {
                    self.progress(&id, progress);
                }
                Timer::Attempt(number) => {
                    let due =
                        self.dispatch_mut(number).filter(|dispatch| dispatch.next_attempt == Some(time));
                    if let Some(dispatch) = due {
                        dispatch.next_attempt = None;
                        dispatch.under_way += 1;
                        return Some((number, dispatch.body.clone()));
                    }
                }
            }
        }
        None
    }

    /// Records an attempt to deliver a notification.
    pub(crate) fn attempted(
        &mut self,
        number: u64,
        at: SystemTime,
        status: Result<u16, String>,
        elapsed: Duration,
    ) {
        let now = self.clock.now();
        let Some(dispatch) = self.dispatch_mut(number) else { return };
        dispatch.record(at, status, elapsed, now);
        if let Some(next) = dispatch.next_attempt {
            self.set_timer(next, Timer::Attempt(number));
        }
    }

    /// Whether nothing is due, and nothing under way.
    pub(crate) fn is_settled(&self) -> bool {
        let is_due = self.next_due().is_some_and(|time| time <= self.clock.now());
        !is_due && !self.dispatches.iter().any(|dispatch| dispatch.under_way > 0)
    }

    pub(crate) fn dispatch(&self, number: u64) -> Option<&Dispatch> {
        self.dispatches.iter().find(|dispatch| dispatch.number == number)
    }

    fn dispatch_mut(&mut self, number: u64) -> Option<&mut Dispatch> {
        self.dispatches.iter_mut().find(|dispatch| dispatch.number == number)
    }

    pub(crate) fn message(&self, id: &str) -> Option<&Message> {
        self.messages.iter().find(|message| message.id == id)
    }

    fn message_mut(&mut self, id: &str) -> Option<&mut Message> {
        self.messages.iter_mut().find(|message| message.id == id)
    }

    fn remember(&mut self, message: Message) {
        self.messages.push_back(message);
        while self.messages.len() > KEPT_MESSAGES {
            self.messages.pop_front();
        }
    }

    /// Drops the oldest notifications. Those that are still to be delivered stay as long as there is room at all.
    fn forget(&mut self) {
        let mut bytes: usize = self.dispatches.iter().map(|dispatch| dispatch.body.len()).sum();
        while self.dispatches.len() > KEPT_DISPATCHES || bytes > KEPT_BYTES {
            let is_full = self.dispatches.len() > MOST_DISPATCHES || bytes > KEPT_BYTES;
            let oldest = match self.dispatches.iter().position(Dispatch::is_over) {
                Some(oldest) => oldest,
                None if is_full && self.dispatches.len() > 1 => 0,
                None => return,
            };
            let Some(dropped) = self.dispatches.remove(oldest) else { return };
            bytes = bytes.saturating_sub(dropped.body.len());
        }
    }
}

/// Summarizes the contents of a notification in the words of the wire, such as `text, 2 delivered`.
pub(crate) fn contents_of(body: &Bytes) -> String {
    let Ok(json) = serde_json::from_slice::<Value>(body) else { return "not JSON".to_owned() };
    let list =
        |value: &Value, name: &str| value.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).unwrap_or("?").to_owned();
    let mut kinds: Vec<(String, usize)> = Vec::new();
    let mut count = |kind: String| match kinds.iter_mut().find(|(known, _)| *known == kind) {
        Some((_, count)) => *count += 1,
        None => kinds.push((kind, 1)),
    };
    for change in list(&json, "entry").iter().flat_map(|entry| list(entry, "changes")) {
        let value = change.get("value").unwrap_or(&Value::Null);
        let (messages, statuses) = (list(value, "messages"), list(value, "statuses"));
        if messages.is_empty() && statuses.is_empty() {
            count(text(&change, "field"));
        }
        messages.iter().for_each(|message| count(text(message, "type")));
        statuses.iter().for_each(|status| count(text(status, "status")));
    }
    let told =
        kinds.into_iter().map(|(kind, count)| if count == 1 { kind } else { format!("{count} {kind}") });
    let told = told.collect::<Vec<_>>().join(", ");
    if told.is_empty() { "no updates".to_owned() } else { told }
}
