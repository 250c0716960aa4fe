//! The program end to end: arguments, files, streams and exit statuses. What becomes of an
//! article's text is tested elsewhere.

#![cfg(feature = "cli")]

use assert_cmd::Command;
use assert_cmd::assert::Assert;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tempfile::TempDir;

const STORY: &str = "Rain fell on Monday in the north of the country, and roads were closed for hours.";

/// The program, run in `folder`.
fn faircopy<const N: usize>(folder: &Path, args: [&str; N]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_faircopy"));
    command.current_dir(folder).env("NO_COLOR", "1").args(args);
    command
}

fn run<const N: usize>(folder: &Path, args: [&str; N]) -> Assert {
    faircopy(folder, args).assert()
}

fn stdout(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stdout.clone()).unwrap()
}

fn stderr(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stderr.clone()).unwrap()
}

/// A folder with these files in it.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// All files under a folder, with `/`, sorted.
fn files(folder: &Path) -> Vec<String> {
    fn walk(at: &Path, root: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, root, found);
            } else {
                found.push(path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/"));
            }
        }
    }
    let mut found = Vec::new();
    walk(folder, folder, &mut found);
    found.sort();
    found
}

#[test]
fn standard_input_goes_to_standard_output() {
    let here = folder(&[]);
    for args in [&["clean"][..], &["clean", "-"]] {
        let assert = faircopy(here.path(), []).args(args).write_stdin(STORY).assert().success();
        assert_eq!(stdout(&assert), format!("{STORY}\n"));
        assert_eq!(stderr(&assert), "");
    }
    let assert = faircopy(here.path(), ["clean"]).write_stdin("").assert().success();
    assert_eq!(stdout(&assert), "");
}

#[test]
fn standard_input_can_go_to_a_folder() {
    let here = folder(&[]);
    faircopy(here.path(), ["clean", "--out", "out"]).write_stdin(STORY).assert().success();
    assert_eq!(files(&here.path().join("out")), ["stdin.txt"]);
}

#[test]
fn one_file_goes_to_standard_output_in_any_format() {
    let here = folder(&[("a.txt", STORY)]);
    assert_eq!(stdout(&run(here.path(), ["clean", "a.txt"]).success()), format!("{STORY}\n"));
    assert_eq!(stdout(&run(here.path(), ["clean", "a.txt", "--to", "md"]).success()), format!("{STORY}\n"));
    let line = stdout(&run(here.path(), ["clean", "a.txt", "--to", "jsonl"]).success());
    let line: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!((&line["id"], &line["source"], &line["text"]), (&"a.txt".into(), &"a.txt".into(), &STORY.into()));
}

#[test]
fn markdown_and_blocks_show_what_the_page_has() {
    let page = format!(
        "<body><h1>Rain on Monday</h1><p>{STORY}</p><p>{STORY} <b>So</b> <a href='/a'>they say</a>.</p></body>"
    );
    let here = folder(&[("a.html", &page)]);
    let md = stdout(&run(here.path(), ["clean", "a.html", "--to", "md", "--links"]).success());
    assert!(md.starts_with("# Rain on Monday\n\n") && md.contains("**So** [they say](/a)."), "{md}");
    let line = stdout(&run(here.path(), ["clean", "a.html", "--to", "jsonl", "--blocks"]).success());
    let line: serde_json::Value = serde_json::from_str(&line).unwrap();
    let blocks = line["blocks"].as_array().unwrap();
    assert!(blocks.iter().any(|block| block["inlines"][1]["address"] == "/a"), "{blocks:?}");
    assert!(stderr(&run(here.path(), ["clean", "a.html", "--links"]).code(2)).contains("--to md"));
    assert!(stderr(&run(here.path(), ["clean", "a.html", "--blocks"]).code(2)).contains("--to jsonl"));
}

