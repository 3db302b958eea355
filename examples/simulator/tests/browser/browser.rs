//! Chromium, by WebDriver.

use std::{
    io::{BufRead, BufReader},
    os::unix::process::CommandExt as _,
    process::{Child, Command, Stdio},
    time::Duration,
};

use fantoccini::{
    Client, ClientBuilder, Locator,
    actions::{InputSource, KeyAction, KeyActions},
    elements::Element,
    key::Key,
};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

/// How long a test waits for what must appear.
const PATIENCE: Duration = Duration::from_secs(20);

/// A browser of its own for one test.
pub(crate) struct Browser {
    pub(crate) client: Client,
    _driver: Driver,
}

/// The driver, until the test ends.
struct Driver(Child);

impl Drop for Driver {
    fn drop(&mut self) {
        let group = format!("-{}", self.0.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
        let _ = self.0.wait();
    }
}

impl Browser {
    /// Opens a page in a window of a size, light or dark. `None` if there is no browser.
    pub(crate) async fn open(url: &str, width: u32, height: u32, is_dark: bool) -> Option<Self> {
        let mut driver = Command::new("chromedriver");
        // A group of its own, so that the browser ends with it.
        let driver =
            driver.arg("--port=0").process_group(0).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let Ok(driver) = driver else {
            assert!(std::env::var_os("CI").is_none(), "CI has chromedriver");
            eprintln!("SKIPPED: there is no chromedriver (Debian: chromium-driver)");
            return None;
        };
        let mut driver = Driver(driver);
        let lines = BufReader::new(driver.0.stdout.take().unwrap()).lines();
        let port = lines.map_while(Result::ok).find_map(|line| {
            Some(
                line.strip_prefix("ChromeDriver was started successfully on port ")?
                    .trim_end_matches('.')
                    .to_owned(),
            )
        });
        let scheme = if is_dark {
            "--blink-settings=preferredColorScheme=0"
        } else {
            "--blink-settings=preferredColorScheme=1"
        };
        let mut options = json!({
            "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--force-device-scale-factor=1",
                scheme, format!("--window-size={width},{height}")],
        });
        if width < 500 {
            options["mobileEmulation"] =
                json!({ "deviceMetrics": { "width": width, "height": height, "pixelRatio": 1.0 } });
        }
        let Value::Object(capabilities) =
            json!({ "goog:chromeOptions": options, "goog:loggingPrefs": { "browser": "ALL" } })
        else {
            unreachable!("an object")
        };
        let driver_url = format!("http://127.0.0.1:{}", port.expect("chromedriver names its port"));
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let client = builder.capabilities(capabilities).connect(&driver_url).await.expect("Chromium starts");
        let browser = Self { client, _driver: driver };
        browser.client.goto(url).await.unwrap();
        browser.see("#customers .customer").await;
        Some(browser)
    }

    /// Waits for an element.
    pub(crate) async fn see(&self, selector: &str) -> Element {
        let element = self.client.wait().at_most(PATIENCE).for_element(Locator::Css(selector)).await;
        element.unwrap_or_else(|error| panic!("{selector} does not appear: {error}"))
    }

    /// Waits until an element has a text in it, and none that has not.
    pub(crate) async fn see_text(&self, selector: &str, text: &str) {
        let start = std::time::Instant::now();
        loop {
            let found = self.texts(selector).await;
            if found.iter().any(|found| found.contains(text)) {
                return;
            }
            assert!(start.elapsed() < PATIENCE, "no {selector} has {text:?}, but {found:?}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The texts of the elements.
    pub(crate) async fn texts(&self, selector: &str) -> Vec<String> {
        let script =
            "return [...document.querySelectorAll(arguments[0])].map((element) => element.innerText);";
        let found = self.client.execute(script, vec![selector.into()]).await.unwrap();
        serde_json::from_value(found).unwrap()
    }

    pub(crate) async fn number(&self, script: &str) -> f64 {
        self.client.execute(&format!("return {script};"), vec![]).await.unwrap().as_f64().unwrap()
    }

    /// Clicks the element of that text.
    pub(crate) async fn click(&self, selector: &str, text: &str) {
        self.see_text(selector, text).await;
        let script = "[...document.querySelectorAll(arguments[0])].find((element) => element.innerText.includes(arguments[1])).click();";
        self.client.execute(script, vec![selector.into(), text.into()]).await.unwrap();
    }

    /// Writes a message, as a person does.
    pub(crate) async fn say(&self, text: &str) {
        let input = self.see("#text").await;
        input.send_keys(text).await.unwrap();
        input.send_keys(&String::from(char::from(Key::Enter))).await.unwrap();
    }

    /// Presses a key where the focus is.
    pub(crate) async fn press(&self, key: Key) {
        let value = char::from(key);
        let keys = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value })
            .then(KeyAction::Up { value });
        self.client.perform_actions(keys).await.unwrap();
    }

    pub(crate) async fn is_dark(&self) -> bool {
        let script = "return matchMedia('(prefers-color-scheme: dark)').matches;";
        self.client.execute(script, vec![]).await.unwrap().as_bool().unwrap()
    }

    /// Takes a picture, if pictures are wanted.
    pub(crate) async fn picture(&self, name: &str) {
        if let Some(dir) = std::env::var_os("SCREENSHOTS") {
            let picture = self.client.screenshot().await.unwrap();
            std::fs::write(std::path::Path::new(&dir).join(format!("{name}.png")), picture).unwrap();
        }
    }

    pub(crate) async fn close(self) {
        self.client.clone().close().await.unwrap();
    }
}
