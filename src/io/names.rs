//! How outputs are called, so that no two meet.

use crate::io::inputs::Input;
use std::collections::{HashMap, HashSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// What file systems allow for one name, in bytes.
pub const MAX_NAME_BYTES: usize = 255;

/// How often names are moved apart before the rest is numbered.
const MAX_ROUNDS: usize = 16;

/// Where each output goes, under the output folder.
///
/// The path under its argument with the new extension. Where two would meet, the full
/// input name and the new extension for both (`a.html.txt`, `a.md.txt`); where two
/// arguments have the same names, the argument's own path stands before.
pub fn targets(inputs: &[Input], extension: &str) -> Vec<PathBuf> {
    let choices: Vec<Vec<PathBuf>> = inputs
        .iter()
        .map(|input| {
            let swapped = shortened(&input.under.with_extension(extension), extension);
            vec![swapped, appended(&input.under, extension), appended(&input.full, extension)]
        })
        .collect();
    settle(&choices)
}

/// A path for each list of choices, so that no two are the same and none is a folder of
/// another. Of those that meet, the ones with the earliest choice move on to their next;
/// those that have none left are numbered.
pub fn settle(choices: &[Vec<PathBuf>]) -> Vec<PathBuf> {
    let last = choices.iter().map(Vec::len).max().unwrap_or(0).saturating_sub(1);
    let mut level = vec![0; choices.len()];
    let chosen = |index: usize, level: usize| -> &Path {
        choices.get(index).and_then(|c| c.get(level).or(c.last())).map_or(Path::new(""), PathBuf::as_path)
    };
    // Each round moves at least one on; real folders settle in two.
    for _ in 0..MAX_ROUNDS {
        // How many share a name, and the earliest choice among them.
        let mut met: HashMap<OsString, (usize, usize)> = HashMap::new();
        let mut folders: HashSet<OsString> = HashSet::new();
        for (index, &level) in level.iter().enumerate() {
            let path = chosen(index, level);
            let (count, earliest) = met.entry(key(path)).or_insert((0, level));
            (*count, *earliest) = (*count + 1, level.min(*earliest));
            folders.extend(path.ancestors().skip(1).map(key));
        }
        let mut moved = false;
        for (index, level) in level.iter_mut().enumerate() {
            let key = key(chosen(index, *level));
            let meets = met.get(&key).is_some_and(|&(count, earliest)| count > 1 && *level == earliest);
            if *level < last && (meets || folders.contains(&key)) {
                *level += 1;
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
    let mut taken: HashSet<OsString> = HashSet::new();
    for (index, &level) in level.iter().enumerate() {
        taken.extend(chosen(index, level).ancestors().skip(1).map(key));
    }
    level.iter().enumerate().map(|(index, &level)| numbered(chosen(index, level), &mut taken)).collect()
}

/// The path, or the first of `path.2.txt`, `path.3.txt`, … that is free.
fn numbered(path: &Path, taken: &mut HashSet<OsString>) -> PathBuf {
    let mut free = path.to_owned();
    let mut number = 2u64;
    while !taken.insert(key(&free)) {
        let extension = path.extension().unwrap_or_default();
        let mut end = OsString::from(number.to_string());
        if !extension.is_empty() {
            end.push(".");
            end.push(extension);
        }
        free = path.with_extension(end);
        number += 1;
    }
    free
}

/// Two paths with the same key are the same file.
fn key(path: &Path) -> OsString {
    if cfg!(any(windows, target_os = "macos")) {
        path.to_string_lossy().to_lowercase().into()
    } else {
        path.as_os_str().to_owned()
    }
}

fn appended(path: &Path, extension: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    shortened(Path::new(&name), extension)
}

/// The path, its last part cut to what file systems allow. A hash of the whole name keeps
/// two long names apart.
fn shortened(path: &Path, extension: &str) -> PathBuf {
    let name = path.file_name().unwrap_or_default();
    if name.len() <= MAX_NAME_BYTES {
        return path.to_owned();
    }
    let text = name.to_string_lossy();
    let end = format!("~{:016x}.{extension}", fnv1a(name.as_encoded_bytes()));
    let keep = beginning(&text, MAX_NAME_BYTES.saturating_sub(end.len()));
    path.with_file_name(format!("{keep}{end}"))
}

/// The longest beginning of at most so many bytes.
fn beginning(text: &str, max_bytes: usize) -> &str {
    let end = (0..=max_bytes.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    text.get(..end).unwrap_or_default()
}

/// The FNV-1a hash of some bytes, 64 bits.
pub fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::inputs::Place;

    fn named(paths: &[&str]) -> Vec<String> {
        let inputs: Vec<Input> = paths
            .iter()
            .map(|path| {
                let (argument, under) = path.split_once(':').unwrap_or(("in", path));
                Input {
                    place: Place::File(path.into()),
                    under: under.into(),
                    full: Path::new(argument).join(under),
                    real: PathBuf::new(),
                    id: String::new(),
                }
            })
            .collect();
        targets(&inputs, "txt").into_iter().map(|path| path.to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn extensions_are_swapped_and_folders_kept() {
        assert_eq!(named(&["a/b.html", "c", "d.tar.gz", "e.txt"]), ["a/b.txt", "c.txt", "d.tar.txt", "e.txt"]);
    }

    #[test]
    fn where_two_meet_both_keep_their_full_name() {
        assert_eq!(named(&["b.html", "b.txt", "c.txt"]), ["b.html.txt", "b.txt.txt", "c.txt"]);
        // The full name of the first two is the short name of the third.
        assert_eq!(named(&["b.html", "b.txt", "b.html.htm"]), ["b.html.txt", "b.txt.txt", "b.html.htm.txt"]);
        assert_eq!(named(&["x:a.txt", "y:a.txt"]), ["x/a.txt.txt", "y/a.txt.txt"]);
        assert_eq!(named(&["x:a.txt", "x:a.txt"]), ["x/a.txt.txt", "x/a.txt.2.txt"]);
    }

    #[test]
    fn a_file_never_takes_the_name_of_a_folder() {
        assert_eq!(named(&["a.html", "a.txt/b.html"]), ["a.html.txt", "a.txt/b.txt"]);
    }

    #[test]
    fn long_names_are_cut_and_stay_apart() {
        let (a, b) = ("é".repeat(127) + "a", "é".repeat(127) + "b");
        let names = named(&[&a, &b]);
        assert!(names.iter().all(|name| name.len() <= MAX_NAME_BYTES && name.ends_with(".txt")));
        assert_ne!(names[0], names[1]);
    }

    #[test]
    fn fnv1a_is_the_known_one() {
        assert_eq!(fnv1a(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a(b"a"), 0xaf63_dc4c_8601_ec8c);
    }
}
