//! What a shared object is, needs and offers (System V ABI, *Object Files*; the *Linux Standard Base
//! Core*, section *Symbol Versioning*). Enough to know beforehand whether a server can load one.

use std::collections::BTreeSet;

/// A 64-bit little-endian object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SharedObject {
    /// `e_machine`: 62 is x86-64, 183 is AArch64.
    pub(super) machine: u16,
    /// Symbols that it defines.
    pub(super) symbols: BTreeSet<String>,
    /// Versions that it needs of others: `(libc.so.6, GLIBC_2.34)`.
    pub(super) needs: BTreeSet<(String, String)>,
    /// Versions that it offers itself.
    pub(super) offers: BTreeSet<String>,
    /// Whether it stays mapped for ever once it is loaded.
    pub(super) stays_loaded: bool,
}

const MAGIC: [u8; 6] = [0x7f, b'E', b'L', b'F', 2, 1];
const SHARED_OBJECT: u16 = 3;
const SECTION_HEADER_BYTES: usize = 64;
const SYMBOL_BYTES: usize = 24;
const DYNAMIC_ENTRY_BYTES: usize = 16;

const SHT_DYNAMIC: u32 = 6;
const SHT_DYNSYM: u32 = 11;
const SHT_GNU_VERDEF: u32 = 0x6fff_fffd;
const SHT_GNU_VERNEED: u32 = 0x6fff_fffe;

const DT_FLAGS_1: u64 = 0x6fff_fffb;
const DF_1_NODELETE: u64 = 8;
const SHN_UNDEF: u16 = 0;

/// `None` when it is no such object, or a damaged one.
pub(super) fn parse(bytes: &[u8]) -> Option<SharedObject> {
    let file = Reader(bytes);
    if file.at(0, MAGIC.len())? != MAGIC || file.half(16)? != SHARED_OBJECT {
        return None;
    }
    let mut object = SharedObject {
        machine: file.half(18)?,
        symbols: BTreeSet::new(),
        needs: BTreeSet::new(),
        offers: BTreeSet::new(),
        stays_loaded: false,
    };
    for section in file.sections()? {
        match section.kind {
            SHT_DYNSYM => object.symbols = file.symbols(&section)?,
            SHT_GNU_VERNEED => object.needs = file.needs(&section)?,
            SHT_GNU_VERDEF => object.offers = file.offers(&section)?,
            SHT_DYNAMIC => object.stays_loaded = file.stays_loaded(&section)?,
            _ => {}
        }
    }
    Some(object)
}

