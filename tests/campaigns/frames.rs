//! How the time for a body grows with the number of its frames.

use std::{convert::Infallible, pin::pin, time::Duration};

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use tower::{Layer, Service, service_fn};
use whatsapp_webhook::signature::{X_HUB_SIGNATURE_256, sign};

use crate::{
    drive::{self, Frames},
    processor,
};

/// The most that twice as many frames may take. It would be 4 if all that came before were gone through again.
const GROWTH: f64 = 2.3;

/// Moves all that came before for each frame.
async fn join(request: Request<Frames>) -> Result<Response<Full<Bytes>>, Infallible> {
    let mut whole = Bytes::new();
    let mut body = pin!(request.into_body());
    while let Some(frame) = body.frame().await {
        whole = [&whole[..], &frame?.into_data().unwrap()].concat().into();
    }
    Ok(Response::new(Full::from(whole)))
}

/// The time for a body in frames of one byte.
fn time<S, R>(service: &mut S, frames: u32) -> Duration
where
    S: Service<Request<Frames>, Response = Response<R>, Error = Infallible>,
{
    let bytes = Bytes::from(vec![b' '; frames as usize]);
    let signature = sign(&drive::secret(), &bytes);
    processor::time(Duration::from_millis(100), || {
        let body = Frames { bytes: bytes.clone(), size: 1 };
        let request = Request::post("/").header(X_HUB_SIGNATURE_256, &signature).body(body).unwrap();
        let response = drive::block_on(service.call(request)).unwrap();
        assert_eq!(response.status(), StatusCode::OK);
    })
}

/// How much longer twice as many frames take. What disturbs a run makes it slower, so the
/// fastest runs count, of as many as it takes.
fn growth<S, R>(mut service: S, frames: u32) -> f64
where
    S: Service<Request<Frames>, Response = Response<R>, Error = Infallible>,
{
    let (mut once, mut twice, mut growth) = (Duration::MAX, Duration::MAX, f64::INFINITY);
    for round in 0..30 {
        once = once.min(time(&mut service, frames));
        twice = twice.min(time(&mut service, 2 * frames));
        growth = twice.as_secs_f64() / once.as_secs_f64();
        if round >= 2 && growth <= GROWTH {
            break;
        }
    }
    println!("{frames} frames of 1 byte: {once:.1?}, twice as many: {twice:.1?}, {growth:.2} times as long");
    growth
}

#[test]
#[cfg_attr(debug_assertions, ignore = "the time of code that is not optimized says nothing")]
fn twice_as_many_frames_take_twice_as_long() {
    for frames in [100_000, 3 << 19] {
        assert!(growth(drive::layer().layer(drive::Nothing), frames) <= GROWTH);
    }
    assert!(growth(service_fn(join), 20_000) > GROWTH, "joining them in turn is caught");
}
