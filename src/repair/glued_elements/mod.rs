//! Glued elements: where a dump wrote the elements of a page with nothing between them, lines are broken again.
//!
//! `get_text()` without a separator, `textContent` and tags taken out by a pattern leave the white space that the source has, and between
//! `</li><li>` it often has none: the menu is `NewsWorldPolitics`, and a paragraph begins right behind the stop of the one before. A line
//! that is a menu, a headline and half of the article cannot be judged.
//!
//! A seam is where a capital stands right behind a small letter inside a word (`NewsWorld`), behind the stop of a sentence
//! (`the bridge.The mayor`), or beside a date (`14 May 2024The`). One alone is a name (`YouTube`, `McDonald`), an identifier or a slip of
//! the pen. So there are two questions. Were elements written with nothing between them at all (`evidence`)? A menu says so, which is a
//! chain of short entries that no clean text has, or many sentences and headings glued to the next. Only then: where (`cuts`)? Of the
//! seams in such a text 98 in 100 are places where elements met, so what looks like a name is left and all else is cut.
//!
//! **Known gaps**: a page without a menu whose glued sentences are few; scripts without capitals, and menus of which entries end or begin
//! in capitals (`BBCNews`) or in signs; quotation marks between two sentences (cut there, more of the article was lost than won);
//! elements that begin in small letters; a menu with blanks between its entries, all in one line; letters whose accents are characters of their
//! own. In a page that is glued elsewhere, names of three parts and names beside a seam are cut now and then, and a sentence that begins
//! without a blank by mistake becomes a paragraph.

mod cuts;
mod evidence;
mod seams;

use crate::edits::Edits;
use crate::repair::glued_elements::evidence::Glued;
use crate::repair::settle::settle;
use crate::stage::Rewrite;
use crate::text::Text;
use serde::{Deserialize, Serialize};

/// Settings: none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct GluedElementsConfig {}

/// Breaks lines where elements were written with nothing between them.
#[derive(Debug, Clone, Default)]
pub struct GluedElements {}

impl GluedElements {
    /// The stage with these settings.
    #[must_use]
    pub fn new(_config: GluedElementsConfig) -> Self {
        GluedElements {}
    }
}

impl Rewrite for GluedElements {
    fn name(&self) -> &'static str {
        "glued-elements"
    }

    /// The source of a page has its elements.
    fn markup_safe(&self) -> bool {
        false
    }

    fn run(&self, text: &Text, out: &mut Edits) {
        settle(text, out, break_all);
    }
}

/// Shorter lines hold one element each; nothing is glued in them but names.
const MIN_LINE_BYTES: usize = 60;
/// The least that is evidence, a chain of eight entries, has as many.
const MIN_SEAMS: usize = 7;