#[test]
fn a_folder_gives_a_folder_of_the_same_shape() {
    let here = folder(&[
        ("in/a/b.html", "<p>Rain fell.</p>"),
        ("in/a/c.txt", STORY),
        ("in/d", STORY),
        ("in/same.html", "<p>Rain fell.</p>"),
        ("in/same.txt", STORY),
        ("in/empty.txt", ""),
        ("in/.hidden/x.txt", STORY),
        ("in/.x.txt", STORY),
    ]);
    let assert = run(here.path(), ["clean", "in", "--out", "out"]).success();
    let names = ["a/b.txt", "a/c.txt", "d.txt", "empty.txt", "same.html.txt", "same.txt.txt"];
    assert_eq!(files(&here.path().join("out")), names);
    assert_eq!(fs::read_to_string(here.path().join("out/a/c.txt")).unwrap(), format!("{STORY}\n"));
    assert_eq!(fs::read(here.path().join("out/empty.txt")).unwrap(), b"");
    assert!(stderr(&assert).starts_with("6 documents in "), "{}", stderr(&assert));
    let again = run(here.path(), ["clean", "in", "--out", "out2", "--quiet", "--to", "md"]).success();
    assert_eq!(stderr(&again), "");
    assert!(files(&here.path().join("out2")).contains(&"a/b.md".to_owned()));
}

#[test]
fn the_output_folder_may_stand_in_the_input_but_not_be_it() {
    let here = folder(&[("a.txt", STORY)]);
    run(here.path(), ["clean", ".", "--out", "out"]).success();
    run(here.path(), ["clean", ".", "--out", "out", "--overwrite"]).success();
    assert_eq!(files(here.path()), ["a.txt", "out/a.txt"]);
    assert!(stderr(&run(here.path(), ["clean", ".", "--out", "."]).code(2)).contains("this folder is read"));
    // A document is never replaced by its own output.
    assert!(stderr(&run(here.path(), ["clean", "a.txt", "--out", ".", "--overwrite"]).code(2)).contains("./a.txt"));
    assert_eq!(fs::read_to_string(here.path().join("a.txt")).unwrap(), STORY);
}

#[test]
fn outputs_that_are_there_are_kept_or_replaced_on_request_only() {
    let here = folder(&[("in/a.txt", STORY), ("in/b.txt", STORY), ("out/a.txt", "old")]);
    let read = |name: &str| fs::read_to_string(here.path().join(name)).unwrap_or_default();
    let message = stderr(&run(here.path(), ["clean", "in", "--out", "out"]).code(2));
    assert!(message.contains("--resume") && message.contains("--overwrite"), "{message}");
    assert_eq!(read("out/b.txt"), "");
    let message = stderr(&run(here.path(), ["clean", "in", "--out", "out", "--resume"]).success());
    assert!(message.contains("1 document in ") && message.contains("1 there already"), "{message}");
    assert_eq!([read("out/a.txt"), read("out/b.txt")], ["old".to_owned(), format!("{STORY}\n")]);
    run(here.path(), ["clean", "in", "--out", "out", "--overwrite"]).success();
    assert_eq!(read("out/a.txt"), format!("{STORY}\n"));
    run(here.path(), ["clean", "in", "--out", "out", "--overwrite", "--resume"]).code(2);

    run(here.path(), ["clean", "in", "--out", "out", "--to", "jsonl"]).success();
    run(here.path(), ["clean", "in", "--out", "out", "--to", "jsonl"]).code(2);
    run(here.path(), ["clean", "in", "--out", "out", "--to", "jsonl", "--resume"]).code(2);
    run(here.path(), ["clean", "in", "--out", "out", "--to", "jsonl", "--overwrite"]).success();
}

#[test]
fn lines_keep_the_order_whatever_the_threads() {
    let names: Vec<String> = (0..60).map(|n| format!("in/{:02}/{n}.txt", n % 7)).collect();
    let texts: Vec<String> = (0..60).map(|n| format!("{STORY}\n").repeat(1 + (60 - n) * 3)).collect();
    let all: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(texts.iter().map(String::as_str)).collect();
    let here = folder(&all);
    let lines = |threads: &str| {
        let out = format!("out{threads}");
        run(here.path(), ["clean", "in", "--to", "jsonl", "--out", &out, "-j", threads]).success();
        let file = fs::read_to_string(here.path().join(&out).join("articles.jsonl")).unwrap();
        assert_eq!(stdout(&run(here.path(), ["clean", "in", "--to", "jsonl", "-j", threads]).success()), file);
        file
    };
    let one = lines("1");
    assert_eq!(one, lines("4"));
    let ids: Vec<String> = one
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(ids.len(), 60);
    assert_eq!(ids[0], "00/0.txt");
    assert!(ids.windows(2).all(|pair| pair[0].split('/').next() <= pair[1].split('/').next()));
}

