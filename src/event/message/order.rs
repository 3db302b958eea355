//! Orders from a catalog.

use crate::event::{CatalogId, Decimal, Text, macros::object};

object! {
    /// Products that a user ordered from a catalog.
    ///
    /// Sent when a user submits a cart. Check the prices against your own: they are those that the user's app displayed.
    ///
    /// ```json
    /// {"catalog_id": "194836987003835", "text": "Love these!",
    ///  "product_items": [{"product_retailer_id": "di9ozbzfi4", "quantity": 2, "item_price": 7.99, "currency": "USD"}]}
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/order>
    #[doc(alias = "order")]
    #[derive(Clone, Debug, PartialEq)]
    pub struct Order {
        /// The catalog that the products are from.
        pub catalog_id: Option<CatalogId>,
        /// The user's note to the order. May be missing.
        pub text: Option<Text>,
        /// The ordered products.
        pub product_items: Vec<ProductItem>,
    }
}

object! {
    /// One line of an order.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ProductItem {
        /// The product's identifier in the catalog, chosen by the business.
        pub product_retailer_id: Option<Text>,
        /// The number of items. A whole number in all known payloads.
        pub quantity: Option<Decimal>,
        /// The price of one item, in whole units of the currency: `7.99` for 7 dollars and 99 cents.
        pub item_price: Option<Decimal>,
        /// The currency's three-letter code (ISO 4217).
        pub currency: Option<Text>,
    }
}
