//! The field `payment_configuration_update`: the connection to a payment gateway (India).

use crate::event::{
    Text, Timestamp,
    content::Payload,
    macros::{object, open_string},
};

object! {
    /// A payment configuration was made, or its state changed.
    ///
    /// ```json
    /// {"configuration_name": "shop-prod", "provider_name": "razorpay", "provider_mid": "acc_A1", "status": "Needs Testing",
    ///  "created_timestamp": 1748827100, "updated_timestamp": 1749320300}
    /// ```
    ///
    /// It comes for businesses in India that are paid on WhatsApp through a gateway.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/payment_configuration_update>
    pub struct PaymentConfigurationUpdate {
        /// The configuration's name.
        pub configuration_name: Option<Text>,
        /// The payment gateway.
        pub provider_name: Option<PaymentProvider>,
        /// The business's identifier at the gateway.
        pub provider_mid: Option<Text>,
        /// The state that the configuration has now.
        pub status: PaymentConfigurationStatus,
        /// When the configuration was made.
        pub created_timestamp: Option<Timestamp>,
        /// When the configuration was changed last.
        pub updated_timestamp: Option<Timestamp>,
    }
}

impl Payload for PaymentConfigurationUpdate {
    fn kind(&self) -> Option<&str> {
        Some(self.status.as_str())
    }

    fn occurred_at(&self) -> Option<Timestamp> {
        self.updated_timestamp
    }
}

open_string! {
    /// A payment gateway.
    pub enum PaymentProvider {
        /// BillDesk.
        Billdesk = "billdesk",
        /// PayU.
        Payu = "payu",
        /// Razorpay.
        Razorpay = "razorpay",
        /// Zaakpay.
        Zaakpay = "zaakpay",
    }
}

open_string! {
    /// The state of a payment configuration.
    pub enum PaymentConfigurationStatus {
        /// It can be used.
        Active = "Active",
        /// The business has to connect its account at the gateway.
        NeedsConnecting = "Needs Connecting",
        /// The business has to make a test payment.
        NeedsTesting = "Needs Testing",
    }
}
