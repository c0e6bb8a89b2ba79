//! From Amazon's spellings to Rust's.

/// `EnableIAMDatabaseAuthentication` → `enable_iam_database_authentication`; a keyword becomes raw.
pub(crate) fn field(name: &str) -> String {
    let snake = words(name).join("_");
    match snake.as_str() {
        "type" | "match" | "static" | "where" | "in" | "use" | "ref" => format!("r#{snake}"),
        _ => snake,
    }
}

/// `statusType` → `StatusType`; the model's own capitals stay. `Option` would hide that of Rust.
pub(crate) fn type_name(name: &str) -> String {
    if name == "Option" {
        return "OptionShape".to_owned();
    }
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// `NoSuchEntity` → `NO_SUCH_ENTITY`; what is not a letter or digit separates words.
pub(crate) fn constant(name: &str) -> String {
    words(name).join("_").to_uppercase()
}

/// `aws-mysql.8` → `AwsMysql8`: an enum's wire value as a variant.
pub(crate) fn variant(value: &str) -> String {
    let joined: String = words(value).iter().map(|word| type_name(word)).collect();
    match joined.chars().next() {
        Some(first) if first.is_ascii_digit() => format!("V{joined}"),
        Some(_) => joined,
        None => "Empty".to_owned(),
    }
}

/// Lower-case words: a word begins at a capital that follows a small letter or a digit, and at the
/// last capital of a run of them (`IAMDatabase` is `iam`, `database`).
fn words(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let mut words = vec![String::new()];
    for (at, &letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        let after = letters.get(at + 1);
        if !letter.is_ascii_alphanumeric() {
            words.push(String::new());
            continue;
        }
        if letter.is_ascii_uppercase() && begins_word(before, after) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.push(letter.to_ascii_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn begins_word(before: Option<&char>, after: Option<&char>) -> bool {
    match before {
        Some(before) if before.is_ascii_uppercase() => after.is_some_and(char::is_ascii_lowercase),
        Some(_) => true,
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_snake_case_and_acronyms_are_one_word() {
        for (wire, rust) in [
            ("UserName", "user_name"),
            (
                "EnableIAMDatabaseAuthentication",
                "enable_iam_database_authentication",
            ),
            ("DBClusterIdentifier", "db_cluster_identifier"),
            ("MultiAZ", "multi_az"),
            ("Type", "r#type"),
            ("arn", "arn"),
        ] {
            assert_eq!(field(wire), rust);
        }
    }

    #[test]
    fn constants_and_variants_follow_rust() {
        assert_eq!(constant("NoSuchEntity"), "NO_SUCH_ENTITY");
        assert_eq!(constant("statusType"), "STATUS_TYPE");
        assert_eq!(variant("aurora-mysql"), "AuroraMysql");
        assert_eq!(variant("ACTIVE"), "Active");
        assert_eq!(variant("2012-10-17"), "V20121017");
        assert_eq!(type_name("assignmentStatusType"), "AssignmentStatusType");
        assert_eq!(type_name("Option"), "OptionShape");
    }
}
