//! Conversations.

use fantoccini::Locator;

use crate::{bot, browser::Browser};

const BUSINESS: &str = "#messages .business .bubble";
const CUSTOMER: &str = "#messages .customer-side .bubble";

async fn open(url: &str) -> Option<Browser> {
    Browser::open(url, 1280, 800, false).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_is_answered_and_its_ticks_move() {
    let meta = bot::start(0).await;
    let Some(browser) = open(&meta.page_url()).await else { return };
    browser.see_text("#messages .empty", "--bin 01_echo").await;
    browser.say("Good morning").await;
    browser.see_text(CUSTOMER, "Good morning").await;
    browser.see_text(BUSINESS, "Good morning").await;
    browser.see_text("#messages .business blockquote", "Good morning").await;
    browser.see_text("#notifications", "delivered").await;
    // The chat is open, so the message is read.
    browser.see("#messages .ticks.read").await;
    browser.see_text("#notifications", "read").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn buttons_and_rows_of_lists_press() {
    let meta = bot::start(0).await;
    let Some(browser) = open(&meta.page_url()).await else { return };
    browser.say("buttons").await;
    browser.click(".press", "Yes, please").await;
    browser.see_text(BUSINESS, "You chose Yes, please.").await;
    browser.say("menu").await;
    browser.click(".press", "Pizza Funghi").await;
    browser.see_text(CUSTOMER, "Pizza Funghi").await;
    browser.see_text(BUSINESS, "You chose Pizza Funghi.").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_image_goes_both_ways_and_shows() {
    let meta = bot::start(0).await;
    let Some(browser) = open(&meta.page_url()).await else { return };
    let file = std::env::temp_dir().join(format!("whatsapp-simulator-{}.png", std::process::id()));
    std::fs::write(&file, PIXEL).unwrap();
    browser
        .client
        .find(Locator::Css("#file"))
        .await
        .unwrap()
        .send_keys(file.to_str().unwrap())
        .await
        .unwrap();
    browser.see_text(BUSINESS, "What a picture!").await;
    browser.see("#messages .business img").await;
    let loaded =
        "[...document.querySelectorAll('#messages img')].filter((image) => image.naturalWidth === 1).length";
    for _ in 0..100 {
        if browser.number(loaded).await == 2.0 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert_eq!(browser.number(loaded).await, 2.0, "both images are drawn");
    std::fs::remove_file(file).unwrap();
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reaction_shows_and_goes_away() {
    let meta = bot::start(0).await;
    let Some(browser) = open(&meta.page_url()).await else { return };
    browser.say("Hello").await;
    browser.see_text(BUSINESS, "Hello").await;
    browser.click(".business .menu button", "👍").await;
    browser.see_text(".business .reactions", "👍").await;
    browser.see_text("#notifications", "reaction").await;
    browser.click(".business .menu button", "👍").await;
    for _ in 0..100 {
        if browser.texts(".business .reactions").await.is_empty() {
            return browser.close().await;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the reaction stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn markup_in_a_message_stays_text() {
    let meta = bot::start(0).await;
    let Some(browser) = open(&meta.page_url()).await else { return };
    let text = "<img src=x onerror=document.title='stolen'><script>document.title='stolen'</script>";
    browser.say(text).await;
    browser.see_text(BUSINESS, text).await;
    browser.click("#notifications .notification", "text").await;
    browser.see_text("#body", "onerror").await;
    assert_eq!(
        browser.number("document.querySelectorAll('#messages img, main script, #detail img').length").await,
        0.0
    );
    assert_eq!(browser.client.title().await.unwrap(), "WhatsApp simulator");
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_without_a_number_talks_to_the_bot_as_well() {
    let meta = bot::start(0).await;
    let Some(browser) = open(&meta.page_url()).await else { return };
    browser.click(".customer", "Bo").await;
    browser.see_text("#chat-title", "Bo").await;
    browser.say("Hello from Bo").await;
    browser.see_text(BUSINESS, "Hello from Bo").await;
    browser.click(".customer", "Ana").await;
    browser.see_text("#messages .empty", "No message yet").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_windows_agree() {
    let meta = bot::start(0).await;
    let Some(one) = open(&meta.page_url()).await else { return };
    let Some(other) = open(&meta.page_url()).await else { return };
    one.say("from the first").await;
    other.see_text(BUSINESS, "from the first").await;
    other.say("from the second").await;
    one.see_text(BUSINESS, "from the second").await;
    assert_eq!(one.texts("#messages .bubble p").await, other.texts("#messages .bubble p").await);
    one.close().await;
    other.close().await;
}

/// A picture of one pixel.
const PIXEL: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00,
    0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x06, 0x00, 0x00, 0x00, 0x1f, 0x15, 0xc4, 0x89, 0x00,
    0x00, 0x00, 0x0d, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0xf8, 0xcf, 0xc0, 0xf0, 0x1f, 0x00, 0x05,
    0x00, 0x01, 0xff, 0x56, 0xc7, 0x2f, 0x0d, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42,
    0x60, 0x82,
];
