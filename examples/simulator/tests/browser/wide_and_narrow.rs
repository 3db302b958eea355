//! The keyboard, and narrow screens.

use fantoccini::key::Key;

use crate::{bot, browser::Browser};

#[tokio::test(flavor = "multi_thread")]
async fn the_keyboard_alone_is_enough() {
    let meta = bot::start(0).await;
    let Some(browser) = Browser::open(&meta.page_url(), 1280, 800, false).await else { return };
    // From the top of the page to the second customer.
    browser.client.execute("document.activeElement.blur();", vec![]).await.unwrap();
    let focus = async |selector: &str| {
        for _ in 0..60 {
            let script = "return document.activeElement.matches(arguments[0]);";
            if browser.client.execute(script, vec![selector.into()]).await.unwrap() == true {
                return;
            }
            browser.press(Key::Tab).await;
        }
        panic!("{selector} is not reached by the Tab key");
    };
    focus("#customers li:nth-child(2) .customer").await;
    browser.press(Key::Enter).await;
    browser.see_text("#chat-title", "Bo").await;
    focus("#text").await;
    browser.client.active_element().await.unwrap().send_keys("buttons").await.unwrap();
    browser.press(Key::Enter).await;
    browser.see_text(".press", "Tomorrow").await;
    browser.client.execute("document.activeElement.blur();", vec![]).await.unwrap();
    focus(".business .press:nth-child(2)").await;
    browser.press(Key::Enter).await;
    browser.see_text("#messages .business .bubble", "You chose Tomorrow.").await;
    focus("#notifications .notification").await;
    browser.press(Key::Enter).await;
    browser.see("#detail[open]").await;
    browser.press(Key::Escape).await;
    for _ in 0..100 {
        if browser.number("document.querySelectorAll('#detail[open]').length").await == 0.0 {
            return browser.close().await;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the detail does not close");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_screen_of_360_pixels_is_wide_enough() {
    let meta = bot::start(0).await;
    let Some(browser) = Browser::open(&meta.page_url(), 360, 740, false).await else { return };
    assert_eq!(browser.number("innerWidth").await, 360.0);
    browser.say("menu").await;
    browser.click(".press", "Soup").await;
    browser.see_text("#messages .business .bubble", "You chose Soup.").await;
    for (tab, part) in [("Customers", "#people"), ("Chat", "#chat"), ("Notifications", "#wire")] {
        browser.click("[role=tab]", tab).await;
        let script = format!("document.querySelector('{part}').getBoundingClientRect().width");
        assert!(browser.number(&script).await > 300.0, "{part}");
        assert!(browser.number("document.documentElement.scrollWidth").await <= 360.0, "{part} is too wide");
    }
    browser.close().await;
}
