//! What fuzzing once found, and the corpus it starts from: every file is given to the target
//! that its folder is named after.

use faircopy::laws::targets;
use std::path::Path;

fn replay(folder: &str) -> usize {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut count = 0;
    for (name, target) in targets::ALL {
        let Ok(files) = std::fs::read_dir(root.join(name)) else { continue };
        for file in files {
            let path = file.unwrap().path();
            let bytes = std::fs::read(&path).unwrap();
            assert_eq!(target(&bytes), Ok(()), "{}", path.display());
            count += 1;
        }
    }
    count
}

#[test]
fn what_once_crashed_does_not() {
    replay("fixtures/crashes");
}

#[test]
fn the_corpus_breaks_no_law() {
    assert!(replay("fuzz/corpus") > 0);
}
