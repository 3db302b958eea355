//! What is kept of secrets is overwritten before its memory is given back.
//!
//! A binary of its own: it replaces the global allocator by one that looks through each block that is freed.
//!
//! The stack is out of its sight, and no safe code can wipe it: where a secret is made or moved, a copy may stay until
//! the stack is used again, and the compiler may copy it on into the unused bytes of an enum. So what is looked through
//! here are the homes of secrets, and not all blocks of a program. What a request brought, such as a token in a query,
//! lies in the server's memory as well, and is not looked for.

#![cfg(feature = "middleware")]
#![allow(
    unsafe_code,
    reason = "an allocator is unsafe to write, and no safe code can see what was in freed memory"
)]
#![allow(
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test fails by panicking; clippy.toml covers the test functions, not their helpers"
)]

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
    convert::Infallible,
    future::{Ready, ready},
    mem::ManuallyDrop,
    pin::Pin,
    slice,
    task::{Context, Poll, Waker},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use http::{HeaderValue, Request, Response};
use http_body::{Body, Frame};
use http_body_util::Full;
use sha2::{Digest, Sha256, block_api::compress256};
use tower::{Layer, Service};
use whatsapp_webhook::{
    AppCredentials, AppSecret, Authorization, VerifyToken, WhatsAppWebhookLayer,
    signature::{X_HUB_SIGNATURE_256, sign},
};

/// So much of a secret in one piece is a find.
const PIECE: usize = 8;

/// What must not be in freed memory, each with its name.
type Needles = [(&'static str, Vec<u8>)];

thread_local! {
    /// What this thread looks for, if it does.
    static NEEDLES: Cell<Option<&'static Needles>> = const { Cell::new(None) };
    /// Which of them were found: a bit for each.
    static FOUND: Cell<u64> = const { Cell::new(0) };
    /// How many blocks were looked through.
    static FREED: Cell<usize> = const { Cell::new(0) };
}

struct Watching;

#[global_allocator]
static ALLOCATOR: Watching = Watching;

// SAFETY: all memory is the system's, asked for and given back with one layout. A block that grows is a new one, and the
// old one is freed: that is what `GlobalAlloc` does of itself, and the worst that can happen to what was in it.
unsafe impl GlobalAlloc for Watching {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // Zeroed, so that nothing is found that an earlier owner left, and no byte is read that was never written.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        if let Ok(Some(needles)) = NEEDLES.try_with(Cell::get) {
            let bytes = unsafe { slice::from_raw_parts(block, layout.size()) };
            let found = needles.iter().enumerate().filter(|(_, (_, needle))| holds(bytes, needle));
            let found = found.fold(0, |found, (bit, _)| found | 1 << bit);
            FOUND.set(FOUND.get() | found);
            FREED.set(FREED.get() + 1);
        }
        unsafe { System.dealloc(block, layout) }
    }
}

/// Whether any piece of `needle` is in `bytes`.
fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    needle.chunks_exact(PIECE).any(|piece| bytes.windows(PIECE).any(|window| window == piece))
}

/// The names of the needles that are in memory which `run` frees.
fn freed_by(needles: &Needles, run: impl FnOnce()) -> Vec<&'static str> {
    assert!(needles.len() <= 64);
    // SAFETY: the reference is gone again before this function returns.
    let watched: &'static Needles = unsafe { &*std::ptr::from_ref(needles) };
    FOUND.set(0);
    FREED.set(0);
    NEEDLES.set(Some(watched));
    run();
    NEEDLES.set(None);
    let found = FOUND.get();
    let names = needles.iter().enumerate().filter(|(bit, _)| found & (1 << bit) != 0);
    names.map(|(_, (name, _))| *name).collect()
}

/// Asserts that nothing is left, and that there was something to look through.
fn assert_nothing_left(what: &str, needles: &Needles, run: impl FnOnce()) {
    let left = freed_by(needles, run);
    println!("freed memory: {what}: {} blocks looked through for {} secrets", FREED.get(), needles.len());
    assert!(FREED.get() > 0, "{what}: nothing was freed");
    assert!(left.is_empty(), "{what}: {left:?} left in freed memory");
}

const SECRET: &str = "c7a1e95b3d2f80647b1e95d3c8f2a604";
const TOKEN: &str = "verify-token-4b8d2e6f";
const USER: &str = "on-premises-user";
const PASSWORD: &str = "password-93c1d7a5e2";
const BEARER: &str = "bearer-token-5f0e8d7c6b";

