//! The field `campaign_status_update`: the status of a campaign.

use crate::event::{
    CampaignId, Text,
    content::Payload,
    macros::{object, open_string},
};

object! {
    /// A status change of a campaign.
    ///
    /// Meta no longer documents the field. The type follows the test notification of the App Dashboard, which has the
    /// identifier as a number.
    ///
    /// ```json
    /// {"campaign_id": 12345678, "campaign_name": "spring", "old_status": "ACTIVE", "new_status": "PAUSED",
    ///  "paused_reasons": ["USER_PAUSED"]}
    /// ```
    ///
    /// Field: `campaign_status_update`.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/campaign_status_update>
    #[doc(alias = "campaign_status_update")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct CampaignStatusUpdate {
        /// The identifier of the campaign.
        pub campaign_id: Option<CampaignId>,
        /// The name of the campaign.
        pub campaign_name: Option<Text>,
        /// The status before the change.
        pub old_status: Option<CampaignStatus>,
        /// The status after the change.
        pub new_status: CampaignStatus,
        /// The reasons for the pause.
        pub paused_reasons: Vec<CampaignPauseReason>,
        /// The reason for the completion.
        pub complete_reason: Option<Text>,
    }
}

impl Payload for CampaignStatusUpdate {
    fn kind(&self) -> Option<&str> {
        Some(self.new_status.as_str())
    }
}

open_string! {
    /// The status of a campaign.
    pub enum CampaignStatus {
        /// Active.
        Active = "ACTIVE",
        /// Paused.
        Paused = "PAUSED",
    }
}

open_string! {
    /// The reason for the pause of a campaign.
    pub enum CampaignPauseReason {
        /// None of the campaign's templates can be sent.
        NoActiveTemplates = "NO_ACTIVE_TEMPLATES",
        /// A person paused the campaign.
        UserPaused = "USER_PAUSED",
    }
}
