//! Payments (India).

use crate::event::{
    RawJson, Text, Timestamp,
    macros::{object, open_string},
};

object! {
    /// A payment that a status is about.
    ///
    /// Sent to businesses in India that ask for payments in the chat.
    ///
    /// ```json
    /// {"reference_id": "order-17", "amount": {"value": 21000, "offset": 100}, "currency": "INR",
    ///  "transaction": {"id": "9d1f", "type": "upi", "status": "success", "created_timestamp": 1753795200, "updated_timestamp": 1753795212}}
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/payments/payments-in>
    pub struct Payment {
        /// The identifier that the business gave the order.
        pub reference_id: Text,
        /// How much.
        pub amount: Option<Amount>,
        /// The currency's three-letter code.
        pub currency: Option<Text>,
        /// The attempt to pay.
        pub transaction: Option<Transaction>,
        /// The receipt's identifier.
        pub receipt: Option<Text>,
        /// What the business attached to the order.
        pub notes: Option<RawJson>,
        /// Money that went back.
        pub refunds: Vec<Refund>,
        /// What the business attached for PayU.
        pub udf1: Option<Text>,
        /// What the business attached for PayU.
        pub udf2: Option<Text>,
        /// What the business attached for PayU.
        pub udf3: Option<Text>,
        /// What the business attached for PayU.
        pub udf4: Option<Text>,
        /// What the business attached for BillDesk.
        pub additional_info1: Option<Text>,
        /// What the business attached for BillDesk.
        pub additional_info2: Option<Text>,
        /// What the business attached for BillDesk.
        pub additional_info3: Option<Text>,
        /// What the business attached for BillDesk.
        pub additional_info4: Option<Text>,
        /// What the business attached for BillDesk.
        pub additional_info5: Option<Text>,
        /// What the business attached for BillDesk.
        pub additional_info6: Option<Text>,
        /// What the business attached for BillDesk.
        pub additional_info7: Option<Text>,
        /// What the business attached for Zaakpay.
        pub extra1: Option<Text>,
        /// What the business attached for Zaakpay.
        pub extra2: Option<Text>,
    }
}

object! {
    /// An amount of money: `value` divided by `offset`, in units of the currency.
    pub struct Amount {
        /// The amount in the smallest units.
        pub value: i64,
        /// How many of the smallest units make one unit; 100 for rupees.
        pub offset: Option<i64>,
    }
}

object! {
    /// An attempt to pay.
    pub struct Transaction {
        /// The platform's identifier.
        pub id: Option<Text>,
        /// The payment gateway's identifier.
        pub pg_transaction_id: Option<Text>,
        /// The gateway.
        #[serde(rename = "type")]
        pub kind: Option<TransactionType>,
        /// How it went.
        pub status: Option<TransactionStatus>,
        /// When it began.
        pub created_timestamp: Option<Timestamp>,
        /// When it last changed.
        pub updated_timestamp: Option<Timestamp>,
        /// How the user paid.
        pub method: Option<PaymentMethod>,
        /// Why it failed.
        pub error: Option<TransactionError>,
    }
}

open_string! {
    /// A payment gateway.
    pub enum TransactionType {
        /// BillDesk.
        Billdesk = "billdesk",
        /// PayU.
        Payu = "payu",
        /// Razorpay.
        Razorpay = "razorpay",
        /// UPI without a gateway.
        Upi = "upi",
        /// Zaakpay.
        Zaakpay = "zaakpay",
    }
}

open_string! {
    /// How an attempt to pay, or a refund, went.
    pub enum TransactionStatus {
        /// It failed.
        Failed = "failed",
        /// It is under way.
        Pending = "pending",
        /// It succeeded.
        Success = "success",
    }
}

object! {
    /// How a user paid.
    pub struct PaymentMethod {
        /// The kind of payment.
        #[serde(rename = "type")]
        pub kind: Option<PaymentMethodType>,
    }
}

open_string! {
    /// A kind of payment.
    pub enum PaymentMethodType {
        /// A credit or debit card.
        Card = "card",
        /// Bank transfer.
        Netbanking = "netbanking",
        /// UPI.
        Upi = "upi",
        /// A wallet.
        Wallet = "wallet",
    }
}

object! {
    /// Why an attempt to pay failed.
    pub struct TransactionError {
        /// The gateway's code.
        pub code: Option<Text>,
        /// The gateway's reason.
        pub reason: Option<Text>,
    }
}

object! {
    /// Money that went back to the user.
    pub struct Refund {
        /// The refund's identifier.
        pub id: Option<Text>,
        /// How much.
        pub amount: Option<Amount>,
        /// How fast it went.
        pub speed_processed: Option<RefundSpeed>,
        /// How it went.
        pub status: Option<TransactionStatus>,
        /// When it began.
        pub created_timestamp: Option<Timestamp>,
        /// When it last changed.
        pub updated_timestamp: Option<Timestamp>,
    }
}

open_string! {
    /// How fast a refund goes.
    pub enum RefundSpeed {
        /// At once.
        Instant = "instant",
        /// Within days.
        Normal = "normal",
    }
}
