//! Polish: rewrite stages on the way out.
