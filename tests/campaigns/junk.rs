//! JSON that is broken, odd or deep. What is no JSON is rejected; everything else is delivered, and its neighbors with it.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    thread,
};

use serde_json::Value;
use whatsapp_webhook::{Content, DecodeError, WebhookEvent};

/// The stack of a small thread.
const STACK: usize = 256 << 10;
/// As deep as a body of 3 MiB can be.
const DEEPEST: usize = 1_500_000;

/// A signed body on its way through the layer, and what it decodes to.
#[cfg(feature = "middleware")]
fn decode(body: Vec<u8>) -> Result<WebhookEvent, DecodeError> {
    use crate::support::{layer, send_now, signed};
    let body = bytes::Bytes::from(body);
    let answer = send_now(&layer(), signed(&body, http_body_util::Full::new(body.clone())));
    let seen = answer.seen.unwrap_or_else(|| panic!("{:?}", answer.kind));
    assert_eq!((answer.status.as_u16(), seen.verified.body()), (200, &body));
    WebhookEvent::from_verified(&seen.verified)
}

#[cfg(not(feature = "middleware"))]
fn decode(body: Vec<u8>) -> Result<WebhookEvent, DecodeError> {
    WebhookEvent::from_bytes(body)
}

/// Where in a delivery something stands.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Place {
    /// It is all there is.
    Body,
    /// The `value` of a change between two others.
    Value,
    /// An element of `messages` between two others.
    Item,
    /// A member that nothing reads, before and after what is read.
    Ignored,
}

const PLACES: [Place; 4] = [Place::Body, Place::Value, Place::Item, Place::Ignored];
const NEIGHBORS: [&str; 2] = ["wamid.BEFORE", "wamid.AFTER"];

