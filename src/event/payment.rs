//! Payments (India).

use crate::event::{
    RawJson, Text, Timestamp,
    macros::{object, open_string},
};

object! {
    /// The payment that a status is about.
    ///
    /// Sent to businesses in India that request payments in the chat. All members but the reference may be missing.
    ///
    /// ```json
    /// {"reference_id": "order-17", "amount": {"value": 21000, "offset": 100}, "currency": "INR",
    ///  "transaction": {"id": "9d1f", "type": "upi", "status": "success", "created_timestamp": 1753795200, "updated_timestamp": 1753795212}}
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/payments/payments-in>
    #[doc(alias = "payment")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct Payment {
        /// The identifier that the business gave the order.
        pub reference_id: Text,
        /// The amount of the order.
        pub amount: Option<Amount>,
        /// The currency's three-letter code (ISO 4217).
        pub currency: Option<Text>,
        /// The payment attempt.
        pub transaction: Option<Transaction>,
        /// The receipt's identifier.
        pub receipt: Option<Text>,
        /// The notes that the business attached to the order.
        pub notes: Option<RawJson>,
        /// The refunds of the payment.
        pub refunds: Vec<Refund>,
        /// Data that the business attached for PayU.
        pub udf1: Option<Text>,
        /// Data that the business attached for PayU.
        pub udf2: Option<Text>,
        /// Data that the business attached for PayU.
        pub udf3: Option<Text>,
        /// Data that the business attached for PayU.
        pub udf4: Option<Text>,
        /// Data that the business attached for BillDesk.
        pub additional_info1: Option<Text>,
        /// Data that the business attached for BillDesk.
        pub additional_info2: Option<Text>,
        /// Data that the business attached for BillDesk.
        pub additional_info3: Option<Text>,
        /// Data that the business attached for BillDesk.
        pub additional_info4: Option<Text>,
        /// Data that the business attached for BillDesk.
        pub additional_info5: Option<Text>,
        /// Data that the business attached for BillDesk.
        pub additional_info6: Option<Text>,
        /// Data that the business attached for BillDesk.
        pub additional_info7: Option<Text>,
        /// Data that the business attached for Zaakpay.
        pub extra1: Option<Text>,
        /// Data that the business attached for Zaakpay.
        pub extra2: Option<Text>,
    }
}

object! {
    /// An amount of money: `value` divided by `offset`, in units of the currency.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Amount {
        /// The amount in the smallest units of the currency.
        pub value: i64,
        /// The number of smallest units in one unit; 100 for rupees.
        pub offset: Option<i64>,
    }
}

object! {
    /// A payment attempt.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Transaction {
        /// Meta's identifier of the attempt.
        pub id: Option<Text>,
        /// The payment gateway's identifier of the attempt.
        pub pg_transaction_id: Option<Text>,
        /// The payment gateway.
        #[serde(rename = "type")]
        pub kind: Option<TransactionType>,
        /// The outcome.
        pub status: Option<TransactionStatus>,
        /// When the attempt was started.
        pub created_timestamp: Option<Timestamp>,
        /// When the attempt last changed.
        pub updated_timestamp: Option<Timestamp>,
        /// The user's method of payment.
        pub method: Option<PaymentMethod>,
        /// The reason why the attempt failed.
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
    /// The outcome of a payment attempt or a refund.
    pub enum TransactionStatus {
        /// Failed.
        Failed = "failed",
        /// In progress.
        Pending = "pending",
        /// Succeeded.
        Success = "success",
    }
}

object! {
    /// A user's method of payment.
    #[derive(Clone, Debug, PartialEq)]
    pub struct PaymentMethod {
        /// The kind of method.
        #[serde(rename = "type")]
        pub kind: Option<PaymentMethodType>,
    }
}

open_string! {
    /// A kind of method of payment.
    pub enum PaymentMethodType {
        /// A credit or debit card.
        Card = "card",
        /// A bank transfer.
        Netbanking = "netbanking",
        /// UPI.
        Upi = "upi",
        /// A wallet.
        Wallet = "wallet",
    }
}

object! {
    /// The reason why a payment attempt failed.
    #[derive(Clone, Debug, PartialEq)]
    pub struct TransactionError {
        /// The gateway's code.
        pub code: Option<Text>,
        /// The gateway's reason.
        pub reason: Option<Text>,
    }
}

object! {
    /// A refund to the user.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Refund {
        /// The refund's identifier.
        pub id: Option<Text>,
        /// The refunded amount.
        pub amount: Option<Amount>,
        /// The speed of the refund.
        pub speed_processed: Option<RefundSpeed>,
        /// The outcome.
        pub status: Option<TransactionStatus>,
        /// When the refund was started.
        pub created_timestamp: Option<Timestamp>,
        /// When the refund last changed.
        pub updated_timestamp: Option<Timestamp>,
    }
}

open_string! {
    /// The speed of a refund.
    pub enum RefundSpeed {
        /// Immediate.
        Instant = "instant",
        /// Within days.
        Normal = "normal",
    }
}
