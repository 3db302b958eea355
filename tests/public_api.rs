//! Which crates the public types are made of. A new major version of one of them is a new major version of this crate.
//!
//! It reads rustdoc's JSON, which only nightly Rust writes; `.ci/run` has the command. Where `RUSTDOC_JSON` does not name
//! the file, the test says so and passes.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{collections::BTreeSet, env, fs};

use serde_json::{Value, json};

/// The crates that may be named, with all features; `std` stands for its parts as well.
const ALLOWED: &[&str] = &[
    "axum_core",
    "bytes",
    "http",
    "http_body",
    "http_body_util",
    "serde_core",
    "std",
    "tower_layer",
    "tower_service",
];

/// The crates whose types or traits stand in the public items that `rustdoc` tells.
fn crates_of(rustdoc: &Value) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    for item in rustdoc["index"].as_object().unwrap().values().filter(|item| item["crate_id"] == 0) {
        let implementation = &item["inner"]["impl"];
        // What holds for every type, or is derived by the compiler, says nothing about ours.
        if implementation["blanket_impl"].is_null() && implementation["is_synthetic"] != true {
            collect(&item["inner"], rustdoc, &mut names);
        }
    }
    names
}

/// Adds the crates of all paths in a part of an item, but for what a macro of such a crate keeps to itself.
fn collect<'a>(part: &Value, rustdoc: &'a Value, names: &mut BTreeSet<&'a str>) {
    match part {
        Value::Array(parts) => parts.iter().for_each(|part| collect(part, rustdoc, names)),
        Value::Object(members) => {
            if let (Some(id), Some(_)) = (members.get("id"), members.get("path")) {
                let path = &rustdoc["paths"][&id.to_string()];
                let is_private =
                    path["path"].as_array().is_some_and(|names| names.contains(&json!("__private")));
                if let Some(number @ 1..) = path["crate_id"].as_u64().filter(|_| !is_private) {
                    let name = rustdoc["external_crates"][&number.to_string()]["name"].as_str().unwrap();
                    names.insert(if ["alloc", "core"].contains(&name) { "std" } else { name });
                }
            }
            members.values().for_each(|part| collect(part, rustdoc, names));
        }
        _ => {}
    }
}

#[test]
#[allow(clippy::print_stderr, reason = "a skipped test should say so")]
fn the_public_types_are_made_of_these_crates_and_no_others() {
    let Some(file) = env::var_os("RUSTDOC_JSON") else {
        eprintln!("skipped: RUSTDOC_JSON is not set");
        return;
    };
    let rustdoc: Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
    assert_eq!(crates_of(&rustdoc), BTreeSet::from_iter(ALLOWED.iter().copied()));
}

#[test]
fn a_crate_is_found_wherever_it_stands() {
    let path = |id: u64| json!({ "resolved_path": { "path": "T", "id": id, "args": null } });
    let rustdoc = json!({
        "index": {
            "0": { "crate_id": 0, "inner": { "function": { "sig": { "inputs": [["a", path(1)]], "output": path(2) } } } },
            "1": { "crate_id": 0, "inner": { "impl": { "blanket_impl": path(3), "is_synthetic": false, "trait": path(3) } } },
            "2": { "crate_id": 0, "inner": { "impl": { "blanket_impl": null, "is_synthetic": true, "trait": path(3) } } },
            "3": { "crate_id": 4, "inner": { "struct_field": path(3) } },
            "4": { "crate_id": 0, "inner": { "struct_field": path(4) } },
        },
        "paths": { "1": { "crate_id": 1 }, "2": { "crate_id": 2 }, "3": { "crate_id": 3 }, "4": { "crate_id": 3, "path": ["hmac", "__private", "T"] } },
        "external_crates": { "1": { "name": "core" }, "2": { "name": "serde_json" }, "3": { "name": "hmac" } },
    });
    assert_eq!(crates_of(&rustdoc), BTreeSet::from(["serde_json", "std"]));
}
