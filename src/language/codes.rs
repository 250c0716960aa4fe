//! Codes of languages: ISO 639-3, which the project speaks, and those of BCP 47, which the
//! web speaks.
//!
//! Source: the ISO 639-3 code tables and the IANA language subtag registry, which take the
//! two-letter code of ISO 639-1 where there is one.

use unicode_script::Script;

/// ISO 639-3, and the subtag of BCP 47.
const SUBTAGS: &str = "\
    afr=af amh=am ara=ar aze=az bak=ba bel=be ben=bn bod=bo bos=bs bul=bg cat=ca ces=cs \
    ckb=ckb cym=cy dan=da deu=de div=dv ell=el eng=en epo=eo est=et eus=eu fas=fa fin=fi \
    fra=fr gla=gd gle=ga glg=gl guj=gu heb=he hin=hi hrv=hr hun=hu hye=hy ind=id isl=is \
    ita=it jpn=ja kan=kn kat=ka kaz=kk khm=km kir=ky kmr=kmr kor=ko lao=lo lat=la lav=lv \
    lit=lt lug=lg mal=ml mar=mr mkd=mk mon=mn mri=mi msa=ms mya=my nep=ne nld=nl nno=nn \
    nob=nb ori=or pan=pa pol=pl por=pt pus=ps ron=ro rus=ru sin=si slk=sk slv=sl sna=sn \
    snd=sd som=so sot=st spa=es sqi=sq srp=sr swa=sw swe=sv tam=ta tat=tt tel=te tgk=tg \
    tgl=tl tha=th tsn=tn tso=ts tuk=tk tur=tr uig=ug ukr=uk urd=ur uzb=uz vie=vi xho=xh \
    yid=yi yor=yo zho=zh zul=zu \
    ";

/// Whether there is a subtag for a language.
#[cfg(test)]
pub(super) fn is_known(language: &str) -> bool {
    subtag(language).is_some()
}

fn subtag(language: &str) -> Option<&'static str> {
    SUBTAGS.split_ascii_whitespace().find_map(|pair| pair.strip_prefix(language)?.strip_prefix('='))
}

/// The tag of a language, or of an unknown one, in a script by its ISO 15924 code.
pub(super) fn tag(language: Option<&str>, script: Option<&str>) -> String {
    let language = language.map_or("und", |language| subtag(language).unwrap_or(language));
    script.map_or_else(|| language.to_owned(), |script| format!("{language}-{script}"))
}

/// How a text is written, by ISO 15924, which has codes of its own for mixed scripts and for
/// the two sets of Chinese signs.
pub(super) fn script_code(script: Script, language: Option<&str>, text: &str) -> &'static str {
    match (language, script) {
        (Some("jpn"), _) => "Jpan",
        (Some("kor"), _) => "Kore",
        (Some("zho"), Script::Han) => {
            let count = |signs: &str| text.chars().filter(|c| signs.contains(*c)).count();
            let (simplified, traditional) = (count(SIMPLIFIED), count(TRADITIONAL));
            match simplified.cmp(&traditional) {
                std::cmp::Ordering::Greater => "Hans",
                std::cmp::Ordering::Less => "Hant",
                std::cmp::Ordering::Equal => "Hani",
            }
        }
        _ => script.short_name(),
    }
}

// The same frequent signs in both sets.
const SIMPLIFIED: &str = "们这国来时个说为会对发经现么东车长门问间见觉学习让过还进开关业没后说";
const TRADITIONAL: &str = "們這國來時個說為會對發經現麼東車長門問間見覺學習讓過還進開關業沒後説";
