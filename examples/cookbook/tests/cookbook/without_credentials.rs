//! Programs that nothing was set for talk to the simulator, and to this machine alone.

use std::process::Command;

use whatsapp_simulator::{Customer, Item};

use crate::simulated::Simulated;

#[tokio::test]
async fn the_echo_bot_echoes_in_the_simulator() {
    let bot = Simulated::start(env!("CARGO_BIN_EXE_01_echo")).await;
    let customer = Customer::new("15550002223").with_user_id("US.1349120865530274");
    for customer in [customer.clone(), customer.without_phone()] {
        let chat = bot.meta.chat(&customer);
        assert!(chat.says(Item::text("Hello")).await.is_taken());
        assert_eq!(chat.reply().await.unwrap().text(), Some("Hello"));
    }
}

#[tokio::test]
async fn an_inbox_answers_each_message_once_and_in_order_whatever_the_seed() {
    for seed in 1..=5 {
        let bot = Simulated::start(env!("CARGO_BIN_EXE_04_inbox")).await;
        bot.meta.hold();
        let chats: Vec<_> =
            (0..5).map(|number| bot.meta.chat(&Customer::new(&format!("1555000222{number}")))).collect();
        for chat in &chats {
            chat.says(Item::text("Hello")).await;
        }
        let outcomes = bot.meta.release(Some(seed)).await;
        assert!(outcomes.iter().all(|outcome| outcome.is_taken()), "{outcomes:?}");
        for chat in &chats {
            assert_eq!(chat.reply().await.unwrap().text(), Some("Hello"), "seed {seed}");
        }
        bot.meta.settled().await;
        assert!(chats.iter().all(|chat| chat.replies().len() == 1), "seed {seed}");
    }
}

#[test]
fn other_machines_do_not_reach_a_program_whose_credentials_everyone_knows() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_01_echo"));
    for name in ["WHATSAPP_APP_SECRET", "WHATSAPP_VERIFY_TOKEN", "WHATSAPP_ACCESS_TOKEN"] {
        program.env_remove(name);
    }
    let output = program.env("ADDR", "0.0.0.0:0").output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && told.contains("everyone knows the credentials"), "{told}");
}
