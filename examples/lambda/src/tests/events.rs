//! The shapes of the events: what each integration makes of the same request.

use base64::{Engine, prelude::BASE64_STANDARD};
use lambda_http::http::Method;
use serde_json::{Map, Value, json};

/// How an event holds the body.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Encoding {
    Text,
    Base64,
}

pub(super) const ENCODINGS: [Encoding; 2] = [Encoding::Text, Encoding::Base64];

/// A request to `/webhook`.
pub(super) struct Call<'a> {
    pub(super) method: Method,
    pub(super) query: &'a [(&'a str, &'a str)],
    pub(super) signature: Option<&'a str>,
    pub(super) body: Option<&'a str>,
}

type Shape = fn(&Call<'_>, Encoding) -> Value;

pub(super) const INTEGRATIONS: [(&str, Shape); 6] = [
    ("REST API", rest),
    ("HTTP API", http),
    ("HTTP API with a named stage", http_with_stage),
    ("function URL", function_url),
    ("ALB", alb),
    ("ALB with lists of values", alb_with_lists),
];

/// API Gateway, format 1.0: values of the query are decoded, and everything is there twice.
pub(super) fn rest(call: &Call<'_>, encoding: Encoding) -> Value {
    let headers = call.headers("abc.execute-api.eu-west-1.amazonaws.com", &["Host", "X-Hub-Signature-256"]);
    let query = call.members(str::to_owned);
    json!({
        "resource": "/webhook",
        "path": "/webhook",
        "httpMethod": call.method.as_str(),
        "headers": headers,
        "multiValueHeaders": lists(&headers),
        "queryStringParameters": or_null(&query),
        "multiValueQueryStringParameters": or_null(&lists(&query)),
        "pathParameters": null,
        "stageVariables": null,
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "abc",
            "domainName": "abc.execute-api.eu-west-1.amazonaws.com",
            "httpMethod": call.method.as_str(),
            "identity": { "sourceIp": "192.0.2.1", "userAgent": "facebookexternalua" },
            "path": "/prod/webhook",
            "protocol": "HTTP/1.1",
            "requestId": "00000000-0000-4000-8000-000000000000",
            "requestTimeEpoch": 1_760_000_000_000_i64,
            "resourceId": "abcdef",
            "resourcePath": "/webhook",
            "stage": "prod",
        },
        "body": call.body(encoding),
        "isBase64Encoded": encoding == Encoding::Base64,
    })
}

/// API Gateway, format 2.0: the query is there as it was sent.
pub(super) fn http(call: &Call<'_>, encoding: Encoding) -> Value {
    version_2(call, encoding, "abc.execute-api.eu-west-1.amazonaws.com", "POST /webhook")
}

/// The path in the event starts with the stage.
fn http_with_stage(call: &Call<'_>, encoding: Encoding) -> Value {
    let mut event = http(call, encoding);
    event["rawPath"] = json!("/prod/webhook");
    event["requestContext"]["stage"] = json!("prod");
    event
}

/// Format 2.0 as well.
fn function_url(call: &Call<'_>, encoding: Encoding) -> Value {
    version_2(call, encoding, "abc.lambda-url.eu-west-1.on.aws", "$default")
}

fn version_2(call: &Call<'_>, encoding: Encoding, host: &str, route: &str) -> Value {
    let mut event = json!({
        "version": "2.0",
        "routeKey": route,
        "rawPath": "/webhook",
        "rawQueryString": call.raw_query(),
        "headers": call.headers(host, &["host", "x-hub-signature-256"]),
        "requestContext": {
            "accountId": "anonymous",
            "apiId": "abc",
            "domainName": host,
            "domainPrefix": "abc",
            "http": {
                "method": call.method.as_str(),
                "path": "/webhook",
                "protocol": "HTTP/1.1",
                "sourceIp": "192.0.2.1",
                "userAgent": "facebookexternalua",
            },
            "requestId": "00000000-0000-4000-8000-000000000000",
            "routeKey": route,
            "stage": "$default",
            "time": "09/Oct/2025:08:53:20 +0000",
            "timeEpoch": 1_760_000_000_000_i64,
        },
        "isBase64Encoded": encoding == Encoding::Base64,
    });
    if !call.query.is_empty() {
        event["queryStringParameters"] = Value::Object(call.members(str::to_owned));
    }
    if call.body.is_some() {
        event["body"] = call.body(encoding);
    }
    event
}

/// A load balancer: values of the query are there as they were sent.
fn alb(call: &Call<'_>, encoding: Encoding) -> Value {
    json!({
        "requestContext": { "elb": {
            "targetGroupArn": "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/webhook/0123456789abcdef",
        } },
        "httpMethod": call.method.as_str(),
        "path": "/webhook",
        "queryStringParameters": call.members(encode),
        "headers": call.headers("balancer-1.eu-west-1.elb.amazonaws.com", &["host", "x-hub-signature-256"]),
        "body": call.body.map_or(json!(""), |_| call.body(encoding)),
        "isBase64Encoded": encoding == Encoding::Base64,
    })
}

/// The same with "multi value headers" switched on for the target group.
fn alb_with_lists(call: &Call<'_>, encoding: Encoding) -> Value {
    let mut event = alb(call, encoding);
    for (one, many) in
        [("headers", "multiValueHeaders"), ("queryStringParameters", "multiValueQueryStringParameters")]
    {
        let members = event.as_object_mut().unwrap().remove(one).unwrap();
        event[many] = Value::Object(lists(members.as_object().unwrap()));
    }
    event
}

impl Call<'_> {
    /// The names of the host and of the signature are those of the integration, in its case.
    fn headers(&self, host: &str, [host_name, signature_name]: &[&str; 2]) -> Map<String, Value> {
        let mut headers = Map::new();
        headers.insert((*host_name).to_owned(), json!(host));
        headers.insert("content-type".to_owned(), json!("application/json"));
        headers.insert("user-agent".to_owned(), json!("facebookexternalua"));
        headers.insert("x-forwarded-for".to_owned(), json!("192.0.2.1"));
        headers.insert("x-forwarded-proto".to_owned(), json!("https"));
        if let Some(body) = self.body {
            headers.insert("content-length".to_owned(), json!(body.len().to_string()));
        }
        if let Some(signature) = self.signature {
            headers.insert((*signature_name).to_owned(), json!(signature));
        }
        headers
    }

    fn body(&self, encoding: Encoding) -> Value {
        self.body.map_or(Value::Null, |body| match encoding {
            Encoding::Text => json!(body),
            Encoding::Base64 => json!(BASE64_STANDARD.encode(body)),
        })
    }

    fn members(&self, value: impl Fn(&str) -> String) -> Map<String, Value> {
        self.query.iter().map(|(name, text)| ((*name).to_owned(), json!(value(text)))).collect()
    }

    fn raw_query(&self) -> String {
        let pairs: Vec<String> =
            self.query.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
        pairs.join("&")
    }
}

/// Encodes a value of a query as Meta does: a space is `+`.
fn encode(value: &str) -> String {
    let encode = |byte: u8| match byte {
        b' ' => "+".to_owned(),
        byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    value.bytes().map(encode).collect()
}

fn lists(members: &Map<String, Value>) -> Map<String, Value> {
    members.iter().map(|(name, value)| (name.clone(), json!([value]))).collect()
}

fn or_null(members: &Map<String, Value>) -> Value {
    if members.is_empty() { Value::Null } else { Value::Object(members.clone()) }
}
