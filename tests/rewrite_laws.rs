//! What every rewrite stage and the decoder promise, on made-up text and on noise.

use encoding_rs::Encoding;
use faircopy::decode::{DecodeConfig, decode};
use faircopy::laws;
use faircopy::polish::{blank_lines::BlankLines, normal_form::NormalForm, whitespace::Whitespace};
use faircopy::repair::{
    controls::Controls, encoding_repair::EncodingRepair, entities::Entities, glued_elements::GluedElements,
    joined_lines::JoinedLines, letter_forms::LetterForms, link_marks::LinkMarks, newlines::Newlines, nfc::Nfc,
    page_code::PageCode, spaces::Spaces, stray_tags::StrayTags, string_list::StringList,
};
use faircopy::testing::damage::{Damage, damaged_prose};
use faircopy::testing::{Choices, scripts};
use faircopy::{About, Edits, Origin, Pipeline, Recipe, Rewrite, Span, Text};
use proptest::prelude::*;
use std::sync::LazyLock;

fn repair() -> Vec<Box<dyn Rewrite>> {
    vec![
        Box::new(StringList::default()),
        Box::new(PageCode::default()),
        Box::new(StrayTags::default()),
        Box::new(Entities::default()),
        Box::new(EncodingRepair::default()),
        Box::new(Newlines::default()),
        Box::new(Controls::default()),
        Box::new(Spaces::default()),
        Box::new(LinkMarks::default()),
        Box::new(JoinedLines::default()),
        Box::new(GluedElements::default()),
        Box::new(LetterForms::default()),
        Box::new(Nfc::default()),
    ]
}

fn polish() -> Vec<Box<dyn Rewrite>> {
    vec![Box::new(Whitespace::default()), Box::new(BlankLines::default()), Box::new(NormalForm::default())]
}

fn all() -> Vec<Box<dyn Rewrite>> {
    repair().into_iter().chain(polish()).collect()
}

fn run(stages: &[Box<dyn Rewrite>], text: &str) -> String {
    stages.iter().fold(Text::from(text), |text, stage| stage.apply(&text)).into_string()
}

/// What dumps of all text nodes are made of, and what is hard to tell from it.
const CODE_AND_TEXT: &[&str] = &[
    "The ferry to the island was late again on Monday, said the port.\n",
    "Über die Brücke fährt ein Zug; Möwen schreien.\n",
    "Home",
    "\n",
    " ",
    "{",
    "}",
    "\"We are sorry,\" said the mayor.",
    "window.dataLayer = window.dataLayer || [];\nfunction gtag(){dataLayer.push(arguments);}\n",
    "(function(){window.ads=['\u{fc}'];})();",
    "#ad {\n  width: 100%;\n\n  height: 90px;\n}\n",
    "{\"@context\":\"https://schema.org\",\"articleBody\":\"It rained. (It did.\"}",
    "var a = {b: [1, 2",
    "/* It rained. */",
    "// It rained.\n",
    "` ${it} rained `",
    "!function(){",
    "};",
];

/// What marks of links are made of, and text beside them.
const LINKS_AND_TEXT: &[&str] = &[
    "The ferry to the island was late again on Monday, said the port.\n",
    "Über die Brücke fährt ein Zug\n",
    "雨が三日間降った。\n",
    "Home",
    "\n",
    "\n\n",
    " ",
    "[",
    "]",
    "(",
    ")",
    "```\n",
    "> ",
    "* [News](/news)\n",
    "[the bridge](https://a.example/bridge \"The bridge at night\")",
    "[the bridge](<https://a.example/a b>)",
    "![A gull over the port](gull.jpg)",
    "[![A gull](gull.jpg)\n\nThe gulls are back](/gulls)",
    "[the bridge][1]",
    "[the port office][]",
    "[a train][The port office]",
    "\n[1]: https://a.example/bridge\n",
    "\n[the port office]: https://a.example/port 'Open on Monday'\n",
    "\n[the bridge at night]: https://a.example/night\n[The bridge]: /bridge (Bridge of stone)\n",
    "the bridge [https://a.example/bridge]",
    "the bridge<https://a.example/bridge>",
    "News (https://a.example/news)\n",
    "Sports (/sports)\n",
    "the [12]bridge and the [13]port",
    "\nReferences\n\n   Visible links\n   12. https://a.example/bridge\n   13. https://a.example/port\n   14. https://a.example/\n",
];

