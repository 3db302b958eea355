//! `09_apps`.

use whatsapp_simulator::{Customer, Item, Simulator};

use crate::program::Program;

#[tokio::test]
async fn each_app_is_verified_by_its_own_secret() {
    let mut program =
        Program::start_without_credentials(env!("CARGO_BIN_EXE_09_apps"), "http://127.0.0.1:9/");
    let address = program.address().await;
    let webhook = |app: &str| format!("http://{address}/webhook/{app}").parse().unwrap();
    let customer = Customer::new("15550002222");
    for (app, secret, printed) in [
        ("shop", "demo-app-secret-of-the-shop", Some("shop: text")),
        ("bank", "demo-app-secret-of-the-bank", Some("bank: text")),
        ("bank", "demo-app-secret-of-the-shop", None),
        ("cafe", "demo-app-secret-of-the-shop", None),
    ] {
        let meta = Simulator::new(webhook(app), secret).start().await.unwrap();
        assert_eq!(meta.handshake("demo-verify-token").await.is_right, app != "cafe");
        let sent = meta.chat(&customer).says(Item::text("Hello")).await;
        assert_eq!(sent.attempts[0].status, Ok(if printed.is_some() { 200 } else { 401 }), "{app} {secret}");
        if let Some(printed) = printed {
            assert_eq!(program.line().await, printed);
        }
    }
}
