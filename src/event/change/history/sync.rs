//! The progress of a history.

use crate::event::{content::Payload, macros::object};

object! {
    /// The progress of the transfer of a history.
    ///
    /// Sent with each chunk of a history, after the messages of the chunk. A history is sent in three phases; a phase without
    /// chats is left out.
    ///
    /// ```json
    /// {"phase": 0, "chunk_order": 1, "progress": 55}
    /// ```
    ///
    /// Field: `history`, as `metadata` of a chunk.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/history>
    #[doc(alias = "history")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct HistorySync {
        /// The period of the chunk, counted back from the day on which the number was connected: 0 for the first day, 1 for
        /// days 1 to 90, 2 for days 90 to 180.
        pub phase: Option<i64>,
        /// The number of the chunk in its phase. Chunks may arrive in any order.
        pub chunk_order: Option<i64>,
        /// The progress of the whole transfer in percent. The transfer is complete at 100.
        pub progress: Option<i64>,
    }
}

impl Payload for HistorySync {
    fn kind(&self) -> Option<&str> {
        Some("history")
    }
}
