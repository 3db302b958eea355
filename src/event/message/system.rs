//! Changes of a user.

use crate::event::{
    Text, User, UserId, WaId,
    macros::{object, open_string},
};

object! {
    /// A change of a user: a new phone number, a new identity, a new business-scoped ID.
    ///
    /// Sent as a message of the type `system`, without contacts.
    ///
    /// ```json
    /// {"body": "User A changed from 16505551234 to 12195555358", "type": "user_changed_number", "wa_id": "12195555358",
    ///  "user_id": "US.24602468135791357", "previous_user_id": "US.13491208655302741918"}
    /// ```
    ///
    /// The `from` of the message is the user before the change. `from` is missing where the number cannot be shared;
    /// [`Update::sender`](crate::Update::sender) is then known by the previous identifiers, or by the new ones if the message has no
    /// others. Match stored users by the previous identifiers. Any member may be missing.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/system>
    #[doc(alias = "system")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct System {
        /// A human-readable description of the change, with invisible direction marks (U+200E) around names.
        pub body: Option<Text>,
        /// The kind of change.
        #[serde(rename = "type")]
        pub kind: Option<SystemType>,
        /// The user's new number.
        pub wa_id: Option<WaId>,
        /// The user's new number, before Graph v12; [`new_number`](Self::new_number) reads either.
        pub new_wa_id: Option<WaId>,
        /// The hash of the user's new identity.
        pub identity: Option<Text>,
        /// The user's old number.
        pub customer: Option<WaId>,
        /// The user whose identity changed, On-Premises.
        pub user: Option<WaId>,
        /// The user's new business-scoped ID.
        pub user_id: Option<UserId>,
        /// The user's new ID across linked business portfolios.
        pub parent_user_id: Option<UserId>,
        /// The user's business-scoped ID before the change, since August 2026.
        pub previous_user_id: Option<UserId>,
        /// The user's ID across linked business portfolios before the change, since August 2026.
        pub previous_parent_user_id: Option<UserId>,
    }
}

impl System {
    /// Returns the user's new number, whichever member has it.
    #[must_use]
    pub fn new_number(&self) -> Option<&WaId> {
        self.wa_id.as_ref().or(self.new_wa_id.as_ref())
    }

    /// The sender of the message, given the sender that its `from` members name.
    ///
    /// The named sender is the user before the change. Old and new identifiers are never mixed.
    pub(super) fn sender<'a>(&'a self, named: Option<User<'a>>) -> Option<User<'a>> {
        let before = User::by_ids(
            self.customer.as_ref().or(self.user.as_ref()),
            self.previous_user_id.as_ref(),
            self.previous_parent_user_id.as_ref(),
        );
        let after = User::by_ids(self.new_number(), self.user_id.as_ref(), self.parent_user_id.as_ref());
        match named {
            Some(user) => Some(user.or(before.unwrap_or_default())),
            None => before.or(after),
        }
    }
}

open_string! {
    /// A kind of change of a user.
    pub enum SystemType {
        /// The phone number changed.
        UserChangedNumber = "user_changed_number" | "customer_changed_number",
        /// The identity changed: a new phone, or a new installation.
        CustomerIdentityChanged = "customer_identity_changed" | "user_identity_changed",
        /// The business-scoped ID changed, since 2026.
        UserChangedUserId = "user_changed_user_id",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::event::{Message, content::Payload};

    const OLD: [&str; 3] = ["5511987650001", "BR.81234567890123456", "BR.ENT.7000000000000000009"];
    const NEW: [&str; 3] = ["5511987650009", "BR.7000000000000000003", "BR.ENT.7000000000000000010"];

    /// The phone number, user ID and parent user ID of the sender, or `-`.
    fn sender(members: &Value, system: &Value) -> [String; 3] {
        let mut json =
            json!({ "id": "wamid.A", "timestamp": "1767226401", "type": "system", "system": system });
        json.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
        let message: Message = serde_json::from_value(json).unwrap();
        let user = message.sender().unwrap();
        [user.phone, user.user_id, user.parent_user_id].map(|id| id.unwrap_or("-").to_owned())
    }

    #[test]
    fn a_system_message_is_by_the_named_sender_else_by_the_user_before_the_change() {
        let previous = json!({ "previous_user_id": OLD[1], "previous_parent_user_id": OLD[2] });
        let mut change = previous.clone();
        for (name, value) in ["wa_id", "user_id", "parent_user_id"].into_iter().zip(NEW) {
            change[name] = value.into();
        }
        for (members, system, expected) in [
            (json!({ "from": OLD[0] }), &change, OLD),
            (json!({ "from_user_id": OLD[1] }), &change, ["-", OLD[1], OLD[2]]),
            (json!({ "from": OLD[0] }), &json!({ "wa_id": NEW[0] }), [OLD[0], "-", "-"]),
            (json!({}), &change, ["-", OLD[1], OLD[2]]),
            (json!({}), &previous, ["-", OLD[1], OLD[2]]),
            (json!({}), &json!({ "new_wa_id": 5_511_987_650_009_u64 }), [NEW[0], "-", "-"]),
            (json!({}), &json!({ "customer": OLD[0] }), [OLD[0], "-", "-"]),
        ] {
            assert_eq!(sender(&members, system), expected, "{members} {system}");
        }
    }

    #[test]
    fn a_change_of_number_or_identity_is_one_variant_in_both_spellings() {
        for (spelling, kind) in [
            ("user_changed_number", SystemType::UserChangedNumber),
            ("customer_changed_number", SystemType::UserChangedNumber),
            ("user_identity_changed", SystemType::CustomerIdentityChanged),
            ("customer_identity_changed", SystemType::CustomerIdentityChanged),
        ] {
            assert_eq!(SystemType::from(spelling), kind);
        }
    }
}