#[cfg(unix)]
#[test]
fn a_bad_document_is_named_and_does_not_stop_the_rest() {
    let here = folder(&[("in/a.txt", STORY), ("in/c.txt", STORY)]);
    std::os::unix::fs::symlink("nowhere", here.path().join("in/b.txt")).unwrap();
    std::os::unix::fs::symlink(".", here.path().join("in/loop")).unwrap();
    let message = stderr(&run(here.path(), ["clean", "in", "--out", "out"]).code(1));
    assert!(message.contains("error: in/b.txt: ") && message.contains("1 failed"), "{message}");
    assert_eq!(files(&here.path().join("out")), ["a.txt", "c.txt"]);
}

#[cfg(unix)]
#[test]
fn an_output_that_cannot_be_written_is_named_too() {
    let here = folder(&[("in/a.txt", STORY), ("in/b.txt", STORY), ("out/a.txt/x", "")]);
    let message = stderr(&run(here.path(), ["clean", "in", "--out", "out", "--overwrite"]).code(1));
    assert!(message.contains("error: in/a.txt: its output cannot be written"), "{message}");
    assert_eq!(files(&here.path().join("out")), ["a.txt/x", "b.txt"]);
}

#[test]
fn a_document_that_is_too_large_is_read_in_part_and_named() {
    let recipe = "name = \"small\"\n[limits]\nmax-bytes = 20\n";
    let here = folder(&[("in/a.txt", STORY), ("in/b.txt", "Rain fell."), ("small.toml", recipe)]);
    let assert = run(here.path(), ["clean", "in", "--out", "out", "--recipe", "small.toml"]).code(1);
    let message = stderr(&assert);
    assert!(message.contains("in/a.txt: only its first 20 bytes"), "{message}");
    assert!(!message.contains("in/b.txt"), "{message}");
    assert_eq!(files(&here.path().join("out")), ["a.txt", "b.txt"]);
}

#[cfg(feature = "html")]
#[test]
fn offsets_into_html_are_given_on_request() {
    let page = "<html><body><nav><a href=/>Home</a></nav><p>Rain fell all night.</p>\n<p>[ad_1]</p></body></html>";
    let here = folder(&[("a.html", page)]);
    let received = |command: &str, more: &[&str]| {
        let assert = faircopy(here.path(), []).args([command, "a.html", "--to", "jsonl"]).args(more).assert().success();
        stdout(&assert)
    };
    let start = page.find("[ad_1]").unwrap();
    let exact = format!("\"received\":{{\"exact\":{{\"start\":{start},\"end\":{}}}}}", start + 6);
    let sorted = format!("\"received\":{{\"exact\":{{\"end\":{},\"start\":{start}}}}}", start + 6);
    assert!(received("clean", &["--source-offsets"]).contains(&exact));
    assert!(received("explain", &["--source-offsets"]).contains(&sorted));
    assert!(!received("clean", &[]).contains("exact"));
}

