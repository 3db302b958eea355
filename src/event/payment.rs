//! Payments (India).

use super::{Timestamp, raw_json::RawJson};
use crate::macros::{object, open_string};

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
        reference_id: Box<str>,
        /// How much.
        amount: Option<Box<Amount>>,
        /// The currency's three-letter code.
        currency: Option<Box<str>>,
        /// The attempt to pay.
        transaction: Option<Box<Transaction>>,
        /// The receipt's identifier.
        receipt: Option<Box<str>>,
        /// What the business attached to the order.
        notes: Option<Box<RawJson>>,
        /// Money that went back.
        refunds: Box<[Refund]>,
        /// What the business attached for PayU.
        udf1: Option<Box<str>>,
        /// What the business attached for PayU.
        udf2: Option<Box<str>>,
        /// What the business attached for PayU.
        udf3: Option<Box<str>>,
        /// What the business attached for PayU.
        udf4: Option<Box<str>>,
        /// What the business attached for BillDesk.
        additional_info1: Option<Box<str>>,
        /// What the business attached for BillDesk.
        additional_info2: Option<Box<str>>,
        /// What the business attached for BillDesk.
        additional_info3: Option<Box<str>>,
        /// What the business attached for BillDesk.
        additional_info4: Option<Box<str>>,
        /// What the business attached for BillDesk.
        additional_info5: Option<Box<str>>,
        /// What the business attached for BillDesk.
        additional_info6: Option<Box<str>>,
        /// What the business attached for BillDesk.
        additional_info7: Option<Box<str>>,
        /// What the business attached for Zaakpay.
        extra1: Option<Box<str>>,
        /// What the business attached for Zaakpay.
        extra2: Option<Box<str>>,
    }
}

object! {
    /// An amount of money: `value` divided by `offset`, in units of the currency.
    pub struct Amount {
        /// The amount in the smallest units.
        value: i64,
        /// How many of the smallest units make one unit; 100 for rupees.
        offset: Option<i64>,
    }
}

object! {
    /// An attempt to pay.
    pub struct Transaction {
        /// The platform's identifier.
        id: Option<Box<str>>,
        /// The payment gateway's identifier.
        pg_transaction_id: Option<Box<str>>,
        /// The gateway.
        kind = "type": Option<TransactionType>,
        /// How it went.
        status: Option<TransactionStatus>,
        /// When it began.
        created_timestamp: Option<Timestamp>,
        /// When it last changed.
        updated_timestamp: Option<Timestamp>,
        /// How the user paid.
        method: Option<Box<PaymentMethod>>,
        /// Why it failed.
        error: Option<Box<TransactionError>>,
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
        kind = "type": Option<PaymentMethodType>,
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
        code: Option<Box<str>>,
        /// The gateway's reason.
        reason: Option<Box<str>>,
    }
}

object! {
    /// Money that went back to the user.
    pub struct Refund {
        /// The refund's identifier.
        id: Option<Box<str>>,
        /// How much.
        amount: Option<Box<Amount>>,
        /// How fast it went.
        speed_processed: Option<RefundSpeed>,
        /// How it went.
        status: Option<TransactionStatus>,
        /// When it began.
        created_timestamp: Option<Timestamp>,
        /// When it last changed.
        updated_timestamp: Option<Timestamp>,
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
