//! Writing an answer in the form that the client asks for. AWS answers in XML, and its Query services in
//! JSON where the request accepts that: who verifies somebody's signed `GetCallerIdentity` asks so
//! (aws-iam-authenticator). Written by hand, because it must never be anything but well-formed.

use crate::{Timestamp, json, xml};

/// How an answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Form {
    /// As SDKs read it.
    #[default]
    Xml,
    /// For who asks for it: the same names, but none for the items of a list.
    Json,
}

impl Form {
    /// The form that an `Accept` header asks for.
    #[must_use]
    pub fn accepted(accept: Option<&str>) -> Self {
        let first = accept.and_then(|accept| accept.split([',', ';']).next());
        match first {
            Some(kind) if kind.trim().eq_ignore_ascii_case("application/json") => Self::Json,
            _ => Self::Xml,
        }
    }

    /// The content type.
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Xml => "text/xml",
            Self::Json => "application/json",
        }
    }
}

/// Builds one document. What is opened is closed by the shape of the code that writes it.
#[derive(Debug)]
pub struct Writer {
    form: Form,
    text: String,
    /// Of JSON: whether values are items of a list, which have no names.
    in_list: bool,
    /// Of JSON: whether a value stands before the next.
    follows: bool,
}

impl Writer {
    /// An empty document.
    #[must_use]
    pub fn new(form: Form) -> Self {
        let text = match form {
            Form::Xml => String::new(),
            Form::Json => "{".to_owned(),
        };
        Self {
            form,
            text,
            in_list: false,
            follows: false,
        }
    }

    /// The form of the document.
    #[must_use]
    pub const fn form(&self) -> Form {
        self.form
    }

    /// The structure around everything. `name` and `namespace` are ours; JSON has no name spaces.
    pub fn root(&mut self, name: &str, namespace: &str, content: impl FnOnce(&mut Self)) {
        match self.form {
            Form::Xml => {
                self.push(&["<", name, " xmlns=\"", namespace, "\">"]);
                content(self);
                self.push(&["</", name, ">"]);
            }
            Form::Json => self.structure(name, content),
        }
    }

    /// Members, each under its name.
    pub fn structure(&mut self, name: &str, content: impl FnOnce(&mut Self)) {
        self.enclosed(name, ["{", "}"], false, content);
    }

    /// Items.
    pub fn list(&mut self, name: &str, content: impl FnOnce(&mut Self)) {
        self.enclosed(name, ["[", "]"], true, content);
    }

    /// A text.
    pub fn text(&mut self, name: &str, text: &str) {
        match self.form {
            Form::Xml => {
                self.push(&["<", name, ">"]);
                xml::escape(text, &mut self.text);
                self.push(&["</", name, ">"]);
            }
            Form::Json => {
                self.begin(name);
                json::quote(text, &mut self.text);
            }
        }
    }

    /// A number, `true` or `false`, as it displays itself.
    pub fn bare(&mut self, name: &str, text: &str) {
        match self.form {
            Form::Xml => self.text(name, text),
            Form::Json => {
                self.begin(name);
                self.push(&[text]);
            }
        }
    }

    /// A moment: as ISO 8601 has it, or in seconds.
    pub fn moment(&mut self, name: &str, moment: Timestamp) {
        match self.form {
            Form::Xml => self.text(name, &moment.to_string()),
            Form::Json => self.bare(name, &moment.as_unix().to_string()),
        }
    }

    /// The document.
    #[must_use]
    pub fn finish(mut self) -> String {
        if self.form == Form::Json {
            self.push(&["}"]);
        }
        self.text
    }

    fn enclosed(
        &mut self,
        name: &str,
        [open, close]: [&str; 2],
        in_list: bool,
        content: impl FnOnce(&mut Self),
    ) {
        match self.form {
            Form::Xml => {
                self.push(&["<", name, ">"]);
                content(self);
                self.push(&["</", name, ">"]);
            }
            Form::Json => {
                self.begin(name);
                self.push(&[open]);
                let around = std::mem::replace(&mut self.in_list, in_list);
                self.follows = false;
                content(self);
                self.in_list = around;
                self.follows = true;
                self.push(&[close]);
            }
        }
    }

    fn begin(&mut self, name: &str) {
        if self.follows {
            self.push(&[","]);
        }
        if !self.in_list {
            json::quote(name, &mut self.text);
            self.push(&[":"]);
        }
        self.follows = true;
    }

    fn push(&mut self, parts: &[&str]) {
        for part in parts {
            self.text.push_str(part);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn json_is_written_for_who_accepts_it_first() {
        for (accept, form) in [
            (None, Form::Xml),
            (Some("*/*"), Form::Xml),
            (Some("text/xml, application/json"), Form::Xml),
            (Some("application/json"), Form::Json),
            (Some("Application/JSON; q=0.9, */*"), Form::Json),
        ] {
            assert_eq!(Form::accepted(accept), form, "{accept:?}");
        }
    }

    #[test]
    fn values_have_names_in_structures_and_none_in_lists() {
        let written = |form| {
            let mut out = Writer::new(form);
            out.root("R", "space", |out| {
                out.list("Users", |out| {
                    out.structure("member", |out| {
                        out.text("Name", "a\"<");
                        out.bare("Count", "1");
                    });
                    out.structure("member", |_| {});
                });
                out.list("None", |_| {});
                out.list("Keys", |out| {
                    out.text("member", "k");
                    out.text("member", "l");
                });
                out.moment("At", Timestamp::from_unix(60));
            });
            out.finish()
        };
        assert_eq!(
            written(Form::Xml),
            "<R xmlns=\"space\"><Users><member><Name>a&quot;&lt;</Name><Count>1</Count></member>\
             <member></member></Users><None></None><Keys><member>k</member><member>l</member></Keys>\
             <At>1970-01-01T00:01:00Z</At></R>"
        );
        let json: Value = serde_json::from_str(&written(Form::Json)).unwrap();
        let expected = json!({ "R": {
            "Users": [{"Name": "a\"<", "Count": 1}, {}],
            "None": [],
            "Keys": ["k", "l"],
            "At": 60,
        }});
        assert_eq!(json, expected);
    }
}
