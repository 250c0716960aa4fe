//! Credits at the end of a line: `(AP Photo/Ann Lee)`, `© Ann Lee`, `Photo by: Ann Lee`,
//! `Ann Lee/AFP via Getty Images`.
//!
//! On 46,000 lines of articles in twelve languages the last three forms were found five
//! times, each time under a picture.

use crate::scan;
use crate::segment::fold::fold;
use memchr::memmem::Finder;
use std::sync::LazyLock;

/// Words that say "picture" before a colon or in a bracket, folded.
const LABELS: [&str; 34] = [
    "photo",
    "photos",
    "foto",
    "fotos",
    "image",
    "bild",
    "picture",
    "credit",
    "credits",
    "crédit",
    "crédits",
    "crédito",
    "фото",
    "снимка",
    "зображення",
    "zdjęcie",
    "fot",
    "pic",
    "file photo",
    "courtesy",
    "photograph",
    "imagen",
    "archivbild",
    "archivfoto",
    "symbolbild",
    "symbolfoto",
    "beispielbild",
    "재판매",
    "사진",
    "写真",
    "撮影",
    "摄影",
    "攝影",
    "供图",
];
/// More of them, which are words of other things too and tell of pictures before a colon alone.
const COLON_LABELS: [&str; 26] = [
    "kuva",
    "kuvat",
    "fotó",
    "kép",
    "fotoğraf",
    "fotoğraflar",
    "görsel",
    "φωτο",
    "φωτό",
    "φωτογραφία",
    "صورة",
    "تصوير",
    "عکس",
    "צילום",
    "ảnh",
    "ภาพ",
    "ছবি",
    "फोटो",
    "तस्वीर",
    "nuotr",
    "nuotrauka",
    "beeld",
    "billede",
    "ფოტო",
    "լուսանկար",
    "լուսանկարը",
];
/// And of these headings are made as well (`The new route - map: …`), so no dash may stand before them.
const DRAWINGS: [&str; 6] = ["chart", "graphic", "graphics", "map", "infographic", "illustration"];
/// What is shown as well, and tells of whose it is in brackets alone.
const SHOWN: [&str; 1] = ["video"];
/// Those that begin a credit without a colon, behind a sentence.
const SINGULAR: [&str; 4] = ["photo", "foto", "фото", "fot"];
/// What may stand between the label and its colon.
const LINKS: [&str; 6] = [" by", " de", " von", " di", " courtesy", " courtesy of"];
/// Agencies and stocks behind a slash, a bar or "via", folded. Not all of `agencies.txt`: short names there (`AA`, `ANI`) end lines
/// after a slash that are no credits.
const AGENCIES: [&str; 30] = [
    "getty images",
    "getty",
    "afp",
    "ap",
    "reuters",
    "epa",
    "epa-efe",
    "efe",
    "shutterstock",
    "istock",
    "alamy",
    "unsplash",
    "pixabay",
    "pexels",
    "wikimedia commons",
    "flickr",
    "dpa",
    "imago",
    "imago images",
    "zuma",
    "zuma press",
    "sipa",
    "tass",
    "xinhua",
    "ap photo",
    "rex",
    "ansa",
    "lapresse",
    "pti",
    "bloomberg",
];
/// Those that end a line without such a sign, behind a sentence.
const STOCKS: [&str; 8] =
    ["getty images", "shutterstock", "istock", "alamy", "pixabay", "unsplash", "ap photo", "ap images"];
/// The longest credit, in characters: three names and an agency.
const MAX_CHARS: usize = 62;
/// The longest bracket that is one.
const MAX_BRACKET_CHARS: usize = 100;

/// Whether a text is a word for pictures that stands before a colon.
pub(super) fn is_label(folded: &str) -> bool {
    LABELS.iter().chain(&COLON_LABELS).chain(&DRAWINGS).any(|label| *label == folded)
}

/// Where in a folded line the credit in brackets at its end begins, if it ends in one.
pub(super) fn in_brackets(folded: &str) -> Option<usize> {
    bracketed(folded.trim_end_matches(['.', ' ']))
}