struct Section {
    kind: u32,
    offset: usize,
    size: usize,
    /// Where the names of its entries begin.
    names: usize,
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn at(&self, offset: usize, length: usize) -> Option<&'a [u8]> {
        self.0.get(offset..offset.checked_add(length)?)
    }

    fn half(&self, offset: usize) -> Option<u16> {
        Some(u16::from_le_bytes(self.at(offset, 2)?.try_into().ok()?))
    }

    fn word(&self, offset: usize) -> Option<usize> {
        let word = u32::from_le_bytes(self.at(offset, 4)?.try_into().ok()?);
        usize::try_from(word).ok()
    }

    fn long(&self, offset: usize) -> Option<u64> {
        Some(u64::from_le_bytes(self.at(offset, 8)?.try_into().ok()?))
    }

    fn offset(&self, at: usize) -> Option<usize> {
        usize::try_from(self.long(at)?).ok()
    }

    fn text(&self, offset: usize) -> Option<String> {
        let rest = self.0.get(offset..)?;
        let end = rest.iter().position(|byte| *byte == 0)?;
        String::from_utf8(rest.get(..end)?.to_vec()).ok()
    }

    fn sections(&self) -> Option<Vec<Section>> {
        let table = self.offset(40)?;
        let count = usize::from(self.half(60)?);
        let header = |number: usize| table.checked_add(number.checked_mul(SECTION_HEADER_BYTES)?);
        (0..count)
            .map(|number| {
                let at = header(number)?;
                let linked = header(self.word(at + 40)?)?;
                Some(Section {
                    kind: u32::try_from(self.word(at + 4)?).ok()?,
                    offset: self.offset(at + 24)?,
                    size: self.offset(at + 32)?,
                    names: self.offset(linked + 24).unwrap_or(0),
                })
            })
            .collect()
    }

    /// Those that are defined here; the first entry is none.
    fn symbols(&self, section: &Section) -> Option<BTreeSet<String>> {
        let mut symbols = BTreeSet::new();
        for number in 1..section.size / SYMBOL_BYTES {
            let at = section.offset.checked_add(number * SYMBOL_BYTES)?;
            if self.half(at + 6)? != SHN_UNDEF {
                symbols.insert(self.text(section.names + self.word(at)?)?);
            }
        }
        Some(symbols)
    }

    /// `Elf64_Verneed` and its `Elf64_Vernaux`, each naming the distance to the next.
    fn needs(&self, section: &Section) -> Option<BTreeSet<(String, String)>> {
        let mut needs = BTreeSet::new();
        let mut at = section.offset;
        loop {
            let library = self.text(section.names + self.word(at + 4)?)?;
            let mut version = at.checked_add(self.word(at + 8)?)?;
            for _ in 0..self.half(at + 2)? {
                let name = self.text(section.names + self.word(version + 8)?)?;
                needs.insert((library.clone(), name));
                version = version.checked_add(self.word(version + 12)?)?;
            }
            match self.word(at + 12)? {
                0 => return Some(needs),
                next => at = at.checked_add(next)?,
            }
        }
    }

    /// `Elf64_Verdef`; the first `Elf64_Verdaux` of each is its name.
    fn offers(&self, section: &Section) -> Option<BTreeSet<String>> {
        let mut offers = BTreeSet::new();
        let mut at = section.offset;
        loop {
            let name = at.checked_add(self.word(at + 12)?)?;
            offers.insert(self.text(section.names + self.word(name)?)?);
            match self.word(at + 16)? {
                0 => return Some(offers),
                next => at = at.checked_add(next)?,
            }
        }
    }

    fn stays_loaded(&self, section: &Section) -> Option<bool> {
        for number in 0..section.size / DYNAMIC_ENTRY_BYTES {
            let at = section.offset.checked_add(number * DYNAMIC_ENTRY_BYTES)?;
            if self.long(at)? == DT_FLAGS_1 {
                return Some(self.long(at + 8)? & DF_1_NODELETE != 0);
            }
        }
        Some(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The C library of this very process.
    fn libc() -> Vec<u8> {
        let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
        let path = maps
            .split_whitespace()
            .find(|word| word.ends_with("/libc.so.6"));
        std::fs::read(path.unwrap()).unwrap()
    }

    #[test]
    fn the_c_library_offers_its_versions_and_symbols() {
        let object = parse(&libc()).unwrap();
        assert!(object.offers.contains("GLIBC_2.2.5"), "{:?}", object.offers);
        assert!(object.symbols.contains("malloc"));
        assert!(!object.symbols.contains("_maria_plugin_declarations_"));
    }

    #[test]
    fn this_program_needs_versions_of_the_c_library() {
        let own = std::fs::read("/proc/self/exe").unwrap();
        let needs = parse(&own).unwrap().needs;
        assert!(
            needs.iter().any(|(library, _)| library == "libc.so.6"),
            "{needs:?}"
        );
    }

    #[test]
    fn what_is_cut_off_anywhere_is_refused_or_read_and_never_worse() {
        let whole = libc();
        for length in (0..4096).chain((4096..whole.len()).step_by(9973)) {
            let _ = parse(whole.get(..length).unwrap());
        }
        assert_eq!(parse(b"#!/bin/sh"), None);
        assert_eq!(parse(&[]), None);
    }
}
