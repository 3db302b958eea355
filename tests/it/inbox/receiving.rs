//! What is stored, and what is answered.

use std::{convert::Infallible, time::Duration};

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use tokio::{
    task::JoinSet,
    time::{Instant, sleep, timeout},
};
use tower::{Layer, Service, ServiceExt};
use whatsapp_webhook::inbox::{Inbox, MemoryQueue, Queue};

use super::{
    model::{Call, Fault, Model},
    notification,
};
use crate::support::{layer, signed};

/// Posts a body to the receiver behind the layer.
async fn post<Q: Queue>(inbox: &Inbox<Q>, body: &[u8]) -> Response<Bytes> {
    let service = layer().layer(inbox.receiver());
    let request = signed(body, Full::new(Bytes::copy_from_slice(body)));
    let response = service.oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    Response::from_parts(parts, body.collect().await.unwrap().to_bytes())
}

async fn status<Q: Queue>(inbox: &Inbox<Q>, texts: &[(&str, &str)]) -> u16 {
    post(inbox, notification(texts).raw()).await.status().as_u16()
}

#[tokio::test]
async fn what_is_answered_with_200_is_in_the_queue() {
    let inbox = Inbox::new(Model::new());
    assert_eq!(status(&inbox, &[("1", "a"), ("1", "b"), ("1", "a")]).await, 200);
    assert_eq!(inbox.depth().await.unwrap().waiting, 2);
    assert_eq!(status(&inbox, &[("1", "b"), ("1", "c")]).await, 200, "a duplicate is stored already");
    assert_eq!(inbox.depth().await.unwrap().waiting, 3);
}

#[tokio::test]
async fn what_is_no_notification_is_400_and_a_missing_layer_500() {
    let model = Model::new();
    let inbox = Inbox::new(model.clone());
    assert_eq!(post(&inbox, br#"{"object":"page"}"#).await.status(), StatusCode::BAD_REQUEST);
    let request = Request::post("/").body(Full::<Bytes>::default()).unwrap();
    let response: Result<_, Infallible> = inbox.receiver().call(request).await;
    assert_eq!(response.unwrap().status(), StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(status(&inbox, &[]).await, 200, "a notification without updates");
    assert!(model.appends.lock().unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_queue_that_fails_or_hangs_gets_503_within_the_deadline() {
    let model = Model::new();
    let inbox = Inbox::new(model.clone());
    for fault in [Fault::FailsBefore, Fault::FailsAfter, Fault::Hangs] {
        model.set_faults(move |_| Some(fault));
        let start = Instant::now();
        let response = post(&inbox, notification(&[("1", "a")]).raw()).await;
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE, "{fault:?}");
        assert_eq!(response.headers()["retry-after"], "1");
        assert!(response.body().is_empty());
        assert!(start.elapsed() <= Duration::from_secs(5), "{fault:?}");
    }
    model.set_faults(|_| None);
    sleep(Duration::from_secs(5)).await;
    assert_eq!(status(&inbox, &[("1", "a")]).await, 200, "it recovers alone");
    assert_eq!(inbox.depth().await.unwrap().waiting, 1, "although it was appended before");
}

#[tokio::test(start_paused = true)]
async fn what_comes_meanwhile_is_appended_together() {
    let model = Model::faulty(|call| (call == Call::Append).then_some(Fault::Takes(100)));
    let inbox = Inbox::new(model.clone());
    let mut posts = JoinSet::new();
    for number in 0..100 {
        let inbox = inbox.clone();
        posts.spawn(async move {
            let start = Instant::now();
            let id = number.to_string();
            assert_eq!(status(&inbox, &[("1", &id)]).await, 200);
            start.elapsed()
        });
        if number == 0 {
            sleep(Duration::from_millis(1)).await;
        }
    }
    let longest = posts.join_all().await.into_iter().max().unwrap();
    assert_eq!(*model.appends.lock().unwrap(), [1, 99]);
    assert!(longest <= Duration::from_millis(210), "{longest:?}");
    assert_eq!(inbox.depth().await.unwrap().waiting, 100);
}

#[tokio::test(start_paused = true)]
async fn no_append_has_more_than_a_thousand_records_unless_one_notification_has() {
    let model = Model::faulty(|call| (call == Call::Append).then_some(Fault::Takes(100)));
    let inbox = Inbox::new(model.clone());
    let ids: Vec<String> = (0..10_000).map(|number| number.to_string()).collect();
    let mut posts = JoinSet::new();
    for chunk in ids[..2400].chunks(300).chain([&ids[2400..3900]]) {
        let texts: Vec<_> = chunk.iter().map(|id| ("1", id.as_str())).collect();
        let (inbox, event) = (inbox.clone(), notification(&texts));
        posts.spawn(async move { inbox.push(&event).await.unwrap() });
    }
    posts.join_all().await;
    let appends = model.appends.lock().unwrap().clone();
    assert_eq!(appends.iter().sum::<usize>(), 3900);
    assert!(appends.iter().all(|count| *count <= 1000 || *count == 1500), "{appends:?}");
    assert!(appends.len() <= 6, "{appends:?}");
}

#[tokio::test(start_paused = true)]
async fn what_waits_is_bounded_in_bytes() {
    let model = Model::faulty(|call| (call == Call::Append).then_some(Fault::Hangs));
    let inbox = Inbox::new(model.clone()).with_pending_bytes(100_000);
    let mut posts = JoinSet::new();
    for number in 0..1000 {
        let inbox = inbox.clone();
        posts.spawn(async move {
            let start = Instant::now();
            let id = number.to_string();
            (status(&inbox, &[("1", &id)]).await, start.elapsed())
        });
    }
    let answers = posts.join_all().await;
    assert!(answers.iter().all(|(status, _)| *status == 503));
    let at_once = answers.iter().filter(|(_, time)| time.is_zero()).count();
    assert!((600..850).contains(&at_once), "{at_once} of 1000 were rejected at once");
    model.set_faults(|_| None);
    sleep(Duration::from_secs(30)).await;
    assert_eq!(status(&inbox, &[("1", "later")]).await, 200);
}

#[tokio::test(start_paused = true)]
async fn a_client_that_leaves_does_not_stop_the_append_of_others() {
    let model = Model::faulty(|call| (call == Call::Append).then_some(Fault::Takes(100)));
    let inbox = Inbox::new(model.clone());
    let event = notification(&[("1", "a")]);
    assert!(timeout(Duration::from_millis(1), inbox.push(&event)).await.is_err());
    assert_eq!(status(&inbox, &[("1", "b")]).await, 200);
    assert_eq!(inbox.depth().await.unwrap().waiting, 2);
}

#[tokio::test]
async fn a_full_queue_in_memory_gets_503_and_nothing_is_lost() {
    let inbox = Inbox::new(MemoryQueue::with_most_bytes(2000));
    assert_eq!(status(&inbox, &[("1", "a"), ("1", "b")]).await, 200);
    assert_eq!(status(&inbox, &[("1", "c"), ("1", "d"), ("1", "e")]).await, 503);
    assert_eq!(status(&inbox, &[("1", "a"), ("1", "b")]).await, 200, "what is known takes no room");
    assert_eq!(inbox.depth().await.unwrap().waiting, 2);
}