fn previous(n: usize) -> String {
    format!("{n}f3b90d27c4e8a615d90b37f2c8e4a1{n}")
}

fn secret() -> AppSecret {
    AppSecret::new(SECRET).unwrap()
}

/// What HMAC makes of a key: the key itself, the two blocks that it is mixed into, and the states that hash them.
///
/// Whoever has the two states can sign.
fn needles_of_key(key: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let mut block = [0; 64];
    block.iter_mut().zip(key).for_each(|(byte, key)| *byte = *key);
    let mixed = |pad: u8| block.map(|byte| byte ^ pad);
    let state = |pad: u8| {
        let mut state: [u32; 8] = [
            0x6a09_e667,
            0xbb67_ae85,
            0x3c6e_f372,
            0xa54f_f53a,
            0x510e_527f,
            0x9b05_688c,
            0x1f83_d9ab,
            0x5be0_cd19,
        ];
        compress256(&mut state, &[mixed(pad)]);
        state.iter().flat_map(|word| word.to_ne_bytes()).collect()
    };
    vec![
        ("the key", key.to_vec()),
        // Without the padding: 32 times 0x36 are no secret.
        ("the inner block", mixed(0x36).iter().take(key.len()).copied().collect()),
        ("the outer block", mixed(0x5c).iter().take(key.len()).copied().collect()),
        ("the inner state", state(0x36)),
        ("the outer state", state(0x5c)),
    ]
}

/// A text, and the digest that is kept of it.
fn needles_of_text(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    vec![("the text", text.into()), ("the digest", Sha256::digest(text).to_vec())]
}

/// A service that is never called.
#[derive(Clone)]
struct Inner;

impl Service<Request<Full<Bytes>>> for Inner {
    type Response = Response<Full<Bytes>>;
    type Error = Infallible;
    type Future = Ready<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<Full<Bytes>>) -> Self::Future {
        ready(Ok(Response::default()))
    }
}

/// A body whose end never comes.
struct HalfSent(Option<Bytes>);

impl Body for HalfSent {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.take().map_or(Poll::Pending, |data| Poll::Ready(Some(Ok(Frame::data(data)))))
    }
}

/// A future on the heap, as axum has it, that has read half of a body.
fn half_read(layer: &WhatsAppWebhookLayer) -> Pin<Box<impl Future + use<>>> {
    let signature =
        HeaderValue::from_static("sha256=0000000000000000000000000000000000000000000000000000000000000000");
    let body = HalfSent(Some(Bytes::from("{\"entry\"")));
    let request = Request::post("/webhook").header(X_HUB_SIGNATURE_256, signature).body(body).unwrap();
    let mut future = Box::pin(layer.layer(Inner).call(request));
    let polled = future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    assert!(polled.is_pending());
    future
}

#[test]
fn what_is_looked_for_is_what_is_kept_and_is_found_where_it_is_not_overwritten() {
    // Memory freed without a drop: this is what an object holds.
    let found = freed_by(&needles_of_key(SECRET.as_bytes()), || drop(Box::new(ManuallyDrop::new(secret()))));
    assert_eq!(found, ["the inner state", "the outer state"]);
    let found = freed_by(&needles_of_text(TOKEN), || {
        drop(Box::new(ManuallyDrop::new(VerifyToken::new(TOKEN).unwrap())));
    });
    assert_eq!(found, ["the digest"]);
    let found = freed_by(&needles_of_text(BEARER), || {
        drop(Box::new(ManuallyDrop::new(Authorization::bearer(BEARER).unwrap())));
    });
    assert_eq!(found, ["the digest"]);

    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let _guard = runtime.enter();
    let layer = WhatsAppWebhookLayer::new(secret(), VerifyToken::new(TOKEN).unwrap());
    let found = freed_by(&needles_of_key(SECRET.as_bytes()), || {
        // SAFETY: nothing uses the future any more, and its memory is freed as it was allocated.
        unsafe {
            let future = Box::into_raw(Pin::into_inner_unchecked(half_read(&layer)));
            std::alloc::dealloc(future.cast(), Layout::for_value(&*future));
        }
    });
    assert_eq!(found, ["the inner state", "the outer state"]);

    // A careless owner: a key in a vector, also where the vector only grew.
    let key = needles_of_key(SECRET.as_bytes());
    assert_eq!(freed_by(&key, || drop(SECRET.as_bytes().to_vec())), ["the key"]);
    assert_eq!(
        freed_by(&key, || drop(SECRET.bytes().map(|byte| byte ^ 0x36).collect::<Vec<_>>())),
        ["the inner block"]
    );
    let mut keys = vec![SECRET.as_bytes().first_chunk::<32>().copied().unwrap()];
    assert_eq!(freed_by(&key, || keys.push([0; 32])), ["the key"]);
    assert_eq!(freed_by(&key, || drop(vec![0; 1000])), [""; 0]);
}