#[test]
fn any_bytes_are_survived() {
    let here = folder(&[("in/a.txt", STORY)]);
    let noise: Vec<u8> = (0..40_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    for (name, bytes) in [("noise", &noise[..]), ("zeros", &[0; 5000]), ("latin", b"caf\xe9 \xe0 la carte")] {
        fs::write(here.path().join("in").join(name), bytes).unwrap();
    }
    let code = run(here.path(), ["clean", "in", "--out", "out"]).get_output().status.code();
    assert!(matches!(code, Some(0 | 1)), "{code:?}");
    assert!(here.path().join("out/a.txt").exists());
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_no_utf8_are_kept() {
    use std::os::unix::ffi::OsStrExt;
    let here = folder(&[("in/a.txt", STORY)]);
    let name = |bytes: &[u8]| PathBuf::from(std::ffi::OsStr::from_bytes(bytes));
    for bytes in [b"caf\xe9.txt", b"caf\xe8.txt"] {
        fs::write(here.path().join("in").join(name(bytes)), STORY).unwrap();
    }
    run(here.path(), ["clean", "in", "--out", "out"]).success();
    assert!(here.path().join("out").join(name(b"caf\xe9.txt")).exists());
    let lines = stdout(&run(here.path(), ["clean", "in", "--to", "jsonl"]).success());
    assert!(lines.contains("\"id\":\"caf%E9.txt\"") && lines.contains("\"id\":\"caf%E8.txt\""));
}

#[cfg(unix)]
#[test]
fn the_longest_names_can_be_written() {
    let long = "n".repeat(255);
    let here = folder(&[(&format!("in/{long}"), STORY)]);
    run(here.path(), ["clean", "in", "--out", "out"]).success();
    let names = files(&here.path().join("out"));
    assert!(names.len() == 1 && names[0].len() <= 255 && names[0].ends_with(".txt"), "{names:?}");
}

#[test]
fn wrong_usage_says_what_to_do_and_does_nothing() {
    let here = folder(&[("a.txt", STORY), ("b.txt", STORY), ("bad.toml", "judge = [\"ad-marker\"]")]);
    let message = |args: &[&str]| {
        let assert = faircopy(here.path(), []).args(args).assert().code(2);
        assert_eq!(stdout(&assert), "");
        stderr(&assert)
    };
    assert!(message(&["clean", "none.txt", "a.txt", "--out", "out"]).contains("none.txt: not there"));
    assert!(message(&["clean", "a.txt", "b.txt"]).contains("--out DIR"));
    assert!(message(&["clean", "."]).contains("--to jsonl"));
    assert!(message(&["clean", "a.txt", "--out", "b.txt"]).contains("not a folder"));
    assert!(message(&["clean", "a.txt", "--out", "b.txt/out"]).contains("b.txt/out"));
    assert!(message(&["clean", "a.txt", "--recipe", "bad.toml"]).contains("did you mean \"ad-markers\"?"));
    assert!(message(&["clean", "a.txt", "--recipe", "none.toml"]).contains("recipe show"));
    assert!(message(&["clean", "a.txt", "--recipe", "balancd"]).contains("did you mean \"balanced\"?"));
    assert!(message(&["clean", "a.txt", "--rules", "none"]).contains("none"));
    assert!(message(&["clean", "a.txt", "-j", "0"]).contains("0"));
    assert!(message(&["clean", "a.txt", "--to", "xml"]).contains("txt"));
    assert!(message(&["explain", "."]).contains("one document"));
    assert!(message(&[]).contains("Usage"));
    assert_eq!(files(here.path()), ["a.txt", "b.txt", "bad.toml"]);
}

#[test]
fn a_closed_pipe_is_a_quiet_end() {
    let big = format!("{STORY}\n\n").repeat(400);
    let names: Vec<String> = (0..60).map(|n| format!("in/{n}.txt")).collect();
    let all: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), big.as_str())).collect();
    let here = folder(&all);
    for args in [["clean", "in", "--to", "jsonl"], ["explain", "in/1.txt", "--to", "jsonl"]] {
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_faircopy"))
            .current_dir(here.path())
            .args(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut pipe = child.stdout.take().unwrap();
        pipe.read_exact(&mut [0; 10]).unwrap();
        drop(pipe);
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    }
}

