//! Scores of `decode`: the share of files whose text is right, as the readme of the data says
//! what is right.

use super::halves::{Half, Share, print};
use faircopy::About;
use faircopy::decode::{DecodeConfig, Decoded, decode};
use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;
use unicode_normalization::UnicodeNormalization;

pub fn score(folder: &Path) -> Result<(), Box<dyn Error>> {
    let index = fs::read_to_string(folder.join("index.tsv"))?;
    let mut tables = Tables::default();
    for line in index.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [id, class, source, label, language, ..] = cells[..] else { continue };
        let bytes = fs::read(folder.join("bytes").join(id).with_extension("bin"))?;
        let expected = normal(&fs::read_to_string(folder.join("text").join(id).with_extension("txt"))?);
        let is_right = |address: Option<&str>| {
            let about = About { address, ..About::default() };
            let decoded = decode(&bytes, &about, &DecodeConfig::default());
            (normal(decoded.text.as_str()) == expected, decoded)
        };
        let (right, decoded) = is_right(None);
        let file = File { id, class, source, label, language, half: Half::of(id), bytes: bytes.len() };
        tables.add(&file, right, &decoded);
        let hint = domain(language).map(|domain| format!("https://example.{domain}/"));
        let hinted = if hint.is_some() { is_right(hint.as_deref()).0 } else { right };
        tables.hinted.entry(file.kind()).or_default().add(file.half, hinted);
    }
    tables.print();
    Ok(())
}

struct File<'a> {
    id: &'a str,
    class: &'a str,
    source: &'a str,
    label: &'a str,
    language: &'a str,
    half: Half,
    bytes: usize,
}

impl<'a> File<'a> {
    /// The class without the size.
    fn kind(&self) -> String {
        let kind = self.class.rsplit_once(' ').filter(|(_, size)| size.parse::<usize>().is_ok());
        kind.map_or(self.class, |(kind, _)| kind).to_owned()
    }
}

#[derive(Default)]
struct Tables {
    kinds: BTreeMap<String, Share>,
    hinted: BTreeMap<String, Share>,
    sizes: BTreeMap<String, Share>,
    charsets: BTreeMap<String, Share>,
    /// By tenths of confidence: how often it was right.
    confidence: BTreeMap<String, Share>,
}

impl Tables {
    fn add(&mut self, file: &File<'_>, right: bool, decoded: &Decoded) {
        let kind = file.kind();
        self.kinds.entry(kind.clone()).or_default().add(file.half, right);
        if file.class != kind && ["legacy", "dos/mac"].contains(&kind.as_str()) {
            let size = file.class.rsplit(' ').next().unwrap_or_default();
            self.sizes.entry(format!("{kind} {size:>4}")).or_default().add(file.half, right);
        }
        if ["legacy", "dos/mac", "real"].contains(&kind.as_str()) {
            self.charsets.entry(format!("{kind}: {}", file.label.to_lowercase())).or_default().add(file.half, right);
        }
        let sure = decoded.decoding.confidence;
        let bucket = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99].iter().rfind(|from| sure >= **from).unwrap_or(&0.0);
        let bucket = if sure >= 1.0 { "1".to_owned() } else { format!("{bucket:.2} and more") };
        self.confidence.entry(bucket).or_default().add(file.half, right);
        if !right && std::env::var_os("FAULTS").is_some() {
            let about = &decoded.decoding;
            println!(
                "{:?}\t{}\t{} {} {} {} {}\t{} {:?} {:?} {}\t{}",
                file.half,
                file.id,
                file.class,
                file.source,
                file.label,
                file.language,
                file.bytes,
                about.charset,
                about.minority,
                about.ground,
                about.confidence,
                decoded.text.as_str().chars().take(90).collect::<String>().replace('\n', "|")
            );
        }
    }

    fn print(&self) {
        let rows = |table: &BTreeMap<String, Share>, title: &str| {
            print(title, table.iter().map(|(name, share)| (name.as_str(), *share)));
        };
        rows(&self.charsets, "charset");
        rows(&self.sizes, "size");
        rows(&self.confidence, "confidence");
        rows(&self.hinted, "class, with the country of the language as address");
        rows(&self.kinds, "class");
    }
}

/// A country where the language is at home.
fn domain(language: &str) -> Option<&'static str> {
    const HOMES: [(&str, &str); 24] = [
        ("be", "by"),
        ("cs", "cz"),
        ("da", "dk"),
        ("el", "gr"),
        ("et", "ee"),
        ("fa", "ir"),
        ("he", "il"),
        ("hy", "am"),
        ("ja", "jp"),
        ("ka", "ge"),
        ("kk", "kz"),
        ("ko", "kr"),
        ("nb", "no"),
        ("sl", "si"),
        ("sq", "al"),
        ("sr", "rs"),
        ("sv", "se"),
        ("uk", "ua"),
        ("vi", "vn"),
        ("zh", "cn"),
        ("zh-Hant", "tw"),
        ("ar", "sa"),
        ("ca", "es"),
        ("en", "us"),
    ];
    const SAME: [&str; 22] = [
        "az", "bg", "de", "es", "fi", "fr", "hr", "hu", "is", "it", "lt", "lv", "mk", "nl", "pl", "pt", "ro", "ru",
        "sk", "th", "tr", "af",
    ];
    let home = HOMES.iter().find(|(of, _)| *of == language).map(|(_, home)| *home);
    home.or_else(|| SAME.iter().find(|same| **same == language).copied())
}

/// A text as it is compared: NFC, line feeds alone, no byte order mark, nothing lost at the end,
/// and one of each group of East Asian signs that maps of the same charset do not agree on.
fn normal(text: &str) -> String {
    let text: String = text.replace("\r\n", "\n").replace('\r', "\n").nfc().map(variant).collect();
    text.trim_start_matches('\u{feff}').trim_end_matches(['\u{fffd}', '\0']).to_owned()
}

fn variant(c: char) -> char {
    match c {
        '\u{301c}' | '\u{223c}' => '\u{ff5e}',
        '\u{2016}' => '\u{2225}',
        '\u{2212}' => '\u{ff0d}',
        '\u{a2}' => '\u{ffe0}',
        '\u{a3}' => '\u{ffe1}',
        '\u{ac}' => '\u{ffe2}',
        '\u{a5}' => '\\',
        '\u{203e}' | '\u{ffe3}' => '~',
        '\u{b7}' | '\u{30fb}' | '\u{2022}' | '\u{2027}' => '\u{b7}',
        '\u{2014}' => '\u{2015}',
        '\u{20a9}' | '\u{ffe6}' => '\\',
        _ => c,
    }
}
