//! The types of the feature `testing`.

use whatsapp_webhook::{
    AppSecret,
    testing::{Chaos, Customer, Item, Notification, Platform, Sample},
};

use super::types::{Hunt, debug};

pub(super) const HUNTS: &[Hunt] = &[
    ("Attempts", |text| platform(text)),
    ("Chaos", |_| debug(&Chaos::seeded(7))),
    ("Customer", |text| debug(&customer(text))),
    ("Item", |text| debug(&message(text)) + &debug(&Item::of("an_update", text))),
    ("Notification", |text| {
        debug(&Notification::of([message(text)])) + &debug(&Notification::from_json(text.to_owned()))
    }),
    ("Platform", |text| platform(text)),
    ("Sample", |_| debug(&Sample::named("text"))),
];

fn customer(text: &str) -> Customer {
    Customer::new(text).named(text).with_username(text)
}

fn message(text: &str) -> Item {
    Item::text(text).from(&customer(text)).with("/text/preview_url", text)
}

fn platform(text: &str) -> String {
    let app = tower::service_fn(async |_| {
        Ok::<_, std::convert::Infallible>(
            http::Response::new(http_body_util::Full::<bytes::Bytes>::default()),
        )
    });
    let meta = Platform::new((), AppSecret::new(text).unwrap());
    let attempts = Platform::new(app, AppSecret::new(text).unwrap());
    let attempts = crate::support::drive(attempts.deliver_until_taken(&Notification::of([message(text)]), 3));
    debug(&meta) + &debug(&attempts.unwrap())
}
