//! Which documents a list of paths names.

use crate::io::names;
use std::path::{Component, Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// Where a document comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Standard input.
    Stdin,
    /// A file.
    File(PathBuf),
}

impl Place {
    /// How messages and articles call it. Bytes that are no UTF-8 show as U+FFFD.
    pub fn name(&self) -> String {
        match self {
            Place::Stdin => "stdin".to_owned(),
            Place::File(path) => path.to_string_lossy().into_owned(),
        }
    }

    /// What the end of its name says about its media type.
    pub fn media_type(&self) -> Option<&'static str> {
        let Place::File(path) = self else { return None };
        let end = path.extension()?.to_str()?.to_ascii_lowercase();
        matches!(end.as_str(), "html" | "htm" | "xhtml").then_some("text/html")
    }
}

/// One document to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Where it comes from.
    pub place: Place,
    /// Its path under the argument that named it: its name in the output folder and,
    /// where two arguments share it, the beginning of its id.
    pub under: PathBuf,
    /// The argument and `under` together, without `..` and the root.
    pub full: PathBuf,
    /// The same with the links and `..` of the argument resolved: two inputs with one real
    /// path are the same document.
    pub real: PathBuf,
    /// Its id in outputs: `under` with `/`, or `full` where another document has the same.
    pub id: String,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// The documents: the arguments in their order, a folder's entries by name.
    pub inputs: Vec<Input>,
    /// What could not be looked at, and why.
    pub problems: Vec<(PathBuf, String)>,
}

/// All documents that `paths` name: files as they are, folders with all that is in them,
/// `-` (and no path at all) for standard input.
///
/// In folders, hidden entries and the output folder are left out, symbolic links are
/// followed, and one that leads back to a folder above is not.
///
/// # Errors
/// When a path does not exist, with all such paths.
pub fn find(paths: &[PathBuf], output: Option<&Path>) -> Result<Found, Vec<PathBuf>> {
    let stdin = [PathBuf::from("-")];
    let paths = if paths.is_empty() { &stdin } else { paths };
    let missing: Vec<PathBuf> =
        paths.iter().filter(|path| !is_stdin(path) && std::fs::metadata(path).is_err()).cloned().collect();
    if !missing.is_empty() {
        return Err(missing);
    }
    let output = output.and_then(|path| path.canonicalize().ok());
    let mut found = Found::default();
    for path in paths {
        if is_stdin(path) {
            found.add(Place::Stdin, path, path, Path::new("stdin"));
        } else if path.is_dir() {
            found.walk(path, output.as_deref());
        } else {
            let name = path.file_name().map_or_else(|| PathBuf::from("document"), PathBuf::from);
            let folder = path.parent().unwrap_or(Path::new(""));
            found.add(Place::File(path.clone()), folder, &real(folder), &name);
        }
    }
    found.identify();
    Ok(found)
}

/// A folder with links and `..` resolved, as far as that is possible.
pub fn real(folder: &Path) -> PathBuf {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    folder.canonicalize().unwrap_or_else(|_| folder.to_owned())
}

/// Whether a path stands for standard input.
pub fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

impl Found {
    fn add(&mut self, place: Place, argument: &Path, real_argument: &Path, under: &Path) {
        let plain = |path: &Path| path.components().filter(|c| matches!(c, Component::Normal(_))).collect::<PathBuf>();
        let (full, real) = match place {
            Place::Stdin => (under.to_owned(), PathBuf::from("-")),
            Place::File(_) => (plain(argument).join(under), real_argument.join(under)),
        };
        self.inputs.push(Input { place, under: under.to_owned(), full, real, id: String::new() });
    }

    fn walk(&mut self, folder: &Path, output: Option<&Path>) {
        let is_output = |entry: &DirEntry| {
            entry.file_type().is_dir()
                && output.is_some_and(|output| entry.path().canonicalize().is_ok_and(|path| path == output))
        };
        let wanted = |entry: &DirEntry| {
            entry.depth() == 0 || !(entry.file_name().as_encoded_bytes().starts_with(b".") || is_output(entry))
        };
        let real_folder = real(folder);
        let entries = WalkDir::new(folder).follow_links(true).sort_by_file_name().into_iter().filter_entry(wanted);
        for entry in entries {
            match entry {
                Ok(entry) if entry.file_type().is_file() => {
                    let under = entry.path().strip_prefix(folder).unwrap_or(entry.path()).to_owned();
                    self.add(Place::File(entry.path().to_owned()), folder, &real_folder, &under);
                }
                // Folders have their turn; sockets, pipes and devices are no documents.
                Ok(_) => {}
                // A link to a folder above: what it leads to is read anyway.
                Err(error) if error.loop_ancestor().is_some() => {}
                Err(error) => {
                    let path = error.path().unwrap_or(folder).to_owned();
                    let why = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                    self.problems.push((path, why));
                }
            }
        }
    }

