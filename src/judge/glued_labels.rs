//! Labels of pictures that a scraper glued to what follows, since it read elements without a space between them:
//! `Image captionThe old pier`, `Автор фотоGetty Images`. And labels behind the credit that stood in an element before them.
//! For [`super::captions`].

use crate::kind::Kind;
use crate::marks::{Family, Findings};
use crate::page::Page;
use memchr::memmem::Finder;
use std::sync::LazyLock;

/// As many as a label of the rules and the shape of a caption together: no word goes on with a capital.
const WEIGHT: i32 = 600;
/// A longer block is a paragraph.
const MAX_CHARS: u32 = 200;
/// `Telif hakkı EPA Image caption The old pier`: in English on pages in all languages, behind a credit of so many words.
const BEHIND_CREDIT: [&str; 2] = [" Image caption ", " Media caption "];
const MAX_CREDIT_WORDS: usize = 8;
/// As broadcasters' pages write them in the languages they are made in.
const LABELS: [&str; 26] = [
    "Image caption",
    "Media caption",
    "Image source",
    "Image copyright",
    "Legenda da foto",
    "Crédito",
    "Fuente de la imagen",
    "Pie de foto",
    "Crédit photo",
    "Légende image",
    "Légende vidéo",
    "Автор фото",
    "Подпись к фото",
    "Подпись к видео",
    "Підпис до фото",
    "Nguồn hình ảnh",
    "Chụp lại hình ảnh",
    "Sumber gambar",
    "Keterangan gambar",
    "Kaynak",
    "इमेज स्रोत",
    "इमेज कैप्शन",
    "صدر الصورة",
    "منبع تصویر",
    "تصویر کا ذریعہ",
    "تصویر کا کیپشن",
];

/// Marks blocks that begin with a label and go on with a capital letter at once, or have one behind a credit.
pub(super) fn mark(page: &Page<'_>, out: &mut Findings) {
    for block in page.blocks().iter().filter(|block| block.shape.chars <= MAX_CHARS) {
        // Where it is written from right to left, the comma behind the label stands before it.
        let text = page.text_of(block).trim_start_matches('،');
        let first = text.as_bytes().first();
        let rest = LABELS.iter().filter(|label| label.as_bytes().first() == first);
        let rest = rest.into_iter().find_map(|label| text.strip_prefix(label));
        // In scripts without capitals that is a name in Latin letters.
        if rest.is_some_and(|rest| rest.starts_with(char::is_uppercase)) || has_credit_and_label(text) {
            out.mark(block.span, Kind::Caption, "captions.glued-label", Family::Shape, WEIGHT);
        }
    }
}

fn has_credit_and_label(text: &str) -> bool {
    static CAPTION: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(" caption "));
    if CAPTION.find(text.as_bytes()).is_none() {
        return false;
    }
    BEHIND_CREDIT.iter().filter_map(|label| text.split_once(label)).any(|(credit, caption)| {
        credit.split(' ').count() <= MAX_CREDIT_WORDS
            && !credit.contains(['.', ',', ':', ';', '?', '"', '“', '«'])
            && caption.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_marked(text: &str) -> bool {
        let mut found = Findings::default();
        mark(&Page::from_text(text), &mut found);
        !found.marks.is_empty()
    }

    #[test]
    fn a_capital_goes_on_where_a_label_ends() {
        for text in [
            "Image captionThe old pier",
            "Автор фотоGetty Images",
            "،تصویر کا ذریعہEHT SHAMI/BBC",
            "KaynakGetty Images",
            "Telif hakkı EPA Image caption Eski iskele, fırtınadan sonra",
            "चित्र का कॉपीराइट AFP Image caption पुराना घाट",
        ] {
            assert!(is_marked(text), "{text}");
        }
        for text in [
            "Image captioning software has become so good that museums use it.",
            "Image caption",
            "Автор фотографии получил премию.",
            "Автор фотокниги рассказал о деревне.",
            "Kaynaklar Getty'ye göre tükendi.",
            "Crédito imobiliário cai em maio",
            "She wrote an Image caption for the museum.",
            "The tool has three fields: Title, Image caption and Source",
            "Nobody reads it, he said. The Image caption Tool is free.",
        ] {
            assert!(!is_marked(text), "{text}");
        }
    }
}
