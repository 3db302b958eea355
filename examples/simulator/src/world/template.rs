//! Message templates.

use serde_json::{Value, json};

use super::{Button, ButtonKind, Rendered};
use crate::graph::GraphError;

/// A message template in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Template {
    pub(crate) name: String,
    pub(crate) language: String,
    /// The text of the body, with `{{1}}` or `{{name}}` for each parameter.
    pub(crate) body: String,
    /// The labels of the quick-reply buttons.
    pub(crate) buttons: Vec<String>,
}

impl Template {
    pub(crate) fn new(name: &str, language: &str, body: &str, buttons: &[&str]) -> Self {
        Self {
            name: name.to_owned(),
            language: language.to_owned(),
            body: body.to_owned(),
            buttons: buttons.iter().map(|label| (*label).to_owned()).collect(),
        }
    }

    /// The template that Meta gives to every account.
    pub(crate) fn of_every_account() -> Vec<Self> {
        let hello = "Welcome and congratulations!! This message demonstrates your ability to send a WhatsApp message.";
        vec![Self::new("hello_world", "en_US", hello, &[])]
    }

    /// As `message_templates` lists it.
    pub(crate) fn json(&self, id: usize) -> Value {
        let mut components = vec![json!({ "type": "BODY", "text": self.body })];
        if !self.buttons.is_empty() {
            let button = |label: &String| json!({ "type": "QUICK_REPLY", "text": label });
            let buttons: Vec<Value> = self.buttons.iter().map(button).collect();
            components.push(json!({ "type": "BUTTONS", "buttons": buttons }));
        }
        json!({ "id": id.to_string(), "name": self.name, "language": self.language, "status": "APPROVED",
            "category": "UTILITY", "components": components })
    }

    /// Renders a message that is made of the template.
    ///
    /// # Errors
    ///
    /// The number of parameters is not that of the template.
    pub(crate) fn render(&self, template: &Value) -> Result<Rendered, GraphError> {
        let components = template.get("components").and_then(Value::as_array);
        let of_type = |kind: &'static str| {
            components.into_iter().flatten().filter(move |component| {
                component["type"].as_str().is_some_and(|found| found.eq_ignore_ascii_case(kind))
            })
        };
        let parameters: Vec<&Value> =
            of_type("body").filter_map(|body| body.get("parameters")?.as_array()).flatten().collect();
        let expected = placeholders(&self.body);
        if expected.len() != parameters.len() {
            return Err(GraphError::template_parameters(parameters.len(), expected.len()));
        }
        let mut text = self.body.clone();
        for (position, name) in expected.iter().enumerate() {
            let named =
                parameters.iter().find(|parameter| parameter["parameter_name"].as_str() == Some(name));
            let value =
                named.or(parameters.get(position)).map(|parameter| shown(parameter)).unwrap_or_default();
            text = text.replace(&format!("{{{{{name}}}}}"), &value);
        }
        let payload = |index: usize| {
            let is_at = |button: &&Value| {
                let at = button.get("index").map(|index| index.to_string().replace('"', ""));
                at == Some(index.to_string())
            };
            let button = of_type("button").find(is_at)?;
            button.pointer("/parameters/0/payload")?.as_str().map(str::to_owned)
        };
        let button = |(index, label): (usize, &String)| Button {
            label: label.clone(),
            // Without a payload of the business's, the payload is the label.
            id: payload(index).unwrap_or_else(|| label.clone()),
            description: None,
            kind: ButtonKind::QuickReply,
        };
        Ok(Rendered { text, buttons: self.buttons.iter().enumerate().map(button).collect() })
    }
}

/// The names of the parameters in a text, each once.
fn placeholders(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for part in text.split("{{").skip(1) {
        let Some((name, _)) = part.split_once("}}") else { continue };
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// A parameter as the customer sees it.
fn shown(parameter: &Value) -> String {
    let text = |pointer: &str| parameter.pointer(pointer).and_then(Value::as_str);
    let places = ["/text", "/currency/fallback_value", "/date_time/fallback_value"];
    places.iter().find_map(|place| text(place)).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Template;

    #[test]
    fn parameters_are_put_where_the_template_has_them() {
        let template = Template::new("order", "en", "Hello {{who}}, order {{number}} left.", &["Track"]);
        let named = |name: &str, text: &str| json!({ "type": "text", "parameter_name": name, "text": text });
        let components = json!([
            { "type": "body", "parameters": [named("number", "17"), named("who", "Ana")] },
            { "type": "button", "sub_type": "quick_reply", "index": "0", "parameters": [{ "type": "payload", "payload": "track-17" }] },
        ]);
        let rendered = template.render(&json!({ "components": components })).unwrap();
        assert_eq!(rendered.text, "Hello Ana, order 17 left.");
        assert_eq!(
            (rendered.buttons[0].label.as_str(), rendered.buttons[0].id.as_str()),
            ("Track", "track-17")
        );
    }

    #[test]
    fn another_number_of_parameters_is_an_error() {
        let template = Template::new("order", "en", "Hello {{1}}.", &[]);
        assert!(template.render(&json!({})).is_err());
    }
}
