//! The command line.
use std::io::Read;
fn main() {
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes).unwrap();
    let p = faircopy::Recipe::balanced().build().unwrap();
    let a = p.clean(&bytes, faircopy::About::default());
    println!("{}", a.to_json("x"));
}
