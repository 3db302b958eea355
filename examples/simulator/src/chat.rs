//! One side of a conversation, for tests.

use std::{
    error::Error,
    fmt,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::SeqCst},
    },
    time::Duration,
};

use serde_json::Value;
use tokio::time::timeout;
use whatsapp_webhook::testing::Item;

use crate::{
    shared::Shared,
    world::{Attempt, Dispatch, Message, Progress, World},
};

/// The conversation of a customer with the business, as the customer sees it.
#[derive(Debug)]
pub struct Chat {
    shared: Arc<Shared>,
    customer: usize,
    patience: Duration,
    /// The number of the last message that was returned.
    seen: AtomicU64,
}

impl Chat {
    pub(crate) fn new(shared: Arc<Shared>, customer: usize, patience: Duration) -> Self {
        Self { shared, customer, patience, seen: AtomicU64::new(0) }
    }

    /// Sends a message, and waits for the first attempt to deliver it.
    ///
    /// Sets the sender, the time and the ID of the item.
    pub async fn says(&self, item: Item) -> Outcome {
        let (id, number) = self.shared.change(|world| world.say(self.customer, item));
        Outcome::of(&self.shared, Some(id), number).await
    }

    /// Waits for the next message of the business, from the first one on. Each is returned once.
    ///
    /// # Errors
    ///
    /// None came in time; the error says what happened to the notifications meanwhile.
    pub async fn reply(&self) -> Result<Reply, NoReply> {
        let next = self.shared.until(|world| self.next(world));
        match timeout(self.patience, next).await {
            Ok(message) => {
                self.seen.store(message.number, SeqCst);
                Ok(Reply { message })
            }
            Err(_) => Err(NoReply::of(self)),
        }
    }

    fn next(&self, world: &World) -> Option<Message> {
        let seen = self.seen.load(SeqCst);
        let is_next = |message: &&Message| {
            message.is_from_business && message.customer == self.customer && message.number > seen
        };
        world.messages.iter().find(is_next).cloned()
    }

    /// Returns all messages of the business so far.
    #[must_use]
    pub fn replies(&self) -> Vec<Reply> {
        let is_reply = |message: &&Message| message.is_from_business && message.customer == self.customer;
        let reply = |message: &Message| Reply { message: message.clone() };
        self.shared.look(|world| world.messages.iter().filter(is_reply).map(reply).collect())
    }

    /// Presses a button, a row of a list, or a quick reply of a template, and waits for the first attempt to deliver that.
    ///
    /// # Panics
    ///
    /// The message has nothing to press of that label.
    #[track_caller]
    pub fn presses<'a>(&'a self, reply: &Reply, label: &str) -> impl Future<Output = Outcome> + use<'a> {
        let Some(item) = self.shared.look(|world| world.pressed(&reply.message, label)) else {
            no_button(label, &reply.buttons());
        };
        self.says(item)
    }

    /// Reads a message of the business, and waits for the first attempt to deliver the status.
    pub async fn reads(&self, reply: &Reply) -> Outcome {
        let number = self.shared.change(|world| world.progress(reply.id(), Progress::Read));
        Outcome::of(&self.shared, None, number).await
    }

    /// Lets the next message to this customer fail with an error code, such as 131026 for a customer who cannot be reached.
    pub fn fails_next(&self, code: i64) {
        self.shared.change(|world| {
            if let Some(person) = world.people.get_mut(self.customer) {
                person.fails_next = Some(code);
            }
        });
    }

    /// Returns whether the business seems to be typing.
    #[must_use]
    pub fn is_typing(&self) -> bool {
        self.shared.look(|world| {
            let until = world.people.get(self.customer).and_then(|person| person.typing_until);
            until.is_some_and(|until| world.clock.now() < until)
        })
    }

    /// Returns whether the business has read a message of the customer, by the ID of its [`Outcome`].
    #[must_use]
    pub fn is_read(&self, id: &str) -> bool {
        self.shared.look(|world| world.message(id).is_some_and(|message| message.progress == Progress::Read))
    }
}

#[track_caller]
#[expect(clippy::panic, reason = "a mistake in a test should fail that test")]
fn no_button(label: &str, labels: &[String]) -> ! {
    panic!("nothing to press is called {label:?}; there are {labels:?}")
}

/// A message of the business, as the customer sees it.
#[derive(Clone)]
pub struct Reply {
    message: Message,
}

impl Reply {
    /// Returns the ID of the message.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.message.id
    }

    /// Returns the type of the message, such as `text` or `interactive`.
    #[must_use]
    pub fn kind(&self) -> &str {
        self.message.kind()
    }

    /// Returns the text of a text message, of an interactive one or of a template, or the caption.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        self.message.text()
    }

    /// Returns the labels of the buttons, rows and quick replies.
    #[must_use]
    pub fn buttons(&self) -> Vec<String> {
        self.message.buttons().into_iter().map(|button| button.label).collect()
    }

    /// Returns the ID of the message that this one quotes.
    #[must_use]
    pub fn quotes(&self) -> Option<&str> {
        self.message.quotes()
    }

    /// Returns the message as the business sent it.
    #[must_use]
    pub fn json(&self) -> &Value {
        &self.message.json
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply").field("id", &self.id()).field("kind", &self.kind()).finish_non_exhaustive()
    }
}

/// The outcome of an update: the attempts to deliver it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Outcome {
    /// The ID of the customer's message.
    pub id: Option<String>,
    /// The attempts to deliver the notification. There are none while updates are held, or while the app is not subscribed.
    pub attempts: Vec<Attempt>,
}

impl Outcome {
    /// Waits for the first attempt to deliver a notification.
    pub(crate) async fn of(shared: &Shared, id: Option<String>, number: Option<u64>) -> Self {
        let Some(number) = number else { return Self { id, attempts: Vec::new() } };
        let attempts = shared.until(|world| match world.dispatch(number) {
            Some(dispatch) if dispatch.attempts.is_empty() => None,
            Some(dispatch) => Some(dispatch.attempts.clone()),
            None => Some(Vec::new()),
        });
        Self { id, attempts: attempts.await }
    }

    /// Returns whether the receiver answered with 200.
    #[must_use]
    pub fn is_taken(&self) -> bool {
        self.attempts.last().is_some_and(Attempt::is_taken)
    }
}

/// No message of the business came in time.
#[derive(Clone, Debug)]
pub struct NoReply {
    patience: Duration,
    notifications: Vec<String>,
}

impl NoReply {
    fn of(chat: &Chat) -> Self {
        let tell = |dispatch: &Dispatch| {
            let attempts = dispatch.attempts.iter().map(|attempt| match &attempt.status {
                Ok(status) => status.to_string(),
                Err(reason) => reason.clone(),
            });
            let attempts = attempts.collect::<Vec<_>>().join(", ");
            format!("{}: {}", dispatch.contents, if attempts.is_empty() { "not yet sent" } else { &attempts })
        };
        let notifications =
            chat.shared.look(|world| world.dispatches.iter().rev().take(5).map(tell).collect());
        Self { patience: chat.patience, notifications }
    }
}

impl fmt::Display for NoReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the business sent no message within {:?}; ", self.patience)?;
        if self.notifications.is_empty() {
            return f.write_str("no notification was sent to it");
        }
        write!(f, "the last notifications and their answers, latest first: {}", self.notifications.join("; "))
    }
}

impl Error for NoReply {}