#[cfg(unix)]
#[test]
fn an_interrupt_leaves_nothing_half_done() {
    let here = folder(&[("a.txt", STORY)]);
    let tool = |name: &str, args: &[&str]| {
        assert!(std::process::Command::new(name).args(args).current_dir(here.path()).status().unwrap().success());
    };
    // Reading a pipe that nobody writes to never ends.
    tool("mkfifo", &["pipe.txt"]);
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_faircopy"))
        .current_dir(here.path())
        .args(["clean", "a.txt", "pipe.txt", "--to", "jsonl", "--out", "out"])
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let begun = || here.path().join("out").is_dir() && !files(&here.path().join("out")).is_empty();
    for _ in 0..1000 {
        if begun() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    assert!(begun());
    tool("sh", &["-c", &format!("kill -INT {}", child.id())]);
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(files(&here.path().join("out")), [] as [&str; 0]);
}

#[test]
fn explain_shows_every_piece_and_never_the_terminals_own_signs() {
    let text = format!("{STORY}\n\nFor more, follow our Telegram channel.\n\nThe \u{1b}[31mminister\u{1b}[0m came.\n");
    let here = folder(&[("a.txt", &text)]);
    let shown = stdout(&run(here.path(), ["explain", "a.txt"]).success());
    assert!(shown.contains(STORY) && shown.contains("characters kept") && !shown.contains('\u{1b}'), "{shown}");
    let lines = stdout(&run(here.path(), ["explain", "a.txt", "--to", "jsonl"]).success());
    let mut at = 0;
    for line in lines.lines() {
        let piece: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(piece["page_bytes"][0], at);
        at = piece["page_bytes"][1].as_u64().unwrap();
        for key in ["action", "kind", "zone", "text", "sum", "threshold", "reasons", "received"] {
            assert!(piece.get(key).is_some(), "{key}");
        }
    }
    let empty = faircopy(here.path(), ["explain"]).write_stdin("").assert().success();
    assert!(stdout(&empty).contains("0 characters kept"));
}

#[test]
fn detect_gives_a_table_or_lines() {
    let here = folder(&[("in/a.txt", STORY), ("in/b.txt", "")]);
    let table = stdout(&run(here.path(), ["detect", "in"]).success());
    assert!(table.starts_with("charset") && table.contains("UTF-8") && table.contains("in/b.txt"), "{table}");
    let lines = stdout(&run(here.path(), ["detect", "in", "--to", "jsonl"]).success());
    assert_eq!(lines.lines().count(), 2);
    let first: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!((&first["id"], &first["charset"]), (&"a.txt".into(), &"UTF-8".into()));
}

#[test]
fn detect_tells_the_language_of_every_line() {
    let page = "Մատչելիության հղումներ\n\nRain fell over the valley on Monday, and the river rose by a metre.\n12:30\n";
    let here = folder(&[("page.txt", page)]);
    let table = stdout(&run(here.path(), ["detect", "--lines", "page.txt"]).success());
    assert_eq!(table.lines().count(), 3, "{table}");
    let lines = stdout(&run(here.path(), ["detect", "--lines", "page.txt", "--to", "jsonl"]).success());
    let lines: Vec<serde_json::Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&lines[0]["line"], &lines[0]["language_tag"]), (&1.into(), &"hy-Armn".into()));
    assert_eq!(lines[0]["foreign"], "Armenian");
    assert_eq!((&lines[1]["line"], &lines[1]["language"]), (&3.into(), &"eng".into()));
    assert!(lines[1]["foreign"].is_null());
}

#[test]
fn recipes_are_shown_and_checked() {
    let here = folder(&[("bad.toml", "name = \"x\"\nrepair = [\"ad-markers\"]\n")]);
    let shown = stdout(&run(here.path(), ["recipe", "show", "balanced"]).success());
    fs::write(here.path().join("mine.toml"), &shown).unwrap();
    assert!(stdout(&run(here.path(), ["recipe", "check", "mine.toml"]).success()).starts_with("mine.toml: ok"));
    let full = stdout(&run(here.path(), ["recipe", "show", "mine.toml", "--full"]).success());
    assert!(full.contains("max-bytes"));
    assert!(stderr(&run(here.path(), ["recipe", "check", "bad.toml"]).code(2)).contains("bad.toml:2"));
    assert!(stdout(&run(here.path(), ["stages"]).success()).contains("ad-markers"));
}

const RULE: &str = r#"language = "en"
[[rule]]
id = "en.promo-footers.cats"
kind = "tail.follow"
where = "inside"
phrases = ["follow our cats"]
weight = 300
hits = ["Follow our cats today."]
misses = ["The cats follow our car."]
"#;

