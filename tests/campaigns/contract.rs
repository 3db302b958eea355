//! The contract of a Tower service, in random orders of being polled, called, cloned and dropped.

use std::{
    collections::BTreeMap,
    convert::Infallible,
    mem,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard},
    task::{Context, Poll, Waker},
    vec,
};

use bytes::Bytes;
use http::{Method, Request, Response};
use http_body_util::Full;
use tower::{Layer, Service};
use whatsapp_webhook::{ResponseFuture, WhatsAppWebhook, WhatsAppWebhookLayer};

use crate::{
    random::{Random, repetitions, seed},
    support::{Frames, Item, data, frames, layer, send_now, signed},
};

/// How many requests the inner service takes at once.
const PLACES: usize = 3;
const FREE_OF_BUDGET: usize = 64 << 10;
const BUDGET: usize = 100_000;
const STEPS: usize = 40;

type Framed = Frames<vec::IntoIter<Item<Bytes>>>;

/// What the inner service has seen, and how it decides.
struct Books {
    random: Random,
    free: usize,
    handling: usize,
    calls: usize,
    called_unready: usize,
}

/// An inner service with few places. One is taken by being ready, and given back when the call is over or dropped.
struct Inner {
    books: Arc<Mutex<Books>>,
    place: Option<Taken>,
}

struct Taken(Arc<Mutex<Books>>);

impl Drop for Taken {
    fn drop(&mut self) {
        self.0.lock().unwrap().free += 1;
    }
}

impl Inner {
    fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap()
    }
}

/// A clone is as good as new: it need not be ready.
impl Clone for Inner {
    fn clone(&self) -> Self {
        Self { books: Arc::clone(&self.books), place: None }
    }
}

impl Service<Request<Full<Bytes>>> for Inner {
    type Response = Response<Full<Bytes>>;
    type Error = Infallible;
    type Future = Handling;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        if self.place.is_none() {
            let mut books = self.books();
            if books.free == 0 || books.random.below(3) == 0 {
                return Poll::Pending;
            }
            books.free -= 1;
            drop(books);
            self.place = Some(Taken(Arc::clone(&self.books)));
        }
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<Full<Bytes>>) -> Handling {
        let place = self.place.take();
        let mut books = self.books();
        books.calls += 1;
        books.handling += 1;
        books.called_unready += usize::from(place.is_none());
        Handling { _place: place, polls: books.random.below(3), books: Arc::clone(&self.books) }
    }
}

struct Handling {
    _place: Option<Taken>,
    polls: usize,
    books: Arc<Mutex<Books>>,
}

impl Drop for Handling {
    fn drop(&mut self) {
        self.books.lock().unwrap().handling -= 1;
    }
}

impl Future for Handling {
    type Output = Result<Response<Full<Bytes>>, Infallible>;

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Self::Output> {
        match self.polls.checked_sub(1) {
            Some(polls) => {
                self.polls = polls;
                Poll::Pending
            }
            None => Poll::Ready(Ok(Response::default())),
        }
    }
}

/// A request: mostly a signed one, often too large for what is free of the budget, often slow.
fn request(random: &mut Random, pool: &Bytes) -> Request<Framed> {
    let length =
        [0, 100, FREE_OF_BUDGET, FREE_OF_BUDGET + BUDGET / 3, FREE_OF_BUDGET + BUDGET][random.below(5)];
    let body = pool.slice(..length);
    let mut items = Vec::new();
    for start in (0..length).step_by(50_000) {
        items.extend((0..random.below(3)).map(|_| Poll::Pending));
        items.push(data(body.slice(start..length.min(start + 50_000))));
    }
    let request = match random.below(8) {
        0 => return Request::post("/").body(frames(items)).unwrap(),
        1 => signed(b"something else", frames(items)),
        _ => signed(&body, frames(items)),
    };
    let (mut head, body) = request.into_parts();
    if random.below(16) == 0 {
        head.method = Method::GET;
    }
    Request::from_parts(head, body)
}

#[derive(Debug, Default)]
struct Figures {
    orders: usize,
    requests: usize,
    cancelled: usize,
    statuses: BTreeMap<u16, usize>,
    calls: usize,
    called_unready: usize,
    /// How often a place was taken by a request that was not being handled.
    held_by_strangers: usize,
    places_lost: usize,
    budgets_lost: usize,
}

/// Drives the layer around a service that `wrap` makes, in random orders. `cancel` gets rid of a future that is not wanted any more.
fn campaign<S>(
    orders: usize,
    wrap: impl Fn(Inner) -> S,
    cancel: impl Fn(Pin<Box<ResponseFuture<S, Framed, S::Future>>>),
) -> Figures
where
    S: Service<Request<Full<Bytes>>, Response = Response<Full<Bytes>>, Error = Infallible> + Clone,
{
    // A body that keeps the layer waiting arms tokio's timer.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let _guard = runtime.enter();
    let mut random = Random::new(seed());
    let pool = Bytes::from(vec![b' '; FREE_OF_BUDGET + BUDGET]);
    let mut figures = Figures { orders, ..Figures::default() };
    for _ in 0..orders {
        let layer = layer().with_body_budget(BUDGET);
        let books = Books {
            random: Random::new(random.next()),
            free: PLACES,
            handling: 0,
            calls: 0,
            called_unready: 0,
        };
        let books = Arc::new(Mutex::new(books));
        let inner = Inner { books: Arc::clone(&books), place: None };
        one_order(&mut random, &pool, layer.layer(wrap(inner)), &cancel, &books, &mut figures);

        let books = books.lock().unwrap();
        figures.calls += books.calls;
        figures.called_unready += books.called_unready;
        figures.places_lost += usize::from(books.free != PLACES);
        figures.budgets_lost += usize::from(!has_its_whole_budget(&layer, &pool));
    }
    figures
}

