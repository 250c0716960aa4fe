//! Scripts of linked data (JSON-LD) into values, sloppy as they are.
//!
//! What is no JSON is mended once: comments of HTML and CDATA signs around it go, line ends
//! inside strings and signs that JSON does not escape are escaped or left, a comma before a
//! bracket that closes goes. Several values after one another are read one by one; what
//! stands behind the first that cannot be read is lost.

use serde_json::Value;

/// At most so many values of one page.
const MAX_VALUES: usize = 256;

/// All values of some scripts. serde_json reads no deeper than 128.
pub(super) fn values(scripts: &[String]) -> Vec<Value> {
    let mut all = Vec::new();
    for script in scripts {
        let script = bare(script);
        let (mut read, whole) = stream(script);
        if !whole {
            let (mended, _) = stream(&mend(script));
            if mended.len() >= read.len() {
                read = mended;
            }
        }
        all.extend(read);
        all.truncate(MAX_VALUES);
    }
    all
}

/// The values of a text, and whether they are all.
fn stream(text: &str) -> (Vec<Value>, bool) {
    let mut values = Vec::new();
    for value in serde_json::Deserializer::from_str(text).into_iter().take(MAX_VALUES) {
        match value {
            Ok(value) => values.push(value),
            Err(_) => return (values, false),
        }
    }
    (values, true)
}

/// The script without what stands around the JSON.
fn bare(script: &str) -> &str {
    let start = script.find(['{', '[']).unwrap_or(script.len());
    let mut inner = &script[start..];
    // `//<![CDATA[` begins with a bracket of its own.
    if let Some(rest) = inner.strip_prefix("[CDATA[") {
        inner = &rest[rest.find(['{', '[']).unwrap_or(rest.len())..];
    }
    let end = inner.rfind('}').map_or(0, |at| at + 1);
    // Behind the last brace only a list may be closed.
    let tail = &inner[end..];
    let closing = tail.find(|c: char| c != ']' && !c.is_whitespace()).unwrap_or(tail.len());
    match tail.find("]]>") {
        Some(cdata) if cdata < closing => &inner[..end + cdata],
        _ => &inner[..end + closing],
    }
}

/// Text that is nearly JSON, as JSON.
fn mend(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_string = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if !in_string {
            match c {
                '"' => in_string = true,
                '}' | ']' => {
                    let kept = out.trim_end().strip_suffix(',').map(str::len);
                    out.truncate(kept.unwrap_or(out.len()));
                }
                ';' => continue,
                _ => {}
            }
            out.push(c);
            continue;
        }
        match c {
            '"' => {
                in_string = false;
                out.push(c);
            }
            '\\' => match chars.next() {
                Some(next @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u')) => out.extend(['\\', next]),
                // A backslash before a line end, or an escape of another language (`\'`).
                Some(next) if next.is_control() => out.push(' '),
                Some(next) => out.push(next),
                None => {}
            },
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(script: &str) -> String {
        serde_json::to_string(&values(&[script.to_owned()])).unwrap()
    }

    #[test]
    fn json_as_it_should_be() {
        assert_eq!(read(r#" {"a": 1} "#), r#"[{"a":1}]"#);
        assert_eq!(read(r#"[{"a": [1]}]"#), r#"[[{"a":[1]}]]"#);
    }

    #[test]
    fn json_as_pages_have_it() {
        assert_eq!(read("<!-- {\"a\": 1} -->"), r#"[{"a":1}]"#);
        assert_eq!(read("//<![CDATA[\n{\"a\": 1}\n//]]>"), r#"[{"a":1}]"#);
        assert_eq!(read("/* <![CDATA[ */[{\"a\": 1}]/* ]]> */"), r#"[[{"a":1}]]"#);
        assert_eq!(read("<![CDATA[[{\"a\": 1}]]]>"), r#"[[{"a":1}]]"#);
        assert_eq!(read("{\"a\": 1, \"b\": [1,],};"), r#"[{"a":1,"b":[1]}]"#);
        assert_eq!(read("{\"a\": \"one\ntwo\tthree\"}"), r#"[{"a":"one\ntwo three"}]"#);
        assert_eq!(read(r#"{"a": "it\'s"}"#), r#"[{"a":"it's"}]"#);
        assert_eq!(read("{\"a\": 1}\n{\"b\": 2}"), r#"[{"a":1},{"b":2}]"#);
        assert_eq!(read(r#"{"a": 1} {"b": "#), r#"[{"a":1}]"#);
    }

    #[test]
    fn what_is_none_gives_nothing() {
        for script in ["", "null", "var a = 1;", "{", "}", "[[[[", "{\"a\": \"b", "\\", "]]>"] {
            assert_eq!(read(script), "[]", "{script}");
        }
        assert_eq!(read(&"[".repeat(100_000)), "[]");
        assert_eq!(read(&format!("{}1{}", "{\"a\":".repeat(200), "}".repeat(200))), "[]");
    }
}