#[test]
fn rules_are_listed_shown_and_tried() {
    let wrong = RULE.replace("The cats follow our car.", "They follow our cats home.");
    let here = folder(&[("good/promo-footers/en.toml", RULE), ("wrong/promo-footers/en.toml", &wrong)]);
    run(here.path(), ["rules", "test"]).success();
    assert!(stdout(&run(here.path(), ["rules", "test", "good"]).success()).starts_with("ok: 1 rule, 2 examples"));
    assert!(stdout(&run(here.path(), ["rules", "test", "wrong"]).code(1)).contains("must miss and does not"));
    run(here.path(), ["rules", "test", "none"]).code(2);
    let list = stdout(&run(here.path(), ["rules", "list", "--rules", "good", "--language", "en"]).success());
    assert!(list.lines().skip(1).all(|line| line.starts_with("en.")) && list.contains("en.promo-footers.cats"));
    run(here.path(), ["rules", "list", "--kind", "none"]).code(2);
    let shown = stdout(&run(here.path(), ["rules", "show", "en.promo-footers.cats", "--rules", "good"]).success());
    assert!(shown.contains("[[rule]]") && shown.contains("follow our cats"));
    assert!(stderr(&run(here.path(), ["rules", "show", "none"]).code(2)).contains("rules list"));
}

const SITE_RULE: &str = r#"[[rule]]
id = "site-rules.herald"
host = ["herald.example"]
path = "/news/"
take = [".story"]
drop = [".promo"]
hits = [{ html = "<p>Foot<div class=story>Rain <b class=promo>Buy</b></div>", keep = ["Rain"], drop = ["Foot", "Buy"] }]
misses = [{ html = "<div class=stories>Rain</div>" }]
"#;

#[cfg(feature = "html")]
#[test]
fn rules_for_sites_are_tried_and_shown() {
    let here = folder(&[
        ("good/site-rules/mine.toml", SITE_RULE),
        ("wrong/site-rules/mine.toml", &SITE_RULE.replace("stories", "'story big'")),
        ("bad/site-rules/mine.toml", &SITE_RULE.replace(".promo\"]", ".promo:has(b)\"]")),
    ]);
    let good = stdout(&run(here.path(), ["rules", "test", "good"]).success());
    assert!(good.starts_with("ok: 1 rule, 2 examples"), "{good}");
    let wrong = stdout(&run(here.path(), ["rules", "test", "wrong"]).code(1));
    assert!(wrong.contains("rule site-rules.herald must miss and does not: <div class='story big'>"), "{wrong}");
    let bad = stderr(&run(here.path(), ["rules", "test", "bad"]).code(2));
    assert!(bad.contains("mine.toml:6: rule \"site-rules.herald\": `drop` has \".promo:has(b)\""), "{bad}");
    let list = stdout(&run(here.path(), ["rules", "list", "--rules", "good", "--stage", "site-rules"]).success());
    assert_eq!(list.lines().nth(1).unwrap(), "site-rules.herald  site-rules  herald.example/news/  take drop");
    let shown = stdout(&run(here.path(), ["rules", "show", "site-rules.herald", "--rules", "good"]).success());
    assert!(shown.contains("[[rule.hits]]") && shown.contains("take = [\".story\"]"), "{shown}");
}

#[cfg(feature = "html")]
#[test]
fn rules_for_a_site_are_chosen_by_address() {
    let page =
        format!("<p>{STORY}</p><div class=story><p>{STORY} It went on.</p><p>Fine <b class=promo>Buy</b></p></div>");
    let here = folder(&[("rules/site-rules/mine.toml", SITE_RULE), ("a.html", &page), ("b.html", &page)]);
    let at = |address| {
        let args = ["clean", "a.html", "--rules", "rules", "--address", address, "--to", "jsonl"];
        let line = stdout(&run(here.path(), args).success());
        serde_json::from_str::<serde_json::Value>(&line).unwrap()
    };
    let site = at("https://www.herald.example/news/rain");
    assert_eq!(site["text"], format!("{STORY} It went on.\n\nFine"));
    let rules = site["removed"].as_array().unwrap().iter().map(|removed| &removed["rules"][0]["rule"]);
    assert_eq!(rules.collect::<Vec<_>>(), ["site-rules.herald", "site-rules.herald"]);
    let elsewhere = at("https://herald.example/shop/rain");
    assert!(!elsewhere.to_string().contains("site-rules"));
    let args = ["clean", "a.html", "b.html", "--rules", "rules", "--address", "https://herald.example/news/"];
    assert!(stderr(&run(here.path(), args).code(2)).contains("of one document"));
    run(here.path(), ["clean", "a.html", "--address", "herald.example"]).code(2);
}

#[test]
fn the_schema_is_json() {
    let here = folder(&[]);
    let schema: serde_json::Value = serde_json::from_str(&stdout(&run(here.path(), ["schema"]).success())).unwrap();
    assert!(schema["properties"]["text"].is_object());
}