/// So many of the sentences below, from the first on, have a mark at their end.
const ENDED: usize = 11;
/// Prose in many scripts, without a flaw.
const SENTENCES: [&str; 14] = [
    "Rain fell on the town for three days, and nobody complained.",
    "“It’s only water,” she said — and laughed…",
    "Über die Brücke fährt ein Zug; Möwen schreien.",
    "L’été dernier, l’École a fermé : « Ça suffit ! »",
    "NÃO É VERDADE que São Paulo fica à beira-mar.",
    "Żółty jeż śpi; kosztował 10 zł.",
    "Дождь шёл три дня, «и хватит», — сказал он.",
    "Він сказав: «Вітер із півночі», і пішов.",
    "Անձրևն անդադար տեղում էր։",
    "下了三天雨，“够了”，他说。",
    "雨が三日間降った。",
    "ฝนตกหนักสามวันติดต่อกัน",
    "باران سه روز بارید و می\u{200c}بارد.",
    "तीन दिन तक बारिश हुई। 👩\u{200d}👧",
];

/// Pieces that stages care about, glued in any way.
const PIECES: [&str; 58] = [
    "a",
    "é",
    "Ã",
    "Ã©",
    "â€™",
    "Â",
    "\u{85}",
    "\u{92}",
    "\u{81}",
    "\u{a0}",
    "\u{ad}",
    "\u{200b}",
    "\u{200d}",
    "\u{200c}",
    "\u{200e}",
    "\u{2066}",
    "\u{2069}",
    "\u{202b}",
    "\u{202c}",
    "\r",
    "\n",
    "\u{b}",
    "\u{2028}",
    "\u{2029}",
    "\u{7}",
    "&",
    "amp;",
    "&nbsp;",
    "&lt;",
    "&gt;",
    "<",
    "&#8217;",
    "\\u2019",
    "\u{301}",
    "\u{323}",
    "ش",
    "א",
    "क",
    "Р°",
    "√©",
    "├╝",
    " ",
    "\t",
    "ﬁ",
    "<br>",
    "</p>",
    "&lt;br /&gt;",
    "<a href=\"",
    ">",
    "\\n",
    "\\\\n",
    "\\",
    "\\r",
    "\\\"",
    "\\u0026",
    "['a', '",
    "'",
    "<!--",
];

fn prose() -> impl Strategy<Value = String> {
    proptest::collection::vec((0..SENTENCES.len(), prop_oneof![Just("\n"), Just("\n\n"), Just(" ")]), 1..12)
        .prop_map(|picked| picked.iter().map(|(i, joint)| format!("{}{joint}", SENTENCES[*i])).collect::<String>())
        .prop_map(|text| text.trim().to_owned())
}

fn pieces() -> impl Strategy<Value = String> {
    proptest::collection::vec(0..PIECES.len(), 0..24).prop_map(|picked| picked.iter().map(|i| PIECES[*i]).collect())
}

/// What pages are made of, for texts with nothing between their elements.
const ELEMENTS: [&str; 20] = [
    "News",
    "World",
    "Sport",
    "Über uns",
    "Kultur",
    "Новости",
    "Мир",
    "Ελλάδα",
    "Հայաստան",
    "YouTube",
    "getElement",
    "The rain fell for three days.",
    "“It’s only water,” she said.",
    "Дождь шёл три дня.",
    "5 min read",
    "(Reuters)",
    " ",
    "\n",
    "\n\n",
    "雨が降った。",
];

