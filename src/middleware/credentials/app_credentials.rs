use std::{fmt, iter, sync::Arc};

use super::push;
use crate::{AppSecret, ConfigError, VerifyToken};

/// The maximum number of app secrets of one app, including the current one.
pub(crate) const MAX_APP_SECRETS: usize = 8;

/// The credentials of one Meta app: its secrets, its verify tokens, and a label of yours.
///
/// **The signature proves which app a notification is for, and nothing more.** Several customers can share one app. Which of
/// them a notification is for is in the signed body: read
/// [`Update::phone_number_id`](crate::Update::phone_number_id) or [`Update::waba_id`](crate::Update::waba_id), and never
/// conclude it from the path or the host of the request.
///
/// Cloning is cheap, and `Debug` shows no secret.
///
/// ```
/// use whatsapp_webhook::{AppCredentials, AppSecret, VerifyToken, WhatsAppWebhookLayer};
///
/// let shop = AppCredentials::new(
///     AppSecret::new("fedcba9876543210fedcba9876543210")?,
///     VerifyToken::new("a token")?,
/// )
/// .with_label("shop")
/// .with_previous_app_secret(AppSecret::new("0123456789abcdef0123456789abcdef")?)?;
/// let webhook = WhatsAppWebhookLayer::for_app(shop);
/// # Ok::<_, whatsapp_webhook::ConfigError>(())
/// ```
#[derive(Clone)]
pub struct AppCredentials(Arc<Inner>);

/// On lines of the cache of its own, so that copying a key takes the same time for each app, known or not.
#[derive(Clone)]
#[repr(align(64))]
struct Inner {
    app_secret: AppSecret,
    previous_app_secrets: Vec<AppSecret>,
    verify_tokens: Vec<VerifyToken>,
    /// Empty without a label. An `Option` would take garbage from the stack along, and that can be a piece of a secret.
    label: Arc<str>,
}

impl AppCredentials {
    /// Creates the credentials of an app with one secret and one verify token.
    #[must_use]
    pub fn new(app_secret: AppSecret, verify_token: VerifyToken) -> Self {
        Self(Arc::new(Inner {
            app_secret,
            previous_app_secrets: Vec::new(),
            verify_tokens: vec![verify_token],
            label: Arc::default(),
        }))
    }

    /// Credentials that fit nothing, for the same work where no app is known.
    pub(crate) fn decoy() -> Self {
        Self::new(AppSecret::decoy(), VerifyToken::decoy())
    }

    /// Also accepts bodies signed with this secret.
    ///
    /// Use this while you rotate the app secret. [`Verified::secret`](crate::Verified::secret) tells which secret a body was
    /// signed with. Each body is hashed once per secret.
    ///
    /// # Errors
    ///
    /// Returns an error for the ninth secret: an app takes at most 8 secrets, including the one passed to
    /// [`new`](Self::new).
    ///
    /// ```
    /// # use http::Request;
    /// # use whatsapp_webhook::{AppCredentials, AppSecret, VerifyToken, WhatsAppWebhookLayer, signature};
    /// use whatsapp_webhook::SecretSlot;
    ///
    /// let new = AppSecret::new("fedcba9876543210fedcba9876543210")?;
    /// let old = AppSecret::new("0123456789abcdef0123456789abcdef")?;
    /// let app = AppCredentials::new(new, VerifyToken::new("a token")?).with_previous_app_secret(old.clone())?;
    /// # let request = Request::post("/webhook").header(signature::X_HUB_SIGNATURE_256, signature::sign(&old, b"{}"));
    /// # let request = request.body("{}").unwrap();
    ///
    /// let verified = WhatsAppWebhookLayer::for_app(app).check(request).unwrap();
    /// assert_eq!(verified.secret(), SecretSlot::Previous(0));
    /// # Ok::<_, whatsapp_webhook::ConfigError>(())
    /// ```
    pub fn with_previous_app_secret(mut self, app_secret: AppSecret) -> Result<Self, ConfigError> {
        if self.0.previous_app_secrets.len() + 1 >= MAX_APP_SECRETS {
            return Err(ConfigError::TooManyAppSecrets);
        }
        push(&mut Arc::make_mut(&mut self.0).previous_app_secrets, app_secret);
        Ok(self)
    }

