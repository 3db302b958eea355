//! A program of the cookbook, and the simulator that it talks to.

use whatsapp_simulator::{Running, Simulator};

use crate::program::Program;

pub(crate) struct Simulated {
    pub(crate) meta: Running,
    /// Ends with the test.
    pub(crate) program: Program,
}

impl Simulated {
    /// Starts a program with the settings that it has without variables, beside its addresses.
    pub(crate) async fn start(path: &str) -> Self {
        let nowhere = "http://127.0.0.1:9/".parse().unwrap();
        let meta = Simulator::new(nowhere, "demo-app-secret-that-everyone-knows").start().await.unwrap();
        let mut program = Program::start_without_credentials(path, &meta.graph_url());
        let webhook = format!("http://{}/webhook", program.address().await);
        meta.deliver_to(webhook.parse().unwrap()).unwrap();
        assert!(meta.handshake("demo-verify-token").await.is_right);
        Self { meta, program }
    }
}
