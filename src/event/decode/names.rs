//! Members that came under another than their usual name, so that they leave under it.

/// Which of an object's other names came, by their places in the list of all. What an object says does not depend on it.
#[derive(Clone, Copy, Default)]
pub(crate) struct Names(u8);

impl Names {
    /// How many other names an object can have.
    pub(crate) const MOST: usize = u8::BITS as usize;

    /// Notes that the name `came`, one of `all`.
    pub(crate) fn note(&mut self, came: &str, all: &[&str]) {
        *self = Self(self.0 | Self::bit(came, all));
    }

    /// The name of a member: the one that came of its `others`, or the usual one.
    pub(crate) fn name_of(self, usual: &'static str, others: &[&'static str], all: &[&str]) -> &'static str {
        others.iter().find(|other| self.0 & Self::bit(other, all) != 0).copied().unwrap_or(usual)
    }

    fn bit(name: &str, all: &[&str]) -> u8 {
        all.iter().zip(0..u8::BITS).find(|(other, _)| **other == name).map_or(0, |(_, place)| 1 << place)
    }
}

/// The same for an object whose members have one name each: there is nothing to remember.
#[derive(Clone, Copy, Default, PartialEq)]
pub(crate) struct OneNameEach;

impl PartialEq for Names {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
