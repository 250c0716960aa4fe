//! The kinds of text that is not the article, after the project's taxonomy.

use crate::marks::Flag;
use crate::observe::zones::Zone;
use serde::{Deserialize, Serialize};

/// What is done with a span once its evidence suffices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Stays in the text.
    Keep,
    /// Stays in the text, and the ledger names it.
    Label,
    /// Leaves the text and goes into the metadata.
    Capture,
    /// Leaves the text.
    Drop,
}

macro_rules! kinds {
    ($($variant:ident, $id:literal, $action:ident, $about:literal;)*) => {
        /// A kind of boilerplate or furniture, by its stable id (`tail.related`).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Kind { $(#[doc = $about] #[serde(rename = $id)] $variant,)* }

        impl Kind {
            /// All kinds, in the order of the taxonomy.
            pub const ALL: &'static [Kind] = &[$(Kind::$variant,)*];

            /// Its stable id.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $(Kind::$variant => $id,)* }
            }

            /// What is done with it when the evidence suffices.
            #[must_use]
            pub fn action(self) -> Action {
                match self { $(Kind::$variant => Action::$action,)* }
            }

            /// One line on what it is.
            #[must_use]
            pub fn about(self) -> &'static str {
                match self { $(Kind::$variant => $about,)* }
            }
        }
    };
}

kinds! {
    AdSlot, "marker.ad_slot", Drop, "Numbered ad slots of a publishing plugin, never filled in.";
    TemplateTag, "marker.template_tag", Drop, "Unfilled template tags and shortcodes.";
    AdLabel, "marker.ad_label", Drop, "The word \"advertisement\" standing alone.";
    LayoutDebris, "marker.layout_debris", Drop, "Names of breakpoints, icons and players.";
    Hidden, "marker.hidden", Drop, "Text that a page hides from its readers.";
    Code, "marker.code", Drop, "Script, style or data left in the text.";
    RuleLine, "marker.rule_line", Drop, "Separators without letters or digits.";
    DumpHeader, "marker.dump_header", Capture, "Fields the scraper put in front.";
    Entity, "marker.entity", Label, "Entities and escapes left undecoded.";
    SkipLinks, "chrome.skip_links", Drop, "Accessibility links.";
    Nav, "chrome.nav", Drop, "Menus and section lists.";
    Contents, "chrome.contents", Drop, "A table of contents.";
    Breadcrumb, "chrome.breadcrumb", Drop, "The path of sections above a headline.";
    LoginSearch, "chrome.login_search", Drop, "Account and search prompts.";
    LanguageSwitch, "chrome.language_switch", Drop, "Names of languages to choose from.";
    Ticker, "chrome.ticker", Drop, "Clock, weather, markets.";
    Consent, "chrome.consent", Drop, "Cookie and privacy notices.";
    AppealBanner, "chrome.appeal_banner", Drop, "A banner above the title that asks for money or a subscription.";
    Title, "furniture.title", Capture, "The headline: metadata, not body.";
    TitleRepeat, "furniture.title_repeat", Drop, "The headline once more.";
    Kicker, "furniture.kicker", Drop, "A section label above a headline.";
    Byline, "furniture.byline", Capture, "Who wrote it.";
    Dateline, "furniture.dateline", Label, "Place and agency that open the first paragraph.";
    Timestamp, "furniture.timestamp", Capture, "Published, updated, reading time.";
    PhotoCredit, "furniture.photo_credit", Capture, "Who took or owns the picture.";
    Caption, "furniture.caption", Capture, "The words under a picture.";
    CaptionRepeat, "furniture.caption_repeat", Drop, "A caption once more.";
    Tags, "furniture.tags", Capture, "Topics and keywords.";
    AuthorBio, "furniture.author_bio", Drop, "A few words about the author.";
    DeskCredit, "furniture.desk_credit", Capture, "Reporting and editing lines.";
    AgencyFooter, "furniture.agency_footer", Drop, "An agency's standing notice.";
    EditorNote, "furniture.editor_note", Label, "Corrections and editor's notes: article text.";
    ReadMoreLine, "inline.read_more_line", Drop, "One line with a label and another story's headline.";
    ReadMoreBlock, "inline.read_more_block", Drop, "A label line and the headlines under it.";
    FollowCta, "inline.follow_cta", Drop, "A follow-us sentence in the middle.";
    Newsletter, "inline.newsletter", Drop, "A newsletter pitch in the middle.";
    Promotion, "inline.promotion", Drop, "Words that sell or ask, told by their wording alone.";
    Paywall, "inline.paywall", Drop, "A paywall notice; the article is cut short.";
    Embed, "inline.embed", Drop, "Debris of tweets, videos, galleries.";
    Continue, "inline.continue", Drop, "Story continues below.";
    Disclosure, "inline.disclosure", Drop, "Affiliate and commission notes.";
    Related, "tail.related", Drop, "A list of other stories.";
    MostRead, "tail.most_read", Drop, "What others read.";
    Share, "tail.share", Drop, "Share buttons as words.";
    CommentForm, "tail.comment_form", Drop, "The comment form and its prompts.";
    NewsletterForm, "tail.newsletter_form", Drop, "The newsletter form.";
    Follow, "tail.follow", Drop, "Follow us, our apps and channels.";
    Donate, "tail.donate", Drop, "An appeal for money or membership.";
    Copyright, "tail.copyright", Drop, "Copyright lines.";
    LegalLinks, "tail.legal_links", Drop, "Policies, imprint, accreditation.";
    FeedFooter, "tail.feed_footer", Drop, "Source and re-publication lines.";
    Pagination, "tail.pagination", Drop, "Previous, next, back to top.";
    Disclaimer, "tail.disclaimer", Label, "Views, investment, medical, machine translation.";
    Contribute, "tail.contribute", Drop, "Write for us, tell us, report an error.";
    AppendedArticle, "block.appended_article", Drop, "A second article after the first.";
    ReaderComments, "block.reader_comments", Drop, "What readers wrote.";
    Shop, "block.shop", Drop, "Sponsor, shop, event, course, job promotions.";
    Mojibake, "char.mojibake", Label, "Text decoded with the wrong table.";
    Invisible, "char.invisible", Label, "No-break spaces, zero-width characters, bidi marks.";
    Homoglyph, "char.homoglyph", Label, "Letters of another script inside a word.";
    Glue, "char.glue", Label, "Missing spaces and holes where links were.";
    Model, "model.line", Drop, "Taken by the line model alone.";
    SiteDrop, "site.drop", Drop, "What a rule of the user's for this site says goes.";
    SiteOutside, "site.outside", Drop, "Outside of what a rule of the user's for this site takes.";
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id())
    }
}

