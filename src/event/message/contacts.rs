//! Contact cards.

use crate::event::{
    Text, UserId, WaId,
    macros::{object, open_string},
};

object! {
    /// One contact card of a `contacts` message.
    ///
    /// ```json
    /// {"name": {"formatted_name": "Barbara J. Johnson", "first_name": "Barbara"}, "phones": [{"phone": "+1 (650) 555-9999", "type": "WORK"}]}
    /// ```
    ///
    /// Everything may be missing, the name too. The sender fills it in, so it proves nothing.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/contacts>
    pub struct ContactCard {
        /// The person's name.
        pub name: Option<ContactName>,
        /// Where the person works.
        pub org: Option<ContactOrg>,
        /// Phone numbers.
        pub phones: Vec<ContactPhone>,
        /// E-mail addresses.
        pub emails: Vec<ContactEmail>,
        /// Postal addresses.
        pub addresses: Vec<ContactAddress>,
        /// Websites.
        pub urls: Vec<ContactUrl>,
        /// Accounts at messengers, On-Premises.
        pub ims: Vec<ContactIm>,
        /// The birthday, as `YYYY-MM-DD`.
        pub birthday: Option<Text>,
        /// The whole card in vCard format, where a user answered a request for contact information.
        pub vcard: Option<Text>,
        /// Why the card was sent.
        pub origin: Option<ContactOrigin>,
    }
}

open_string! {
    /// Why a contact card was sent.
    pub enum ContactOrigin {
        /// In answer to a request for contact information.
        ContactRequest = "contact_request",
        /// For any other reason.
        Other = "other",
    }
}

object! {
    /// The name on a contact card.
    pub struct ContactName {
        /// The name as it is shown.
        pub formatted_name: Option<Text>,
        /// The first name.
        pub first_name: Option<Text>,
        /// The middle name.
        pub middle_name: Option<Text>,
        /// The last name.
        pub last_name: Option<Text>,
        /// What stands before the name, such as `Dr.`.
        pub prefix: Option<Text>,
        /// What stands behind the name, such as `Esq.`.
        pub suffix: Option<Text>,
    }
}

object! {
    /// The workplace on a contact card.
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
    pub struct ContactPhone {
        /// The number as the sender wrote it. It may be missing.
        pub phone: Option<Text>,
        /// The number as WhatsApp writes it, if it is a WhatsApp user's.
        pub wa_id: Option<WaId>,
        /// The user's business-scoped ID.
        pub user_id: Option<UserId>,
        /// What it is used for, such as `CELL`, `MAIN`, `HOME` or `WORK`.
        #[serde(rename = "type")]
        pub kind: Option<Text>,
    }
}

object! {
    /// An e-mail address on a contact card.
    pub struct ContactEmail {
        /// The address.
        pub email: Option<Text>,
        /// What it is used for, such as `HOME` or `WORK`.
        #[serde(rename = "type")]
        pub kind: Option<Text>,
    }
}

object! {
    /// A postal address on a contact card.
    pub struct ContactAddress {
        /// Street and number.
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
        /// What it is used for, such as `HOME` or `WORK`.
        #[serde(rename = "type")]
        pub kind: Option<Text>,
    }
}

object! {
    /// A website on a contact card.
    pub struct ContactUrl {
        /// The address.
        pub url: Option<Text>,
        /// What it is used for, such as `HOME` or `WORK`.
        #[serde(rename = "type")]
        pub kind: Option<Text>,
    }
}

object! {
    /// An account at a messenger on a contact card, On-Premises.
    pub struct ContactIm {
        /// The messenger's name.
        pub service: Option<Text>,
        /// The account's name there.
        pub user_id: Option<Text>,
    }
}
