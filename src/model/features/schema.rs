//! The list of features: names, order, and what each tells.

use crate::model::cues::CLASSES;

macro_rules! schema {
    ($(#[doc = $what:literal])* $row:ident, $prefix:literal { $($(#[doc = $about:literal])* $name:ident,)* }) => {
        $(#[doc = $what])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
        pub struct $row { $($(#[doc = $about])* pub $name: u8,)* }

        impl $row {
            /// The names of the features, in the order of [`bytes`](Self::bytes).
            pub const NAMES: &[&str] = &[$(stringify!($name),)*];

            /// The names as explanations show them.
            pub const SHOWN: &[&str] = &[$(concat!($prefix, stringify!($name)),)*];

            /// The features as bytes, in the order of [`NAMES`](Self::NAMES).
            #[must_use]
            pub fn bytes(&self) -> [u8; Self::NAMES.len()] { [$(self.$name,)*] }
        }
    };
}
pub(in crate::model) use schema;

schema! {
    /// The features of one block that the first pass sees.
    Line, "" {
    /// Characters, logarithmic.
    chars,
    /// Words, logarithmic.
    words,
    /// Mean letters a word, in tenths.
    word_chars,
    /// Letters among the characters.
    letters,
    /// Upper-case letters among the letters.
    uppers,
    /// Digits among the characters.
    digits,
    /// Words that begin in upper case.
    capitalised,
    /// Ends in a full stop.
    ends_stop,
    /// Ends in a question or exclamation mark.
    ends_question,
    /// Ends in dots.
    ends_ellipsis,
    /// Ends in a colon.
    ends_colon,
    /// Reads like running text.
    is_sentence,
    /// A piece of a cut sentence.
    is_fragment,
    /// A blank line stands before it.
    gap_before,
    /// A blank line stands behind it.
    gap_after,
    /// A heading.
    is_heading,
    /// An entry of a list.
    is_list_item,
    /// A row of a table.
    is_row,
    /// A line without letters or digits.
    is_separator,
    /// Its lines were hard-wrapped or cut.
    is_wrapped,
    /// Commas, by length.
    commas,
    /// Sentence ends, logarithmic.
    stops,
    /// Quotation marks.
    quotes,
    /// Brackets.
    brackets,
    /// Bars, bullets, arrows.
    bars,
    /// Signs of addresses and code.
    marks,
    /// Times of the day.
    clocks,
    /// Holds a web address.
    is_address,
    /// Holds a year.
    has_year,
    /// What kind of character opens it.
    starts_with,
    /// Its length against the longest block.
    of_longest,
    /// Words that many paragraphs use.
    function_words,
    /// Longer words that another paragraph uses.
    topic_words,
    /// Longer words that two other paragraphs use.
    topic_often,
    /// How many of those, logarithmic.
    topic_count,
    /// Longer words that stand in the headline.
    title_words,
    /// Words that speak to the reader.
    cue_second_person,
    /// Words of the house speaking of itself.
    cue_house,
    /// Words of interfaces and accounts.
    cue_account,
    /// Words of subscriptions and donations.
    cue_subscribe,
    /// Names and words of networks and apps.
    cue_social,
    /// Words of comment sections.
    cue_comment,
    /// Words of pictures and their sources.
    cue_picture,
    /// Words that point to other stories.
    cue_story,
    /// Words of legal notices.
    cue_legal,
    /// Words of bylines.
    cue_author,
    /// Words of dates.
    cue_date,
    /// Verbs of saying.
    cue_speech,
    /// Connectives, that labels rarely have.
    cue_prose,
    /// Blocks since a label with a word of comment sections.
    comment_label_before,
    /// Blocks to a label with a word of comment sections.
    comment_label_after,
    /// Blocks since a label with a word of other stories.
    story_label_before,
    /// Blocks to a label with a word of other stories.
    story_label_after,
    /// Blocks since a label with a word of pictures.
    picture_label_before,
    /// Blocks to a label with a word of pictures.
    picture_label_after,
    /// Blocks since a label with a word of accounts, subscriptions or networks.
    interface_label_before,
    /// Blocks to a label with a word of accounts, subscriptions or networks.
    interface_label_after,
    /// Blocks since a label with a word of bylines or dates.
    author_label_before,
    /// Blocks to a label with a word of bylines or dates.
    author_label_after,
    /// How often the same text stands elsewhere.
    same_text,
    /// How often it stood before.
    seen_before,
    /// How many blocks open with the same word.
    same_first_word,
    /// How many blocks open with the same words.
    same_opening,
    /// Blocks close by of the same look.
    template_near,
    /// Blocks two away of the same look.
    template_2,
    /// Blocks three away of the same look.
    template_3,
    /// Blocks before it, of all.
    place,
    /// Characters before it, of all.
    chars_before,
    /// Running text before it, of all.
    prose_before,
    /// Blocks from the start.
    from_start,
    /// Blocks from the end.
    from_end,
    /// Before the body.
    in_head,
    /// Behind the body.
    in_tail,
    /// Blocks to where the body begins.
    to_body,
    /// Blocks since the body began.
    into_body,
    /// Blocks to where the body ends.
    to_body_end,
    /// Blocks since the body ended.
    behind_body,
    /// Blocks to the headline.
    above_title,
    /// Blocks since the headline.
    below_title,
    /// It is the headline.
    is_title,
    /// Running text in the two blocks before.
    prose_2_before,
    /// Running text in the two blocks after.
    prose_2_after,
    /// Running text in the six blocks before.
    prose_6_before,
    /// Running text in the six blocks after.
    prose_6_after,
    /// Running text in the twenty blocks before.
    prose_20_before,
    /// Running text in the twenty blocks after.
    prose_20_after,
    /// Running text among the characters of nine blocks.
    density_4,
    /// Running text among the characters of twenty-five blocks.
    density_12,
    /// Recognised blocks among the four before.
    marked_4_before,
    /// Recognised blocks among the four after.
    marked_4_after,
    /// Recognised blocks among the twelve before.
    marked_12_before,
    /// Recognised blocks among the twelve after.
    marked_12_after,
    /// Blocks before it that the rules took for the shell.
    shell_before,
    /// Blocks after it that the rules took for the shell.
    shell_after,
    /// The same among the eight before.
    shell_8_before,
    /// The same among the eight after.
    shell_8_after,
    /// Blocks since the last long paragraph.
    long_before,
    /// Blocks to the next long paragraph.
    long_after,
    /// Blocks since the last sentence.
    sentence_before,
    /// Blocks to the next sentence.
    sentence_after,
    /// Blocks since the last piece of shell.
    shell_mark_before,
    /// Blocks to the next piece of shell.
    shell_mark_after,
    /// Blocks since the last insert.
    inline_mark_before,
    /// Blocks to the next insert.
    inline_mark_after,
    /// What the rules took the last recognised block before for.
    kind_before,
    /// What the rules took the next recognised block after for.
    kind_after,
    /// Blocks since the last heading.
    heading_before,
    /// Blocks to the next heading.
    heading_after,
    /// Blocks of the run it stands in.
    run_blocks,
    /// Characters of the run it stands in.
    run_chars,
    /// Its place in the run.
    run_place,
    /// What follows in the run.
    run_rest,
    /// Running text between two labels.
    section_prose,
    /// Blocks between two labels.
    section_blocks,
    /// What the rules of the first step say of the block.
    odds,
    /// What they take it for.
    kind,
    /// The block before: characters.
    before_chars,
    /// The block before: capitalised words.
    before_capitalised,
    /// The block before: its end.
    before_end,
    /// The block before: its form.
    before_form,
    /// The block before: what the rules said.
    before_odds,
    /// The block before: what the rules took it for.
    before_kind,
    /// The block before: words of the topic.
    before_topic,
    /// The block before: function words.
    before_function,
    /// Two blocks before: characters.
    before_2_chars,
    /// Two blocks before: its end.
    before_2_end,
    /// Two blocks before: what the rules said.
    before_2_odds,
    /// The block after: characters.
    after_chars,
    /// The block after: capitalised words.
    after_capitalised,
    /// The block after: its end.
    after_end,
    /// The block after: its form.
    after_form,
    /// The block after: what the rules said.
    after_odds,
    /// The block after: what the rules took it for.
    after_kind,
    /// The block after: words of the topic.
    after_topic,
    /// The block after: function words.
    after_function,
    /// Two blocks after: characters.
    after_2_chars,
    /// Two blocks after: its end.
    after_2_end,
    /// Two blocks after: what the rules said.
    after_2_odds,
    /// Blocks of the page.
    page_blocks,
    /// Characters of its middle block.
    page_middle_chars,
    /// Blocks with a blank line before.
    page_gaps,
    /// Entries of lists among the blocks.
    page_lists,
    /// Running text among the characters.
    page_prose,
    /// Running text, logarithmic.
    page_prose_chars,
    /// Recognised blocks of all.
    page_marked,
}
}

schema! {
    /// The features that the second pass sees besides.
    Context, "guess." {
    /// The block's score in the first pass.
    score,
    /// Score and rules, one block before.
    score_1_before,
    /// Score and rules, two blocks before.
    score_2_before,
    /// Score and rules, three blocks before.
    score_3_before,
    /// Score and rules, four blocks before.
    score_4_before,
    /// Score and rules, one block after.
    score_1_after,
    /// Score and rules, two blocks after.
    score_2_after,
    /// Score and rules, three blocks after.
    score_3_after,
    /// Score and rules, four blocks after.
    score_4_after,
    /// Their mean over three blocks before.
    mean_3_before,
    /// Their mean over three blocks after.
    mean_3_after,
    /// Their mean over eight blocks before.
    mean_8_before,
    /// Their mean over eight blocks after.
    mean_8_after,
    /// Their mean over twenty blocks before.
    mean_20_before,
    /// Their mean over twenty blocks after.
    mean_20_after,
    /// Characters that seem to stay, three blocks before.
    kept_3_before,
    /// Characters that seem to stay, three blocks after.
    kept_3_after,
    /// Characters that seem to stay, eight blocks before.
    kept_8_before,
    /// Characters that seem to stay, eight blocks after.
    kept_8_after,
    /// Characters that seem to stay, twenty blocks before.
    kept_20_before,
    /// Characters that seem to stay, twenty blocks after.
    kept_20_after,
    /// The share of what seems to stay that stands before.
    kept_before,
    /// Characters before that seem to stay.
    kept_before_chars,
    /// Characters after that seem to stay.
    kept_after_chars,
    /// The share of the page that seems to stay.
    page_kept,
    /// How much that is.
    page_kept_chars,
    /// Blocks since one that seems to stay.
    stays_before,
    /// Blocks to one that seems to stay.
    stays_after,
    /// Blocks since one that surely stays.
    sure_before,
    /// Blocks to one that surely stays.
    sure_after,
    /// Blocks since a paragraph that seems to stay.
    long_before,
    /// Blocks to a paragraph that seems to stay.
    long_after,
    /// Characters of the run of one fate.
    run_chars,
    /// Blocks of that run.
    run_blocks,
    /// The place in it.
    run_place,
    /// What follows in it.
    run_rest,
    /// The mean of all blocks of the same look.
    alike_score,
    /// How many those are.
    alike_blocks,
    }
}

schema! {
    /// How a block of flat text sounds by all of its words (see [`crate::model::wording`]), and what kind of text its
    /// page is: reports say who said what, guides speak to the reader and are full of lists without a stop.
    Sound, "sounds." {
    /// As an insert.
    insert,
    /// Its sentence that sounds most like one, of those that are worth a word.
    sentence,
    /// As a caption.
    caption,
    /// Sentences of the page with a word of saying.
    page_speech,
    /// Sentences of the page with a quotation mark.
    page_quotes,
    /// Sentences of the page with a word that speaks to the reader.
    page_second_person,
    /// Longer blocks of the body without a stop at their end.
    page_open,
    /// How those sound as captions, taken together.
    page_open_caption,
    }
}

schema! {
    /// What the second pass sees of the words of a block of flat text.
    Topic, "guess." {
    /// Longer words that stand in another block that stays.
    kept_words,
    /// Longer words that stand in two others that stay.
    kept_words_often,
    /// Longer words that stand in another block that goes.
    gone_words,
    /// Longer words that stand in one of the nearest blocks before or after that stay.
    near_words,
    /// Longer words that stand nowhere else.
    own_words,
    }
}

impl Line {
    /// Takes the shares of all classes of cue words over.
    pub(super) fn cues(&mut self, shares: [u8; CLASSES.len()]) {
        [
            self.cue_second_person,
            self.cue_house,
            self.cue_account,
            self.cue_subscribe,
            self.cue_social,
            self.cue_comment,
            self.cue_picture,
            self.cue_story,
            self.cue_legal,
            self.cue_author,
            self.cue_date,
            self.cue_speech,
            self.cue_prose,
        ] = shares;
    }
}
