//! Orders from a catalog.

use crate::event::{CatalogId, Decimal, Text, macros::object};

object! {
    /// Products that a user ordered from a catalog.
    ///
    /// ```json
    /// {"catalog_id": "194836987003835", "text": "Love these!",
    ///  "product_items": [{"product_retailer_id": "di9ozbzfi4", "quantity": 2, "item_price": 7.99, "currency": "USD"}]}
    /// ```
    ///
    /// Check the prices against your own: they are what the user's app showed.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/order>
    pub struct Order {
        /// The catalog that the products are from.
        pub catalog_id: Option<CatalogId>,
        /// A message with the order.
        pub text: Option<Text>,
        /// What was ordered.
        pub product_items: Vec<ProductItem>,
    }
}

object! {
    /// One line of an order.
    pub struct ProductItem {
        /// The product's identifier in the catalog, chosen by the business.
        pub product_retailer_id: Option<Text>,
        /// How many.
        pub quantity: Option<Decimal>,
        /// The price of one, in whole units of the currency.
        pub item_price: Option<Decimal>,
        /// The currency's three-letter code.
        pub currency: Option<Text>,
    }
}
