//! The guide, in the order in which to read it. The pages are the files below `docs/`.
//!
//! 1. [`start`]: a whole program
//! 2. [`first_bot`]: a tested bot in ten minutes
//! 3. [`handlers`]: what arrives, statuses, routes
//! 4. [`answering`]: messages, templates, media
//! 5. [`work`]: each update once, and none lost
//! 6. [`testing`]: signed requests, samples, chaos
//! 7. [`simulator`]: a chat in the browser, and the tests of a whole bot
//! 8. [`setup`]: Meta's dashboard, step by step
//! 9. [`deploy`]: proxies, TLS, limits, memory
//! 10. [`observe`]: logs, metrics, alerts
//! 11. [`hosts`]: hyper, AWS Lambda, actix-web, wasm
//! 12. [`apps`]: several apps, secrets that change, allow-lists
//! 13. [`troubleshooting`]: signatures that do not match, notifications that do not arrive
//! 14. [`inbox`]: guarantees, operation, other engines
//! 15. [`on_premises`]: the On-Premises client
//! 16. [`coming_from`]: pywa, whatsapp-api-js, handlers by hand
//! 17. [`faq`]: frequent questions
//! 18. [`updates`]: the JSON of each kind of update

#[doc = include_str!("../docs/start.md")]
pub mod start {}
#[doc = include_str!("../docs/first-bot.md")]
pub mod first_bot {}
#[doc = include_str!("../docs/handlers.md")]
pub mod handlers {}
#[doc = include_str!("../docs/answering.md")]
pub mod answering {}
#[doc = include_str!("../docs/work.md")]
pub mod work {}
#[doc = include_str!("../docs/testing.md")]
pub mod testing {}
#[doc = include_str!("../docs/simulator.md")]
pub mod simulator {}
#[doc = include_str!("../docs/setup.md")]
pub mod setup {}
#[doc = include_str!("../docs/deploy.md")]
pub mod deploy {}
#[doc = include_str!("../docs/observe.md")]
pub mod observe {}
#[doc = include_str!("../docs/hosts.md")]
pub mod hosts {}
#[doc = include_str!("../docs/apps.md")]
pub mod apps {}
#[doc = include_str!("../docs/troubleshooting.md")]
pub mod troubleshooting {}
#[doc = include_str!("../docs/inbox.md")]
pub mod inbox {}
#[doc = include_str!("../docs/on-premises.md")]
pub mod on_premises {}
#[doc = include_str!("../docs/coming-from.md")]
pub mod coming_from {}
#[doc = include_str!("../docs/faq.md")]
pub mod faq {}
#[doc = include_str!("../docs/updates.md")]
pub mod updates {}
