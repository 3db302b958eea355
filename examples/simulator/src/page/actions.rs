//! The actions of a person on the page.

use std::time::Duration;

use axum::{Json, extract::State, http::StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};
use whatsapp_webhook::testing::{Customer, Item, Sample};

use super::Page;
use crate::world::{MediaFile, Message, World, contents_of};

/// An action, of which `do` is the name.
#[derive(Debug, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub(super) enum Action {
    /// A new customer.
    Meet { name: Option<String>, phone: Option<String>, user_id: Option<String> },
    /// A text, perhaps in answer to a message.
    Say { customer: usize, text: String, quotes: Option<String> },
    /// A file that was uploaded.
    Attach { customer: usize, media: String, filename: Option<String>, caption: Option<String> },
    /// A location.
    Locate { customer: usize, latitude: f64, longitude: f64 },
    /// A button, a row, or a quick reply.
    Press { message: String, label: String },
    /// A reaction, or its removal without an emoji.
    React { message: String, emoji: Option<String> },
    /// Another text for a message of the customer.
    Edit { message: String, text: String },
    /// The deletion of a message of the customer.
    Revoke { message: String },
    /// The customer reads all messages.
    Read { customer: usize },
    /// The next message to the customer fails with an error code; with none, it does not.
    Fail { customer: usize, code: Option<i64> },
    /// A sample, dated now.
    Sample { name: String },
    /// A notification in the bytes as they are.
    Post { body: String },
    /// A notification again, once or twice.
    Again { number: u64, times: usize },
    /// The handshake.
    Handshake,
    /// Updates are held from now on.
    Hold,
    /// Held updates are released: in order, or by a seed.
    Release { seed: Option<u64> },
    /// How many times as fast as time the clock runs.
    Speed { speed: u32 },
    /// The clock is moved ahead.
    Advance { seconds: u64 },
    /// The app is subscribed to the account, or is not.
    Subscribe { is_subscribed: bool },
}

type Answer = Result<Json<Value>, (StatusCode, Json<Value>)>;

pub(super) async fn act(State(page): State<Page>, Json(action): Json<Action>) -> Answer {
    if let Action::Handshake = action {
        return Ok(Json(handshake(&page).await));
    }
    let done = page.shared.change(|world| perform(world, action));
    done.map(Json).map_err(|error| (StatusCode::BAD_REQUEST, Json(json!({ "error": error }))))
}

async fn handshake(page: &Page) -> Value {
    let handshake = page.courier.handshake(&page.shared, &page.about.verify_token).await;
    let told = json!({
        "status": handshake.status.as_ref().ok(),
        "error": handshake.status.as_ref().err(),
        "is_right": handshake.is_right,
    });
    page.shared.change(|world| world.handshake = Some(told.clone()));
    told
}

