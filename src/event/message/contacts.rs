//! Contact cards.

use crate::event::{
    Text, UserId, WaId,
    macros::{object, open_string},
};

object! {
    /// A contact card of a `contacts` message.
    ///
    /// Sent when a user shares contacts, and in reply to a request for contact information. Any member may be missing, including
    /// the name. The sender fills in the card, so its data is unverified.
    ///
    /// ```json
    /// {"name": {"formatted_name": "Barbara J. Johnson", "first_name": "Barbara"}, "phones": [{"phone": "+1 (650) 555-9999", "type": "WORK"}]}
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/contacts>
    #[doc(alias = "contacts")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct ContactCard {
        /// The person's name.
        pub name: Option<ContactName>,
        /// The person's workplace.
        pub org: Option<ContactOrg>,
        /// Phone numbers.
        pub phones: Vec<ContactPhone>,
        /// E-mail addresses.
        pub emails: Vec<ContactEmail>,
        /// Postal addresses.
        pub addresses: Vec<ContactAddress>,
        /// Websites.
        pub urls: Vec<ContactUrl>,
        /// Accounts at messaging services, On-Premises.
        pub ims: Vec<ContactIm>,
        /// The birthday, as `YYYY-MM-DD`.
        pub birthday: Option<Text>,
        /// The whole card in vCard format, where a user replied to a request for contact information.
        pub vcard: Option<Text>,
        /// The reason why the card was sent. Some payloads have it in [`Message::origin`](super::Message::origin).
        pub origin: Option<ContactOrigin>,
    }
}

open_string! {
    /// The reason why a contact card was sent.
    pub enum ContactOrigin {
        /// A reply to a request for contact information.
        ContactRequest = "contact_request",
        /// Any other reason.
        Other = "other",
    }
}

object! {
    /// The name on a contact card.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ContactName {
        /// The full name as it is displayed.
        pub formatted_name: Option<Text>,
        /// The first name.
        pub first_name: Option<Text>,
        /// The middle name.
        pub middle_name: Option<Text>,
        /// The last name.
        pub last_name: Option<Text>,
        /// A prefix, such as `Dr.`.
        pub prefix: Option<Text>,
        /// A suffix, such as `Esq.`.
        pub suffix: Option<Text>,
    }
}

object! {
    /// The workplace on a contact card.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ContactOrg {
        /// The company.
        pub company: Option<Text>,
        /// The department.
        pub department: Option<Text>,
        /// The job title.
        pub title: Option<Text>,
    }
}

object! {
    /// A phone number on a contact card.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ContactPhone {
        /// The number as the sender wrote it. May be missing.
        pub phone: Option<Text>,
        /// The number in WhatsApp's format. Missing if it is not a WhatsApp user's.
        pub wa_id: Option<WaId>,
        /// The user's business-scoped ID.
        pub user_id: Option<UserId>,
        /// The purpose, such as `CELL`, `MAIN`, `HOME` or `WORK`.
        #[serde(rename = "type")]
        pub kind: Option<Text>,
    }
}

object! {
    /// An e-mail address on a contact card.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ContactEmail {
        /// The address.
        pub email: Option<Text>,
        /// The purpose, such as `HOME` or `WORK`.
        #[serde(rename = "type")]
        pub kind: Option<Text>,
    }
}

object! {
    /// A postal address on a contact card.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ContactAddress {
        /// The street and the house number.
        pub street: Option<Text>,
        /// The city.
        pub city: Option<Text>,
        /// The state.
        pub state: Option<Text>,
        /// The postal code.
        pub zip: Option<Text>,
        /// The country's name.
        pub country: Option<Text>,
        /// The country's two-letter code.
        pub country_code: Option<Text>,
        /// The purpose, such as `HOME` or `WORK`.
        #[serde(rename = "type")]
        pub kind: Option<Text>,
    }
}

object! {
    /// A website on a contact card.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ContactUrl {
        /// The address.
        pub url: Option<Text>,
        /// The purpose, such as `HOME` or `WORK`.
        #[serde(rename = "type")]
        pub kind: Option<Text>,
    }
}

object! {
    /// An account at a messaging service on a contact card, On-Premises.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ContactIm {
        /// The service's name.
        pub service: Option<Text>,
        /// The account's name at the service.
        pub user_id: Option<Text>,
    }
}
