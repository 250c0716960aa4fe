//! Tables for people: columns that line up.

/// On which side of its column a cell stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Text.
    Left,
    /// Numbers.
    Right,
}

/// The rows as lines, columns two spaces apart, nothing behind the last cell.
pub fn lines(sides: &[Side], rows: &[Vec<String>]) -> Vec<String> {
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| chars(cell)).max();
    let widths: Vec<usize> = (0..sides.len()).map(|column| width(column).unwrap_or(0)).collect();
    let line = |row: &Vec<String>| {
        let mut line = String::new();
        for ((cell, side), width) in row.iter().zip(sides).zip(&widths) {
            let pad = " ".repeat(width.saturating_sub(chars(cell)));
            match side {
                Side::Left => line.extend([cell, &*pad, "  "]),
                Side::Right => line.extend([&*pad, cell, "  "]),
            }
        }
        line.truncate(line.trim_end().len());
        line
    };
    rows.iter().map(line).collect()
}

fn chars(cell: &str) -> usize {
    cell.chars().count()
}

/// A row of cells.
pub fn row<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(str::to_owned).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up() {
        let rows = [row(["name", "n"]), row(["ad", "10"]), row(["naïve", "7"])];
        assert_eq!(lines(&[Side::Left, Side::Right], &rows), ["name    n", "ad     10", "naïve   7"]);
    }
}