fn perform(world: &mut World, action: Action) -> Result<Value, &'static str> {
    match action {
        Action::Meet { name, phone, user_id } => {
            let given = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
            let customer = customer(given(name), given(phone), given(user_id))?;
            return Ok(json!({ "customer": world.meet(&customer) }));
        }
        Action::Say { customer, text, quotes } => {
            let item = Item::text(&text);
            let item = match quotes {
                Some(id) => item.in_reply_to(&id),
                None => item,
            };
            is_known(world, customer)?;
            world.say(customer, item);
        }
        Action::Attach { customer, media, filename, caption } => {
            is_known(world, customer)?;
            let file = world.media.get(&media).ok_or("there is no such file")?;
            let item = attachment(file, filename.as_deref(), caption.as_deref());
            world.say(customer, item);
        }
        Action::Locate { customer, latitude, longitude } => {
            is_known(world, customer)?;
            world.say(customer, Item::location(latitude, longitude));
        }
        Action::Press { message, label } => {
            let message = find(world, &message)?;
            let item = world.pressed(message, &label).ok_or("there is no such button")?;
            world.say(message.customer, item);
        }
        Action::React { message, emoji } => {
            let message = find(world, &message)?;
            let item = match emoji {
                Some(emoji) => Item::reaction(&message.id, &emoji),
                None => Item::reaction_removed(&message.id),
            };
            world.say(message.customer, item);
        }
        Action::Edit { message, text } => {
            let message = find(world, &message)?;
            let item = Item::edit(&message.id, &text);
            world.say(message.customer, item);
        }
        Action::Revoke { message } => {
            let message = find(world, &message)?;
            let item = Item::revoke(&message.id);
            world.say(message.customer, item);
        }
        Action::Read { customer } => world.read_all(customer),
        Action::Fail { customer, code } => {
            world.people.get_mut(customer).ok_or("there is no such customer")?.fails_next = code;
        }
        Action::Sample { name } => {
            let sample = Sample::named(&name).ok_or("there is no such sample")?;
            return Ok(json!({ "notification": world.send_sample(&sample) }));
        }
        Action::Post { body } => {
            let body = body.into();
            let contents = contents_of(&body);
            return Ok(json!({ "notification": world.post(body, &contents) }));
        }
        Action::Again { number, times } => {
            let dispatch = world.dispatch(number).ok_or("there is no such notification")?;
            let (body, contents) = (dispatch.body().clone(), dispatch.contents().to_owned());
            world.again(number);
            for _ in 1..times.min(100) {
                world.post(body.clone(), &contents);
            }
        }
        Action::Hold => world.is_held = true,
        Action::Release { seed } => {
            world.is_held = false;
            world.release(seed);
        }
        Action::Speed { speed } => world.clock.set_speed(speed.min(86_400)),
        Action::Advance { seconds } => world.clock.advance(Duration::from_secs(seconds.min(30 * 86_400))),
        Action::Subscribe { is_subscribed } => world.is_subscribed = is_subscribed,
        Action::Handshake => {}
    }
    Ok(json!({}))
}

fn find<'a>(world: &'a World, id: &str) -> Result<&'a Message, &'static str> {
    world.message(id).ok_or("there is no such message")
}

fn is_known(world: &World, customer: usize) -> Result<(), &'static str> {
    if customer < world.people.len() { Ok(()) } else { Err("there is no such customer") }
}

fn customer(
    name: Option<String>,
    phone: Option<String>,
    user_id: Option<String>,
) -> Result<Customer, &'static str> {
    let digits: String = phone.unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
    let mut customer = Customer::new(&digits);
    if digits.is_empty() {
        customer = customer.without_phone();
    } else if !(7..=15).contains(&digits.len()) {
        return Err("a phone number has 7 to 15 digits");
    }
    match &user_id {
        Some(user_id) => customer = customer.with_user_id(user_id),
        None if digits.is_empty() => return Err("a customer has a phone number, a user ID, or both"),
        None => {}
    }
    Ok(match name {
        Some(name) => customer.named(&name),
        None => customer,
    })
}

/// The message of a file, by the file's type.
fn attachment(file: &MediaFile, filename: Option<&str>, caption: Option<&str>) -> Item {
    let kind = match file.mime_type.split('/').next() {
        Some("image") if file.mime_type == "image/webp" => "sticker",
        Some("image") => "image",
        Some("video") => "video",
        Some("audio") => "audio",
        _ => "document",
    };
    let item = match kind {
        "sticker" => Item::sticker(&file.id),
        "image" => Item::image(&file.id),
        "video" => Item::video(&file.id),
        "audio" => Item::audio(&file.id),
        _ => Item::document(&file.id, filename.unwrap_or("file")),
    };
    let item = item
        .with(&format!("/{kind}/mime_type"), &file.mime_type)
        .with(&format!("/{kind}/sha256"), file.sha256_base64());
    match caption.filter(|caption| !caption.is_empty() && !matches!(kind, "audio" | "sticker")) {
        Some(caption) => item.with(&format!("/{kind}/caption"), caption),
        None => item,
    }
}