/// Breaks the lines of a text at its seams, once.
fn break_all(text: &str, out: &mut Edits) {
    let seams = seams::seams(text);
    if seams.len() < MIN_SEAMS {
        return;
    }
    let lines = seams::lines(text, &seams, MIN_LINE_BYTES);
    let glued = evidence::glued(text, &lines, &seams);
    if glued != Glued::Nothing {
        cuts::cuts(text, &lines, &seams, glued).into_iter().for_each(|at| out.replace(at..at, "\n"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(text: &str) -> String {
        GluedElements::default().apply(&Text::from(text)).into_string()
    }

    const MENU: &str = "NewsPoliticsBusinessTechnologyHealthScienceTravelStyleOpinionPodcastsVideosWeatherHoroscopesRecipesSubscribe nowSign inMost readLatest";

    fn stay(texts: &[&str]) {
        for text in texts {
            assert_eq!(broken(text), *text);
        }
    }

    #[test]
    fn a_menu_and_an_article_are_broken_where_elements_met() {
        let page = format!(
            "{MENU}\n\nNora Lindqvist14 May 2024The bridge over the river is open again, said the mayor yesterday.The repair took three summers.\
             Nobody complained about it, writes an architect on PlayStation and YouTube."
        );
        let page = broken(&page);
        let lines: Vec<&str> = page.lines().collect();
        assert_eq!(lines[..4], ["News", "Politics", "Business", "Technology"]);
        for line in [
            "Nora Lindqvist",
            "14 May 2024",
            "The bridge over the river is open again, said the mayor yesterday.",
            "The repair took three summers.",
            "Nobody complained about it, writes an architect on PlayStation and YouTube.",
        ] {
            assert!(lines.contains(&line), "{line}: {lines:#?}");
        }
    }

    #[test]
    fn paragraphs_and_headings_are_broken_without_a_menu() {
        let article = "The river rose again on Monday. The school was closed by noon, and the bridge an hour later, but before the bus was through.The mayor spoke at six. He asked for \
            patience and for sandbags.The evening was wet. Nobody went home.What the engineers thinkThe wall was built for less water, they \
            told the council. It will hold for a week, but not a day more.After that they make no promise. The next meeting is two days after the flood.Why it floodedNobody can say. In the hills the snow \
            melts. The soil is full.Before the weekend there is no sun in the forecast, and nobody knows how much it will help.How to helpHe who has a boat should call. \
            The number is on the door of the hall.";
        let broken = broken(article);
        for line in [
            "The mayor spoke at six. He asked for patience and for sandbags.",
            "What the engineers think",
            "Why it flooded",
            "How to help",
            "After that they make no promise. The next meeting is two days after the flood.",
        ] {
            assert!(broken.lines().any(|found| found == line), "{line}: {broken}");
        }
    }

    #[test]
    fn names_stay_where_the_page_is_glued() {
        let article =
            "The PlayStation was sold out, wrote Ann McDonald on her iPhone, and LinkedIn too was down, said LeBron.";
        let page = format!("{MENU}\n{article}");
        assert_eq!(broken(&page).lines().last(), Some(article));
        let shares = format!(
            "{MENU}\nShare on FacebookTwitterYouTubeLinkedInWhatsAppInstagram or write to a friend, or by post"
        );
        assert!(broken(&shares).contains("\nYouTube"), "{}", broken(&shares));
        for sign in
            ["#BlackLivesMatterToday", "@NewYorkTimesBooks", "/PressReleases/LatestNews", "\"nextPageLinkHere\""]
        {
            let line = format!("See {sign} for what the mayor of the town said about the bridge in the end, and why");
            assert_eq!(broken(&format!("{MENU}\n{line}")).lines().last(), Some(line.as_str()));
        }
    }

    #[test]
    fn dates_are_broken_off_where_they_have_a_year() {
        for (glued, lines) in [
            (
                "Nora Lindqvist14 May 2024The bridge is open again",
                "Nora Lindqvist\n14 May 2024\nThe bridge is open again",
            ),
            (
                "Anne Dupont14 mai 2024Le pont est de nouveau ouvert",
                "Anne Dupont\n14 mai 2024\nLe pont est de nouveau ouvert",
            ),
            (
                "Ana Ruiz14 de mayo de 2024El puente se abre otra vez",
                "Ana Ruiz\n14 de mayo de 2024\nEl puente se abre otra vez",
            ),
            (
                "It opened on 14May and the price of Windows11 was 20Euro",
                "It opened on 14May and the price of Windows11 was 20Euro",
            ),
        ] {
            let rest = ", said the mayor of the town on the steps of the hall.";
            assert!(broken(&format!("{MENU}\n{glued}{rest}")).ends_with(&format!("{lines}{rest}")), "{glued}");
        }
    }

    #[test]
    fn what_is_broken_stays_as_it_is() {
        let page = format!("{MENU}\nThe bridge is open.The mayor is glad.ServicesCustomer careNewsletterThe end of it");
        let once = broken(&page);
        assert_ne!(once, page);
        assert_eq!(broken(&once), once);
    }

    #[test]
    fn names_and_slips_of_the_pen_stay() {
        stay(&[
            "YouTube, LinkedIn, PayPal, WhatsApp, TikTok, GitHub, WordPress, DoorDash, SoundCloud, PlayStation, FaceTime and JavaScript were there. McDonald and DeSantis came too, MacKenzie did not.",
            "The rain fell.The river rose. Nobody knew why, and nobody asked for three days. Then the mayor came. He said that the bridge was closed. He went home. It rained again. The river rose again.",
            "Use Node.Js, System.Text.Encoding or Console.WriteLine; see Collections.Sort and System.Text.Json for what the library does with a text.",
            "1.Open the box. 2.Close the box. 3.Wait for a day or two until the glue is dry, then 4.Open it again and look at what has become of it.",
            "Visit www.Example.Com or write to Ann.Lee@Example.Com today, and do not forget the U.S.News ranking, nor the e.g.The and the i.e.That of the writer of this line.",
            "3.The 4Runner, the A4Avant and the 5Series: cars that nobody wanted (2019)Or so they said at the time, as far as anybody can remember it today, in the year 2021.",
            "雨が三日間降った。川が増水した。橋は閉鎖された。「もう十分だ」と彼は言った。市長は月曜日に来た。誰も不平を言わなかった。それから雨がまた降り始めた。",
        ]);
    }

    #[test]
    fn numbers_and_abbreviations_stay() {
        stay(&[
            "Inflation rose to 102.5 from 101.3 in May, 100.9 in April, 99.8 in March and 98.7 in February, while the town counted 250.000 people, 400.000 trees and 130.000 cars.",
            "Ni art.5 ni art.7 ni art.9; по ст.158 и ст.161 УК РФ, ул.Ленина, ул.Długa, dr.Kovács, prof.Bianchi, jl.Sudirman, sv.Jana, av.Libertador and jud.Cluj are where they live.",
            "A bike for 3,5Euro at 20Uhr and at 10:30Uhr, 200Kilowatt, Windows11 Home, PlayStation5 Pro, Leeds2 Hull1, bridge.12 The third.",
        ]);
    }

    #[test]
    fn languages_and_registers_full_of_inner_capitals_stay() {
        stay(&[
            "Lwesibili ukuthi ibhuloho elisha eliwela umfula uMngeni lizovulwa ngoLwesine, kusho iMeya yaseThekwini. Abantu baseMgungundlovu nabaseNingizimu Afrika bafika ngoMsombuluko kwaMashu.",
            "LehrerInnen, SchülerInnen, MitarbeiterInnen, BürgerInnen, AutorInnen, LeserInnen, HörerInnen, ÄrztInnen, WählerInnen, KäuferInnen, FahrerInnen und StudentInnen kamen, sagten die VeranstalterInnen.",
            "#BlackLivesMatter #ThrowbackThursday #NoFilterNeededAtAllToday #MondayMotivationForEverybodyHere #TravelPhotographyOfTheDayToday #FridaysForFutureEverywhereNow",
            "An IllegalArgumentException, a NullPointerException, an ArrayIndexOutOfBoundsException, a ClassCastException and an UnsupportedOperationException are what a ServiceLoader throws.",
        ]);
    }

    #[test]
    fn identifiers_stay_in_a_text_about_software() {
        let names = [
            "useState",
            "useEffect",
            "SearchBar",
            "ProductTable",
            "ProductRow",
            "CategoryRow",
            "HttpClient",
            "ValueError",
            "NotFoundError",
            "KeyError",
        ];
        let text: String = (0..40)
            .map(|at| format!("The component {} renders what {} gives it. ", names[at % 10], names[(at * 7 + 3) % 10]))
            .collect();
        assert_eq!(broken(&text), text);
        let code = "const value = FilterableProductTable({SearchBarElement, ProductTableElement}); return [ValueObject, OtherObject, ThirdObject]; ".repeat(3);
        assert_eq!(broken(&code), code);
    }

    #[test]
    fn lists_of_names_without_commas_stay() {
        stay(&[
            "The loader throws IllegalArgumentException NullPointerException ClassCastException NoSuchMethodException InstantiationException UnsupportedOperationException and no others.",
            "Our widgets are AppBar BottomNavigationBar TabBarView SliverAppBar FloatingActionButton DropdownMenu PopupMenuButton IconButton TextFormField CheckboxListTile DatePickerDialog and more.",
            "The winners are AirBnb BlackRock BuzzFeed CloudFlare DoorDash DreamWorks DropBox EventBrite HelloFresh HubSpot JetBlue LendingTree LinkedIn MailChimp MasterCard and of these the jury spoke at length.",
            "The joke about the InternalFrameInternalFrameTitlePaneInternalFrameTitlePaneMaximizeButtonWindowNotFocusedState is older than most of its users, and so is the AbstractSingletonProxyFactoryBean.",
            "Then the menu comes out as HomeNewsSportWeatherTravelFoodMoneyVideoMore, they say, in the dumps of those who forget the separator, which is easily done: the documentation says so.",
            "The key is aGVsbGFXb3JsZEhlbGxvV29ybGRIZWxsb1dvcmxkSGVsbGAXb3JsZEhlbGxvV29ybGRIZWxsbFdvcmxkQWJjRGVmR2hpSmtsTW5v and nobody knows what it opens, or for whom.",
        ]);
    }

    #[test]
    fn members_of_packages_stay() {
        stay(&[
            "In Go a strings.Builder writes faster than plus. A bytes.Buffer does the same for bytes, and bufio.Scanner reads lines. The context.Context goes first, the errors.New last. \
             Use regexp.MustCompile once, json.Marshal often, http.Handler always. A template.Execute may fail. With atomic.Value you share, with slices.Sort you sort. A builder needs no buffer, \
             a scanner no context, a handler no template. The value and the sort are left to the reader, and userName, httpServer, fileReader and orderService too.",
        ]);
    }

    /// Where a writer forgot the blank it may become the end of a line; names may not.
    #[test]
    fn identifiers_stay_between_slips_of_the_pen() {
        let text = "The service layer was written in a hurry.The team knew it. The orderService calls the paymentGateway, which calls the fraudChecker. If the customerId is missing \
            the requestValidator throws. The stackTrace shows nothing else.That is no help. The messageConverter had to be changed slowly.It took a week.After that the tests were \
            green.The users noticed nothing. In the afternoon it was lost.Nobody had touched it. We found a blank.The blank had been there since March.";
        assert_eq!(broken(text).replace('\n', ""), text);
        assert!(broken(text).contains("The orderService calls the paymentGateway, which calls the fraudChecker."));
    }

    #[test]
    fn lines_that_hold_one_element_stay() {
        let menu = "NewsWorld\nSportKultur\nPhotoGallery\nTopStories\nMostRead\n".repeat(20);
        assert_eq!(broken(&menu), menu);
    }
}
