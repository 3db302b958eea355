//! The script of `docs/deploy.md`, with a whois that answers what the test says.

use std::{
    env, fs,
    os::unix::fs::PermissionsExt as _,
    path::PathBuf,
    process::{self, Command},
};

use whatsapp_webhook::Networks;

struct Directory(PathBuf);

impl Directory {
    fn new() -> Self {
        let path = env::temp_dir().join(format!("whatsapp-webhook-whois-{}", process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write_program(&self, name: &str, text: &str) {
        let path = self.0.join(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    fn list(&self) -> Option<String> {
        fs::read_to_string(self.0.join("meta.whois")).ok()
    }

    /// Runs the script, and returns whether it succeeded.
    fn fetch(&self, answer: &str, status: u8) -> bool {
        fs::write(self.0.join("answer"), answer).unwrap();
        let whois = format!(
            "#!/bin/sh\n[ \"$4\" = '-i origin AS32934' ] && cat {}/answer; exit {status}\n",
            self.0.display()
        );
        self.write_program("whois", &whois);
        let path = format!("{}:{}", self.0.display(), env::var("PATH").unwrap());
        let output = Command::new("sh").arg(self.0.join("fetch")).env("PATH", path).output().unwrap();
        let left = fs::read_dir(&self.0)
            .unwrap()
            .filter(|entry| entry.as_ref().unwrap().file_name().to_str().unwrap().starts_with("meta.whois."));
        assert_eq!(left.count(), 0, "a temporary file is left");
        output.status.success()
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn answer(routes: usize, maintainer: &str) -> String {
    (0..routes)
        .map(|at| format!("route: 192.0.2.{at}/32\norigin: AS32934\nmnt-by: {maintainer}\nsource: RADB\n\n"))
        .collect()
}

#[test]
fn the_script_replaces_the_list_only_by_a_plausible_one() {
    let document = include_str!("../../../docs/deploy.md");
    let script = document.split("\n```sh\n#!/bin/sh\n").nth(1).unwrap().split_once("```\n").unwrap().0;
    let directory = Directory::new();
    let list = directory.0.join("meta.whois");
    assert!(script.contains("/var/lib/webhook/meta.whois"));
    directory.write_program("fetch", &script.replace("/var/lib/webhook/meta.whois", list.to_str().unwrap()));

    let empty = "%  No entries found for the selected source(s).\n";
    assert!(!directory.fetch(empty, 0) && directory.list().is_none());
    let (of_100, of_80, of_70) =
        (answer(100, "MAINT-AS32934"), answer(80, "MAINT-AS32934"), answer(70, "maint-as32934"));
    assert!(directory.fetch(&of_100, 0));
    assert_eq!(directory.list().as_ref(), Some(&of_100));
    assert!(Networks::from_whois(&directory.list().unwrap()).is_ok());

    let foreign = answer(100, "MAINT-SOMEBODY");
    for implausible in ["", empty, &of_70, &foreign] {
        assert!(!directory.fetch(implausible, 0), "{implausible}");
        assert_eq!(directory.list().as_ref(), Some(&of_100));
    }
    assert!(!directory.fetch(&of_100, 1), "whois failed");

    assert!(directory.fetch(&of_80, 0));
    assert_eq!(directory.list(), Some(of_80));
}
