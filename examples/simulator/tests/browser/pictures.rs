//! Pictures of the page, for people.

use crate::{bot, browser::Browser};

#[tokio::test(flavor = "multi_thread")]
async fn the_page_is_worth_a_look() {
    for (name, width, height, is_dark) in
        [("light", 1280, 800, false), ("dark", 1280, 800, true), ("narrow", 360, 740, false)]
    {
        let meta = bot::start(0).await;
        let Some(browser) = Browser::open(&meta.page_url(), width, height, is_dark).await else { return };
        assert_eq!(browser.is_dark().await, is_dark);
        browser.picture(&format!("{name}-empty")).await;
        if name != "narrow" {
            browser.click("#handshake", "Handshake").await;
        }
        browser.say("Good evening! Are you still open?").await;
        browser.see_text("#messages .business .bubble", "still open").await;
        browser.say("menu").await;
        browser.click(".press", "Pizza Funghi").await;
        browser.see_text("#messages .business .bubble", "You chose Pizza Funghi.").await;
        browser.see_text("#notifications", "read").await;
        browser.picture(name).await;
        if name == "narrow" {
            browser.click("[role=tab]", "Notifications").await;
            browser.picture("narrow-notifications").await;
        }
        browser.click("#notifications .notification", "interactive").await;
        browser.see_text("#headers", "x-hub-signature-256").await;
        browser.picture(&format!("{name}-detail")).await;
        browser.close().await;
    }
}