/// Whether a credit in brackets, as it stands folded, is a person of an agency: `(ap photo/ann lee)`, `(ann lee/afp)`. Agencies
/// alone (`(ap)`, `(afp/reuters)`) sign the report.
pub(super) fn is_of_agency(credit: &str) -> bool {
    let inner = credit.trim_matches(['(', '[', ')', ']', '.', ' ']);
    let is_agency = |part: &str| part.split(" via ").any(|part| AGENCIES.contains(&part.trim()));
    let parts = || inner.split(['/', '|', ',']);
    credit.starts_with(['(', '[']) && parts().any(is_agency) && !parts().all(is_agency)
}

/// Whether a credit in brackets, as it stands folded, begins with a word for pictures and says whose it is:
/// `(photo: ann lee)`, `(image credit: port office)`.
pub(super) fn is_labelled(credit: &str) -> bool {
    const WHOSE: [&str; 7] = [":", "/", " by ", " via ", " credit:", " courtesy", " von "];
    let inner = credit.strip_prefix(['(', '[']).unwrap_or_default();
    let mut rests = LABELS.iter().filter_map(|label| inner.strip_prefix(label));
    let before_colon = COLON_LABELS.iter().chain(&DRAWINGS).chain(&SHOWN);
    let mut before_colon = before_colon.filter_map(|label| inner.strip_prefix(label));
    rests.any(|rest| WHOSE.iter().any(|whose| rest.starts_with(whose)))
        || before_colon.any(|rest| rest.starts_with(':'))
}

/// Whether a credit in brackets, as it stands on the page, names somebody, if its label is a word of other things too: `(Map: Ann Lee)`, and not
/// `(map: see page 4)`.
pub(super) fn names_somebody(credit: &str) -> bool {
    let Some((label, holder)) = credit.trim_start_matches(['(', '[']).split_once(':') else { return true };
    let holder = holder.trim_start();
    !COLON_LABELS.iter().chain(&DRAWINGS).chain(&SHOWN).any(|known| *known == fold(label).trim())
        || holder.starts_with(char::is_alphabetic)
            && !holder.starts_with(char::is_lowercase)
            && !holder.contains(char::is_numeric)
}

/// Where the credit of a house begins behind the last sentence of a text: `The Island Press/Ann Lee`, without a full stop,
/// every word in capitals.
pub(super) fn of_house(text: &str) -> Option<usize> {
    /// A house and two names.
    const MAX_WORDS: usize = 6;
    /// `3.1. Raw Request/Response` is a heading, and no credit behind a sentence.
    const MIN_SENTENCE_WORDS: usize = 4;
    let stop = scan::before_blank(text, b'.').next_back()? + ". ".len();
    let (house, name) = text[stop..].split_once('/')?;
    let is_name = |text: &str| {
        text.split(' ')
            .all(|word| word.starts_with(char::is_uppercase) && word.chars().all(|c| c.is_alphabetic() || c == '-'))
    };
    let words = text[stop..].split([' ', '/']).count();
    let is_credit = is_name(house) && is_name(name) && name.contains(' ') && words <= MAX_WORDS;
    (is_credit && text[..stop].split(' ').nth(MIN_SENTENCE_WORDS).is_some()).then_some(stop)
}

/// Where the credit begins that is glued to the last sentence of a text, as elements run together:
/// `… on Monday evening.Ann Lee / Island Post`, `… at the quay.Port Office photo`. A heading may be glued so as well: whoever asks
/// wants to see several.
pub(super) fn glued(text: &str) -> Option<usize> {
    /// Two names of three words and a sign.
    const MAX_WORDS: usize = 7;
    /// Fewer words before the stop are a name with a host in it (`See the Old Harbour.Com / Shop`).
    const MIN_SENTENCE_WORDS: usize = 6;
    let (sentence, holder) = text.split_at(text.rfind(['.', '!', '?'])? + 1);
    let words: Vec<&str> = holder.split(' ').filter(|word| !word.is_empty()).collect();
    let is_name = |word: &&str| word.starts_with(char::is_uppercase) || matches!(*word, "/" | "|" | "by" | "photo");
    let is_slashed = holder
        .split_once(['/', '|'])
        .is_some_and(|(name, house)| name.trim().contains(' ') && house.trim().starts_with(char::is_uppercase));
    let is_signed = is_slashed || (words.len() > 2 && words.last() == Some(&"photo"));
    let is_glued = holder.starts_with(char::is_uppercase) && words.len() <= MAX_WORDS;
    // An abbreviation goes on (`the U.S.Virgin Islands`).
    let is_sentence = sentence[..sentence.len() - 1].ends_with(char::is_lowercase)
        && sentence.split_whitespace().nth(MIN_SENTENCE_WORDS - 1).is_some();
    (is_glued && is_signed && is_sentence && words.iter().all(is_name)).then_some(sentence.len())
}