impl Place {
    fn around(self, junk: &[u8]) -> Vec<u8> {
        let change = |value: &str| format!(r#"{{"field":"messages","value":{value}}}"#);
        let [before, after] = NEIGHBORS.map(|id| {
            format!(
                r#"{{"from":"5511987650001","id":"{id}","timestamp":"1767225600","type":"text","text":{{"body":"Hello"}}}}"#
            )
        });
        // No text of ours has a `#`.
        let changes = match self {
            Self::Body => return junk.to_vec(),
            Self::Value => [
                change(&format!(r#"{{"messages":[{before}]}}"#)),
                change("#"),
                change(&format!(r#"{{"messages":[{after}]}}"#)),
            ]
            .join(","),
            Self::Item => change(&format!(r##"{{"messages":[{before},#,{after}]}}"##)),
            Self::Ignored => {
                change(&format!(r##"{{"weather":#,"messages":[{before},{after}],"tides":[#]}}"##))
            }
        };
        let body = format!(
            r#"{{"object":"whatsapp_business_account","entry":[{{"id":"1","changes":[{changes}]}}]}}"#
        );
        let parts: Vec<_> = body.split('#').map(str::as_bytes).collect();
        parts.join(junk)
    }
}

/// What a reader makes of a body: the identifiers of messages and the JSON of what it kept raw, or nothing.
type Reader = fn(Vec<u8>) -> Option<Vec<String>>;

fn ours(body: Vec<u8>) -> Option<Vec<String>> {
    let event = decode(body).ok()?;
    // None of these may panic either.
    let _ = (event.unrecognized().count(), format!("{event:?}"));
    assert!(serde_json::to_vec(&event).is_ok());
    let updates = event.updates().map(|update| match update.content {
        Content::Message(message) => message.id.as_str().to_owned(),
        Content::Unknown(unknown) => unknown.raw().to_owned(),
        other => panic!("{other:?}"),
    });
    Some(updates.collect())
}

/// What is wrong with what `reader` makes of `junk` in a place, if anything.
fn fault(reader: Reader, junk: &[u8], place: Place, is_json: bool) -> Option<&'static str> {
    let found = reader(place.around(junk));
    let text = str::from_utf8(junk).unwrap_or_default().trim_matches([' ', '\t', '\n', '\r']);
    let [before, after] = NEIGHBORS;
    // An object is a `value` without items: it has no update of its own.
    let is_object = is_json && text.starts_with('{');
    let is_raw = place == Place::Item || place == Place::Value && !is_object;
    match found {
        None if is_json && place != Place::Body => Some("JSON cost a delivery"),
        None => None,
        Some(_) if !is_json || place == Place::Body => Some("what is no delivery was taken"),
        Some(updates) if updates.first().is_none_or(|first| first != before) => Some("a neighbor is lost"),
        Some(updates) if updates.last().is_none_or(|last| last != after) => Some("a neighbor is lost"),
        Some(updates) if is_raw && updates.get(1).is_none_or(|raw| raw != text) => {
            Some("what was kept is not what came")
        }
        Some(updates) if updates.len() != 2 + usize::from(is_raw) => Some("something was added"),
        Some(_) => None,
    }
}

struct Suite {
    files: Vec<(String, Vec<u8>)>,
    /// The files that leave it to the parser, and that ours takes as they are.
    taken: Vec<String>,
}

impl Suite {
    fn read() -> Option<Self> {
        let Some(vectors) = env::var_os("WEBHOOK_VECTORS").map(PathBuf::from) else {
            println!("skipped: WEBHOOK_VECTORS is not set");
            return None;
        };
        let mut files: Vec<_> = fs::read_dir(vectors.join("JSONTestSuite/test_parsing"))
            .unwrap()
            .map(|file| file.unwrap())
            .map(|file| (file.file_name().into_string().unwrap(), fs::read(file.path()).unwrap()))
            .collect();
        files.sort();
        let expectations = fs::read(vectors.join("JSONTestSuite_i_expectations_serde_json.json")).unwrap();
        let expectations: Value = serde_json::from_slice(&expectations).unwrap();
        let taken = ["value_accepts", "ignored_any_accepts_though_value_rejects"]
            .iter()
            .flat_map(|list| expectations[list].as_array().unwrap())
            .map(|name| name.as_str().unwrap().to_owned())
            .collect();
        Some(Self { files, taken })
    }

    /// Every fault of a reader, and how many files are JSON by the rule, and how many are not.
    fn try_on(&self, reader: Reader) -> (Vec<(&str, Place, &'static str)>, [usize; 2]) {
        let mut faults = Vec::new();
        let mut counts = [0; 2];
        for (name, junk) in &self.files {
            let is_json = match name.as_bytes()[0] {
                b'y' => true,
                b'n' => false,
                // A number out of range and half a surrogate pair are kept as they came; what is not UTF-8 is rejected.
                _ => self.taken.contains(name) && str::from_utf8(junk).is_ok(),
            };
            counts[usize::from(is_json)] += 1;
            let found = PLACES.map(|place| (name.as_str(), place, fault(reader, junk, place, is_json)));
            faults.extend(
                found.into_iter().filter_map(|(name, place, fault)| fault.map(|fault| (name, place, fault))),
            );
        }
        (faults, counts)
    }
}

#[test]
fn each_file_of_the_json_test_suite_is_kept_or_rejected_and_costs_no_neighbor() {
    let Some(suite) = Suite::read() else { return };
    let of = |kind| suite.files.iter().filter(|(name, _)| name.starts_with(kind)).count();
    assert_eq!((of("y_"), of("n_"), of("i_")), (95, 188, 35));
    let (faults, [refused, kept]) = suite.try_on(ours);
    println!(
        "junk: {} files in {} places: {kept} kept, {refused} refused, {} faults",
        suite.files.len(),
        PLACES.len(),
        faults.len()
    );
    assert!(faults.is_empty(), "{faults:?}");
    assert_eq!((kept, refused), (95 + 21, 188 + 14));
}

#[test]
fn a_careless_reader_would_be_found_out() {
    let Some(suite) = Suite::read() else { return };
    let careless: [(&str, Reader, &str); 5] = [
        (
            "stops at what it does not know",
            |body| Some(ours(body)?.into_iter().take_while(|it| NEIGHBORS.contains(&it.as_str())).collect()),
            "a neighbor is lost",
        ),
        (
            "refuses what it does not know",
            |body| ours(body).filter(|all| all.iter().all(|it| NEIGHBORS.contains(&it.as_str()))),
            "JSON cost a delivery",
        ),
        (
            "leaves out what it does not know",
            |body| Some(ours(body)?.into_iter().filter(|it| NEIGHBORS.contains(&it.as_str())).collect()),
            "what was kept is not what came",
        ),
        (
            "writes anew what it does not know",
            |body| {
                let anew = |it: String| match serde_json::from_str::<Value>(&it) {
                    Ok(value) => value.to_string(),
                    Err(_) => it,
                };
                Some(ours(body)?.into_iter().map(anew).collect())
            },
            "what was kept is not what came",
        ),
        (
            "takes broken JSON for none",
            |body| Some(ours(body).unwrap_or_default()),
            "what is no delivery was taken",
        ),
    ];
    for (what, reader, expected) in careless {
        let (faults, _) = suite.try_on(reader);
        println!("junk: a reader that {what}: {} faults", faults.len());
        assert!(faults.iter().any(|(_, _, fault)| *fault == expected), "{what}");
    }
}

/// Twenty of the payloads in `tests/fixtures`, of as many fields as there are.
fn payloads() -> Vec<Vec<u8>> {
    fn sorted(directory: &Path) -> Vec<PathBuf> {
        let mut paths: Vec<_> = fs::read_dir(directory).unwrap().map(|file| file.unwrap().path()).collect();
        paths.sort();
        paths
    }
    let fields = sorted(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures"));
    fields.iter().take(20).map(|field| fs::read(&sorted(field)[0]).unwrap().trim_ascii().to_vec()).collect()
}

/// How many proper prefixes of the payloads there are, and how many of them a reader takes for a whole.
fn taken_prefixes(payloads: &[Vec<u8>], is_taken: impl Fn(Vec<u8>) -> bool) -> (usize, usize) {
    let prefixes = || {
        let ends = payloads.iter().flat_map(|payload| (0..payload.len()).map(move |end| (payload, end)));
        ends.map(|(payload, end)| payload[..end].to_vec())
    };
    (prefixes().count(), prefixes().filter(|prefix| is_taken(prefix.clone())).count())
}

#[test]
fn no_prefix_of_a_delivery_is_taken_for_the_whole() {
    let payloads = payloads();
    assert_eq!(payloads.len(), 20);
    assert!(payloads.iter().all(|payload| decode(payload.clone()).is_ok()));
    let (prefixes, taken) = taken_prefixes(&payloads, |prefix| decode(prefix).is_ok());
    println!("junk: {prefixes} prefixes of 20 payloads: {taken} taken");
    assert_eq!(taken, 0);

    // A reader that closes what is open
    let (_, taken) = taken_prefixes(&payloads, |mut prefix| {
        let count = |byte: u8| prefix.iter().filter(|found| **found == byte).count();
        if count(b'[') > count(b']') {
            prefix.extend(b"]}");
        }
        prefix.push(b'}');
        decode(prefix).is_ok()
    });
    println!("junk: a reader that closes what is open: {taken} taken");
    assert!(taken > 0);
}

fn nested(depth: usize) -> [Vec<u8>; 2] {
    let member = r#"{"":"#;
    [
        ["[".repeat(depth), "]".repeat(depth)].concat().into_bytes(),
        [member.repeat(depth), "0".to_owned(), "}".repeat(depth)].concat().into_bytes(),
    ]
}

#[test]
fn nesting_of_any_depth_is_kept_on_a_small_stack() {
    let depths = [127, 128, 129, 10_000, DEEPEST];
    let checked = thread::Builder::new().stack_size(STACK).spawn(move || {
        let mut checked = 0;
        for depth in depths {
            for junk in nested(depth) {
                // In `Ignored` it stands twice, and a member takes more than a bracket.
                let fits = |place: &Place| place.around(&junk).len() <= 3 << 20;
                for place in PLACES.into_iter().filter(fits) {
                    assert_eq!(fault(ours, &junk, place, true), None, "{depth} {place:?}");
                    checked += 1;
                }
            }
        }
        checked
    });
    let checked = checked.unwrap().join().unwrap();
    println!("junk: {checked} deliveries nested up to {DEEPEST} deep, on a stack of {STACK} bytes");
    assert_eq!(checked, 2 * 4 * 4 + 3);
}

/// The control of the test above. An overflow of the stack ends the process, so another one has to try.
#[test]
fn a_recursive_reader_would_overflow_that_stack() {
    let status = Command::new(env::current_exe().unwrap())
        .args(["--exact", "--ignored", "junk::overflow", "--nocapture"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&status.stderr);
    assert!(!status.status.success() && said.contains("overflow"), "{said}");
    println!("junk: a recursive reader: {}", said.lines().find(|line| line.contains("overflow")).unwrap());
}

#[test]
#[ignore = "overflows its stack: the test above runs it"]
fn overflow() {
    fn depth(json: &mut impl Iterator<Item = u8>) -> usize {
        match json.next() {
            Some(b'[') => std::hint::black_box(depth(json)) + 1,
            _ => 0,
        }
    }
    let [arrays, _] = nested(DEEPEST);
    let reader = thread::Builder::new().stack_size(STACK);
    println!("{}", reader.spawn(move || depth(&mut arrays.into_iter())).unwrap().join().unwrap());
}
