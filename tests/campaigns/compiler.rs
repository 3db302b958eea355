//! What would get around the layer does not compile. Each file in `tests/ui` marks the errors that it must give.
//!
//! The cases are compiled against the library that this test was built with, so nothing is built anew. Lines and error
//! codes are compared and words are not: those change with the compiler.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

/// A line, and the code of the error in it.
type Error = (usize, String);

fn cases(directory: &str) -> Vec<PathBuf> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join(directory);
    let paths = fs::read_dir(directory).unwrap().map(|file| file.unwrap().path());
    let mut cases: Vec<_> = paths.filter(|path| path.extension().is_some_and(|it| it == "rs")).collect();
    cases.sort();
    cases
}

/// The errors that a case marks, as in `let _ = AppSecret::default(); //~ E0599`.
fn marked(case: &Path) -> Vec<Error> {
    let text = fs::read_to_string(case).unwrap();
    let codes = text.lines().map(|line| line.split_once("//~ ").map(|(_, code)| code.to_owned()));
    (1..).zip(codes).filter_map(|(line, code)| Some((line, code?))).collect()
}

/// The errors of a case against a library, or what the compiler says that cannot be understood.
fn errors(case: &Path, library: &Path) -> Result<Vec<Error>, String> {
    let output = Command::new(env::var_os("RUSTC").unwrap_or("rustc".into()))
        .args(["--edition=2024", "--emit=metadata", "--error-format=short", "--cap-lints=allow"])
        .args(["--out-dir", env!("CARGO_TARGET_TMPDIR")])
        .arg("--extern")
        .arg(format!("whatsapp_webhook={}", library.display()))
        .arg("-L")
        .arg(format!("dependency={}", library.parent().unwrap().display()))
        .arg(case)
        .output()
        .map_err(|error| error.to_string())?;
    let said = String::from_utf8_lossy(&output.stderr);
    let name = case.file_name().unwrap().to_str().unwrap();
    let errors: Vec<Error> = said
        .lines()
        // `tests/ui/case.rs:6:13: error[E0451]: field `body` of struct `Verified` is private`
        .filter_map(|line| {
            let (_, rest) = line.split_once(&format!("{name}:"))?;
            let (place, rest) = rest.split_once(": error[")?;
            Some((place.split(':').next()?.parse().ok()?, rest.split_once(']')?.0.to_owned()))
        })
        .collect();
    match output.status.success() == errors.is_empty() {
        true => Ok(errors),
        false => Err(said.into_owned()),
    }
}

/// The newest of the libraries beside this test with which the right use compiles.
fn library(right: &Path) -> PathBuf {
    let test = env::current_exe().unwrap();
    let mut libraries: Vec<_> = fs::read_dir(test.parent().unwrap())
        .unwrap()
        .map(|file| file.unwrap())
        .filter(|file| {
            let name = file.file_name().into_string().unwrap_or_default();
            name.starts_with("libwhatsapp_webhook-") && name.ends_with(".rlib")
        })
        .collect();
    libraries.sort_by_key(|file| std::cmp::Reverse(file.metadata().unwrap().modified().unwrap()));
    let outcomes = libraries.iter().map(|file| (file.path(), errors(right, &file.path())));
    let mut refused = Vec::new();
    for (library, outcome) in outcomes {
        match outcome {
            Ok(errors) if errors.is_empty() => return library,
            other => refused.push(other),
        }
    }
    panic!("the right use does not compile: {refused:?}")
}

#[test]
fn what_would_get_around_the_layer_does_not_compile() {
    // It compiles, so a check that takes any file for rejected would be found out.
    let [right] = &cases("tests/ui/right")[..] else { panic!() };
    let library = library(right);
    assert_eq!((errors(right, &library), marked(right)), (Ok(vec![]), vec![]));

    let wrong = cases("tests/ui");
    for case in &wrong {
        let marked = marked(case);
        assert!(!marked.is_empty(), "{} marks no error", case.display());
        assert_eq!(errors(case, &library), Ok(marked), "{}", case.display());
    }
    println!("compiler: {} cases refused, each for its own reason", wrong.len());
}
