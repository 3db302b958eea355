//! A long conversation, and the memory of the simulator and of the page.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    time::Duration,
};

use serde_json::{Value, json};
use tokio::{net::TcpListener, time::sleep};

use crate::{bot, browser::Browser};

/// The memory of a process, in KiB.
fn resident(id: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

/// The program, until the test ends.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn memory_does_not_grow_with_the_messages() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let webhook = format!("http://{}/webhook", listener.local_addr().unwrap());
    let child = Command::new(env!("CARGO_BIN_EXE_whatsapp-simulator"))
        .args([webhook.as_str(), "--port", "0", "--json"])
        .env("WHATSAPP_APP_SECRET", bot::SECRET)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut simulator = Program(child);
    let mut lines = BufReader::new(simulator.0.stdout.take().unwrap()).lines().map_while(Result::ok);
    let addresses: Value = serde_json::from_str(&lines.next().unwrap()).unwrap();
    std::thread::spawn(move || lines.for_each(drop));
    bot::serve(listener, addresses["graph"].as_str().unwrap().to_owned(), 0);
    let page = addresses["page"].as_str().unwrap();
    let Some(browser) = Browser::open(page, 1280, 800, false).await else { return };
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let mut measured = Vec::new();
    for round in 0..3 {
        for number in 0..1000 {
            let action =
                json!({ "do": "say", "customer": 0, "text": format!("message {number} of round {round}") });
            let request = http.post(format!("{page}-/do")).header("content-type", "application/json");
            assert_eq!(request.body(action.to_string()).send().await.unwrap().status(), 200);
        }
        browser.see_text("#messages .business .bubble", &format!("message 999 of round {round}")).await;
        sleep(Duration::from_secs(2)).await;
        let nodes = browser.number("document.querySelectorAll('*').length").await;
        measured.push((resident(simulator.0.id()), nodes));
    }
    println!("memory in KiB and elements of the page after 1,000, 2,000 and 3,000 messages: {measured:?}");
    let [_, (second, nodes), (third, nodes_at_last)] = measured[..] else { panic!("three rounds") };
    assert!(third < second * 1.1, "the simulator grows: {measured:?}");
    assert!(nodes_at_last < nodes * 1.1, "the page grows: {measured:?}");
    browser.close().await;
}
