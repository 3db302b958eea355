//! Partners and their apps.

use crate::event::{
    AppId, BusinessId, SolutionId, Text, WabaId,
    macros::{object, open_string},
};

object! {
    /// An account and related businesses.
    ///
    /// ```json
    /// {"waba_id": "102290129340398", "owner_business_id": "2729063490586005", "partner_app_id": "594425479261596"}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct WabaInfo {
        /// The account.
        pub waba_id: Option<WabaId>,
        /// The business portfolio that owns the account.
        pub owner_business_id: Option<BusinessId>,
        /// The partner's app that gained or lost access.
        pub partner_app_id: Option<AppId>,
        /// The multi-partner solution through which the account was shared.
        pub solution_id: Option<SolutionId>,
        /// The partners of the solution.
        pub solution_partner_business_ids: Vec<BusinessId>,
        /// The ad account that was linked. Also sent as `ad_account_id`.
        #[serde(alias = "ad_account_id")]
        pub ad_account_linked: Option<Text>,
    }
}

object! {
    /// The reason for a disconnection from a partner, and its initiator.
    ///
    /// ```json
    /// {"reason": "PRIMARY_INACTIVITY", "initiated_by": "SYSTEM"}
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct DisconnectionInfo {
        /// The reason.
        pub reason: Option<DisconnectionReason>,
        /// The initiator.
        pub initiated_by: Option<DisconnectionInitiator>,
    }
}

open_string! {
    /// The reason for the disconnection of a number from a partner.
    pub enum DisconnectionReason {
        /// The account was disconnected.
        AccountDisconnected = "ACCOUNT_DISCONNECTED",
        /// The business moved from the WhatsApp Business app to the WhatsApp app.
        BusinessDowngrade = "BUSINESS_DOWNGRADE",
        /// The number was changed.
        ChangeNumber = "CHANGE_NUMBER",
        /// The linked device was inactive for too long.
        CompanionInactivity = "COMPANION_INACTIVITY",
        /// The phone was inactive for too long.
        PrimaryInactivity = "PRIMARY_INACTIVITY",
        /// The user registered again.
        UserReRegistered = "USER_RE_REGISTERED",
    }
}

open_string! {
    /// The initiator of the disconnection of a number from a partner.
    pub enum DisconnectionInitiator {
        /// Meta.
        System = "SYSTEM",
        /// The business.
        User = "USER",
    }
}
