//! The field `campaign_status_update`: the state of a campaign.

use crate::event::{
    CampaignId, Text,
    content::Payload,
    macros::{object, open_string},
};

object! {
    /// A change of a campaign's state.
    ///
    /// ```json
    /// {"campaign_id": 12345678, "campaign_name": "spring", "old_status": "ACTIVE", "new_status": "PAUSED",
    ///  "paused_reasons": ["USER_PAUSED"]}
    /// ```
    ///
    /// The platform's pages no longer describe it; the shape is that of the dashboard's test, which has the identifier as a number.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/campaign_status_update>
    pub struct CampaignStatusUpdate {
        /// The campaign.
        pub campaign_id: Option<CampaignId>,
        /// The campaign's name.
        pub campaign_name: Option<Text>,
        /// The state that it had.
        pub old_status: Option<CampaignStatus>,
        /// The state that it has now.
        pub new_status: CampaignStatus,
        /// Why it was paused.
        pub paused_reasons: Vec<CampaignPauseReason>,
        /// Why it is complete.
        pub complete_reason: Option<Text>,
    }
}

impl Payload for CampaignStatusUpdate {
    fn kind(&self) -> Option<&str> {
        Some(self.new_status.as_str())
    }
}

open_string! {
    /// The state of a campaign.
    pub enum CampaignStatus {
        /// It runs.
        Active = "ACTIVE",
        /// It is paused.
        Paused = "PAUSED",
    }
}

open_string! {
    /// Why a campaign was paused.
    pub enum CampaignPauseReason {
        /// None of its templates can be sent.
        NoActiveTemplates = "NO_ACTIVE_TEMPLATES",
        /// Somebody paused it.
        UserPaused = "USER_PAUSED",
    }
}