#[test]
fn every_command_has_help_with_examples() {
    let here = folder(&[]);
    for command in ["clean", "explain", "detect", "eval", "stages", "rules", "recipe", "schema"] {
        let help = stdout(&run(here.path(), [command, "--help"]).success());
        assert!(help.contains("Example") && help.contains(&format!("faircopy {command}")), "{help}");
    }
    assert!(stdout(&run(here.path(), ["--help"]).success()).contains("Exit status"));
    assert!(stdout(&run(here.path(), ["--version"]).success()).starts_with("faircopy "));
}

#[test]
fn eval_counts_words_lost_and_left() {
    let raw = "Rain in the north\nBy Ann Poe\nRain fell on Monday.\nRead more: sun\nRoads closed.\n";
    let a = r#"{"id":"a","lang":"en","site":"x","title":"Rain in the north","labels":["T","B","K","R","K"],"ranges":[],"gold":"Rain fell on Monday.\n\nRoads closed."}"#;
    let b = r#"{"id":"b","lang":"de","site":"y","gold":"Regen fiel."}"#;
    let here = folder(&[
        ("gold.jsonl", &format!("{a}\n{b}\n")),
        ("raw/a.txt", raw),
        ("out/a.txt", "Rain fell on Monday.\n\nRead more: sun\n"),
        ("out/b.txt", "Regen fiel.\n"),
        ("titled/a.txt", "Rain in the north\n\nRain fell on Monday.\n\nRoads closed.\n"),
        ("titled/b.txt", "Regen fiel.\n"),
        ("bad.jsonl", "{\n"),
    ]);
    let json = |args: &[&str]| -> serde_json::Value {
        let assert = faircopy(here.path(), ["eval", "gold.jsonl", "--to", "json"]).args(args).assert().success();
        serde_json::from_str(&stdout(&assert)).unwrap()
    };
    let report = json(&["out", "--raw", "raw"]);
    assert_eq!(report["all"]["documents"], 2);
    assert_eq!(report["all"]["perfect"], 0.5);
    assert_eq!(report["by_label"]["R"], serde_json::json!({ "words": 3, "wrong": 3 }));
    assert_eq!(report["by_label"]["K"], serde_json::json!({ "words": 6, "wrong": 2 }));
    assert_eq!(report["by_language"]["de"]["f1"], 1.0);
    assert_eq!(report["by_language"]["de"]["shingle_f1"], 1.0);
    // Of "… rain fell on monday roads closed" one run of three is there, among four.
    assert_eq!(report["by_language"]["en"]["shingle_precision"], 0.25);
    assert_eq!(json(&["titled", "--raw", "raw"])["all"]["perfect"], 0.5);
    assert_eq!(json(&["titled", "--raw", "raw", "--title", "free"])["all"]["perfect"], 1.0);
    assert_eq!(json(&["titled", "--title", "free"])["all"]["f1"], 1.0);

    // Each site is in one half.
    let half = |split: &str| {
        let assert = run(here.path(), ["eval", "gold.jsonl", "out", "--to", "json", "--split", split]);
        serde_json::from_str::<serde_json::Value>(&stdout(&assert))
            .map_or(0, |r| r["all"]["documents"].as_u64().unwrap())
    };
    assert_eq!(half("tune") + half("check"), 2);

    let table = stdout(&run(here.path(), ["eval", "gold.jsonl", "out", "--raw", "raw", "--worst", "1"]).success());
    assert!(table.contains("precision") && table.contains("Read more: sun"), "{table}");
    fs::remove_file(here.path().join("out/b.txt")).unwrap();
    assert!(stderr(&run(here.path(), ["eval", "gold.jsonl", "out"]).code(1)).contains("b: no output"));
    assert!(stderr(&run(here.path(), ["eval", "gold.jsonl", "raw/.."]).code(2)).contains("a.txt"));
    assert!(stderr(&run(here.path(), ["eval", "bad.jsonl", "out"]).code(2)).contains("bad.jsonl:1"));
}