fn has_its_whole_budget(layer: &WhatsAppWebhookLayer, pool: &Bytes) -> bool {
    send_now(layer, signed(pool, Full::new(pool.clone()))).status == 200
}

fn one_order<S>(
    random: &mut Random,
    pool: &Bytes,
    service: WhatsAppWebhook<S>,
    cancel: &impl Fn(Pin<Box<ResponseFuture<S, Framed, S::Future>>>),
    books: &Mutex<Books>,
    figures: &mut Figures,
) where
    S: Service<Request<Full<Bytes>>, Response = Response<Full<Bytes>>, Error = Infallible> + Clone,
{
    let mut cx = Context::from_waker(Waker::noop());
    let mut callers = vec![service];
    let mut futures = Vec::new();
    for _ in 0..STEPS {
        let at = random.below(callers.len());
        match random.below(10) {
            0 if callers.len() < 4 => {
                let service = callers[at].clone();
                callers.push(service);
            }
            1 if callers.len() > 1 => drop(callers.swap_remove(at)),
            2 if !futures.is_empty() => {
                let at = random.below(futures.len());
                figures.cancelled += 1;
                cancel(futures.swap_remove(at));
            }
            3..6 => {
                figures.requests += 1;
                assert!(Service::<Request<Framed>>::poll_ready(&mut callers[at], &mut cx).is_ready());
                futures.push(Box::pin(callers[at].call(request(random, pool))));
            }
            _ if !futures.is_empty() => {
                let at = random.below(futures.len());
                if let Poll::Ready(Ok(response)) = futures[at].as_mut().poll(&mut cx) {
                    *figures.statuses.entry(response.status().as_u16()).or_default() += 1;
                    drop(futures.swap_remove(at));
                }
            }
            _ => {}
        }
        let books = books.lock().unwrap();
        figures.held_by_strangers += usize::from(books.free + books.handling < PLACES);
    }
    figures.cancelled += futures.len();
    futures.into_iter().for_each(cancel);
}

#[test]
fn in_ten_thousand_orders_nothing_is_called_unready_and_nothing_is_kept() {
    let figures = campaign(repetitions(10_000), |service| service, drop);
    println!("contract: seed {:#x}, {figures:?}", seed());
    assert_eq!((figures.called_unready, figures.held_by_strangers), (0, 0));
    assert_eq!((figures.places_lost, figures.budgets_lost), (0, 0));
    assert!(figures.calls > figures.orders && figures.cancelled > figures.orders);
    for status in [200, 401, 403, 503] {
        assert!(figures.statuses.contains_key(&status), "{status}");
    }
}

/// Makes two mistakes that are easily made, one at a time.
#[derive(Clone)]
struct Mistaken<S> {
    service: S,
    asks: bool,
}

impl<S: Service<R> + Clone, R> Service<R> for Mistaken<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        if self.asks { self.service.poll_ready(cx) } else { Poll::Ready(Ok(())) }
    }

    fn call(&mut self, request: R) -> S::Future {
        // The clone, and not the one that was ready
        if self.asks { self.service.clone().call(request) } else { self.service.call(request) }
    }
}

/// Takes a place as soon as the layer keeps a clone of it, which is before the body is read.
struct Hoarding(Inner);

impl Clone for Hoarding {
    fn clone(&self) -> Self {
        let mut inner = self.0.clone();
        let _ = inner.poll_ready(&mut Context::from_waker(Waker::noop()));
        Self(inner)
    }
}

impl Service<Request<Full<Bytes>>> for Hoarding {
    type Response = Response<Full<Bytes>>;
    type Error = Infallible;
    type Future = Handling;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.0.poll_ready(cx)
    }

    fn call(&mut self, request: Request<Full<Bytes>>) -> Handling {
        self.0.call(request)
    }
}

#[test]
fn a_mistaken_service_would_be_found_out() {
    for (what, asks) in [("calls the clone", true), ("does not ask whether it is ready", false)] {
        let figures = campaign(200, |service| Mistaken { service, asks }, drop);
        println!("contract: one that {what}: {figures:?}");
        assert!(figures.called_unready > 0);
    }

    let figures = campaign(200, Hoarding, drop);
    println!("contract: one that takes a place before the body is read: {figures:?}");
    assert!(figures.held_by_strangers > 0);

    let figures = campaign(200, |service| service, mem::forget);
    println!("contract: one that keeps what is cancelled: {figures:?}");
    assert!(figures.called_unready == 0 && figures.places_lost > 0 && figures.budgets_lost > 0);
}
