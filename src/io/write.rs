//! Writing files whole or not at all.
//!
//! A file is written beside its place under a name of its own and renamed when it is
//! complete. On Ctrl-C unfinished files are deleted before the program ends.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The unfinished files of this process. Whoever creates, finishes or deletes one holds
/// the lock meanwhile.
static UNFINISHED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

fn unfinished() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes Ctrl-C (and a request to terminate) delete all unfinished files and end the
/// program with status 130. `message` is written to standard error.
pub fn leave_nothing_half_done(message: &'static str) {
    // It fails only if there is a handler already, which does the same.
    let _ = ctrlc::set_handler(move || {
        // Kept locked until the end: no file is begun or finished any more.
        let unfinished = unfinished();
        for path in unfinished.iter() {
            let _ = std::fs::remove_file(path);
        }
        eprintln!("\n{message}");
        std::process::exit(130);
    });
}

/// A file that is not there until it is finished.
#[derive(Debug)]
pub struct Atomic {
    file: Option<BufWriter<File>>,
    temporary: PathBuf,
    target: PathBuf,
}

impl Atomic {
    /// Begins the file `target`, in a folder that exists.
    pub fn create(target: &Path) -> io::Result<Self> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        loop {
            let number = NEXT.fetch_add(1, Ordering::Relaxed);
            // Short whatever the target's name, and hidden, so that no walk reads it.
            let temporary = target.with_file_name(format!(".faircopy-{}-{number}.part", std::process::id()));
            let mut unfinished = unfinished();
            match File::create_new(&temporary) {
                Ok(file) => {
                    unfinished.insert(temporary.clone());
                    return Ok(Atomic { file: Some(BufWriter::new(file)), temporary, target: target.to_owned() });
                }
                // Left over by a process with our number that was killed, or on another
                // machine that shares the disk.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Puts the file in its place.
    pub fn finish(mut self) -> io::Result<()> {
        if let Some(file) = self.file.take() {
            file.into_inner().map_err(io::IntoInnerError::into_error)?;
        }
        let mut unfinished = unfinished();
        std::fs::rename(&self.temporary, &self.target)?;
        unfinished.remove(&self.temporary);
        Ok(())
    }
}

impl Write for Atomic {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.as_mut().map_or(Ok(0), |file| file.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Drop for Atomic {
    fn drop(&mut self) {
        let mut unfinished = unfinished();
        if unfinished.remove(&self.temporary) {
            let _ = std::fs::remove_file(&self.temporary);
        }
    }
}

/// Writes a whole file, making the folders above it.
pub fn write(target: &Path, contents: &str) -> io::Result<()> {
    if let Some(folder) = target.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut file = Atomic::create(target)?;
    file.write_all(contents.as_bytes())?;
    file.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn a_file_is_there_when_it_is_finished() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("a.txt");
        let mut file = Atomic::create(&target).unwrap();
        file.write_all(b"half").unwrap();
        assert!(!target.exists());
        drop(file);
        assert!(names(folder.path()).is_empty());
        write(&target, "whole\n").unwrap();
        assert_eq!(std::fs::read(&target).unwrap(), b"whole\n");
        assert_eq!(names(folder.path()), ["a.txt"]);
    }

    #[test]
    fn the_longest_name_can_be_written() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("n".repeat(255));
        write(&target, "x").unwrap();
        assert!(target.exists());
    }

    #[test]
    fn a_folder_in_the_way_is_an_error_and_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("a.txt")).unwrap();
        assert!(write(&folder.path().join("a.txt"), "x").is_err());
        assert_eq!(names(folder.path()), ["a.txt"]);
    }
}