fn glued() -> impl Strategy<Value = String> {
    proptest::collection::vec(0..ELEMENTS.len(), 0..80).prop_map(|picked| picked.iter().map(|i| ELEMENTS[*i]).collect())
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![prose(), pieces(), glued(), "\\PC{0,40}", (prose(), pieces()).prop_map(|(a, b)| a + &b)]
}

/// Charsets and the sentences they can write.
const CHARSETS: [&str; 14] = [
    "utf-8",
    "windows-1252",
    "windows-1250",
    "windows-1251",
    "koi8-u",
    "windows-874",
    "windows-1256",
    "gbk",
    "gb18030",
    "big5",
    "shift_jis",
    "euc-jp",
    "iso-2022-jp",
    "euc-kr",
];

static BALANCED: LazyLock<Pipeline> = LazyLock::new(|| Recipe::balanced().build().unwrap());

/// Every damage in every script that it can be done to.
#[test]
fn all_damage_is_undone() {
    let mut failures = Vec::new();
    for pieces in scripts() {
        for number in [0, 11, 23] {
            let paragraphs: Vec<String> =
                (0..4).map(|at| pieces.paragraph((number + at * 5) % pieces.paragraphs())).collect();
            let clean = paragraphs.join("\n\n");
            failures.extend(laws::leaves_clean(&BALANCED, &clean).err());
            failures.extend(Damage::ALL.iter().filter_map(|damage| laws::undoes(&BALANCED, *damage, &clean).err()));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn each_stage_twice_is_once(text in any_text()) {
        for stage in all() {
            let once = stage.apply(&Text::from(text.as_str()));
            let twice = stage.apply(&Text::from(once.as_str()));
            prop_assert_eq!(twice.as_str(), once.as_str(), "{} on {:?}", stage.name(), text);
        }
    }

    #[test]
    fn between_glued_elements_come_line_breaks_and_nothing_else(text in glued()) {
        let broken = GluedElements::default().apply(&Text::from(text.as_str())).into_string();
        prop_assert_eq!(broken.replace('\n', ""), text.replace('\n', ""));
    }

    #[test]
    fn lines_joined_by_a_sign_are_lines_again(
        picked in proptest::collection::vec(0..ENDED, 8..30), sign in proptest::sample::select(vec!["|", " | ", "\t", "|\n|"])
    ) {
        let lines: Vec<&str> = picked.iter().map(|i| SENTENCES[*i]).collect();
        let joined = Text::from(lines.join(sign));
        let broken = JoinedLines::default().apply(&joined);
        let are_paragraphs = lines.iter().filter(|line| line.len() >= 60).count() >= 3;
        prop_assert_eq!(broken.as_str(), if are_paragraphs { lines.join("\n") } else { lines.join(sign) });
    }

    #[test]
    fn polish_as_a_whole_twice_is_once(text in any_text()) {
        let once = run(&polish(), &text);
        prop_assert_eq!(run(&polish(), &once), once);
    }

    #[test]
    fn no_edit_is_lost_or_out_of_bounds(text in any_text()) {
        for stage in all() {
            let text = Text::from(text.as_str());
            let mut edits = Edits::default();
            stage.run(&text, &mut edits);
            let new = edits.apply(&text);
            prop_assert!(edits.is_empty() || new != text, "{}", stage.name());
            // What is exact is what it was; a wrong offset would show here.
            for (at, c) in new.as_str().char_indices() {
                let origin = new.origin(Span::new(at, at + c.len_utf8()));
                prop_assert!(origin.span().end <= text.as_str().len());
                if let Origin::Exact(span) = origin {
                    prop_assert_eq!(&text.as_str()[span.range()], &new.as_str()[at..at + c.len_utf8()], "{}", stage.name());
                }
            }
        }
    }

    #[test]
    fn clean_text_is_left_alone(text in prose()) {
        for stage in all() {
            let after = stage.apply(&Text::from(text.as_str()));
            prop_assert_eq!(after.as_str(), text.as_str(), "{}", stage.name());
        }
    }

    #[test]
    fn made_damage_is_undone(bytes in proptest::collection::vec(any::<u8>(), 0..8)) {
        let (clean, damage) = damaged_prose(&mut Choices::new(&bytes));
        laws::undoes(&BALANCED, damage, &clean).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn code_of_a_page_is_listed(pieces in proptest::collection::vec(proptest::sample::select(CODE_AND_TEXT), 1..24)) {
        let text = pieces.concat() + &"(function(){window.ads=[];})();".repeat(60);
        laws::lists_what_it_takes_out(&PageCode::default(), &text).map_err(TestCaseError::fail)?;
        let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(&text);
        for bytes in [text.as_bytes(), &latin] {
            let article = BALANCED.clean(bytes, About::default());
            laws::provenance(bytes, &article).map_err(TestCaseError::fail)?;
        }
    }

    #[test]
    fn words_beside_marks_of_links_stay_or_are_listed(
        pieces in proptest::collection::vec(proptest::sample::select(LINKS_AND_TEXT), 1..40)
    ) {
        laws::leaves_or_lists_words(&LinkMarks::default(), &pieces.concat()).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn damage_is_repaired(text in prose(), twice in any::<bool>()) {
        let clean = run(&repair(), &text);
        for page in ["windows-1252", "windows-1251", "macintosh"] {
            let page = Encoding::for_label(page.as_bytes()).unwrap();
            let misread = |text: &str| page.decode_without_bom_handling(text.as_bytes()).0.into_owned();
            let damaged = if twice { misread(&misread(&text)) } else { misread(&text) };
            prop_assert_eq!(run(&repair(), &damaged), clean.clone(), "{}", page.name());
        }
        prop_assert_eq!(run(&repair(), &text.replace('\n', "\r\n")), clean.clone());
        prop_assert_eq!(run(&repair(), &text.replace(' ', "\u{a0}")), clean.clone());
        prop_assert_eq!(run(&repair(), &text.replace('a', "\u{ad}a\u{200b}")), clean.clone());
        prop_assert_eq!(run(&repair(), &text.replace('’', "&amp;rsquo;").replace('é', "&#233;")), clean);
    }

    #[test]
    fn decoding_covers_everything(bytes in proptest::collection::vec(any::<u8>(), 0..200), forced in proptest::option::of(0..CHARSETS.len())) {
        let config = DecodeConfig { charset: forced.map(|i| CHARSETS[i].to_owned()) };
        let decoded = decode(&bytes, &About::default(), &config);
        let text = &decoded.text;
        let mut last = 0;
        for (at, c) in text.as_str().char_indices() {
            let span = text.origin(Span::new(at, at + c.len_utf8())).span();
            prop_assert!(span.start >= last && span.end <= bytes.len() && !span.is_empty(), "{span:?} of {c:?} after {last}");
            last = span.start;
        }
    }

    #[test]
    fn what_was_encoded_is_decoded(text in prose(), charset in 0..CHARSETS.len()) {
        let charset = Encoding::for_label(CHARSETS[charset].as_bytes()).unwrap();
        let writable: Vec<&str> = text.lines().filter(|line| !charset.encode(line).2).collect();
        let text = writable.join("\n");
        let bytes = charset.encode(&text).0;
        let config = DecodeConfig { charset: Some(charset.name().into()) };
        let decoded = decode(&bytes, &About::default(), &config);
        prop_assert_eq!(decoded.text.as_str(), text.as_str());
        prop_assert_eq!(decoded.decoding.lost_chars, 0);
        for (at, c) in text.char_indices() {
            let Origin::Exact(span) = decoded.text.origin(Span::new(at, at + c.len_utf8())) else {
                return Err(TestCaseError::fail("not exact"));
            };
            // Of a charset with shifts, a piece can only be read with what stands before it.
            if charset != encoding_rs::ISO_2022_JP {
                let alone = decode(&bytes[span.range()], &About::default(), &config);
                prop_assert_eq!(alone.text.as_str(), &text[at..at + c.len_utf8()]);
            }
        }
    }
}
