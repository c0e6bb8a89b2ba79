//! The XML that the API answers with, taken apart.

use quick_xml::escape::unescape;
use quick_xml::events::Event;

/// The texts of an answer, each with the elements that it is in: `ListUsersResult.Users.member.Arn`.
#[derive(Debug, Default)]
pub struct Answer(Vec<(String, String)>);

impl Answer {
    /// Every text in elements of this path, from the root's child on.
    pub fn all<'a>(&'a self, path: &'a str) -> impl Iterator<Item = &'a str> + 'a {
        let ends = move |known: &str| {
            known == path
                || known
                    .strip_suffix(path)
                    .is_some_and(|rest| rest.ends_with('.'))
        };
        self.0
            .iter()
            .filter(move |(known, _)| ends(known))
            .map(|(_, text)| text.as_str())
    }

    /// The first text in elements of this path.
    pub fn text<'a>(&'a self, path: &'a str) -> Option<&'a str> {
        self.all(path).next()
    }

    /// The structures of a list, each of which begins with the element `first`.
    pub fn records(&self, list: &str, first: &str) -> Vec<Self> {
        let mut records: Vec<Self> = Vec::new();
        let within = format!("{list}.");
        for (path, text) in &self.0 {
            let Some((_, element)) = path.split_once(&within) else {
                continue;
            };
            if element == first {
                records.push(Self::default());
            }
            if let Some(record) = records.last_mut() {
                record.0.push((element.to_owned(), text.clone()));
            }
        }
        records
    }

    /// What does not read ends the answer: the API is ours, and a part is better told than nothing.
    pub(super) fn parse(xml: &str) -> Self {
        let mut reader = quick_xml::Reader::from_str(xml);
        let mut path: Vec<String> = Vec::new();
        let mut leaf: Option<String> = None;
        let mut leaves = Vec::new();
        while let Ok(event) = reader.read_event() {
            match event {
                Event::Start(start) => {
                    path.push(start.name().as_ref().to_owned());
                    leaf = Some(String::new());
                }
                Event::Text(part) => leaf.iter_mut().for_each(|leaf| leaf.push_str(&part)),
                Event::GeneralRef(reference) => {
                    let escape = format!("&{};", &*reference);
                    let text = unescape(&escape).unwrap_or_default();
                    leaf.iter_mut().for_each(|leaf| leaf.push_str(&text));
                }
                Event::End(_) => {
                    leaves.extend(leaf.take().map(|text| (path.join("."), text)));
                    path.pop();
                }
                Event::Eof => break,
                _ => {}
            }
        }
        Self(leaves)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_an_answer_are_found_by_their_path() {
        let answer = Answer::parse(
            "<R><Result><Users><member><Arn>a&amp;b</Arn></member><member><Arn>c</Arn></member>\
             </Users><MyArn>d</MyArn></Result></R>",
        );
        assert_eq!(
            answer.all("Users.member.Arn").collect::<Vec<_>>(),
            ["a&b", "c"]
        );
        assert_eq!(answer.all("Arn").count(), 2);
        assert_eq!(answer.text("MyArn"), Some("d"));
        assert_eq!(answer.text("Nothing"), None);
    }

    #[test]
    fn the_structures_of_a_list_stay_apart() {
        let answer = Answer::parse(
            "<R><Result><Agents><member><Name>a</Name><Lag>1</Lag></member><member><Name>b</Name>\
             <Ids><member>x</member></Ids></member></Agents></Result></R>",
        );
        let records = answer.records("Agents.member", "Name");
        assert_eq!(records.len(), 2);
        assert_eq!(records[0].text("Lag"), Some("1"));
        assert_eq!(records[1].text("Lag"), None);
        assert_eq!(records[1].text("Ids.member"), Some("x"));
    }
}
