//! All texts that linked data hold under some names, wherever they stand.

use serde_json::Value;

/// At most so many values are looked at.
const MAX_VISITED: usize = 20_000;
/// At most so many texts are kept, and so many bytes.
const MAX_TEXTS: usize = 64;
const MAX_BYTES: usize = 1 << 20;
/// A shorter one is a label.
const MIN_BYTES: usize = 30;

/// The texts under these names, entities resolved, in their order.
pub(super) fn of(values: &[Value], names: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    let mut bytes = 0;
    let mut open: Vec<&Value> = values.iter().rev().collect();
    let mut visited = 0;
    while let Some(value) = open.pop() {
        visited += 1;
        if visited > MAX_VISITED || found.len() >= MAX_TEXTS {
            break;
        }
        match value {
            Value::Array(items) => open.extend(items.iter().take(MAX_VISITED).rev()),
            Value::Object(map) => {
                for text in names.iter().filter_map(|name| map.get(*name)?.as_str()) {
                    bytes += text.len();
                    if text.len() >= MIN_BYTES && bytes <= MAX_BYTES {
                        found.push(htmlize::unescape(text).into_owned());
                    }
                }
                open.extend(map.values().filter(|value| value.is_object() || value.is_array()).take(MAX_VISITED));
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_found_at_any_depth() {
        let json = r#"{"mainEntity": {"text": "Why does the ferry to the island run late?", "acceptedAnswer":
            {"text": "Because the harbour is closed &amp; dark at night."}, "name": "x"}, "text": "short"}"#;
        let values = [serde_json::from_str(json).unwrap()];
        let found = of(&values, &["text"]);
        assert_eq!(found.len(), 2);
        assert!(found.contains(&"Because the harbour is closed & dark at night.".to_owned()));
    }
}
