//! An inbox on Redis Streams, without a store of ours: what `Update::record` gives is all that a broker asks for.
//!
//! ```sh
//! REDIS_URL=redis://127.0.0.1/ ADDR=127.0.0.1:8080 WHATSAPP_APP_SECRET=… WHATSAPP_VERIFY_TOKEN=… cargo run --example streams
//! ```
//!
//! Each update goes to one of sixteen streams, by its lane, so the updates of a conversation keep their order; each stream has one consumer. A key
//! that is known is not added again. The receiver answers after Redis has everything. Run one process of this program: a second one would consume the
//! same streams at the same time.

use std::{env, error::Error, future::Future, io::Write as _, time::Duration};

use axum::{Router, extract::State, http::StatusCode, routing::post};
use tokio::{net::TcpListener, time::sleep};
use whatsapp_webhook::{AppSecret, Update, VerifyToken, WebhookEvent, WhatsAppWebhookLayer};
use whatsapp_webhook_redis::redis::{
    self, AsyncCommands as _, Client, RedisError, Script, aio::ConnectionManager, streams::StreamReadReply,
};

const STREAMS: u64 = 16;

/// Adds the records whose keys are new. A key is known for eight days.
const ADD: &str = "
    for i = 1, #KEYS, 2 do
        local key, stream = KEYS[i], KEYS[i + 1]
        if key == '' or redis.call('SET', key, '', 'NX', 'EX', 691200) then
            redis.call('XADD', stream, '*', 'payload', ARGV[(i + 1) / 2])
        end
    end";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let secret = AppSecret::new(env::var("WHATSAPP_APP_SECRET")?)?;
    let token = VerifyToken::new(env::var("WHATSAPP_VERIFY_TOKEN")?)?;
    let client = Client::open(env::var("REDIS_URL")?)?;
    let connection = ConnectionManager::new(client.clone()).await?;
    for stream in 0..STREAMS {
        let client = client.clone();
        tokio::spawn(async move {
            let stream = format!("updates:{stream}");
            while let Err(error) = consume(&client, &stream, handle).await {
                eprintln!("{stream}: {error}");
                sleep(Duration::from_secs(1)).await;
            }
        });
    }
    let webhook = WhatsAppWebhookLayer::new(secret, token);
    let app = Router::new().route("/webhook", post(receive).layer(webhook)).with_state(connection);
    Ok(axum::serve(TcpListener::bind(env::var("ADDR")?).await?, app).await?)
}

async fn receive(State(mut connection): State<ConnectionManager>, event: WebhookEvent) -> StatusCode {
    let script = Script::new(ADD);
    let mut add = script.prepare_invoke();
    for update in event.updates() {
        let record = update.record();
        let key = record.key.map(|key| format!("seen:{key}")).unwrap_or_default();
        add.key(key).key(format!("updates:{}", record.lane.to_bits() % STREAMS)).arg(&*record.payload);
    }
    match add.invoke_async::<()>(&mut connection).await {
        Ok(()) => StatusCode::OK,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE, // Meta delivers it again
    }
}

/// Hands the updates of a stream to a handler, one after the other, and first those that were not acknowledged.
async fn consume<F: Future<Output = ()>>(
    client: &Client,
    stream: &str,
    handle: fn(Update) -> F,
) -> Result<(), RedisError> {
    // A connection of its own, as reading blocks it.
    let mut connection = client.get_multiplexed_async_connection().await?;
    // The group may be there.
    let _: Result<(), _> = connection.xgroup_create_mkstream(stream, "worker", "0").await;
    let mut from = "0";
    loop {
        let mut read = redis::cmd("XREADGROUP");
        read.arg("GROUP").arg("worker").arg("consumer").arg("COUNT").arg(16).arg("BLOCK").arg(200);
        let read: Option<StreamReadReply> =
            read.arg("STREAMS").arg(stream).arg(from).query_async(&mut connection).await?;
        let entries: Vec<_> = read.into_iter().flat_map(|read| read.keys).flat_map(|key| key.ids).collect();
        if entries.is_empty() {
            from = ">";
        }
        for entry in entries {
            let payload: Vec<u8> = entry.get("payload").unwrap_or_default();
            if let Ok(event) = WebhookEvent::from_bytes(payload) {
                for update in event.updates() {
                    handle(update).await;
                }
            }
            let _: () = connection.xack(stream, "worker", &[&entry.id]).await?;
            let _: () = connection.xdel(stream, &[&entry.id]).await?;
        }
    }
}

async fn handle(update: Update) {
    let line = format!("done {}\n", update.id().unwrap_or("without an ID"));
    let _ = std::io::stdout().write_all(line.as_bytes());
}