#[test]
fn nothing_of_an_app_secret_is_left_where_it_was() {
    let needles = needles_of_key(SECRET.as_bytes());
    assert_nothing_left("an app secret", &needles, || {
        let secret = Box::new(secret());
        drop(Box::new(AppSecret::clone(&secret)));
    });
    assert_nothing_left("app secrets from texts, one of them refused", &needles, || {
        drop(AppSecret::try_from(String::from(SECRET)));
        drop(AppSecret::try_from([SECRET, "\n"].concat()));
    });
    assert_nothing_left("a signature made", &needles, || drop(Box::new(sign(&secret(), b"{}"))));
}

#[test]
fn nothing_of_any_app_secret_is_left_by_a_layer_and_its_clones() {
    let secrets: Vec<String> = (1..8).map(previous).collect();
    let needles = secrets.iter().flat_map(|secret| needles_of_key(secret.as_bytes()));
    let needles: Vec<_> = needles.chain(needles_of_key(SECRET.as_bytes())).collect();
    assert_nothing_left("a layer with eight app secrets", &needles, || {
        let mut app = AppCredentials::new(secret(), VerifyToken::new(TOKEN).unwrap());
        for secret in &secrets {
            let before = app.clone();
            app = app.with_previous_app_secret(AppSecret::new(secret).unwrap()).unwrap();
            drop(before);
        }
        drop(WhatsAppWebhookLayer::for_app(app).with_max_body_size(1));
    });
}

#[test]
fn nothing_of_an_app_secret_is_left_by_a_request_that_is_given_up() {
    let app = AppCredentials::new(secret(), VerifyToken::new(TOKEN).unwrap());
    let app = app.with_previous_app_secret(AppSecret::new(previous(1)).unwrap()).unwrap();
    let layer = WhatsAppWebhookLayer::for_app(app);
    let needles = [needles_of_key(SECRET.as_bytes()), needles_of_key(previous(1).as_bytes())].concat();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let _guard = runtime.enter();
    assert_nothing_left("a request given up half-way", &needles, || drop(half_read(&layer)));
}

#[test]
fn nothing_of_a_verify_token_is_left_where_it_was() {
    let tokens = [TOKEN, "another-token-7e21", "a-third-token-c0ffee"];
    let needles: Vec<_> = tokens.into_iter().flat_map(needles_of_text).collect();
    assert_nothing_left("verify tokens", &needles, || {
        for token in tokens {
            drop(Box::new(VerifyToken::new(token).unwrap()));
            drop(Box::new(VerifyToken::new(String::from(token)).unwrap()));
        }
    });
    assert_nothing_left("a layer with three verify tokens", &needles, || {
        let [first, second, third] = tokens.map(|token| VerifyToken::new(token).unwrap());
        let app = AppCredentials::new(secret(), first);
        drop(app.clone().with_verify_token(second.clone()));
        drop(WhatsAppWebhookLayer::for_app(app.with_verify_token(second).with_verify_token(third)));
    });
    assert_nothing_left("verify tokens that are refused", &needles, || {
        for token in [[TOKEN, "\n"].concat(), [" ", TOKEN].concat()] {
            assert!(VerifyToken::new(token).is_err());
        }
    });
}

#[test]
fn nothing_of_a_credential_is_left_where_it_was() {
    let sent = STANDARD.encode(format!("{USER}:{PASSWORD}"));
    let needles = [needles_of_text(&sent), needles_of_text(PASSWORD), needles_of_text(BEARER)].concat();
    assert_nothing_left("credentials", &needles, || {
        drop(Box::new(Authorization::basic(USER, PASSWORD).unwrap()));
        drop(Box::new(Authorization::bearer(BEARER).unwrap().clone()));
        drop(Authorization::basic(USER, String::from(PASSWORD)));
        drop(Authorization::basic("a:b", String::from(PASSWORD)));
        drop(Authorization::bearer(String::from(BEARER)));
    });
}
