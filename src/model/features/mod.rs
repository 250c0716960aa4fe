//! What the line model sees of a block: one byte a feature, in whole numbers throughout, so
//! that every platform sees the same.
//!
//! What the rules say of a block is added to the model's own weight by resolve, and was there
//! as an offset when the model was trained, so it does not count twice. The model sees it all
//! the same, as one sum and one family of kinds: it learns how far sums can be trusted where
//! (on sites held out the log-loss fell from 0.203 to 0.192). A user's own rules change sums,
//! never the schema.

mod around;
mod context;
mod distance;
mod look;
mod markup;
pub(in crate::model) mod scale;
pub(in crate::model) mod schema;
mod sounds;
mod topic;
mod words;

pub use markup::{Markup, MarkupContext, TypeShares, WordTable, each_word, key};
pub use schema::{Context, Line, Sound, Topic};
pub(in crate::model) use sounds::is_guide;
pub use words::PageWords;

use crate::model::cues::Cues;
use crate::model::wording::Wording;
use crate::page::Page;
use sha2::{Digest, Sha256};

/// A block that the rules of the first step marked with this sum (hundredths of log-odds) is
/// recognised, and no running text.
const MARKED: i32 = 150;

/// Changes when a feature of the same name is computed in another way.
pub const REVISION: u32 = 1;

/// The features of all blocks of a page, as judges of the second step see it.
#[must_use]
pub fn of(page: &Page<'_>, cues: &Cues) -> (Vec<Line>, PageWords) {
    let mut lines = vec![Line::default(); page.blocks().len()];
    let title = page.headline();
    for (line, block) in lines.iter_mut().zip(page.blocks()) {
        look::fill(line, page, block);
    }
    let words = words::fill(&mut lines, page, title, cues);
    if !lines.is_empty() {
        around::fill(&mut lines, page, title);
    }
    (lines, words)
}

/// How the blocks of flat text, with these features, sound; nothing for HTML.
#[must_use]
pub fn sounds(page: &Page<'_>, lines: &[Line], wording: &Wording) -> Vec<Sound> {
    sounds::of(page, lines, wording)
}

/// The features of the second pass, from the scores of the first (1024ths of log-odds).
#[must_use]
pub fn context(page: &Page<'_>, lines: &[Line], scores: &[i32]) -> Vec<Context> {
    context::of(page, lines, scores)
}

/// What the words of the blocks of flat text say in the second pass, from the scores of the first.
#[must_use]
pub fn topic(page: &Page<'_>, words: &PageWords, scores: &[i32]) -> Vec<Topic> {
    let stays: Vec<bool> = context::odds(page, scores).into_iter().map(|odds| odds < 0).collect();
    topic::of(words, &stays)
}

/// What the tree of a page of HTML says of its blocks; nothing for flat text.
#[must_use]
pub fn markup(page: &Page<'_>, words: &WordTable, types: TypeShares) -> Vec<Markup> {
    markup::of(page, words, types)
}

/// What it says of them in the second pass, from the scores of the first.
#[must_use]
pub fn markup_context(page: &Page<'_>, scores: &[i32]) -> Vec<MarkupContext> {
    markup::context(page, &context::odds(page, scores))
}

