//! `05_order`.

use whatsapp_simulator::{Customer, Item};

use crate::simulated::Simulated;

#[tokio::test]
async fn an_order_is_taken_by_a_list_and_a_button() {
    let bot = Simulated::start(env!("CARGO_BIN_EXE_05_order")).await;
    let ana = bot.meta.chat(&Customer::new("15550002222").named("Ana"));
    assert!(ana.says(Item::text("Good evening")).await.is_taken());
    let menu = ana.reply().await.unwrap();
    assert_eq!(menu.buttons(), ["Pizza Margherita", "Pizza Funghi", "Soup"]);
    assert!(ana.presses(&menu, "Pizza Funghi").await.is_taken());
    let question = ana.reply().await.unwrap();
    assert_eq!((question.text(), question.buttons().len()), (Some("Pizza Funghi, € 11?"), 2));
    assert!(ana.presses(&question, "Order").await.is_taken());
    let confirmation = ana.reply().await.unwrap();
    assert_eq!(confirmation.text(), Some("Thank you! Pizza Funghi for € 11 is on its way."));
}

#[tokio::test]
async fn each_message_is_answered_once_in_whatever_order_and_however_often_it_comes() {
    for seed in 1..=5 {
        let bot = Simulated::start(env!("CARGO_BIN_EXE_05_order")).await;
        bot.meta.hold();
        let customers: Vec<_> =
            (0..5).map(|number| bot.meta.chat(&Customer::new(&format!("1555000222{number}")))).collect();
        for customer in &customers {
            customer.says(Item::text("Good evening")).await;
        }
        let outcomes = bot.meta.release(Some(seed)).await;
        assert!(outcomes.iter().all(|outcome| outcome.is_taken()), "{outcomes:?}");
        bot.meta.settled().await;
        for customer in &customers {
            assert_eq!(customer.replies().len(), 1, "seed {seed}");
        }
    }
}

#[tokio::test]
async fn an_answer_that_fails_comes_with_the_next_try() {
    let bot = Simulated::start(env!("CARGO_BIN_EXE_05_order")).await;
    let ana = bot.meta.chat(&Customer::new("15550002222"));
    bot.meta.rejects_next(130_429);
    let outcome = ana.says(Item::text("Good evening")).await;
    assert_eq!(outcome.attempts[0].status, Ok(500));
    assert!(ana.replies().is_empty());
    bot.meta.advance(std::time::Duration::from_secs(5)).await;
    assert_eq!(ana.reply().await.unwrap().kind(), "interactive");
}
