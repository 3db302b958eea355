//! The field `payment_configuration_update`: the connection to a payment gateway (India).

use crate::event::{
    Text, Timestamp,
    content::Payload,
    macros::{object, open_string},
};

object! {
    /// The creation or status change of a payment configuration.
    ///
    /// Sent to businesses in India that accept payments on WhatsApp.
    ///
    /// ```json
    /// {"configuration_name": "shop-prod", "provider_name": "razorpay", "provider_mid": "acc_A1", "status": "Needs Testing",
    ///  "created_timestamp": 1748827100, "updated_timestamp": 1749320300}
    /// ```
    ///
    /// Field: `payment_configuration_update`.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/payment_configuration_update>
    #[doc(alias = "payment_configuration_update")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct PaymentConfigurationUpdate {
        /// The name of the configuration.
        pub configuration_name: Option<Text>,
        /// The payment provider.
        pub provider_name: Option<PaymentProvider>,
        /// The business's identifier at the provider.
        pub provider_mid: Option<Text>,
        /// The new status.
        pub status: PaymentConfigurationStatus,
        /// When the configuration was created.
        pub created_timestamp: Option<Timestamp>,
        /// When the configuration was last changed.
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
    /// A payment provider.
    pub enum PaymentProvider {
        /// BillDesk.
        Billdesk = "billdesk",
        /// PayU.
        Payu = "payu",
        /// Razorpay.
        Razorpay = "razorpay",
        /// A UPI address of the business, without a gateway.
        UpiVpa = "upi_vpa",
        /// Zaakpay.
        Zaakpay = "zaakpay",
    }
}

open_string! {
    /// The status of a payment configuration.
    pub enum PaymentConfigurationStatus {
        /// Active.
        Active = "Active",
        /// The business has to connect its account at the provider.
        NeedsConnecting = "Needs Connecting",
        /// The business has to make a test payment.
        NeedsTesting = "Needs Testing",
    }
}