#[test]
fn eval_groups_and_chooses_documents() {
    let page = |id: &str, kind: &str, dumps: &str| {
        format!(
            r#"{{"id":"{id}","lang":"en","set":"s","page_type":"{kind}","gold":"Rain fell.","with":["Rain fell."],"without":["Share this"],"dumps":{{{dumps}}}}}"#
        )
    };
    let one = page("a", "article", r#""lynx":{"keep":[0]},"bs4":{"keep":[0]}"#);
    let two = page("b", "forum", r#""bs4":{"keep":[0]}"#);
    let raw = "Rain fell.\nShare this\n";
    let here = folder(&[
        ("gold.jsonl", &format!("{one}\n{two}\n")),
        ("raw/s/a.lynx.txt", "Rain\n   fell.\n"),
        ("raw/s/a.bs4.txt", raw),
        ("raw/s/b.bs4.txt", raw),
    ]);
    let eval = |args: &[&str]| faircopy(here.path(), ["eval", "gold.jsonl", "raw", "--raw", "raw"]).args(args).assert();
    let json = |args: &[&str]| -> serde_json::Value {
        serde_json::from_str(&stdout(&eval(&[args, &["--to", "json"]].concat()).success())).unwrap()
    };
    let report = json(&[]);
    assert_eq!(report["by_page_type"]["forum"]["documents"], 1);
    assert_eq!(report["by_set_and_renderer"]["s"]["bs4"]["segments"]["absent"], 0.0);
    let segments = &report["by_set_and_renderer"]["s"]["bs4"]["segments"];
    assert_eq!((&segments["precision"], &segments["recall"]), (&0.5.into(), &1.0.into()));
    assert_eq!(report["by_renderer"]["lynx"]["segments"]["f1"], 1.0);
    assert_eq!(report["by_renderer"]["bs4"]["shingle_f1"], 0.0);
    assert_eq!(report["documents"][1]["page_type"], "article");
    assert_eq!(json(&["--renderer", "bs4", "--page-type", "article,forum"])["all"]["documents"], 2);
    assert_eq!(json(&["--lang", "en", "--set", "s", "--renderer", "lynx"])["all"]["documents"], 1);

    let table = stdout(&eval(&[]).success());
    assert!(["page type", "renderer", "forum", "present"].iter().all(|name| table.contains(name)), "{table}");
    assert!(!table.contains("sh. F1") && stdout(&eval(&["--shingles"]).success()).contains("sh. F1"));
    let table = stdout(&eval(&["--by", "renderer,set"]).success());
    assert!(table.contains("lynx") && table.contains("set") && !table.contains("forum"), "{table}");
    let message = stderr(&eval(&["--renderer", "w3m"]).code(2));
    assert!(message.contains("--renderer w3m: no document is left; there are bs4, lynx"), "{message}");
}

#[test]
fn eval_says_how_much_clean_input_is_touched() {
    let gold = |id: &str, lang: &str, text: &str| format!(r#"{{"id":"{id}","lang":"{lang}","gold":"{text}"}}"#);
    let lines = [gold("a", "en", r"Rain fell.\n\nRoads closed."), gold("b", "th", "ฝนตกหนัก"), gold("c", "en", "Sun.")];
    let here = folder(&[
        ("gold.jsonl", &lines.join("\n")),
        ("texts/a.txt", "Rain fell.\n\nRoads closed.\n"),
        ("texts/b.txt", "ฝนตกหนัก\n"),
        ("texts/c.txt", "Menu\nSun.\n"),
        ("out/a.txt", "Rain fell.\n"),
        ("out/b.txt", "ฝนตกหนัก\n"),
        ("out/c.txt", "Sun.\n"),
    ]);
    let args = ["eval", "gold.jsonl", "out", "--raw", "texts"];
    let report = stdout(&faircopy(here.path(), args).args(["--to", "json"]).assert().success());
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    assert_eq!((&report["all"]["clean"], &report["all"]["untouched"]), (&2.into(), &0.5.into()));
    assert_eq!(report["by_language"]["th"]["untouched"], 1.0);
    assert_eq!(report["documents"][2].get("untouched"), None);
    let table = faircopy(here.path(), args).args(["--worst", "1"]).assert().success();
    assert!(stdout(&table).contains("clean input") && stdout(&table).contains("Roads closed."));
    assert!(stderr(&table).contains("1 document could not be compared"));
}