/// Where in a folded line the credit at its end begins, if it ends in one.
pub(super) fn start(folded: &str) -> Option<usize> {
    let line = folded.trim_end_matches(['.', ' ']);
    bracketed(line)
        .or_else(|| signed(line))
        .or_else(|| labelled(line))
        .or_else(|| by_agency(line))
        .or_else(|| behind_sentence(folded))
}

fn bracketed(line: &str) -> Option<usize> {
    let inner = line.strip_suffix([')', ']'])?;
    let open = inner.rfind(['(', '['])?;
    let inner = &inner[open + 1..];
    let mut words = inner.split(|c: char| !c.is_alphanumeric());
    let credit = words.any(|word| LABELS.contains(&word) && word != "courtesy")
        || is_labelled(&line[open..])
        || is_person_of_agency(inner);
    (credit && inner.chars().count() <= MAX_BRACKET_CHARS).then_some(open)
}

/// `ann lee/afp`, `afp/getty images`: a person of an agency, or what a stock holds. Two
/// agencies alone (`afp/reuters`) sign the report.
fn is_person_of_agency(inner: &str) -> bool {
    let stock = STOCKS.iter().any(|stock| inner.ends_with(stock));
    ends_in_agency(inner).is_some_and(|at| stock || inner[..at].trim_end_matches(['/', '|', ' ']).contains(' '))
}

fn signed(line: &str) -> Option<usize> {
    let at = line.rfind('©')?;
    let holder = line[at + '©'.len_utf8()..].trim_start().trim_start_matches(|c: char| c.is_ascii_digit()).trim_start();
    (holder.starts_with(char::is_alphabetic) && is_short(holder)).then_some(at)
}

fn labelled(line: &str) -> Option<usize> {
    const ENDS: [char; 5] = ['.', ';', ')', '!', '?'];
    let (before, holder) = line.rsplit_once(':')?;
    if !is_short_with_initials(holder.trim()) {
        return None;
    }
    let before = LINKS.iter().find_map(|link| before.strip_suffix(link)).unwrap_or(before);
    let whole =
        |label: &&str| before.strip_suffix(*label).filter(|rest| !rest.ends_with(char::is_alphanumeric)).map(str::len);
    // What is a word of other things too begins the line or stands behind what has ended, or behind a dash.
    let behind_end = |label: &&str| whole(label).filter(|at| before[..*at].trim_end().ends_with(ENDS) || *at == 0);
    let is_dashed = |at: &usize| [" - ", " – ", " | "].iter().any(|dash| before[..*at].ends_with(dash));
    let of_picture = |label: &&str| behind_end(label).or_else(|| whole(label).filter(is_dashed));
    LABELS
        .iter()
        .find_map(whole)
        .or_else(|| COLON_LABELS.iter().find_map(of_picture))
        .or_else(|| DRAWINGS.iter().find_map(behind_end))
}

fn by_agency(line: &str) -> Option<usize> {
    ends_in_agency(line).map(|at| person_before(line, at)).or_else(|| {
        let sentence = |rest: &&str| rest.trim_end().trim_end_matches('"').ends_with(['.', '!', '?']);
        STOCKS.iter().find_map(|stock| line.strip_suffix(stock).filter(sentence).map(str::len))
    })
}

/// Where the person's name before a house begins, if it stands behind a full stop: `… on Monday. Ann M. Lee/Inn/AFP`.
fn person_before(line: &str, house: usize) -> usize {
    /// Three names and a second house.
    const MAX_WORDS: usize = 5;
    let is_initial = |before: &str| before.rsplit(' ').next().is_some_and(|word| word.chars().count() <= 2);
    let is_stop = |before: &str| before.ends_with(['.', '!', '?']) && !is_initial(before);
    let mut spaces = memchr::memrchr_iter(b' ', &line.as_bytes()[..house]).take(MAX_WORDS);
    spaces.find(|space| is_stop(&line[..*space])).map_or(house, |space| space + 1)
}