    /// Leaves out what was named twice and gives each document its id.
    fn identify(&mut self) {
        let mut seen = std::collections::HashSet::new();
        self.inputs.retain(|input| seen.insert(input.real.clone()));
        let choices: Vec<Vec<PathBuf>> =
            self.inputs.iter().map(|input| vec![input.under.clone(), input.full.clone()]).collect();
        for (input, path) in self.inputs.iter_mut().zip(names::settle(&choices)) {
            input.id = id_of(&path);
        }
    }
}

/// A path as text with `/` between its parts; bytes that are no UTF-8 are written `%FF`, so
/// that two names never become one.
fn id_of(path: &Path) -> String {
    let part = |component: Component<'_>| {
        let mut text = String::new();
        for chunk in component.as_os_str().as_encoded_bytes().utf8_chunks() {
            text.push_str(chunk.valid());
            text.extend(chunk.invalid().iter().map(|byte| format!("%{byte:02X}")));
        }
        text
    };
    path.components().map(part).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(paths: &[PathBuf], output: Option<&Path>) -> Vec<String> {
        find(paths, output).unwrap().inputs.into_iter().map(|input| input.id).collect()
    }

    #[test]
    fn folders_are_read_by_name_without_hidden_entries_and_the_output() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for sub in ["b", "out", ".git"] {
            std::fs::create_dir(at(sub)).unwrap();
        }
        for file in ["z.txt", "b/a.txt", "out/old.txt", ".git/x", ".hidden"] {
            std::fs::write(at(file), "x").unwrap();
        }
        assert_eq!(ids(&[folder.path().to_owned()], Some(&at("out"))), ["b/a.txt", "z.txt"]);
        assert_eq!(ids(&[at(".hidden"), at("z.txt"), at("z.txt")], None), [".hidden", "z.txt"]);
        assert_eq!(find(&[at("no"), at("z.txt")], None).unwrap_err(), [at("no")]);
    }

    #[test]
    fn two_arguments_with_one_name_get_two_ids() {
        let folder = tempfile::tempdir().unwrap();
        for sub in ["a", "b"] {
            std::fs::create_dir(folder.path().join(sub)).unwrap();
            std::fs::write(folder.path().join(sub).join("x.txt"), "x").unwrap();
        }
        let ids = ids(&[folder.path().join("a"), folder.path().join("b")], None);
        assert!(ids[0].ends_with("/a/x.txt") && ids[1].ends_with("/b/x.txt"), "{ids:?}");
    }

    #[test]
    fn a_document_named_twice_is_done_once() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::create_dir(at("a")).unwrap();
        std::fs::write(at("a/x.txt"), "x").unwrap();
        std::fs::write(at("x.txt"), "y").unwrap();
        assert_eq!(ids(&[at("a"), at("a/../a/x.txt"), at("a")], None), ["x.txt"]);
        assert_eq!(ids(&[at("a/../x.txt"), at("a/x.txt")], None).len(), 2);
    }

    #[cfg(unix)]
    #[test]
    fn links_that_lead_back_are_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.txt"), "x").unwrap();
        std::os::unix::fs::symlink(folder.path(), folder.path().join("loop")).unwrap();
        std::os::unix::fs::symlink("nowhere", folder.path().join("broken")).unwrap();
        let found = find(&[folder.path().to_owned()], None).unwrap();
        assert_eq!(found.inputs.len(), 1);
        assert_eq!(found.problems.len(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn names_that_are_no_utf8_stay_apart() {
        use std::os::unix::ffi::OsStrExt;
        let path = |bytes: &[u8]| PathBuf::from(std::ffi::OsStr::from_bytes(bytes));
        assert_eq!(id_of(&path(b"a/caf\xe9.txt")), "a/caf%E9.txt");
        assert_ne!(id_of(&path(b"\xe9")), id_of(&path(b"\xe8")));
    }
}
