//! A list that grows without moving what is in it.
//!
//! A `Vec` that grows holds what it has twice for a moment. Here a full chunk stays where it is and another one begins, so
//! that the memory of a large array stays close to that of its elements.

use std::slice;

/// A growing list.
#[derive(Clone)]
pub(crate) struct Chunks<T> {
    /// Most lists have one element.
    first: Option<Box<T>>,
    more: Option<Box<More<T>>>,
}

#[derive(Clone)]
struct More<T>(Vec<Vec<T>>);

/// How many elements the second chunk has room for, and the largest ones.
const SECOND: usize = 8;
const LARGEST: usize = 64;

impl<T> Chunks<T> {
    pub(crate) fn push(&mut self, element: T) {
        if self.first.is_none() {
            self.first = Some(Box::new(element));
            return;
        }
        let more = &mut self.more.get_or_insert_with(|| Box::new(More(Vec::new()))).0;
        match more.last_mut() {
            Some(chunk) if chunk.len() < chunk.capacity() => chunk.push(element),
            last => {
                let room = last.map_or(SECOND, |full| (full.len() * 2).min(LARGEST));
                let mut chunk = Vec::with_capacity(room);
                chunk.push(element);
                more.push(chunk);
            }
        }
    }

    /// Gives back the room that is left, where it is much.
    pub(crate) fn shrink(&mut self) {
        let Some(More(more)) = self.more.as_deref_mut() else { return };
        if let Some(last) = more.last_mut() {
            if last.capacity() - last.len() > last.len() / 4 {
                last.shrink_to_fit();
            }
            more.shrink_to_fit();
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.first.is_none()
    }

    pub(crate) fn iter(&self) -> Iter<'_, T> {
        let first = self.first.as_deref().map(slice::from_ref).unwrap_or_default();
        let more = self.more.as_deref().map(|More(chunks)| chunks.as_slice()).unwrap_or_default();
        Iter { chunk: first.iter(), more: more.iter() }
    }
}

impl<T> Default for Chunks<T> {
    fn default() -> Self {
        Self { first: None, more: None }
    }
}

/// The elements of a list in order.
pub(crate) struct Iter<'a, T> {
    chunk: slice::Iter<'a, T>,
    more: slice::Iter<'a, Vec<T>>,
}

impl<T> Default for Iter<'_, T> {
    fn default() -> Self {
        Self { chunk: [].iter(), more: [].iter() }
    }
}

impl<T> Clone for Iter<'_, T> {
    fn clone(&self) -> Self {
        Self { chunk: self.chunk.clone(), more: self.more.clone() }
    }
}

impl<'a, T> Iterator for Iter<'a, T> {
    type Item = &'a T;

    fn next(&mut self) -> Option<&'a T> {
        loop {
            if let Some(element) = self.chunk.next() {
                return Some(element);
            }
            self.chunk = self.more.next()?.iter();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_come_back_in_order_whatever_their_number() {
        for count in [0, 1, 2, 8, 9, 10, 24, 25, 26, 200, 1000] {
            let mut chunks = Chunks::default();
            (0..count).for_each(|element| chunks.push(element));
            chunks.shrink();
            assert_eq!(chunks.is_empty(), count == 0);
            assert!(chunks.iter().copied().eq(0..count), "{count}");
        }
    }

    #[test]
    fn growing_moves_nothing_and_leaves_little_room() {
        let mut chunks = Chunks::default();
        (0..10).for_each(|element| chunks.push(element));
        let places: Vec<*const i32> = chunks.iter().map(std::ptr::from_ref).collect();
        (10..1000).for_each(|element| chunks.push(element));
        assert!(chunks.iter().map(std::ptr::from_ref).take(10).eq(places));
        chunks.shrink();
        let More(more) = chunks.more.as_deref().unwrap();
        let room: usize = 1 + more.iter().map(Vec::capacity).sum::<usize>();
        assert!((1000..=1000 + LARGEST / 5).contains(&room), "{room}");
    }
}