    /// Also accepts this verify token.
    ///
    /// A WhatsApp Business Account, and each of its numbers, can override the webhook URL of the app. Each override has its own
    /// verify token.
    #[must_use]
    pub fn with_verify_token(mut self, verify_token: VerifyToken) -> Self {
        push(&mut Arc::make_mut(&mut self.0).verify_tokens, verify_token);
        self
    }

    /// Names the app for [`Verified::label`](crate::Verified::label) and [`Outcome::label`](crate::Outcome).
    ///
    /// ```
    /// # use http::Request;
    /// # use whatsapp_webhook::{AppCredentials, AppSecret, VerifyToken, WhatsAppWebhookLayer, signature};
    /// # let secret = AppSecret::new("0123456789abcdef0123456789abcdef")?;
    /// # let signature = signature::sign(&secret, b"{}");
    /// # let request = Request::post("/webhook").header(signature::X_HUB_SIGNATURE_256, signature).body("{}").unwrap();
    /// let shop = AppCredentials::new(secret, VerifyToken::new("a token")?).with_label("shop");
    ///
    /// let verified = WhatsAppWebhookLayer::for_app(shop).check(request).unwrap();
    /// assert_eq!(verified.label(), Some("shop"));
    /// # Ok::<_, whatsapp_webhook::ConfigError>(())
    /// ```
    #[must_use]
    pub fn with_label(mut self, label: impl Into<Arc<str>>) -> Self {
        Arc::make_mut(&mut self.0).label = label.into();
        self
    }

    pub(crate) fn app_secret(&self) -> &AppSecret {
        &self.0.app_secret
    }

    pub(crate) fn previous_app_secrets(&self) -> &[AppSecret] {
        &self.0.previous_app_secrets
    }

    pub(crate) fn verify_tokens(&self) -> &[VerifyToken] {
        &self.0.verify_tokens
    }

    pub(crate) fn label(&self) -> Option<&Arc<str>> {
        Some(&self.0.label).filter(|label| !label.is_empty())
    }
}

impl fmt::Debug for AppCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let secrets: Vec<_> = iter::once(&self.0.app_secret).chain(&self.0.previous_app_secrets).collect();
        f.debug_struct("AppCredentials")
            .field("app_secrets", &secrets)
            .field("verify_tokens", &self.0.verify_tokens)
            .field("label", &self.label())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret() -> AppSecret {
        AppSecret::new("0123456789abcdef").unwrap()
    }

    fn credentials() -> AppCredentials {
        AppCredentials::new(secret(), VerifyToken::new("a token").unwrap())
    }

    #[test]
    fn eight_secrets_are_accepted_and_the_ninth_is_an_error() {
        let full =
            (1..MAX_APP_SECRETS).try_fold(credentials(), |app, _| app.with_previous_app_secret(secret()));
        let full = full.unwrap();
        assert_eq!(full.previous_app_secrets().len(), 7);
        let ninth = full.with_previous_app_secret(secret());
        assert_eq!(ninth.unwrap_err(), ConfigError::TooManyAppSecrets);
    }

    #[test]
    fn a_clone_is_changed_alone() {
        let one = credentials();
        let other = one.clone().with_label("other").with_verify_token(VerifyToken::new("b").unwrap());
        assert_eq!((one.label(), one.verify_tokens().len()), (None, 1));
        assert_eq!((other.label().map(|label| &**label), other.verify_tokens().len()), (Some("other"), 2));
    }

    #[test]
    fn debug_counts_the_secrets_and_shows_none() {
        let debug = format!("{:?}", credentials().with_label("shop"));
        assert_eq!(
            debug,
            "AppCredentials { app_secrets: [AppSecret(..)], verify_tokens: [VerifyToken(..)], label: Some(\"shop\") }"
        );
    }
}
