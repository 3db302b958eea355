//! Contact cards.

use crate::{
    event::{UserId, WaId},
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
        name: Option<Box<ContactName>>,
        /// Where the person works.
        org: Option<Box<ContactOrg>>,
        /// Phone numbers.
        phones: Box<[ContactPhone]>,
        /// E-mail addresses.
        emails: Box<[ContactEmail]>,
        /// Postal addresses.
        addresses: Box<[ContactAddress]>,
        /// Websites.
        urls: Box<[ContactUrl]>,
        /// Accounts at messengers, On-Premises.
        ims: Box<[ContactIm]>,
        /// The birthday, as `YYYY-MM-DD`.
        birthday: Option<Box<str>>,
        /// The whole card in vCard format, where a user answered a request for contact information.
        vcard: Option<Box<str>>,
        /// Why the card was sent.
        origin: Option<Box<ContactOrigin>>,
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
        formatted_name: Option<Box<str>>,
        /// The first name.
        first_name: Option<Box<str>>,
        /// The middle name.
        middle_name: Option<Box<str>>,
        /// The last name.
        last_name: Option<Box<str>>,
        /// What stands before the name, such as `Dr.`.
        prefix: Option<Box<str>>,
        /// What stands behind the name, such as `Esq.`.
        suffix: Option<Box<str>>,
    }
}

object! {
    /// The workplace on a contact card.
    pub struct ContactOrg {
        /// The company.
        company: Option<Box<str>>,
        /// The department.
        department: Option<Box<str>>,
        /// The job title.
        title: Option<Box<str>>,
    }
}

object! {
    /// A phone number on a contact card.
    pub struct ContactPhone {
        /// The number as the sender wrote it. It may be missing.
        phone: Option<Box<str>>,
        /// The number as WhatsApp writes it, if it is a WhatsApp user's.
        wa_id: Option<WaId>,
        /// The user's business-scoped ID.
        user_id: Option<UserId>,
        /// What it is used for, such as `CELL`, `MAIN`, `HOME` or `WORK`.
        kind = "type": Option<Box<str>>,
    }
}

object! {
    /// An e-mail address on a contact card.
    pub struct ContactEmail {
        /// The address.
        email: Option<Box<str>>,
        /// What it is used for, such as `HOME` or `WORK`.
        kind = "type": Option<Box<str>>,
    }
}

object! {
    /// A postal address on a contact card.
    pub struct ContactAddress {
        /// Street and number.
        street: Option<Box<str>>,
        /// The city.
        city: Option<Box<str>>,
        /// The state.
        state: Option<Box<str>>,
        /// The postal code.
        zip: Option<Box<str>>,
        /// The country's name.
        country: Option<Box<str>>,
        /// The country's two-letter code.
        country_code: Option<Box<str>>,
        /// What it is used for, such as `HOME` or `WORK`.
        kind = "type": Option<Box<str>>,
    }
}

object! {
    /// A website on a contact card.
    pub struct ContactUrl {
        /// The address.
        url: Option<Box<str>>,
        /// What it is used for, such as `HOME` or `WORK`.
        kind = "type": Option<Box<str>>,
    }
}

object! {
    /// An account at a messenger on a contact card, On-Premises.
    pub struct ContactIm {
        /// The messenger's name.
        service: Option<Box<str>>,
        /// The account's name there.
        user_id: Option<Box<str>>,
    }
}
