//! What is delivered again, and when.

use std::time::{Duration, UNIX_EPOCH};

use axum::http::StatusCode;
use whatsapp_simulator::{Customer, Item};

use crate::bot::{Bot, SECRET};

const NOON: Duration = Duration::from_secs(1_749_384_000);

#[tokio::test]
async fn each_answer_but_200_is_a_failure_and_the_same_bytes_come_again_by_the_table() {
    let (bot, simulator) = Bot::start(SECRET).await;
    let meta = simulator.with_clock_stopped_at(UNIX_EPOCH + NOON).start().await.unwrap();
    // The layer turns other successes into 200, so these are not among them.
    bot.memory().answers = [500, 302, 404, 429].map(|status| StatusCode::from_u16(status).unwrap()).into();
    let outcome = meta.chat(&Customer::default()).says(Item::text("Hello")).await;
    assert_eq!((outcome.is_taken(), outcome.attempts.len()), (false, 1));
    for pause in [5, 30, 120, 600] {
        meta.advance(Duration::from_secs(pause - 1)).await;
        let before = meta.notifications()[0].attempts().len();
        meta.advance(Duration::from_secs(1)).await;
        assert_eq!(meta.notifications()[0].attempts().len(), before + 1, "after {pause} s");
    }
    let notification = &meta.notifications()[0];
    let attempts = notification.attempts().iter();
    let statuses: Vec<_> = attempts.clone().map(|attempt| attempt.status.clone().unwrap()).collect();
    assert_eq!(statuses, [500, 302, 404, 429, 200]);
    let times: Vec<_> =
        attempts.map(|attempt| attempt.at.duration_since(UNIX_EPOCH + NOON).unwrap().as_secs()).collect();
    assert_eq!(times, [0, 5, 35, 155, 755]);
    meta.advance(Duration::from_secs(7 * 86_400)).await;
    assert_eq!(bot.memory().bodies.len(), 5, "what was taken does not come again");
    assert!(bot.memory().bodies.iter().all(|body| body == notification.body()));
}

#[tokio::test]
async fn a_notification_is_given_up_after_seven_days() {
    let (_, simulator) = Bot::start("another secret of an app").await;
    let meta = simulator.with_clock_stopped_at(UNIX_EPOCH + NOON).start().await.unwrap();
    meta.chat(&Customer::default()).says(Item::text("Hello")).await;
    for _ in 0..8 * 24 * 2 {
        meta.advance(Duration::from_secs(1800)).await;
    }
    let notifications = meta.notifications();
    let attempts = notifications[0].attempts();
    assert!(attempts.iter().all(|attempt| attempt.status == Ok(401)), "{attempts:?}");
    let last = attempts.last().unwrap();
    assert_eq!(last.next_attempt, None);
    let days = last.at.duration_since(UNIX_EPOCH + NOON).unwrap().as_secs_f64() / 86_400.0;
    assert!((6.0..=7.0).contains(&days), "given up after {days} days");
}

#[tokio::test]
async fn a_receiver_that_is_not_there_gets_the_notification_later() {
    let (_, simulator) = Bot::start(SECRET).await;
    drop(simulator);
    let nowhere = "http://127.0.0.1:9/webhook".parse().unwrap();
    let meta = whatsapp_simulator::Simulator::new(nowhere, SECRET).with_patience(Duration::from_millis(10));
    let meta = meta.start().await.unwrap();
    let chat = meta.chat(&Customer::default());
    let outcome = chat.says(Item::text("Hello")).await;
    let attempt = &outcome.attempts[0];
    assert!(attempt.status.as_ref().is_err_and(|reason| reason.starts_with("no connection")), "{attempt:?}");
    assert_eq!(attempt.next_attempt.unwrap().duration_since(attempt.at).unwrap().as_secs(), 5);
    let error = chat.reply().await.unwrap_err().to_string();
    assert!(error.contains("text: no connection"), "{error}");
}

#[tokio::test]
async fn a_notification_has_the_headers_and_the_bytes_of_meta() {
    let (bot, simulator) = Bot::start(SECRET).await;
    let meta = simulator.start().await.unwrap();
    meta.chat(&Customer::default().named("Zoë")).says(Item::text("a/b 👍")).await;
    let memory = bot.memory();
    let headers = &memory.headers[0];
    assert_eq!(
        (headers["user-agent"].to_str().unwrap(), headers["content-type"].to_str().unwrap()),
        ("facebookexternalua", "application/json")
    );
    assert!(headers["x-hub-signature"].to_str().unwrap().starts_with("sha1="));
    assert!(headers["x-hub-signature-256"].to_str().unwrap().starts_with("sha256="));
    let body = std::str::from_utf8(&memory.bodies[0]).unwrap();
    assert!(body.contains(r"Zo\u00eb") && body.contains(r"a\/b \ud83d\udc4d"), "{body}");
}

#[tokio::test]
async fn a_notification_that_is_still_to_be_delivered_is_kept() {
    let (bot, simulator) = Bot::start(SECRET).await;
    let meta = simulator.with_clock_stopped_at(UNIX_EPOCH + NOON).start().await.unwrap();
    bot.memory().answers = vec![StatusCode::INTERNAL_SERVER_ERROR; 300].into();
    let chat = meta.chat(&Customer::default());
    for number in 0..300 {
        assert!(!chat.says(Item::text(&number.to_string())).await.is_taken());
    }
    meta.advance(Duration::from_secs(5)).await;
    let bodies: std::collections::HashSet<_> = bot.memory().bodies[300..].iter().cloned().collect();
    assert_eq!(bodies.len(), 300);
    chat.says(Item::text("one more")).await;
    assert_eq!(meta.notifications().len(), 200, "what was taken makes room");
}

#[tokio::test]
async fn a_success_that_is_not_200_is_a_failure() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap()).parse().unwrap();
    let app = axum::Router::new().route("/", axum::routing::post(async || StatusCode::NO_CONTENT));
    tokio::spawn(async move { axum::serve(listener, app).await });
    let meta = whatsapp_simulator::Simulator::new(url, SECRET).start().await.unwrap();
    let outcome = meta.chat(&Customer::default()).says(Item::text("Hello")).await;
    assert_eq!((outcome.is_taken(), &outcome.attempts[0].status), (false, &Ok(204)));
    assert!(outcome.attempts[0].next_attempt.is_some());
}

#[tokio::test]
async fn what_is_asked_for_while_an_attempt_is_under_way_is_not_lost() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap()).parse().unwrap();
    let slow = axum::routing::post(async || tokio::time::sleep(Duration::from_millis(300)).await);
    tokio::spawn(async move { axum::serve(listener, axum::Router::new().route("/", slow)).await });
    let meta = whatsapp_simulator::Simulator::new(url, SECRET).start().await.unwrap();
    let chat = meta.chat(&Customer::default());
    let again = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        let action = format!(r#"{{"do":"again","number":{},"times":1}}"#, meta.notifications()[0].number());
        let post =
            reqwest::Client::builder().no_proxy().build().unwrap().post(format!("{}-/do", meta.page_url()));
        assert_eq!(
            post.header("content-type", "application/json").body(action).send().await.unwrap().status(),
            200
        );
    };
    tokio::join!(chat.says(Item::text("Hello")), again);
    meta.settled().await;
    assert_eq!(meta.notifications()[0].attempts().len(), 2);
}
