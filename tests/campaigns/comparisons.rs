//! Checks of a guess against a secret: the crate's own, and bad ones that tell how much of a guess was right.

use std::{hint::black_box, ops::Range, rc::Rc};

use bytes::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use http::{HeaderValue, Request, StatusCode, header::AUTHORIZATION, request::Parts};
use http_body_util::Full;
use sha2::Sha256;
use tower::{Layer, Service};
use whatsapp_webhook::{
    AppCredentials, AppSecret, Authorization, VerifyToken, WhatsAppWebhook, WhatsAppWebhookLayer,
    signature::{X_HUB_SIGNATURE_256, sign, verify},
};

use crate::drive;

/// The digits of a signature, of a verify token, or of an On-Premises client's credential.
pub(crate) type Digits = [u8; 64];

/// Takes a guess, and gives the check of it that is to be watched. It returns whether the guess was right.
pub(crate) type Comparison = Box<dyn Fn(&Digits) -> Box<dyn FnOnce() -> bool>>;

pub(crate) const SIGNATURE: &str = "signature";
pub(crate) const SIGNATURE_AS_TEXT: &str = "signature, by == of its digits";
pub(crate) const SIGNATURE_BY_BYTE: &str = "signature, up to the first wrong digit";
pub(crate) const SIGNATURE_BY_TABLE: &str = "signature, its digits from a table";
/// The signature of a layer with three secrets.
pub(crate) const SECRETS: &str = "secrets";
pub(crate) const SECRETS_IN_TURN: &str = "secrets, up to the right one";
/// A wrong signature for an app that is known, or not: the last digit of the guess tells.
pub(crate) const APP: &str = "app";
pub(crate) const APP_IN_A_LIST: &str = "app, looked for in a list";
pub(crate) const APP_UP_TO_ITS_NAME: &str = "app, rejected at once if it is not known";
pub(crate) const CREDENTIAL: &str = "credential";
pub(crate) const TOKEN: &str = "token";
pub(crate) const TOKEN_AS_TEXT: &str = "token, by ==";
pub(crate) const TOKEN_BY_BYTE: &str = "token, up to the first wrong byte";

pub(crate) const SECRET: &Digits = b"0f1e2d3c4b5a69788796a5b4c3d2e1f00123456789abcdeffedcba9876543210";

const BODY: &[u8] = br#"{"object":"whatsapp_business_account","entry":[]}"#;

/// The guess that is right: the token or credential itself, or the digits of the body's signature.
pub(crate) fn right(name: &str, secret: &Digits) -> Digits {
    match name {
        TOKEN | TOKEN_AS_TEXT | TOKEN_BY_BYTE | CREDENTIAL => *secret,
        _ => digits_of(&sign(&AppSecret::new(secret).unwrap(), BODY)),
    }
}

/// Other secrets, which are right as well where there are three.
pub(crate) fn previous(secret: &Digits) -> [Digits; 2] {
    [1, 2].map(|by| secret.map(|digit| digit ^ by))
}

/// The same digits with those of `places` wrong. A digit stays a digit and a letter a letter, as the two might
/// well be told apart where they are read, which says nothing about the secret.
pub(crate) fn wrong(right: &Digits, places: Range<usize>, with: u64) -> Digits {
    let mut digits = *right;
    for digit in &mut digits[places] {
        let (first, count) = if digit.is_ascii_digit() { (b'0', 10) } else { (b'a', 6) };
        let other = 1 + (with % (count - 1)) as u8;
        *digit = first + (*digit - first + other) % count as u8;
    }
    digits
}