/// `… on Monday. Reuters/Ann Lee`, `… du moulin. Photo AFP`: behind a full stop, and without
/// one of its own, an agency before a slash or a word for pictures before a few names.
fn behind_sentence(folded: &str) -> Option<usize> {
    /// A label and two names.
    const MAX_WORDS: usize = 6;
    let is_stop = |before: &str| before.ends_with(['.', '!', '?']) || before.ends_with(".\"");
    let mut spaces = memchr::memrchr_iter(b' ', folded.as_bytes()).take(MAX_WORDS);
    let stop = spaces.find(|space| is_stop(&folded[..*space]))? + 1;
    let tail = &folded[stop..];
    let words: Vec<&str> = tail.split(' ').collect();
    let is_holder = |holder: &str| AGENCIES.contains(&holder) || SINGULAR.contains(&holder);
    let agency = tail.split_once('/').is_some_and(|(holder, name)| is_holder(holder) && !name.trim().is_empty());
    let label = words.len() >= 2 && SINGULAR.contains(&words[0]);
    let closed = tail.ends_with(['.', '!', '?', ':', '…', '"', ')']);
    (!closed && (agency || label)).then_some(stop)
}

static VIA: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(" via "));

/// Where an agency behind a slash, a bar or "via" begins that ends the text.
fn ends_in_agency(text: &str) -> Option<usize> {
    // Hardly any line has the sign that each of them needs.
    let has_sign = memchr::memchr2(b'/', b'|', text.as_bytes()).is_some();
    if !has_sign && VIA.find(text.as_bytes()).is_none() {
        return None;
    }
    AGENCIES.iter().find_map(|agency| {
        let rest = text.strip_suffix(agency)?;
        let sign = rest.trim_end().ends_with(['/', '|']) || rest.ends_with(" via ");
        (sign && !rest.trim_end_matches(['/', '|', ' ']).is_empty()).then_some(rest.len())
    })
}

/// Some names, and no sentence.
fn is_short(holder: &str) -> bool {
    (2..=MAX_CHARS).contains(&holder.chars().count()) && !holder.contains(['.', ':'])
}