impl Kind {
    /// The part of its id before the point: `marker`, `chrome`, `furniture`, `inline`, …
    #[must_use]
    pub fn family(self) -> &'static str {
        self.id().split_once('.').map_or("", |(family, _)| family)
    }

    /// Whether it is at home in the shell of a site, around its articles.
    pub(crate) fn is_of_shell(self) -> bool {
        matches!(self.family(), "chrome" | "tail" | "block")
    }

    /// Whether it says only that the text is not the article's, not what it is.
    pub(crate) fn is_bare(self) -> bool {
        matches!(self, Kind::Model | Kind::SiteOutside)
    }

    /// Whether it is a text that asks the reader for something.
    #[must_use]
    pub fn is_appeal(self) -> bool {
        use Kind::{
            AppealBanner, Contribute, Donate, Follow, FollowCta, Newsletter, NewsletterForm, Paywall, Promotion, Shop,
        };
        matches!(
            self,
            AppealBanner
                | Contribute
                | Donate
                | Follow
                | FollowCta
                | Newsletter
                | NewsletterForm
                | Paywall
                | Promotion
                | Shop
        )
    }

    /// Whether it is what an outlet itself says, to its readers or of its text: what somebody is quoted with is none.
    #[must_use]
    pub fn is_of_the_house(self) -> bool {
        use Kind::{CommentForm, Consent, Copyright, FeedFooter};
        self.is_appeal() || matches!(self, CommentForm | Consent | Copyright | FeedFooter)
    }

    /// What a removed span of this kind says about the whole document.
    #[must_use]
    pub fn flag(self) -> Option<Flag> {
        match self {
            // The plugin that leaves its slots unfilled is one that re-posts other sites.
            Kind::AdSlot => Some(Flag::Repost),
            Kind::Paywall => Some(Flag::Truncated),
            _ => None,
        }
    }

    /// The kind that the same words have in a zone: an appeal to follow is an interruption
    /// in the body and a footer in the tail.
    #[must_use]
    pub fn in_zone(self, zone: Zone) -> Kind {
        const PLACED: [(Kind, Kind); 3] = [
            (Kind::FollowCta, Kind::Follow),
            (Kind::Newsletter, Kind::NewsletterForm),
            (Kind::ReadMoreBlock, Kind::Related),
        ];
        match (self, zone) {
            (Kind::Donate, Zone::Head) => return Kind::AppealBanner,
            (Kind::AppealBanner, Zone::Tail | Zone::Body) => return Kind::Donate,
            _ => {}
        }
        for (body, tail) in PLACED {
            if self == body || self == tail {
                return if zone == Zone::Tail { tail } else { body };
            }
        }
        self
    }
}
