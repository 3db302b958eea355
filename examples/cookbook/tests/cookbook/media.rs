//! `06_media`.

use whatsapp_simulator::{Customer, Item};

use crate::simulated::Simulated;

#[tokio::test]
async fn a_file_is_downloaded_in_two_hops_and_the_customer_sees_that_it_is_at_work() {
    let bot = Simulated::start(env!("CARGO_BIN_EXE_06_media")).await;
    let ana = bot.meta.chat(&Customer::new("15550002222"));
    let file = bot.meta.upload("image/png", vec![7; 4321]);
    let sent = ana.says(Item::image(&file).with("/image/mime_type", "image/png")).await;
    assert!(sent.is_taken());
    assert_eq!(ana.reply().await.unwrap().text(), Some("Thank you for 4321 bytes of image/png."));
    assert!(ana.is_read(&sent.id.unwrap()));
}

#[tokio::test]
async fn a_file_that_is_gone_or_too_large_is_asked_for_again() {
    let bot = Simulated::start(env!("CARGO_BIN_EXE_06_media")).await;
    let ana = bot.meta.chat(&Customer::new("15550002222"));
    let large = bot.meta.upload("video/mp4", vec![7; 6 * 1024 * 1024]);
    for item in [Item::video(&large), Item::document("1003383421380000", "a.pdf")] {
        assert!(ana.says(item).await.is_taken());
        assert!(ana.reply().await.unwrap().text().unwrap().starts_with("We could not open the file."));
    }
}