/// The same, with initials: a point stands behind one letter or two.
fn is_short_with_initials(holder: &str) -> bool {
    let is_initial = |before: &str| (1..=2).contains(&before.chars().rev().take_while(|c| c.is_alphabetic()).count());
    let has_end = holder.match_indices('.').any(|(at, _)| !is_initial(&holder[..at]));
    !has_end && is_short(&holder.replace('.', ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn behind_a_sentence_without_a_sign() {
        assert_eq!(start("the port seen from the mill. photo afp"), Some(29));
        assert_eq!(start("the mayor of the port. reuters/ann lee"), Some(23));
        assert_eq!(start("the mayor of the port. foto/ pix"), Some(23));
        assert_eq!(start("der anleger im winter (archivbild)"), Some(22));
        assert_eq!(start("the port was closed on monday. (afp/reuters)"), None);
        assert_eq!(start("it rained all night. photos of it went round"), None);
        assert_eq!(start("it rained all night. photo finish at the port."), None);
    }
    #[test]
    fn a_house_and_a_person_behind_a_sentence() {
        let at = |text: &str| of_house(text).map(|at| text[at..].to_owned());
        let credit = "The Island Press/Ann Lee";
        assert_eq!(at(&format!("The mayor opens the new port. {credit}")).as_deref(), Some(credit));
        for text in [
            "3.1. Raw Request/Response Capture",
            "The exhibition is open all summer. Doors open Friday/Saturday and Sunday",
            "The survey asked everybody on the island. Among Black/African American residents",
            "Der Kurs beginnt im Mai. Anmeldung telefonisch/per E-Mail",
            "Le trajet dure une heure. Liaison Marseille/Ajaccio et Bastia",
            "Выставка открыта каждый день до осени. Билеты взрослые/детские и льготные",
            "The mayor opens the new port. The Island Press/Ann Lee said so.",
        ] {
            assert_eq!(at(text), None, "{text}");
        }
    }

    #[test]
    fn a_credit_is_glued_to_its_caption() {
        let at = |text: &str| glued(text).map(|at| text[at..].to_owned());
        for credit in ["Ann Lee / Island Post", "Ann Lee/Island Post", "Port Office photo"] {
            let text = format!("Boats wait at the quay of the old port.{credit}");
            assert_eq!(at(&text).as_deref(), Some(credit));
            assert_eq!(at(&text.replace("port.", "port. ")), None);
        }
        for text in [
            "Boats wait at the quay of the old port.Ann Lee",
            "Boats wait at the quay of the old port.Ann Lee waits / Island Post",
            "Boats wait at the quay of the old port.Ann Maria Lee / The Old Island Post Office",
            "Boats wait at the quay of the old port.The photo",
            "Boats wait at the quay of the old port.The Mayor took a photo.",
            "The storm took the roofs of houses of the U.S.Virgin Islands / Puerto Rico",
            "See the Old Harbour.Com Shop / Island",
        ] {
            assert_eq!(at(text), None, "{text}");
        }
    }

    #[test]
    fn words_for_pictures_in_brackets() {
        for credit in
            ["(photo: ann lee)", "(image credit: port office)", "(ảnh: ann lee)", "(kuva: ann lee)", "[صورة: ann lee]"]
        {
            assert!(is_labelled(credit), "{credit}");
        }
        for text in ["(map 3)", "(kép)", "(ảnh)", "(chart of the port)"] {
            assert!(!is_labelled(text), "{text}");
        }
        assert_eq!(in_brackets("the port at night. (ảnh: vgp)"), Some(19));
        assert_eq!(in_brackets("the port at night (map 3)."), None);
        for credit in ["(Map: Ann Lee)", "(Ảnh: VGP)", "(图: 李安)", "(photo: 3 boats)", "[صورة: علي]"] {
            assert!(names_somebody(credit), "{credit}");
        }
        for text in ["(map: see page 4)", "(Chart: 3 of 9)", "(illustration: the old port)", "(Map: Page 4)"] {
            assert!(!names_somebody(text), "{text}");
        }
    }

    #[test]
    fn agencies_in_brackets() {
        for credit in
            ["(ap photo/ann lee)", "(ann lee/afp)", "(ann lee/afp via getty images)", "(ap photo/ann lee, file)"]
        {
            assert!(is_of_agency(credit), "{credit}");
        }
        for credit in [
            "(ap)",
            "(afp/reuters)",
            "(an april estimate put the image first)",
            "(photo taken for the map)",
            "(see picture)",
        ] {
            assert!(!is_of_agency(credit), "{credit}");
        }
    }

    use crate::segment::fold::fold;

    #[test]
    fn lines_that_end_in_a_credit() {
        for text in [
            "A bridge in the rain. (AP Photo/Ann Lee)",
            "(Foto: Ann Lee)",
            "A bridge (Ann Lee/Getty Images)",
            "비 오는 다리. [섬신문 제공. 재판매 및 DB 금지]",
            "The bridge on Monday. © Lee Press",
            "The bridge is the oldest. Photo by: 'Ann Lee'.",
            "Мост под дождём. Фото: Анна Ли",
            "Kuopion tori. Kuva: Anni Lehto / Saari",
            "Data: Port office; Chart: Saari Visuals",
            "Cây cầu dưới mưa. Ảnh: Đ.Tuỳ",
            "Ông thị trưởng và cây cầu - Ảnh: D.H.",
            "Το λιμάνι το βράδυ – Φωτογραφία: Α. Λι",
            "The bridge. Ann Lee/AFP via Getty Images",
            "The bridge on Monday. Shutterstock",
        ] {
            assert!(start(&fold(text)).is_some(), "{text}");
        }
        assert_eq!(start(&fold("(Foto: Ann Lee)")), Some(0));
    }

    #[test]
    fn the_person_before_a_house_is_of_the_credit() {
        let credit = |text: &str| fold(text)[start(&fold(text)).unwrap()..].to_owned();
        assert_eq!(credit("The bridge on Monday evening. Ann M. Lee/INN/AFP"), "ann m. lee/inn/afp");
        assert_eq!(credit("Мост утром. А. Ли/AFP"), "а. ли/afp");
        // No full stop tells where the name begins.
        assert_eq!(credit("The bridge on Monday by Ann Lee/AFP"), "afp");
    }

    #[test]
    fn lines_that_do_not() {
        for text in [
            "The bridge (on page 3) was closed.",
            "It rained (again).",
            "He works for AP (the agency)",
            "The mayor told Reuters.",
            "The photo: a bridge in the rain. It was taken on Monday.",
            "De gemeente schetst een somber beeld: Minder geld",
            "The new route - map: see below",
            "The photo: it was the bridge. Nobody knew",
            "and/or",
            "",
        ] {
            assert_eq!(start(&fold(text)), None, "{text}");
        }
    }
}