/// Changes with the names, the order and the meaning of some features: weights made for
/// another digest are refused.
#[must_use]
pub fn schema(rows: &[&[&str]]) -> [u8; 8] {
    let mut sha = Sha256::new();
    sha.update(REVISION.to_le_bytes());
    for name in rows.concat() {
        sha.update(name.as_bytes());
        sha.update(b"\n");
    }
    let digest = sha.finalize();
    std::array::from_fn(|at| digest[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROSE: &str =
        "The ferry to the island was late again on Monday, because the harbour was closed in the morning.";

    fn lines(text: &str) -> Vec<Line> {
        of(&Page::from_text(text), &Cues::builtin().unwrap()).0
    }

    #[test]
    fn names_are_unique_and_fit_a_byte() {
        let mut names = [Line::SHOWN, Sound::SHOWN, Context::SHOWN, Topic::SHOWN].concat();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), [Line::NAMES, Sound::NAMES, Context::NAMES, Topic::NAMES].concat().len());
    }

    #[test]
    fn a_page_without_blocks_has_no_features() {
        assert_eq!(lines(" \n\n"), []);
        assert_eq!(context(&Page::from_text(""), &[], &[]), []);
    }

    #[test]
    fn a_block_knows_its_look_and_its_neighbours() {
        let lines = lines(&format!("Menu\n\n{PROSE}\n\nOther news\n\nMenu\n"));
        assert_eq!([lines[0].ends_stop, lines[1].ends_stop], [0, 1]);
        assert_eq!([lines[0].is_sentence, lines[1].is_sentence], [0, 1]);
        assert_eq!([lines[0].same_text, lines[1].same_text], [scale::log(1), 0]);
        assert_eq!([lines[0].seen_before, lines[3].seen_before], [0, 1]);
        assert_eq!((lines[0].after_chars, lines[2].before_chars), (lines[1].chars, lines[1].chars));
        assert_eq!([lines[0].sentence_after, lines[2].sentence_before], [0, 0]);
        assert_eq!(lines[3].story_label_before, 0, "\"Other news\" stands right above it");
    }

    #[test]
    fn words_of_other_paragraphs_are_the_topic() {
        let other = "Passengers of the ferry waited at the harbour on Monday until the morning was over, they said.";
        let lines = lines(&format!("{PROSE}\n{other}\nChampions win the final of the national league cup"));
        // Of five longer words three ("ferry", "monday", "harbour") or four ("morning") are shared.
        assert!(lines[0].topic_words >= 80 && lines[1].topic_words >= 80, "{:?}", lines[0]);
        assert_eq!((lines[2].topic_words, lines[2].topic_count), (0, 0));
    }

    #[test]
    fn chinese_and_korean_signs_count_as_several_letters() {
        let chinese = "部长星期天抵达首都，就分离地区举行会谈。渡轮星期一又晚点了，因为港口早上关闭。";
        let [chinese, english] = [lines(chinese)[0], lines(PROSE)[0]];
        assert!(chinese.chars.abs_diff(english.chars) <= 8, "{} and {}", chinese.chars, english.chars);
        assert!(chinese.word_chars.abs_diff(english.word_chars) <= 20, "{chinese:?}");
    }

    #[test]
    fn the_second_pass_sees_what_words_are_in_common_with_what_stays() {
        let about = "Passengers of the ferry waited at the harbour on Monday until the morning was over, they said.";
        let appeal = "Subscribe to newsletters and follow channels.";
        let text = format!("{PROSE}\n{about}\n{appeal}\nFollow channels, newsletters");
        let page = Page::from_text(&text);
        let (_, words) = of(&page, &Cues::builtin().unwrap());
        let topic = topic(&page, &words, &[-4096, -4096, 4096, 4096]);
        assert!(topic[0].kept_words >= 80 && topic[0].near_words >= 80, "{:?}", topic[0]);
        assert_eq!([topic[0].gone_words, topic[2].kept_words, topic[3].near_words], [0, 0, 0]);
        assert_eq!((topic[3].gone_words, topic[3].own_words), (200, 0));
        assert!(topic[2].own_words > 0);
    }

    #[test]
    fn the_second_pass_sees_the_scores_around() {
        let text = format!("Menu\n{PROSE}\n{PROSE}\nAbout us");
        let page = Page::from_text(&text);
        let (lines, _) = of(&page, &Cues::builtin().unwrap());
        let contexts = context(&page, &lines, &[4096, -4096, -4096, 4096]);
        assert_eq!([contexts[0].score, contexts[1].score], [128 + 64, 128 - 64]);
        assert_eq!([contexts[1].score_1_before, contexts[1].score_1_after], [128 + 64, 128 - 64]);
        assert_eq!(contexts[0].score_1_before, 255, "beyond the page is no article");
        assert_eq!([contexts[0].stays_after, contexts[3].stays_before], [0, 0]);
    }
}
