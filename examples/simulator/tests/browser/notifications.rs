//! The notifications beside the chat.

use fantoccini::Locator;

use crate::{bot, browser::Browser};

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_notification_shows_its_next_try_and_is_taken_at_last() {
    let meta = bot::start(1).await;
    let Some(browser) = Browser::open(&meta.page_url(), 1280, 800, false).await else { return };
    browser.say("Hello").await;
    browser.see_text("#notifications .status.bad", "500").await;
    browser.see_text("#notifications .next", "next try in").await;
    browser.click("#minute", "+1 min").await;
    browser.see_text("#notifications .notification", "2 attempts").await;
    browser.see_text("#messages .business .bubble", "Hello").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notification_shows_its_bytes_and_is_sent_again_twice_and_edited() {
    let meta = bot::start(0).await;
    let Some(browser) = Browser::open(&meta.page_url(), 1280, 800, false).await else { return };
    browser.say("Zoë/1").await;
    browser.see_text("#messages .business .bubble", "Zoë/1").await;
    browser.click("#notifications .notification", "text").await;
    browser.see_text("#headers", "x-hub-signature-256").await;
    browser.see_text("#body", "Zoë/1").await;
    browser.client.find(Locator::Css("#exact")).await.unwrap().click().await.unwrap();
    browser.see_text("#body", r"Zo\u00eb\/1").await;
    // Nothing in the page, its script or its state is the secret.
    let source = browser.client.source().await.unwrap();
    assert!(!source.contains("a secret for tests only") && !source.contains("a verify token"));

    browser.click("#again", "Again").await;
    browser.see_text("#attempts li:nth-child(2)", "200").await;
    browser.click("#twice", "Twice").await;
    browser.see_text("#attempts li:nth-child(3)", "200").await;
    browser.click("#edit", "Edit").await;
    let script =
        "const field = document.getElementById('edited'); field.value = field.value.replace('/1\"', '/2\"');";
    browser.client.execute(script, vec![]).await.unwrap();
    browser.click("#editor button", "Sign and send").await;
    browser.see_text("#messages .business .bubble", "Zoë/2").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_handshake_shows_its_outcome() {
    let meta = bot::start(0).await;
    let Some(browser) = Browser::open(&meta.page_url(), 1280, 800, false).await else { return };
    browser.click("#handshake", "Handshake").await;
    browser.see_text("#handshake-outcome", "200 and the challenge").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn held_updates_are_released_by_a_seed() {
    let meta = bot::start(0).await;
    let Some(browser) = Browser::open(&meta.page_url(), 1280, 800, false).await else { return };
    browser.click("#hold", "Hold").await;
    for text in ["one", "two", "three"] {
        browser.say(text).await;
    }
    browser.see_text("#hold", "Holding 3").await;
    assert!(meta.notifications().is_empty());
    browser.click("#shuffle", "Release by seed").await;
    browser.see_text("#messages .business .bubble", "three").await;
    browser.see_text("#hold", "Hold").await;
    meta.settled().await;
    let bodies: String =
        meta.notifications().iter().map(|sent| String::from_utf8_lossy(sent.body()).into_owned()).collect();
    assert!(bodies.matches(r#""type":"text""#).count() > 3, "at least one comes twice");
    browser.close().await;
}