/// The comparison of this name with a secret.
pub(crate) fn comparison(name: &str, secret: &Digits) -> Comparison {
    match name {
        SIGNATURE => of_signature(secret, |secret, header| verify(secret, header, BODY).is_ok()),
        SIGNATURE_AS_TEXT => of_signature(secret, |secret, header| {
            digits_of(&sign(secret, BODY))[..] == header.as_bytes()[7..]
        }),
        SIGNATURE_BY_BYTE => of_signature(secret, |secret, header| {
            same_byte_by_byte(&digits_of(&sign(secret, BODY)), &header.as_bytes()[7..])
        }),
        SIGNATURE_BY_TABLE => {
            let mac = Hmac::<Sha256>::new_from_slice(secret).unwrap().chain_update(BODY);
            of_signature(secret, move |_, header| {
                let tag = mac.clone().finalize().into_bytes();
                let digits =
                    tag.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(|value| TABLE[usize::from(value)]);
                // Nothing here branches on the outcome of one digit.
                digits.zip(&header.as_bytes()[7..]).fold(0, |differs, (one, other)| differs | (one ^ other))
                    == 0
            })
        }
        SECRETS => {
            let app = AppCredentials::new(app_secret(secret), verify_token(SECRET));
            let add =
                |app: AppCredentials, secret| app.with_previous_app_secret(app_secret(&secret)).unwrap();
            let app = previous(secret).into_iter().fold(app, add);
            let service = WhatsAppWebhookLayer::for_app(app).layer(drive::Nothing);
            of_request(post, move |request| is_let_through(&service, request))
        }
        SECRETS_IN_TURN => {
            let secrets =
                [&[*secret][..], &previous(secret)].concat().iter().map(app_secret).collect::<Vec<_>>();
            of_request(post, move |request| {
                secrets
                    .iter()
                    .any(|secret| verify(secret, &request.headers()[X_HUB_SIGNATURE_256], BODY).is_ok())
            })
        }
        APP => {
            let app = AppCredentials::new(app_secret(secret), verify_token(SECRET));
            let layer =
                WhatsAppWebhookLayer::for_apps(move |head: &Parts| is_known(head).then(|| app.clone()));
            let service = layer.layer(drive::Nothing);
            of_request(post_to_app, move |request| is_let_through(&service, request))
        }
        APP_IN_A_LIST => {
            let app = AppCredentials::new(app_secret(secret), verify_token(SECRET));
            let is_in_list = |head: &Parts| {
                let last = head.uri.path().as_bytes().last();
                (b'1'..=b'~').any(|known| black_box(Some(&known)) == last)
            };
            let layer =
                WhatsAppWebhookLayer::for_apps(move |head: &Parts| is_in_list(head).then(|| app.clone()));
            let service = layer.layer(drive::Nothing);
            of_request(post_to_app, move |request| is_let_through(&service, request))
        }
        APP_UP_TO_ITS_NAME => {
            let layer = WhatsAppWebhookLayer::new(app_secret(secret), verify_token(SECRET));
            let service = layer.with_gate(is_known).layer(drive::Nothing);
            of_request(post_to_app, move |request| is_let_through(&service, request))
        }
        CREDENTIAL => {
            let credential = Authorization::bearer(str::from_utf8(secret).unwrap()).unwrap();
            let service = WhatsAppWebhookLayer::on_premises(credential).layer(drive::Nothing);
            of_request(post_with_credential, move |request| is_let_through(&service, request))
        }
        TOKEN => {
            let service =
                WhatsAppWebhookLayer::new(app_secret(SECRET), verify_token(secret)).layer(drive::Nothing);
            of_request(get, move |request| is_let_through(&service, request))
        }
        TOKEN_AS_TEXT => {
            let secret = *secret;
            of_request(get, move |request| token_in(&request) == &secret[..])
        }
        TOKEN_BY_BYTE => {
            let secret = *secret;
            of_request(get, move |request| same_byte_by_byte(&secret, token_in(&request)))
        }
        _ => panic!("no comparison is called {name}"),
    }
}

const TABLE: &[u8; 16] = b"0123456789abcdef";

type Make = fn(&str) -> Request<Full<Bytes>>;

fn post(signature: &str) -> Request<Full<Bytes>> {
    let body = Full::new(Bytes::from_static(BODY));
    Request::post("/").header(X_HUB_SIGNATURE_256, format!("sha256={signature}")).body(body).unwrap()
}

fn post_to_app(app: &str) -> Request<Full<Bytes>> {
    let (mut head, body) = post(&"0".repeat(64)).into_parts();
    head.uri = format!("/{app}").parse().unwrap();
    Request::from_parts(head, body)
}

fn is_known(head: &Parts) -> bool {
    head.uri.path().ends_with('1')
}

fn post_with_credential(credential: &str) -> Request<Full<Bytes>> {
    let body = Full::new(Bytes::from_static(BODY));
    Request::post("/").header(AUTHORIZATION, format!("Bearer {credential}")).body(body).unwrap()
}

fn get(token: &str) -> Request<Full<Bytes>> {
    let uri = format!("/?hub.mode=subscribe&hub.challenge=1&hub.verify_token={token}");
    Request::get(uri).body(Full::default()).unwrap()
}

fn is_let_through(service: &WhatsAppWebhook<drive::Nothing>, request: Request<Full<Bytes>>) -> bool {
    drive::block_on(service.clone().call(request)).unwrap().status() == StatusCode::OK
}

fn of_signature(secret: &Digits, check: impl Fn(&AppSecret, &HeaderValue) -> bool + 'static) -> Comparison {
    let shared = Rc::new((app_secret(secret), check));
    Box::new(move |guess| {
        let header = HeaderValue::from_bytes(&[b"sha256=", &guess[..]].concat()).unwrap();
        let shared = Rc::clone(&shared);
        Box::new(move || (shared.1)(&shared.0, &header))
    })
}

fn of_request(make: Make, check: impl Fn(Request<Full<Bytes>>) -> bool + 'static) -> Comparison {
    let check = Rc::new(check);
    Box::new(move |guess| {
        let request = make(str::from_utf8(guess).unwrap());
        let check = Rc::clone(&check);
        Box::new(move || check(request))
    })
}

fn app_secret(secret: &Digits) -> AppSecret {
    AppSecret::new(secret).unwrap()
}

fn verify_token(token: &Digits) -> VerifyToken {
    VerifyToken::new(str::from_utf8(token).unwrap()).unwrap()
}

fn token_in<B>(request: &Request<B>) -> &[u8] {
    request.uri().query().unwrap().rsplit('=').next().unwrap().as_bytes()
}

fn digits_of(header: &HeaderValue) -> Digits {
    header.as_bytes()[7..].try_into().unwrap()
}

/// The optimizer would make one comparison of vectors of it, which takes the same time for all, if it saw through.
fn same_byte_by_byte(one: &[u8], other: &[u8]) -> bool {
    one.iter().zip(other).all(|(one, other)| black_box(one) == black_box(other))
}
